/** One error of the Gmail API. */
export interface GmailError {
  readonly status: number;
  readonly reason: string;
  /** The canonical code of google.rpc. */
  readonly name: string;
  readonly message: string;
  readonly domain?: string;
  readonly location?: { readonly locationType: string; readonly location: string };
}

/**
 * By `reason`, and where a reason has several statuses or texts by both. From
 * developers.google.com/workspace/gmail/api/guides/handle-errors and from answers that were reported.
 */
export const gmailErrors = {
  authError: {
    status: 401,
    reason: 'authError',
    name: 'UNAUTHENTICATED',
    message: 'Invalid Credentials',
    location: { locationType: 'header', location: 'Authorization' },
  },
  badRequest: { status: 400, reason: 'badRequest', name: 'INVALID_ARGUMENT', message: 'Bad Request' },
  invalidArgument: {
    status: 400,
    reason: 'invalidArgument',
    name: 'INVALID_ARGUMENT',
    message: 'Request contains an invalid argument.',
  },
  failedPrecondition: {
    status: 400,
    reason: 'failedPrecondition',
    name: 'FAILED_PRECONDITION',
    message: 'Precondition check failed.',
  },
  'failedPrecondition:mail-service': {
    status: 400,
    reason: 'failedPrecondition',
    name: 'FAILED_PRECONDITION',
    message: 'Mail service not enabled',
  },
  insufficientPermissions: {
    status: 403,
    reason: 'insufficientPermissions',
    name: 'PERMISSION_DENIED',
    message: 'Request had insufficient authentication scopes.',
  },
  delegationDenied: {
    status: 403,
    reason: 'forbidden',
    name: 'PERMISSION_DENIED',
    message: 'Delegation denied for {user}',
  },
  domainPolicy: {
    status: 403,
    reason: 'domainPolicy',
    name: 'PERMISSION_DENIED',
    message: 'The domain administrators have disabled Gmail apps.',
  },
  dailyLimitExceeded: {
    status: 403,
    reason: 'dailyLimitExceeded',
    name: 'PERMISSION_DENIED',
    domain: 'usageLimits',
    message: 'Daily Limit Exceeded',
  },
  userRateLimitExceeded: {
    status: 429,
    reason: 'userRateLimitExceeded',
    name: 'RESOURCE_EXHAUSTED',
    domain: 'usageLimits',
    message: 'User-rate limit exceeded.  Retry after {retry}',
  },
  'userRateLimitExceeded:403': {
    status: 403,
    reason: 'userRateLimitExceeded',
    name: 'PERMISSION_DENIED',
    domain: 'usageLimits',
    message: 'User Rate Limit Exceeded',
  },
  rateLimitExceeded: {
    status: 429,
    reason: 'rateLimitExceeded',
    name: 'RESOURCE_EXHAUSTED',
    domain: 'usageLimits',
    message: 'Too many concurrent requests for user',
  },
  'rateLimitExceeded:403': {
    status: 403,
    reason: 'rateLimitExceeded',
    name: 'PERMISSION_DENIED',
    domain: 'usageLimits',
    message: 'Rate Limit Exceeded',
  },
  notFound: { status: 404, reason: 'notFound', name: 'NOT_FOUND', message: 'Requested entity was not found.' },
  uploadTooLarge: {
    status: 413,
    reason: 'uploadTooLarge',
    name: 'FAILED_PRECONDITION',
    message: 'Media data exceeds the maximum upload size.',
  },
  backendError: { status: 500, reason: 'backendError', name: 'INTERNAL', message: 'Backend Error' },
  'backendError:503': {
    status: 503,
    reason: 'backendError',
    name: 'UNAVAILABLE',
    message: 'The service is currently unavailable.',
  },
} as const satisfies Record<string, GmailError>;

export type GmailCode = keyof typeof gmailErrors;

export function gmailBody(code: GmailCode, names: Readonly<Record<string, string | undefined>>): object {
  const row: GmailError = gmailErrors[code];
  const message = names.message ?? row.message.replace(/\{(\w+)\}/g, (_whole, name: string) => names[name] ?? '');
  const { reason, name, domain = 'global', location } = row;
  return {
    error: { code: row.status, message, errors: [{ message, domain, reason, ...location }], status: name },
  };
}
