import type { MailError } from '../error.js';
import { limitOf, type Profile } from '../profile.js';
import { askedWait } from './asked-wait.js';
import { Ceiling } from './ceiling.js';
import { Pace } from './pace.js';

const MINUTE = 60;

/** A wait that a reply asks for is kept up to here, in milliseconds: no server may silence a pool for good. */
const LONGEST = 3_600_000;

/**
 * What the provider's limits and the server's refusals leave to a pool at a moment. A refusal whose cause `slows` halves
 * what it names, once for all that had begun by then. What was halved comes back by a quarter with every window (a
 * minute) without another such refusal. In between nothing begins for as long as the reply asks, else one second, and
 * twice as long each time in a row.
 */
export class Pacing {
  /** Seconds in which messages are counted. */
  readonly seconds: number;
  readonly #window: number;
  readonly #messages: Pace;
  readonly #connections: Ceiling;
  #stillUntil = 0;
  #noDialUntil = 0;
  #loweredAt = Number.NEGATIVE_INFINITY;
  /** Refusals in a row that slow, and the pauses after those of them that kept a connection from coming up. */
  #inRow = 0;
  #patience: number;

  constructor(profile: Profile, connections: number) {
    const row = profile.limits.find(({ limit }) => limit === 'messages-per-minute');
    this.seconds = row?.seconds ?? MINUTE;
    this.#window = this.seconds * 1_000;
    this.#messages = new Pace(limitOf(profile, 'messages-per-minute') ?? Number.POSITIVE_INFINITY, this.#window);
    this.#connections = new Ceiling(connections, this.#window);
    this.#patience = 2 * this.#window;
  }

  /** Milliseconds until a message may begin; 0 when one may now. */
  wait(now: number): number {
    return Math.max(this.#stillUntil - now, this.#messages.wait(now), 0);
  }

  /** Milliseconds until one more connection may be dialled. */
  dialWait(now: number): number {
    return Math.max(this.#noDialUntil - now, 0);
  }

  /** Connections that may serve. */
  connections(now: number): number {
    return this.#connections.at(now);
  }

  /** Messages that may begin in a window. */
  messages(now: number): number {
    return this.#messages.most(now);
  }

  begin(now: number): void {
    this.#messages.begin(now);
  }

  /** A message that began at `begun` is done; `refusal` is what it was refused with, `open` how many connections there are. */
  end(now: number, begun: number, open: number, refusal?: MailError): void {
    this.#messages.end(now);
    const news = begun >= this.#loweredAt;
    if (refusal?.slows === undefined) {
      if (news) this.#calm();
      return;
    }
    const asked = askedWait(refusal.reply);
    if (news) {
      this.#loweredAt = now;
      if (refusal.slows === 'messages') this.#messages.lower(now);
      else this.#connections.lower(Math.min(open, this.#connections.at(now)) / 2, now);
    }
    const still = asked ?? (news ? this.#backOff() : 0);
    this.#stillUntil = Math.max(this.#stillUntil, now + Math.min(still, LONGEST));
  }

  /**
   * A connection was refused while `open` others lived. True where the pace is why, and the next is worth waiting for:
   * without any connection that is two windows of pauses in all, and what a reply asks beyond them is the caller's to wait.
   */
  refusedDial(error: MailError, open: number, now: number): boolean {
    if (error.slows === undefined) return false;
    const pause = askedWait(error.reply) ?? this.#backOff();
    if (open > 0) this.#connections.lower(open, now);
    else if (pause > this.#patience) {
      this.#calm();
      return false;
    } else this.#patience -= pause;
    this.#noDialUntil = now + Math.min(pause, LONGEST);
    return true;
  }

  #calm(): void {
    this.#inRow = 0;
    this.#patience = 2 * this.#window;
  }

  #backOff(): number {
    return Math.min(this.#window, (this.#window / MINUTE) * 2 ** this.#inRow++);
  }
}
