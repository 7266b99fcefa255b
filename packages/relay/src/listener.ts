import type { AddressInfo } from 'node:net';
import { SMTPServer, type SMTPServerAddress, type SMTPServerAuthentication, type SMTPServerSession } from 'smtp-server';
import { Client } from './client.js';
import { Door, tlsOf } from './door.js';
import type { RelayEvent, RelayReply } from './event.js';
import { onStranger } from './first-word.js';
import { type Denial, denial, type Gate, loginNeeded } from './gate.js';
import type { Mails } from './mails.js';
import type { RelayUser } from './options.js';
import { refusal } from './refusal.js';
import type { Settings } from './settings.js';

type Done = (error?: Error | null) => void;
type Connection = SMTPServer['connections'] extends Set<infer One> ? One : never;

/** An octet of an AUTH line is three quarters of one of a password; a command has no need of more either. */
const LONGEST_LINE = 4_096;
/** Commands without a login, and logins that are refused, at which a connection ends, with 421 (RFC 5321 3.8). */
const MOST_BEFORE_LOGIN = 20;

/** The server's side of SMTP: connections, their commands and their clocks. */
export class Listener {
  readonly #settings: Settings;
  readonly #mails: Mails;
  readonly #tell: (event: RelayEvent) => void;
  readonly #server: SMTPServer;
  readonly #gate: Gate;
  readonly #clients = new Map<SMTPServerSession, Client>();
  readonly #door: Door;

  constructor(settings: Settings, gate: Gate, mails: Mails, tell: (event: RelayEvent) => void) {
    this.#settings = settings;
    this.#mails = mails;
    this.#tell = tell;
    this.#gate = gate;
    this.#server = this.#create();
    this.#door = new Door(settings, (socket) => this.#server.connect(socket));
  }

  /** Rejects with a MailError that names host or port where it cannot be listened there. */
  listen(): Promise<AddressInfo> {
    return this.#door.open();
  }

  /** Listens no longer, and sends those home who have no message here. `gone` resolves when all are. */
  stop(): { readonly gone: Promise<void> } {
    const gone = this.#door.close();
    // From here on, whatever a client says is answered with 421.
    this.#server.close();
    this.dismiss('idle');
    return { gone };
  }

  /** Sends clients home. Those who wait for an answer must have it first. */
  dismiss(...states: ReadonlyArray<'idle' | 'sending'>): void {
    for (const connection of [...this.#server.connections]) {
      const state = this.#clients.get(connection.session)?.state ?? 'idle';
      if (state !== 'waiting' && states.includes(state)) this.#sendHome(connection);
    }
  }

  #create(): SMTPServer {
    const { name, tls, users, isLoopback, maxSize, maxConnections, timeouts } = this.#settings;
    const server = new SMTPServer({
      name,
      banner: 'Ehlo relay',
      logger: false,
      disableReverseLookup: true,
      ...(tls === undefined ? {} : tlsOf(tls)),
      secure: tls?.implicit === true,
      authMethods: ['PLAIN', 'LOGIN'],
      authRequiredMessage: loginNeeded().reply.text,
      allowInsecureAuth: isLoopback,
      disabledCommands: this.#disabled(true),
      size: maxSize,
      maxClients: maxConnections,
      maxCommandLength: LONGEST_LINE,
      // Theirs is put off by every octet; `Client.expect` is not.
      socketTimeout: Math.max(timeouts.login, timeouts.idle, timeouts.message) + 60_000,
      maxAllowedUnauthenticatedCommands: users.length === 0 ? false : MOST_BEFORE_LOGIN,
      onConnect: (session, done) => this.#onConnect(session, done),
      onSecure: (_socket, session, done) => {
        session.disabledCommands = this.#disabled(true);
        done();
      },
      onAuth: (auth, session, done) => void this.#onAuth(auth, session, done),
      onMailFrom: (address, session, done) => this.#onMailFrom(address, session, done),
      onRcptTo: (address, session, done) => this.#onRcptTo(address, session, done),
      onData: (octets, session, done) => void this.#onData(octets, session, done),
      onClose: (session) => this.#onClose(session),
    });
    // Connections that break, and handshakes that fail, are no faults of the relay.
    server.on('error', () => undefined);
    return server;
  }

