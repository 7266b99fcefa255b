import type { Phase } from '@ehlo/core';

/** From MAIL to the answer to the message. */
export const transaction: readonly Phase[] = ['envelope', 'data', 'sent'];

/** At any time: what is said of the connection answers whatever came last. */
export const anywhere: readonly Phase[] = ['greeting', 'hello', 'tls', 'auth', 'ready', ...transaction];
