import type { ErrorRow } from './error-rows.js';

const source = 'https://learn.microsoft.com/en-us/entra/identity-platform/reference-error-codes';

/**
 * AADSTS codes of the Microsoft identity platform. Microsoft asks not to read the texts: `error_codes` decides, and
 * where a code has two meanings, what was asked.
 */
export const microsoftErrors: readonly ErrorRow[] = [
  // ---- It passes --------------------------------------------------------------------------------
  { codes: [90033], means: 'OAUTH_TEMPORARY_ERROR', retry: true, because: 'A transient fault of the service.', source },
  { codes: [90055], means: 'OAUTH_RATE_LIMITED', retry: true, because: 'Too many requests at the moment.', source },
  {
    codes: [50196],
    means: 'OAUTH_REQUEST_LOOP',
    because: 'The same request came too often; asking again prolongs it.',
    source,
  },

  // ---- The person ---------------------------------------------------------------------------------
  { codes: [50058], means: 'SIGN_IN_NEEDED', because: 'No session to sign in with silently.', source },
  {
    codes: [70008],
    grant: ['authorization_code'],
    means: 'OAUTH_CODE_SPENT',
    because: '70008 is said of authorization codes too.',
    source,
  },
  {
    codes: [70008, 700082],
    means: 'OAUTH_REFRESH_TOKEN_EXPIRED',
    because: 'Expired by age or by disuse (90 days).',
    source,
  },
  {
    codes: [700084],
    means: 'OAUTH_REFRESH_TOKEN_EXPIRED',
    because: 'Refresh tokens of single-page apps live 24 hours.',
    note: 'The redirect URI is registered for a single-page application: register it for mobile and desktop applications.',
    source,
  },
  {
    codes: [70043],
    means: 'OAUTH_REFRESH_TOKEN_EXPIRED',
    because: 'The sign-in frequency of Conditional Access ended it.',
    note: 'An administrator can exempt this app from the sign-in frequency.',
    source,
  },
  {
    codes: [50132, 50133, 50173],
    means: 'OAUTH_GRANT_REVOKED',
    because: 'The password was changed or reset, or the sessions were revoked.',
    source,
  },
  {
    codes: [70000],
    means: 'OAUTH_GRANT_MALFORMED',
    signIn: true,
    because: 'The grant is not valid: cut, of another client, or of another tenant.',
    source: 'https://github.com/tarickb/sasl-xoauth2/issues/95',
  },
  {
    codes: [50072, 50074, 50076, 50078, 50079],
    means: 'OAUTH_MFA_REQUIRED',
    because: 'Multi-factor authentication is needed, has expired, or must be set up.',
    source,
  },
  { codes: [65001], means: 'OAUTH_CONSENT_REQUIRED', because: 'Neither user nor administrator has consented.', source },
  { codes: [65004], means: 'OAUTH_CONSENT_DECLINED', because: 'The user declined to consent.', source },
  { codes: [90094], means: 'OAUTH_ADMIN_CONSENT_REQUIRED', because: 'Only an administrator may consent.', source },
  {
    codes: [50020],
    means: 'OAUTH_ACCOUNT_UNKNOWN',
    because: 'The account belongs elsewhere and is no guest of this tenant.',
    source,
  },
  { codes: [50034], means: 'OAUTH_ACCOUNT_UNKNOWN', because: 'No such user in the directory.', source },
  { codes: [50126], means: 'OAUTH_CREDENTIALS_REJECTED', because: 'Wrong user name or password.', source },
  { codes: [50055], means: 'OAUTH_CREDENTIALS_REJECTED', because: 'The password has expired.', source },
  {
    codes: [50053],
    means: 'OAUTH_ACCOUNT_BLOCKED',
    because: 'Locked after wrong passwords, or a sign-in from an address with a bad name.',
    source,
  },
  { codes: [50057], means: 'OAUTH_ACCOUNT_BLOCKED', because: 'The account is disabled.', source },
  {
    codes: [50105],
    means: 'OAUTH_USER_NOT_ASSIGNED',
    because: 'The user is not assigned to a role of the app.',
    source,
  },
  {
    codes: [50131, 53000, 53001, 53002, 53003, 530032, 530035],
    means: 'OAUTH_BLOCKED_BY_POLICY',
    because: 'Conditional Access or security defaults refused the sign-in.',
    note: 'Microsoft Entra admin center > Sign-in logs > the sign-in > Conditional Access names the policy.',
    source,
  },
  { codes: [70016], means: 'OAUTH_SIGN_IN_EXPIRED', because: 'Device code: the person has not finished yet.', source },
  { codes: [70019], means: 'OAUTH_SIGN_IN_EXPIRED', because: 'Device code: the code has expired.', source },
  {
    codes: [70018, 90119, 90120],
    means: 'OAUTH_CODE_SPENT',
    because: 'Device code: the code is wrong, or the request was answered before.',
    source,
  },

  // ---- The app --------------------------------------------------------------------------------------
  { codes: [54005], means: 'OAUTH_CODE_SPENT', because: 'The authorization code was redeemed before.', source },
  {
    codes: [50147, 501481, 501491],
    means: 'OAUTH_PKCE_FAILED',
    because: 'Code challenge or code verifier is missing or does not fit.',
    source,
  },
  {
    codes: [50011],
    means: 'OAUTH_REDIRECT_MISMATCH',
    because: 'The redirect URI is not registered for the app.',
    note: 'Microsoft Entra admin center > App registrations > Authentication > Mobile and desktop applications: add http://localhost.',
    source,
  },
  {
    codes: [70011, 700022, 28000, 650053, 65006, 1002012],
    means: 'OAUTH_SCOPE_INVALID',
    because: 'Unknown scope, or scopes of several resources in one request.',
    source,
  },
  {
    codes: [500011],
    means: 'OAUTH_SCOPE_INVALID',
    because: 'The resource before the scope does not exist in this tenant.',
    note: 'Check the host in the scope; if it is right, the organisation has no Exchange Online.',
    source,
  },
  {
    codes: [700016, 700011],
    means: 'OAUTH_CLIENT_UNKNOWN',
    because: 'The app was not found in this directory.',
    note: 'clientId is the Application (client) ID, a GUID. A single-tenant app needs its own tenant.',
    source,
  },
  { codes: [7000112], means: 'OAUTH_APP_DISABLED', because: 'The app is disabled.', source },
  {
    codes: [7000215, 70002],
    means: 'OAUTH_CLIENT_SECRET_INVALID',
    because: 'The secret is wrong: most often its ID was copied in place of its value.',
    source,
  },
  { codes: [7000222], means: 'OAUTH_CLIENT_SECRET_INVALID', because: 'The secret has expired.', source },
  {
    codes: [7000218],
    means: 'OAUTH_CLIENT_TYPE_MISMATCH',
    because: 'The request must hold a secret or an assertion: the app is not registered as public.',
    note: 'Microsoft Entra admin center > App registrations > Authentication > Allow public client flows: Yes.',
    source,
  },
  { codes: [70003], means: 'OAUTH_GRANT_NOT_ALLOWED', because: 'The app does not have this grant.', source },
  { codes: [700025], means: 'OAUTH_CLIENT_TYPE_MISMATCH', because: 'A public client must not send a secret.', source },
  {
    codes: [50027, 700024, 700027, 700030],
    means: 'OAUTH_CLIENT_ASSERTION_INVALID',
    because: 'Signature, key, certificate or time of the assertion does not fit the app.',
    source,
  },
  {
    codes: [65005, 650056, 650057],
    means: 'OAUTH_APP_NOT_CONFIGURED',
    because: 'The registration of the app does not list the resource or the permission.',
    source,
  },
  {
    codes: [650052],
    means: 'OAUTH_SERVICE_NOT_IN_TENANT',
    because: 'The organisation lacks a service principal of the resource.',
    source,
  },
  {
    codes: [50059, 50194, 90002, 900023, 9001023, 9002331, 9002332, 90038, 90130, 700005],
    means: 'OAUTH_WRONG_AUTHORITY',
    because: 'Wrong tenant, wrong cloud, or a tenant name that this app or grant cannot be used with.',
    source,
  },
  {
    codes: [900144],
    description: /'scope'/,
    means: 'OAUTH_SCOPE_INVALID',
    because: 'The parameter scope is missing.',
    source,
  },
  {
    codes: [90014, 900144, 9002313, 90121],
    means: 'OAUTH_GRANT_MALFORMED',
    because: 'A parameter is missing, or the request is malformed.',
    source,
  },
  {
    error: ['invalid_grant'],
    grant: ['refresh_token'],
    means: 'SIGN_IN_NEEDED',
    because: 'A code that is not listed here: a person has to be asked, and the refresh token may be good again.',
    source: 'https://learn.microsoft.com/en-us/entra/identity-platform/v2-oauth2-auth-code-flow',
  },
];
