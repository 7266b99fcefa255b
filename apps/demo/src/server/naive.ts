import { once } from 'node:events';
import { connect as connectTcp, type Socket } from 'node:net';
import { connect as connectTls, type TLSSocket } from 'node:tls';
import type { Phase, TraceEvent } from '@ehlo/core';
import { SECRET_MARK, type Sequence } from '../api.js';
import { Lines } from './naive-lines.js';

/**
 * The faulty client that the demo shows beside Ehlo. It says what a program on Python's smtplib
 * says, in the order in which such programs say it, and concludes what smtplib concludes. Its
 * faults are its purpose: do not mend them, and do not send mail with it.
 */

/** A server of the sandbox and the account on it. */
export interface Target {
  readonly host: string;
  readonly port: number;
  readonly ca: string;
  readonly user: string;
  readonly password: string;
}

type Tell = (event: TraceEvent) => void;

const PATIENCE_MS = 3_000;

/** Plays a sequence. Resolves with the text of the error that such a program prints, or undefined when it logged in. */
export async function playNaive(
  sequence: Sequence,
  target: Target,
  tell: Tell,
  signal: AbortSignal,
): Promise<string | undefined> {
  const client = new NaiveClient(target, tell, signal);
  try {
    await SEQUENCES[sequence](client);
    return undefined;
  } catch (error) {
    return wordsOf(error);
  } finally {
    client.drop();
  }
}

const SEQUENCES: Readonly<Record<Sequence, (client: NaiveClient) => Promise<void>>> = {
  'login-before-tls': async (client) => {
    await client.connect();
    await client.login();
  },
  'connect-again': async (client) => {
    await client.connect();
    await client.startTls();
    client.drop();
    await client.connect();
    await client.login();
  },
  'tls-at-once': async (client) => {
    await client.connect('TLS at once');
    await client.login();
  },
  'login-after-tls': async (client) => {
    await client.connect();
    await client.startTls();
    await client.login();
  },
};

class NaiveClient {
  readonly #target: Target;
  readonly #tell: Tell;
  readonly #signal: AbortSignal;
  readonly #began = performance.now();
  #socket: Socket | undefined;
  #connection = 0;
  #phase: Phase = 'connect';
  #lines: Lines | undefined;
  #offered: readonly string[] = [];

  constructor(target: Target, tell: Tell, signal: AbortSignal) {
    this.#target = target;
    this.#tell = tell;
    this.#signal = signal;
  }

