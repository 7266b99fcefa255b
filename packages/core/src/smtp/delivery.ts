import type { Composed } from '../compose.js';
import { isMailError, type MailError } from '../error.js';
import type { Receipt, Warning } from '../receipt.js';
import type { Reply } from '../reply.js';
import { type Observer, Trace } from '../trace.js';
import type { CallOptions } from '../transport.js';
import { askedWait } from './asked-wait.js';
import type { Connection } from './connection.js';
import { type Fitted, fit, type Together } from './fit.js';
import type { Run } from './flow.js';
import { onAbort } from './on-abort.js';
import type { Job, Pool } from './pool.js';
import { Recorder } from './recorder.js';
import type { Fate } from './transaction.js';
import { failure } from './verdict.js';

/** Where messages are sent from: what deliveries share. */
export interface Desk {
  readonly transport: string;
  readonly warnings: readonly Warning[];
  readonly observers: readonly Observer[];
  /** Those whose message waits for a connection, and who see its handshake. */
  readonly watching: Set<Observer>;
  readonly pool: Pool;
  readonly together: Together;
}

/** One message on its way through the pool to its receipt. Settles once, whatever happens. */
export class Delivery implements Job {
  readonly #desk: Desk;
  readonly #message: Composed;
  readonly #call: CallOptions;
  readonly #startedAt = new Date();
  readonly #forgetSignal: () => void;
  readonly receipt: Promise<Receipt>;
  #resolve!: (receipt: Receipt) => void;
  #reject!: (reason: unknown) => void;
  #connection: Connection | undefined;
  #fitted: Fitted | undefined;
  #run: Run<Fate> | undefined;
  #trace = new Trace();
  #tries = 0;

  /** `refused` is why it is not even tried, where that is known. */
  constructor(desk: Desk, message: Composed, call: CallOptions, refused?: MailError) {
    this.#desk = desk;
    this.#message = message;
    this.#call = call;
    this.receipt = new Promise((resolve, reject) => {
      this.#resolve = resolve;
      this.#reject = reject;
    });
    this.#forgetSignal = onAbort(call.signal, () => this.#abort());
    if (refused === undefined) this.#queue();
    else this.fail(refused);
  }

  /** The message for the recipients that the transaction had no room for. */
  get rest(): Composed | undefined {
    return this.#fitted?.rest;
  }

  async begin(connection: Connection): Promise<MailError | undefined> {
    const { observers, watching } = this.#desk;
    const { signal, observe } = this.#call;
    if (observe !== undefined) watching.delete(observe);
    const recorder = new Recorder(connection.stamp, observe === undefined ? observers : [...observers, observe]);
    this.#connection = connection;
    this.#trace = new Trace(connection.handshake, recorder.events);
    try {
      const fitted = fit(this.#message, connection.opened, this.#desk.together);
      if (isMailError(fitted)) return void this.fail(fitted);
      this.#fitted = fitted;
      this.#run = connection.transact(fitted.mail, recorder);
      const fate = await this.#run.result;
      if (fate.broken) connection.destroy(failure('CONNECTION_STALLED_OR_DROPPED', 'ready'));
      if (signal?.aborted) return undefined;
      // A connection that had gone stale says nothing of the message: once more, on another one.
      if (fate.lost && this.#tries++ === 0) return void this.#queue();
      this.#settle(fate);
      return fate.error ?? fate.refused.find((each) => each.error.slows !== undefined)?.error;
    } catch (error) {
      // A line that could not be said: the caller's fault, and nothing was.
      this.#release();
      this.#reject(error);
      return undefined;
    }
  }

  fail(error: MailError): void {
    if (this.#run === undefined && error.trace !== undefined) this.#trace = error.trace;
    this.#settle({ outcome: error.outcome, error, refused: [] });
  }

  #queue(): void {
    this.#run = undefined;
    if (this.#call.observe !== undefined) this.#desk.watching.add(this.#call.observe);
    this.#desk.pool.add(this);
  }

  #abort(): void {
    const run = this.#run;
    if (run === undefined) this.#desk.pool.remove(this);
    else this.#connection?.abandon(run);
    if (run?.handedOver) {
      // Aborting does not unsend, and nobody waits for the answer any more.
      const error = failure('REPLY_LOST', 'sent', { detail: 'the send was aborted before the answer came' });
      this.#settle({ outcome: 'unknown', error, refused: [] });
    } else {
      this.#release();
      this.#reject(this.#call.signal?.reason);
    }
  }

  #settle({ outcome, reply, error, refused }: Fate): void {
    this.#release();
    const { transport } = this.#desk;
    const { envelope, messageId } = this.#message;
    const [startedAt, warnings, trace] = [this.#startedAt, this.#warnings(), this.#trace];
    const base = { transport, envelope, messageId, startedAt, warnings, trace };
    // Assigned, since to spread it costs as much as to say the message.
    if (outcome === 'accepted') return this.#resolve(Object.assign(base, { outcome, reply: reply as Reply, refused }));
    const why = error as MailError;
    why.trace ??= trace;
    const wait = outcome === 'deferred' ? askedWait(why.reply) : undefined;
    const notBefore = wait === undefined ? {} : { notBefore: new Date(Date.now() + wait) };
    this.#resolve({ ...base, outcome, error: why, refused, ...notBefore });
  }

  #warnings(): readonly Warning[] {
    const own = [this.#connection?.warnings, this.#fitted?.warnings].filter((each) => each?.length);
    return own.length === 0 ? this.#desk.warnings : [this.#desk.warnings, ...own].flatMap((each) => each ?? []);
  }

  #release(): void {
    this.#forgetSignal();
    if (this.#call.observe !== undefined) this.#desk.watching.delete(this.#call.observe);
  }
}
