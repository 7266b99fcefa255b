import { untilAborted } from './until-aborted.js';

interface Flight<T> {
  waiting: number;
  readonly aborter: AbortController;
  readonly result: Promise<T>;
}

/** One piece of work for all who ask for it at the same time. It is aborted when the last of them has gone. */
export class Flights<T> {
  readonly #flying = new Map<string, Flight<T>>();

  /** The result of the work that is under way under this key, or else of `work`. */
  async join(key: string, work: (signal: AbortSignal) => Promise<T>, signal?: AbortSignal): Promise<T> {
    signal?.throwIfAborted();
    const flight = this.#flying.get(key) ?? this.#begin(key, work);
    flight.waiting++;
    try {
      return await untilAborted(flight.result, signal);
    } finally {
      if (--flight.waiting === 0) {
        this.#forget(key, flight);
        flight.aborter.abort();
      }
    }
  }

  #begin(key: string, work: (signal: AbortSignal) => Promise<T>): Flight<T> {
    const aborter = new AbortController();
    const flight: Flight<T> = { waiting: 0, aborter, result: work(aborter.signal) };
    this.#flying.set(key, flight);
    // Whoever comes after the end begins anew. Nobody may be left to hear of a failure.
    flight.result.catch(() => undefined).then(() => this.#forget(key, flight));
    return flight;
  }

  #forget(key: string, flight: Flight<T>): void {
    if (this.#flying.get(key) === flight) this.#flying.delete(key);
  }
}
