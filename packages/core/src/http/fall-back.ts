import { isMailError, type MailError } from '../error.js';
import type { Message } from '../message.js';
import type { Row } from '../profile.js';
import type { Receipt, Warning } from '../receipt.js';
import { asTheyComplete } from '../smtp/as-they-complete.js';
import { Trace } from '../trace.js';
import type { CallOptions, CheckOptions, CheckReport, ManyOptions, Transport } from '../transport.js';

/** A cause that closes the first road to the account, whatever the message. */
export interface ClosingRow extends Row {
  /** Code of the cause. */
  readonly means: string;
  /** Where the cause has to be met, if not anywhere. */
  readonly phase?: MailError['phase'];
}

export interface Roads {
  readonly first: Transport;
  readonly second: Transport;
  readonly closing: readonly ClosingRow[];
}

/**
 * Two roads as one transport: the first as long as it is open to the account, then the second for as long as this lives.
 * It changes over only where the first has proven that nothing was taken (`rejected`, `deferred`) and the cause is one of
 * `closing`; never after `unknown`. Receipts name the road, and a warning SECOND_ROAD says why it was taken.
 */
export function fallBack(roads: Roads): Transport {
  return new TwoRoads(roads);
}

/** Messages of sendMany that are under way at a time; the transports have limits of their own. */
const AT_A_TIME = 16;

class TwoRoads implements Transport {
  readonly #roads: Roads;
  /** Why the first road is closed; undefined while it is not. */
  #closed: Warning | undefined;
  #closing: Promise<void> | undefined;
  readonly #underWay = new Set<Promise<Receipt>>();

  constructor(roads: Roads) {
    this.#roads = roads;
  }

  /** Of the road that is taken now. */
  get id(): string {
    return this.#road.id;
  }

  get warnings(): readonly Warning[] {
    const { first, second } = this.#roads;
    const told = [...first.warnings, ...second.warnings];
    const distinct = [...new Map(told.map((each) => [`${each.code} ${each.message}`, each])).values()];
    return this.#closed === undefined ? distinct : [...distinct, this.#closed];
  }

  async send(message: Message, call: CallOptions = {}): Promise<Receipt> {
    // It is closed itself by now, and says so.
    if (this.#closing !== undefined) return this.#roads.first.send(message, call);
    const sending = this.#send(message, call);
    this.#underWay.add(sending);
    try {
      return await sending;
    } finally {
      this.#underWay.delete(sending);
    }
  }

  async #send(message: Message, call: CallOptions): Promise<Receipt> {
    const { first, second } = this.#roads;
    if (this.#closed !== undefined) return this.#told(await second.send(message, call));
    const receipt = await first.send(message, call);
    const proven = receipt.outcome === 'rejected' || receipt.outcome === 'deferred';
    if (!proven || !this.#closes(receipt.error)) return receipt;
    try {
      call.signal?.throwIfAborted();
      const again = this.#told(await second.send(message, call));
      return { ...again, startedAt: receipt.startedAt, trace: joined(receipt.trace, again.trace) };
    } catch (error) {
      // What the second road cannot carry was refused on the first, and that is what became of it.
      if (!isMailError(error)) throw error;
      const also: Warning = { code: error.code, message: `${second.id} could not take it: ${error.message}` };
      return { ...receipt, warnings: [...receipt.warnings, also] };
    }
  }

  sendMany(
    messages: Iterable<Message> | AsyncIterable<Message>,
    call: ManyOptions = {},
  ): AsyncIterable<Receipt & { readonly index: number }> {
    const send = async (message: Message, index: number) => ({ ...(await this.send(message, call)), index });
    return asTheyComplete(messages, send, (underWay) => underWay < AT_A_TIME);
  }

  async check(call: CheckOptions = {}): Promise<CheckReport> {
    const { first, second } = this.#roads;
    if (this.#closed === undefined) {
      const report = await first.check(call);
      if (report.error === undefined || !this.#closes(report.error)) return report;
    }
    const report = await second.check(call);
    return { ...report, warnings: [...report.warnings, this.#closed as Warning] };
  }

  close(): Promise<void> {
    this.#closing ??= this.#close();
    return this.#closing;
  }

  async #close(): Promise<void> {
    const { first, second } = this.#roads;
    // What the first road refuses while it closes may still take the second.
    await Promise.all([first.close(), Promise.allSettled(this.#underWay)]);
    await second.close();
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.close();
  }

  get #road(): Transport {
    return this.#closed === undefined ? this.#roads.first : this.#roads.second;
  }

  /** Whether this closes the first road. It is remembered. */
  #closes(error: MailError): boolean {
    const { first, second, closing } = this.#roads;
    const row = closing.find(({ means, phase = error.phase }) => means === error.code && phase === error.phase);
    if (row === undefined) return false;
    const message = `${second.id} is the road, since ${first.id} is closed to this account (${error.code}): ${row.because}`;
    this.#closed ??= { code: 'SECOND_ROAD', field: 'via', message };
    return true;
  }

  #told(receipt: Receipt): Receipt {
    return { ...receipt, warnings: [...receipt.warnings, this.#closed as Warning] };
  }
}

function joined(before: Trace, after: Trace): Trace {
  return new Trace([], [...before.events, ...after.events]);
}
