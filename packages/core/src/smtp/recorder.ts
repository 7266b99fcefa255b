import type { Logger } from '../options.js';
import type { Reply } from '../reply.js';
import type { Observer, Phase, TraceEvent } from '../trace.js';
import type { Line } from './command.js';
import type { Witness } from './flow.js';

type Without<T, K extends PropertyKey> = T extends unknown ? Omit<T, K> : never;
export type Happened = Without<TraceEvent, 'at' | 'phase' | 'connection'>;

/** The clock and number of one connection, for all that is recorded on it. */
export interface Stamp {
  readonly connection: number;
  readonly begun: number;
}

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
    const { connection, begun } = this.#stamp;
    const event = { at: Math.round(performance.now() - begun), phase, connection, ...happened } as TraceEvent;
    this.events.push(event);
    for (const observe of this.#observers) {
      try {
        observe(event);
      } catch {
        // A view that breaks must not break the mail.
      }
    }
  }

  said(line: Line): void {
    this.note(line.phase, { kind: 'client', line: line.shown ?? line.text });
  }

  heard(reply: Reply, phase: Phase): void {
    const last = reply.lines.length - 1;
    for (const [at, text] of reply.lines.entries()) {
      this.note(phase, { kind: 'server', line: `${reply.code}${at < last ? '-' : ' '}${text}` });
    }
  }

  told(event: Happened): void {
    this.note(event.kind === 'plan' ? 'auth' : 'hello', event);
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
 * Takes secrets out of replies: some servers echo what they were told. Works on the exact values of
 * this login, never on what a line looks like.
 */
export function masking(secrets: readonly string[]): (reply: Reply) => Reply {
  // A secret of one to three characters would tear holes into every text and is no secret.
  const values = [...new Set(secrets.flatMap(spellings))]
    .filter((value) => value.length > 3)
    .sort((a, b) => b.length - a.length);
  if (values.length === 0) return (reply) => reply;
  return (reply) => {
    if (!reply.lines.some((line) => values.some((value) => line.includes(value)))) return reply;
    const lines = reply.lines.map((line) => values.reduce((text, value) => text.replaceAll(value, '[secret]'), line));
    return { ...reply, lines };
  };
}

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
