import { open, readFile, rename, stat, unlink } from 'node:fs/promises';
import { resolve } from 'node:path';
import { misuse } from '@ehlo/core';

/** What this process holds: its own number in a lock file says nothing, since it may be that of a process before it. */
const held = new Set<string>();

/**
 * Takes a file that names this process; gives the function that lets it go. One that names a process that is gone is
 * taken over.
 *
 * @throws MailError CONFIG_VALUE_INVALID where another process has it.
 */
export async function lockFile(path: string): Promise<() => Promise<void>> {
  const name = resolve(path);
  if (held.has(name)) throw taken(path, process.pid);
  held.add(name);
  try {
    while (!(await created(path))) {
      const owner = await ownerOf(path);
      if (owner !== process.pid && isAlive(owner)) throw taken(path, owner);
      await takeAway(path, owner);
    }
  } catch (error) {
    held.delete(name);
    throw error;
  }
  return async () => {
    held.delete(name);
    await unlink(path).catch(ifMissing(undefined));
  };
}

async function created(path: string): Promise<boolean> {
  try {
    const file = await open(path, 'wx', 0o600);
    await file.writeFile(`${process.pid}\n`);
    await file.close();
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false;
    throw error;
  }
}

/**
 * Removes the lock file of a process that is gone. One that another relay, which found the same, has put in its place
 * meanwhile stays: the file is looked at once more where nobody else finds it.
 */
export async function takeAway(path: string, owner: number): Promise<void> {
  const aside = `${path}.${process.pid}`;
  const moved = await rename(path, aside).then(() => true, ifMissing(false));
  if (!moved) return;
  const found = await ownerOf(aside).catch(() => undefined);
  await (Object.is(found, owner) ? unlink(aside) : rename(aside, path));
}

/** How long an empty lock file is taken for one that is being written, and not for one whose writer ended. */
const BEING_WRITTEN = 5_000;

/** The number in a lock file; `NaN` where there is none, or where it was left empty. */
async function ownerOf(path: string): Promise<number> {
  const text = await readFile(path, 'utf8').catch(ifMissing(''));
  if (text !== '') return Number.parseInt(text, 10);
  const written = await stat(path).catch(ifMissing(undefined));
  if (written !== undefined && Math.abs(Date.now() - written.mtimeMs) < BEING_WRITTEN) throw taken(path, undefined);
  return Number.NaN;
}

function isAlive(pid: number): boolean {
  // 0 and negative numbers are groups of processes.
  if (!(pid > 0)) return false;
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}

function ifMissing<T>(value: T): (error: NodeJS.ErrnoException) => T {
  return (error) => {
    if (error.code === 'ENOENT') return value;
    throw error;
  };
}

function taken(path: string, pid: number | undefined): Error {
  const names = pid === undefined ? 'is being written' : `names process ${pid}`;
  const why = `is in use: ${path} ${names}. Stop that relay; where that process is none, delete the file`;
  return misuse('CONFIG_VALUE_INVALID', 'memory', why);
}
