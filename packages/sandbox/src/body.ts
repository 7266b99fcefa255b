/** What is wrong with the octets of a message; the gravest first. */
export type BodyFlaw = 'bare line end' | 'bad octet' | 'long line' | 'bad dot';

const LF = 0x0a;
const CR = 0x0d;
const DOT = 0x2e;
/** RFC 5321 4.5.3.1.6: 1000 octets with CRLF. */
const LONGEST = 998;

/**
 * Reads a message piece by piece: over DATA up to CRLF.CRLF with the dots unstuffed, over BDAT as
 * it comes. Only CRLF ends a line and only CRLF.CRLF ends the message: what other servers take for
 * an end besides (bare LF, bare CR) is how messages are smuggled (VU#302671).
 */
export class BodyReader {
  readonly #form: 'data' | 'bdat';
  readonly #keep: number;
  readonly #kept: Buffer[] = [];
  readonly #flaws = new Set<BodyFlaw>();
  #octets = 0;
  #line: Buffer[] = [];
  #lineLength = 0;

  /** Keeps at most `keep` octets. */
  constructor(form: 'data' | 'bdat', keep: number) {
    this.#form = form;
    this.#keep = keep;
  }

  /** Octets without dot-stuffing; they go on being counted when they are no longer kept. */
  get octets(): number {
    return this.#octets + this.#lineLength;
  }

  /** Takes a piece. For DATA: what stood behind the final dot, or undefined when that has not come. */
  push(piece: Buffer): Buffer | undefined {
    let from = 0;
    for (let end = piece.indexOf(LF); end >= 0; end = piece.indexOf(LF, from)) {
      const line = this.#complete(piece.subarray(from, end + 1));
      from = end + 1;
      if (this.#form === 'data' && line.length === 3 && line[0] === DOT && line[1] === CR) return piece.subarray(from);
      this.#take(line);
    }
    this.#hold(piece.subarray(from));
    return undefined;
  }

  /** The message, and what is wrong with it. Binary octets (RFC 3030 3) have no lines to be judged. */
  end(binary = false): { readonly raw: Buffer; readonly flaw?: BodyFlaw } {
    const rest = this.#complete(Buffer.alloc(0));
    if (rest.length > 0) this.#take(rest, true);
    const order: readonly BodyFlaw[] = ['bare line end', 'bad octet', 'long line', 'bad dot'];
    const flaw = binary ? undefined : order.find((one) => this.#flaws.has(one));
    return { raw: Buffer.concat(this.#kept), flaw };
  }

  #complete(piece: Buffer): Buffer {
    if (this.#line.length === 0) return piece;
    const line = Buffer.concat([...this.#line, piece]);
    this.#line = [];
    this.#lineLength = 0;
    return line;
  }

  #hold(piece: Buffer): void {
    if (piece.length === 0) return;
    // A line without end is not kept for ever: it is refused, and cannot be the final dot.
    if (this.#lineLength + piece.length > 65_536) {
      this.#flaws.add('long line');
      this.#keepOctets(this.#complete(piece));
      return;
    }
    this.#line.push(piece);
    this.#lineLength += piece.length;
  }

  /** A line with its ending; the last one over BDAT may have none. */
  #take(line: Buffer, last = false): void {
    const crlf = line.at(-1) === LF && line.at(-2) === CR;
    const text = crlf ? line.subarray(0, -2) : line;
    if ((!crlf && !last) || text.includes(CR)) this.#flaws.add('bare line end');
    if (text.includes(0)) this.#flaws.add('bad octet');
    if (text.length > LONGEST + (this.#form === 'data' && text[0] === DOT ? 1 : 0)) this.#flaws.add('long line');
    if (this.#form === 'data' && line[0] === DOT) {
      // RFC 5321 4.5.2: the client doubles a leading dot, so a single one was never stuffed.
      if (line[1] !== DOT) this.#flaws.add('bad dot');
      this.#keepOctets(line.subarray(1));
    } else {
      this.#keepOctets(line);
    }
  }

  #keepOctets(octets: Buffer): void {
    this.#octets += octets.length;
    if (this.#octets <= this.#keep) this.#kept.push(Buffer.from(octets));
  }
}
