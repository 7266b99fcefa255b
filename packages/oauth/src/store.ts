import type { Grant } from './grant.js';

/**
 * Where grants are kept. `fileStore`, `memoryStore` and `keyValueStore` give one.
 *
 * A store is shared by every process that sends for an account. What it must hold: `read` gives what the last `write`
 * wrote, whole or not at all, and between the processes that use it one at most is inside `lock` for an account.
 */
export interface TokenStore {
  /** Undefined where nothing is kept for the account. */
  read(account: string): Promise<Grant | undefined>;
  /** Called inside `lock` only. Returns when the grant will survive a crash. Undefined takes out what is there. */
  write(account: string, grant: Grant | undefined): Promise<void>;
  /** Runs `work` while nobody else is inside for this account. The signal ends the wait, not the work. */
  lock<T>(account: string, work: () => Promise<T>, signal?: AbortSignal): Promise<T>;
}
