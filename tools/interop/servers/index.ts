import type { MailServer } from '../server.js';
import { dovecotSubmission } from './dovecot-submission.js';
import { exim } from './exim.js';
import { haraka } from './haraka.js';
import { openSmtpd } from './opensmtpd.js';
import { postfixDovecot } from './postfix-dovecot.js';
import { smtpServer } from './smtp-server.js';

/** Every server that the table has a column for. */
export const servers: readonly MailServer[] = [postfixDovecot, exim, openSmtpd, dovecotSubmission, haraka, smtpServer];
