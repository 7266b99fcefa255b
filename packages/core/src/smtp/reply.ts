import type { Reply } from '../reply.js';

/**
 * What a server may send at most. RFC 5321 4.5.3.1.5 speaks of 512 octets a line, RFC 4954 4 of
 * 12,288 for a challenge; real servers lie between. Beyond these the session ends.
 */
export const replyLimits = { lineOctets: 16_384, lines: 512, replyOctets: 131_072 } as const;

/** The server said something that is no reply. */
export class ReplySyntaxError extends Error {
  override readonly name = 'ReplySyntaxError';
  constructor(
    message: string,
    /** What stands where a reply should begin. */
    readonly begins?: string,
  ) {
    super(message);
  }
}

const LF = 0x0a;
const CR = 0x0d;
const EMPTY = Buffer.alloc(0);

/** Makes replies of bytes (RFC 5321 4.2), however they were cut. Holds at most one line more than it has given out. */
export class ReplyReader {
  #rest: Buffer = EMPTY;
  #lines: string[] = [];
  #code = 0;
  #octets = 0;

  push(bytes: Uint8Array): void {
    this.#rest = this.#rest.length === 0 ? asBuffer(bytes) : Buffer.concat([this.#rest, bytes]);
  }

  /** True when no byte of a further reply is here. */
  get idle(): boolean {
    return this.#rest.length === 0 && this.#lines.length === 0;
  }

  /** What is here of an unfinished line, to tell a TLS alert or another protocol by. */
  get rest(): Uint8Array {
    return this.#rest;
  }

  /** The next whole reply, or undefined. Throws ReplySyntaxError. */
  next(): Reply | undefined {
    for (;;) {
      const end = this.#rest.indexOf(LF);
      if (end === -1 ? this.#rest.length > replyLimits.lineOctets : end > replyLimits.lineOctets) {
        throw new ReplySyntaxError(`a reply line of more than ${replyLimits.lineOctets} octets`);
      }
      if (end === -1) return undefined;
      const line = this.#rest.toString('utf8', 0, end > 0 && this.#rest[end - 1] === CR ? end - 1 : end);
      this.#rest = end + 1 === this.#rest.length ? EMPTY : this.#rest.subarray(end + 1);
      this.#octets += end + 1;
      if (this.#take(line)) return this.#finish();
    }
  }

  /** Takes one line; true when it was the last of its reply. */
  #take(line: string): boolean {
    const code = codeOf(line);
    const separator = line[3];
    if (code === undefined) {
      throw new ReplySyntaxError(`not a reply: ${shown(line)}`, this.#lines.length === 0 ? line : undefined);
    }
    if (this.#lines.length > 0 && code !== this.#code) {
      throw new ReplySyntaxError(`a reply with two codes, ${this.#code} and ${code}`);
    }
    if (this.#lines.length >= replyLimits.lines || this.#octets > replyLimits.replyOctets) {
      throw new ReplySyntaxError(
        `a reply of more than ${replyLimits.lines} lines or ${replyLimits.replyOctets} octets`,
      );
    }
    this.#code = code;
    this.#lines.push(printable(line.slice(4)));
    return separator !== '-';
  }

  #finish(): Reply {
    const lines = this.#lines;
    const enhanced = /^[245]\.\d{1,3}\.\d{1,3}(?= |$)/.exec(lines[0] as string)?.[0];
    this.#lines = [];
    this.#octets = 0;
    return enhanced === undefined ? { code: this.#code, lines } : { code: this.#code, enhanced, lines };
  }
}

/** 2yz to 5yz, and behind it a blank, a hyphen or nothing (RFC 5321 4.2). */
function codeOf(line: string): number | undefined {
  const [first, second, third] = [line.charCodeAt(0) - 48, line.charCodeAt(1) - 48, line.charCodeAt(2) - 48];
  const isCode = first >= 2 && first <= 5 && second >= 0 && second <= 9 && third >= 0 && third <= 9;
  return isCode && (line.length === 3 || line[3] === ' ' || line[3] === '-')
    ? first * 100 + second * 10 + third
    : undefined;
}

function asBuffer(bytes: Uint8Array): Buffer {
  return Buffer.isBuffer(bytes) ? bytes : Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}

/** Control characters of a server must not reach a terminal or a log. */
export function printable(text: string): string {
  return /[\x00-\x1f\x7f-\x9f]/.test(text) ? text.replace(/[\x00-\x1f\x7f-\x9f]/g, '\uFFFD') : text;
}

/** The beginning of a line, in quotes, for people. */
export function shown(line: string): string {
  return JSON.stringify(printable(line.length > 80 ? `${line.slice(0, 80)}...` : line));
}
