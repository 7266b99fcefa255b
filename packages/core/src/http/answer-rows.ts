import type { AnswerRow } from './api.js';

const http = (section: string): string => `https://www.rfc-editor.org/rfc/rfc9110#section-${section}`;

/** What the statuses of HTTP mean for a mail, where the API has no row of its own. */
export const answerRows: readonly AnswerRow[] = [
  {
    status: 401,
    means: 'XOAUTH2_TOKEN_REJECTED',
    because: 'The token was not accepted.',
    source: http('15.5.2'),
  },
  {
    status: 413,
    means: 'MESSAGE_TOO_LARGE',
    because: 'The request is larger than the server takes.',
    source: http('15.5.14'),
  },
  {
    status: 429,
    means: 'RATE_LIMITED',
    because: 'Too many requests in a time; Retry-After tells how long to wait.',
    source: 'https://www.rfc-editor.org/rfc/rfc6585#section-4',
  },
  {
    status: 503,
    means: 'TEMPORARY_SERVER_ERROR',
    because: 'The server does not handle requests now; Retry-After tells how long to wait.',
    source: http('15.6.4'),
  },
  {
    status: [500, 502, 504],
    means: 'TEMPORARY_SERVER_ERROR',
    outcome: 'unknown',
    because: 'It broke off somewhere behind the door: the request may have been carried out before.',
    source: http('15.6'),
  },
];
