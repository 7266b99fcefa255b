import { fromGoogleAuth, fromMsal, isSignInNeeded, type MsalResult } from '@ehlo/oauth';
import { describe, expect, test } from 'vitest';

/** An error as msal-common makes it. */
const msalError = (errorCode: string, errorMessage = '') =>
  Object.assign(new Error(errorMessage), { errorCode, errorMessage });
const failed = (work: unknown): Promise<unknown> => Promise.resolve(work).catch((error) => error);

describe('an MSAL application', () => {
  const result = (accessToken: string): MsalResult => ({ accessToken, expiresOn: new Date(1_800_000_000_000) });

  test('with an account: its cache, and anew what was refused', async () => {
    const asked: object[] = [];
    const account = { username: 'me@contoso.com', homeAccountId: '1' };
    const app = {
      acquireTokenSilent: async (request: { account: typeof account; scopes: string[]; forceRefresh?: boolean }) => {
        asked.push(request);
        return result(request.forceRefresh ? 'new' : 'old');
      },
    };
    const source = fromMsal(app, { account, scopes: ['https://outlook.office.com/SMTP.Send'] });
    expect(await source({})).toEqual({ token: 'old', expiresAt: 1_800_000_000_000 });
    expect(await source({ refused: 'old' })).toMatchObject({ token: 'new' });
    const scopes = ['https://outlook.office.com/SMTP.Send'];
    expect(asked).toEqual([
      { account, scopes, forceRefresh: false },
      { account, scopes, forceRefresh: true },
    ]);
  });

  test('without an account: client credentials', async () => {
    const asked: object[] = [];
    const app = {
      acquireTokenSilent: () => Promise.reject(new Error('not that one')),
      acquireTokenByClientCredential: async (request: object) => {
        asked.push(request);
        return { accessToken: 'app', expiresOn: null };
      },
    };
    const source = fromMsal(app, { scopes: ['https://outlook.office365.com/.default'] });
    expect(await source({ refused: 'x' })).toEqual({ token: 'app' });
    expect(asked).toEqual([{ scopes: ['https://outlook.office365.com/.default'], skipCache: true }]);
  });

  test.each([
    [
      'invalid_grant',
      'AADSTS700082: The refresh token has expired due to inactivity.',
      'OAUTH_REFRESH_TOKEN_EXPIRED',
      true,
    ],
    ['interaction_required', 'AADSTS50076: You must use multi-factor authentication.', 'OAUTH_MFA_REQUIRED', true],
    ['no_tokens_found', '', 'SIGN_IN_NEEDED', true],
    ['invalid_client', 'AADSTS7000215: Invalid client secret provided.', 'OAUTH_CLIENT_SECRET_INVALID', false],
    ['network_error', '', 'OAUTH_ENDPOINT_UNREACHABLE', false],
    ['bad_token', '', 'OAUTH_REFRESH_TOKEN_EXPIRED', true],
  ])('%s %s is %s', async (code, message, means, signIn) => {
    const app = { acquireTokenSilent: () => Promise.reject(msalError(code, message)) };
    const error = await failed(fromMsal(app, { account: { username: 'me@contoso.com' }, scopes: [] })({}));
    expect(error).toMatchObject({ code: means });
    expect(isSignInNeeded(error)).toBe(signIn);
    if (isSignInNeeded(error)) expect(error.account).toBe('me@contoso.com');
  });

  test('nothing in its cache is a sign-in that is needed', async () => {
    const source = fromMsal({ acquireTokenSilent: async () => null }, { account: {}, scopes: [] });
    expect(isSignInNeeded(await failed(source({})))).toBe(true);
  });

  test('an error of another kind comes through', async () => {
    const source = fromMsal(
      { acquireTokenSilent: () => Promise.reject(new TypeError('mine')) },
      { account: {}, scopes: [] },
    );
    expect(await failed(source({}))).toBeInstanceOf(TypeError);
  });
});

describe('a client of google-auth-library', () => {
  /** Renews as OAuth2Client does: when the expiry date that it knows has passed. */
  const client = () => ({
    made: 0,
    credentials: { expiry_date: undefined as number | undefined },
    async getAccessToken() {
      if ((this.credentials.expiry_date ?? 0) <= Date.now()) {
        this.made++;
        this.credentials.expiry_date = Date.now() + 3_600_000;
      }
      return { token: `t${this.made}` };
    },
  });

  test('gives its token and when it ends', async () => {
    const source = fromGoogleAuth(client());
    expect(await source({})).toEqual({ token: 't1', expiresAt: expect.any(Number) });
    expect(await source({})).toMatchObject({ token: 't1' });
  });

  test('is made to renew what was refused, once', async () => {
    const google = client();
    const source = fromGoogleAuth(google);
    await source({});
    expect(await source({ refused: 't1' })).toMatchObject({ token: 't2' });
    expect(await source({ refused: 't1' })).toMatchObject({ token: 't2' });
    expect(google.made).toBe(2);
  });

  test('may give a bare token, or none', async () => {
    expect(await fromGoogleAuth({ getAccessToken: async () => 'bare' })({})).toEqual({ token: 'bare' });
    expect(isSignInNeeded(await failed(fromGoogleAuth({ getAccessToken: async () => null })({})))).toBe(true);
  });

  test.each([
    ['invalid_grant', 'Token has been expired or revoked.', {}, 'OAUTH_REFRESH_TOKEN_EXPIRED'],
    ['unauthorized_client', 'Client is unauthorized', { key: 'PEM', subject: 'me' }, 'GOOGLE_DELEGATION_MISSING'],
    ['unauthorized_client', 'Unauthorized', {}, 'OAUTH_CLIENT_UNKNOWN'],
  ])('%s "%s" is a cause', async (error, error_description, own, means) => {
    const gaxios = Object.assign(new Error(error), { response: { data: { error, error_description } } });
    const source = fromGoogleAuth({ ...own, getAccessToken: () => Promise.reject(gaxios) });
    expect(await failed(source({}))).toMatchObject({ code: means });
  });

  test('an error of another kind comes through', async () => {
    const source = fromGoogleAuth({ getAccessToken: () => Promise.reject(new TypeError('mine')) });
    expect(await failed(source({}))).toBeInstanceOf(TypeError);
  });
});
