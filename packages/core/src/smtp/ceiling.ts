/**
 * A number that may be lowered and comes back by itself, a quarter of the lowered value with every `step` of time:
 * multiplicative decrease, additive increase, as TCP does it (RFC 5681 3.1). Never under 1.
 */
export class Ceiling {
  readonly #full: number;
  readonly #step: number;
  #value: number;
  #since = 0;

  /** `step` in milliseconds. */
  constructor(full: number, step: number) {
    this.#full = full;
    this.#step = step;
    this.#value = full;
  }

  at(now: number): number {
    if (this.#value >= this.#full) return this.#full;
    const steps = Math.floor((now - this.#since) / this.#step);
    return Math.min(this.#full, this.#value + steps * Math.ceil(this.#value / 4));
  }

  lower(to: number, now: number): void {
    this.#value = Math.max(1, Math.min(Math.floor(to), this.at(now)));
    this.#since = now;
  }
}
