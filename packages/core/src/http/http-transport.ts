import { type Composed, type ComposeOptions, compose } from '../compose.js';
import { ContentMemory } from '../compose-content.js';
import { isMailError, type MailError } from '../error.js';
import type { TokenSource } from '../login.js';
import type { Message } from '../message.js';
import { misuse } from '../misuse.js';
import type { AccountOptions } from '../options.js';
import { limitOf, type Profile } from '../profile.js';
import type { Receipt, Warning } from '../receipt.js';
import type { Reply } from '../reply.js';
import { checkSettings, type Settings } from '../settings.js';
import { asTheyComplete } from '../smtp/as-they-complete.js';
import { askedWait } from '../smtp/asked-wait.js';
import { defaultTimeouts } from '../smtp/phases.js';
import { type Teller, Tellers } from '../smtp/progress.js';
import { logging, quietly, Recorder } from '../smtp/recorder.js';
import { failure } from '../smtp/verdict.js';
import { checkedTokens } from '../token-check.js';
import { type Observer, Trace } from '../trace.js';
import type { CallOptions, CheckOptions, CheckReport, ManyOptions, Transport } from '../transport.js';
import { aborted, HttpFailure } from './answer.js';
import type { HttpApi } from './api.js';
import { Line } from './line.js';
import { addressed, octetsOf, unfitFor, warningsOf } from './mail.js';
import { Turns } from './turns.js';

/** What an account at an HTTP API has of the options of an account. */
export interface HttpOptions
  extends Pick<
    AccountOptions,
    'partial' | 'connections' | 'dkim' | 'logger' | 'observe' | 'allowUrlAttachments' | 'allowFileAttachments'
  > {
  readonly user: string;
  /** Gives tokens for this API. */
  readonly auth: TokenSource;
  /** Milliseconds: `data` for a request that prepares the message, `sent` for the one that sends it. */
  readonly timeouts?: AccountOptions['timeouts'];
  /** HTTPS. Default: the `fetch` of Node.js. For a private authority or a proxy, one that knows it. */
  readonly fetch?: typeof fetch;
}

/**
 * A transport over an HTTP API. Checks the options at once and throws a MailError that names the field. A request whose
 * answer was lost makes `unknown` of the message, and a 401 is answered with a new token, once.
 */
export function createHttpTransport(
  api: HttpApi,
  { fetch, ...options }: HttpOptions,
  noticed: readonly Warning[] = [],
): Transport {
  if (!URL.canParse(api.url) || new URL(api.url).protocol !== 'https:')
    throw misuse('CONFIG_VALUE_INVALID', 'api.url', 'is no https: address, and tokens do not travel in clear');
  if (fetch !== undefined && typeof fetch !== 'function')
    throw misuse('CONFIG_VALUE_INVALID', 'api.fetch', 'is not a function');
  if (options.auth === undefined)
    throw misuse('CREDENTIALS_MISSING', 'auth', `is missing: ${api.name} is asked with an access token`);
  const profile = profileOf(api);
  const settings = checkSettings(profile, options, TIMEOUTS);
  const all = { ...settings, warnings: [...noticed, ...settings.warnings] };
  return new HttpTransport(api, profile, options, all, fetch ?? ((input, init) => globalThis.fetch(input, init)));
}

/** A request of some megabytes has to leave within it. */
const TIMEOUTS = { ...defaultTimeouts, sent: 300_000 };

/** The API's limits in the form in which settings and pace read them. */
function profileOf({ id, name, limits, causes }: HttpApi): Profile {
  return { id, name, domains: [], endpoints: [], auth: [], limits, replies: [], causes, see: [] };
}

class HttpTransport implements Transport {
  readonly id: string;
  readonly warnings: readonly Warning[];
  readonly #api: HttpApi;
  readonly #profile: Profile;
  readonly #settings: Settings;
  readonly #options: Omit<HttpOptions, 'fetch'>;
  readonly #source: TokenSource;
  readonly #fetch: typeof fetch;
  readonly #composing: ComposeOptions;
  readonly #observers: readonly Observer[];
  readonly #turns: Turns;
  readonly #tellers: Tellers;
  readonly #teller: Teller | undefined;
  #made = 0;
  #closed: Promise<void> | undefined;

