import { type Composed, compose } from '../compose.js';
import { isMailError, type MailError } from '../error.js';
import type { Login, TokenSource } from '../login.js';
import type { Message } from '../message.js';
import { hasControl, misuse } from '../misuse.js';
import type { AccountOptions } from '../options.js';
import type { Profile } from '../profile.js';
import type { Receipt, Warning } from '../receipt.js';
import type { Reply } from '../reply.js';
import { checkSettings, type Settings } from '../settings.js';
import { type Observer, Trace, type TraceEvent } from '../trace.js';
import type { CallOptions, CheckReport, Transport } from '../transport.js';
import { canonical } from './body.js';
import { Connection } from './connection.js';
import { fit, refusedUnseen } from './fit.js';
import type { Run } from './flow.js';
import { onAbort } from './on-abort.js';
import { defaultTimeouts, phases } from './phases.js';
import { type Route, routes } from './plan.js';
import { type Job, Pool } from './pool.js';
import { logging, Recorder } from './recorder.js';
import type { Credentials } from './sasl.js';
import type { Fate } from './transaction.js';
import { failure } from './verdict.js';

/**
 * A transport for an account at a provider. Checks the options at once and throws a MailError that
 * names the field; dials when the first message or check asks for it. `noticed` are warnings of those
 * who made the options, to stand with its own.
 */
export function createSmtpTransport(
  profile: Profile,
  options: AccountOptions,
  noticed: readonly Warning[] = [],
): Transport {
  const settings = checkSettings(profile, options, defaultTimeouts);
  return new SmtpTransport(profile, options, { ...settings, warnings: [...noticed, ...settings.warnings] });
}

class SmtpTransport implements Transport {
  readonly id: string;
  readonly warnings: readonly Warning[];
  readonly #profile: Profile;
  readonly #options: AccountOptions;
  readonly #settings: Settings;
  readonly #routes: readonly Route[];
  readonly #pool: Pool;
  #numbers = 0;
  #closed: Promise<void> | undefined;
  /** The route that led to a connection; it is not looked for again while it does. */
  #worked: Route | undefined;
  readonly #observers: readonly Observer[];
  /** Those whose message waits for a connection, and who see its handshake. */
  readonly #watching = new Set<Observer>();

