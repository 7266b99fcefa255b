import type { MailServer } from '../server.js';
import { exim } from './exim.js';
import { postfixDovecot } from './postfix-dovecot.js';

/** Every server that the table has a column for. */
export const servers: readonly MailServer[] = [postfixDovecot, exim];
