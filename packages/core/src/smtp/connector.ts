import { tokenFrom } from '../access-token.js';
import { isMailError, type MailError } from '../error.js';
import type { Login } from '../login.js';
import { misuse } from '../misuse.js';
import type { AccountOptions } from '../options.js';
import type { Profile } from '../profile.js';
import type { Settings } from '../settings.js';
import { type Observer, type Phase, Trace, type TraceEvent } from '../trace.js';
import { Connection } from './connection.js';
import { checkCertificates } from './dial.js';
import { phases } from './phases.js';
import { type Route, routes } from './plan.js';
import type { Credentials } from './sasl.js';
import type { Learned } from './transaction.js';

/** Makes connections of one account that have logged in, by the first route that leads to one. */
export class Connector {
  readonly #profile: Profile;
  readonly #options: AccountOptions;
  readonly #settings: Settings;
  readonly #routes: readonly Route[];
  /** The route that led to a connection; no other is looked for while it does. */
  #worked: Route | undefined;
  /** The token that the last login failed with, so that the source need not give it again. */
  #refused: string | undefined;
  readonly #learned: Learned = { nextBehindEnd: true };
  #made = 0;

  /** Throws a MailError where no endpoint matches the options. */
  constructor(profile: Profile, options: AccountOptions, settings: Settings) {
    const { host, port } = options;
    checkCertificates(options.tls ?? {});
    this.#profile = profile;
    this.#options = options;
    this.#settings = settings;
    this.#routes = routes(profile, {
      security: settings.policy.security,
      ...(host === undefined ? {} : { host }),
      ...(port === undefined ? {} : { port }),
    });
    if (this.#routes.length > 0) return;
    const field = host === undefined && profile.endpoints.length === 0 ? 'host' : 'security';
    throw misuse('CONFIG_VALUE_INVALID', field, `has no match among the endpoints of ${profile.name}`);
  }

  /**
   * Throws the MailError of the attempt that came furthest, with the conversation of all. A token that the server
   * refuses is told to its source; where that gives another one, the handshake is tried with it, once.
   */
  async connect(signal: AbortSignal | undefined, observers: readonly Observer[]): Promise<Connection> {
    const { login } = this.#settings;
    const credentials = await resolve(login, signal, this.#refused);
    this.#refused = undefined;
    const events: TraceEvent[] = [];
    try {
      return await this.#byRoutes(credentials, signal, observers, events);
    } catch (error) {
      if (!isMailError(error) || error.code !== 'XOAUTH2_TOKEN_REJECTED') throw error;
      const renewed = await renewal(login, signal, credentials.token, events);
      if (renewed.token === credentials.token) throw error;
      return await this.#byRoutes(renewed, signal, observers, events);
    }
  }

  /** `events`: the conversations that led to no connection. */
  async #byRoutes(
    credentials: Credentials,
    signal: AbortSignal | undefined,
    observers: readonly Observer[],
    events: TraceEvent[],
  ): Promise<Connection> {
    let failed: Attempt | undefined;
    for (const route of this.#worked === undefined ? this.#routes : [this.#worked]) {
      if (this.#worked === undefined && !isWorthTrying(route, failed)) continue;
      const connection = this.#connection(route, credentials, observers);
      try {
        await connection.open(signal);
        if (failed?.wrongMode) connection.warnings.push(otherMode(route, failed.error));
        this.#worked = route;
        return connection;
      } catch (error) {
        if (!isMailError(error)) throw error;
        events.push(...connection.recorder.events);
        if (failed === undefined || rank(error, route) > failed.rank)
          failed = { error, wrongMode: connection.wrongMode, rank: rank(error, route) };
      }
    }
    this.#worked = undefined;
    const { error } = failed as Attempt;
    if (error.phase === 'auth') this.#refused = credentials.token;
    error.trace = new Trace([...events]);
    throw error;
  }

  #connection(route: Route, credentials: Credentials, observers: readonly Observer[]): Connection {
    const { login, policy } = this.#settings;
    const { tls = {}, helloName } = this.#options;
    const name = helloName ?? this.#nameByRule();
    const number = ++this.#made;
    const account = { profile: this.#profile, policy, tls, login, credentials, learned: this.#learned };
    return new Connection({ ...account, number, route, helloName: name }, observers);
  }

  /** The name for EHLO that the provider's row asks for; without one the driver takes this host's. */
  #nameByRule(): string | undefined {
    return this.#profile.hello === undefined ? undefined : this.#options.user?.split('@')[1];
  }
}

interface Attempt {
  readonly error: MailError;
  readonly wrongMode: boolean;
  readonly rank: number;
}

function isWorthTrying(route: Route, failed: Attempt | undefined): boolean {
  switch (route.after) {
    case undefined:
      return true;
    case 'wrong mode':
      return failed?.wrongMode === true;
    case 'unreachable':
      return failed?.error.phase === 'connect' || failed?.error.phase === 'greeting';
    default:
      return route.after satisfies never;
  }
}

function otherMode({ port, tls }: Route, { code }: MailError): Connection['warnings'][number] {
  return {
    code,
    field: 'security',
    message: `port ${port} answered with '${tls}': set security to it, and the first attempt is saved`,
  };
}

/** How far an attempt came. Implicit TLS comes up before the greeting, STARTTLS after it. */
function rank({ phase }: MailError, { tls }: Route): number {
  const at = (wanted: Phase) => phases.findIndex((row) => row.phase === wanted);
  return phase === 'tls' && tls === 'implicit' ? at('greeting') - 0.5 : at(phase);
}

/** Credentials are resolved before the dialogue: it never waits for a token. */
async function resolve(
  login: Login,
  signal: AbortSignal | undefined,
  refused: string | undefined,
): Promise<Credentials> {
  switch (login.kind) {
    case 'none':
      return { user: '' };
    case 'external':
      return { user: login.user };
    case 'password':
      return withPreparation({ user: login.user, password: login.password });
    case 'token':
      return {
        user: login.user,
        token: await tokenFrom(login.source, { ...(signal && { signal }), ...(refused && { refused }) }),
      };
    default:
      return login satisfies never;
  }
}

/** The answer of the token's source to the news that its token was refused. */
async function renewal(
  login: Login,
  signal: AbortSignal | undefined,
  refused: string | undefined,
  events: readonly TraceEvent[],
): Promise<Credentials> {
  try {
    return await resolve(login, signal, refused);
  } catch (error) {
    if (isMailError(error)) error.trace ??= new Trace(events);
    throw error;
  }
}

/** Loads SASLprep for those whose name or password it can change. */
async function withPreparation(credentials: { user: string; password: string }): Promise<Credentials> {
  if (/^[ -~]*$/.test(credentials.user + credentials.password)) return credentials;
  const { default: saslprep } = await import('@mongodb-js/saslprep');
  return { ...credentials, prepare: (text) => saslprep(text, { allowUnassigned: true }) };
}
