import { connect, type Socket } from 'node:net';
import { type ConnectionOptions, connect as connectTls, type TLSSocket } from 'node:tls';
import type { Sandbox } from '../src/index.js';

/** A client that says exactly what it is told, and reads replies by their form alone. */
export class Client {
  #socket: Socket;
  #text = '';
  #ended = false;
  #wake: () => void = () => {};
  /** The code of the error that ended the connection; undefined where it ended in order. */
  failure: string | undefined;
  /** What came, piece by piece. */
  readonly pieces: string[] = [];

  private constructor(socket: Socket) {
    this.#socket = socket;
    this.#listen();
  }

  /** Connected, with TLS where the server is implicit; the greeting is not read. */
  static async open(box: Sandbox, options: ConnectionOptions = {}): Promise<Client> {
    const socket =
      box.security === 'implicit'
        ? connectTls({ host: box.host, port: box.port, ca: box.ca, ...options })
        : connect(box.port, box.host);
    await new Promise<void>((resolve, reject) => {
      socket.once(box.security === 'implicit' ? 'secureConnect' : 'connect', () => resolve()).once('error', reject);
    });
    return new Client(socket);
  }

  /** Greeted, TLS up, EHLO said. */
  static async ready(box: Sandbox, options: ConnectionOptions = {}): Promise<Client> {
    const client = await Client.open(box, options);
    await client.reply();
    if (box.security === 'starttls') {
      await client.say('EHLO client.example');
      await client.say('STARTTLS');
      await client.startTls(box, options);
    }
    await client.say('EHLO client.example');
    return client;
  }

  /** Logged in as well. */
  static async loggedIn(box: Sandbox): Promise<Client> {
    const client = await Client.ready(box);
    if (box.transportOptions.auth) {
      await client.say('AUTH XOAUTH2');
      await client.say(xoauth2(box.user, box.accessToken));
    } else if (box.transportOptions.password) {
      await client.say(`AUTH PLAIN ${plain(box.user, box.password)}`);
    }
    return client;
  }

  get tls(): TLSSocket {
    return this.#socket as TLSSocket;
  }

  get localPort(): number | undefined {
    return this.#socket.localPort;
  }

  async startTls(box: Sandbox, options: ConnectionOptions = {}): Promise<void> {
    const clear = this.#socket;
    clear.removeAllListeners();
    const secure = connectTls({ socket: clear, host: box.host, ca: box.ca, ...options });
    await new Promise<void>((resolve, reject) => secure.once('secureConnect', resolve).once('error', reject));
    this.#socket = secure;
    this.#listen();
  }

  send(octets: string | Uint8Array): void {
    this.#socket.write(octets);
  }

  /** A command and its reply. */
  async say(line: string): Promise<string> {
    this.send(`${line}\r\n`);
    return this.reply();
  }

  /** MAIL, RCPT and DATA with this message; the reply to its end. */
  async deliver(box: Sandbox, message = 'Subject: hello\r\n\r\nhello\r\n'): Promise<string> {
    for (const command of [`MAIL FROM:<${box.user}>`, 'RCPT TO:<to@example.net>', 'DATA']) {
      const reply = await this.say(command);
      if (!/^[23]/.test(reply)) return reply;
    }
    return this.say(`${message}.`);
  }

  /** The lines of the next reply, joined by LF. Fails when the server leaves before its end. */
  async reply(): Promise<string> {
    for (;;) {
      const whole = /^(?:\d{3}-.*\r\n)*\d{3}(?: .*)?\r\n/.exec(this.#text);
      if (whole) {
        this.#text = this.#text.slice(whole[0].length);
        return whole[0].trimEnd().replaceAll('\r\n', '\n');
      }
      if (this.#ended) throw new Error(`the server left behind ${JSON.stringify(this.#text)}`);
      await this.#news();
    }
  }

  /** Everything until the server leaves. */
  async rest(): Promise<string> {
    while (!this.#ended) await this.#news();
    return this.#text;
  }

  /** What has come and was not read, once `count` octets of it are there. */
  async octets(count: number): Promise<string> {
    while (this.#text.length < count && !this.#ended) await this.#news();
    return this.#text;
  }

  /** When both sides have closed. */
  async closed(): Promise<void> {
    if (!this.#socket.closed) await new Promise<void>((resolve) => this.#socket.once('close', () => resolve()));
  }

  close(): void {
    this.#socket.destroy();
  }

  #listen(): void {
    this.#socket.on('data', (data: Buffer) => {
      this.pieces.push(data.toString('utf8'));
      this.#text += data.toString('utf8');
      this.#wake();
    });
    const end = (): void => {
      this.#ended = true;
      this.#wake();
    };
    this.#socket.on('end', end).on('close', end);
    this.#socket.on('error', (error: NodeJS.ErrnoException) => {
      this.failure = error.code;
      end();
    });
  }

  #news(): Promise<void> {
    return new Promise((resolve) => {
      this.#wake = resolve;
    });
  }
}

export function base64(text: string): string {
  return Buffer.from(text).toString('base64');
}

export function plain(user: string, password: string): string {
  return base64(`\0${user}\0${password}`);
}

export function xoauth2(user: string, token: string): string {
  return base64(`user=${user}\x01auth=Bearer ${token}\x01\x01`);
}
