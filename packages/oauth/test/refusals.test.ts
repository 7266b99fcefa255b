import { generateKeyPairSync } from 'node:crypto';
import { isMailError, type MailError } from '@ehlo/core';
import {
  clientCredentials,
  fetchTrusting,
  google,
  googleErrors,
  isSignInNeeded,
  memoryStore,
  microsoft,
  microsoftErrors,
  serviceAccount,
  signIn,
  standardErrors,
  yahoo,
} from '@ehlo/oauth';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Answer, simulatedClock, TokenServer } from './token-server.js';

let server: TokenServer;
beforeAll(async () => {
  server = await TokenServer.start();
});
afterAll(() => server.close());

const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
const key = {
  client_email: 'robot@project.iam.gserviceaccount.com',
  private_key: privateKey.export({ type: 'pkcs8', format: 'pem' }) as string,
};

type How = 'renewal' | 'app' | 'service account' | 'code';

/** Asks for a token in this way and gives the error, when the endpoint answers like this, however often. */
async function refusal(how: How, provider: ReturnType<typeof google>, answer: Answer): Promise<MailError> {
  const clock = simulatedClock();
  const around = { fetch: fetchTrusting(server.ca), now: clock.now, sleep: clock.sleep };
  const client = { provider: server.as(provider), clientId: 'client', ...around };
  const kept = { account: 'me@example.com', store: memoryStore() };
  const sources = {
    renewal: () => signIn({ ...client, ...kept, refreshToken: server.mint() })(),
    app: () => clientCredentials({ ...client, clientSecret: 'secret' })({}),
    'service account': () =>
      serviceAccount({ ...around, provider: client.provider, key, subject: 'me@example.com' })({}),
    code: () =>
      signIn({ ...client, ...kept }).signIn({
        flow: async ({ asker }) =>
          asker.ask({
            grant: 'authorization_code',
            send: ({ server: at }, options) => post(at.token_endpoint as string, options),
            read: () => Promise.reject(new Error('not reached')),
          }),
      }),
  };
  server.next.length = 0;
  server.next.push(...Array.from({ length: 4 }, () => answer));
  try {
    await sources[how]();
  } catch (error) {
    if (isMailError(error)) return error;
    throw error;
  } finally {
    server.next.length = 0;
  }
  throw new Error('there was a token');
}

/** The request of a code grant, without the browser before it. */
function post(url: string, options: object): Promise<Response> {
  const values = Object.getOwnPropertySymbols(options).map((symbol) => (options as Record<symbol, unknown>)[symbol]);
  const send = values.find((value) => typeof value === 'function') as typeof fetch;
  const body = new URLSearchParams({ grant_type: 'authorization_code', code: 'c0de' });
  return send(url, { method: 'POST', headers: {}, body });
}

const trace = '11111111-2222-3333-4444-555555555555';
/** As the Microsoft identity platform writes its errors. */
function entra(code: number, error = 'invalid_grant', text = 'Something is wrong.'): Answer {
  return {
    status: error === 'invalid_client' ? 401 : 400,
    body: {
      error,
      error_description: `AADSTS${code}: ${text}\r\nTrace ID: ${trace}\r\nCorrelation ID: ${trace}\r\nTimestamp: 2026-11-23 07:00:00Z`,
      error_codes: [code],
      trace_id: trace,
    },
  };
}

