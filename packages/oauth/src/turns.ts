import { untilAborted } from './until-aborted.js';

/** One after the other, by name: a lock among the callers of one process. */
export class Turns {
  readonly #last = new Map<string, Promise<unknown>>();

  /** Runs `work` when all that came before under this name is done. The signal ends the wait, not the work. */
  async take<T>(name: string, work: () => Promise<T>, signal?: AbortSignal): Promise<T> {
    const before = this.#last.get(name) ?? Promise.resolve();
    const mine = before.then(() => {
      signal?.throwIfAborted();
      return work();
    });
    // Who waits behind is not told how it ended, and nobody has to listen when this caller has gone.
    const settled = mine.catch(() => undefined);
    this.#last.set(name, settled);
    void settled.then(() => {
      if (this.#last.get(name) === settled) this.#last.delete(name);
    });
    await untilAborted(before, signal);
    return mine;
  }
}
