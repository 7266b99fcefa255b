import { randomUUID } from 'node:crypto';
import { entraTime } from './clock.js';

/** One error of Microsoft's identity platform. */
export interface EntraError {
  readonly status: number;
  readonly error: string;
  /** Behind `AADSTS70008: `; `{name}` stands for what differs from request to request. */
  readonly text: string;
  readonly suberror?: string;
}

const row =
  (status: number, error: string, suberror?: string) =>
  (text: string): EntraError => ({ status, error, text, ...(suberror ? { suberror } : {}) });

const grant = row(400, 'invalid_grant');
const badToken = row(400, 'invalid_grant', 'bad_token');
const blocked = row(400, 'invalid_grant', 'message_only');
const consent = row(400, 'invalid_grant', 'consent_required');
const interaction = row(400, 'interaction_required', 'basic_action');
const request = row(400, 'invalid_request');
const client = row(401, 'invalid_client');
const unauthorized = row(400, 'unauthorized_client');
const resource = row(400, 'invalid_resource');
const scope = row(400, 'invalid_scope');

/**
 * By AADSTS code. The form is that of learn.microsoft.com/entra/identity-platform/reference-error-codes, the texts
 * are from there and from answers that were reported; `error` and `suberror` of rows that nobody reported follow
 * their neighbours. Microsoft changes texts without notice: clients go by `error` and `error_codes`.
 */