  async connect(how?: 'TLS at once'): Promise<void> {
    const { host, port } = this.#target;
    this.#connection += 1;
    this.#phase = 'connect';
    this.#offered = [];
    const socket = connectTcp({ host, port, signal: this.#signal });
    this.#use(socket);
    await once(socket, 'connect');
    this.#happened({ kind: 'connected', address: host, port });
    if (how === 'TLS at once') await this.#secure();
    this.#phase = 'greeting';
    await this.#reply();
  }

  async startTls(): Promise<void> {
    await this.#ehlo();
    if (!this.#offered.some((line) => /^STARTTLS$/i.test(line))) {
      throw new Error('STARTTLS extension not supported by server.');
    }
    this.#phase = 'tls';
    const { code, text } = await this.#say('STARTTLS');
    if (code !== 220) throw new Error(`(${code}, '${text}')`);
    await this.#secure();
    this.#offered = [];
  }

  async login(): Promise<void> {
    await this.#ehlo();
    const mechanisms = this.#offered.find((line) => /^AUTH /i.test(line));
    if (mechanisms === undefined) throw new Error('SMTP AUTH extension not supported by server.');
    this.#phase = 'auth';
    const { user, password } = this.#target;
    const last = / LOGIN( |$)/i.test(mechanisms)
      ? await this.#loginSteps(user, password)
      : await this.#say(`AUTH PLAIN ${base64(`\0${user}\0${password}`)}`, `AUTH PLAIN ${SECRET_MARK}`);
    if (last.code !== 235) throw new Error(`(${last.code}, '${last.text}')`);
    this.#phase = 'quit';
    await this.#say('QUIT');
  }

  /** Leaves without QUIT, as a socket that is simply forgotten. */
  drop(): void {
    if (this.#socket === undefined) return;
    const left = !this.#socket.destroyed;
    this.#socket.destroy();
    this.#socket = undefined;
    if (left) this.#happened({ kind: 'closed', by: 'client', reason: '' });
  }

  async #loginSteps(user: string, password: string): Promise<Reply> {
    const first = await this.#say('AUTH LOGIN');
    if (first.code !== 334) return first;
    const second = await this.#say(base64(user), SECRET_MARK);
    return second.code === 334 ? this.#say(base64(password), SECRET_MARK) : second;
  }

  async #ehlo(): Promise<void> {
    this.#phase = 'hello';
    const { lines } = await this.#say('EHLO [127.0.0.1]');
    this.#offered = lines.slice(1);
    this.#happened({ kind: 'offer', secure: 'encrypted' in this.#socket!, keywords: this.#offered });
  }

  async #secure(): Promise<void> {
    this.#phase = 'tls';
    const { ca, host } = this.#target;
    this.#lines?.release();
    const socket = connectTls({ socket: this.#socket!, ca, host });
    this.#use(socket);
    await once(socket, 'secureConnect');
    this.#happened({ kind: 'secured', ...describe(socket) });
  }

  #use(socket: Socket): void {
    this.#socket = socket;
    socket.setTimeout(PATIENCE_MS, () => socket.destroy(new Error('timed out')));
    socket.on('error', (error) => this.#happened({ kind: 'closed', by: 'error', reason: wordsOf(error) }));
    this.#lines = new Lines(socket);
  }

  async #say(line: string, shown = line): Promise<Reply> {
    this.#happened({ kind: 'client', line: shown });
    this.#socket!.write(`${line}\r\n`);
    return this.#reply();
  }

  async #reply(): Promise<Reply> {
    for (const lines: string[] = []; ; ) {
      const line = this.#withoutSecrets(await this.#lines!.next());
      this.#happened({ kind: 'server', line });
      lines.push(line.slice(4));
      if (line[3] !== '-') return { code: Number(line.slice(0, 3)), lines, text: lines.join(' ') };
    }
  }

  /** A server may quote what it was sent. */
  #withoutSecrets(line: string): string {
    const { user, password } = this.#target;
    const forms = [password, base64(password), base64(`\0${user}\0${password}`)];
    return forms.filter((form) => form !== '').reduce((text, form) => text.replaceAll(form, SECRET_MARK), line);
  }

  #happened(what: WithoutCircumstances<TraceEvent>): void {
    this.#tell({
      at: performance.now() - this.#began,
      phase: this.#phase,
      connection: this.#connection,
      ...what,
    } as TraceEvent);
  }
}

interface Reply {
  readonly code: number;
  readonly lines: readonly string[];
  readonly text: string;
}

type WithoutCircumstances<E> = E extends unknown ? Omit<E, 'at' | 'phase' | 'connection'> : never;

function describe(socket: TLSSocket) {
  const certificate = socket.getPeerCertificate();
  return {
    protocol: socket.getProtocol() ?? '',
    cipher: socket.getCipher().standardName,
    subject: String(certificate.subject?.CN ?? ''),
    issuer: String(certificate.issuer?.CN ?? ''),
    validTo: certificate.valid_to ?? '',
  };
}

/** As Python prints it: `[SSL: WRONG_VERSION_NUMBER] wrong version number`. */
function wordsOf(error: unknown): string {
  const { reason, message } = error as { reason?: unknown; message?: unknown };
  if (typeof reason === 'string') return `[SSL: ${reason.replaceAll(' ', '_').toUpperCase()}] ${reason}`;
  return String(message);
}

const base64 = (text: string): string => Buffer.from(text, 'utf8').toString('base64');
