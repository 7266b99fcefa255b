import type { MailError } from '../error.js';
import type { Profile } from '../profile.js';
import { onAbort } from '../smtp/on-abort.js';
import { Pacing } from '../smtp/pacing.js';
import type { Activity } from '../smtp/pool.js';

/** The right to be under way, until `done` gives it back: with what the message was refused with, where it was. */
export interface Turn {
  done(refusal?: MailError): void;
}

/** So many messages at a time and in a time as the API allows, in the order in which they came. */
export class Turns {
  readonly #pacing: Pacing;
  readonly #onWait: () => void;
  readonly #waiting: Array<() => void> = [];
  #underWay = 0;
  #timer: NodeJS.Timeout | undefined;
  #empty: (() => void) | undefined;

  constructor(profile: Profile, connections: number, onWait: () => void) {
    this.#pacing = new Pacing(profile, connections);
    this.#onWait = onWait;
  }

  /** Rejects with the reason of the signal when that is aborted before the turn came. */
  take(signal: AbortSignal | undefined): Promise<Turn> {
    return new Promise((resolve, reject) => {
      const begin = (): void => {
        forget();
        resolve(this.#begin());
      };
      const forget = onAbort(signal, () => {
        const at = this.#waiting.indexOf(begin);
        if (at === -1) return;
        this.#waiting.splice(at, 1);
        reject(signal?.reason);
        this.#next();
      });
      this.#waiting.push(begin);
      this.#next();
    });
  }

  /** Resolves when nothing waits and nothing is under way. */
  drained(): Promise<void> {
    return new Promise((resolve) => {
      this.#empty = resolve;
      this.#next();
    });
  }

  get activity(): Activity {
    const now = performance.now();
    const messages = this.#pacing.messages(now);
    return {
      waiting: this.#waiting.length,
      inFlight: this.#underWay,
      waitMilliseconds: this.#waiting.length > 0 ? Math.ceil(this.#pacing.wait(now)) : 0,
      pace: {
        connections: this.#pacing.connections(now),
        seconds: this.#pacing.seconds,
        ...(messages === Number.POSITIVE_INFINITY ? {} : { messages }),
      },
    };
  }

  #begin(): Turn {
    const begun = performance.now();
    this.#pacing.begin(begun);
    this.#underWay += 1;
    return {
      done: (refusal) => {
        this.#pacing.end(performance.now(), begun, this.#underWay, refusal);
        this.#underWay -= 1;
        this.#next();
      },
    };
  }

  #next(): void {
    clearTimeout(this.#timer);
    const now = performance.now();
    while (this.#waiting.length > 0 && this.#underWay < this.#pacing.connections(now)) {
      const wait = this.#pacing.wait(now);
      if (wait > 0) {
        this.#timer = setTimeout(() => this.#next(), Math.ceil(wait));
        this.#onWait();
        return;
      }
      this.#waiting.shift()?.();
    }
    if (this.#waiting.length === 0 && this.#underWay === 0) this.#empty?.();
  }
}
