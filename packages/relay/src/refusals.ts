import type { Refusal } from '@ehlo/core';
import { comparable } from './senders.js';

/** Recipients that the server refused a short while ago, so that the next attempt hears it at RCPT. */
export class Refusals {
  readonly #until = new Map<string, { readonly refusal: Refusal; readonly over: number }>();
  readonly #keepFor: number;
  readonly #now: () => number;

  /** `now` in milliseconds, of a clock that is not set. */
  constructor(keepFor: number, now: () => number = () => performance.now()) {
    this.#keepFor = keepFor;
    this.#now = now;
  }

  add(sender: string, refused: readonly Refusal[]): void {
    const now = this.#now();
    for (const [key, { over }] of this.#until) if (over <= now) this.#until.delete(key);
    for (const refusal of refused)
      this.#until.set(keyOf(sender, refusal.recipient), { refusal, over: now + this.#keepFor });
  }

  find(sender: string, recipient: string): Refusal | undefined {
    const found = this.#until.get(keyOf(sender, recipient));
    return found !== undefined && found.over > this.#now() ? found.refusal : undefined;
  }
}

function keyOf(sender: string, recipient: string): string {
  return `${comparable(sender) ?? sender}\n${comparable(recipient) ?? recipient}`;
}
