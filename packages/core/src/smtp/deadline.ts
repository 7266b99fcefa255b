/** One timer for many short waits: moving the deadline costs nothing while it moves away. */
export class Deadline {
  readonly #past: () => void;
  #at = Number.POSITIVE_INFINITY;
  #timer: NodeJS.Timeout | undefined;
  #timerAt = Number.POSITIVE_INFINITY;

  constructor(past: () => void) {
    this.#past = past;
  }

  /** Milliseconds from now. */
  set(milliseconds: number): void {
    this.#at = performance.now() + milliseconds;
    if (this.#at < this.#timerAt) this.#wait();
  }

  clear(): void {
    this.#at = Number.POSITIVE_INFINITY;
    this.#timerAt = Number.POSITIVE_INFINITY;
    clearTimeout(this.#timer);
  }

  #wait(): void {
    clearTimeout(this.#timer);
    this.#timerAt = this.#at;
    // setTimeout takes 31 bits; what is longer is looked at again then.
    const wait = Math.min(Math.max(1, this.#at - performance.now()), 2_147_483_647);
    this.#timer = setTimeout(() => {
      this.#timerAt = Number.POSITIVE_INFINITY;
      if (performance.now() < this.#at) this.#wait();
      // Where this process was held up, or slept, the answer may lie unread in the socket: what is there is heard first.
      else setImmediate(() => performance.now() >= this.#at && this.#past());
    }, wait);
  }
}
