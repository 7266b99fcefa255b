/**
 * Quoted-printable (RFC 2045 6.7), octet for octet as nodemailer's `qp.Encoder` gives it when it is handed all octets at
 * once. Its own works on strings, with several patterns a line; most mails with html pass through here.
 *
 * `text`: lone CR and LF are line ends, and stay; else they are data, and are encoded.
 */
export function quotedPrintable(bytes: Uint8Array, text: boolean): Uint8Array[] {
  const lines = new Lines();
  // nodemailer holds back what ends the input and may have to be encoded: blanks, in data a CR too.
  let end = bytes.length;
  while (end > 0 && (isBlank(bytes[end - 1]!) || (!text && bytes[end - 1] === CR))) end--;
  if (bytes.length - end > SLICE) end = bytes.length;
  lines.slices(bytes, 0, end, text);
  lines.slices(bytes, end, bytes.length, text);
  return lines.end();
}

const CR = 0x0d;
const LF = 0x0a;
const EQUALS = 0x3d;
const LINE = 76;
const MARGIN = 25;
/** nodemailer encodes in slices, and breaks lines anew at each. */
const SLICE = 64 * 1024;

const HEX = Buffer.from('0123456789ABCDEF');
const isLiteral = new Uint8Array(256).map((_, octet) =>
  octet === 0x09 || octet === LF || octet === CR || (octet >= 0x20 && octet <= 0x7e && octet !== EQUALS) ? 1 : 0,
);
const isBreakable = new Uint8Array(256).map((_, octet) => (' \t.,!?'.includes(String.fromCharCode(octet)) ? 1 : 0));
const isHex = new Uint8Array(256).map((_, octet) => (/[\da-f]/i.test(String.fromCharCode(octet)) ? 1 : 0));

function isBlank(octet: number): boolean {
  return octet === 0x20 || octet === 0x09;
}

/** Encodes slice by slice; the last line of a slice waits, since it may need a soft break. */
class Lines {
  readonly #done: Uint8Array[] = [];
  #line: Uint8Array = new Uint8Array(0);

  slices(bytes: Uint8Array, from: number, to: number, text: boolean): void {
    for (let start = from; start < to; start += SLICE) {
      const end = Math.min(start + SLICE, to);
      const encoded = Buffer.allocUnsafe(this.#line.length + (end - start) * 3);
      encoded.set(this.#line);
      // The octet behind a slice counts, the one behind what was held back does not.
      const next = end < to ? bytes[end] : undefined;
      const length = encode(bytes, start, end, next, text, encoded, this.#line.length);
      const wrapped = wrap(encoded, length);
      const last = wrapped.lastIndexOf(LF) + 1;
      this.#line = wrapped.subarray(last);
      if (last > 0) this.#done.push(wrapped.subarray(0, last));
    }
  }

  end(): Uint8Array[] {
    return [...this.#done, this.#line];
  }
}

/** Gives the length of `out` after it. */
function encode(
  bytes: Uint8Array,
  start: number,
  end: number,
  next: number | undefined,
  text: boolean,
  out: Uint8Array,
  at: number,
): number {
  let length = at;
  for (let i = start; i < end; i++) {
    const octet = bytes[i]!;
    if (isLiteral[octet] === 1) {
      const following = i + 1 < end ? bytes[i + 1] : next;
      const ends = following === undefined || following === LF || following === CR;
      const data = !text && ((octet === CR && following !== LF) || (octet === LF && bytes[i - 1] !== CR));
      if (!data && !(ends && isBlank(octet))) {
        out[length++] = octet;
        continue;
      }
    }
    out[length++] = EQUALS;
    out[length++] = HEX[octet >> 4]!;
    out[length++] = HEX[octet & 15]!;
  }
  return length;
}

/** Puts soft line breaks into the first `length` octets. */
function wrap(encoded: Buffer, length: number): Buffer {
  if (length <= LINE) return encoded.subarray(0, length);
  const breaks: number[] = [];
  for (let from = 0; from < length; ) {
    const end = lineEnd(encoded, from, length);
    if (end < length && encoded[end - 1] !== LF) breaks.push(end);
    from = end;
  }
  const out = Buffer.allocUnsafe(length + breaks.length * 3);
  let from = 0;
  let to = 0;
  for (const end of breaks) {
    to += encoded.copy(out, to, from, end);
    out[to++] = EQUALS;
    out[to++] = CR;
    out[to++] = LF;
    from = end;
  }
  encoded.copy(out, to, from, length);
  return out;
}

/** Where the line ends that begins at `from`: behind a line break in it, a blank or a mark near its end, or where it is full. */
function lineEnd(encoded: Uint8Array, from: number, length: number): number {
  const full = Math.min(from + LINE, length);
  for (let i = from; i < full - 1; i++) if (encoded[i] === CR && encoded[i + 1] === LF) return i + 2;
  if (encoded[full - 1] === LF) return full;
  const margin = Math.max(full - MARGIN, from);
  for (let i = full - 1; i >= margin && encoded[i] !== CR; i--) if (encoded[i] === LF) return i + 1;
  let end = full;
  let marked = false;
  if (full - from > LINE - MARGIN) {
    for (let i = full - 1; i >= margin && !marked; i--) {
      if (isBreakable[encoded[i]!] === 1) {
        end = i + 1;
        marked = true;
      }
    }
  }
  if (!marked) end = wholeSequences(encoded, from, full, length);
  if (end === from) end = full;
  // Room for the `=` of the soft break.
  if (end < length && encoded[end - 1] !== LF && end - from === LINE) end -= endsInOctet(encoded, from, end) ? 3 : 1;
  return end;
}

/** No `=XX` is cut, nor the octets of one UTF-8 character. */
function wholeSequences(encoded: Uint8Array, from: number, full: number, length: number): number {
  let end = full;
  if (encoded[end - 1] === EQUALS) end -= 1;
  else if (end - from >= 2 && encoded[end - 2] === EQUALS && isHex[encoded[end - 1]!] === 1) end -= 2;
  else if (!endsInOctet(encoded, from, end)) return end;
  while (end - from > 3 && end < length && !isOctetsOnly(encoded, from, end) && endsInOctet(encoded, from, end)) {
    const octet = Number.parseInt(String.fromCharCode(encoded[end - 2]!, encoded[end - 1]!), 16);
    if (octet < 0x80) break;
    end -= 3;
    if (octet >= 0xc0) break;
  }
  return end;
}

function endsInOctet(encoded: Uint8Array, from: number, end: number): boolean {
  return (
    end - from >= 3 && encoded[end - 3] === EQUALS && isHex[encoded[end - 2]!] === 1 && isHex[encoded[end - 1]!] === 1
  );
}

/** One to four `=XX` and nothing else. */
function isOctetsOnly(encoded: Uint8Array, from: number, end: number): boolean {
  if ((end - from) % 3 !== 0 || end - from > 12) return false;
  for (let i = from; i < end; i += 3) if (!endsInOctet(encoded, i, i + 3)) return false;
  return true;
}