  constructor(profile: Profile, options: AccountOptions, settings: Settings) {
    this.id = `smtp:${profile.id}`;
    this.warnings = settings.warnings;
    this.#profile = profile;
    this.#options = options;
    this.#settings = settings;
    const { host, port } = options;
    this.#observers = [options.observe, options.logger === undefined ? undefined : logging(options.logger)].filter(
      (each) => each !== undefined,
    );
    this.#routes = routes(profile, {
      security: settings.policy.security,
      ...(host === undefined ? {} : { host }),
      ...(port === undefined ? {} : { port }),
    });
    if (this.#routes.length === 0) {
      const field = options.host === undefined && profile.endpoints.length === 0 ? 'host' : 'security';
      throw misuse('CONFIG_VALUE_INVALID', field, `has no match among the endpoints of ${profile.name}`);
    }
    this.#pool = new Pool({
      profile,
      connections: settings.connections,
      connect: (signal) => this.#connect(signal, [...this.#observers, (event) => this.#tellWatching(event)]),
    });
  }

  async send(message: Message, call: CallOptions = {}): Promise<Receipt> {
    this.#refuseClosed();
    call.signal?.throwIfAborted();
    const { allowUrlAttachments, allowFileAttachments, dkim } = this.#options;
    const composed = compose(message, {
      ...(allowUrlAttachments === undefined ? {} : { allowUrlAttachments }),
      ...(allowFileAttachments === undefined ? {} : { allowFileAttachments }),
      ...(dkim === undefined ? {} : { dkim }),
    });
    const body = composed.body instanceof Uint8Array ? canonical(composed.body) : composed.body;
    const receipt = await this.#deliver({ ...composed, body }, call);
    const { outcome, messageId } = receipt;
    const log = this.#options.logger;
    if (outcome === 'accepted') log?.info({ transport: this.id, outcome, messageId }, 'message accepted');
    else log?.warn({ transport: this.id, outcome, messageId, error: receipt.error.toJSON() }, receipt.error.message);
    return receipt;
  }

  async *sendMany(
    messages: Iterable<Message> | AsyncIterable<Message>,
    call: CallOptions = {},
  ): AsyncGenerator<Receipt & { readonly index: number }> {
    const underWay = new Map<number, Promise<Receipt & { readonly index: number }>>();
    const most = this.#settings.connections * 4;
    const next = async () => {
      const receipt = await Promise.race(underWay.values());
      underWay.delete(receipt.index);
      return receipt;
    };
    let index = 0;
    for await (const message of messages) {
      const at = index++;
      const receipt = this.send(message, call).then((each) => ({ ...each, index: at }));
      // A misuse is thrown where it is waited for, and is not an unhandled one until then.
      receipt.catch(() => undefined);
      underWay.set(at, receipt);
      if (underWay.size >= most) yield await next();
    }
    while (underWay.size > 0) yield await next();
  }

  async check(call: CallOptions = {}): Promise<CheckReport> {
    this.#refuseClosed();
    call.signal?.throwIfAborted();
    const observers = [...this.#observers, ...(call.observe === undefined ? [] : [call.observe])];
    try {
      const connection = await this.#connect(call.signal, observers);
      const { before, offer, mechanism } = connection.opened;
      const { host, port, tls } = connection.route;
      await connection.quit();
      return {
        ok: true,
        endpoint: { host, port, tls },
        after: offer,
        warnings: [...this.warnings, ...connection.warnings],
        trace: new Trace(connection.recorder.events),
        ...(before === undefined ? {} : { before }),
        ...(mechanism === undefined ? {} : { mechanism }),
      };
    } catch (error) {
      call.signal?.throwIfAborted();
      if (!isMailError(error)) throw error;
      return { ok: false, error, warnings: this.warnings, trace: error.trace ?? new Trace() };
    }
  }

  close(): Promise<void> {
    this.#closed ??= this.#pool.close();
    return this.#closed;
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.close();
  }

  #refuseClosed(): void {
    if (this.#closed !== undefined) throw failure('TRANSPORT_CLOSED', 'settings');
  }

  /** One message through the pool. Settles once, whatever happens. */
  #deliver(message: Composed, call: CallOptions): Promise<Receipt> {
    const startedAt = new Date();
    const receipt = (fate: Fate, trace: Trace, warnings: readonly Warning[] = []): Receipt =>
      asReceipt(fate, {
        transport: this.id,
        envelope: message.envelope,
        messageId: message.messageId,
        startedAt,
        warnings: [...this.warnings, ...warnings],
        trace,
      });
    const unseen = refusedUnseen(message, this.#profile);
    if (unseen !== undefined) return Promise.resolve(receipt(refusal(unseen), new Trace()));
    const { signal, observe } = call;
    return new Promise((resolve, reject) => {
      let run: Run<Fate> | undefined;
      let recorder: Recorder | undefined;
      let connection: Connection | undefined;
      let tries = 0;
      let forget = (): void => undefined;
      const settle = (act: () => void): void => {
        forget();
        if (observe !== undefined) this.#watching.delete(observe);
        act();
      };
      const abort = (): void => {
        if (run?.handedOver) {
          // Aborting does not unsend: nobody waits for the answer any more, and what becomes of the message is not known.
          connection?.abandon(run);
          const error = failure('REPLY_LOST', 'sent', { detail: 'the send was aborted before the answer came' });
          const trace = new Trace(connection?.handshake, recorder?.events);
          return settle(() => resolve(receipt({ outcome: 'unknown', error, refused: [] }, trace)));
        }
        if (run === undefined) this.#pool.remove(job);
        else connection?.abandon(run);
        settle(() => reject(signal?.reason));
      };
      const job: Job = {
        begin: async (given) => {
          if (observe !== undefined) this.#watching.delete(observe);
          connection = given;
          recorder = new Recorder(given.stamp, observe === undefined ? this.#observers : [...this.#observers, observe]);
          const trace = new Trace(given.handshake, recorder.events);
          try {
            const mail = fit(message, given.opened);
            if (isMailError(mail)) return settle(() => resolve(receipt(refusal(mail), trace)));
            run = given.transact(mail, recorder);
            const fate = await run.result;
            if (fate.broken) given.destroy(failure('CONNECTION_STALLED_OR_DROPPED', 'ready'));
            if (signal?.aborted) return;
            // A connection that had gone stale says nothing of the message: once more, on another one.
            if (fate.lost && tries++ === 0) {
              run = undefined;
              if (observe !== undefined) this.#watching.add(observe);
              return this.#pool.add(job);
            }
            settle(() => resolve(receipt(fate, trace, given.warnings)));
          } catch (error) {
            settle(() => reject(error));
          }
        },
        fail: (error) => settle(() => resolve(receipt(refusal(error), error.trace ?? new Trace()))),
      };
      forget = onAbort(signal, abort);
      if (observe !== undefined) this.#watching.add(observe);
      this.#pool.add(job);
    });
  }

  #tellWatching(event: TraceEvent): void {
    for (const observe of this.#watching) observe(event);
  }

  /** A connection that has logged in, by the first route that leads to one. */
  async #connect(signal: AbortSignal | undefined, observers: readonly Observer[]): Promise<Connection> {
    const { login, policy } = this.#settings;
    const credentials = await resolve(login, signal);
    const events: TraceEvent[] = [];
    let failed: { error: MailError; wrongMode: boolean } | undefined;
    for (const route of this.#worked === undefined ? this.#routes : [this.#worked]) {
      if (route.after === 'wrong mode' && !failed?.wrongMode) continue;
      if (route.after === 'unreachable' && !(failed?.error.phase === 'connect' || failed?.error.phase === 'greeting'))
        continue;
      const settings = {
        number: ++this.#numbers,
        route,
        profile: this.#profile,
        policy,
        tls: this.#options.tls ?? {},
        login,
        credentials,
        helloName: this.#helloName(),
      };
      const connection = new Connection(settings, observers);
      try {
        await connection.open(signal);
        if (route.after === 'wrong mode') {
          const message = `port ${route.port} answered with '${route.tls}': set security to it, and the first attempt is saved`;
          connection.warnings.push({ code: failed?.error.code ?? '', field: 'security', message });
        }
        this.#worked = route;
        return connection;
      } catch (error) {
        events.push(...connection.recorder.events);
        if (!isMailError(error)) throw error;
        if (failed === undefined || rank(error) > rank(failed.error))
          failed = { error, wrongMode: connection.wrongMode };
      }
    }
    const { error } = failed as { error: MailError };
    error.trace = new Trace(events);
    this.#worked = undefined;
    throw error;
  }

  /** The name for EHLO that was set, or that the provider's row asks for; else the driver takes this host's. */
  #helloName(): string | undefined {
    const { helloName, user } = this.#options;
    if (helloName !== undefined || this.#profile.hello === undefined) return helloName;
    return user?.split('@')[1];
  }
}

