import { type Composed, type ComposeOptions, compose } from '../compose.js';
import { addressesOf } from '../compose-address.js';
import { ContentMemory } from '../compose-content.js';
import { isMailError, type MailError } from '../error.js';
import type { Message } from '../message.js';
import { misuse } from '../misuse.js';
import type { AccountOptions, Logger } from '../options.js';
import type { Profile } from '../profile.js';
import type { Receipt, Warning } from '../receipt.js';
import { checkSettings, type Settings } from '../settings.js';
import { type Observer, Trace } from '../trace.js';
import type { CallOptions, CheckOptions, CheckReport, ManyOptions, Transport } from '../transport.js';
import { asTheyComplete } from './as-they-complete.js';
import { canonical } from './body.js';
import type { Connection } from './connection.js';
import { Connector } from './connector.js';
import type { Desk } from './delivery.js';
import { refusedUnseen, together } from './fit.js';
import { onAbort } from './on-abort.js';
import { deliver } from './parts.js';
import { defaultTimeouts } from './phases.js';
import { Pool } from './pool.js';
import { type Teller, Tellers } from './progress.js';
import { logging, quietly } from './recorder.js';
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

/** What the messages of one `sendMany` share. */
interface Batch {
  readonly composing: ComposeOptions;
  readonly teller: Teller | undefined;
  /** Of the messages under way. */
  octets: number;
}

/** Messages that `sendMany` holds ready for each connection: enough for a window on each, and some in line. */
const AHEAD = 12;
/** Octets under way beyond which it takes no further message; two a connection it takes in any case. */
const OCTETS_AHEAD = 33_554_432;

class SmtpTransport implements Transport {
  readonly id: string;
  readonly warnings: readonly Warning[];
  readonly #profile: Profile;
  readonly #options: AccountOptions;
  readonly #composing: ComposeOptions;
  readonly #connections: number;
  readonly #connector: Connector;
  readonly #desk: Desk;
  readonly #tellers = new Tellers(() => this.#desk.pool.activity);
  readonly #teller: Teller | undefined;
  #closed: Promise<void> | undefined;

