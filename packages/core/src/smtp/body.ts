/*
 * The octets of a message, made right for the wire. RFC 5321 2.3.8: lines end with CRLF, and CR and LF
 * stand nowhere else. Servers that read a bare one as a line end let a message smuggle in another.
 * What is given back may be a view of what was given, which is never changed.
 */

/** Makes CRLF of bare LF and bare CR. Gives the same array when there are none. */
export function canonical(bytes: Uint8Array): Uint8Array {
  const missing = bareEnds(bytes);
  if (missing === 0) return bytes;
  const result = Buffer.allocUnsafe(bytes.length + missing);
  let to = 0;
  for (let at = 0; at < bytes.length; at++) {
    const octet = bytes[at] as number;
    if (octet === LF && bytes[at - 1] !== CR) result[to++] = CR;
    result[to++] = octet;
    if (octet === CR && bytes[at + 1] !== LF) result[to++] = LF;
  }
  return result;
}

/** The same for a message that comes in pieces. */
export class LineEnds {
  /** A CR at a cut waits for what comes behind it. */
  #waiting = false;

  push(chunk: Uint8Array): Uint8Array {
    const bytes = this.#waiting ? Buffer.concat([CRLF.subarray(0, 1), chunk]) : chunk;
    this.#waiting = bytes[bytes.length - 1] === CR;
    return canonical(this.#waiting ? bytes.subarray(0, -1) : bytes);
  }

  /** What is left when no more comes. */
  end(): Uint8Array {
    const left = this.#waiting ? CRLF : NOTHING;
    this.#waiting = false;
    return left;
  }
}

/**
 * A whole canonical message for DATA, up to and with the line that holds a dot (RFC 5321 4.5.2): a
 * line that begins with a dot gets another, and the last line its CRLF where it has none.
 */
export function dotStuffed(bytes: Uint8Array): Uint8Array {
  const dots = leadingDots(bytes, true);
  const end = ending(bytes.length === 0 || bytes[bytes.length - 1] === LF);
  const result = Buffer.allocUnsafe(bytes.length + dots.length + end.length);
  end.copy(result, doubleDots(result, bytes, dots));
  return result;
}

/** The same for a message that comes in pieces and need not be canonical. */
export class DotStuffing {
  readonly #lineEnds = new LineEnds();
  #lineBegins = true;

  push(chunk: Uint8Array): Uint8Array {
    const bytes = this.#lineEnds.push(chunk);
    const dots = leadingDots(bytes, this.#lineBegins);
    if (bytes.length > 0) this.#lineBegins = bytes[bytes.length - 1] === LF;
    if (dots.length === 0) return bytes;
    const result = Buffer.allocUnsafe(bytes.length + dots.length);
    doubleDots(result, bytes, dots);
    return result;
  }

  /** What is left, the CRLF of the last line where it is missing, and the line that holds a dot. */
  end(): Uint8Array {
    const left = this.#lineEnds.end();
    return Buffer.concat([left, ending(this.#lineBegins || left.length > 0)]);
  }
}

const CR = 13;
const LF = 10;
const DOT = 46;
const CRLF = Buffer.from('\r\n');
const CRLF_DOT = Buffer.from('\r\n.');
const NOTHING = new Uint8Array();
const END = Buffer.from('.\r\n');
const END_BEHIND_OPEN_LINE = Buffer.from('\r\n.\r\n');

function ending(lineBegins: boolean): Buffer {
  return lineBegins ? END : END_BEHIND_OPEN_LINE;
}

/** How many octets are missing until every line ends with CRLF. */
function bareEnds(bytes: Uint8Array): number {
  let count = 0;
  for (let at = 0; at < bytes.length; at++) {
    const octet = bytes[at] as number;
    if (octet > CR) continue;
    if (octet === LF ? bytes[at - 1] !== CR : octet === CR && bytes[at + 1] !== LF) count += 1;
  }
  return count;
}

/** Where lines of canonical octets begin with a dot. */
function leadingDots(bytes: Uint8Array, lineBegins: boolean): number[] {
  const searched = view(bytes);
  const dots = lineBegins && bytes[0] === DOT ? [0] : [];
  for (let at = searched.indexOf(CRLF_DOT); at !== -1; at = searched.indexOf(CRLF_DOT, at + 3)) dots.push(at + 2);
  return dots;
}

/** Copies, with each of the dots twice. Gives the number of octets written. */
function doubleDots(to: Buffer, bytes: Uint8Array, dots: readonly number[]): number {
  let from = 0;
  let written = 0;
  for (const dot of dots) {
    to.set(bytes.subarray(from, dot + 1), written);
    written += dot + 1 - from;
    from = dot;
  }
  to.set(bytes.subarray(from), written);
  return written + bytes.length - from;
}

/** The same memory as a Buffer, whose indexOf is the fastest search there is. */
function view(bytes: Uint8Array): Buffer {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}
