import type { Rule } from '../rule.js';
import { sources } from './sources.js';

/** Error codes of Microsoft Graph and of the Gmail API, which have one meaning each. */
const CODES: ReadonlyArray<readonly [means: string, code: RegExp, because: string, source: string]> = [
  [
    'XOAUTH2_WRONG_AUDIENCE',
    /InvalidAuthenticationToken[\s\S]*Invalid audience/,
    'The token is for another service.',
    sources.graphErrors,
  ],
  [
    'XOAUTH2_TOKEN_REJECTED',
    /\bInvalidAuthenticationToken\b(?![\s\S]*Invalid audience)|\bCompactToken \w+ failed/,
    'Graph refused the token.',
    sources.graphErrors,
  ],
  [
    'XOAUTH2_TOKEN_REJECTED',
    /"reason" ?: ?"authError"|\bUNAUTHENTICATED\b/,
    'The Gmail API refused the token.',
    sources.gmailApi,
  ],
  [
    'XOAUTH2_SCOPE_MISSING',
    /insufficient authentication scopes|ACCESS_TOKEN_SCOPE_INSUFFICIENT|"insufficientPermissions"/,
    'The token has not the scope that sending wants.',
    sources.gmailApi,
  ],
  [
    'MS_GRAPH_ACCESS_DENIED',
    /\bErrorAccessDenied\b|blocked by tenant configured AppOnly AccessPolicy/,
    'The app has no right to send for this mailbox.',
    sources.graphErrors,
  ],
  ['SENDER_NOT_OWNED', /\bErrorSendAsDenied\b/, 'No right to send as this address.', sources.graphErrors],
  [
    'MS_MAILBOX_NOT_IN_EXCHANGE_ONLINE',
    /\bMailboxNotEnabledForRESTAPI\b|\bErrorMailboxNotFound\b|\bErrorNonExistentMailbox\b/,
    'There is no mailbox in Exchange Online behind the account.',
    sources.graphErrors,
  ],
  [
    'GMAIL_MAILBOX_MISSING',
    /Mail service not enabled/,
    'There is no mailbox of Gmail behind the account.',
    sources.gmailApi,
  ],
  [
    'GMAIL_API_NOT_ENABLED',
    /"accessNotConfigured"|\bSERVICE_DISABLED\b|Gmail API has not been used in project/,
    'The Gmail API is not enabled in the project of the client.',
    sources.gmailApi,
  ],
  [
    'GMAIL_BLOCKED_BY_DOMAIN',
    /"domainPolicy"|domain administrators have disabled Gmail apps/i,
    'The administrators of the organisation do not let the app in.',
    sources.gmailApi,
  ],
  [
    'RATE_LIMITED',
    /\bApplicationThrottled\b|\bMailboxConcurrency\b|\bTooManyRequests\b|"(?:userRateLimitExceeded|rateLimitExceeded)"|\bErrorServerBusy\b/,
    'Too many requests at a time.',
    sources.graphErrors,
  ],
  [
    'QUOTA_EXHAUSTED',
    /\bErrorExceededMessageLimit\b|\bErrorMessageSubmissionBlocked\b|"dailyLimitExceeded"|\bErrorQuotaExceeded\b/,
    'The messages of this day are used up.',
    sources.graphErrors,
  ],
  [
    'MESSAGE_TOO_LARGE',
    /\bErrorMessageSizeExceeded\b|\bRequestEntityTooLarge\b|\b413 (?:Request Entity|Payload|Content) Too Large/,
    'The request is larger than the API takes.',
    sources.graphErrors,
  ],
  [
    'MESSAGE_CONTENT_REJECTED',
    /\bErrorMimeContentInvalid\w*|\bErrorMimeContentConversionFailed\b/,
    'The message is not the base64 of a MIME message.',
    sources.graphErrors,
  ],
  [
    'ENVELOPE_INVALID',
    /\bErrorInvalidRecipients\b|\bInvalid To header\b|Recipient address required/,
    'An address of the message is not one.',
    sources.graphErrors,
  ],
  [
    'GOOGLE_DELEGATION_MISSING',
    /Delegation denied for/,
    'The service account may not act for this mailbox.',
    sources.googleService,
  ],
  [
    'TEMPORARY_SERVER_ERROR',
    /"backendError"|\bErrorInternalServerTransientError\b|\bServiceUnavailable\b|\bMailboxInfoStale\b/,
    'A fault of the service that passes.',
    sources.gmailApi,
  ],
];

/** Answers of the HTTP APIs that send mail. */
export const httpRules: readonly Rule[] = CODES.map(([means, text, because, source]) => ({
  means,
  strength: 'proves',
  when: { text },
  over: [
    'CREDENTIALS_REJECTED',
    'QUOTA_EXHAUSTED',
    'RATE_LIMITED',
    'XOAUTH2_TOKEN_REJECTED',
    'TEMPORARY_SERVER_ERROR',
  ].filter((other) => other !== means),
  because,
  source,
}));
