import { constants, type FileHandle, open, readFile, rename, unlink } from 'node:fs/promises';
import { dirname } from 'node:path';
import { isMailError, misuse } from '@ehlo/core';
import { lockFile } from './file-lock.js';
import type { RelayMemory, RememberedMail } from './memory.js';

/** A line of the file: what is kept of a message, or that it is forgotten. */
interface Line extends Omit<RememberedMail, 'since' | 'state'> {
  readonly since: string;
  readonly state: RememberedMail['state'] | 'forgotten';
}

/** Lines after which the file is written anew, without what was forgotten: two for each mail that was sent. */
const LINES = 10_000;

const EMPTY_TO_APPEND = constants.O_WRONLY | constants.O_CREAT | constants.O_TRUNC | constants.O_APPEND;

/**
 * A memory in a file that only its owner can read: a JSON object a line, written at the end and flushed to the disk. What
 * is forgotten goes when the file is opened the next time, or has grown long. A lock file beside it (`.lock`) keeps a second relay away.
 * A message is also let go by deleting its lines while no relay runs.
 *
 * Its `open` rejects with a MailError CONFIG_VALUE_INVALID where another relay has it, where the file cannot be opened, or
 * where a line cannot be read that was not being written when the power went.
 */
export function fileMemory(path: string): RelayMemory {
  return new FileMemory(path, LINES);
}

export class FileMemory implements RelayMemory {
  readonly #path: string;
  readonly #most: number;
  #file: FileHandle | undefined;
  /** What is on the disk: octets, lines, and the messages that are kept. */
  #size = 0;
  #written = 0;
  /** Behind what counts, a part of a line may stand. */
  #isTorn = false;
  #kept = new Map<string, Line>();
  #unlock: (() => Promise<void>) | undefined;
  #lines: Line[] = [];
  /** Will write the lines. Undefined where there are none. */
  #next: Promise<void> | undefined;
  /** The last writing; never rejects. */
  #last: Promise<void> = Promise.resolve();

  constructor(path: string, most: number) {
    this.#path = path;
    this.#most = most;
  }

  async open(): Promise<readonly RememberedMail[]> {
    try {
      this.#unlock = await lockFile(`${this.#path}.lock`);
      this.#kept = keptIn(await textOf(this.#path), this.#path);
      await this.#rewrite();
    } catch (error) {
      await this.#unlock?.();
      this.#unlock = undefined;
      throw isMailError(error) ? error : unopened(this.#path, error as NodeJS.ErrnoException);
    }
    return [...this.#kept.values()].map(mailOf);
  }

  keep(mail: RememberedMail): Promise<void> {
    return this.#write({ ...mail, since: mail.since.toISOString() });
  }

  drop(mail: RememberedMail): Promise<void> {
    return this.#write({ ...mail, since: mail.since.toISOString(), state: 'forgotten' });
  }

  async close(): Promise<void> {
    await this.#next?.catch(() => undefined);
    await this.#last;
    await this.#file?.close();
    this.#file = undefined;
    await this.#unlock?.();
    this.#unlock = undefined;
  }

  /** Resolves when the line is on the disk. Those that come while others are written go together. */
  #write(line: Line): Promise<void> {
    this.#lines.push(line);
    if (this.#next === undefined) {
      this.#next = this.#last.then(() => this.#flush());
      this.#last = this.#next.catch(() => undefined);
    }
    return this.#next;
  }

  async #flush(): Promise<void> {
    const lines = this.#lines.splice(0);
    this.#next = undefined;
    const file = this.#file;
    if (file === undefined) throw new Error('the memory file of the relay is not open');
    const octets = octetsOf(lines);
    if (this.#isTorn) await this.#mend(file);
    this.#isTorn = true;
    try {
      await file.appendFile(octets);
      await file.datasync();
    } catch (error) {
      await this.#mend(file).catch(() => undefined);
      throw error;
    }
    this.#isTorn = false;
    this.#size += octets.length;
    this.#written += lines.length;
    for (const line of lines) apply(this.#kept, line);
    if (this.#written <= this.#most + this.#kept.size) return;
    // The lines are on the disk. Where there is no room for a second file, it is tried again after as many more.
    await this.#rewrite().catch(() => {
      this.#written = this.#kept.size;
    });
  }

  /** Half a line must not stand before the next one. */
  async #mend(file: FileHandle): Promise<void> {
    await file.truncate(this.#size);
    this.#isTorn = false;
  }

  /** The file without what was forgotten, in the place of the one there was: a crash leaves the one or the other. */
  async #rewrite(): Promise<void> {
    const next = `${this.#path}.next`;
    const file = await open(next, EMPTY_TO_APPEND, 0o600);
    const octets = octetsOf(this.#kept.values());
    try {
      // One that was there before keeps its mode otherwise.
      await file.chmod(0o600);
      await file.writeFile(octets);
      await file.sync();
      await rename(next, this.#path);
    } catch (error) {
      await file.close().catch(() => undefined);
      await unlink(next).catch(() => undefined);
      throw error;
    }
    const before = this.#file;
    this.#file = file;
    this.#size = octets.length;
    this.#written = this.#kept.size;
    this.#isTorn = false;
    await before?.close().catch(() => undefined);
    await syncFolder(dirname(this.#path));
  }
}

function octetsOf(lines: Iterable<Line>): Buffer {
  return Buffer.from([...lines].map((line) => `${JSON.stringify(line)}\n`).join(''));
}

async function textOf(path: string): Promise<string> {
  try {
    return await readFile(path, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return '';
    throw error;
  }
}

/** The last line of each message counts. */
function keptIn(text: string, path: string): Map<string, Line> {
  const kept = new Map<string, Line>();
  const lines = text.split('\n');
  for (const [at, written] of lines.entries()) {
    if (written.trim() === '') continue;
    const line = lineOf(written);
    // Behind the last line end stands what was being written: it was not on the disk, and so its message was not sent.
    if (line === undefined && at === lines.length - 1) continue;
    if (line === undefined) {
      const why = `cannot be read in line ${at + 1} of ${path}: mend the line, or delete it where its message may be sent again`;
      throw misuse('CONFIG_VALUE_INVALID', 'memory', why);
    }
    apply(kept, line);
  }
  return kept;
}

function apply(kept: Map<string, Line>, line: Line): void {
  const key = JSON.stringify([line.id, line.from, line.to]);
  if (line.state === 'forgotten') kept.delete(key);
  else kept.set(key, line);
}

function mailOf({ id, hash, from, to, since, state }: Line): RememberedMail {
  const which = hash === undefined ? { id } : { id, hash };
  return { ...which, from, to, since: new Date(since), state: state as RememberedMail['state'] };
}

const STATES = ['under-way', 'unknown', 'accepted', 'forgotten'];

function lineOf(written: string): Line | undefined {
  try {
    const line = JSON.parse(written) as Line;
    const { id, hash = '', from, to, since, state } = line;
    const isText = Array.isArray(to) && [id, hash, from, since, ...to].every((value) => typeof value === 'string');
    return isText && STATES.includes(state) && !Number.isNaN(Date.parse(since)) ? line : undefined;
  } catch {
    return undefined;
  }
}

/** A rename is on the disk when the folder is. Windows knows no such thing. */
async function syncFolder(path: string): Promise<void> {
  const folder = await open(path, 'r').catch(() => undefined);
  await folder?.sync().catch(() => undefined);
  await folder?.close().catch(() => undefined);
}

function unopened(path: string, { code, name }: NodeJS.ErrnoException): Error {
  return misuse('CONFIG_VALUE_INVALID', 'memory', `cannot be opened: ${code ?? name} for ${path}`);
}
