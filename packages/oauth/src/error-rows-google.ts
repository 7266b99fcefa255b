import type { ErrorRow } from './error-rows.js';

const native = 'https://developers.google.com/identity/protocols/oauth2/native-app';
const expiry = 'https://developers.google.com/identity/protocols/oauth2#expiration';
const service = 'https://developers.google.com/identity/protocols/oauth2/service-account#error-codes';

/** What Google's endpoints say beyond the RFCs. There are no numbers: `error` decides, then the text. */
export const googleErrors: readonly ErrorRow[] = [
  {
    error: ['internal_failure', 'backend_error'],
    means: 'OAUTH_TEMPORARY_ERROR',
    retry: true,
    because: 'A fault of the service.',
    source: native,
  },
  {
    error: ['rate_limit_exceeded', 'quota_exceeded'],
    means: 'OAUTH_RATE_LIMITED',
    retry: true,
    because: 'Too many requests of this client or project.',
    source: 'https://developers.google.com/identity/protocols/oauth2/limited-input-device',
  },
  {
    error: ['invalid_grant'],
    description: /invalid email or user id|account not found/i,
    means: 'OAUTH_ACCOUNT_UNKNOWN',
    because: 'The subject of the assertion is no account.',
    source: service,
  },
  {
    error: ['invalid_request'],
    description: /invalid principal/i,
    means: 'OAUTH_ACCOUNT_UNKNOWN',
    because: 'The subject of the assertion cannot be acted for.',
    source: service,
  },
  {
    error: ['invalid_grant'],
    description: /malformed auth code/i,
    means: 'OAUTH_GRANT_MALFORMED',
    because: 'The code was cut or encoded twice on its way.',
    source: native,
  },
  {
    error: ['invalid_grant'],
    description: /code.verifier/i,
    means: 'OAUTH_PKCE_FAILED',
    because: 'The code verifier does not fit.',
    source: native,
  },
  {
    error: ['invalid_grant'],
    description: /reauth|invalid_rapt/i,
    means: 'OAUTH_REFRESH_TOKEN_EXPIRED',
    because: 'The session control of the organisation asks for a new sign-in.',
    note: 'Google Admin console > Security > Google Cloud session control can exempt this app.',
    source: 'https://support.google.com/a/answer/9368756',
  },
  {
    error: ['invalid_grant'],
    grant: ['refresh_token'],
    means: 'OAUTH_REFRESH_TOKEN_EXPIRED',
    because:
      'Revoked by the owner, by a change of the password, after six months of disuse, or with the hundredth newer one.',
    note: 'While the publishing status of the app is Testing, refresh tokens end after seven days: set it to In production and sign in again.',
    source: expiry,
  },
  {
    error: ['invalid_client'],
    description: /not found/i,
    means: 'OAUTH_CLIENT_UNKNOWN',
    because: 'No client has this ID.',
    source: native,
  },
  {
    error: ['deleted_client'],
    means: 'OAUTH_CLIENT_UNKNOWN',
    because: 'The client was deleted in the console.',
    source: native,
  },
  {
    error: ['disabled_client'],
    means: 'OAUTH_APP_DISABLED',
    because: 'The client was disabled.',
    source: native,
  },
  {
    error: ['invalid_client'],
    means: 'OAUTH_CLIENT_SECRET_INVALID',
    because: 'The ID exists, the secret is wrong or missing. Desktop clients have one too, and must send it.',
    source: native,
  },
  {
    error: ['invalid_request'],
    description: /client_secret is missing/i,
    means: 'OAUTH_CLIENT_SECRET_INVALID',
    because: 'Desktop clients have a secret too, and must send it.',
    source: native,
  },
  {
    error: ['unauthorized_client'],
    grant: ['jwt-bearer'],
    means: 'GOOGLE_DELEGATION_MISSING',
    because: 'The service account was not authorised for exactly these scopes in the Admin console.',
    source: service,
  },
  {
    error: ['unauthorized_client'],
    grant: ['refresh_token'],
    means: 'OAUTH_CLIENT_UNKNOWN',
    because: 'The refresh token was issued to another client, such as that of the OAuth Playground.',
    source: 'https://developers.google.com/oauthplayground',
  },
  {
    error: ['access_denied'],
    grant: ['authorization', 'authorization_code'],
    means: 'OAUTH_CONSENT_REQUIRED',
    because: 'The owner did not consent, or is no test user of an app in testing.',
    note: 'While the publishing status of the app is Testing, only the test users that are listed there can sign in.',
    source: native,
  },
  {
    error: ['access_denied'],
    grant: ['jwt-bearer'],
    means: 'GOOGLE_DELEGATION_MISSING',
    because: 'The service account may not have this scope for this user.',
    source: service,
  },
  {
    error: ['admin_policy_enforced', 'org_internal', 'restricted_client'],
    means: 'OAUTH_BLOCKED_BY_POLICY',
    because: 'The organisation does not let this app in.',
    note: 'Google Admin console > Security > API controls > App access control.',
    source: native,
  },
  {
    error: ['invalid_request'],
    description: /oob|redirect_uri/i,
    means: 'OAUTH_REDIRECT_MISMATCH',
    because: 'The out-of-band redirect is gone; desktop clients use the loopback address.',
    source: 'https://developers.google.com/identity/protocols/oauth2/resources/oob-migration',
  },
  {
    error: ['invalid_scope'],
    description: /device flow scope/i,
    means: 'OAUTH_SCOPE_INVALID',
    because: 'The device flow is not open to mail scopes.',
    note: 'Sign in with authorizationCode() in place of deviceCode().',
    source: 'https://developers.google.com/identity/protocols/oauth2/limited-input-device#allowedscopes',
  },
];
