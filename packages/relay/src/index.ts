/** The public names of @ehlo/relay. */
export type { RelayEvent, RelayedMail, RelayObserver, RelayReply } from './event.js';
export { fileMemory } from './file-memory.js';
export { relayLine } from './line.js';
export type { RelayMemory, RememberedMail } from './memory.js';
export type { Relay, RelayOptions, RelayTimeouts, RelayTls, RelayUser } from './options.js';
export { hashPassword, newPassword } from './password.js';
export { processMemory } from './process-memory.js';
export { startRelay } from './relay.js';
