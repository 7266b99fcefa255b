import type { RelayMemory, RememberedMail } from './memory.js';

interface Entry {
  mail: RememberedMail;
  /** Resolves when it is known what became of it; undefined once it is. */
  ending: Promise<void> | undefined;
  end: () => void;
}

/** A message that is under way. */
export interface Ticket {
  /** What became of it. `known`: nothing has to be remembered. */
  settle(became: 'known' | 'unknown' | 'accepted'): Promise<void>;
}

/** Who a message is from and for, and which one it is. */
export type Identity = Pick<RememberedMail, 'id' | 'from' | 'to' | 'hash'>;

/**
 * Which messages are under way, and which may have arrived. A message is written down before it is sent, so that a
 * process that dies in between is known to have left it open.
 */
export class Ledger {
  readonly #memory: RelayMemory;
  readonly #keepFor: number;
  readonly #now: () => number;
  /** By sender and id; several where the recipients differ. */
  readonly #entries = new Map<string, Set<Entry>>();
  /** What was under way when the process before this one ended. */
  readonly recovered: readonly RememberedMail[];

  private constructor(memory: RelayMemory, keepFor: number, now: () => number, before: readonly RememberedMail[]) {
    this.#memory = memory;
    this.#keepFor = keepFor;
    this.#now = now;
    this.recovered = before.filter((mail) => mail.state === 'under-way' && !this.#isOver(mail));
  }

  /** Opens the memory, and brings it up to date. Where that fails the memory is closed. */
  static async open(memory: RelayMemory, keepFor: number, now: () => number = Date.now): Promise<Ledger> {
    const before = await memory.open();
    const ledger = new Ledger(memory, keepFor, now, before);
    try {
      await Promise.all(before.map((mail) => ledger.#takeOver(mail)));
      return ledger;
    } catch (error) {
      await memory.close().catch(() => undefined);
      throw error;
    }
  }

  /** What is remembered, the oldest first. */
  get remembered(): readonly RememberedMail[] {
    const all = [...this.#entries.values()].flatMap((those) => [...those]);
    return all
      .filter(({ ending, mail }) => ending === undefined && !this.#isOver(mail))
      .map(({ mail }) => mail)
      .sort((a, b) => a.since.getTime() - b.since.getTime());
  }

  /**
   * Writes down that a message is under way; or gives what is remembered of it. Where the same message is under way to
   * one of the same recipients, waits for what becomes of that.
   */
  async begin(identity: Identity, signal?: AbortSignal): Promise<Ticket | RememberedMail> {
    for (let same = this.#same(identity); same !== undefined; same = this.#same(identity)) {
      if (same.ending === undefined) return same.mail;
      await same.ending;
      signal?.throwIfAborted();
    }
    const entry = this.#add({ ...identity, since: new Date(this.#now()), state: 'under-way' });
    entry.ending = new Promise((resolve) => {
      entry.end = resolve;
    });
    try {
      await this.#memory.keep(entry.mail);
    } catch (error) {
      this.#remove(entry);
      throw error;
    }
    return { settle: (became) => this.#settle(entry, became) };
  }

  /** The client of a message that was taken has heard it: the same again is another message. */
  async told(mail: RememberedMail): Promise<void> {
    for (const entry of this.#entries.get(key(mail)) ?? []) if (entry.mail === mail) await this.#drop(entry);
  }

  async forget(id: string): Promise<boolean> {
    const named = [...this.#entries.values()]
      .flatMap((those) => [...those])
      .filter(({ mail, ending }) => mail.id === id && ending === undefined);
    for (const entry of named) await this.#drop(entry);
    return named.length > 0;
  }

  close(): Promise<void> {
    return this.#memory.close();
  }

  /** What was under way is open from here on: the next start must not take it for its own. */
  async #takeOver(mail: RememberedMail): Promise<void> {
    if (this.#isOver(mail)) return this.#memory.drop(mail);
    // A clock that went ahead and was set back must not keep a message for longer than it may be kept.
    const since = new Date(Math.min(mail.since.getTime(), this.#now()));
    const open: RememberedMail = { ...mail, since, state: mail.state === 'under-way' ? 'unknown' : mail.state };
    this.#add(open);
    if (open.state !== mail.state || since < mail.since) await this.#memory.keep(open);
  }

  async #settle(entry: Entry, became: 'known' | 'unknown' | 'accepted'): Promise<void> {
    if (became === 'known') return this.#drop(entry);
    entry.mail = { ...entry.mail, state: became };
    entry.ending = undefined;
    entry.end();
    await this.#memory.keep(entry.mail);
  }

  async #drop(entry: Entry): Promise<void> {
    this.#remove(entry);
    await this.#memory.drop(entry.mail);
  }

  #same({ id, from, to }: Identity): Entry | undefined {
    const recipients = new Set(to);
    for (const entry of this.#entries.get(key({ id, from })) ?? []) {
      if (entry.ending === undefined && this.#isOver(entry.mail)) this.#remove(entry);
      else if (entry.mail.to.some((recipient) => recipients.has(recipient))) return entry;
    }
    return undefined;
  }

  #isOver({ since }: RememberedMail): boolean {
    return since.getTime() + this.#keepFor <= this.#now();
  }

  #add(mail: RememberedMail): Entry {
    const entry: Entry = { mail, ending: undefined, end: () => undefined };
    const those = this.#entries.get(key(mail)) ?? new Set();
    this.#entries.set(key(mail), those.add(entry));
    return entry;
  }

  #remove(entry: Entry): void {
    const those = this.#entries.get(key(entry.mail));
    those?.delete(entry);
    if (those?.size === 0) this.#entries.delete(key(entry.mail));
    entry.ending = undefined;
    entry.end();
  }
}

function key({ from, id }: Pick<Identity, 'from' | 'id'>): string {
  return `${from}\n${id}`;
}
