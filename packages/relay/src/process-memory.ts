import type { RelayMemory } from './memory.js';

/** A memory that lasts as long as this process: after a restart, a client's retry may send a message twice. */
export function processMemory(): RelayMemory {
  return {
    open: async () => [],
    keep: async () => undefined,
    drop: async () => undefined,
    close: async () => undefined,
  };
}
