import { randomBytes, scryptSync } from 'node:crypto';
import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { connect as connectTls } from 'node:tls';
import type { AccountOptions, Transport } from '@ehlo/core';
import { outlook } from '@ehlo/outlook';
import { sandbox } from '@ehlo/sandbox';
import { vi } from 'vitest';
import { createAuthority } from '../../sandbox/src/certificates.js';
import { type Relay, type RelayEvent, type RelayedMail, type RelayOptions, startRelay } from '../src/index.js';

export const user = 'program';
export const password = 'open sesame';
/** Of the form that `hashPassword` writes, and made in a hundredth of its time: logins are many here. */
export function cheapHash(secret: string, logN = 10): string {
  const salt = randomBytes(16);
  const hash = scryptSync(secret, salt, 32, { N: 2 ** logN, r: 8, p: 1 });
  const [saltText, hashText] = [salt, hash].map((octets) => octets.toString('base64').replace(/=+$/, ''));
  return `$scrypt$ln=${logN},r=8,p=1$${saltText}$${hashText}`;
}

const passwordHash = cheapHash(password);

const authority = createAuthority('relay.example');

/** A certificate for 127.0.0.1 and localhost, and the PEM of its authority. */
export async function certificate(): Promise<{ readonly cert: string; readonly key: string; readonly ca: string }> {
  const { ca, server } = await authority;
  return { ...(await server()), ca };
}

export function users(): Exclude<RelayOptions['users'], 'none'> {
  return [{ name: user, passwordHash }];
}

type Box = Awaited<ReturnType<typeof sandbox.outlook>>;

export interface Running extends AsyncDisposable {
  readonly box: Box;
  readonly transport: Transport;
  readonly relay: Relay;
  readonly events: readonly RelayEvent[];
  readonly mails: readonly RelayedMail[];
  /** The next mail that is told of from here on. */
  nextMail(): Promise<RelayedMail>;
}

interface Given {
  readonly box?: Parameters<typeof sandbox.outlook>[0];
  readonly account?: AccountOptions;
  readonly relay?: Partial<RelayOptions>;
}

/** An emulated Outlook.com, the account there, and a relay to it. */
export async function running({ box: switches, account, relay: options }: Given = {}): Promise<Running> {
  const box = await sandbox.outlook(switches);
  const transport = outlook({ ...box.transportOptions, partial: 'refuse', ...account });
  const watched = await watching({ transport, from: [box.user], ...options });
  return {
    ...watched,
    box,
    transport,
    get mails() {
      return watched.mails;
    },
    async [Symbol.asyncDispose]() {
      await watched.relay.close({ timeout: 0 });
      await transport.close();
      await box.close();
    },
  };
}

/** A relay on a free port whose events are kept, without users where none are given. */
export async function watching(
  options: Omit<RelayOptions, 'users'> & Partial<RelayOptions>,
): Promise<Pick<Running, 'relay' | 'events' | 'mails' | 'nextMail' | typeof Symbol.asyncDispose>> {
  const events: RelayEvent[] = [];
  const mails: RelayedMail[] = [];
  const waiting: Array<(mail: RelayedMail) => void> = [];
  const observe = (event: RelayEvent): void => {
    events.push(event);
    options.observe?.(event);
    if (event.kind !== 'mail') return;
    mails.push(event);
    waiting.shift()?.(event);
  };
  const relay = await startRelay({ port: 0, users: 'none', ...options, observe });
  return {
    relay,
    events,
    mails,
    nextMail: () => new Promise((resolve) => waiting.push(resolve)),
    [Symbol.asyncDispose]: async () => void (await relay.close({ timeout: 0 })),
  };
}

/** The client's side of SMTP, octet by octet in the test's hands. */
export class Wire implements AsyncDisposable {
  #held = '';
  #ended = false;
  #wake: () => void = () => undefined;

  private constructor(public socket: Socket) {
    this.#listen(socket);
  }

