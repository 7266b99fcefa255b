import { isAscii } from 'node:buffer';
import type { RawMessage } from './message.js';
import { misuse, shown } from './misuse.js';

/** What the caller says of octets that are yet to be read. */
export type Declared = Pick<RawMessage, 'octets' | 'body'>;

/**
 * What was said, where it can be meant.
 *
 * @throws MailError MESSAGE_INVALID that names the field.
 */
export function declaredOf({ octets, body }: RawMessage): Declared {
  if (octets !== undefined && !(Number.isSafeInteger(octets) && octets >= 0))
    throw misuse('MESSAGE_INVALID', 'octets', `is ${shown(String(octets))}, not a whole number of octets`);
  if (body !== undefined && body !== '7bit' && body !== '8bitmime')
    throw misuse('MESSAGE_INVALID', 'body', `is ${shown(body)}, neither '7bit' nor '8bitmime'`);
  return { ...(octets === undefined ? {} : { octets }), ...(body === undefined ? {} : { body }) };
}

/** Octets that are here are held to it at once. */
export function checkDeclared(bytes: Uint8Array, declared: Declared): void {
  const held = new Held(declared);
  const why = held.take(bytes) ?? held.end();
  if (why !== undefined) throw misuse('MESSAGE_INVALID', why.field, why.words);
}

/**
 * The source, held to what was said of it: where it gives more, less or something else, it fails, so that no end of the
 * message is said and the server takes none of it.
 */
export async function* asDeclared(
  source: AsyncIterable<Uint8Array>,
  declared: Declared,
): AsyncGenerator<Uint8Array, void, undefined> {
  const held = new Held(declared);
  for await (const piece of source) {
    refuse(held.take(piece));
    yield piece;
  }
  refuse(held.end());
}

interface Untrue {
  readonly field: 'octets' | 'body';
  readonly words: string;
}

function refuse(why: Untrue | undefined): void {
  if (why !== undefined) throw new Error(`${why.field} ${why.words}`);
}

/** Counts as RFC 1870 5 does: each line end as the CRLF that it becomes, no dots of DATA. */
class Held {
  #octets = 0;
  #afterCr = false;

  constructor(private readonly declared: Declared) {}

  take(bytes: Uint8Array): Untrue | undefined {
    if (this.declared.body === '7bit' && !isAscii(bytes))
      return { field: 'body', words: "is '7bit', and there is an octet above 127" };
    if (this.declared.octets === undefined) return undefined;
    this.#octets += bytes.length;
    for (const octet of bytes) {
      if (octet === LF ? !this.#afterCr : this.#afterCr) this.#octets += 1;
      this.#afterCr = octet === CR;
    }
    return this.#octets > this.declared.octets ? this.#untrue('or more') : undefined;
  }

  end(): Untrue | undefined {
    if (this.#afterCr) this.#octets += 1;
    this.#afterCr = false;
    const { octets = this.#octets } = this.declared;
    return this.#octets === octets ? undefined : this.#untrue('in all');
  }

  #untrue(how: string): Untrue {
    const there = `${this.#octets} ${how}, with line ends as CRLF`;
    return { field: 'octets', words: `is ${this.declared.octets}, and there are ${there}` };
  }
}

const CR = 0x0d;
const LF = 0x0a;
