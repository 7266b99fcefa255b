import type { MailError } from '../error.js';
import type { Logger } from '../options.js';
import type { Reply } from '../reply.js';
import { type Observer, type Phase, SECRET, type TraceEvent } from '../trace.js';
import type { Line } from './command.js';
import type { Witness } from './flow.js';

type Without<T, K extends PropertyKey> = T extends unknown ? Omit<T, K> : never;
export type Happened = Without<TraceEvent, 'at' | 'phase' | 'connection'>;

/** The clock and number of one connection, for all that is recorded on it. */
export interface Stamp {
  readonly connection: number;
  readonly begun: number;
}

/** Ends that this side chose. */
const OURS = new Set(['TRANSPORT_CLOSED', 'SEND_ABORTED', 'MESSAGE_SOURCE_FAILED']);

/** Writes down what happens on behalf of one flow, and tells those who watch. */
export class Recorder implements Witness {
  readonly events: TraceEvent[] = [];
  readonly #stamp: Stamp;
  readonly #observers: readonly Observer[];

  constructor(stamp: Stamp, observers: readonly Observer[]) {
    this.#stamp = stamp;
    this.#observers = observers;
  }

  note(phase: Phase, happened: Happened): void {
    const { connection } = this.#stamp;
    this.#tell({ at: this.#now(), phase, connection, ...happened } as TraceEvent);
  }

  /** A line that was said or heard; most of what is noted is one. */
  #line(phase: Phase, kind: 'client' | 'server', line: string): void {
    this.#tell({ at: this.#now(), phase, connection: this.#stamp.connection, kind, line });
  }

  #now(): number {
    return Math.round(performance.now() - this.#stamp.begun);
  }

  #tell(event: TraceEvent): void {
    this.events.push(event);
    for (const observe of this.#observers) {
      // A view that breaks must not break the mail.
      quietly(() => observe(event));
    }
  }

  said(line: Line): void {
    this.#line(line.phase, 'client', line.shown ?? line.text);
  }

  heard(reply: Reply, phase: Phase): void {
    const { code, lines } = reply;
    const last = lines.length - 1;
    for (let at = 0; at <= last; at++) this.#line(phase, 'server', `${code}${at < last ? '-' : ' '}${lines[at]}`);
  }

  /** The end of the connection; told once, though several may have to tell it. */
  ended(reason: MailError): void {
    if (this.events.at(-1)?.kind === 'closed') return;
    const by = OURS.has(reason.code) ? 'client' : reason.cause === undefined ? 'server' : 'error';
    this.note('quit', { kind: 'closed', by, reason: reason.code });
  }

  told(event: Happened): void {
    this.note(event.kind === 'plan' ? 'auth' : 'hello', event);
  }
}

/** What a logger throws must not cost a receipt. */
export function quietly(act: () => void): void {
  try {
    act();
  } catch {
    // There is nobody left to tell.
  }
}

/** A logger as one more observer: the conversation at debug level. */
export function logging(logger: Logger): Observer {
  return (event) =>
    logger.debug(
      { ...event },
      event.kind === 'client' || event.kind === 'server' ? `${event.kind}: ${event.line}` : event.kind,
    );
}

/**
 * Takes secrets out of replies: some servers echo what they were told. Works on the exact values of this login
 * and on what was said of them, never on what a line looks like.
 */
export class Mask {
  readonly #values: readonly string[];
  /** What stood on the wire in place of which a trace shows `[secret]`. */
  readonly #said: string[] = [];

  constructor(secrets: readonly string[]) {
    // A secret of one to three characters would tear holes into every text and is no secret.
    // One that is a word of the dialogue is none either, and covering it would take STARTTLS or PLAIN out of an offer.
    const values = [...new Set(secrets.flatMap(spellings))].filter(
      (value) => value.length > 3 && !WORDS.includes(value),
    );
    this.#values = values.sort((a, b) => b.length - a.length);
  }

  /** From now on the secret part of this line is not shown. */
  learn(line: Line): void {
    const secret = line.shown === undefined ? undefined : line.text.split(' ').at(-1);
    if (secret !== undefined && secret.length > 3) this.#said.push(secret);
  }

  readonly take = (reply: Reply): Reply => {
    if (this.#values.length === 0 && this.#said.length === 0) return reply;
    const lines = reply.lines.map((line) => this.#cover(line));
    return lines.every((line, at) => line === reply.lines[at]) ? reply : { ...reply, lines };
  };

  #cover(line: string): string {
    // A server may echo a piece of a long line: each word of base64 that was part of what we said is covered whole.
    const words = line.replace(/[A-Za-z0-9+/=]{6,}/g, (word) =>
      this.#said.some((said) => said.includes(word) || word.includes(said)) ? SECRET : word,
    );
    return this.#values.reduce((text, value) => text.replaceAll(value, SECRET), words);
  }
}

/** What stands in EHLO replies, and is decided on. */
const WORDS =
  'STARTTLS PIPELINING CHUNKING BINARYMIME 8BITMIME SMTPUTF8 ENHANCEDSTATUSCODES REQUIRETLS LIMITS RCPTMAX MAILMAX RCPTDOMAINMAX ' +
  'SIZE AUTH=PLAIN AUTH=LOGIN AUTH PLAIN LOGIN CRAM-MD5 DIGEST-MD5 SCRAM-SHA-1-PLUS SCRAM-SHA-256-PLUS XOAUTH2 OAUTHBEARER EXTERNAL';

/** As it is, and in base64 at each of the three offsets that it may have within a longer string. */
function spellings(secret: string): string[] {
  const plain = Buffer.from(secret, 'utf8');
  const shifted = [0, 1, 2].map((offset) => {
    const text = Buffer.concat([Buffer.alloc(offset), plain]).toString('base64');
    // The characters at both ends depend on the neighbours; what lies between them does not.
    return text.slice(offset === 0 ? 0 : offset + 1, text.length - (text.endsWith('=') ? 4 : 0));
  });
  return [secret, ...shifted];
}
