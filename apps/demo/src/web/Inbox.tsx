import { useState } from 'react';
import type { Delivered } from '../api.js';
import { Choice } from './fields.js';
import { fill, useLanguage, useWords } from './words/index.js';

interface Props {
  /** Whose inbox it is, as the page calls the server. */
  readonly name: string;
  readonly mails: readonly Delivered[];
}

/** What the sandbox's server has received, newest first. */
export function Inbox({ name, mails }: Props) {
  const words = useWords();
  const [chosen, choose] = useState<number>();
  const open = mails.find((mail) => mail.id === chosen) ?? mails[0];
  return (
    <section className="card inbox" aria-labelledby="inbox-title">
      <h2 id="inbox-title">{words.inbox.title}</h2>
      <p className="quiet">
        {name} · {fill(words.inbox.count, { count: mails.length })}
      </p>
      {open === undefined ? (
        <p className="empty">{words.inbox.empty}</p>
      ) : (
        <>
          {mails.length > 1 && (
            <ul className="mails">
              {mails.map((mail) => (
                <li key={mail.id}>
                  <button type="button" aria-pressed={mail.id === open.id} onClick={() => choose(mail.id)}>
                    <span>{mail.subject}</span>
                    <Clock at={mail.receivedAt} />
                  </button>
                </li>
              ))}
            </ul>
          )}
          <Mail mail={open} />
        </>
      )}
    </section>
  );
}

function Mail({ mail }: { mail: Delivered }) {
  const { inbox } = useWords();
  const [view, setView] = useState<'text' | 'raw'>('text');
  return (
    <article className="mail" aria-label={mail.subject}>
      <h3>{mail.subject}</h3>
      <dl className="envelope">
        <dt>{inbox.from}</dt>
        <dd>{mail.from}</dd>
        <dt>{inbox.to}</dt>
        <dd>{mail.to.join(', ')}</dd>
        <dt>{inbox.by}</dt>
        <dd>{inbox.bys[mail.by] ?? mail.by}</dd>
      </dl>
      <Choice
        legend={inbox.view}
        hideLegend
        look="segments"
        value={view}
        options={[
          { value: 'text', label: inbox.text },
          { value: 'raw', label: inbox.raw },
        ]}
        choose={setView}
      />
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard */}
      <section className="scroll" tabIndex={0} aria-label={inbox[view]}>
        <pre className={view === 'raw' ? 'is-code' : undefined}>{view === 'raw' ? mail.raw : mail.text}</pre>
      </section>
    </article>
  );
}

function Clock({ at }: { at: string }) {
  const language = useLanguage();
  return <time dateTime={at}>{new Date(at).toLocaleTimeString(language)}</time>;
}
