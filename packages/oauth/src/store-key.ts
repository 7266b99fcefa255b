import { randomBytes } from 'node:crypto';
import { link, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { isMailError, type MailError } from '@ehlo/core';
import { failure } from './failure.js';
import { withFileLock } from './file-lock.js';
import { KEY_OCTETS } from './seal.js';

/**
 * Where the key of a file store comes from. `environment`: EHLO_STORE_KEY, 32 octets as base64 or hex. `keychain`: that
 * of the operating system, by `@napi-rs/keyring`. `key-file`: the file `key` beside the grants, readable by its owner
 * only. `auto`: the environment where it is set, else the key file where there is one, else the keychain where it can
 * be used, else a new key file.
 */
export type StoreKey = 'auto' | 'environment' | 'keychain' | 'key-file' | Uint8Array;

export const KEY_VARIABLE = 'EHLO_STORE_KEY';
export const GRANT_ENDING = '.grant';
export const KEY_FILE = 'key';

/** What is used of @napi-rs/keyring. */
export interface Keyring {
  readonly Entry: new (
    service: string,
    account: string,
    options: EntryOptions,
  ) => {
    getPassword(): string | null;
    setPassword(password: string): void;
  };
}

interface EntryOptions {
  readonly linux: { readonly store: 'secret-service' };
}

/** Without a Secret Service it would fall back to the kernel's keyring, which is gone after a reboot, and the key with it. */
const PERSISTENT: EntryOptions = { linux: { store: 'secret-service' } };

/** The key of the store in `folder`; made where there is none yet. */
export async function storeKey(folder: string, from: StoreKey, load = loadKeyring): Promise<Uint8Array> {
  if (typeof from !== 'string') return from;
  const set = process.env[KEY_VARIABLE];
  if (from === 'environment' || (from === 'auto' && set !== undefined && set !== '')) return fromEnvironment(set);
  if (from === 'key-file') return (await fromFile(folder)) ?? newFile(folder);
  if (from === 'keychain') return fromKeychain(folder, await load());
  return (await fromFile(folder)) ?? (await fromKeychain(folder, await load(), 'optional')) ?? newFile(folder);
}

function fromEnvironment(text = ''): Uint8Array {
  const key = decode(text);
  if (key === undefined) {
    throw unreadable(`${KEY_VARIABLE} is not ${KEY_OCTETS} octets; make one: openssl rand -base64 ${KEY_OCTETS}`);
  }
  return key;
}

async function fromFile(folder: string): Promise<Uint8Array | undefined> {
  const path = join(folder, KEY_FILE);
  try {
    const { mode } = await stat(path);
    // As ssh does with its keys. Windows has no such modes.
    if (process.platform !== 'win32' && (mode & 0o077) !== 0) {
      throw unreadable('the key file can be read by others: chmod 600');
    }
    const key = decode(await readFile(path, 'utf8'));
    if (key === undefined) throw unreadable('the key file holds no key');
    return key;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
}

/** Written whole beside it, then linked: of two processes that come first, one makes the key and both use it. */
async function newFile(folder: string): Promise<Uint8Array> {
  // Grants may be there because another process has been quicker with the key too.
  if (await holdsGrants(folder)) return (await fromFile(folder)) ?? Promise.reject(unreadable(SECOND_KEY));
  const draft = join(folder, `${KEY_FILE}.${randomBytes(6).toString('hex')}.draft`);
  await writeFile(draft, `${randomBytes(KEY_OCTETS).toString('base64')}\n`, { mode: 0o600, flag: 'wx', flush: true });
  try {
    await link(draft, join(folder, KEY_FILE)).catch((error) => {
      // ENOENT: the draft was swept away, which happens when there is a key.
      if (!['EEXIST', 'ENOENT'].includes((error as NodeJS.ErrnoException).code ?? '')) throw error;
    });
  } finally {
    await rm(draft, { force: true });
  }
  return (await fromFile(folder)) ?? Promise.reject(unreadable('the key file was taken away'));
}

async function fromKeychain(folder: string, keyring: Keyring | undefined): Promise<Uint8Array>;
async function fromKeychain(
  folder: string,
  keyring: Keyring | undefined,
  optional: 'optional',
): Promise<Uint8Array | undefined>;
async function fromKeychain(folder: string, keyring: Keyring | undefined, optional?: 'optional') {
  try {
    if (keyring === undefined) throw unreadable('@napi-rs/keyring is not installed');
    // Keychains know no "set if there is none".
    return await withFileLock(folder, KEY_FILE, async () => {
      const entry = new keyring.Entry('ehlo', folder, PERSISTENT);
      const kept = entry.getPassword();
      if (kept !== null) return decode(kept) ?? Promise.reject(unreadable('the keychain holds no key'));
      if (await holdsGrants(folder)) throw unreadable(SECOND_KEY);
      entry.setPassword(randomBytes(KEY_OCTETS).toString('base64'));
      return decode(entry.getPassword() ?? '');
    });
  } catch (error) {
    if (optional !== undefined && !(isMailError(error) && keyring !== undefined)) return undefined;
    // A server without a desktop session has no keychain, and says so in words of its own.
    throw isMailError(error) ? error : unreadable('the keychain of the operating system cannot be used here');
  }
}

/** What was sealed with a key that cannot be had now would be lost behind a new one. */
const SECOND_KEY =
  'the folder holds grants, and their key is not there: it is in the keychain or in the environment of another user or session';

async function holdsGrants(folder: string): Promise<boolean> {
  return (await readdir(folder)).some((file) => file.endsWith(GRANT_ENDING));
}

/** base64, base64url or hex of 32 octets. */
function decode(text: string): Uint8Array | undefined {
  const trimmed = text.trim();
  const octets = /^[0-9a-f]{64}$/i.test(trimmed) ? Buffer.from(trimmed, 'hex') : Buffer.from(trimmed, 'base64');
  return octets.length === KEY_OCTETS ? octets : undefined;
}

async function loadKeyring(): Promise<Keyring | undefined> {
  // By a name that bundlers do not follow: it is an optional peer.
  const name = '@napi-rs/keyring';
  return import(/* @vite-ignore */ /* webpackIgnore: true */ name).catch(() => undefined);
}

function unreadable(detail: string): MailError {
  return failure('OAUTH_STORE_UNREADABLE', detail);
}
