import type { Timeouts } from '../policy.js';
import type { Phase } from '../trace.js';

/**
 * The phases of a connection in their legal order, which timeout holds in each, and the value that
 * RFC 5321 4.5.3.2 gives as the least a client should wait. The defaults are shorter where a person
 * is waiting and nothing can be lost, and not where a short wait would make `unknown` of a mail.
 */
export const phases = [
  { phase: 'settings', timeout: undefined },
  { phase: 'connect', timeout: 'connect' },
  { phase: 'greeting', timeout: 'greeting' },
  { phase: 'hello', timeout: 'hello' },
  { phase: 'tls', timeout: 'tls' },
  { phase: 'auth', timeout: 'auth' },
  { phase: 'ready', timeout: undefined },
  { phase: 'envelope', timeout: 'envelope' },
  { phase: 'data', timeout: 'data' },
  { phase: 'sent', timeout: 'sent' },
  { phase: 'quit', timeout: 'hello' },
] as const satisfies ReadonlyArray<{ phase: Phase; timeout: keyof Timeouts | undefined }>;

/** Milliseconds. The RFC's values: greeting 5 min, MAIL and RCPT 5, DATA 2, a block 3, the end of the message 10. */
export const defaultTimeouts: Timeouts = {
  connect: 30_000,
  greeting: 30_000,
  hello: 60_000,
  tls: 30_000,
  auth: 60_000,
  envelope: 300_000,
  data: 180_000,
  sent: 600_000,
};

/** Milliseconds that a phase may last. */
export function timeoutOf(phase: Phase, timeouts: Timeouts): number {
  const name = phases.find((row) => row.phase === phase)?.timeout;
  return name === undefined ? Number.POSITIVE_INFINITY : timeouts[name];
}
