import type { Clock } from './clock.js';

/** Counts what happened in a span of time, by whom. */
export class Window {
  readonly #clock: Clock;
  readonly #span: number;
  readonly #happened = new Map<string, { readonly time: number; readonly amount: number }[]>();

  constructor(clock: Clock, span: number) {
    this.#clock = clock;
    this.#span = span;
  }

  /**
   * Counts the amount where it still fits below the limit, and gives 0; else milliseconds until it would. What can
   * never fit waits for a whole span.
   */
  spend(who: string, amount: number, limit: number): number {
    const now = this.#clock.now();
    const recent = (this.#happened.get(who) ?? []).filter(({ time }) => time > now - this.#span);
    this.#happened.set(who, recent);
    let over = recent.reduce((sum, one) => sum + one.amount, amount) - limit;
    if (over <= 0) {
      recent.push({ time: now, amount });
      return 0;
    }
    for (const one of recent) {
      over -= one.amount;
      if (over <= 0) return one.time + this.#span - now;
    }
    return this.#span;
  }
}

/** Who has how many requests in hand. */
export class Slots {
  readonly #taken = new Map<string, number>();

  /** Takes a slot, or none where the limit is reached. The function gives it back. */
  take(who: string, limit: number): (() => void) | undefined {
    const taken = this.#taken.get(who) ?? 0;
    if (taken >= limit) return undefined;
    this.#taken.set(who, taken + 1);
    let held = true;
    return () => {
      if (held) this.#taken.set(who, this.#taken.get(who)! - 1);
      held = false;
    };
  }
}
