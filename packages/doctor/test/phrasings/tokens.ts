import type { Phrasing } from './phrasing.js';

/** Token endpoints, Graph and the Gmail API. */
export const tokens: readonly Phrasing[] = [
  {
    means: 'OAUTH_SCOPE_INVALID',
    say: "AADSTS70011: The provided request must include a 'scope' input parameter. The provided value for the input parameter 'scope' is not valid.",
  },
  {
    means: 'OAUTH_SCOPE_INVALID',
    say: 'AADSTS1002012: The provided value for scope https://outlook.office.com/SMTP.Send is not valid. Client credential flows must have a scope value with /.default suffixed to the resource identifier (application ID URI).',
  },
  {
    means: 'OAUTH_SCOPE_INVALID',
    say: "AADSTS650053: The application 'mailer' asked for scope 'SMTP.Sendd' that doesn't exist on the resource '00000002-0000-0ff1-ce00-000000000000'.",
  },
  {
    means: 'OAUTH_SCOPE_INVALID',
    say: '{"error":"invalid_scope","error_description":"Some requested scopes were invalid. {valid=[openid], invalid=[mail]}"}',
  },
  {
    means: 'OAUTH_CLIENT_SECRET_INVALID',
    say: "AADSTS7000222: The provided client secret keys for app '11111111-2222-3333-4444-555555555555' are expired.",
  },
  {
    means: 'OAUTH_CLIENT_SECRET_INVALID',
    say: '{"error":"invalid_client","error_description":"AADSTS7000215: Invalid client secret provided. Ensure the secret being sent in the request is the client secret value, not the client secret ID"}',
  },
  {
    means: 'OAUTH_CLIENT_TYPE_MISMATCH',
    say: "AADSTS7000218: The request body must contain the following parameter: 'client_assertion' or 'client_secret'.",
  },
  {
    means: 'OAUTH_CLIENT_TYPE_MISMATCH',
    say: "AADSTS700025: Client is public so neither 'client_assertion' nor 'client_secret' should be presented.",
  },
  {
    means: 'OAUTH_CLIENT_TYPE_MISMATCH',
    say: "AADSTS9002326: Cross-origin token redemption is permitted only for the 'Single-Page Application' client-type.",
  },
  {
    means: 'OAUTH_CONSENT_REQUIRED',
    say: "AADSTS65001: The user or administrator has not consented to use the application with ID '1111' named 'mailer'. Send an interactive authorization request for this user and resource.",
  },
  {
    means: 'OAUTH_CONSENT_REQUIRED',
    say: 'Need admin approval. mailer needs permission to access resources in your organization that only an admin can grant.',
  },
  {
    means: 'OAUTH_CONSENT_REQUIRED',
    say: 'Access blocked: mailer has not completed the Google verification process. Error 403: access_denied',
  },
  {
    means: 'OAUTH_MFA_REQUIRED',
    say: "AADSTS50076: Due to a configuration change made by your administrator, or because you moved to a new location, you must use multi-factor authentication to access '00000002-0000-0ff1-ce00-000000000000'.",
  },
  { means: 'OAUTH_MFA_REQUIRED', say: 'AADSTS50079: The user is required to use multi-factor authentication.' },
  {
    means: 'OAUTH_REFRESH_TOKEN_EXPIRED',
    say: 'AADSTS700082: The refresh token has expired due to inactivity. The token was issued on 2024-01-01 and was inactive for 90.00:00:00.',
  },
  {
    means: 'OAUTH_REFRESH_TOKEN_EXPIRED',
    say: 'AADSTS50173: The provided grant has expired due to it being revoked, a fresh auth token is needed. The user might have changed or reset their password.',
  },
  {
    means: 'OAUTH_REFRESH_TOKEN_EXPIRED',
    say: "google.auth.exceptions.RefreshError: ('invalid_grant: Bad Request', {'error': 'invalid_grant', 'error_description': 'Bad Request'})",
  },
  { means: 'OAUTH_GRANT_MALFORMED', say: 'AADSTS9002313: Invalid request. Request is malformed or invalid.' },
  {
    means: 'OAUTH_GRANT_MALFORMED',
    say: 'AADSTS54005: OAuth2 Authorization code was already redeemed, please retry with a new valid code or use an existing refresh token.',
  },
  { means: 'OAUTH_GRANT_MALFORMED', say: '{"error":"invalid_grant","error_description":"Malformed auth code."}' },
  {
    means: 'OAUTH_CLIENT_UNKNOWN',
    say: "AADSTS700016: Application with identifier '1111' was not found in the directory 'Contoso'.",
  },
  {
    means: 'OAUTH_CLIENT_UNKNOWN',
    say: '{"error":"invalid_client","error_description":"The OAuth client was not found."}',
  },
  { means: 'OAUTH_CLIENT_UNKNOWN', say: 'Error 401: deleted_client. The OAuth client was deleted.' },
  {
    means: 'OAUTH_WRONG_AUTHORITY',
    say: "AADSTS90002: Tenant 'your-tenant-id' not found. Check to make sure you have the correct tenant ID and are signing into the correct cloud.",
  },
  {
    means: 'OAUTH_WRONG_AUTHORITY',
    say: "AADSTS50194: Application '1111'(mailer) is not configured as a multi-tenant application. Usage of the /common endpoint is not supported for such apps created after '10/15/2018'.",
  },
  {
    means: 'OAUTH_WRONG_AUTHORITY',
    say: 'AADSTS9001023: The grant type is not supported over the /common or /consumers endpoints. Please use the /organizations or tenant-specific endpoint.',
  },
  {
    means: 'OAUTH_WRONG_AUTHORITY',
    say: "AADSTS50020: User account 'me@outlook.com' from identity provider 'live.com' does not exist in tenant 'Contoso' and cannot access the application",
  },
  {
    means: 'OAUTH_REDIRECT_MISMATCH',
    say: "AADSTS50011: The redirect URI 'http://localhost:8080/callback' specified in the request does not match the redirect URIs configured for the application '1111'.",
  },
  { means: 'OAUTH_REDIRECT_MISMATCH', say: 'Error 400: redirect_uri_mismatch' },
  {
    means: 'MS_CONDITIONAL_ACCESS',
    say: 'AADSTS53003: Access has been blocked by Conditional Access policies. The access policy does not allow token issuance.',
  },
  {
    means: 'GOOGLE_DELEGATION_MISSING',
    say: 'unauthorized_client: Client is unauthorized to retrieve access tokens using this method, or client not authorized for any of the scopes requested.',
    with: { config: { flow: 'service account' } },
  },
  {
    means: 'XOAUTH2_WRONG_AUDIENCE',
    say: '535 5.7.3 Authentication unsuccessful, the token has aud https://graph.microsoft.com',
    with: { config: { auth: 'xoauth2', host: 'smtp.office365.com' }, stage: 'auth' },
  },
  {
    means: 'MS_APP_NOT_AUTHORIZED_IN_EXCHANGE',
    say: '535 5.7.3 Authentication unsuccessful',
    with: {
      config: { auth: 'xoauth2', host: 'smtp.office365.com', flow: 'client_credentials', roles: 'SMTP.SendAsApp' },
      stage: 'auth',
    },
  },
  {
    means: 'SENDER_NOT_OWNED',
    say: '{"error":{"code":"ErrorSendAsDenied","message":"The user account which was used to submit this request does not have the right to send mail on behalf of the specified sending account."}}',
  },
  {
    means: 'XOAUTH2_TOKEN_REJECTED',
    say: '{"error":{"code":"InvalidAuthenticationToken","message":"Lifetime validation failed, the token is expired."}}',
  },
  {
    means: 'XOAUTH2_WRONG_AUDIENCE',
    say: '{"error":{"code":"InvalidAuthenticationToken","message":"Access token validation failure. Invalid audience."}}',
  },
  {
    means: 'MS_MAILBOX_NOT_IN_EXCHANGE_ONLINE',
    say: '{"error":{"code":"MailboxNotEnabledForRESTAPI","message":"REST API is not yet supported for this mailbox."}}',
  },
  {
    means: 'RATE_LIMITED',
    say: '{"error":{"code":"ApplicationThrottled","message":"Application is over its MailboxConcurrency limit."}} 429 Too Many Requests',
  },
  {
    means: 'QUOTA_EXHAUSTED',
    say: '{"error":{"code":"ErrorExceededMessageLimit","message":"Cannot send mail. Daily Message/Recipient limit exceeded. Follow the instructions in your Inbox to verify your account."}}',
  },
  {
    means: 'MESSAGE_TOO_LARGE',
    say: '{"error":{"code":"ErrorMessageSizeExceeded","message":"The message exceeds the maximum supported size., Cannot save changes made to an item to store."}}',
  },
  {
    means: 'XOAUTH2_SCOPE_MISSING',
    say: '{"error":{"code":403,"message":"Request had insufficient authentication scopes.","errors":[{"reason":"insufficientPermissions"}],"status":"PERMISSION_DENIED"}}',
  },
  {
    means: 'RATE_LIMITED',
    say: '{"error":{"code":429,"message":"User-rate limit exceeded.  Retry after 2026-01-01T00:00:00Z","errors":[{"reason":"userRateLimitExceeded"}]}}',
  },
  {
    means: 'XOAUTH2_TOKEN_REJECTED',
    say: '{"error":{"code":401,"message":"Invalid Credentials","errors":[{"domain":"global","reason":"authError","location":"Authorization"}],"status":"UNAUTHENTICATED"}}',
  },
  {
    means: 'MS_GRAPH_ACCESS_DENIED',
    say: '403 {"error":{"code":"ErrorAccessDenied","message":"Access is denied. Check credentials and try again."}}',
  },
  {
    means: 'GMAIL_API_NOT_ENABLED',
    say: 'Gmail API has not been used in project 123456789012 before or it is disabled. reason: accessNotConfigured',
  },
  {
    means: 'GMAIL_MAILBOX_MISSING',
    say: '{"error":{"code":400,"message":"Mail service not enabled","status":"FAILED_PRECONDITION"}}',
  },
  {
    means: 'GMAIL_BLOCKED_BY_DOMAIN',
    say: '{"error":{"code":403,"errors":[{"reason":"domainPolicy","message":"The domain administrators have disabled Gmail apps."}]}}',
  },
];
