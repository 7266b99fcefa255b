import type { MailError } from '../error.js';
import { limitOf, type Profile } from '../profile.js';
import type { Connection } from './connection.js';
import { Pace } from './pace.js';

/** One piece of work that wants a connection. */
export interface Job {
  /** Begins on this connection, which is free. Resolves when the work is done; never rejects. */
  begin(connection: Connection): Promise<void>;
  /** No connection can be had. */
  fail(error: MailError): void;
}

export interface PoolSettings {
  /** Gives a connection that has logged in; throws the MailError that says why not. */
  readonly connect: (signal: AbortSignal) => Promise<Connection>;
  readonly connections: number;
  readonly profile: Profile;
}

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
  /** Fewer than the settings allow where the server would not take one more. */
  #most: number;
  #dials = new AbortController();
  #running = 0;
  #closing: (() => void) | undefined;
  #idleTimer: NodeJS.Timeout | undefined;
  readonly #pace: Pace;
  #paceTimer: NodeJS.Timeout | undefined;

  constructor(settings: PoolSettings) {
    this.#settings = settings;
    this.#most = settings.connections;
    this.#pace = new Pace(limitOf(settings.profile, 'messages-per-minute') ?? Number.POSITIVE_INFINITY, 60_000);
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
      clearTimeout(this.#paceTimer);
      this.#paceTimer = undefined;
    }
    this.#turn();
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
    // A worn connection serves nobody any more, and must not hold the place of one that does.
    for (const connection of this.#connections)
      if (connection.inFlight === 0 && this.#isWorn(connection)) this.#retire(connection);
    while (this.#waiting.length > 0) {
      const wait = this.#pace.wait(performance.now());
      if (wait > 0) return this.#turnIn(wait);
      const free = this.#pick();
      if (free === undefined) break;
      this.#pace.begin(performance.now());
      this.#give(free, this.#waiting.shift() as Job);
    }
    // A connection more for each job that waits, as far as the limits go.
    const dials = this.#proven ? this.#most - this.#connections.size : 1 - this.#connections.size;
    while (this.#dialling < Math.min(this.#waiting.length, dials)) void this.#dial();
    if (this.#closing !== undefined && this.#running === 0 && this.#waiting.length === 0 && this.#dialling === 0)
      this.#closing();
  }

  #turnIn(milliseconds: number): void {
    if (this.#paceTimer !== undefined) return;
    this.#paceTimer = setTimeout(() => {
      this.#paceTimer = undefined;
      this.#turn();
    }, Math.ceil(milliseconds));
  }

  /** An idle connection; else, where no more may be dialled, one that may speak behind its last message. */
  #pick(): Connection | undefined {
    let behind: Connection | undefined;
    for (const connection of this.#connections) {
      if (connection.closed || !connection.free || this.#isWorn(connection)) continue;
      if (connection.inFlight === 0) return connection;
      if (behind === undefined || connection.inFlight < behind.inFlight) behind = connection;
    }
    const full = this.#connections.size + this.#dialling >= this.#most;
    return full && behind !== undefined && behind.inFlight < behind.window ? behind : undefined;
  }

  #give(connection: Connection, job: Job): void {
    this.#running += 1;
    connection.onDoorOpen = () => this.#turn();
    void job.begin(connection).then(() => {
      this.#running -= 1;
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

  /** Where others are alive, the jobs wait for them; where none is, each hears why. */
  #refused(error: MailError): void {
    if (this.#connections.size > 0) this.#most = this.#connections.size;
    else if (this.#dialling === 1) {
      this.#proven = false;
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
    const { profile } = this.#settings;
    const { limits } = connection.opened.offer;
    const most = Math.min(
      limitOf(profile, 'messages-per-connection') ?? Number.POSITIVE_INFINITY,
      limits.MAILMAX ?? Number.POSITIVE_INFINITY,
      // RFC 9422 4.3: counted over the session; one message each keeps to it whatever its domains are.
      limits.RCPTDOMAINMAX === undefined ? Number.POSITIVE_INFINITY : 1,
    );
    const seconds = limitOf(profile, 'session-seconds') ?? Number.POSITIVE_INFINITY;
    return connection.used >= most || performance.now() - connection.bornAt > seconds * 1_000;
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
