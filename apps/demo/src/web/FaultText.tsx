import type { Fault, Said } from '../api.js';
import { Sentence } from './Sentence.js';
import { fill, useLanguage, useWords } from './words/index.js';

/** A fault of a run or of a probe. */
export type Blame = Pick<Fault, 'code' | 'who' | 'words' | 'detail' | 'field' | 'reply' | 'notes'> & {
  readonly rule?: { readonly because?: Said; readonly source: string };
  /** Where there is more to read. */
  readonly page?: string;
};

interface Props {
  readonly fault: Blame;
  /** Where it happened, in words. */
  readonly at: string;
  /** Without what it was judged by. */
  readonly brief?: boolean;
}

/** What went wrong, who can mend it and how. */
export function FaultText({ fault, at, brief = false }: Props) {
  const { ending } = useWords();
  const language = useLanguage();
  const { what, fix } = fault.words[language];
  // Most often the detail quotes the reply or the rule, which stand here anyway.
  const seen =
    fault.reply === undefined && fault.detail?.en !== fault.rule?.because?.en ? fault.detail?.[language] : undefined;
  return (
    <div className="fault">
      <p className="fault-what">{what}</p>
      <p className="fault-code">
        <code translate="no">{fault.code}</code> · {fill(ending.at, { phase: at })}
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
      {fault.page && <MorePage page={fault.page} />}
      {!brief && (fault.rule || fault.notes.length > 0) && (
        <details>
          <summary>{fault.rule ? ending.rule : ending.notes}</summary>
          <div>
            {fault.rule && (
              <p>
                {fault.rule.because?.[language]} <Source source={fault.rule.source} />
              </p>
            )}
            {fault.notes.map((note) => (
              <p key={note.en}>{note[language]}</p>
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

/** The page of a cause. */
export function MorePage({ page }: { page: string }) {
  return (
    <p className="more">
      <a href={page} target="_blank" rel="noreferrer">
        {useWords().why.more}
      </a>
    </p>
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
