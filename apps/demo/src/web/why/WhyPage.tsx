import { useRef, useState } from 'react';
import { Field } from '../fields.js';
import { intoView } from '../into-view.js';
import { StoryButtons } from '../Stories.js';
import { useWords } from '../words/index.js';
import { Causes } from './Causes.js';
import { EXAMPLES, type Example } from './examples.js';
import { KnownFields } from './KnownFields.js';
import { EMPTY, isKnown, type Pasted, pastedOf } from './pasted.js';
import { Reading } from './Reading.js';
import { useExplained } from './use-explained.js';
import '../styles/why.css';

/** From a pasted failure to its causes, while it is typed. */
export default function WhyPage() {
  const { why } = useWords();
  const [pasted, setPasted] = useState<Pasted>(EMPTY);
  const area = useRef<HTMLTextAreaElement>(null);
  const { answer, lost } = useExplained(pasted);
  const [open, setOpen] = useState(0);
  /** How often the whole form was set at once. */
  const [turn, setTurn] = useState(0);
  const change = (part: Partial<Pasted>): void => {
    setPasted((before) => ({ ...before, ...part }));
    setOpen(0);
  };
  const put = (next: Pasted): void => {
    if (area.current) area.current.value = next.text;
    setTurn(turn + 1);
    change(next);
  };
  const clear = (): void => {
    put(EMPTY);
    area.current?.focus();
  };
  const show = (example: Example): void => {
    put(pastedOf(example));
    intoView(document.getElementById('causes'));
  };

  return (
    <>
      <StoryButtons
        title={why.examples.title}
        items={EXAMPLES.map((example) => ({ id: example.id, ...why.examples.items[example.id] }))}
        play={(id) => show(EXAMPLES.find((example) => example.id === id)!)}
      />
      <div className="why">
        <form className="card why-form" autoComplete="off" onSubmit={(event) => event.preventDefault()}>
          <Field label={why.text} hint={why.textHint}>
            {(ids) => (
              // Not a controlled one: React would write what was pasted into the document.
              <textarea
                {...ids}
                ref={area}
                className="is-code is-wrapped"
                rows={9}
                spellCheck={false}
                autoCapitalize="none"
                autoComplete="off"
                onChange={(event) => change({ text: event.target.value })}
              />
            )}
          </Field>
          <KnownFields key={turn} pasted={pasted} startsOpen={isKnown(pasted)} change={change} />
          {(pasted.text !== '' || isKnown(pasted)) && (
            <button type="button" className="button is-small" onClick={clear}>
              {why.clear}
            </button>
          )}
        </form>
        <Causes answer={answer} lost={lost} open={open} setOpen={setOpen} />
        {answer && <Reading seen={answer.seen} evidence={answer.causes[open]?.words.en.evidence ?? []} />}
      </div>
    </>
  );
}
