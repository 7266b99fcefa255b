import type { Watcher } from '../trace.js';
import type { Activity } from './pool.js';
import { quietly } from './recorder.js';

/** Counts the messages of those who watch, and tells each how far it has come: a transport, or one call of `sendMany`. */
export class Tellers {
  readonly #activity: () => Activity;
  readonly #tellers = new Set<Teller>();

  constructor(activity: () => Activity) {
    this.#activity = activity;
  }

  add(watcher: Watcher): Teller {
    const teller = new Teller(watcher, this.#activity);
    this.#tellers.add(teller);
    return teller;
  }

  remove(teller: Teller | undefined): void {
    if (teller !== undefined) this.#tellers.delete(teller);
  }

  /** Messages begin to wait: everyone hears it. */
  waiting(): void {
    for (const teller of this.#tellers) teller.tell();
  }
}

export class Teller {
  readonly #watcher: Watcher;
  readonly #activity: () => Activity;
  #done = 0;

  constructor(watcher: Watcher, activity: () => Activity) {
    this.#watcher = watcher;
    this.#activity = activity;
  }

  /** One more message has its receipt. */
  done(): void {
    this.#done += 1;
    this.tell();
  }

  tell(): void {
    quietly(() => this.#watcher({ kind: 'progress', done: this.#done, ...this.#activity() }));
  }
}
