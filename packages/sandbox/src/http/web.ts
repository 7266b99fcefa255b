import { setTimeout as wait } from 'node:timers/promises';
import { inspect } from 'node:util';
import { type Authority, createAppCertificate, createAuthority, type Identity } from '../certificates.js';
import { unknownWord } from '../faults.js';
import { Inbox } from '../inbox.js';
import { checkSwitches } from '../switches.js';
import { type Clock, createClock } from './clock.js';
import { createGoogleClient, createMicrosoftApps, Directory, type WebAccount, type WebProvider } from './directory.js';
import { Door } from './door.js';
import { createFetchHere } from './fetch-here.js';
import { Grants } from './grants.js';
import { type WebMail, webMail } from './mail.js';
import { Mint } from './mint.js';
import { type WebHost, type WebService, webHosts } from './places.js';
import { type RefusalArguments, Refusals } from './refusals.js';
import { createServices } from './services.js';
import { Tokens } from './tokens.js';
import { type WebFaultArguments, type WebFaultName, WebFaults } from './web-faults.js';
import type {
  MintedTokens,
  MintOptions,
  ServiceAccountKey,
  WebEvent,
  WebGrant,
  WebOptions,
  WebSandbox,
  Whose,
} from './web-sandbox.js';
import { type WebSwitches, webDefaults, webSwitches } from './web-switches.js';
import type { WebRequest, World } from './world.js';

const HOSTS = Object.keys(webHosts) as [WebHost, ...WebHost[]];
const PEOPLE = {
  microsoft: ['someone@contoso.com', 'someone@outlook.com'],
  google: ['someone@gmail.com', 'someone@contoso.com'],
} as const;

/** Starts the token endpoints and HTTP APIs of Microsoft and Google; resolves when they listen. */
export async function web(options: WebOptions = {}): Promise<WebSandbox> {
  const { port = 0, accounts, apps, ...switches } = options;
  const directory = new Directory();
  for (const provider of ['microsoft', 'google'] as const) {
    for (const user of accounts?.[provider] ?? PEOPLE[provider]) directory.add(provider, user);
  }
  directory.apps.push(...createMicrosoftApps(), ...(apps?.microsoft ?? []));
  directory.clients.push(createGoogleClient(), ...(apps?.google ?? []));
  const box = new Web(await createAuthority(...HOSTS), directory, switches);
  await box.listen(port);
  return box;
}

/** What the SMTP servers of this package ask of a web: who vouches for them, who is who, which tokens are good. */
export interface WebInside {
  readonly authority: Authority;
  readonly directory: Directory;
  readonly tokens: Tokens;
}

const insides = new WeakMap<WebSandbox, WebInside>();

/** Throws a TypeError for what `sandbox.web` did not give. */
export function insideOf(box: WebSandbox): WebInside {
  const inside = insides.get(box);
  if (inside === undefined) throw new TypeError('web is what sandbox.web() resolves with');
  return inside;
}

class Web implements WebSandbox {
  readonly host = '127.0.0.1';
  readonly ca: string;
  readonly clock: Clock = createClock();
  readonly switches: WebSwitches = { ...webDefaults };
  readonly requests: WebRequest[] = [];
  readonly fetch: typeof fetch;
  readonly #directory: Directory;
  readonly #inbox = new Inbox<WebMail>();
  readonly #grants = new Grants(this.clock);
  readonly #tokens: Tokens;
  readonly #refusals = new Refusals();
  readonly #faults = new WebFaults();
  readonly #mint: Mint;
  readonly #door: Door;
  readonly #watchers = new Set<(event: WebEvent) => void>();
  readonly #closing = new AbortController();

