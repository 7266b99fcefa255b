import type { AnswerRow } from '@ehlo/core/http';
import { pages } from '../sources.js';

/** How the Gmail API says no: by status and reason. The first row that holds decides. */
export const apiAnswers: readonly AnswerRow[] = [
  {
    status: 401,
    means: 'XOAUTH2_TOKEN_REJECTED',
    because: 'authError: the access token has expired, was revoked or is none.',
    source: pages.apiErrors,
  },
  {
    status: 403,
    code: ['insufficientPermissions', 'ACCESS_TOKEN_SCOPE_INSUFFICIENT'],
    means: 'XOAUTH2_SCOPE_MISSING',
    because: 'The token permits neither gmail.send nor a wider scope.',
    source: pages.apiErrors,
  },
  {
    status: 403,
    code: 'accessNotConfigured',
    means: 'GMAIL_API_NOT_ENABLED',
    because: 'The Gmail API is not switched on in the Cloud project of the client.',
    source: 'https://github.com/dschau/gatsby-mail/issues/35',
  },
  {
    status: 403,
    code: 'domainPolicy',
    means: 'GMAIL_BLOCKED_BY_DOMAIN',
    because: 'The administrators of the domain keep apps from Gmail.',
    source: pages.apiErrors,
  },
  {
    status: 403,
    text: /^Delegation denied/,
    means: 'GOOGLE_DELEGATION_MISSING',
    because: 'The path names a mailbox that the token is not for.',
    source: pages.emailEngine,
  },
  {
    status: [403, 429],
    code: ['dailyLimitExceeded', 'quotaExceeded'],
    means: 'QUOTA_EXHAUSTED',
    because: 'The quota of the day is used up.',
    source: pages.apiErrors,
  },
  {
    status: [403, 429],
    text: /concurrent/i,
    means: 'TOO_MANY_CONNECTIONS',
    because: '"Too many concurrent requests for user": by all of its programs together.',
    source: pages.apiErrors,
  },
  {
    status: [403, 429],
    code: ['userRateLimitExceeded', 'rateLimitExceeded'],
    means: 'RATE_LIMITED',
    because:
      'Quota units of a minute: a message costs 100, a user has 6,000 (15,000 in projects from before May 2026).',
    source: pages.apiQuota,
  },
  {
    status: 400,
    code: ['failedPrecondition', 'FAILED_PRECONDITION'],
    means: 'GMAIL_MAILBOX_MISSING',
    because: '"Mail service not enabled", or "Precondition check failed" where a service account stands in for nobody.',
    source: pages.apiErrors,
  },
  {
    status: 400,
    text: /Recipient address required|Invalid (?:To|Cc|Bcc) header/,
    means: 'ENVELOPE_INVALID',
    because: 'A recipient is missing or is no address.',
    source: pages.emailEngine,
  },
  {
    status: 400,
    means: 'MESSAGE_CONTENT_REJECTED',
    because: 'badRequest or invalidArgument: Gmail could not make a message of what it was given.',
    source: pages.apiErrors,
  },
  {
    status: 404,
    code: ['notFound', 'NOT_FOUND'],
    means: 'TEMPORARY_SERVER_ERROR',
    because: 'The upload session is gone; a new one begins at the first octet.',
    source: pages.uploads,
  },
];