/** How far an attempt came. */
function rank(error: MailError): number {
  return phases.findIndex((row) => row.phase === error.phase);
}

/** Credentials are resolved before the dialogue: it never waits for a token. */
async function resolve(login: Login, signal: AbortSignal | undefined): Promise<Credentials> {
  switch (login.kind) {
    case 'none':
      return { user: '' };
    case 'external':
      return { user: login.user };
    case 'password':
      return { user: login.user, password: login.password };
    case 'token':
      return { user: login.user, token: await askForToken(login.source, signal) };
    default:
      return login satisfies never;
  }
}

async function askForToken(source: TokenSource, signal: AbortSignal | undefined): Promise<string> {
  let given: Awaited<ReturnType<TokenSource>>;
  try {
    given = await source(signal === undefined ? {} : { signal });
  } catch (error) {
    throw isMailError(error) ? error : failure('TOKEN_SOURCE_FAILED', 'auth', { field: 'auth', cause: error });
  }
  const token = typeof given === 'string' ? given : given?.token;
  if (typeof token !== 'string' || token === '') throw misuse('CREDENTIALS_MISSING', 'auth', 'gave no access token');
  if (hasControl(token)) throw misuse('CONFIG_VALUE_INVALID', 'auth', 'gave a token that holds a control character');
  return token;
}

/** The fate of a message that was never begun. */
function refusal(error: MailError): Fate {
  return { outcome: error.outcome, error, refused: [] };
}

function asReceipt(
  fate: Fate,
  base: Pick<Receipt, 'transport' | 'envelope' | 'messageId' | 'startedAt' | 'warnings' | 'trace'>,
): Receipt {
  const { outcome, reply, error, refused } = fate;
  if (outcome === 'accepted') return { ...base, outcome, reply: reply as Reply, refused };
  (error as MailError).trace ??= base.trace;
  return { ...base, outcome, error: error as MailError, refused };
}
