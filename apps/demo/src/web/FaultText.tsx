import type { Fault } from '../api.js';
import { Sentence } from './Sentence.js';
import { fill, useLanguage, useWords } from './words/index.js';

interface Props {
  readonly fault: Fault;
  /** Without what it was judged by. */
  readonly brief?: boolean;
}

/** What went wrong, who can mend it and how. */
export function FaultText({ fault, brief = false }: Props) {
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
        {!brief && fault.reply && <Fact name={ending.reply} value={fault.reply} code />}
        {!brief && seen && <Fact name={ending.seen} value={seen} code />}
      </dl>
      {!brief && (fault.rule || fault.notes.length > 0) && (
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

export function Fact({ name, value, code, strong }: FactProps) {
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
