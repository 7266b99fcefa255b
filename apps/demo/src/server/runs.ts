import { randomUUID } from 'node:crypto';
import type { Closing } from '../api.js';

/** Runs are kept for a page that is reloaded or slow to listen; the oldest goes first. */
const KEPT = 32;
/** Conversations at one time. A person has one; a loop in a page must not have a thousand. */
const AT_ONCE = 4;

export type Tell<Event> = (event: Event) => void;

/** What a run does: tells events until it is through. Rejects only where the demo itself is at fault. */
export type Play<Event> = (tell: Tell<Event>, signal: AbortSignal) => Promise<void>;

interface Run<Event> {
  readonly events: Array<Event | Closing>;
  readonly abort: AbortController;
  over: boolean;
  wake: () => void;
  news: Promise<void>;
}

/** The conversations that were begun, by an id drawn at random. Holds their events and nothing of their settings. */
export class Runs<Event> {
  readonly #runs = new Map<string, Run<Event>>();
  readonly #broken: (error: unknown) => void;

  /** `broken` hears of what a run should never have thrown. */
  constructor(broken: (error: unknown) => void) {
    this.#broken = broken;
  }

  /** The id of the run, or undefined when there are too many at once. */
  begin(play: Play<Event>): string | undefined {
    const busy = [...this.#runs.values()].filter((run) => !run.over).length;
    if (busy >= AT_ONCE) return undefined;
    const id = randomUUID();
    const run: Run<Event> = {
      events: [],
      abort: new AbortController(),
      over: false,
      wake: () => {},
      news: Promise.resolve(),
    };
    this.#runs.set(id, run);
    renew(run);
    this.#forgetOldest();
    const tell: Tell<Event | Closing> = (event) => {
      run.events.push(event);
      run.wake();
      renew(run);
    };
    void play(tell, run.abort.signal)
      .catch((error: unknown) => {
        this.#broken(error);
        tell({ kind: 'broken' });
      })
      .finally(() => {
        run.over = true;
        tell({ kind: 'done' });
      });
    return id;
  }

  /** All events from the first, then those that come, until the run is over; undefined for an unknown id. */
  events(id: string): AsyncIterable<Event | Closing> | undefined {
    const run = this.#runs.get(id);
    return run && follow(run);
  }

  abort(id: string): boolean {
    const run = this.#runs.get(id);
    run?.abort.abort(new Error('stopped from the page'));
    return run !== undefined;
  }

  abortAll(): void {
    for (const run of this.#runs.values()) run.abort.abort(new Error('the demo is being stopped'));
  }

  #forgetOldest(): void {
    for (const [id, run] of this.#runs) {
      if (this.#runs.size <= KEPT) return;
      if (run.over) this.#runs.delete(id);
    }
  }
}

function renew(run: Run<unknown>): void {
  run.news = new Promise((resolve) => {
    run.wake = resolve;
  });
}

async function* follow<Event>(run: Run<Event>): AsyncGenerator<Event | Closing> {
  for (let next = 0; ; ) {
    const news = run.news;
    while (next < run.events.length) {
      const event = run.events[next++]!;
      yield event;
      if (run.over && next === run.events.length) return;
    }
    await news;
  }
}
