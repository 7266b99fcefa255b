import { once } from 'node:events';
import type { AddressInfo, Socket } from 'node:net';
import { type MailError, misuse } from '@ehlo/core';
import { SMTPServer, type SMTPServerAddress, type SMTPServerSession } from 'smtp-server';
import { answerAtRcpt, answerWith, replyOf } from './answer.js';
import { refusal } from './causes.js';
import { Client } from './client.js';
import type { RelayEvent, RelayReply } from './event.js';
import { Logins } from './logins.js';
import type { Mails } from './mails.js';
import type { Refusals } from './refusals.js';
import { AllowedSenders } from './senders.js';
import type { Settings } from './settings.js';

type Done = (error?: Error | null) => void;
type Connection = SMTPServer['connections'] extends Set<infer One> ? One : never;

/** Parameters of MAIL that are understood (RFC 1870, RFC 6152, RFC 6531; AUTH of RFC 4954 5 is taken and not passed on). */
const MAIL_PARAMETERS = ['SIZE', 'BODY', 'SMTPUTF8', 'AUTH'];
/** An octet of an AUTH line is three quarters of one of a password; a command has no need of more either. */
const LONGEST_LINE = 4_096;

/** The server's side of SMTP: who may connect, log in, and name which senders and recipients. */
export class Listener {
  readonly #settings: Settings;
  readonly #mails: Mails;
  readonly #refusals: Refusals;
  readonly #tell: (event: RelayEvent) => void;
  readonly #server: SMTPServer;
  readonly #logins: Logins;
  readonly #allowed = new Map<string | undefined, AllowedSenders>();
  readonly #clients = new Map<SMTPServerSession, Client>();
  /** Of sockets whose TLS handshake has not come to its end, by the address and port of the peer. */
  readonly #handshakes = new Map<string, NodeJS.Timeout>();

  constructor(settings: Settings, mails: Mails, refusals: Refusals, tell: (event: RelayEvent) => void) {
    this.#settings = settings;
    this.#mails = mails;
    this.#refusals = refusals;
    this.#tell = tell;
    this.#logins = new Logins(settings.users);
    this.#allowed.set(undefined, new AllowedSenders(settings.from));
    for (const { name, from } of settings.users) this.#allowed.set(name, new AllowedSenders(from ?? settings.from));
    this.#server = this.#create();
  }

  /** Rejects with a MailError that names host or port where it cannot be listened there. */
  async listen(): Promise<AddressInfo> {
    const { host, port } = this.#settings;
    const { server } = this.#server;
    this.#server.listen(port, host);
    try {
      await once(server, 'listening');
    } catch (error) {
      const code = (error as NodeJS.ErrnoException).code ?? 'unknown';
      const field = code === 'EADDRINUSE' || code === 'EACCES' ? 'port' : 'host';
      throw misuse('CONFIG_VALUE_INVALID', field, `cannot be listened on: ${code} for ${host} port ${port}`);
    }
    return server.address() as AddressInfo;
  }