  constructor(
    api: HttpApi,
    profile: Profile,
    options: Omit<HttpOptions, 'fetch'>,
    settings: Settings,
    fetch: typeof globalThis.fetch,
  ) {
    const { user, auth, observe, logger, allowUrlAttachments, allowFileAttachments, dkim } = options;
    this.id = api.id;
    this.warnings = settings.warnings;
    this.#api = api;
    this.#profile = profile;
    this.#settings = settings;
    this.#options = options;
    this.#source = checkedTokens(auth, api.token, user);
    this.#fetch = fetch;
    this.#composing = {
      ...(allowUrlAttachments === undefined ? {} : { allowUrlAttachments }),
      ...(allowFileAttachments === undefined ? {} : { allowFileAttachments }),
      ...(dkim === undefined ? {} : { dkim }),
    };
    this.#observers = [observe, logger && logging(logger)].filter((each) => each !== undefined);
    this.#tellers = new Tellers(() => this.#turns.activity);
    this.#turns = new Turns(profile, settings.connections, () => this.#tellers.waiting());
    this.#teller = observe && this.#tellers.add(observe);
  }

  send(message: Message, call: CallOptions = {}): Promise<Receipt> {
    return this.#send(message, call, this.#composing);
  }

  async *sendMany(
    messages: Iterable<Message> | AsyncIterable<Message>,
    call: ManyOptions = {},
  ): AsyncGenerator<Receipt & { readonly index: number }> {
    const teller = call.observe && this.#tellers.add(call.observe);
    // One text to many recipients is composed once.
    const composing = { ...this.#composing, memory: new ContentMemory() };
    try {
      const send = async (message: Message, index: number) => ({
        ...(await this.#send(message, call, composing, teller)),
        index,
      });
      yield* asTheyComplete(messages, send, (underWay) => underWay < this.#settings.connections * 4);
    } finally {
      this.#tellers.remove(teller);
    }
  }

  /** The sender is part of the message here, so that `from` is not tried. */
  async check(call: CheckOptions = {}): Promise<CheckReport> {
    this.#refuseClosed();
    call.signal?.throwIfAborted();
    const recorder = this.#recorder(call);
    const { hostname: host, port } = new URL(this.#api.url);
    const told = () => ({ warnings: this.warnings, trace: new Trace([], recorder.events) });
    try {
      await this.#api.check(this.#line(recorder, call.signal));
      return {
        ok: true,
        endpoint: { host, port: Number(port || 443), tls: 'implicit' },
        mechanism: 'Bearer',
        ...told(),
      };
    } catch (error) {
      call.signal?.throwIfAborted();
      return { ok: false, error: failureOf(error, recorder).error, ...told() };
    }
  }

  close(): Promise<void> {
    this.#closed ??= this.#turns.drained();
    return this.#closed;
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.close();
  }

  async #send(message: Message, call: CallOptions, composing: ComposeOptions, teller?: Teller): Promise<Receipt> {
    this.#refuseClosed();
    call.signal?.throwIfAborted();
    const receipt = await this.#deliver(compose(message, composing), call);
    this.#teller?.done();
    teller?.done();
    this.#log(receipt);
    return receipt;
  }

  async #deliver(composed: Composed, call: CallOptions): Promise<Receipt> {
    const { signal } = call;
    const recorder = this.#recorder(call);
    const base = {
      transport: this.id,
      envelope: composed.envelope,
      messageId: composed.messageId,
      startedAt: new Date(),
      trace: new Trace([], recorder.events),
    };
    const warnings = [...this.warnings, ...warningsOf(composed, this.#api.name)];
    const turn = await this.#turns.take(signal);
    const line = this.#line(recorder, signal);
    let refusal: MailError | undefined;
    try {
      const ready = addressed(composed, await this.#octets(composed), this.#api.name);
      warnings.push(...ready.warnings);
      signal?.throwIfAborted();
      await this.#api.send(ready.mail, line);
      return { ...base, warnings, outcome: 'accepted', reply: lastReply(recorder), refused: [] };
    } catch (error) {
      if (signal?.aborted && !line.committing) throw signal.reason;
      // What the caller did wrong, and what the transport cannot carry, is thrown.
      if (isMailError(error) && error.phase === 'settings') throw error;
      const failed = failureOf(signal?.aborted ? aborted() : error, recorder);
      refusal = failed.error;
      const wait = failed.outcome === 'deferred' ? askedWait(refusal.reply) : undefined;
      const notBefore = wait === undefined ? {} : { notBefore: new Date(Date.now() + wait) };
      return { ...base, warnings, outcome: failed.outcome, error: refusal, refused: [], ...notBefore };
    } finally {
      turn.done(refusal);
    }
  }

  #octets(composed: Composed): Promise<Uint8Array> {
    const { name } = this.#api;
    const unfit = unfitFor(composed, limitOf(this.#profile, 'recipients-per-message'), name);
    if (unfit !== undefined) throw new HttpFailure(unfit, 'rejected');
    return octetsOf(composed, limitOf(this.#profile, 'message-octets') ?? Number.POSITIVE_INFINITY, name);
  }

  #recorder({ observe }: CallOptions): Recorder {
    const stamp = { connection: ++this.#made, begun: performance.now() };
    return new Recorder(stamp, observe === undefined ? this.#observers : [...this.#observers, observe]);
  }

  #line(recorder: Recorder, signal: AbortSignal | undefined): Line {
    const { timeouts } = this.#settings.policy;
    const around = { api: this.#api, source: this.#source, fetch: this.#fetch, timeouts, recorder };
    return new Line({ ...around, ...(signal && { signal }) });
  }

  #log(receipt: Receipt): void {
    const { logger } = this.#options;
    if (logger === undefined) return;
    const { outcome, messageId } = receipt;
    const told = { transport: this.id, outcome, messageId };
    quietly(() => {
      if (outcome === 'accepted') logger.info(told, 'message accepted');
      else logger.warn({ ...told, error: receipt.error.toJSON() }, receipt.error.message);
    });
  }

  #refuseClosed(): void {
    if (this.#closed !== undefined) throw failure('TRANSPORT_CLOSED', 'settings');
  }
}

/** The error with its trace. What is no verdict is a fault of ours, and is thrown. */
function failureOf(error: unknown, recorder: Recorder): HttpFailure {
  const failed = isMailError(error) ? new HttpFailure(error, error.outcome) : error;
  if (!(failed instanceof HttpFailure)) throw error;
  failed.error.trace ??= new Trace([], recorder.events);
  return failed;
}

/** The answer that took the message, as it stands in the trace. */
function lastReply({ events }: Recorder): Reply {
  const line = events.findLast((event) => event.kind === 'server');
  const text = line?.kind === 'server' ? line.line : '200 OK';
  return { code: Number(text.slice(0, 3)), lines: [text.slice(4)] };
}
