import type { MailError } from '../error.js';
import { limitOf, type Profile } from '../profile.js';
import type { Progress } from '../trace.js';
import type { Connection } from './connection.js';
import { Pacing } from './pacing.js';

/** One piece of work that wants a connection. */
export interface Job {
  /** Begins on this connection, which is free. Resolves when the work is done, with what it was refused for; never rejects. */
  begin(connection: Connection): Promise<MailError | undefined>;
  /** No connection can be had. */
  fail(error: MailError): void;
}

export interface PoolSettings {
  /** Gives a connection that has logged in; throws the MailError that says why not. */
  readonly connect: (signal: AbortSignal) => Promise<Connection>;
  readonly connections: number;
  readonly profile: Profile;
  /** Called when jobs begin to wait for the pace. */
  readonly onWait?: () => void;
}

/** What is going on in a pool. */
export type Activity = Omit<Progress, 'kind' | 'done'>;

/** Seconds after which an idle connection is closed where the profile knows no limit; servers wait five minutes (RFC 5321 4.5.3.2.7). */
const IDLE_SECONDS = 60;

/**
 * The connections of one account. Jobs wait in line; a connection takes the next one as soon as it
 * may speak, even before the last answer is here. Idle connections do not keep the process alive.
 */
export class Pool {
  readonly #settings: PoolSettings;
  readonly #connections = new Set<Connection>();
  readonly #waiting: Job[] = [];
  #dialling = 0;
  /** A login has succeeded; before that one is tried at a time, since refused ones are counted by servers. */
  #proven = false;
  /** There was a connection since the jobs were last told that none can be had. */
  #wasUp = false;
  /** Fewer than the settings allow where one more could not be had, until all are gone. */
  #most: number;
  #dials = new AbortController();
  #running = 0;
  /** Those who may still bring jobs. */
  #users = 0;
  #closing: (() => void) | undefined;
  #idleTimer: NodeJS.Timeout | undefined;
  readonly #pacing: Pacing;
  /** Messages that a connection may carry, and milliseconds that it may last. */
  readonly #carries: number;
  readonly #lasts: number;
  #timer: NodeJS.Timeout | undefined;
  /** When the timer goes off, or went off last. */
  #turnAt = 0;

  constructor(settings: PoolSettings) {
    this.#settings = settings;
    this.#most = settings.connections;
    this.#pacing = new Pacing(settings.profile, settings.connections);
    this.#carries = limitOf(settings.profile, 'messages-per-connection') ?? Number.POSITIVE_INFINITY;
    this.#lasts = (limitOf(settings.profile, 'session-seconds') ?? Number.POSITIVE_INFINITY) * 1_000;
  }

  /** Keeps the pool from closing until `leave`: there may be more jobs after one is done. */
  enter(): void {
    this.#users += 1;
  }