/** Each code that the documentation lists, by what it means. */
const aadsts: ReadonlyArray<readonly [means: string, who: string, how: How, ...codes: number[]]> = [
  ['OAUTH_REDIRECT_MISMATCH', 'developer', 'code', 50011],
  ['OAUTH_ACCOUNT_UNKNOWN', 'mailbox owner', 'code', 50020, 50034],
  ['OAUTH_SCOPE_INVALID', 'developer', 'renewal', 500011, 70011, 700022, 28000, 650053, 65006, 1002012],
  ['OAUTH_CREDENTIALS_REJECTED', 'mailbox owner', 'code', 50126, 50055],
  ['OAUTH_ACCOUNT_BLOCKED', 'tenant admin', 'renewal', 50053, 50057],
  ['SIGN_IN_NEEDED', 'mailbox owner', 'code', 50058],
  ['OAUTH_WRONG_AUTHORITY', 'developer', 'app', 50059, 50194, 90002, 900023, 9001023, 9002331, 9002332, 90038, 90130],
  ['OAUTH_WRONG_AUTHORITY', 'developer', 'code', 700005],
  ['OAUTH_MFA_REQUIRED', 'mailbox owner', 'renewal', 50072, 50074, 50076, 50078, 50079],
  ['OAUTH_USER_NOT_ASSIGNED', 'tenant admin', 'renewal', 50105],
  ['OAUTH_BLOCKED_BY_POLICY', 'tenant admin', 'renewal', 50131, 53000, 53001, 53002, 53003, 530032, 530035],
  ['OAUTH_GRANT_REVOKED', 'mailbox owner', 'renewal', 50132, 50133, 50173],
  ['OAUTH_PKCE_FAILED', 'developer', 'code', 50147, 501481, 501491],
  ['OAUTH_REQUEST_LOOP', 'developer', 'renewal', 50196],
  ['OAUTH_CODE_SPENT', 'developer', 'code', 54005, 70008, 70018, 90119, 90120],
  ['OAUTH_CONSENT_REQUIRED', 'mailbox owner', 'renewal', 65001],
  ['OAUTH_CONSENT_DECLINED', 'mailbox owner', 'code', 65004],
  ['OAUTH_ADMIN_CONSENT_REQUIRED', 'tenant admin', 'renewal', 90094],
  ['OAUTH_APP_NOT_CONFIGURED', 'developer', 'renewal', 65005, 650056, 650057],
  ['OAUTH_SERVICE_NOT_IN_TENANT', 'tenant admin', 'app', 650052],
  ['OAUTH_GRANT_MALFORMED', 'developer', 'renewal', 70000, 90014, 900144, 9002313, 90121],
  ['OAUTH_REFRESH_TOKEN_EXPIRED', 'mailbox owner', 'renewal', 70008, 700082, 700084, 70043],
  ['OAUTH_CLIENT_UNKNOWN', 'developer', 'renewal', 700016, 700011],
  ['OAUTH_APP_DISABLED', 'developer', 'renewal', 7000112],
  ['OAUTH_CLIENT_SECRET_INVALID', 'developer', 'app', 70002, 7000215, 7000222],
  ['OAUTH_CLIENT_TYPE_MISMATCH', 'developer', 'renewal', 7000218, 700025],
  ['OAUTH_CLIENT_ASSERTION_INVALID', 'developer', 'app', 50027, 700024, 700027, 700030],
  ['OAUTH_GRANT_NOT_ALLOWED', 'developer', 'app', 70003],
  ['OAUTH_SIGN_IN_EXPIRED', 'mailbox owner', 'code', 70016, 70019],
  ['OAUTH_TEMPORARY_ERROR', 'nobody', 'app', 90033],
  ['OAUTH_RATE_LIMITED', 'developer', 'app', 90055],
];

const tenant = microsoft({ tenant: 'contoso.com' });

describe.each(aadsts.flatMap(([means, who, how, ...codes]) => codes.map((code) => ({ code, means, who, how }))))(
  'AADSTS$code, $how',
  ({ code, means, who, how }) => {
    test(`is ${means}, for the ${who}`, async () => {
      const error = await refusal(how, tenant, entra(code));
      expect(error).toMatchObject({ code: means, who, phase: 'auth' });
      // What is printed: the cause, the number, and what the provider's support asks for.
      expect(error.message).toContain(`AADSTS${code}`);
      expect(error.message).toContain(`Trace ID: ${trace}`);
      expect(error.rule?.source).toMatch(/^https:/);
      expect(error.fix).toMatch(/\w{3}/);
      expect(error.words('zh-CN').fix).toMatch(/\p{Script=Han}/u);
    });
  },
);

test('no AADSTS code of the rows is without a test', () => {
  const tested = new Set(aadsts.flatMap(([, , , ...codes]) => codes));
  expect(microsoftErrors.flatMap(({ codes }) => codes ?? []).filter((code) => !tested.has(code))).toEqual([]);
});

describe('Microsoft', () => {
  test('a number in the text is as good as one beside it', async () => {
    const { status, body } = entra(700082);
    const { error_codes, ...without } = body as Record<string, unknown>;
    expect(error_codes).toEqual([700082]);
    expect((await refusal('renewal', tenant, { status, body: without })).code).toBe('OAUTH_REFRESH_TOKEN_EXPIRED');
  });

  test('a missing scope is told from other missing parameters', async () => {
    const text = "The request body must contain the following parameter: 'scope'.";
    expect((await refusal('renewal', tenant, entra(900144, 'invalid_request', text))).code).toBe('OAUTH_SCOPE_INVALID');
  });

  test('an unknown number goes by the word of the RFC, and does not end the sign-in', async () => {
    expect((await refusal('renewal', tenant, entra(999999))).code).toBe('SIGN_IN_NEEDED');
    expect((await refusal('app', tenant, entra(999999, 'invalid_client'))).code).toBe('OAUTH_CLIENT_SECRET_INVALID');
    expect((await refusal('app', tenant, entra(999999, 'made_up'))).code).toBe('OAUTH_REFUSED');
  });

  test('70000 asks for a new sign-in', async () => {
    expect(isSignInNeeded(await refusal('renewal', tenant, entra(70000)))).toBe(true);
  });
});

