import { createHash, randomBytes } from 'node:crypto';
import { mkdir, open, readdir, readFile, rename, rm } from 'node:fs/promises';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { isMailError, misuse } from '@ehlo/core';
import { failure } from './failure.js';
import { withFileLock } from './file-lock.js';
import { type Grant, parseGrant } from './grant.js';
import { KEY_OCTETS, type Seal, sealWith } from './seal.js';
import type { TokenStore } from './store.js';
import { GRANT_ENDING, KEY_FILE, type StoreKey, storeKey } from './store-key.js';
import { Turns } from './turns.js';

export interface FileStoreOptions {
  /** Default: `ehlo` in the folder that the system has for such data of a user, such as `~/.local/share`. */
  readonly folder?: string;
  /** Default `auto`. */
  readonly key?: StoreKey;
}

/**
 * Keeps grants in files, one an account, sealed with AES-256-GCM. Safe for any number of processes on one machine, and
 * on several that share the folder. A write is whole or not there, and survives a crash.
 */
export function fileStore({ folder = storeFolder(), key = 'auto' }: FileStoreOptions = {}): TokenStore {
  const words = ['auto', 'environment', 'keychain', 'key-file'];
  if (!(key instanceof Uint8Array ? key.length === KEY_OCTETS : words.includes(key))) {
    throw misuse('CONFIG_VALUE_INVALID', 'key', `is neither ${KEY_OCTETS} octets nor one of ${words.join(', ')}`);
  }
  const turns = new Turns();
  let seal: Promise<Seal> | undefined;

  /** At the first use, and again where it failed: a keychain may be locked at first. */
  const ready = (): Promise<Seal> => {
    seal ??= begin();
    seal.catch(() => {
      seal = undefined;
    });
    return seal;
  };
  const begin = async (): Promise<Seal> => {
    await mkdir(folder, { recursive: true, mode: 0o700 });
    return sealWith(await storeKey(folder, key));
  };

  return {
    read: (account) =>
      told('read', async () => {
        const opener = await ready();
        const sealed = await readIfThere(join(folder, nameOf(account) + GRANT_ENDING));
        if (sealed === undefined) return undefined;
        const grant = parseGrant(opener.open(account, sealed));
        if (grant === undefined) throw failure('OAUTH_STORE_UNREADABLE', 'it holds no grant of this version');
        return grant;
      }),
    write: (account, grant) =>
      told('written', async () => {
        const { close } = await ready();
        const path = join(folder, nameOf(account) + GRANT_ENDING);
        if (grant === undefined) await rm(path, { force: true });
        else await writeWhole(folder, nameOf(account), close(account, JSON.stringify(grant satisfies Grant)));
      }),
    // Within the process by turns, which is cheaper and fair; between processes by files.
    lock: async (account, work, signal) => {
      await told('locked', ready);
      return turns.take(account, () => withFileLock(folder, nameOf(account), work, signal), signal);
    },
  };
}

/** Addresses stay out of the names of files. */
function nameOf(account: string): string {
  return createHash('sha256').update(account).digest('hex').slice(0, 32);
}

async function readIfThere(path: string): Promise<string | undefined> {
  try {
    return await readFile(path, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
}

/** A new file, on disk whole, takes the place of the old one in one step; then the folder is on disk too. */
async function writeWhole(folder: string, name: string, text: string): Promise<void> {
  const draft = join(folder, `${name}.${randomBytes(6).toString('hex')}.draft`);
  try {
    const file = await open(draft, 'wx', 0o600);
    try {
      await file.writeFile(text);
      await file.sync();
    } finally {
      await file.close();
    }
    await rename(draft, join(folder, name + GRANT_ENDING));
  } catch (error) {
    await rm(draft, { force: true });
    throw error;
  }
  await syncFolder(folder);
  await sweep(folder, name);
}

/** Windows cannot open folders; there the rename itself is logged by the file system. */
async function syncFolder(folder: string): Promise<void> {
  if (process.platform === 'win32') return;
  const handle = await open(folder, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}

/** Drafts of processes that were killed. Writes happen inside the lock and after the key was had: none is wanted. */
async function sweep(folder: string, name: string): Promise<void> {
  for (const file of await readdir(folder)) {
    const stale = file.endsWith('.draft') && (file.startsWith(`${name}.`) || file.startsWith(`${KEY_FILE}.`));
    if (stale) await rm(join(folder, file), { force: true });
  }
}

/** The system's word for what went wrong, and no path. */
async function told<T>(what: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (isMailError(error)) throw error;
    const { code } = error as NodeJS.ErrnoException;
    throw failure('OAUTH_STORE_FAILED', `could not be ${what}${code === undefined ? '' : `: ${code}`}`);
  }
}

/** Where a `fileStore` keeps its grants unless told otherwise: `ehlo` in the folder that the system has for a user's data. */
export function storeFolder(env: Readonly<Record<string, string | undefined>> = process.env): string {
  const { platform } = process;
  if (platform === 'win32') return join(env.LOCALAPPDATA ?? join(homedir(), 'AppData', 'Local'), 'ehlo');
  if (platform === 'darwin') return join(homedir(), 'Library', 'Application Support', 'ehlo');
  return join(env.XDG_DATA_HOME ?? join(homedir(), '.local', 'share'), 'ehlo');
}
