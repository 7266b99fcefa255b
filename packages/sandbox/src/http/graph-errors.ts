import { randomUUID } from 'node:crypto';

/** One error of Microsoft Graph's mail endpoints. */
export interface GraphError {
  readonly status: number;
  /** Where it is not the key of the row. */
  readonly code?: string;
  readonly message: string;
  /** Seconds of the Retry-After header. */
  readonly retryAfter?: number;
}

/**
 * By `error.code`. From learn.microsoft.com/graph (errors, throttling-limits, api/user-sendmail,
 * outlook-large-attachments, outlook-send-mail-from-other-user) and from answers that were reported. Where one code
 * was reported with several statuses, the others have rows with the status behind a colon.
 */
export const graphErrors = {
  InvalidAuthenticationToken: { status: 401, message: 'Access token validation failure.' },
  ErrorAccessDenied: { status: 403, message: 'Access is denied. Check credentials and try again.' },
  ErrorSendAsDenied: {
    status: 403,
    message:
      'The user account which was used to submit this request does not have the right to send mail on behalf of the specified sending account., Cannot submit message.',
  },
  MailboxNotEnabledForRESTAPI: { status: 404, message: 'REST API is not yet supported for this mailbox.' },
  'MailboxNotEnabledForRESTAPI:403': {
    status: 403,
    code: 'MailboxNotEnabledForRESTAPI',
    message: 'REST API is not yet supported for this mailbox.',
  },
  BadRequest: { status: 400, message: '/me request is only valid with delegated authentication flow.' },
  RequestBodyRead: { status: 400, message: 'The request body could not be read as JSON.' },
  ErrorInvalidRecipients: {
    status: 400,
    message:
      "At least one recipient isn't valid., Recipient '{recipient}' is not resolved. All recipients must be resolved before a message can be submitted.",
  },
  ErrorInvalidIdMalformed: { status: 400, message: 'Id is malformed.' },
  ErrorInvalidParameter: { status: 400, message: 'The parameter {parameter} is not valid.' },
  InvalidInternetMessageHeader: {
    status: 400,
    message: "The internet message header name '{header}' should start with 'x-' or 'X-'.",
  },
  ErrorMimeContentInvalidBase64String: { status: 400, message: 'Invalid base64 string for MIME content.' },
  ErrorAttachmentSizeShouldNotBeLessThanMinimumSize: {
    status: 400,
    message: 'Attachment size must be greater than the minimum size.',
  },
  ErrorItemNotFound: { status: 404, message: 'The specified object was not found in the store.' },
  ResourceNotFound: {
    status: 404,
    message: "Resource '{user}' does not exist or one of its queried reference-property objects are not present.",
  },
  InvalidRange: { status: 416, message: 'The range {range} is not the next expected one.' },
  RequestEntityTooLarge: { status: 413, message: 'The request entity is too large.' },
  ErrorMessageSizeExceeded: {
    status: 413,
    message: 'The message exceeds the maximum supported size., Cannot submit message.',
  },
  ApplicationThrottled: {
    status: 429,
    message: 'Application is over its MailboxConcurrency limit.',
    retryAfter: 10,
  },
  TooManyRequests: { status: 429, message: 'Too many requests.', retryAfter: 10 },
  ErrorExceededMessageLimit: {
    status: 429,
    message:
      'Cannot send mail. Daily Message/Recipient limit exceeded. Follow the instructions in your Inbox to verify your account.',
  },
  'ErrorExceededMessageLimit:400': {
    status: 400,
    code: 'ErrorExceededMessageLimit',
    message:
      'Cannot send mail. Daily Message/Recipient limit exceeded. Follow the instructions in your Inbox to verify your account.',
  },
  'ErrorExceededMessageLimit:403': {
    status: 403,
    code: 'ErrorExceededMessageLimit',
    message:
      'Cannot send mail. Daily Message/Recipient limit exceeded. Follow the instructions in your Inbox to verify your account.',
  },
  ErrorQuotaExceeded: { status: 429, message: 'The mailbox quota has been exceeded.' },
  generalException: { status: 500, message: 'An internal server error occurred.' },
  serviceNotAvailable: { status: 503, message: 'The service is temporarily unavailable.', retryAfter: 30 },
  gatewayTimeout: { status: 504, message: 'The gateway timed out.', retryAfter: 30 },
  insufficientStorage: { status: 507, message: 'The maximum storage quota has been reached.' },
  bandwidthLimitExceeded: { status: 509, message: 'The bandwidth limit has been exceeded.', retryAfter: 60 },
} as const satisfies Record<string, GraphError>;

export type GraphCode = keyof typeof graphErrors;

export function graphBody(code: GraphCode, names: Readonly<Record<string, string | undefined>>, now: number): object {
  const row: GraphError = graphErrors[code];
  const message = names.message ?? row.message.replace(/\{(\w+)\}/g, (_whole, name: string) => names[name] ?? '');
  const id = randomUUID();
  const date = new Date(now).toISOString().slice(0, 19);
  return {
    error: { code: row.code ?? code, message, innerError: { date, 'request-id': id, 'client-request-id': id } },
  };
}
