import { type MailError, misuse } from '@ehlo/core';
import { failure } from './failure.js';
import { parseGrant } from './grant.js';
import { KEY_OCTETS, type Seal, sealWith } from './seal.js';
import type { TokenStore } from './store.js';

export interface KeyValueStoreOptions {
  /** The value that was last set; nothing where there is none. */
  readonly get: (name: string) => Promise<string | null | undefined>;
  /** Undefined takes the value out. */
  readonly set: (name: string, value: string | undefined) => Promise<void>;
  /**
   * Runs `work` while nobody else, in whatever process, is inside for this name. A lock that ends by itself must last
   * longer than a renewal: two minutes are enough.
   */
  readonly lock: <T>(name: string, work: () => Promise<T>, signal?: AbortSignal) => Promise<T>;
  /** 32 octets that seal the values (AES-256-GCM). `in-clear` leaves them readable to whoever reads the database. */
  readonly key: Uint8Array | 'in-clear';
  /** Put before the account to make a name. Default `ehlo:grant:`. */
  readonly prefix?: string;
}

/** Keeps grants in any database, by three functions. */
export function keyValueStore({ get, set, lock, key, prefix = 'ehlo:grant:' }: KeyValueStoreOptions): TokenStore {
  if (key !== 'in-clear' && !(key instanceof Uint8Array && key.length === KEY_OCTETS)) {
    throw misuse('CONFIG_VALUE_INVALID', 'key', `is not ${KEY_OCTETS} octets; 'in-clear' does without`);
  }
  const seal = key === 'in-clear' ? clear : sealWith(key);
  return {
    async read(account) {
      const value = await get(prefix + account).catch(() => Promise.reject(failed('get')));
      if (value === null || value === undefined) return undefined;
      const grant = parseGrant(seal.open(account, value));
      if (grant === undefined) throw failure('OAUTH_STORE_UNREADABLE', 'it holds no grant');
      return grant;
    },
    write: (account, grant) =>
      set(prefix + account, grant === undefined ? undefined : seal.close(account, JSON.stringify(grant))).catch(() =>
        Promise.reject(failed('set')),
      ),
    lock: (account, work, signal) => lock(prefix + account, work, signal),
  };
}

/** What a database says of a value may hold the value. */
function failed(what: string): MailError {
  return failure('OAUTH_STORE_FAILED', `${what} of the store threw an error`);
}

const clear: Seal = { close: (_, text) => text, open: (_, text) => text };
