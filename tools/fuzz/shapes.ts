import { compose } from '../../packages/core/src/compose.js';
import { readCapabilities } from '../../packages/core/src/smtp/capabilities.js';
import { ReplyReader, ReplySyntaxError } from '../../packages/core/src/smtp/reply.js';

/** Input of a size, and what reads it. Twice the size must take about twice the time. */
export interface Shape {
  readonly name: string;
  /** For the long run; the short one takes an eighth. */
  readonly size: number;
  readonly make: (size: number) => unknown;
  readonly read: (made: never) => unknown;
}

function shape<T>(name: string, size: number, make: (size: number) => T, read: (made: T) => unknown): Shape {
  return { name, size, make, read };
}

const mail = { from: 'a@example.com', to: 'b@example.net' };

/** What a reader makes of it, chunk after chunk: replies, or its refusal. */
function replies(chunks: readonly Buffer[]): void {
  const reader = new ReplyReader();
  try {
    for (const chunk of chunks) {
      reader.push(chunk);
      while (reader.next() !== undefined);
    }
  } catch (error) {
    if (!(error instanceof ReplySyntaxError)) throw error;
  }
}

const inChunks = (text: string, size: number): Buffer[] =>
  Array.from({ length: Math.ceil(text.length / size) }, (_, at) => Buffer.from(text.slice(at * size, (at + 1) * size)));

export const shapes: readonly Shape[] = [
  shape(
    'T3: an address list',
    50_000,
    (size) => Array.from({ length: size }, (_, n) => `"A, ${n}" <a${n}@example.net>`).join(', '),
    (to) => compose({ ...mail, to }),
  ),
  shape(
    'T3: an array of addresses',
    50_000,
    (size) => Array.from({ length: size }, (_, n) => `a${n}@example.net`),
    (to) => compose({ ...mail, to }),
  ),
  shape(
    'T3: groups in a row',
    50_000,
    (size) => Array.from({ length: size }, (_, n) => `g${n}: a${n}@example.net;`).join(', '),
    (to) => compose({ ...mail, to }),
  ),
  shape(
    'T25: words of AUTH',
    2_000_000,
    (size) => ({ code: 250, lines: ['mx', `AUTH ${'= '.repeat(size)}`] }),
    (reply) => readCapabilities(reply, true),
  ),
  shape(
    'T25: AUTH without blanks',
    8_000_000,
    (size) => ({ code: 250, lines: ['mx', `AUTH=${'='.repeat(size)}`] }),
    (reply) => readCapabilities(reply, true),
  ),
  shape(
    'T25: lines of AUTH',
    200_000,
    (size) => ({ code: 250, lines: Array.from({ length: size }, (_, n) => `AUTH PLAIN X${n}`) }),
    (reply) => readCapabilities(reply, true),
  ),
  shape(
    'T25: replies in one piece',
    100_000,
    (size) => [Buffer.from('250-mx\r\n250 AUTH PLAIN\r\n'.repeat(size))],
    replies,
  ),
  shape(
    'T25: replies in pieces of 7',
    50_000,
    (size) => inChunks('250-mx\r\n250 AUTH PLAIN\r\n'.repeat(size), 7),
    replies,
  ),
];
