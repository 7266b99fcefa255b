/** The public names of @ehlo/relay. */
export type { RelayEvent, RelayedMail, RelayObserver, RelayReply } from './event.js';
export type { RelayMemory, RememberedMail } from './memory.js';
export type { Relay, RelayOptions, RelayTimeouts, RelayTls, RelayUser } from './options.js';
