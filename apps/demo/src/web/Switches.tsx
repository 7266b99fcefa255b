import type { Box, SandboxChange, Switch } from '../api.js';
import { Field } from './fields.js';
import { switchWord } from './switch-words.js';
import { useWords } from './words/index.js';

interface Props {
  readonly box: Box;
  readonly change: (change: SandboxChange) => void;
}

/** Switches in view; a provider's further ones are folded away. */
const IN_VIEW = 3;

const isChanged = (item: Switch): boolean => item.value !== item.values[0];

/** What the sandbox's server pretends: its states, and faults on the line. */
export function Switches({ box, change }: Props) {
  const words = useWords();
  const folded = box.switches.slice(IN_VIEW);
  const set = (name: string, value: string): void => change({ set: { [name]: value } });
  return (
    <section className="card switches" aria-labelledby="switches-title">
      <h2 id="switches-title">{words.switches.title}</h2>
      <p className="quiet">
        {words.providers[box.provider].name} · <code translate="no">{`${box.host}:${box.port}`}</code>
      </p>
      <p className="hint">{words.switches.text}</p>
      <Field label={words.switches.fault}>
        {(ids) => (
          <select
            {...ids}
            className={box.fault === null ? undefined : 'is-changed'}
            value={box.fault ?? ''}
            onChange={(event) => change({ fault: event.target.value === '' ? null : event.target.value })}
          >
            <option value="">{words.switches.noFault}</option>
            {box.faults.map((fault) => (
              <option key={fault} value={fault}>
                {switchWord(words, 'faults', fault)}
              </option>
            ))}
          </select>
        )}
      </Field>
      {box.switches.slice(0, IN_VIEW).map((item) => (
        <OneSwitch key={item.name} item={item} set={set} />
      ))}
      {folded.length > 0 && (
        <details key={box.provider} open={folded.some(isChanged) || undefined}>
          <summary>{words.switches.more}</summary>
          <div className="folded">
            {folded.map((item) => (
              <OneSwitch key={item.name} item={item} set={set} />
            ))}
          </div>
        </details>
      )}
      <div className="actions">
        <button
          type="button"
          className="button is-small"
          disabled={box.fault === null && !box.switches.some(isChanged)}
          onClick={() => change({ reset: true })}
        >
          {words.switches.reset}
        </button>
      </div>
    </section>
  );
}

function OneSwitch({ item, set }: { readonly item: Switch; readonly set: (name: string, value: string) => void }) {
  const words = useWords();
  return (
    <Field label={switchWord(words, 'names', item.name)}>
      {(ids) => (
        <select
          {...ids}
          className={isChanged(item) ? 'is-changed' : undefined}
          value={item.value}
          onChange={(event) => set(item.name, event.target.value)}
        >
          {item.values.map((value) => (
            <option key={value} value={value}>
              {switchWord(words, 'values', value)}
            </option>
          ))}
        </select>
      )}
    </Field>
  );
}