  static async dial({ host, port, tls }: Pick<Relay, 'host' | 'port' | 'tls'>): Promise<Wire> {
    const { ca } = await certificate();
    const socket = tls === 'implicit' ? connectTls({ host, port, ca }) : connect({ host, port });
    return new Wire(socket);
  }

  /** With greeting and EHLO; and the login, where a name is given. */
  static async open(relay: Pick<Relay, 'host' | 'port' | 'tls'>, name?: string, secret = password): Promise<Wire> {
    const wire = await Wire.dial(relay);
    await wire.reply();
    await wire.ask('EHLO client.example');
    if (name !== undefined) await wire.ask(`AUTH PLAIN ${plain(name, secret)}`);
    return wire;
  }

  say(octets: string | Buffer): void {
    this.socket.write(octets);
  }

  /** The next reply, its lines joined by `\n`; what was held of it where the connection ended. */
  async reply(): Promise<string> {
    for (;;) {
      const whole = /^(?:\d{3}-[^\r\n]*\r\n)*\d{3} [^\r\n]*\r\n/.exec(this.#held)?.[0];
      if (whole !== undefined) {
        this.#held = this.#held.slice(whole.length);
        return whole.trimEnd().replaceAll('\r\n', '\n');
      }
      if (this.#ended) return this.#held;
      await new Promise<void>((resolve) => {
        this.#wake = resolve;
      });
    }
  }

  ask(line: string): Promise<string> {
    this.say(`${line}\r\n`);
    return this.reply();
  }

  /** MAIL, RCPT, DATA and a message; gives the reply to its end. */
  async send(from: string, to: readonly string[], message: string | Buffer): Promise<string> {
    for (const line of [`MAIL FROM:<${from}>`, ...to.map((each) => `RCPT TO:<${each}>`), 'DATA']) {
      const reply = await this.ask(line);
      if (!/^[23]/.test(reply)) return reply;
    }
    // In one piece: the end of a message often comes with the last of its octets.
    this.say(Buffer.concat([Buffer.from(message), Buffer.from('.\r\n')]));
    return this.reply();
  }

  /** The TLS handshake, behind a reply to STARTTLS. */
  async upgrade(): Promise<void> {
    const { ca } = await certificate();
    this.socket.removeAllListeners('data');
    const secured = connectTls({ socket: this.socket, ca, servername: 'localhost' });
    this.#listen(secured);
    await Promise.race([
      once(secured, 'secureConnect'),
      once(secured, 'close').then(() => Promise.reject(new Error('no TLS'))),
    ]);
    this.socket = secured;
  }

  /** Everything that came until the other side closed. */
  async rest(): Promise<string> {
    while (!this.#ended) {
      await new Promise<void>((resolve) => {
        this.#wake = resolve;
      });
    }
    return this.#held;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.socket.destroy();
  }

  #listen(socket: Socket): void {
    socket.on('data', (octets) => {
      this.#held += octets.toString('latin1');
      this.#wake();
    });
    socket.on('error', () => undefined);
    socket.on('close', () => {
      this.#ended = true;
      this.#wake();
    });
  }
}

/**
 * Keeps smtp-server from its greeting, which it says a tenth of a second after the connection: on a busy machine a client
 * that speaks at once may come later than that. `vi.useRealTimers()` undoes it.
 */
export function withoutGreeting(): void {
  vi.useFakeTimers({ toFake: ['setTimeout'] });
}

export function plain(name: string, secret: string): string {
  return Buffer.from(`\0${name}\0${secret}`).toString('base64');
}

let count = 0;

/** A message with CRLF at the end of every line. */
export function message(from: string, body = 'Hello.', more: readonly string[] = []): string {
  count += 1;
  const header = [`From: ${from}`, 'To: you@example.net', `Subject: ${count}`, `Message-ID: <${count}@client.example>`];
  return `${[...header, ...more, '', body].join('\r\n')}\r\n`;
}