export const entraErrors = {
  '28000': request(
    'Provided value for the input parameter scope is not valid because it contains more than one resource. Scope {scope} is not valid.',
  ),
  '50011': request(
    "The redirect URI '{redirectUri}' specified in the request does not match the redirect URIs configured for the application '{clientId}'. Make sure the redirect URI sent in the request matches one added to your application in the Azure portal. Navigate to https://aka.ms/redirectUriMismatchError to learn more about how to troubleshoot this error.",
  ),
  '50020': grant(
    "User account '{user}' from identity provider 'live.com' does not exist in tenant '{tenant}' and cannot access the application '{clientId}'({app}) in that tenant. The account needs to be added as an external user in the tenant first. Sign out and sign in again with a different Azure Active Directory user account.",
  ),
  '50027': client('JWT token is invalid or malformed. {why}'),
  '500011': resource(
    'The resource principal named {resource} was not found in the tenant named {tenant}. This can happen if the application has not been installed by the administrator of the tenant or consented to by any user in the tenant. You might have sent your authentication request to the wrong tenant.',
  ),
  '50034': grant(
    'The user account {user} does not exist in the {tenant} directory. To sign into this application, the account must be added to the directory.',
  ),
  '50053': grant(
    "The account is locked, you've tried to sign in too many times with an incorrect user ID or password.",
  ),
  '50055': grant('The password is expired.'),
  '50057': grant('The user account is disabled.'),
  '50058': row(400, 'login_required')('A silent sign-in request was sent but no user is signed in.'),
  '50059': request(
    'No tenant-identifying information found in either the request or implied by any provided credentials.',
  ),
  '50072': interaction(
    "Due to a configuration change made by your administrator, or because you moved to a new location, you must enroll in multi-factor authentication to access '{resource}'.",
  ),
  '50074': interaction('Strong Authentication is required.'),
  '50076': interaction(
    "Due to a configuration change made by your administrator, or because you moved to a new location, you must use multi-factor authentication to access '{resource}'.",
  ),
  '50078': interaction(
    "Presented multi-factor authentication has expired due to policies configured by your administrator, you must refresh your multi-factor authentication to access '{resource}'.",
  ),
  '50079': interaction(
    "Due to a configuration change made by your administrator, or because you moved to a new location, you must enroll in multi-factor authentication to access '{resource}'.",
  ),
  '50105': grant(
    "Your administrator has configured the application {app} ('{clientId}') to block users unless they are specifically granted ('assigned') access to the application. The signed-in user '{user}' is blocked because they are not a direct member of a group with access, nor had access directly assigned by an administrator. Please contact your administrator to assign access to this application.",
  ),
  '50126': grant('Error validating credentials due to invalid username or password.'),
  '50131': blocked(
    'Device is not in required device state: {state}. Or, the request was blocked due to suspicious activity, access policy, or security policy decisions.',
  ),
  '50132': badToken('The session is not valid due to password expiration or recent password change.'),
  '50133': badToken('Session is invalid due to expiration or recent password change.'),
  '50147': request('Missing code challenge. The size of the code challenge parameter is not valid.'),
  '501481': grant('The Code_Verifier does not match the code_challenge supplied in the authorization request.'),
  '501491': request('Invalid size of Code_Challenge parameter.'),
  '50173': badToken(
    "The provided grant has expired due to it being revoked, a fresh auth token is needed. The user might have changed or reset their password. The grant was issued on '{issued}' and the TokensValidFrom date (before which tokens are not valid) for this user is '{time}'.",
  ),
  '50194': request(
    "Application '{clientId}'({app}) is not configured as a multi-tenant application. Usage of the /common endpoint is not supported for such apps created after '10/15/2018'. Use a tenant-specific endpoint or configure the application to be multi-tenant.",
  ),
  '50196': grant(
    'The server terminated an operation because it encountered a client request loop. Please contact your app vendor.',
  ),
  '53000': blocked(
    'Device is not in required device state: {state}. Conditional Access policy requires a compliant device, and the device is not compliant. The user must enroll their device with an approved MDM provider like Intune.',
  ),
  '53001': blocked(
    'Device is not in required device state: {state}. Conditional Access policy requires a domain joined device, and the device is not domain joined.',
  ),
  '53002': blocked(
    'Application used is not an approved application for Conditional Access. User needs to use one of the apps from the list of approved applications to use in order to get access.',
  ),
  '53003': blocked(
    'Access has been blocked by Conditional Access policies. The access policy does not allow token issuance.',
  ),
  '530032': blocked('Blocked by security policy.'),
  '530035': blocked(
    'Access has been blocked by security defaults. The request is deemed unsafe by security defaults policies.',
  ),
  '54005': grant(
    'OAuth2 Authorization code was already redeemed, please retry with a new valid code or use an existing refresh token.',
  ),
  '65001': consent(
    "The user or administrator has not consented to use the application with ID '{clientId}' named '{app}'. Send an interactive authorization request for this user and resource.",
  ),
  '65004': row(400, 'access_denied')('User declined to consent to access the app.'),
  '65005': resource(
    'The application required resource access list does not contain applications discoverable by the resource, or the client application has requested access to a resource which was not specified in its required resource access list.',
  ),
  '650052': client(
    "The app is trying to access a service '{resource}' that your organization '{tenant}' lacks a service principal for. Contact your IT Admin to review the configuration of your service subscriptions or consent to the application in order to create the required service principal.",
  ),
  '650056': client(
    "Misconfigured application. This could be due to one of the following: the client has not listed any permissions for '{resource}' in the requested permissions in the client's application registration. Or, the admin has not consented in the tenant. Client app ID: {clientId}.",
  ),
  '650057': resource(
    "Invalid resource. The client has requested access to a resource which is not listed in the requested permissions in the client's application registration. Client app ID: {clientId}({app}). Resource value from request: {resource}.",
  ),
  '70000': grant('Provided grant is invalid or malformed.'),
  '70002': client(
    "Error validating credentials. The specified client_secret does not match the expected value for this client '{clientId}'.",
  ),
  '70003': row(400, 'unsupported_grant_type')("The app requested an unsupported grant type '{grantType}'."),
  '700005': grant('Provided Authorization Code is intended to use against other tenant, thus rejected.'),
  '70008': grant(
    'The provided authorization code or refresh token has expired due to inactivity. Send a new interactive authorization request for this user and resource.',
  ),
  '70011': scope(
    "The provided request must include a 'scope' input parameter. The provided value for the input parameter 'scope' is not valid. The scope {scope} is not valid.",
  ),
  '700011': unauthorized('Application with identifier {clientId} was not found in the directory {tenant}.'),
  '70016': row(
    400,
    'authorization_pending',
  )('OAuth 2.0 device flow error. Authorization is pending. Continue polling.'),
  '700016': unauthorized(
    "Application with identifier '{clientId}' was not found in the directory '{tenant}'. This can happen if the application has not been installed by the administrator of the tenant or consented to by any user in the tenant. You may have sent your authentication request to the wrong tenant.",
  ),
  '70018': row(
    400,
    'bad_verification_code',
  )('Invalid verification code due to User typing in wrong user code for device code flow.'),
  '70019': row(
    400,
    'expired_token',
  )('Verification code expired. The device code has expired, have the user retry the sign-in.'),
  '700022': request(
    "The provided value for the input parameter scope '{scope}' is not valid because it contains more than one resource.",
  ),
  '700024': client(
    'Client assertion is not within its valid time range. Current time: {time}, assertion valid from {from}, expiry time of assertion {until}.',
  ),
  '700025': client("Client is public so neither 'client_assertion' nor 'client_secret' should be presented."),
  '700027': client(
    'The certificate with identifier used to sign the client assertion is not registered on application. [Reason - {why}, Please visit the Azure Portal, Graph Explorer or directly use MS Graph to see configured keys for app Id {clientId}.]',
  ),
  '700030': client(
    "Invalid certificate - subject name in certificate isn't authorized. SubjectNames/SubjectAlternativeNames (up to 10) in token certificate are: {subject}.",
  ),
  '70043': badToken(
    'The refresh token has expired or is invalid due to sign-in frequency checks by conditional access. The token was issued on {issued} and the maximum allowed lifetime for this request is 86400.',
  ),
  '700082': badToken(
    'The refresh token has expired due to inactivity. The token was issued on {issued} and was inactive for 90.00:00:00.',
  ),
  '700084': badToken(
    'The refresh token was issued to a single page app (SPA), and therefore has a fixed, limited lifetime of 1.00:00:00, which cannot be extended. It is now expired and a new sign in request must be sent by the SPA to the sign in page. The token was issued on {issued}.',
  ),
  '7000112': unauthorized("Application '{clientId}'({app}) is disabled."),
  '7000215': client(
    "Invalid client secret provided. Ensure the secret being sent in the request is the client secret value, not the client secret ID, for a secret added to app '{clientId}'.",
  ),
  '7000218': client("The request body must contain the following parameter: 'client_assertion' or 'client_secret'."),
  '7000222': client(
    "The provided client secret keys for app '{clientId}' are expired. Visit the Azure portal to create new keys for your app: https://aka.ms/NewClientSecret, or consider using certificate credentials for added security: https://aka.ms/certCreds.",
  ),
  '90002': request(
    "Tenant '{tenant}' not found. Check to make sure you have the correct tenant ID and are signing into the correct cloud. Check with your subscription administrator, this may happen if there are no active subscriptions for the tenant.",
  ),
  '90014': request(
    "The required field '{parameter}' is missing from the credential. Ensure that you have all the necessary parameters for the login request.",
  ),
  '900144': request("The request body must contain the following parameter: '{parameter}'."),
  '9001023': request(
    'The grant type is not supported over the /common or /consumers endpoints. Please use the /organizations or tenant-specific endpoint.',
  ),
  '9002313': request('Invalid request. Request is malformed or invalid.'),
  '9002332': request(
    "Application '{clientId}'({app}) is configured for use by Azure Active Directory users only. Please do not use the /consumers endpoint to serve this request.",
  ),
  '90033': row(503, 'temporarily_unavailable')('A transient error has occurred. Please try again.'),
  '90038': request("Tenant '{tenant}' request is being redirected to the National Cloud 'MicrosoftOnline.US'."),
  '90055': row(
    429,
    'temporarily_unavailable',
  )('There are too many incoming requests from tenant {tenant}. Please try again later.'),
  '90094': consent(
    'Admin consent is required for the permissions requested by this application. An admin must consent to {app} before it can be used.',
  ),
  '90119': request('The user code is null or empty.'),
  '90120': request('The user code is not valid.'),
  '90121': request('The user code does not exist or has expired.'),
  '1002012': scope(
    'The provided value for scope {scope} is not valid. Client credential flows must have a scope value with /.default suffixed to the resource identifier (application ID URI).',
  ),
  // RFC 8628 3.5. Microsoft does not list it; other servers of the same flow answer so.
  slow_down: row(400, 'slow_down')('The client polls faster than the interval allows.'),
} as const satisfies Record<string, EntraError>;

export type EntraCode = keyof typeof entraErrors;

export type Names = Readonly<Record<string, string | undefined>>;

/** The body of an error, and the description alone, which /authorize hands to the redirect. */
export function entraBody(code: EntraCode, names: Names, now: number): { readonly [name: string]: unknown } {
  const { error, text, suberror }: EntraError = entraErrors[code];
  const [traceId, correlationId, timestamp] = [randomUUID(), names.correlationId ?? randomUUID(), entraTime(now)];
  const filled = text.replace(
    /\{(\w+)\}/g,
    (_whole, name: string) => names[name] ?? (name === 'time' ? timestamp : ''),
  );
  const number = /^\d+$/.test(code) ? Number(code) : undefined;
  const head = number === undefined ? filled : `AADSTS${code}: ${filled}`;
  return {
    error,
    error_description: `${head}\r\nTrace ID: ${traceId}\r\nCorrelation ID: ${correlationId}\r\nTimestamp: ${timestamp}`,
    error_codes: number === undefined ? [] : [number],
    timestamp,
    trace_id: traceId,
    correlation_id: correlationId,
    error_uri: `https://login.microsoftonline.com/error?code=${code}`,
    ...(suberror === undefined ? {} : { suberror }),
  };
}
