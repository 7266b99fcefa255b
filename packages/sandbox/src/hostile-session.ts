import type { Socket } from 'node:net';
import { setImmediate as turnOfTheLoop } from 'node:timers/promises';
import { createSecureContext, TLSSocket } from 'node:tls';
import { type Authority, wrongCertificates } from './certificates.js';
import type { HostileRecord } from './hostile.js';
import { breaches, misdeeds } from './hostile-misdeeds.js';
import { legalReply, type Said } from './hostile-words.js';
import type { Random } from './random.js';
import type { Security } from './sandbox.js';

/** What a connection is to be like. */
export interface Plot {
  readonly connection: number;
  readonly random: Random;
  readonly malice: number;
  readonly security: Security;
  readonly authority: Authority;
}

export interface Heard {
  readonly said: Said;
  readonly line: string;
  /** The message that ends here. */
  readonly octets?: Buffer;
}

/** The client left, or was thrown out. */
export class Over extends Error {}

/** Milliseconds that a client may be kept waiting in silence. */
const PATIENCE = 10_000;

/** One connection of a client that has come to the wrong place. */
export class HostileSession {
  readonly random: Random;
  readonly record: HostileRecord;
  readonly #plot: Plot;
  readonly #raw: Socket;
  #socket: Socket;
  #held: Buffer = Buffer.alloc(0);
  #inClear: Buffer = Buffer.alloc(0);
  readonly #heard: Heard[] = [];
  /** Codes of the replies that went out whole. */
  readonly #codes: number[] = [];
  #half = '';
  /** No reply: nothing behind it counts. */
  #spoilt = false;
  #secure = false;
  #over = false;
  readonly #misdeeds: string[] = [];
  #wake: () => void = () => {};