  /** What is not offered. Beyond loopback AUTH waits for TLS: what is not offered, programs do not try in clear. */
  #disabled(isSafe: boolean): string[] {
    const { tls, users } = this.#settings;
    const always = ['XCLIENT', 'XFORWARD', 'WIZ', 'SHELL', 'KILL'];
    return [...always, ...(tls === undefined ? ['STARTTLS'] : []), ...(users.length > 0 && isSafe ? [] : ['AUTH'])];
  }

  #onConnect(session: SMTPServerSession, done: Done): void {
    const { isLoopback, maxConnectionsPerAddress, timeouts } = this.#settings;
    const client = new Client(session, (late) => this.#onLate(late));
    this.#clients.set(session, client);
    session.disabledCommands = this.#disabled(session.secure || isLoopback);
    const own = [...this.#clients.values()].filter(({ network }) => network === client.network).length;
    if (own > maxConnectionsPerAddress) {
      const tooMany = denial(refusal('RELAY_TOO_MANY_CONNECTIONS', 'greeting'), 421, '4.7.0');
      return this.#refuse(client, 'CONNECT', tooMany, done);
    }
    client.expect(timeouts.login);
    this.#hearFirstWord(client);
    this.#tell({ kind: 'connected', at: new Date(), client: client.address, tls: session.secure });
    done();
  }

  async #onAuth(
    auth: SMTPServerAuthentication,
    session: SMTPServerSession,
    done: (error: Error | null, response?: { user: RelayUser }) => void,
  ): Promise<void> {
    const client = this.#clientOf(session);
    const user = await this.#gate.login(auth, client.address);
    if ('error' in user) {
      // A name that nobody has may be a password in the wrong field.
      const named = this.#gate.knows(auth.username) ? { user: auth.username as string } : {};
      client.refusedLogins += 1;
      const isLast = client.refusedLogins >= MOST_BEFORE_LOGIN;
      const denied = isLast ? denial(refusal('RELAY_LOGIN_PAUSED', 'auth'), 421, '4.7.0') : user;
      return this.#refuse(client, 'AUTH', denied, done as Done, named);
    }
    client.expect(this.#settings.timeouts.idle);
    this.#tell({ kind: 'login', at: new Date(), client: client.address, user: user.name });
    done(null, { user });
  }

  #onMailFrom(from: SMTPServerAddress, session: SMTPServerSession, done: Done): void {
    this.#step('MAIL', from, session, this.#gate.sender(from, session), done);
  }

  #onRcptTo(to: SMTPServerAddress, session: SMTPServerSession, done: Done): void {
    this.#step('RCPT', to, session, this.#gate.recipient(to, senderOf(session), session), done);
  }

  #step(
    command: 'MAIL' | 'RCPT',
    { address }: SMTPServerAddress,
    session: SMTPServerSession,
    denied: Denial | undefined,
    done: Done,
  ): void {
    const client = this.#clientOf(session);
    if (denied !== undefined) return this.#refuse(client, command, denied, done, { address });
    client.expect(this.#settings.timeouts.idle);
    done();
  }

  async #onData(
    octets: AsyncIterable<Buffer>,
    session: SMTPServerSession,
    done: (error?: Error | null, message?: string) => void,
  ): Promise<void> {
    const client = this.#clientOf(session);
    const { timeouts } = this.#settings;
    client.state = 'sending';
    client.expect(timeouts.message);
    const mail = await this.#mails.take({
      client,
      octets,
      from: senderOf(session),
      to: session.envelope.rcptTo.map(({ address }) => address),
      allowed: this.#gate.allowedTo(client.user),
      onReceived: () => {
        client.state = 'waiting';
        client.expectNothing();
        this.#watchForEnd(session);
      },
      answer: ({ code, text }) => {
        client.state = 'idle';
        client.expect(timeouts.idle);
        if (code < 400) done(null, text);
        else done(asError({ code, text }));
      },
    });
    if (mail !== undefined) this.#tell(mail);
    // The answer was the last thing that this client was kept for.
    if (this.#isStopping) for (const each of this.#connectionsOf(session)) this.#sendHome(each);
  }

  #onClose(session: SMTPServerSession): void {
    const client = this.#clients.get(session);
    if (client === undefined) return;
    this.#clients.delete(session);
    client.left();
    const user = client.user?.name;
    const whose = user === undefined ? {} : { user };
    this.#tell({ kind: 'closed', at: new Date(), client: client.address, tls: session.secure, ...whose });
  }

  /** It took too long for its next step. */
  #onLate(client: Client): void {
    const late = denial(refusal('RELAY_TOO_SLOW', client.user === undefined ? 'hello' : 'envelope'), 421, '4.4.2');
    this.#refuse(client, 'CONNECT', late, () => {
      for (const each of this.#connectionsOf(client.session)) each.send(late.reply.code, late.reply.text);
    });
  }

  #hearFirstWord(client: Client): void {
    for (const connection of this.#connectionsOf(client.session)) {
      // Once the connection is closed, its parser reads nothing any more.
      onStranger(connection._socket, () => {
        const stranger = denial(refusal('RELAY_NOT_SMTP', 'hello'), 421, '4.7.0');
        this.#refuse(client, 'CONNECT', stranger, () => connection.send(stranger.reply.code, stranger.reply.text));
      });
    }
  }

  /**
   * While a message is with the transport, the parser takes no octets. What the client says meanwhile would stay in the
   * socket and hide that it leaves, so the parser is handed one piece more, and holds it.
   */
  #watchForEnd(session: SMTPServerSession): void {
    for (const { _socket } of this.#connectionsOf(session)) _socket.resume();
  }

  #connectionsOf(session: SMTPServerSession): Connection[] {
    return [...this.#server.connections].filter((connection) => connection.session === session);
  }

  #sendHome(connection: Connection): void {
    const { code, text } = denial(refusal('RELAY_STOPPING', 'ready'), 421, '4.3.2').reply;
    connection.send(code, text);
  }

  get #isStopping(): boolean {
    return !this.#door.isOpen;
  }

  #clientOf(session: SMTPServerSession): Client {
    return this.#clients.get(session) as Client;
  }

  #refuse(
    client: Client,
    command: 'CONNECT' | 'AUTH' | 'MAIL' | 'RCPT',
    { reply, error }: Denial,
    done: Done,
    named: { readonly address?: string; readonly user?: string } = {},
  ): void {
    const whose = client.user === undefined ? named : { user: client.user.name, ...named };
    this.#tell({ kind: 'refused', at: new Date(), command, reply, error, client: client.address, ...whose });
    done(asError(reply));
  }
}

function senderOf({ envelope }: SMTPServerSession): string {
  return envelope.mailFrom === false ? '' : envelope.mailFrom.address;
}

function asError({ code, text }: RelayReply): Error {
  return Object.assign(new Error(text), { responseCode: code });
}
