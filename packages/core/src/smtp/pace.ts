import { Ceiling } from './ceiling.js';

/**
 * So many messages in any window of time. Providers that delay what comes faster do it out of sight; here it waits
 * where the caller can see it.
 *
 * The server counts a message somewhere between its beginning and its answer, and nobody here knows when. So a message
 * holds its place from the beginning until one window after the answer: then no window of the server, wherever it
 * begins and however long the line is, has one too many. It costs the time of one answer in each window.
 */
export class Pace {
  readonly #most: Ceiling;
  readonly #window: number;
  /** When those were answered that still hold a place, the oldest first. Kept only where there is a limit. */
  #answered: number[] = [];
  #inFlight = 0;
  readonly #lately: Lately;

  /** `window` in milliseconds. */
  constructor(most: number, window: number) {
    this.#most = new Ceiling(most, window);
    this.#window = window;
    this.#lately = new Lately(window);
  }

  /** How many may begin in a window as things stand; Infinity where there is no limit. */
  most(now: number): number {
    return this.#most.at(now);
  }

  /** Milliseconds until the next may begin: 0 when it may now. */
  wait(now: number): number {
    const most = this.#most.at(now);
    if (most === Number.POSITIVE_INFINITY) return 0;
    const answered = this.#answered;
    while ((answered[0] ?? Number.POSITIVE_INFINITY) <= now - this.#window) answered.shift();
    const tooMany = this.#inFlight + answered.length - most;
    if (tooMany < 0) return 0;
    // Where those in flight alone fill it, a place comes free one window after the next answer at the soonest.
    const leaves = answered[tooMany];
    return leaves === undefined ? this.#window : leaves + this.#window - now;
  }

  begin(now: number): void {
    this.#inFlight += 1;
    this.#lately.count(now);
  }

  /** It was answered, or never will be. */
  end(now: number): void {
    this.#inFlight -= 1;
    if (this.#most.at(now) !== Number.POSITIVE_INFINITY) this.#answered.push(now);
  }

  /** Half of what may begin, or of what had begun where there was no limit. */
  lower(now: number): void {
    const limited = this.#most.at(now);
    if (limited !== Number.POSITIVE_INFINITY) return this.#most.lower(limited / 2, now);
    this.#most.lower(this.#lately.most(now) / 2, now);
    // Without a limit nothing was kept: all that may begin in a window counts as answered just now.
    this.#answered = Array.from({ length: this.#most.at(now) }, () => now);
  }
}

/** How many began lately, in two numbers: a fast pool begins too many to remember each. */
class Lately {
  readonly #window: number;
  #since = Number.NEGATIVE_INFINITY;
  #before = 0;
  #count = 0;

  constructor(window: number) {
    this.#window = window;
  }

  count(now: number): void {
    this.#turn(now);
    this.#count += 1;
  }

  /** In this window or in the one before it, whichever had more. */
  most(now: number): number {
    this.#turn(now);
    return Math.max(this.#before, this.#count);
  }

  #turn(now: number): void {
    const age = now - this.#since;
    if (age < this.#window) return;
    this.#before = age < 2 * this.#window ? this.#count : 0;
    this.#count = 0;
    this.#since = now;
  }
}