  constructor(socket: Socket, plot: Plot) {
    this.#plot = plot;
    this.random = plot.random;
    this.#raw = socket;
    this.#socket = socket;
    this.record = recordOf(plot.connection, this.#misdeeds, () => this.#inClear, this.#heard, this.#codes);
  }

  async run(): Promise<void> {
    try {
      if (this.#plot.security === 'implicit') await this.#bringUpTls();
      else this.#listen();
      await this.#answer({ said: 'greeting', line: '' });
      for (;;) await this.#answer(await this.#next());
    } catch (error) {
      if (!(error instanceof Over)) throw error;
    }
  }

  /** Writes, and counts the replies that it makes whole. */
  say(octets: string | Buffer): void {
    if (this.#over || !this.#socket.writable) throw new Over();
    this.#socket.write(octets);
    const lines = (this.#half + octets.toString('latin1')).split('\n');
    this.#half = lines.pop()!;
    for (const line of lines) {
      const [, code, more] = /^([2-5]\d\d)(-|[ ]|\r?$)/.exec(line) ?? [];
      if (code === undefined) this.#spoilt = true;
      else if (more !== '-' && !this.#spoilt) this.#codes.push(Number(code));
    }
  }

  leave(): never {
    this.#socket.end();
    this.#raw.once('end', () => this.#raw.destroy());
    throw new Over();
  }

  reset(): never {
    this.#raw.resetAndDestroy();
    throw new Over();
  }

  /** Nothing more is said, until the client has enough. */
  async hush(): Promise<never> {
    this.#socket.on('data', () => {});
    await new Promise<void>((resolve) => {
      this.#raw.once('close', resolve).once('end', () => this.#raw.destroy());
      this.#raw.setTimeout(PATIENCE, () => this.#raw.destroy());
    });
    throw new Over();
  }

  async #answer(heard: Heard): Promise<void> {
    this.#heard.push(heard);
    const { random } = this;
    const mayOfferTls = this.#plot.security === 'starttls' && !this.#secure;
    const reply = legalReply(random, heard.said, heard.line, mayOfferTls);
    if (!random.chance(this.#plot.malice)) this.say(reply);
    else {
      const name = random.pick(Object.keys(misdeeds));
      this.#misdeeds.push(`${heard.said}: ${name}`);
      await misdeeds[name]!(this, reply, heard);
    }
    if (heard.said === 'QUIT') this.leave();
    if (heard.said === 'STARTTLS' && mayOfferTls && this.#codeOf(heard) === 220) await this.#bringUpTls();
  }

  /** The reply to it, by count. */
  #codeOf(heard: Heard): number | undefined {
    return this.#codes[this.#heard.indexOf(heard)];
  }

  async #next(): Promise<Heard> {
    const last = this.#heard.at(-1);
    if (last?.said === 'DATA' && this.#codeOf(last) === 354) return this.#message();
    const line = (await this.#take(() => endOf(this.#held, CRLF))).toString('utf8').trimEnd();
    const verb = /^[A-Z]+/.exec(line)?.[0] ?? '';
    const inAuth = (last?.said === 'AUTH' || last?.said === 'answer') && this.#codeOf(last) === 334;
    if (inAuth) return { said: 'answer', line };
    if (verb === 'BDAT') return this.#chunk(line);
    return { said: (verbs as readonly string[]).includes(verb) ? (verb as Said) : 'other', line };
  }

  async #message(): Promise<Heard> {
    const atOnce = (): boolean => this.#held.subarray(0, DOT.length).equals(DOT);
    const octets = await this.#take(() => (atOnce() ? DOT.length : endOf(this.#held, END)));
    return { said: 'message', line: '.', octets: octets.subarray(0, -DOT.length) };
  }

  async #chunk(line: string): Promise<Heard> {
    const [, size = '0', last] = /^BDAT (\d+)( LAST)?$/.exec(line) ?? [];
    const octets = await this.#take(() => (this.#held.length >= Number(size) ? Number(size) : -1));
    return last === undefined ? { said: 'BDAT', line } : { said: 'BDAT', line, octets };
  }

  /** As many octets as `enough` tells, once it does not tell -1. */
  async #take(enough: () => number): Promise<Buffer> {
    for (let count = enough(); ; count = enough()) {
      if (count !== -1) {
        const taken = this.#held.subarray(0, count);
        this.#held = this.#held.subarray(count);
        return taken;
      }
      if (this.#over) throw new Over();
      await new Promise<void>((resolve) => {
        this.#wake = resolve;
      });
    }
  }

  #listen(): void {
    const end = (): void => {
      this.#over = true;
      this.#wake();
    };
    this.#socket.on('data', (bytes: Buffer) => {
      if (!this.#secure) this.#inClear = Buffer.concat([this.#inClear, bytes]);
      this.#held = Buffer.concat([this.#held, bytes]);
      this.#wake();
    });
    this.#socket.on('error', end).on('end', end).on('close', end);
    this.#raw.on('close', end);
  }

  async #bringUpTls(): Promise<void> {
    const { random } = this;
    if (random.chance(this.#plot.malice)) {
      const name = random.pick(Object.keys(breaches));
      this.#misdeeds.push(name);
      if (this.#plot.security === 'implicit') this.#listen();
      await breaches[name]!(this, this.#raw);
      // Whatever the client says now, it says in clear.
      return this.hush();
    }
    const wrong = random.chance(this.#plot.malice) ? random.pick(wrongCertificates) : undefined;
    const breaksOff = random.chance(this.#plot.malice);
    if (wrong) this.#misdeeds.push(`TLS: ${wrong}`);
    if (breaksOff) this.#misdeeds.push('TLS: breaks off');
    const context = createSecureContext(await this.#plot.authority.server(wrong));
    this.#raw.removeAllListeners('data').removeAllListeners('end');
    const tls = new TLSSocket(this.#raw, { isServer: true, secureContext: context });
    tls.on('error', () => {});
    this.#socket = tls;
    if (breaksOff) void this.#breakOff(random.whole(0, 4));
    this.#over = !(await new Promise<boolean>((resolve) => {
      tls.once('secure', () => resolve(true)).once('close', () => resolve(false));
      this.#raw.once('close', () => resolve(false));
    }));
    if (this.#over) throw new Over();
    this.#secure = true;
    this.#held = Buffer.alloc(0);
    this.#listen();
  }

  /** Ends the TCP connection below TLS, in the middle of whatever it is at. */
  async #breakOff(turns: number): Promise<void> {
    for (let turn = 0; turn < turns; turn++) await turnOfTheLoop();
    // What is being shut down can be reset no more (uv_tcp_close_reset), and would stay open.
    if (this.#socket.writableEnded) this.#raw.destroy();
    else this.#raw.resetAndDestroy();
  }
}

const verbs = ['EHLO', 'HELO', 'STARTTLS', 'AUTH', 'MAIL', 'RCPT', 'DATA', 'BDAT', 'RSET', 'QUIT'] as const;
const CRLF = Buffer.from('\r\n');
const END = Buffer.from('\r\n.\r\n');
const DOT = Buffer.from('.\r\n');

function endOf(held: Buffer, mark: Buffer): number {
  const at = held.indexOf(mark);
  return at === -1 ? -1 : at + mark.length;
}

function recordOf(
  connection: number,
  done: readonly string[],
  inClear: () => Buffer,
  heard: readonly Heard[],
  codes: readonly number[],
): HostileRecord {
  return {
    connection,
    misdeeds: done,
    get heardInClear() {
      return inClear();
    },
    get exchanges() {
      return heard.map(({ said }, at) => ({ said, code: codes[at] }));
    },
    get messages() {
      return heard.flatMap(({ octets }, at) =>
        octets === undefined ? [] : [{ octets, taken: Math.floor((codes[at] ?? 0) / 100) === 2 }],
      );
    },
  };
}