  constructor(profile: Profile, options: AccountOptions, settings: Settings) {
    const { observe, logger } = options;
    this.id = `smtp:${profile.id}`;
    this.warnings = settings.warnings;
    this.#profile = profile;
    this.#options = options;
    const { allowUrlAttachments, allowFileAttachments, dkim } = options;
    this.#composing = {
      ...(allowUrlAttachments === undefined ? {} : { allowUrlAttachments }),
      ...(allowFileAttachments === undefined ? {} : { allowFileAttachments }),
      ...(dkim === undefined ? {} : { dkim }),
    };
    this.#connections = settings.connections;
    this.#connector = new Connector(profile, options, settings);
    const observers = [observe, logger && logging(logger)].filter((each) => each !== undefined);
    const watching = new Set<Observer>();
    const tellWatching: Observer = (event) => {
      for (const each of watching) quietly(() => each(event));
    };
    const pool = new Pool({
      profile,
      connections: settings.connections,
      connect: (signal) => this.#connector.connect(signal, [...observers, tellWatching]),
      onWait: () => this.#tellers.waiting(),
    });
    this.#teller = observe && this.#tellers.add(observe);
    const rule = together(profile, settings.policy);
    this.#desk = { transport: this.id, warnings: this.warnings, observers, watching, pool, together: rule };
  }

  send(message: Message, call: CallOptions = {}): Promise<Receipt> {
    return this.#send(message, call);
  }

  async #send(message: Message, call: CallOptions, batch?: Batch): Promise<Receipt> {
    this.#refuseClosed();
    call.signal?.throwIfAborted();
    const composed = compose(message, batch?.composing ?? this.#composing);
    const body = composed.body instanceof Uint8Array ? canonical(composed.body) : composed.body;
    const canonicalMessage = body === composed.body ? composed : { ...composed, body };
    const octets = body instanceof Uint8Array ? body.length : 0;
    if (batch !== undefined) batch.octets += octets;
    const receipt = await this.#deliver(canonicalMessage, call);
    if (batch !== undefined) batch.octets -= octets;
    this.#teller?.done();
    batch?.teller?.done();
    if (this.#options.logger !== undefined) this.#log(this.#options.logger, receipt);
    return receipt;
  }

  async *sendMany(
    messages: Iterable<Message> | AsyncIterable<Message>,
    call: ManyOptions = {},
  ): AsyncGenerator<Receipt & { readonly index: number }> {
    const teller = call.observe && this.#tellers.add(call.observe);
    // One text to many recipients is composed once.
    const batch: Batch = { composing: { ...this.#composing, memory: new ContentMemory() }, teller, octets: 0 };
    const connections = this.#connections;
    const hasRoom = (underWay: number): boolean =>
      underWay < connections * AHEAD && (underWay < connections * 2 || batch.octets < OCTETS_AHEAD);
    const send = async (message: Message, index: number) =>
      Object.assign(await this.#send(message, call, batch), { index });
    try {
      yield* asTheyComplete(messages, send, hasRoom);
    } finally {
      this.#tellers.remove(teller);
    }
  }

  async check(call: CheckOptions = {}): Promise<CheckReport> {
    this.#refuseClosed();
    call.signal?.throwIfAborted();
    const from = call.from === undefined ? undefined : senderOf(call.from);
    const observers = [...this.#desk.observers, ...(call.observe === undefined ? [] : [call.observe])];
    try {
      const connection = await this.#connector.connect(call.signal, observers);
      const { before, offer, mechanism } = connection.opened;
      const { host, port, tls } = connection.route;
      const error = from === undefined ? undefined : await tried(from, connection, call.signal);
      await connection.quit();
      call.signal?.throwIfAborted();
      return {
        ok: error === undefined,
        endpoint: { host, port, tls },
        after: offer,
        warnings: [...this.warnings, ...connection.warnings],
        trace: new Trace(connection.recorder.events),
        ...(before === undefined ? {} : { before }),
        ...(mechanism === undefined ? {} : { mechanism }),
        ...(error !== undefined ? { error } : from !== undefined ? { sender: from } : {}),
      };
    } catch (error) {
      call.signal?.throwIfAborted();
      if (!isMailError(error)) throw error;
      return { ok: false, error, warnings: this.warnings, trace: error.trace ?? new Trace() };
    }
  }

  close(): Promise<void> {
    this.#closed ??= this.#desk.pool.close();
    return this.#closed;
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.close();
  }

  #log(logger: Logger, receipt: Receipt): void {
    const { outcome, messageId } = receipt;
    quietly(() => {
      if (outcome === 'accepted') logger.info({ transport: this.id, outcome, messageId }, 'message accepted');
      else
        logger.warn({ transport: this.id, outcome, messageId, error: receipt.error.toJSON() }, receipt.error.message);
    });
  }

  #refuseClosed(): void {
    if (this.#closed !== undefined) throw failure('TRANSPORT_CLOSED', 'settings');
  }

  #deliver(message: Composed, call: CallOptions): Promise<Receipt> {
    const unseen = refusedUnseen(message, this.#profile, this.#desk.together);
    return deliver(this.#desk, message, call, unseen);
  }
}

/** One address, in its wire form. */
function senderOf(from: string): string {
  const [address, second] = addressesOf(from, 'from');
  if (address === undefined || second !== undefined) throw misuse('ENVELOPE_INVALID', 'from', 'is not one address');
  return address;
}

async function tried(from: string, connection: Connection, signal?: AbortSignal): Promise<MailError | undefined> {
  const forget = onAbort(signal, () => connection.destroy(failure('SEND_ABORTED', 'envelope')));
  try {
    return await connection.trySender(from);
  } finally {
    forget();
  }
}