  leave(): void {
    this.#users -= 1;
    if (this.#closing !== undefined) this.#turn();
  }

  add(job: Job): void {
    this.#waiting.push(job);
    this.#turn();
  }

  /** Takes a job back that has not begun. */
  remove(job: Job): void {
    const at = this.#waiting.indexOf(job);
    if (at !== -1) this.#waiting.splice(at, 1);
    if (this.#waiting.length === 0) {
      this.#dials.abort();
      clearTimeout(this.#timer);
      this.#timer = undefined;
    }
    this.#turn();
  }

  get activity(): Activity {
    const now = performance.now();
    const messages = this.#pacing.messages(now);
    const wait = Math.max(this.#pacing.wait(now), this.#connections.size === 0 ? this.#pacing.dialWait(now) : 0);
    return {
      waiting: this.#waiting.length,
      inFlight: this.#running,
      waitMilliseconds: this.#waiting.length > 0 ? Math.ceil(wait) : 0,
      pace: {
        connections: this.#allowed(now),
        seconds: this.#pacing.seconds,
        ...(messages === Number.POSITIVE_INFINITY ? {} : { messages }),
      },
    };
  }

  /** Finishes what is here, then says QUIT on every connection. */
  async close(): Promise<void> {
    clearInterval(this.#idleTimer);
    await new Promise<void>((resolve) => {
      this.#closing = resolve;
      this.#turn();
    });
    await Promise.all([...this.#connections].map((connection) => connection.quit()));
  }

  #turn(): void {
    const now = performance.now();
    const allowed = this.#allowed(now);
    this.#makeRoom(allowed);
    while (this.#waiting.length > 0) {
      const wait = this.#pacing.wait(now);
      if (wait > 0) return this.#turnIn(wait, now);
      const free = this.#pick(allowed);
      if (free === undefined) break;
      this.#give(free, this.#waiting.shift() as Job, now);
    }
    this.#dialMore(allowed, now);
    if (this.#running + this.#waiting.length + this.#dialling + this.#users === 0) this.#closing?.();
  }

  /** Connections that may serve at this moment. */
  #allowed(now: number): number {
    return Math.min(this.#most, this.#pacing.connections(now));
  }

  /** A worn connection serves nobody any more, and must not hold the place of one that does. Nor does one too many. */
  #makeRoom(allowed: number): void {
    let kept = 0;
    for (const connection of this.#connections) {
      if (connection.inFlight === 0 && (kept >= allowed || this.#isWorn(connection))) this.#retire(connection);
      else kept += 1;
    }
  }

  /** A connection more for each job that waits, as far as the limits go. */
  #dialMore(allowed: number, now: number): void {
    const places = (this.#proven ? allowed : 1) - this.#connections.size;
    if (Math.min(this.#waiting.length, places) <= this.#dialling) return;
    const wait = this.#pacing.dialWait(now);
    if (wait > 0) return this.#turnIn(wait, now);
    while (this.#dialling < Math.min(this.#waiting.length, places)) void this.#dial();
  }

  #turnIn(milliseconds: number, now: number): void {
    const at = now + milliseconds;
    if (this.#timer !== undefined && this.#turnAt <= at) return;
    clearTimeout(this.#timer);
    this.#turnAt = at;
    this.#timer = setTimeout(() => {
      this.#timer = undefined;
      this.#turn();
    }, Math.ceil(milliseconds));
    this.#settings.onWait?.();
  }

  /** An idle connection; else, where no more may be dialled, one that may speak behind its last message. */
  #pick(allowed: number): Connection | undefined {
    let behind: Connection | undefined;
    let place = 0;
    for (const connection of this.#connections) {
      if (place++ >= allowed) break;
      if (connection.closed || !connection.free || this.#isWorn(connection)) continue;
      if (connection.inFlight === 0) return connection;
      if (behind === undefined || connection.inFlight < behind.inFlight) behind = connection;
    }
    const full = this.#connections.size + this.#dialling >= allowed;
    return full && behind !== undefined && behind.inFlight < behind.window ? behind : undefined;
  }

  #give(connection: Connection, job: Job, now: number): void {
    this.#running += 1;
    this.#pacing.begin(now);
    connection.onDoorOpen = () => this.#turn();
    void job.begin(connection).then((refusal) => {
      this.#running -= 1;
      this.#pacing.end(performance.now(), now, this.#connections.size, refusal);
      this.#turn();
      this.#watchIdle();
    });
  }

  async #dial(): Promise<void> {
    this.#dialling += 1;
    if (this.#dials.signal.aborted) this.#dials = new AbortController();
    try {
      const connection = await this.#settings.connect(this.#dials.signal);
      this.#proven = true;
      this.#wasUp = true;
      connection.onEnd = () => this.#forget(connection);
      if (connection.ended === undefined) this.#connections.add(connection);
      // It ended in the very moment in which it was ready: to dial again at once could go on for ever.
      else this.#refused(connection.ended);
    } catch (error) {
      this.#refused(error as MailError);
    } finally {
      this.#dialling -= 1;
    }
    this.#turn();
    this.#watchIdle();
  }

  /**
   * Where others are alive, the jobs wait for them. Where none is, each hears why, unless the server had served this
   * account and now asks for patience: then they wait, and one dials at a time.
   */
  #refused(error: MailError): void {
    const open = this.#connections.size;
    if (open === 0 && this.#dialling > 1) return;
    const worthIt = (open > 0 || this.#wasUp) && this.#pacing.refusedDial(error, open, performance.now());
    if (open > 0) this.#most = worthIt ? this.#most : open;
    else {
      this.#proven = false;
      if (worthIt) return;
      this.#wasUp = false;
      for (const job of this.#waiting.splice(0)) job.fail(error);
    }
  }

  #forget(connection: Connection): void {
    this.#connections.delete(connection);
    if (this.#connections.size === 0) this.#most = this.#settings.connections;
    this.#turn();
  }

  /** Servers end long sessions; it is better to leave before. */
  #isWorn(connection: Connection): boolean {
    // A new one serves at least one message, however slow its handshake was.
    if (connection.used === 0) return false;
    if (connection.used >= this.#carries || performance.now() - connection.bornAt > this.#lasts) return true;
    const { MAILMAX, RCPTDOMAINMAX } = connection.opened.offer.limits;
    // RFC 9422 4.3: domains are counted over the session; one message each keeps to it whatever its domains are.
    return RCPTDOMAINMAX !== undefined || (MAILMAX !== undefined && connection.used >= MAILMAX);
  }

  #retire(connection: Connection): void {
    this.#connections.delete(connection);
    void connection.quit();
  }

  #watchIdle(): void {
    if (this.#idleTimer !== undefined || this.#closing !== undefined) return;
    const limit = (limitOf(this.#settings.profile, 'idle-seconds') ?? IDLE_SECONDS) * 1_000;
    this.#idleTimer = setInterval(
      () => {
        for (const connection of this.#connections) {
          if (connection.inFlight === 0 && performance.now() - connection.idleSince > limit) this.#retire(connection);
        }
        if (this.#connections.size > 0) return;
        clearInterval(this.#idleTimer);
        this.#idleTimer = undefined;
      },
      Math.min(limit / 2, 5_000),
    );
    this.#idleTimer.unref();
  }
}
