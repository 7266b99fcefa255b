/**
 * What the plain sink hears and answers, without a socket. It reads no more of a command than it has to, so that it
 * stands in the way of no client, and answers once for each piece that it is given.
 */

const OK = '250 2.0.0 Ok\r\n';
const END_OF_DATA = Buffer.from('\r\n.\r\n');
const LF = 10;
const offer = ['PIPELINING', 'SIZE 500000000', '8BITMIME', 'SMTPUTF8', 'ENHANCEDSTATUSCODES', 'CHUNKING', 'AUTH PLAIN'];

export const GREETING = '220 sink.example ESMTP\r\n';

export class Dialogue {
  #take;
  #startTls;
  #rest = Buffer.alloc(0);
  /** Octets of a BDAT chunk that are still to come, and whether it is the last. */
  #chunk = 0;
  #last = false;
  /** In DATA: the octets of END_OF_DATA that stood at the end of the piece before; -1 outside. */
  #matched = -1;
  #recipients = 0;
  #serial = 0;
  #out = '';

  /** Of all messages, with the dots and the end that DATA adds. */
  octets = 0;
  /** Said QUIT. */
  over = false;

  /**
   * `take` is told the serial number of each message and how many recipients it has. With `startTls` the extension is
   * offered, until it is called: the channel is another one from then on.
   */
  constructor({ take, startTls }) {
    this.#take = take;
    this.#startTls = startTls;
  }

  /**
   * The answer to a piece, which may be empty.
   *
   * @param {Buffer} piece
   */
  hear(piece) {
    this.#feed(piece);
    const out = this.#out;
    this.#out = '';
    return out;
  }

  #feed(piece) {
    let at = 0;
    while (at < piece.length) {
      if (this.#chunk > 0) at = this.#bdat(piece, at);
      else if (this.#matched >= 0) at = this.#data(piece, at);
      else {
        const end = piece.indexOf(LF, at);
        if (end === -1) {
          this.#rest = Buffer.concat([this.#rest, piece.subarray(at)]);
          return;
        }
        if (this.#rest.length === 0) this.#command(piece, at, end);
        else {
          const line = Buffer.concat([this.#rest, piece.subarray(at, end + 1)]);
          this.#rest = Buffer.alloc(0);
          this.#command(line, 0, line.length - 1);
        }
        at = end + 1;
      }
    }
  }

  #command(bytes, at, end) {
    // The second letter tells RCPT from RSET; case does not matter (RFC 5321 2.4).
    switch (((bytes[at] & 0xdf) << 8) | (bytes[at + 1] & 0xdf)) {
      case MA:
        this.#recipients = 0;
        this.#out += OK;
        return;
      case RC:
        if (this.#recipients++ === 0) this.#serial = serialOf(bytes, at + 8, end);
        this.#out += OK;
        return;
      case DA:
        // The line end of the command counts for that of an empty message.
        this.#matched = 2;
        this.#out += '354 Go on\r\n';
        return;
      case BD:
        return this.#beginChunk(bytes.latin1Slice(at, end));
      case EH:
        this.#out += this.#offer();
        return;
      case ST:
        this.#out += '220 2.0.0 Go on\r\n';
        this.#startTls?.();
        this.#startTls = undefined;
        return;
      case AU:
        this.#out += '235 2.7.0 Ok\r\n';
        return;
      case QU:
        this.#out += '221 2.0.0 Bye\r\n';
        this.over = true;
        return;
      default:
        this.#out += OK;
    }
  }

  #offer() {
    const lines = ['sink.example', ...offer, ...(this.#startTls === undefined ? [] : ['STARTTLS'])];
    return lines.map((line, n) => `250${n === lines.length - 1 ? ' ' : '-'}${line}\r\n`).join('');
  }

  #beginChunk(line) {
    const [, size, last] = line.trim().split(' ');
    this.#chunk = Number(size);
    this.#last = last !== undefined;
    if (this.#chunk === 0) this.#endChunk();
  }

  #bdat(piece, at) {
    const length = Math.min(this.#chunk, piece.length - at);
    this.#chunk -= length;
    this.octets += length;
    if (this.#chunk === 0) this.#endChunk();
    return at + length;
  }

  #endChunk() {
    if (this.#last) this.#took();
    else this.#out += OK;
  }

  /** Octets are counted as they travel, with the dots and the end. */
  #data(piece, from) {
    const end = this.#endOfData(piece, from);
    this.octets += end - from;
    return end;
  }

  #endOfData(piece, from) {
    let at = from;
    // What began in the piece before; the search within one piece is the buffer's.
    while (this.#matched > 0 && at < piece.length) {
      // After a mismatch nothing of END_OF_DATA can stand before this octet.
      if (piece[at] !== END_OF_DATA[this.#matched]) this.#matched = 0;
      else {
        this.#matched += 1;
        at += 1;
        if (this.#matched === END_OF_DATA.length) return this.#ended(at);
      }
    }
    const found = piece.indexOf(END_OF_DATA, at);
    if (found !== -1) return this.#ended(found + END_OF_DATA.length);
    for (let n = Math.max(at, piece.length - END_OF_DATA.length + 1); n < piece.length; n++) {
      if (piece[n] === END_OF_DATA[this.#matched]) this.#matched += 1;
      else this.#matched = piece[n] === END_OF_DATA[0] ? 1 : 0;
    }
    return piece.length;
  }

  #ended(at) {
    this.#matched = -1;
    this.#took();
    return at;
  }

  #took() {
    this.#take(this.#serial, this.#recipients);
    this.#out += OK;
  }
}

function serialOf(bytes, from, end) {
  let at = from;
  // Some put a space before the address.
  while (at < end && (bytes[at] < 48 || bytes[at] > 57)) at += 1;
  let serial = 0;
  for (; at < end && bytes[at] >= 48 && bytes[at] <= 57; at++) serial = serial * 10 + bytes[at] - 48;
  return serial;
}

const [MA, RC, DA, BD, EH, ST, AU, QU] = ['MA', 'RC', 'DA', 'BD', 'EH', 'ST', 'AU', 'QU'].map(
  (word) => (word.charCodeAt(0) << 8) | word.charCodeAt(1),
);