  /** Listens no longer, and sends those home who have no message here. Resolves when all are gone. */
  stop(): { readonly gone: Promise<void> } {
    // Behind this, whatever a client says is answered with 421.
    this.#server.options.closeTimeout = 2_147_483_647;
    const gone = new Promise<void>((resolve) => this.#server.close(() => resolve()));
    for (const connection of [...this.#server.connections])
      if (this.#clients.get(connection.session)?.isBusy !== true) this.#sendHome(connection);
    return { gone };
  }

  /** Sends everybody home. */
  dismiss(): void {
    for (const connection of [...this.#server.connections]) this.#sendHome(connection);
  }

  #create(): SMTPServer {
    const { name, tls, users, isLoopback, maxSize, maxConnections, timeouts } = this.#settings;
    const server = new SMTPServer({
      name,
      banner: 'Ehlo relay',
      logger: false,
      disableReverseLookup: true,
      ...(tls === undefined ? {} : { cert: tls.cert, key: tls.key, minVersion: tls.minVersion ?? 'TLSv1.2' }),
      secure: tls?.implicit === true,
      authMethods: ['PLAIN', 'LOGIN'],
      authRequiredMessage: loginNeeded().text,
      allowInsecureAuth: isLoopback,
      disabledCommands: this.#disabled(true),
      size: maxSize,
      maxClients: maxConnections,
      maxCommandLength: LONGEST_LINE,
      // Theirs is put off by every octet; `Client.expect` is not.
      socketTimeout: Math.max(timeouts.login, timeouts.idle, timeouts.message) + 60_000,
      maxAllowedUnauthenticatedCommands: users.length === 0 ? false : 20,
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
    if (tls?.implicit) server.server.on('connection', (socket: Socket) => this.#awaitHandshake(socket));
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
    const peer = peerOf(session);
    clearTimeout(this.#handshakes.get(peer));
    this.#handshakes.delete(peer);
    this.#clients.set(session, client);
    session.disabledCommands = this.#disabled(session.secure || isLoopback);
    const own = [...this.#clients.values()].filter(({ address }) => address === client.address).length;
    if (own > maxConnectionsPerAddress)
      return this.#refuse(client, 'CONNECT', refusal('RELAY_TOO_MANY_CONNECTIONS', 'greeting'), [421, '4.7.0'], done);
    client.expect(timeouts.login);
    this.#tell({ kind: 'connected', at: new Date(), client: client.address, tls: session.secure });
    done();
  }

  async #onAuth(
    auth: { readonly username?: string; readonly password?: string | null; readonly authzid?: string },
    session: SMTPServerSession,
    done: (error: Error | null, response?: { user: unknown }) => void,
  ): Promise<void> {
    const client = this.#clients.get(session) as Client;
    const { username = '', password, authzid } = auth;
    // RFC 4616 2: to act as another is a right that nobody has here.
    const another = authzid !== undefined && authzid !== '' && authzid !== username;
    const user = another ? 'wrong' : await this.#logins.check(username, password ?? '', client.address);
    if (typeof user !== 'string') {
      client.expect(this.#settings.timeouts.idle);
      this.#tell({ kind: 'login', at: new Date(), client: client.address, user: user.name });
      return done(null, { user });
    }
    const [error, code] =
      user === 'paused'
        ? [refusal('RELAY_LOGIN_PAUSED', 'auth'), [454, '4.7.0'] as const]
        : [refusal('RELAY_LOGIN_REFUSED', 'auth'), [535, '5.7.8'] as const];
    // A name that nobody has may be a password in the wrong field.
    const known = this.#logins.knows(username) ? username : undefined;
    this.#refuse(client, 'AUTH', error, code, (refused) => done(refused as Error), { user: known });
  }

  #onMailFrom({ address, args }: SMTPServerAddress, session: SMTPServerSession, done: Done): void {
    const client = this.#clients.get(session) as Client;
    const no = (error: MailError, code: readonly [number, string]) =>
      this.#refuse(client, 'MAIL', error, code, done, { address });
    // smtp-server asks for a login where it offers AUTH, and beyond loopback it does so over TLS only.
    if (this.#settings.users.length > 0 && client.user === undefined)
      return no(refusal('RELAY_LOGIN_NEEDED', 'envelope'), [530, '5.7.0']);
    const parameter = notOffered(address, Object.keys(args || {}), MAIL_PARAMETERS, session);
    if (parameter !== undefined) return no(...parameter);
    if (!this.#allowedTo(client).allows(address)) {
      const detail = `MAIL FROM:<${address}>`;
      return no(refusal('RELAY_SENDER_NOT_ALLOWED', 'envelope', { detail }), [550, '5.7.1']);
    }
    client.expect(this.#settings.timeouts.idle);
    done();
  }

  #onRcptTo({ address, args }: SMTPServerAddress, session: SMTPServerSession, done: Done): void {
    const client = this.#clients.get(session) as Client;
    const { envelope } = session;
    const from = senderOf(session);
    const parameter = notOffered(address, Object.keys(args || {}), [], session);
    if (parameter !== undefined) return this.#refuse(client, 'RCPT', ...parameter, done, { address });
    const refused = this.#refusals.find(from, address);
    if (refused !== undefined) {
      const { reply, error } = answerAtRcpt(refused);
      return this.#say(client, 'RCPT', reply, error as MailError, done, { address });
    }
    const { maxRecipients, timeouts } = this.#settings;
    if (envelope.rcptTo.length >= maxRecipients && !envelope.rcptTo.some((each) => each.address === address)) {
      const detail = `the relay takes ${maxRecipients}`;
      const error = misuse('TOO_MANY_RECIPIENTS', 'to', detail);
      return this.#refuse(client, 'RCPT', error, [452, '4.5.3'], done, { address });
    }
    client.expect(timeouts.idle);
    done();
  }

  async #onData(
    octets: AsyncIterable<Buffer>,
    session: SMTPServerSession,
    done: (error?: Error | null, message?: string) => void,
  ): Promise<void> {
    const client = this.#clients.get(session) as Client;
    const { timeouts } = this.#settings;
    client.isBusy = true;
    client.expect(timeouts.message);
    const mail = await this.#mails.take({
      client,
      octets,
      from: senderOf(session),
      to: session.envelope.rcptTo.map(({ address }) => address),
      allowed: this.#allowedTo(client),
      onReceived: () => {
        client.expectNothing();
        this.#watchForEnd(session);
      },
      answer: ({ code, text }) => {
        client.isBusy = false;
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
    const error = refusal('RELAY_TOO_SLOW', client.user === undefined ? 'hello' : 'envelope');
    const { reply } = answerWith(error, 421, '4.4.2');
    for (const connection of this.#connectionsOf(client.session)) connection.send(reply.code, reply.text);
    this.#tell({ kind: 'refused', at: new Date(), command: 'CONNECT', reply, error, client: client.address });
  }

  #awaitHandshake(socket: Socket): void {
    const peer = peerOf(socket as { remoteAddress: string; remotePort: number });
    const timer = setTimeout(() => socket.destroy(), this.#settings.timeouts.login).unref();
    this.#handshakes.set(peer, timer);
    socket.once('close', () => {
      clearTimeout(timer);
      this.#handshakes.delete(peer);
    });
  }

  /**
   * While a message is with the transport, the parser takes no octets and the socket is not read, so that nobody would
   * see that the client has gone. One more read sees it; of what it reads instead, the parser holds one piece and no more.
   */
  #watchForEnd(session: SMTPServerSession): void {
    for (const { _socket } of this.#connectionsOf(session)) _socket.resume();
  }

  #connectionsOf(session: SMTPServerSession): Connection[] {
    return [...this.#server.connections].filter((connection) => connection.session === session);
  }

  #sendHome(connection: Connection): void {
    const { code, text } = answerWith(refusal('RELAY_STOPPING', 'ready'), 421, '4.3.2').reply;
    connection.send(code, text);
  }

  get #isStopping(): boolean {
    return !this.#server.server.listening;
  }

  #allowedTo({ user }: Client): AllowedSenders {
    return this.#allowed.get(user?.name) as AllowedSenders;
  }

  #refuse(
    client: Client,
    command: 'CONNECT' | 'AUTH' | 'MAIL' | 'RCPT',
    error: MailError,
    [code, enhanced]: readonly [number, string],
    done: Done,
    named: { readonly address?: string; readonly user?: string } = {},
  ): void {
    this.#say(client, command, answerWith(error, code, enhanced).reply, error, done, named);
  }

  #say(
    client: Client,
    command: 'CONNECT' | 'AUTH' | 'MAIL' | 'RCPT',
    reply: RelayReply,
    error: MailError,
    done: Done,
    named: { readonly address?: string; readonly user?: string } = {},
  ): void {
    const user = named.user ?? client.user?.name;
    const { address } = named;
    this.#tell({
      ...({ kind: 'refused', at: new Date(), command, reply, error, client: client.address } as const),
      ...{ ...(user === undefined ? {} : { user }), ...(address === undefined ? {} : { address }) },
    });
    done(asError(reply));
  }
}

function senderOf({ envelope }: SMTPServerSession): string {
  return envelope.mailFrom === false ? '' : envelope.mailFrom.address;
}

/** Why a parameter, or an address beyond ASCII, cannot be taken (RFC 5321 4.1.1.11, RFC 6531 3.4). */
function notOffered(
  address: string,
  given: readonly string[],
  known: readonly string[],
  { envelope }: SMTPServerSession,
): [MailError, readonly [number, string]] | undefined {
  const strange = given.find((keyword) => !known.includes(keyword));
  const error = (detail: string) => refusal('RELAY_PARAMETER_NOT_OFFERED', 'envelope', { detail });
  if (strange !== undefined) return [error(strange), [555, '5.5.4']];
  // Domains are shown as U-labels by smtp-server, and go out as A-labels: they need no SMTPUTF8.
  const local = address.slice(0, address.lastIndexOf('@'));
  if (/[^\0-\x7f]/.test(local) && envelope.smtpUtf8 !== true) return [error('SMTPUTF8'), [553, '5.6.7']];
  return undefined;
}

function loginNeeded(): RelayReply {
  const error = refusal('RELAY_LOGIN_NEEDED', 'envelope');
  return replyOf(530, '5.7.0', `${error.code}: ${error.message} ${error.fix}`);
}

function asError({ code, text }: RelayReply): Error {
  return Object.assign(new Error(text), { responseCode: code });
}

function peerOf({
  remoteAddress,
  remotePort,
}: {
  readonly remoteAddress: string;
  readonly remotePort: number;
}): string {
  return `${remoteAddress.replace(/^::ffff:/i, '')} ${remotePort}`;
}
