import type { Clock } from './clock.js';

/** A text that was handed out and stands for something: a code, a token, an address to upload to. */
export interface Handle<Value> {
  readonly text: string;
  readonly value: Value;
  readonly issuedAt: number;
  /** Milliseconds since 1970. It may be moved, by those who let things expire. */
  expiresAt: number;
  uses: number;
}

/** What was handed out and can be brought back, by its text. */
export class Handles<Value> {
  readonly #clock: Clock;
  readonly #known = new Map<string, Handle<Value>>();

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  issue(text: string, value: Value, lifetime: number): Handle<Value> {
    const issuedAt = this.#clock.now();
    const handle = { text, value, issuedAt, expiresAt: issuedAt + lifetime, uses: 0 };
    this.#known.set(text, handle);
    return handle;
  }

  /** Expired ones too: their errors are other than those of a text that never was. */
  find(text: string): Handle<Value> | undefined {
    return this.#known.get(text);
  }

  isExpired(handle: Handle<Value>): boolean {
    return this.#clock.now() >= handle.expiresAt;
  }

  forget(text: string): void {
    this.#known.delete(text);
  }

  all(): Iterable<Handle<Value>> {
    return this.#known.values();
  }
}
