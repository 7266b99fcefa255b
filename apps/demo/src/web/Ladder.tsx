import type { TraceEvent } from '@ehlo/core';
import { type ReactNode, useMemo } from 'react';
import { Icon } from './Icon.js';
import { Pilled } from './Pilled.js';
import { challenge, type Rung, rungs } from './rungs.js';
import { fill, useWords } from './words/index.js';

interface Props {
  readonly events: readonly TraceEvent[];
  /** Who stands on the left. */
  readonly client: string;
  readonly label: string;
}

/** The conversation as a ladder: client on the left, server on the right, TLS as a band across. */
export function Ladder({ events, client, label }: Props) {
  const words = useWords();
  const rows = useMemo(() => rungs(events), [events]);
  return (
    <div className="ladder">
      <div className="ladder-heads" aria-hidden="true">
        <span className="ladder-head">{client}</span>
        <span className="ladder-head">{words.ladder.server}</span>
      </div>
      <ol aria-label={label}>
        {rows.map((row) => (
          <li key={row.key} className={`rung rung-${row.kind}${row.secured ? ' is-secured' : ''}`}>
            <Row row={row} client={client} />
          </li>
        ))}
      </ol>
    </div>
  );
}

function Row({ row, client }: { row: Rung; client: string }) {
  const { ladder } = useWords();
  switch (row.kind) {
    case 'connection':
      return <span className="caption is-strong">{fill(ladder.connection, { number: row.number })}</span>;
    case 'https':
      return (
        <div className="band">
          <span className="band-icon">
            <Icon name="lock" />
          </span>
          <span className="band-text">
            <strong>{ladder.https}</strong> {ladder.httpsText}
            <small translate="no">{row.host}</small>
          </span>
        </div>
      );
    case 'phase':
      return <span className="caption">{ladder.phases[row.phase]}</span>;
    case 'client':
      return (
        <Said by="client" speaker={client}>
          {row.lines.map((line) => (line === '' ? <EmptyLine key={line} /> : <PilledLine key={line} line={line} />))}
        </Said>
      );
    case 'server':
      return (
        <Said by="server" speaker={ladder.server} tone={row.tone}>
          {row.lines.map((line, index) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: the lines of a reply never change their order
            <ReplyLine key={index} line={line} />
          ))}
        </Said>
      );
    case 'event':
      return <Happening event={row.event} client={client} />;
    default:
      return row satisfies never;
  }
}

interface SaidProps {
  readonly by: 'client' | 'server';
  readonly speaker: string;
  readonly tone?: string;
  readonly children: ReactNode;
}

function Said({ by, speaker, tone, children }: SaidProps) {
  return (
    <div className={`said said-${by}${tone ? ` tone-${tone}` : ''}`}>
      <span className="visually-hidden">{speaker}: </span>
      <div className="said-lines" translate="no" lang="en">
        {children}
      </div>
      <span className="arrow" aria-hidden="true" />
    </div>
  );
}

/** `250-SIZE 1000`: the code set off from the words, and what a challenge asks for behind it. */
function ReplyLine({ line }: { line: string }) {
  const [, code, rest] = /^(\d{3}(?:[ -]|$))(.*)$/s.exec(line) ?? [undefined, '', line];
  const asks = challenge(line);
  return (
    <span className="line">
      {code && <b className="code">{code}</b>}
      <PilledLine line={rest ?? ''} />
      {asks && <i className="asks"> {asks}</i>}
    </span>
  );
}

function PilledLine({ line }: { line: string }) {
  return (
    <span className="line">
      <Pilled text={line} />
    </span>
  );
}

/** The empty answer to an error challenge (RFC 4954 4). */
function EmptyLine() {
  return (
    <span className="line" aria-hidden="true">
      ↵
    </span>
  );
}

/** What is no line of the dialogue: the route, TLS, the choice, the end. */
function Happening({ event, client }: { event: Extract<Rung, { kind: 'event' }>['event']; client: string }) {
  const { ladder } = useWords();
  switch (event.kind) {
    case 'route':
      return (
        <p className="note">
          <span>{ladder.route}</span>{' '}
          <code translate="no">
            {event.host}:{event.port}
          </code>{' '}
          <span>{ladder.tls[event.tls]}</span>
          {event.why.length > 0 && <small lang="en">{event.why.join('; ')}</small>}
        </p>
      );
    case 'connected':
      return (
        <p className="note">
          {ladder.connected}{' '}
          <code translate="no">
            {event.address}:{event.port}
          </code>
        </p>
      );
    case 'secured':
      return (
        <div className="band">
          <span className="band-icon">
            <Icon name="lock" />
          </span>
          <span className="band-text">
            <strong>{event.protocol}</strong> {ladder.secured}
            <small>
              {event.cipher} · {ladder.certificate} <b>{event.subject}</b>
              {event.issuer && ` · ${ladder.issuer} ${event.issuer}`}
            </small>
          </span>
        </div>
      );
    case 'plan':
      return (
        <div className="choice">
          <span>{event.mechanism === null ? ladder.noMechanism : ladder.mechanism}</span>
          {event.mechanism !== null && <b translate="no">{event.mechanism}</b>}
        </div>
      );
    case 'message':
      return (
        <Said by="client" speaker={client}>
          <span className="line is-message">
            <Icon name="mail" /> {fill(ladder.message, { octets: event.octets.toLocaleString('en') })}
          </span>
        </Said>
      );
    case 'closed':
      return (
        <p className={`end end-${event.by}`}>
          {ladder.closed[event.by]}
          {event.by !== 'client' && event.reason && (
            <small lang="en" translate="no">
              {event.reason}
            </small>
          )}
        </p>
      );
    default:
      return event satisfies never;
  }
}
