/**
 * The plain sink: takes mail as fast as Node.js can and keeps none. It reads no more of a command than it has to, so
 * that it stands in the way of no client, and it answers once for each piece that the socket gives.
 */
import { createServer } from 'node:net';
import { createSecureContext, TLSSocket } from 'node:tls';
import { serve } from './serve.mjs';

const OK = '250 2.0.0 Ok\r\n';
const END_OF_DATA = Buffer.from('\r\n.\r\n');
/** How much of END_OF_DATA still fits after a mismatch behind so many octets of it (Knuth, Morris and Pratt). */
const FALLBACK = [0, 0, 0, 0, 1];
const LF = 10;
const offer = ['PIPELINING', 'SIZE 500000000', '8BITMIME', 'SMTPUTF8', 'ENHANCEDSTATUSCODES', 'AUTH PLAIN'];

/** Since `expect`. `seen` has a count for each serial number that is expected. */
let seen = new Uint8Array(0);
let tally = zero();
let cpu = process.cpuUsage();

function zero() {
  return { messages: 0, recipients: 0, octets: 0, connections: 0, others: 0 };
}

class Session {
  /** @type {import('node:net').Socket} */ #socket;
  #secure;
  #chunking;
  #rest = Buffer.alloc(0);
  /** Octets of a BDAT chunk that are still to come, and whether it is the last. */
  #chunk = 0;
  #last = false;
  /** In DATA: the octets of END_OF_DATA that stood at the end of the piece before; -1 outside. */
  #matched = -1;
  #recipients = 0;
  #serial = 0;
  #out = '';

  constructor(socket, { secure, chunking }) {
    this.#socket = socket;
    this.#secure = secure;
    this.#chunking = chunking;
    tally.connections += 1;
    this.#listen();
    socket.write('220 sink.example ESMTP\r\n');
  }

  #listen() {
    const socket = this.#socket;
    socket.setNoDelay(true);
    socket.on('error', () => socket.destroy());
    socket.on('data', (piece) => {
      this.#feed(piece);
      if (this.#out !== '') socket.write(this.#out, 'latin1');
      this.#out = '';
    });
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
        this.#out += this.#greeting();
        return;
      case ST:
        return this.#startTls();
      case AU:
        this.#out += '235 2.7.0 Ok\r\n';
        return;
      case QU:
        this.#socket.end('221 2.0.0 Bye\r\n');
        return;
      default:
        this.#out += OK;
    }
  }

  #greeting() {
    const lines = ['sink.example', ...offer];
    if (this.#chunking) lines.push('CHUNKING');
    if (this.#secure !== undefined) lines.push('STARTTLS');
    return lines.map((line, n) => `250${n === lines.length - 1 ? ' ' : '-'}${line}\r\n`).join('');
  }

  #startTls() {
    this.#socket.removeAllListeners('data');
    this.#socket.write('220 2.0.0 Go on\r\n');
    this.#socket = new TLSSocket(this.#socket, { isServer: true, secureContext: this.#secure });
    this.#secure = undefined;
    this.#listen();
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
    tally.octets += length;
    if (this.#chunk === 0) this.#endChunk();
    return at + length;
  }

  #endChunk() {
    if (this.#last) this.#take();
    else this.#out += OK;
  }

  /** Octets are counted as they travel, with the dots and the end. */
  #data(piece, from) {
    const end = this.#endOfData(piece, from);
    tally.octets += end - from;
    return end;
  }

  #endOfData(piece, from) {
    let at = from;
    while (this.#matched > 0 && at < piece.length) {
      if (piece[at] === END_OF_DATA[this.#matched]) {
        this.#matched += 1;
        at += 1;
        if (this.#matched === END_OF_DATA.length) return this.#ended(at);
      } else this.#matched = FALLBACK[this.#matched];
    }
    if (at === piece.length) return at;
    const found = piece.indexOf(END_OF_DATA, at);
    if (found !== -1) return this.#ended(found + END_OF_DATA.length);
    for (let n = Math.max(at, piece.length - END_OF_DATA.length + 1); n < piece.length; n++) {
      while (this.#matched > 0 && piece[n] !== END_OF_DATA[this.#matched]) this.#matched = FALLBACK[this.#matched];
      if (piece[n] === END_OF_DATA[this.#matched]) this.#matched += 1;
    }
    return piece.length;
  }

  #ended(at) {
    this.#matched = -1;
    this.#take();
    return at;
  }

  #take() {
    tally.messages += 1;
    tally.recipients += this.#recipients;
    if (this.#serial > 0 && this.#serial < seen.length) seen[this.#serial] += 1;
    else tally.others += 1;
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

async function listen(onSocket) {
  const server = createServer({ noDelay: true }, onSocket);
  await new Promise((resolve, reject) => server.once('error', reject).listen(0, '127.0.0.1', resolve));
  return server.address().port;
}

serve({
  /** Ports by how the channel is made; without a certificate only the clear one. */
  async start({ cert, key }) {
    const chunking = true;
    const ports = { none: await listen((socket) => new Session(socket, { chunking })) };
    if (cert === undefined) return ports;
    const secure = createSecureContext({ cert, key });
    const implicit = (socket) =>
      new Session(new TLSSocket(socket, { isServer: true, secureContext: secure }), { chunking });
    return {
      ...ports,
      implicit: await listen(implicit),
      starttls: await listen((socket) => new Session(socket, { chunking, secure })),
    };
  },
  /** From now on the messages 1 to `count` are expected, once each; what comes beside them is counted as others. */
  expect({ count }) {
    seen = new Uint8Array(count + 1);
    tally = zero();
    cpu = process.cpuUsage();
  },
  tally() {
    const { user, system } = process.cpuUsage(cpu);
    const missing = seen.subarray(1).filter((times) => times === 0).length;
    const twice = seen.filter((times) => times > 1).length;
    return { ...tally, missing, twice, cpu: (user + system) / 1000 };
  },
});
