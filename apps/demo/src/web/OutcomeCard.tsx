import type { Ending, Fault } from '../api.js';
import { Icon } from './Icon.js';
import { ENDING_MARKS } from './marks.js';
import type { RunState } from './run-state.js';
import { Sentence } from './Sentence.js';
import { fill, useLanguage, useWords } from './words/index.js';

/** How it ended: the word, the cause, who can mend it and how. Spoken aloud as it appears. */
export function OutcomeCard({ state }: { readonly state: RunState }) {
  const words = useWords();
  const { ending } = state;
  return (
    <section
      className="outcome"
      aria-live="polite"
      aria-atomic="true"
      aria-label={words.ending.title}
      data-testid="outcome"
    >
      {state.status === 'lost' && <p className="card lost">{words.ending.failed}</p>}
      {state.status === 'broken' && <p className="card lost">{words.ending.broken}</p>}
      {state.status === 'running' && ending === undefined && (
        <p className="card running">
          <span className="pulse" aria-hidden="true" />
          {words.ending.running}
        </p>
      )}
      {ending && <Card ending={ending} />}
    </section>
  );
}

function Card({ ending }: { ending: Ending }) {
  const words = useWords();
  const mark = ENDING_MARKS[ending.word];
  return (
    <div className={`card ending tone-${mark.tone}`} data-word={ending.word}>
      <header className="ending-head">
        <span className="badge">
          <Icon name={mark.icon} />
        </span>
        <div>
          <h2>{words.ending.words[ending.word]}</h2>
          <p>{words.ending.means[ending.word]}</p>
        </div>
      </header>
      {ending.fault && <FaultText fault={ending.fault} />}
      <dl className="facts">
        {ending.mechanism && <Fact name={words.ending.mechanism} value={ending.mechanism} code />}
        {ending.messageId && <Fact name={words.ending.messageId} value={ending.messageId} code />}
        {ending.reply && <Fact name={words.ending.reply} value={ending.reply} code />}
      </dl>
      {ending.refused.length > 0 && (
        <>
          <h3>{words.ending.refused}</h3>
          {ending.refused.map(({ recipient, fault }) => (
            <div key={recipient}>
              <code>{recipient}</code>
              <FaultText fault={fault} />
            </div>
          ))}
        </>
      )}
      {ending.warnings.length > 0 && (
        <div className="warnings">
          <h3>{words.ending.warnings}</h3>
          <ul>
            {ending.warnings.map((warning) => (
              <li key={warning.code + warning.message}>
                <strong>{words.ending.noticed[warning.code]}</strong> <span lang="en">{warning.message}</span>
              </li>
            ))}
          </ul>
        </div>
      )}
    </div>
  );
}

function FaultText({ fault }: { fault: Fault }) {
  const { ending, ladder } = useWords();
  const { what, fix } = fault.words[useLanguage()];
  // Most often the detail quotes the reply or the rule, which stand here anyway.
  const seen = fault.reply === undefined && fault.detail !== fault.rule?.because ? fault.detail : undefined;
  return (
    <div className="fault">
      <p className="fault-what">{what}</p>
      <p className="fault-code">
        <code translate="no">{fault.code}</code> · {fill(ending.at, { phase: ladder.phases[fault.phase] })}
        {fault.field && (
          <>
            {' · '}
            <Sentence words={ending.field} values={{ field: fault.field }} />
          </>
        )}
      </p>
      <dl className="facts">
        <Fact name={ending.who} value={ending.whos[fault.who]} />
        <Fact name={ending.fix} value={fix} strong />
        {fault.reply && <Fact name={ending.reply} value={fault.reply} code />}
        {seen && <Fact name={ending.seen} value={seen} code />}
      </dl>
      {(fault.rule || fault.notes.length > 0) && (
        <details>
          <summary>{fault.rule ? ending.rule : ending.notes}</summary>
          <div lang="en">
            {fault.rule && (
              <p>
                {fault.rule.because} <Source source={fault.rule.source} />
              </p>
            )}
            {fault.notes.map((note) => (
              <p key={note}>{note}</p>
            ))}
          </div>
        </details>
      )}
    </div>
  );
}

interface FactProps {
  readonly name: string;
  readonly value: string;
  readonly code?: boolean;
  readonly strong?: boolean;
}

function Fact({ name, value, code, strong }: FactProps) {
  return (
    <div className={strong ? 'fact is-strong' : 'fact'}>
      <dt>{name}</dt>
      <dd>{code ? <code translate="no">{value}</code> : value}</dd>
    </div>
  );
}

/** Where the rule is written. A link only where it is a web address. */
function Source({ source }: { source: string }) {
  if (!/^https:\/\/\S+$/.test(source)) return <cite>{source}</cite>;
  return (
    <a href={source} target="_blank" rel="noreferrer">
      {source}
    </a>
  );
}