const gone = 'Token has been expired or revoked.';
const unauthorised =
  'Client is unauthorized to retrieve access tokens using this method, or client not authorized for any of the scopes requested.';
const googleAnswers: ReadonlyArray<readonly [How, number, error: string, description: string, means: string]> = [
  ['renewal', 400, 'invalid_grant', gone, 'OAUTH_REFRESH_TOKEN_EXPIRED'],
  ['renewal', 400, 'invalid_grant', 'Bad Request', 'OAUTH_REFRESH_TOKEN_EXPIRED'],
  ['renewal', 400, 'invalid_grant', 'reauth related error (invalid_rapt)', 'OAUTH_REFRESH_TOKEN_EXPIRED'],
  ['code', 400, 'invalid_grant', 'Malformed auth code.', 'OAUTH_GRANT_MALFORMED'],
  ['code', 400, 'invalid_grant', 'Bad Request', 'OAUTH_CODE_SPENT'],
  ['code', 400, 'invalid_grant', 'Missing code verifier.', 'OAUTH_PKCE_FAILED'],
  ['renewal', 401, 'invalid_client', 'The OAuth client was not found.', 'OAUTH_CLIENT_UNKNOWN'],
  ['renewal', 401, 'invalid_client', 'Unauthorized', 'OAUTH_CLIENT_SECRET_INVALID'],
  ['renewal', 401, 'deleted_client', 'The OAuth client was deleted.', 'OAUTH_CLIENT_UNKNOWN'],
  ['renewal', 401, 'disabled_client', 'The OAuth client was disabled.', 'OAUTH_APP_DISABLED'],
  ['renewal', 400, 'invalid_request', 'client_secret is missing.', 'OAUTH_CLIENT_SECRET_INVALID'],
  ['renewal', 401, 'unauthorized_client', 'Unauthorized', 'OAUTH_CLIENT_UNKNOWN'],
  ['service account', 401, 'unauthorized_client', unauthorised, 'GOOGLE_DELEGATION_MISSING'],
  ['service account', 400, 'access_denied', 'Requested client not authorized.', 'GOOGLE_DELEGATION_MISSING'],
  ['service account', 400, 'invalid_request', 'Invalid principal', 'OAUTH_ACCOUNT_UNKNOWN'],
  ['service account', 400, 'invalid_grant', 'Invalid email or User ID', 'OAUTH_ACCOUNT_UNKNOWN'],
  ['service account', 400, 'invalid_grant', 'Invalid grant: account not found', 'OAUTH_ACCOUNT_UNKNOWN'],
  ['service account', 400, 'invalid_grant', 'Invalid JWT Signature.', 'OAUTH_CLIENT_ASSERTION_INVALID'],
  ['code', 400, 'redirect_uri_mismatch', 'Bad Request', 'OAUTH_REDIRECT_MISMATCH'],
  ['code', 400, 'invalid_request', 'Invalid parameter value for redirect_uri', 'OAUTH_REDIRECT_MISMATCH'],
  ['code', 400, 'invalid_scope', 'Invalid device flow scope: https://mail.google.com/', 'OAUTH_SCOPE_INVALID'],
  ['code', 403, 'access_denied', 'The developer hasn’t given you access to this app.', 'OAUTH_CONSENT_REQUIRED'],
  ['renewal', 400, 'admin_policy_enforced', 'Blocked', 'OAUTH_BLOCKED_BY_POLICY'],
  ['code', 403, 'org_internal', 'Blocked', 'OAUTH_BLOCKED_BY_POLICY'],
  ['renewal', 400, 'restricted_client', 'Blocked', 'OAUTH_BLOCKED_BY_POLICY'],
  ['renewal', 500, 'internal_failure', 'Backend Error', 'OAUTH_TEMPORARY_ERROR'],
  ['renewal', 400, 'backend_error', 'Backend Error', 'OAUTH_TEMPORARY_ERROR'],
  ['renewal', 403, 'rate_limit_exceeded', 'Too many', 'OAUTH_RATE_LIMITED'],
  ['renewal', 403, 'quota_exceeded', 'Too many', 'OAUTH_RATE_LIMITED'],
];

