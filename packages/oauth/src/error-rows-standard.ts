import type { ErrorRow } from './error-rows.js';

const token = 'https://www.rfc-editor.org/rfc/rfc6749#section-5.2';
const authorization = 'https://www.rfc-editor.org/rfc/rfc6749#section-4.1.2.1';
const device = 'https://www.rfc-editor.org/rfc/rfc8628#section-3.5';
const openId = 'https://openid.net/specs/openid-connect-core-1_0.html#AuthError';
const http = 'https://www.rfc-editor.org/rfc/rfc9110#section-15';

/** How the RFCs read an answer that is no token, whoever gives it. A provider's own rows stand before these. */
export const standardErrors: readonly ErrorRow[] = [
  {
    status: { from: 429, to: 429 },
    means: 'OAUTH_RATE_LIMITED',
    retry: true,
    because: '429: too many requests (RFC 6585 4).',
    source: 'https://www.rfc-editor.org/rfc/rfc6585#section-4',
  },
  {
    status: { from: 500, to: 599 },
    means: 'OAUTH_TEMPORARY_ERROR',
    retry: true,
    because: '5xx: the server has a fault of its own.',
    source: http,
  },
  {
    error: ['server_error', 'temporarily_unavailable'],
    means: 'OAUTH_TEMPORARY_ERROR',
    retry: true,
    because: 'What 500 and 503 say, where no status can be said.',
    source: authorization,
  },
  {
    error: ['authorization_pending'],
    means: 'OAUTH_SIGN_IN_EXPIRED',
    because: 'The person has not finished yet; what is said when the time is over.',
    source: device,
  },
  {
    error: ['slow_down'],
    means: 'OAUTH_SIGN_IN_EXPIRED',
    because: 'As authorization_pending, and five seconds more between polls.',
    source: device,
  },
  {
    error: ['expired_token'],
    means: 'OAUTH_SIGN_IN_EXPIRED',
    because: 'The device code has expired.',
    source: device,
  },
  {
    error: ['access_denied', 'authorization_declined'],
    means: 'OAUTH_CONSENT_DECLINED',
    because: 'The person or the server denied the request.',
    source: authorization,
  },
  {
    error: ['bad_verification_code'],
    means: 'OAUTH_CODE_SPENT',
    because: 'The device code was not recognised.',
    source: 'https://learn.microsoft.com/en-us/entra/identity-platform/v2-oauth2-device-code',
  },
  {
    error: ['consent_required'],
    means: 'OAUTH_CONSENT_REQUIRED',
    because: 'The person has to consent, on a page.',
    source: openId,
  },
  {
    error: ['interaction_required', 'login_required', 'account_selection_required'],
    means: 'SIGN_IN_NEEDED',
    because: 'The person has to be shown a page.',
    source: openId,
  },
  {
    error: ['invalid_client'],
    client: ['secret'],
    means: 'OAUTH_CLIENT_SECRET_INVALID',
    because: 'Client authentication failed, and it was by a secret.',
    source: token,
  },
  {
    error: ['invalid_client'],
    client: ['assertion'],
    means: 'OAUTH_CLIENT_ASSERTION_INVALID',
    because: 'Client authentication failed, and it was by an assertion.',
    source: token,
  },
  {
    error: ['invalid_client'],
    means: 'OAUTH_CLIENT_UNKNOWN',
    because: 'Without a secret only the client ID can be wrong.',
    source: token,
  },
  {
    error: ['invalid_grant'],
    grant: ['refresh_token'],
    means: 'OAUTH_REFRESH_TOKEN_EXPIRED',
    because: 'The refresh token is invalid, expired or revoked, or was issued to another client.',
    source: token,
  },
  {
    error: ['invalid_grant'],
    grant: ['jwt-bearer'],
    means: 'OAUTH_CLIENT_ASSERTION_INVALID',
    because: 'The assertion is not valid (RFC 7521 4.1.1).',
    source: 'https://www.rfc-editor.org/rfc/rfc7521#section-4.1.1',
  },
  {
    error: ['invalid_grant'],
    means: 'OAUTH_CODE_SPENT',
    because: 'The code is invalid, expired or was used before.',
    source: token,
  },
  {
    error: ['unauthorized_client', 'unsupported_grant_type', 'unsupported_response_type'],
    means: 'OAUTH_GRANT_NOT_ALLOWED',
    because: 'The client, or the server, does not have this grant.',
    source: token,
  },
  {
    error: ['invalid_scope', 'invalid_target', 'invalid_resource'],
    means: 'OAUTH_SCOPE_INVALID',
    because: 'The scope is unknown, malformed, or exceeds what was granted.',
    source: token,
  },
  {
    error: ['redirect_uri_mismatch'],
    means: 'OAUTH_REDIRECT_MISMATCH',
    because: 'The redirect URI is not registered.',
    source: 'https://developers.google.com/identity/protocols/oauth2/native-app',
  },
  {
    error: ['invalid_request'],
    means: 'OAUTH_GRANT_MALFORMED',
    because: 'A parameter is missing, doubled or malformed.',
    source: token,
  },
];

/** What fits no row at all. */
export const unknownError: ErrorRow = {
  means: 'OAUTH_REFUSED',
  because: 'The endpoint refused with a word of its own.',
  source: token,
};

/** Neither a token nor a word of OAuth. */
export const noOAuth: ErrorRow = {
  means: 'OAUTH_RESPONSE_INVALID',
  because: 'The answer does not have the form of a token endpoint.',
  source: 'https://www.rfc-editor.org/rfc/rfc6749#section-5.1',
};