  constructor(authority: Authority, directory: Directory, switches: Partial<WebSwitches>) {
    this.ca = authority.ca;
    this.fetch = createFetchHere(() => this.port, authority.ca);
    this.set(switches);
    this.#directory = directory;
    this.#tokens = new Tokens(this.clock, directory, this.switches);
    this.#mint = new Mint(directory, this.#grants, this.#tokens);
    this.#door = new Door(authority, this.#faults, createServices(this.#world()));
    insides.set(this, { authority, directory, tokens: this.#tokens });
  }

  get port(): number {
    return this.#door.port;
  }
  get url(): string {
    return `https://${this.host}:${this.port}`;
  }
  get urls(): Readonly<Record<WebHost, string>> {
    return Object.fromEntries(HOSTS.map((host) => [host, `${this.url}/${host}`])) as Record<WebHost, string>;
  }
  get accounts(): readonly WebAccount[] {
    return this.#directory.accounts;
  }
  get microsoft(): WebSandbox['microsoft'] {
    const [app, daemon] = this.#directory.apps;
    const { clientId, clientSecret = '' } = daemon!;
    return { tenantId: this.#directory.tenantId, clientId: app!.clientId, daemon: { clientId, clientSecret } };
  }
  get google(): WebSandbox['google'] {
    const { clientId, clientSecret } = this.#directory.clients[0]!;
    return { clientId, clientSecret };
  }
  get inbox(): readonly WebMail[] {
    return this.#inbox.mails;
  }
  get grants(): readonly WebGrant[] {
    return this.#mint.grants();
  }

  here(address: string): string {
    const { host, pathname, search, hash } = new URL(address);
    if (!Object.hasOwn(webHosts, host)) throw new TypeError(unknownWord('host', host, HOSTS));
    return `${this.url}/${host}${pathname}${search}${hash}`;
  }

  async createCertificate(): Promise<Identity> {
    const identity = await createAppCertificate('Sandbox daemon');
    const { apps } = this.#directory;
    apps[1] = { ...apps[1]!, certificates: [...(apps[1]!.certificates ?? []), identity.cert] };
    return identity;
  }

  createServiceAccount(scopes: readonly string[]): ServiceAccountKey {
    return this.#mint.serviceAccount(scopes, this.urls);
  }

  nextMail(options: { readonly signal?: AbortSignal } = {}): Promise<WebMail> {
    return this.#inbox.next(options.signal);
  }

  watch(watcher: (event: WebEvent) => void): () => void {
    this.#watchers.add(watcher);
    return () => this.#watchers.delete(watcher);
  }

  set(switches: Partial<WebSwitches>): void {
    Object.assign(this.switches, checkSwitches(webSwitches, switches));
  }

  fault(name: WebFaultName | null, args?: WebFaultArguments): void {
    this.#faults.set(name, args);
  }

  refuse(service: WebService | null, error?: string, args?: RefusalArguments): void {
    if (service === null) this.#refusals.clear();
    else this.#refusals.set(service, String(error), args);
  }

  approve(userCode: string, user?: string): boolean {
    return this.#answer(userCode, 'approved', user);
  }

  decline(userCode: string): boolean {
    return this.#answer(userCode, 'denied');
  }

  mint(options: MintOptions): MintedTokens {
    return this.#mint.mint(options);
  }

  revoke(whose: Whose = {}): void {
    for (const grant of this.#grants.all) if (isOf(grant, whose)) this.#grants.revoke(grant);
    // Microsoft's tokens are good without asking, up to their time.
    this.#tokens.expire((token) => token.provider === 'google' && isOf(token, whose));
  }

  expire(kind: 'access' | 'refresh', whose: Whose = {}): void {
    if (kind === 'access') return this.#tokens.expire((token) => isOf(token, whose));
    const now = this.clock.now();
    for (const handle of this.#grants.refreshTokens.all()) if (isOf(handle.value, whose)) handle.expiresAt = now;
  }

  clear(): void {
    this.#inbox.clear();
    this.requests.length = 0;
  }

  listen(port: number): Promise<void> {
    return this.#door.listen(port);
  }

  async close(): Promise<void> {
    this.#closing.abort();
    await this.#door.close();
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.close();
  }

  /** Without the credentials. */
  [inspect.custom](): string {
    return `WebSandbox on ${this.url}, ${this.requests.length} requests, ${this.inbox.length} mails`;
  }

  #answer(userCode: string, state: 'approved' | 'denied', user?: string): boolean {
    const request = this.#grants.deviceOf(userCode);
    if (request?.state !== 'pending') return false;
    request.user = user ?? this.#directory.signIns(request.provider, request.tenant)[0]?.user;
    request.state = state;
    return true;
  }

  #world(): World {
    return {
      clock: this.clock,
      switches: this.switches,
      directory: this.#directory,
      grants: this.#grants,
      tokens: this.#tokens,
      refusals: this.#refusals,
      faults: this.#faults,
      here: (address) => this.here(address),
      record: (request) => {
        const entry = { ...request, number: this.requests.length + 1, time: new Date(this.clock.now()) };
        this.requests.push(entry);
        return entry;
      },
      answered: (request) => this.#tell({ kind: 'request', request }),
      take: (taken) => {
        const mail = webMail(taken, this.clock.now());
        this.#inbox.put(mail);
        this.#tell({ kind: 'mail', mail });
      },
      pause: (milliseconds) => wait(milliseconds, undefined, { signal: this.#closing.signal, ref: false }),
      reset: (socket) => this.#door.reset(socket),
    };
  }

  #tell(event: WebEvent): void {
    for (const watcher of this.#watchers) {
      try {
        watcher(event);
      } catch {
        // A watcher is no part of what it watches and must not end it.
      }
    }
  }
}

function isOf({ provider, user }: { readonly provider: WebProvider; readonly user?: string }, whose: Whose): boolean {
  const theirs = whose.user === undefined || whose.user.toLowerCase() === user?.toLowerCase();
  return theirs && (whose.provider === undefined || whose.provider === provider);
}
