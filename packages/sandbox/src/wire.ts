import type { Socket } from 'node:net';
import { setImmediate as turnOfTheLoop, setTimeout as wait } from 'node:timers/promises';
import { type SecureContext, TLSSocket } from 'node:tls';

/** The connection has ended, whoever ended it. */
export class Gone extends Error {
  override name = 'Gone';
}

/** The client has said nothing for as long as the server waits. */
export class Idle extends Error {
  override name = 'Idle';
}

/** A line of the client, as it came. */
export interface Line {
  /** Without its ending. Octets above 127 are read as UTF-8. */
  readonly text: string;
  /** What is wrong with its octets: a bare CR or LF, a NUL, or more octets than allowed. */
  readonly flaw?: 'bare' | 'control' | 'long';
}

const LINGER = { octets: 1024 * 1024, milliseconds: 2000 };

export interface SecureOptions {
  readonly context: SecureContext;
  /** Ask for a client certificate, for SASL EXTERNAL. */
  readonly requestCert: boolean;
}

/**
 * A connection seen from the server: lines and octets in, bytes out. Reads only when asked, so
 * that a client which sends without end fills its own buffers and not ours.
 */
export class Wire {
  /** Milliseconds without a byte from the client before `Idle` is thrown. */
  idle = 300_000;
  /** Octets a second at most to be read; undefined for no brake. */
  pace: () => number | undefined = () => undefined;
  /** Called when the server answers after it had to wait for the client. */
  onTurn: () => void = () => {};

  #socket: Socket;
  #held: Buffer = Buffer.alloc(0);
  #outgoing: Buffer[] = [];
  #waited = false;
  #wake: () => void = () => {};

  constructor(socket: Socket) {
    this.#socket = socket;
    socket.setNoDelay(true);
    this.#listen();
  }

  get peer(): string {
    return this.#socket.remoteAddress ?? 'unknown';
  }

  /** The TLS layer, once it is up. */
  get tls(): TLSSocket | undefined {
    return this.#socket instanceof TLSSocket ? this.#socket : undefined;
  }

