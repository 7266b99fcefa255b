import { useState } from 'react';
import type { Letter } from '../api.js';
import { Field } from './fields.js';
import { Icon } from './Icon.js';
import { useWords } from './words/index.js';

interface Props {
  readonly running: boolean;
  readonly send: (letter: Letter) => void;
}

/** A mail, sent with the settings of the form. */
export function Compose({ running, send }: Props) {
  const words = useWords();
  const [from, setFrom] = useState('');
  const [to, setTo] = useState('friend@example.net');
  // Undefined: untouched, so the words follow the language.
  const [subject, setSubject] = useState<string>();
  const [text, setText] = useState<string>();
  const subjectShown = subject ?? words.compose.subjectDefault;
  const textShown = text ?? words.compose.textDefault;
  return (
    <form
      className="card compose"
      aria-labelledby="compose-title"
      autoComplete="off"
      onSubmit={(event) => {
        event.preventDefault();
        if (!running) send({ ...(from === '' ? {} : { from }), to, subject: subjectShown, text: textShown });
      }}
    >
      <h2 id="compose-title">{words.compose.title}</h2>
      <div className="pair">
        <Field label={words.compose.from} hint={words.compose.fromHint}>
          {(ids) => (
            <input
              {...ids}
              type="text"
              inputMode="email"
              value={from}
              onChange={(event) => setFrom(event.target.value)}
            />
          )}
        </Field>
        <Field label={words.compose.to}>
          {(ids) => (
            <input
              {...ids}
              type="text"
              inputMode="email"
              required
              value={to}
              onChange={(event) => setTo(event.target.value)}
            />
          )}
        </Field>
      </div>
      <Field label={words.compose.subject}>
        {(ids) => (
          <input {...ids} type="text" value={subjectShown} onChange={(event) => setSubject(event.target.value)} />
        )}
      </Field>
      <Field label={words.compose.text}>
        {(ids) => <textarea {...ids} rows={4} value={textShown} onChange={(event) => setText(event.target.value)} />}
      </Field>
      <div className="actions">
        <button type="submit" className="button is-main" disabled={running}>
          <Icon name="send" />
          {words.compose.send}
        </button>
      </div>
    </form>
  );
}
