/**
 * So many beginnings in any window of time. Providers that delay what comes faster do it out of sight; here it
 * waits where the caller can see it.
 */
export class Pace {
  readonly #most: number;
  readonly #window: number;
  readonly #begun: number[] = [];

  /** `window` in milliseconds. */
  constructor(most: number, window: number) {
    this.#most = most;
    this.#window = window;
  }

  /** Milliseconds until the next may begin: 0 when it may now. */
  wait(now: number): number {
    while ((this.#begun[0] ?? Number.POSITIVE_INFINITY) <= now - this.#window) this.#begun.shift();
    return this.#begun.length < this.#most ? 0 : (this.#begun[0] as number) + this.#window - now;
  }

  begin(now: number): void {
    if (this.#most !== Number.POSITIVE_INFINITY) this.#begun.push(now);
  }
}