describe('Google', () => {
  test.each(googleAnswers)('%s: %s %s "%s" is %s', async (how, status, error, description, means) => {
    const failed = await refusal(how, google(), { status, body: { error, error_description: description } });
    expect(failed.code).toBe(means);
    expect(failed.message).toContain(`${error}: ${description}`);
  });

  test('no word of the rows is without a test', () => {
    const tested = new Set(googleAnswers.map(([, , error]) => error));
    expect(googleErrors.flatMap(({ error }) => error ?? []).filter((error) => !tested.has(error))).toEqual([]);
  });
});

const standardAnswers: ReadonlyArray<readonly [How, number, error: string | undefined, means: string]> = [
  ['app', 429, undefined, 'OAUTH_RATE_LIMITED'],
  ['app', 500, undefined, 'OAUTH_TEMPORARY_ERROR'],
  ['app', 503, 'invalid_grant', 'OAUTH_TEMPORARY_ERROR'],
  ['app', 400, 'temporarily_unavailable', 'OAUTH_TEMPORARY_ERROR'],
  ['app', 400, 'server_error', 'OAUTH_TEMPORARY_ERROR'],
  ['code', 400, 'authorization_pending', 'OAUTH_SIGN_IN_EXPIRED'],
  ['code', 400, 'slow_down', 'OAUTH_SIGN_IN_EXPIRED'],
  ['code', 400, 'expired_token', 'OAUTH_SIGN_IN_EXPIRED'],
  ['code', 400, 'access_denied', 'OAUTH_CONSENT_DECLINED'],
  ['code', 400, 'authorization_declined', 'OAUTH_CONSENT_DECLINED'],
  ['code', 400, 'bad_verification_code', 'OAUTH_CODE_SPENT'],
  ['renewal', 400, 'consent_required', 'OAUTH_CONSENT_REQUIRED'],
  ['renewal', 400, 'interaction_required', 'SIGN_IN_NEEDED'],
  ['renewal', 400, 'login_required', 'SIGN_IN_NEEDED'],
  ['renewal', 400, 'account_selection_required', 'SIGN_IN_NEEDED'],
  ['app', 401, 'invalid_client', 'OAUTH_CLIENT_SECRET_INVALID'],
  ['renewal', 401, 'invalid_client', 'OAUTH_CLIENT_UNKNOWN'],
  ['renewal', 400, 'invalid_grant', 'OAUTH_REFRESH_TOKEN_EXPIRED'],
  ['service account', 400, 'invalid_grant', 'OAUTH_CLIENT_ASSERTION_INVALID'],
  ['code', 400, 'invalid_grant', 'OAUTH_CODE_SPENT'],
  ['renewal', 400, 'unauthorized_client', 'OAUTH_GRANT_NOT_ALLOWED'],
  ['app', 400, 'unsupported_grant_type', 'OAUTH_GRANT_NOT_ALLOWED'],
  ['code', 400, 'unsupported_response_type', 'OAUTH_GRANT_NOT_ALLOWED'],
  ['app', 400, 'invalid_scope', 'OAUTH_SCOPE_INVALID'],
  ['app', 400, 'invalid_target', 'OAUTH_SCOPE_INVALID'],
  ['app', 400, 'invalid_resource', 'OAUTH_SCOPE_INVALID'],
  ['code', 400, 'redirect_uri_mismatch', 'OAUTH_REDIRECT_MISMATCH'],
  ['app', 400, 'invalid_request', 'OAUTH_GRANT_MALFORMED'],
  ['app', 400, 'made_up', 'OAUTH_REFUSED'],
  ['app', 404, undefined, 'OAUTH_RESPONSE_INVALID'],
];

describe('whoever it is', () => {
  const plain = { ...yahoo(), scopes: google().scopes, secretIn: 'body' as const };
  test.each(standardAnswers)('%s: %s %s is %s', async (how, status, error, means) => {
    expect((await refusal(how, plain, { status, body: error === undefined ? '<html>' : { error } })).code).toBe(means);
  });

  test('no word of the rows is without a test', () => {
    const tested = new Set(standardAnswers.map(([, , error]) => error));
    expect(standardErrors.flatMap(({ error }) => error ?? []).filter((error) => !tested.has(error))).toEqual([]);
  });

  test('an answer of another kind of API is no word of OAuth', async () => {
    const body = { error: { code: 403, message: 'Forbidden', status: 'PERMISSION_DENIED' } };
    expect((await refusal('app', plain, { status: 403, body })).code).toBe('OAUTH_RESPONSE_INVALID');
  });

  test('a challenge in the header does not hide what the body says', async () => {
    const headers = { 'www-authenticate': 'Bearer error="invalid_token"' };
    expect((await refusal('app', plain, { status: 401, headers, body: { error: 'invalid_client' } })).code).toBe(
      'OAUTH_CLIENT_SECRET_INVALID',
    );
  });
});
