import { type AddressInfo, createServer, type Server, type Socket } from 'node:net';
import { setTimeout as wait } from 'node:timers/promises';
import { inspect } from 'node:util';
import { type Authority, createAuthority, type Identity } from './certificates.js';
import { type ConversationLine, type Counters, Recorder } from './conversation.js';
import type { Dialect } from './dialect.js';
import { type FaultArguments, type FaultName, Faults } from './faults.js';
import type { House } from './house.js';
import { judgeMinted } from './http/judge-minted.js';
import { insideOf } from './http/web.js';
import { Inbox, type ReceivedMail, received } from './inbox.js';
import { type ReplyRule, Rules } from './rules.js';
import type { AccountTransportOptions, ProviderOptions, Sandbox, SandboxEvent, Security } from './sandbox.js';
import type { Account } from './sasl.js';
import { Session } from './session.js';
import { checkSwitches } from './switches.js';
import { Gone, Wire } from './wire.js';

/** How a provider's sandbox is started. */
export interface Setup<Switches extends object> {
  readonly dialect: Dialect<Switches>;
  readonly security: Security;
  readonly accounts: readonly Account[];
  /** For `transportOptions`. */
  readonly login: 'password' | 'token' | 'external' | 'none';
  /** Say `security` in `transportOptions`. */
  readonly tellSecurity: boolean;
  /** Which of its services the adapter has to use, where it has several. */
  readonly service?: 'workspace-relay';
  readonly switches: Partial<Switches>;
  readonly rules?: readonly ReplyRule[];
  /** The token is good where it is the account's own; what the switches say of it is asked too. */
  readonly tokenIsGood?: (switches: Switches) => boolean;
  readonly options: ProviderOptions;
}

const HOST = '127.0.0.1';

/** Starts a server; resolves when it listens. */
export async function start<Switches extends object>(
  setup: Setup<Switches>,
): Promise<Sandbox<Switches, AccountTransportOptions>> {
  const { host, bearer } = setup.dialect;
  const inside = setup.options.web && insideOf(setup.options.web);
  if (bearer !== undefined) for (const { user } of setup.accounts) inside?.directory.prefer(bearer.provider, user);
  const authority = inside?.authority.for(host) ?? (await createAuthority(host));
  const login = setup.login === 'external' ? await authority.client(setup.accounts[0]!.user) : undefined;
  const box = new Box(setup, authority, login);
  await box.listen(setup.options.port ?? 0);
  return box;
}

class Box<Switches extends object> implements Sandbox<Switches, AccountTransportOptions> {
  readonly host = HOST;
  port = 0;
  readonly #setup: Setup<Switches>;
  readonly #authority: Authority;
  readonly #certificate: Identity | undefined;
  readonly #switches: Switches;
  readonly #faults = new Faults();
  readonly #rules = new Rules();
  readonly #inbox = new Inbox<ReceivedMail>();
  readonly #recorder: Recorder;
  readonly #server: Server;
  readonly #sockets = new Set<Socket>();
  readonly #sessions = new Map<string, Set<Session>>();
  readonly #minutes = new Map<string, { until: number; count: number }>();
  readonly #watchers = new Set<(event: SandboxEvent) => void>();
  readonly #closing = new AbortController();
  readonly #house: House;
  #connections = 0;

  constructor(setup: Setup<Switches>, authority: Authority, certificate: Identity | undefined) {
    this.#setup = setup;
    this.#authority = authority;
    this.#certificate = certificate;
    this.#switches = { ...setup.dialect.defaults };
    this.set(setup.switches);
    this.#rules.set(setup.rules ?? []);
    for (const fault of [setup.options.fault ?? []].flat()) {
      if (typeof fault === 'string') this.#faults.set(fault);
      else this.#faults.set(fault.name, fault);
    }
    this.#recorder = new Recorder((line) => this.#tell({ kind: 'line', line }));
    for (const { password, accessToken } of setup.accounts) {
      this.#recorder.secrets.add(password);
      this.#recorder.secrets.add(accessToken);
    }
    this.#house = this.#makeHouse();
    this.#server = createServer((socket) => this.#serve(socket));
  }

  get provider(): string {
    return this.#setup.dialect.provider;
  }
  get security(): Security {
    return this.#setup.security;
  }
  get ca(): string {
    return this.#authority.ca;
  }
  get user(): string {
    return this.#setup.accounts[0]?.user ?? '';
  }
  get password(): string {
    return this.#setup.accounts[0]?.password ?? '';
  }
  get accessToken(): string {
    return this.#setup.accounts[0]?.accessToken ?? '';
  }
  get inbox(): readonly ReceivedMail[] {
    return this.#inbox.mails;
  }
  get conversation(): readonly ConversationLine[] {
    return this.#recorder.lines;
  }
  get counters(): Readonly<Counters> {
    return this.#recorder.counters;
  }
  get switches(): Readonly<Switches> {
    return this.#switches;
  }

