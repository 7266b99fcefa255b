import type { Box, SandboxChange } from '../api.js';
import { Field } from './fields.js';
import { nameOf, valueOf } from './switch-words.js';
import { useWords } from './words/index.js';

interface Props {
  readonly box: Box;
  readonly faults: readonly string[];
  readonly change: (change: SandboxChange) => void;
}

/** What the sandbox's server pretends: its states, and faults on the line. */
export function Switches({ box, faults, change }: Props) {
  const words = useWords();
  const touched = box.fault !== null || box.switches.some((item) => item.value !== item.values[0]);
  return (
    <section className="card switches" aria-labelledby="switches-title">
      <h2 id="switches-title">{words.switches.title}</h2>
      <p className="quiet">
        {words.providers[box.provider].name} · <code translate="no">{`${box.host}:${box.port}`}</code>
      </p>
      <p className="hint">{words.switches.text}</p>
      {box.switches.map((item) => (
        <Field key={item.name} label={nameOf(words, item.name)}>
          {(ids) => (
            <select
              {...ids}
              className={item.value === item.values[0] ? undefined : 'is-changed'}
              value={item.value}
              onChange={(event) => change({ set: { [item.name]: event.target.value } })}
            >
              {item.values.map((value) => (
                <option key={value} value={value}>
                  {valueOf(words, value)}
                </option>
              ))}
            </select>
          )}
        </Field>
      ))}
      <Field label={words.switches.fault}>
        {(ids) => (
          <select
            {...ids}
            className={box.fault === null ? undefined : 'is-changed'}
            value={box.fault ?? ''}
            onChange={(event) => change({ fault: event.target.value === '' ? null : event.target.value })}
          >
            <option value="">{words.switches.noFault}</option>
            {faults.map((fault) => (
              <option key={fault} value={fault}>
                {valueOf(words, fault)}
              </option>
            ))}
          </select>
        )}
      </Field>
      <div className="actions">
        <button type="button" className="button is-small" disabled={!touched} onClick={() => change({ reset: true })}>
          {words.switches.reset}
        </button>
      </div>
    </section>
  );
}
