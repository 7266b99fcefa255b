import type { Verdict } from './judge.js';

/** Milliseconds that a refusal is taken for the answer without asking again: endpoints punish loops (AADSTS50196). */
const HOLD = 30_000;

/** Remembers a refusal that does not pass, so that a hundred mails do not ask a hundred times. */
export class HoldOff {
  #held: { readonly key: string; readonly verdict: Verdict; readonly until: number } | undefined;

  /** `key` is what the refusal hangs on; with another one it is asked again at once. */
  remember(key: string, verdict: Verdict, now: number): void {
    if (!verdict.retry) this.#held = { key, verdict, until: now + HOLD };
  }

  recall(key: string, now: number): Verdict | undefined {
    const held = this.#held;
    return held !== undefined && held.key === key && now < held.until ? held.verdict : undefined;
  }
}
