/** The time that all of it may take. */
export class Limit {
  readonly #end: number;
  readonly #signal: AbortSignal | undefined;

  /** `milliseconds` from now; `signal` is the caller's. */
  constructor(milliseconds: number, signal?: AbortSignal) {
    this.#end = performance.now() + milliseconds;
    this.#signal = signal;
  }

  get left(): number {
    return Math.max(0, this.#end - performance.now());
  }

  /** A signal for one part: aborted by the caller, or when the part has had its time. */
  signal(milliseconds: number): AbortSignal {
    const own = AbortSignal.timeout(Math.ceil(Math.max(0, Math.min(milliseconds, this.left))));
    return this.#signal === undefined ? own : AbortSignal.any([own, this.#signal]);
  }

  /** The result of a part that cannot be aborted. Rejects with `code: 'ETIMEOUT'` when its time is over. */
  async within<T>(milliseconds: number, part: Promise<T>): Promise<T> {
    const signal = this.signal(milliseconds);
    let forget = (): void => undefined;
    const over = new Promise<never>((_, reject) => {
      const late = (): void => reject(Object.assign(new Error('no answer in time'), { code: 'ETIMEOUT' }));
      if (signal.aborted) return late();
      signal.addEventListener('abort', late, { once: true });
      forget = () => signal.removeEventListener('abort', late);
    });
    try {
      return await Promise.race([part, over]);
    } finally {
      forget();
      this.refuseAborted();
    }
  }

  /** Throws what the caller aborted with. */
  refuseAborted(): void {
    this.#signal?.throwIfAborted();
  }
}
