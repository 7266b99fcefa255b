import { randomBytes } from 'node:crypto';
import { type AddressInfo, createServer, type Server, type Socket } from 'node:net';
import { type Authority, createAuthority } from './certificates.js';
import { HostileSession, type Plot } from './hostile-session.js';
import { Random } from './random.js';
import type { AccountTransportOptions, Security } from './sandbox.js';

export interface HostileOptions {
  /** The same seed makes the same choices in the same turns. Default 1. */
  readonly seed?: number;
  /** Default starttls. */
  readonly security?: Security;
  /** The share of turns that break a rule, 0 to 1. Default: drawn for each connection, so that some come far. */
  readonly malice?: number;
  readonly user?: string;
  readonly password?: string;
  readonly accessToken?: string;
}

/** What happened on one connection, as the server saw it. */
export interface HostileRecord {
  /** Counted from 1. With the seed of the server it repeats the connection. */
  readonly connection: number;
  /** Octets that came before TLS was up, in the order in which they came; without TLS all of them. */
  readonly heardInClear: Buffer;
  /** Whatever wanted a reply, with the code that it got by count (RFC 2920 3.1); undefined where none came. */
  readonly exchanges: readonly { readonly said: string; readonly code: number | undefined }[];
  /** Messages whose end was seen, and whether the reply to it was 2yz. */
  readonly messages: readonly { readonly octets: Buffer; readonly taken: boolean }[];
  /** Which rules were broken, in order. */
  readonly misdeeds: readonly string[];
}

/** A server that answers at random. */
export interface Hostile extends AsyncDisposable {
  readonly host: '127.0.0.1';
  readonly port: number;
  readonly security: Security;
  /** To be spread into the options of an adapter. */
  readonly transportOptions: AccountTransportOptions;
  readonly accessToken: string;
  readonly connections: readonly HostileRecord[];
  /** Connections that are open. */
  readonly open: number;
  /** Forgets what is on record; the count of connections goes on. */
  clear(): void;
  /** Cuts all connections and frees the port. */
  close(): Promise<void>;
}

const HOST = '127.0.0.1';

/**
 * Starts a server that picks any legal or illegal reply at random in every turn: wrong codes, replies that are none,
 * too many, too early or without end, silence, closes, resets, TLS that breaks off, challenges without sense. What it
 * knows to be true stands in its records, for a client's word to be held against.
 */
export async function hostile(options: HostileOptions = {}): Promise<Hostile> {
  const server = new HostileServer(options, await createAuthority('hostile.example'));
  await server.listen();
  return server;
}

class HostileServer implements Hostile {
  readonly host = HOST;
  port = 0;
  readonly security: Security;
  readonly accessToken: string;
  readonly #options: HostileOptions;
  readonly #authority: Authority;
  readonly #password: string;
  readonly #server: Server;
  readonly #sockets = new Set<Socket>();
  #sessions: HostileSession[] = [];
  #count = 0;

  constructor(options: HostileOptions, authority: Authority) {
    this.#options = options;
    this.#authority = authority;
    this.security = options.security ?? 'starttls';
    this.#password = options.password ?? randomBytes(12).toString('base64url');
    this.accessToken = options.accessToken ?? randomBytes(48).toString('base64url');
    this.#server = createServer((socket) => this.#serve(socket));
  }

  get transportOptions(): AccountTransportOptions {
    return {
      host: HOST,
      port: this.port,
      user: this.#options.user ?? 'someone@example.com',
      password: this.#password,
      security: this.security === 'none' ? 'none-on-loopback' : this.security,
      tls: { ca: this.#authority.ca },
    };
  }

  get connections(): readonly HostileRecord[] {
    return this.#sessions.map((session) => session.record);
  }

  get open(): number {
    return this.#sockets.size;
  }

  clear(): void {
    this.#sessions = [];
  }

  listen(): Promise<void> {
    return new Promise((resolve, reject) => {
      this.#server.once('error', reject).listen(0, HOST, () => {
        this.port = (this.#server.address() as AddressInfo).port;
        resolve();
      });
    });
  }

  async close(): Promise<void> {
    for (const socket of this.#sockets) socket.destroy();
    if (this.#server.listening) await new Promise((resolve) => this.#server.close(resolve));
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.close();
  }

  #serve(socket: Socket): void {
    this.#sockets.add(socket);
    socket.once('close', () => this.#sockets.delete(socket)).on('error', () => {});
    const connection = ++this.#count;
    const random = new Random(Math.imul(this.#options.seed ?? 1, 0x9e3779b1) ^ connection);
    const plot: Plot = {
      connection,
      random,
      malice: this.#options.malice ?? random.pick([0, 0, 0.02, 0.02, 0.05, 0.05, 0.1, 0.1, 0.3, 1]),
      security: this.security,
      authority: this.#authority,
    };
    const session = new HostileSession(socket, plot);
    this.#sessions.push(session);
    void session.run();
  }
}
