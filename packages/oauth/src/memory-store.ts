import type { Grant } from './grant.js';
import type { TokenStore } from './store.js';
import { Turns } from './turns.js';

/** Keeps grants for the life of the process: for tests, and for programs that sign in each time. */
export function memoryStore(): TokenStore {
  const grants = new Map<string, Grant>();
  const turns = new Turns();
  return {
    read: async (account) => grants.get(account),
    write: async (account, grant) => {
      if (grant === undefined) grants.delete(account);
      else grants.set(account, grant);
    },
    lock: (account, work, signal) => turns.take(account, work, signal),
  };
}
