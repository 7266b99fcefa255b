import type { TraceEvent } from '@ehlo/core';
import stringWidth from 'fast-string-width';
import { wrapAnsi } from 'fast-wrap-ansi';
import type { Session } from '../session.js';
import { doctorWords } from '../words/doctor.js';
import { plain } from './plain.js';

/** Fewer columns than this, and the lines stand one below the other with C: and S: before them. */
const NARROW = 60;
/** Wider than this, an arrow is longer than the eye follows. */
const WIDE = 100;
/** Columns of the milliseconds at the left. */
const CLOCK = 8;
/** What an arrow takes at least, with the blanks beside it. */
const ARROW = 6;

/**
 * The conversation as a ladder: the client on the left, the server on the right, an arrow a command or reply, TLS as
 * a band across; where it is up, the rails are double. Milliseconds count from the begin of a connection.
 */
export function ladderText(events: readonly TraceEvent[], session: Session): string[] {
  const columns = session.terminal.output.columns ?? WIDE;
  if (columns < NARROW) return events.flatMap((event) => narrow(event, session, columns));
  const ladder = new Ladder(session, Math.min(columns, WIDE) - CLOCK - 3);
  for (const event of events) ladder.add(event);
  return ladder.end();
}

class Ladder {
  readonly #session: Session;
  /** Columns between the rails. */
  readonly #inner: number;
  readonly #lines: string[] = [];
  #reply: { readonly at: number; readonly lines: string[] } | undefined;
  #rail = '│';
  #clock = '';

  constructor(session: Session, inner: number) {
    this.#session = session;
    this.#inner = inner;
  }

  add(event: TraceEvent): void {
    const { paint } = this.#session;
    if (event.kind !== 'server') this.#endReply();
    const text = textOf(event, this.#session);
    switch (event.kind) {
      case 'route':
        this.#begin(text);
        break;
      case 'client':
      case 'message':
        this.#said(event.at, text);
        break;
      case 'server':
        this.#reply ??= { at: event.at, lines: [] };
        this.#reply.lines.push(text);
        // A reply of several lines is one arrow (RFC 5321 4.2.1).
        if (/^\d{3}(?: |$)/.test(text)) this.#endReply();
        break;
      case 'secured':
        for (const line of this.#broken(text, 6)) this.#across(event.at, '╞', line, '═', '╡', 'green');
        this.#rail = paint('green', '║');
        break;
      case 'closed':
        this.#across(event.at, '└', text, '─', '┘', 'dim');
        break;
      case 'connected':
      case 'offer':
      case 'plan':
        break;
      default:
        event satisfies never;
    }
  }

  end(): string[] {
    this.#endReply();
    return this.#lines;
  }

  #begin(server: string): void {
    const { paint, language } = this.#session;
    const { client } = doctorWords[language];
    const gap = ' '.repeat(Math.max(2, this.#inner + 2 - stringWidth(client) - stringWidth(server)));
    if (this.#lines.length > 0) this.#lines.push('');
    this.#lines.push(`${' '.repeat(CLOCK)}${paint('bold', client)}${gap}${paint('bold', server)}`);
    this.#rail = '│';
    this.#clock = '';
  }

  #said(at: number, text: string): void {
    const lines = this.#broken(text, ARROW);
    for (const [index, line] of lines.entries()) {
      const rest = this.#inner - 1 - stringWidth(line);
      const last = index === lines.length - 1;
      this.#rung(at, ` ${line}${last ? ` ${this.#arrow(`${'─'.repeat(rest - 2)}▶`)}` : ' '.repeat(rest)}`);
    }
  }

  #endReply(): void {
    const { at = 0, lines: said = [] } = this.#reply ?? {};
    this.#reply = undefined;
    const lines = said.flatMap((line) => this.#broken(line, ARROW));
    const width = Math.max(...lines.map((line) => stringWidth(line)));
    const left = this.#inner - 1 - width;
    const refused = /^[45]/.test(said[0] ?? '');
    for (const [index, line] of lines.entries()) {
      const text = refused ? this.#session.paint('red', line) : line;
      const before = index === 0 ? `${this.#arrow(`◀${'─'.repeat(left - 2)}`)} ` : ' '.repeat(left);
      this.#rung(at, `${before}${text}${' '.repeat(width - stringWidth(line) + 1)}`);
    }
  }

  #across(at: number, left: string, text: string, line: string, right: string, style: 'green' | 'dim'): void {
    const room = this.#inner - stringWidth(text) - 2;
    const before = line.repeat(Math.floor(room / 2));
    const band = `${left}${before} ${text} ${line.repeat(room - before.length)}${right}`;
    this.#lines.push(`${this.#time(at)}${this.#session.paint(style, band)}`);
  }

  #rung(at: number, between: string): void {
    this.#lines.push(`${this.#time(at)}${this.#rail}${between}${this.#rail}`);
  }

  /** The milliseconds, where they are others than in the line above. */
  #time(at: number): string {
    const clock = `${Math.round(at)} ms`;
    if (clock === this.#clock) return ' '.repeat(CLOCK);
    this.#clock = clock;
    return `${this.#session.paint('dim', clock.padStart(CLOCK - 1))} `;
  }

  #arrow(arrow: string): string {
    return this.#session.paint('dim', arrow);
  }

  #broken(text: string, beside: number): string[] {
    return wrapAnsi(text, this.#inner - beside, { hard: true }).split('\n');
  }
}

/** As RFCs print a dialogue. */
function narrow(event: TraceEvent, session: Session, columns: number): string[] {
  const mark = { client: 'C: ', message: 'C: ', server: 'S: ', route: '-- ', secured: '-- ', closed: '-- ' };
  if (!(event.kind in mark)) return [];
  const before = mark[event.kind as keyof typeof mark];
  const lines = wrapAnsi(textOf(event, session), columns - before.length, { hard: true });
  const text = lines.replaceAll('\n', `\n${' '.repeat(before.length)}`);
  return [before === '-- ' ? session.paint('dim', `${before}${text}`) : `${before}${text}`];
}

/** An event in words. Empty for those that the others tell as well. */
function textOf(event: TraceEvent, { language }: Session): string {
  const words = doctorWords[language];
  switch (event.kind) {
    case 'client':
      return event.line === '' ? words.emptyLine : plain(event.line);
    case 'server':
      return plain(event.line);
    case 'message':
      return words.octets(event.octets);
    case 'route':
      return plain(`${words.server} ${event.host}:${event.port}`);
    case 'secured': {
      const { protocol, cipher, subject, issuer } = event;
      return plain(`${protocol} ${cipher}, ${words.certificateOf} ${subject}, ${words.issuedBy} ${issuer}`);
    }
    case 'closed':
      return event.by === 'error' ? plain(`${words.closedBy.error}: ${event.reason}`) : words.closedBy[event.by];
    case 'connected':
    case 'offer':
    case 'plan':
      return '';
    default:
      return event satisfies never;
  }
}