  get transportOptions(): AccountTransportOptions {
    const { login, tellSecurity, security, service } = this.#setup;
    const { user, password, accessToken } = this;
    const options: AccountTransportOptions = {
      host: this.host,
      port: this.port,
      user,
      ...(login === 'password' ? { password } : {}),
      ...(login === 'token' ? { auth: () => accessToken } : {}),
      ...(login === 'external' ? { login } : {}),
      ...(tellSecurity ? { security: security === 'none' ? 'none-on-loopback' : security } : {}),
      ...(service ? { service } : {}),
      tls: { ca: this.ca, ...this.#certificate },
    };
    // Only the scriptable server can do without a login, and its type says so.
    if (login === 'none') delete (options as { user?: string }).user;
    return options;
  }

  set(switches: Partial<Switches>): void {
    Object.assign(this.#switches, checkSwitches(this.#setup.dialect.switches, switches));
  }

  fault(name: FaultName | null, args?: FaultArguments): void {
    this.#faults.set(name, args);
  }

  reply(...rules: readonly ReplyRule[]): void {
    this.#rules.set(rules);
  }

  nextMail(options: { readonly signal?: AbortSignal } = {}): Promise<ReceivedMail> {
    return this.#inbox.next(options.signal);
  }

  watch(watcher: (event: SandboxEvent) => void): () => void {
    this.#watchers.add(watcher);
    return () => this.#watchers.delete(watcher);
  }

  clear(): void {
    this.#inbox.clear();
    this.#recorder.clear();
  }

  listen(port: number): Promise<void> {
    return new Promise((resolve, reject) => {
      this.#server.once('error', (error: NodeJS.ErrnoException) => {
        reject(error.code === 'EADDRINUSE' ? new Error(`port ${port} of ${HOST} is taken`, { cause: error }) : error);
      });
      this.#server.listen(port, HOST, () => {
        this.port = (this.#server.address() as AddressInfo).port;
        resolve();
      });
    });
  }

  async close(): Promise<void> {
    this.#closing.abort();
    for (const socket of this.#sockets) socket.destroy();
    if (this.#server.listening) await new Promise((resolve) => this.#server.close(resolve));
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.close();
  }

  /** Without the credentials. */
  [inspect.custom](): string {
    return `Sandbox ${this.provider} on ${this.host}:${this.port}, ${this.security}, ${this.inbox.length} mails`;
  }

  #serve(socket: Socket): void {
    this.#sockets.add(socket);
    socket.once('close', () => this.#sockets.delete(socket));
    // Ends are seen by the session; nobody else has to know.
    socket.on('error', () => {});
    this.#connections += 1;
    void new Session(this.#connections, new Wire(socket), this.#house).run();
  }

  #makeHouse(): House {
    const { dialect, security, accounts, tokenIsGood, options } = this.#setup;
    const account = (user: string): Account | undefined =>
      accounts.find((one) => one.user.toLowerCase() === user.toLowerCase());
    return {
      // Each judge is asked with the switches of its own dialect and no others.
      dialect: dialect as unknown as House['dialect'],
      switches: this.#switches as House['switches'],
      security,
      faults: this.#faults,
      rules: this.#rules,
      recorder: this.#recorder,
      authority: this.#authority,
      account,
      judgeToken: (user, token) => {
        if (!(tokenIsGood?.(this.#switches) ?? true)) return 'bad';
        if (token !== '' && account(user)?.accessToken === token) return 'good';
        return options.web === undefined ? 'bad' : judgeMinted(options.web, dialect.bearer, user, token);
      },
      sessionsOf: (user) => entryOf(this.#sessions, user.toLowerCase(), () => new Set()),
      delay: (user, messagesPerMinute, minute) => this.#delay(user.toLowerCase(), messagesPerMinute, minute),
      pause: (milliseconds) =>
        wait(milliseconds, undefined, { signal: this.#closing.signal, ref: false }).catch(() => {
          throw new Gone('the server closes');
        }),
      take: (mail) => {
        this.#recorder.counters.messages += 1;
        const kept = received(mail, () => this.#recorder.lines);
        this.#inbox.put(kept);
        this.#tell({ kind: 'mail', mail: kept });
      },
    };
  }

  #delay(user: string, messagesPerMinute: number, minute: number): number {
    const now = Date.now();
    const window = entryOf(this.#minutes, user, () => ({ until: 0, count: 0 }));
    if (window.until <= now) Object.assign(window, { until: now + minute, count: 0 });
    if (window.count >= messagesPerMinute) return window.until - now;
    window.count += 1;
    return 0;
  }

  #tell(event: SandboxEvent): void {
    for (const watcher of this.#watchers) {
      try {
        watcher(event);
      } catch {
        // A watcher is no part of the conversation and must not end it.
      }
    }
  }
}

function entryOf<Key, Value>(map: Map<Key, Value>, key: Key, make: () => Value): Value {
  const known = map.get(key) ?? make();
  map.set(key, known);
  return known;
}
