/** One error of Google's token endpoint. */
export interface GoogleError {
  readonly status: number;
  readonly error: string;
  readonly description?: string;
  readonly subtype?: string;
}

/**
 * By a name of ours, since `invalid_grant` has many texts. Those of developers.google.com/identity/protocols/oauth2
 * and those that clients were seen to meet.
 */
export const googleErrors = {
  'expired-or-revoked': {
    status: 400,
    error: 'invalid_grant',
    description: 'Token has been expired or revoked.',
  },
  'bad-request': { status: 400, error: 'invalid_grant', description: 'Bad Request' },
  'malformed-code': { status: 400, error: 'invalid_grant', description: 'Malformed auth code.' },
  'invalid-verifier': { status: 400, error: 'invalid_grant', description: 'Invalid code verifier.' },
  'missing-verifier': { status: 400, error: 'invalid_grant', description: 'Missing code verifier.' },
  'client-not-found': { status: 401, error: 'invalid_client', description: 'The OAuth client was not found.' },
  unauthorized: { status: 401, error: 'invalid_client', description: 'Unauthorized' },
  'no-secret': { status: 400, error: 'invalid_request', description: 'client_secret is missing.' },
  'not-delegated': {
    status: 401,
    error: 'unauthorized_client',
    description:
      'Client is unauthorized to retrieve access tokens using this method, or client not authorized for any of the scopes requested.',
  },
  'invalid-principal': { status: 400, error: 'invalid_request', description: 'Invalid principal' },
  'invalid-user': { status: 400, error: 'invalid_grant', description: 'Invalid email or User ID' },
  'account-not-found': { status: 400, error: 'invalid_grant', description: 'Invalid grant: account not found' },
  'invalid-signature': { status: 400, error: 'invalid_grant', description: 'Invalid JWT Signature.' },
  'invalid-assertion': {
    status: 400,
    error: 'invalid_grant',
    description:
      'Invalid JWT: Token must be a short-lived token (60 minutes) and in a reasonable timeframe. Check your iat and exp values in the JWT claim.',
  },
  'invalid-audience': { status: 400, error: 'invalid_grant', description: 'Invalid JWT: Failed audience check.' },
  'malformed-assertion': {
    status: 400,
    error: 'invalid_request',
    description: 'Bad Request: the assertion is not a JWT.',
  },
  // A session control of Google Workspace: the user has to sign in again, though nothing was revoked.
  'reauth-required': {
    status: 400,
    error: 'invalid_grant',
    description: 'reauth related error (invalid_rapt)',
    subtype: 'invalid_rapt',
  },
  'invalid-scope': { status: 400, error: 'invalid_scope', description: 'Some requested scopes were invalid.' },
  'device-scope': { status: 400, error: 'invalid_scope', description: 'Invalid device flow scope: {scope}' },
  'redirect-mismatch': { status: 400, error: 'redirect_uri_mismatch', description: 'Bad Request' },
  'missing-parameter': {
    status: 400,
    error: 'invalid_request',
    description: 'Missing required parameter: {parameter}',
  },
  'grant-type': { status: 400, error: 'unsupported_grant_type', description: 'Invalid grant_type: {grantType}' },
  'access-denied': { status: 403, error: 'access_denied', description: 'Forbidden' },
  'admin-policy': {
    status: 400,
    error: 'admin_policy_enforced',
    description: 'Access to this app is restricted by the policies of the administrator of this Google Workspace.',
  },
  'authorization-pending': { status: 428, error: 'authorization_pending', description: 'Precondition Required' },
  'slow-down': { status: 403, error: 'slow_down', description: 'Forbidden' },
  'expired-code': { status: 400, error: 'expired_token', description: 'Bad Request' },
  'rate-limited': { status: 429, error: 'rate_limit_exceeded', description: 'Too Many Requests' },
  'internal-failure': { status: 500, error: 'internal_failure', description: 'Internal Error' },
  // The answer of /revoke to a token that it does not know.
  'invalid-token': { status: 400, error: 'invalid_token', description: 'Token expired or revoked' },
} as const satisfies Record<string, GoogleError>;

export type GoogleCode = keyof typeof googleErrors;

export function googleBody(code: GoogleCode, names: Readonly<Record<string, string | undefined>>): object {
  const { error, description, subtype }: GoogleError = googleErrors[code];
  const text = description?.replace(/\{(\w+)\}/g, (_whole, name: string) => names[name] ?? '');
  return { error, error_description: text, ...(subtype === undefined ? {} : { error_subtype: subtype }) };
}
