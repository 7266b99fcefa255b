import type { AnswerRow } from '@ehlo/core/http';
import { pages } from '../sources.js';

/** How Graph says no: by status and `error.code`. The first row that holds decides. */
export const graphAnswers: readonly AnswerRow[] = [
  {
    status: 401,
    text: /Invalid audience/i,
    means: 'XOAUTH2_WRONG_AUDIENCE',
    because: 'The token was made for another resource, most often for SMTP.',
    source: pages.graphErrors,
  },
  {
    status: 401,
    means: 'XOAUTH2_TOKEN_REJECTED',
    because: 'InvalidAuthenticationToken: expired, damaged, or not a token of Microsoft.',
    source: pages.graphErrors,
  },
  {
    status: 403,
    code: 'ErrorSendAsDenied',
    means: 'SENDER_NOT_OWNED',
    because: 'The account has neither Send As nor Send on Behalf for the address in From.',
    source: pages.graphSendAs,
  },
  {
    status: [403, 404],
    code: ['MailboxNotEnabledForRESTAPI', 'MailboxNotSupportedForRESTAPI'],
    means: 'MS_MAILBOX_NOT_IN_EXCHANGE_ONLINE',
    because: '"REST API is not yet supported for this mailbox": seen with 403 and with 404.',
    source: pages.emailEngine,
  },
  {
    status: 404,
    code: ['ResourceNotFound', 'Request_ResourceNotFound', 'ErrorInvalidUser'],
    means: 'MS_MAILBOX_NOT_IN_EXCHANGE_ONLINE',
    because: 'The path names a mailbox that the tenant does not have.',
    source: pages.graphErrors,
  },
  {
    // Reported with 400, with 403 and with 429, so that the code decides.
    code: 'ErrorExceededMessageLimit',
    means: 'QUOTA_EXHAUSTED',
    outcome: 'deferred',
    because: 'The messages or recipients of this day are used up; new personal accounts must be verified as well.',
    source: pages.personalLimits,
  },
  {
    code: 'ErrorQuotaExceeded',
    means: 'MS_MAILBOX_FULL',
    because: 'The mailbox has no room left, and each mail that is sent is kept in it.',
    source: pages.ewsCodes,
  },
  {
    status: 507,
    means: 'MS_MAILBOX_FULL',
    because: 'Insufficient storage: the quota of the mailbox is reached.',
    source: pages.graphErrors,
  },
  {
    status: 429,
    text: /MailboxConcurrency/,
    means: 'TOO_MANY_CONNECTIONS',
    because: 'More than four requests of one app to one mailbox at a time, by all of its programs together.',
    source: pages.graphLimits,
  },
  {
    status: 429,
    means: 'RATE_LIMITED',
    because: 'More than 10,000 requests in ten minutes, or 150 MB uploaded in five, by one app to one mailbox.',
    source: pages.graphLimits,
  },
  {
    status: 509,
    means: 'RATE_LIMITED',
    because: 'Bandwidth limit exceeded: the app may try again after a while.',
    source: pages.graphErrors,
  },
  {
    status: 403,
    means: 'MS_GRAPH_ACCESS_DENIED',
    because: 'ErrorAccessDenied: no Mail.Send (or for drafts no Mail.ReadWrite), or a policy keeps the app from it.',
    source: pages.graphErrors,
  },
  {
    status: 413,
    means: 'MESSAGE_TOO_LARGE',
    because: 'The request, or the message for this mailbox (35 MB where the admin did not say otherwise).',
    source: pages.graphLarge,
  },
  {
    status: 400,
    text: /only valid with delegated authentication flow/,
    means: 'XOAUTH2_IDENTITY_MISMATCH',
    because: 'A token of an app has no mailbox of its own, and the path names none.',
    source: pages.graphErrors,
  },
  {
    status: 400,
    code: 'ErrorInvalidRecipients',
    means: 'ENVELOPE_INVALID',
    because: 'An address is none that Exchange can send to.',
    source: pages.emailEngine,
  },
  {
    status: 400,
    code: [
      'ErrorMimeContentInvalidBase64String',
      'ErrorMimeContentInvalid',
      'ErrorInvalidParameter',
      'InvalidInternetMessageHeader',
      'InvalidInternetMessageHeaderCollection',
      'RequestBodyRead',
      'ErrorAttachmentSizeShouldNotBeLessThanMinimumSize',
    ],
    means: 'MESSAGE_CONTENT_REJECTED',
    because: 'Graph could not make a message of what it was given.',
    source: pages.graphSend,
  },
  {
    status: [404, 400],
    code: ['ErrorItemNotFound', 'ErrorInvalidIdMalformed'],
    means: 'TEMPORARY_SERVER_ERROR',
    because: 'The draft is gone: somebody deleted it, or another server does not know it yet.',
    source: pages.graphErrors,
  },
  {
    status: 416,
    means: 'TEMPORARY_SERVER_ERROR',
    because: 'The upload session expects another range than was sent; a new one begins at the first octet.',
    source: pages.graphLarge,
  },
];
