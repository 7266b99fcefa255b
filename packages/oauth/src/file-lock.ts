import { createHash, randomBytes } from 'node:crypto';
import { readdir, readlink, rm, stat, utimes, writeFile } from 'node:fs/promises';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { failure } from './failure.js';

/*
 * A lock across processes, by files. Who wants it puts a file of its own into the folder and then looks: it has the
 * lock if there is no other file of a living process, else it takes its file away and tries again. As each looks
 * after it has put its file there, two can never both see nobody. File names are unique, so that clearing away what a
 * dead process left can never take the lock from a living one.
 */

/** Milliseconds. */
export interface LockTimes {
  /** Who holds a lock touches its file this often. */
  readonly beat: number;
  /** A file that stays untouched for so long, while we look on, belongs to nobody. No clocks are compared for it. */
  readonly silence: number;
  /** How long a lock is waited for. */
  readonly patience: number;
}

/** Patience is longer than all attempts of a renewal together. */
const usual: LockTimes = { beat: 5_000, silence: 60_000, patience: 180_000 };

/** Runs `work` while no other process is inside for this name and folder. */
export async function withFileLock<T>(
  folder: string,
  name: string,
  work: () => Promise<T>,
  signal?: AbortSignal,
  times = usual,
): Promise<T> {
  const path = await acquire(folder, name, signal, times);
  const beat = setInterval(() => {
    const now = new Date();
    utimes(path, now, now).catch(() => undefined);
  }, times.beat);
  beat.unref();
  try {
    return await work();
  } finally {
    clearInterval(beat);
    await rm(path, { force: true });
  }
}

async function acquire(
  folder: string,
  name: string,
  signal: AbortSignal | undefined,
  { silence, patience }: LockTimes,
): Promise<string> {
  const prefix = `${name}.lock.`;
  // The owner stands in the name: a file without content is there whole or not at all.
  const mine = `${prefix}${process.pid}.${await place()}.${randomBytes(8).toString('hex')}`;
  const watch = new Watch(silence);
  const since = performance.now();
  for (let attempt = 0; ; attempt++) {
    signal?.throwIfAborted();
    if (await isAlone(folder, prefix, mine, watch)) {
      await writeFile(join(folder, mine), '', { flag: 'wx', mode: 0o600 });
      if (await isAlone(folder, prefix, mine, watch)) return join(folder, mine);
      await rm(join(folder, mine), { force: true });
    }
    if (performance.now() - since > patience) throw failure('OAUTH_STORE_LOCKED', `waited ${patience / 1_000} s`);
    // By chance, so that two who met do not meet again.
    await wait(Math.random() * Math.min(5 * 2 ** Math.min(attempt, 4), 60), undefined, { signal });
  }
}

/** Whether no living process has a file there. What the dead left is cleared away. */
async function isAlone(folder: string, prefix: string, mine: string, watch: Watch): Promise<boolean> {
  let alone = true;
  for (const file of await readdir(folder)) {
    if (!file.startsWith(prefix) || file === mine) continue;
    const path = join(folder, file);
    const [pid, where] = file.slice(prefix.length).split('.');
    const dead = where === (await place()) && !isAlive(Number(pid));
    if (dead || (await watch.isSilent(path))) await rm(path, { force: true });
    else alone = false;
  }
  return alone;
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}

/** Sees whether files have a beat, by a clock that goes on evenly. */
class Watch {
  readonly #longest: number;
  readonly #seen = new Map<string, { mtime: number | undefined; since: number }>();

  constructor(longest: number) {
    this.#longest = longest;
  }

  async isSilent(path: string): Promise<boolean> {
    // Where its owner has just taken it away there is no time, and the next look will not find it.
    const mtime = await stat(path).then(
      ({ mtimeMs }) => mtimeMs,
      () => undefined,
    );
    const now = performance.now();
    const before = this.#seen.get(path);
    if (before !== undefined && before.mtime === mtime) return now - before.since > this.#longest;
    this.#seen.set(path, { mtime, since: now });
    return false;
  }
}

let here: Promise<string> | undefined;

/** Where a process ID means something: this host and, on Linux, this PID namespace, which containers have their own of. */
function place(): Promise<string> {
  here ??= readlink('/proc/self/ns/pid')
    .catch(() => '')
    .then((namespace) => createHash('sha256').update(`${hostname()} ${namespace}`).digest('hex').slice(0, 12));
  return here;
}
