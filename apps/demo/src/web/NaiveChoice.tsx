import { SEQUENCES } from '../api.js';
import { type Draft, naiveOf } from './draft.js';
import { Field } from './fields.js';
import { useWords } from './words/index.js';

interface Props {
  readonly draft: Draft;
  readonly change: (part: Partial<Draft>) => void;
}

/** Which faulty sequence is played beside Ehlo, if any; the last one is the cure. */
export function NaiveChoice({ draft, change }: Props) {
  const { naive } = useWords();
  const silent = draft.sequence !== 'none' && naiveOf(draft) === undefined;
  return (
    <Field label={naive.title} hint={silent ? naive.passwordOnly : naive.text}>
      {(ids) => (
        <select
          {...ids}
          value={draft.sequence}
          onChange={(event) => change({ sequence: event.target.value as Draft['sequence'] })}
        >
          <option value="none">{naive.none}</option>
          {SEQUENCES.map((sequence) => (
            <option key={sequence} value={sequence}>
              {naive.sequences[sequence]}
            </option>
          ))}
        </select>
      )}
    </Field>
  );
}
