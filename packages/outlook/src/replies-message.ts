import type { ReplyRow } from '@ehlo/core';
import { anywhere, transaction } from './phases.js';
import { pages } from './sources.js';

/** What the recipients of a message meet. */
export const recipientReplies: readonly ReplyRow[] = [
  {
    at: transaction,
    code: 550,
    enhanced: /^5\.(1\.10|4\.1)$/,
    means: 'RECIPIENT_UNKNOWN',
    because: 'No such recipient. 5.4.1 "Recipient address rejected: Access denied" says it at the edge.',
    source: pages.bounces,
    transcript: 'recipient-unknown',
  },
  {
    at: transaction,
    code: 550,
    enhanced: '5.5.0',
    text: /mailbox unavailable/i,
    means: 'RECIPIENT_UNKNOWN',
    because: 'The wording of Outlook.com for a mailbox that is not there. Not confirmed on submission.',
    source: pages.sisimai,
    transcript: 'recipient-unavailable',
  },
  {
    at: transaction,
    enhanced: /^[45]\.5\.3$/,
    means: 'TOO_MANY_RECIPIENTS',
    outcome: 'deferred',
    because: 'More recipients than one message may have. The text at RCPT is not on record; the code is.',
    source: pages.bounces,
    transcript: 'too-many-recipients',
  },
  {
    at: transaction,
    enhanced: /^5\.7\.(12|13|124|133|134|135|136|703)$/,
    means: 'RECIPIENT_UNAVAILABLE',
    because: 'The recipient, a group or the organisation takes no mail from this sender.',
    source: pages.bounces,
    transcript: 'recipient-restricted',
  },
  {
    at: transaction,
    code: 550,
    enhanced: '5.7.1',
    text: /Delivery not authorized/i,
    means: 'RECIPIENT_UNAVAILABLE',
    because: 'The same under the common code 5.7.1, which has other meanings too.',
    source: pages.bounces,
    transcript: 'delivery-not-authorized',
  },
];

/** What the message itself meets, and the address it comes from. */
export const messageReplies: readonly ReplyRow[] = [
  {
    at: transaction,
    code: 552,
    enhanced: '5.3.4',
    text: /Header size exceeds/,
    means: 'MESSAGE_CONTENT_REJECTED',
    because: 'The headers are too large. Seen with BDAT for messages that passed with DATA.',
    source: 'https://github.com/jstedfast/MailKit/issues/904',
    transcript: 'header-too-large',
  },
  {
    at: transaction,
    code: 552,
    enhanced: '5.3.4',
    means: 'MESSAGE_TOO_LARGE',
    because: 'Larger than the mailbox allows: 35 MB where no admin has raised it. The exact text is not on record.',
    source: pages.bounces,
    transcript: 'message-too-large',
  },
  {
    at: transaction,
    enhanced: /^5\.(1\.20|6\.11|7\.512)$/,
    means: 'MESSAGE_CONTENT_REJECTED',
    because: 'Several From without Sender (5.1.20), bare line feeds (5.6.11), no valid From (5.7.512).',
    source: pages.bounces,
    transcript: 'several-from',
  },
  {
    at: transaction,
    enhanced: /^[45]\.7\.(23|26|509|515)$/,
    means: 'DOMAIN_AUTH_FAILED',
    because: 'SPF, DKIM or DMARC of the domain in From does not stand behind the message.',
    source: pages.bounces,
    transcript: 'spf-failed',
  },
  {
    at: [...transaction, 'greeting'],
    enhanced: /^5\.7\.(25|513|60[6-9]|6[1-4]\d|708)$/,
    means: 'SENDING_IP_REJECTED',
    because: 'The address of the connection is banned, has no PTR, or is that of a new organisation.',
    source: 'https://github.com/microsoftgraph/microsoft-graph-docs/issues/6698',
    transcript: 'sending-address-refused',
  },
  {
    at: anywhere,
    code: 451,
    enhanced: /^4\.7\.([56]\d\d|8[5-9]\d)$/,
    means: 'RATE_LIMITED',
    because: 'Slowed down on account of the sending address; the server names no time.',
    source: pages.bounces,
    transcript: 'server-busy',
  },
  {
    at: 'sent',
    code: 451,
    enhanced: /^4\.(7\.0|3\.\d+)$/,
    means: 'TEMPORARY_SERVER_ERROR',
    because: 'A passing fault in the transport of the mailbox.',
    source: 'https://github.com/datalust/seq-app-htmlemail/issues/101',
    transcript: 'temporary-fault',
  },
];
