import type { Phase, TraceEvent } from '@ehlo/core';

type Line = Extract<TraceEvent, { kind: 'client' | 'server' }>;

export type Tone = 'good' | 'more' | 'later' | 'no';

/** One row of the ladder. `secured` tells on which side of the TLS band it stands. */
export type Rung = { readonly key: string; readonly secured: boolean } & (
  | { readonly kind: 'connection'; readonly number: number }
  /** From here on requests over HTTPS. */
  | { readonly kind: 'https'; readonly host: string }
  | { readonly kind: 'phase'; readonly phase: Phase }
  | { readonly kind: 'client'; readonly lines: readonly string[] }
  | { readonly kind: 'server'; readonly lines: readonly string[]; readonly tone: Tone | undefined }
  | { readonly kind: 'event'; readonly event: Exclude<TraceEvent, Line | { kind: 'offer' }> }
);

/** Shown as captions. The others begin with an event that speaks for itself. */
const CAPTIONS: ReadonlySet<Phase> = new Set(['greeting', 'hello', 'auth', 'envelope', 'data', 'quit']);

/** Makes rows of events: the lines of one reply in one row, a caption where a phase begins, a heading for each further connection. */
export function rungs(events: readonly TraceEvent[]): readonly Rung[] {
  const rows: Rung[] = [];
  let connection = 0;
  let secured = false;
  let phase: Phase | undefined;
  let open = false;
  let https = false;
  events.forEach((event, index) => {
    const key = `${index}`;
    const host = event.kind === 'client' ? requestedHost(event.line) : undefined;
    if (host !== undefined && !https) {
      https = true;
      secured = true;
      connection = event.connection;
      rows.push({ key: `${key}h`, kind: 'https', host, secured });
    }
    if (event.connection !== connection) {
      if (connection !== 0) rows.push({ key: `${key}c`, kind: 'connection', number: event.connection, secured: false });
      connection = event.connection;
      secured = false;
      open = false;
    }
    if (event.kind === 'offer') return;
    if (event.kind === 'connected' && saysTheRoute(rows.at(-1), event)) return;
    if (event.kind === 'secured') secured = true;
    if (!isLine(event)) {
      rows.push({ key, kind: 'event', event, secured });
      open = false;
      return;
    }
    // Replies to a pipelined group come when the client is phases ahead: only its lines begin one, and the greeting.
    if (!https && (event.kind === 'client' || event.phase === 'greeting')) {
      if (event.phase !== phase && CAPTIONS.has(event.phase)) {
        rows.push({ key: `${key}p`, kind: 'phase', phase: event.phase, secured });
        open = false;
      }
      phase = event.phase;
    }
    if (event.kind === 'client') {
      rows.push({ key, kind: 'client', lines: [event.line], secured });
      open = false;
      return;
    }
    const row: Rung = { key, kind: 'server', lines: event.line.split('\n'), tone: toneOf(event.line), secured };
    const last = rows.at(-1);
    if (open && last?.kind === 'server') rows[rows.length - 1] = { ...last, lines: [...last.lines, ...row.lines] };
    else rows.push(row);
    open = /^\d{3}-/.test(row.lines.at(-1) ?? '');
  });
  return rows;
}

/** Whom a request of an HTTP API goes to; no line of SMTP looks like one. */
function requestedHost(line: string): string | undefined {
  return /^(?:GET|POST|PUT|PATCH|DELETE) https:\/\/([^/]+)/.exec(line)?.[1];
}

const isLine = (event: TraceEvent): event is Line => event.kind === 'client' || event.kind === 'server';

/** The address of the route said once more, as it is where the host was given as an address. */
function saysTheRoute(last: Rung | undefined, { address, port }: Extract<TraceEvent, { kind: 'connected' }>): boolean {
  const route = last?.kind === 'event' && last.event.kind === 'route' ? last.event : undefined;
  return route?.host === address && route.port === port;
}

/** By the first digit of the reply code, RFC 5321 4.2.1. */
function toneOf(line: string): Tone | undefined {
  return ({ 2: 'good', 3: 'more', 4: 'later', 5: 'no' } as const)[/^([2-5])\d\d(?:[ -]|$)/.exec(line)?.[1] ?? ''];
}

/** What a 334 challenge asks for, where it is text in base64: `VXNlcm5hbWU6` is `Username:`. */
export function challenge(line: string): string | undefined {
  const encoded = /^334 ([A-Za-z0-9+/]{4,}={0,2})$/.exec(line)?.[1];
  if (encoded === undefined || encoded.length % 4 !== 0) return undefined;
  const text = atob(encoded);
  return /^[\x20-\x7e]+$/.test(text) ? text : undefined;
}