  /** The next line, up to CRLF. One that is longer than `limit` octets comes with a flaw and without its rest. */
  async line(limit: number): Promise<Line> {
    for (let from = 0; ; ) {
      const end = this.#held.indexOf(0x0a, from);
      if (end >= 0 && end <= limit + 1) {
        const line = this.#take(end + 1);
        return toLine(line);
      }
      if (this.#held.length > limit + 1) return { text: this.#take(limit).toString('utf8'), flaw: 'long' };
      from = this.#held.length;
      await this.#fill();
    }
  }

  /** The next octets, at least one and at most `most`. */
  async octets(most: number): Promise<Buffer> {
    if (this.#held.length === 0) await this.#fill();
    return this.#take(Math.min(most, this.#held.length));
  }

  /** Gives octets back that were read too far. */
  unread(octets: Buffer): void {
    this.#held = Buffer.concat([octets, this.#held]);
  }

  /** Whether the client has sent nothing beyond what was read. */
  async quiet(): Promise<boolean> {
    await turnOfTheLoop();
    return this.#held.length + this.#socket.readableLength === 0;
  }

  write(octets: string | Buffer): void {
    this.#flush();
    if (this.#waited) this.onTurn();
    this.#waited = false;
    if (this.#socket.writable) this.#socket.write(octets);
  }

  /** Each piece in a segment of its own. */
  async trickle(...pieces: readonly Uint8Array[]): Promise<void> {
    for (const piece of pieces) {
      this.write(Buffer.from(piece));
      await turnOfTheLoop();
    }
  }

  /** To be written when the client has to be waited for, together with what else is held by then. */
  hold(octets: Buffer): void {
    this.#outgoing.push(octets);
  }

  /** Puts TLS on the connection, as the server. What was read before is part of the handshake. */
  async secure(options: SecureOptions): Promise<TLSSocket> {
    this.#flush();
    const clear = this.#socket;
    // TLS over a socket that has ended waits for ever; the client may leave while a certificate is being made.
    if (clear.readableEnded || clear.destroyed) throw new Gone('the client left');
    clear.removeAllListeners('readable').removeAllListeners('end').removeAllListeners('close');
    if (this.#held.length > 0) clear.unshift(this.#held);
    this.#held = Buffer.alloc(0);
    const tls = new TLSSocket(clear, {
      isServer: true,
      secureContext: options.context,
      requestCert: options.requestCert,
      rejectUnauthorized: false,
    });
    this.#socket = tls;
    await new Promise<void>((resolve, reject) => {
      tls.once('secure', resolve);
      tls.once('error', (cause) => reject(new Gone(`TLS failed: ${cause.message}`, { cause })));
      tls.once('close', () => reject(new Gone('the client left during the TLS handshake')));
    });
    this.#listen();
    return tls;
  }

  /** Reads and forgets until the client leaves. */
  async drain(): Promise<never> {
    for (;;) {
      this.#held = Buffer.alloc(0);
      await this.#fill(Number.POSITIVE_INFINITY);
    }
  }

  /** Reads nothing more and says nothing more, until the client leaves or the server closes. */
  async hush(): Promise<never> {
    this.#flush();
    await new Promise((resolve) => this.#socket.once('close', resolve));
    throw new Gone('the client left');
  }

  /** Ends the connection after what was written. */
  end(): void {
    this.#flush();
    const socket = this.#socket;
    socket.end();
    // What the client still sends is read and thrown away: closing over unread octets would reset
    // the connection, and the last reply with it. One that never stops is cut off all the same.
    let thrownAway = 0;
    socket.removeAllListeners('readable').on('data', (octets: Buffer) => {
      thrownAway += octets.length;
      if (thrownAway > LINGER.octets) socket.destroy();
    });
    setTimeout(() => socket.destroy(), LINGER.milliseconds).unref();
  }

  /** Ends the connection at once. */
  cut(): void {
    this.#socket.destroy();
  }

  #listen(): void {
    const wake = (): void => this.#wake();
    this.#socket.on('readable', wake).on('end', wake).on('close', wake).on('error', wake);
  }

  #flush(): void {
    const gathered = this.#outgoing.splice(0);
    if (gathered.length > 0) this.write(Buffer.concat(gathered));
  }

  #take(count: number): Buffer {
    const taken = this.#held.subarray(0, count);
    this.#held = this.#held.subarray(count);
    return taken;
  }

  /** Adds what the client sends next to what is held; waits for it where need be. */
  async #fill(patience = this.idle): Promise<void> {
    for (;;) {
      const chunk = await this.#read();
      if (chunk) {
        this.#held = this.#held.length === 0 ? chunk : Buffer.concat([this.#held, chunk]);
        return;
      }
      if (this.#socket.readableEnded || this.#socket.destroyed) throw new Gone('the client left');
      this.#flush();
      this.#waited = true;
      await this.#news(patience);
    }
  }

  async #read(): Promise<Buffer | null> {
    const pace = this.pace();
    if (pace === undefined || this.#socket.readableLength === 0) return this.#socket.read();
    await wait(100);
    return this.#socket.read(Math.min(Math.max(1, Math.ceil(pace / 10)), this.#socket.readableLength));
  }

  #news(patience: number): Promise<void> {
    return new Promise((resolve, reject) => {
      const timer = Number.isFinite(patience) ? setTimeout(() => reject(new Idle()), patience) : undefined;
      this.#wake = () => {
        clearTimeout(timer);
        resolve();
      };
    });
  }
}

function toLine(octets: Buffer): Line {
  const crlf = octets.at(-2) === 0x0d;
  const body = octets.subarray(0, octets.length - (crlf ? 2 : 1));
  const text = body.toString('utf8');
  if (!crlf || body.includes(0x0d)) return { text, flaw: 'bare' };
  return /[\x00-\x08\x0a-\x1f\x7f]/.test(text) ? { text, flaw: 'control' } : { text };
}
