import { createHash, createPublicKey, sign, verify } from 'node:crypto';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type ServiceAccountKey, sandbox, type WebSandbox } from '../src/index.js';
import { type Answer, calm, createFetch, form } from './fetch.js';

const MAIL = 'https://mail.google.com/';
const JWT_BEARER = 'urn:ietf:params:oauth:grant-type:jwt-bearer';
const DEVICE = 'urn:ietf:params:oauth:grant-type:device_code';
const DAY = 86_400_000;

let web: WebSandbox;
let fetch: ReturnType<typeof createFetch>;

beforeAll(async () => {
  web = await sandbox.web();
  fetch = createFetch(web.ca);
});
afterEach(() => calm(web));
afterAll(() => web.close());

type Fields = Record<string, string | undefined>;
const oauth2 = (path: string, fields: Fields): Promise<Answer> =>
  fetch(`${web.urls['oauth2.googleapis.com']}${path}`, { body: form(fields) });
const token = (fields: Fields): Promise<Answer> => {
  const { clientId: client_id, clientSecret: client_secret } = web.google;
  return oauth2('/token', { client_id, client_secret, ...fields });
};
const refresh = (refresh_token: string, fields: Fields = {}): Promise<Answer> =>
  token({ grant_type: 'refresh_token', refresh_token, ...fields });
const signIn = (): string => web.mint({ provider: 'google', user: 'someone@gmail.com', scope: MAIL }).refreshToken!;
const said = ({ status, json }: Answer): unknown[] => [status, json.error, json.error_description];

describe('authorize', () => {
  const redirectUri = 'http://127.0.0.1:49152';
  const verifier = 'v'.repeat(43);
  const address = (fields: Fields = {}): string => {
    const asked = {
      client_id: web.google.clientId,
      response_type: 'code',
      redirect_uri: redirectUri,
      scope: MAIL,
      state: 'the state',
      access_type: 'offline',
      code_challenge: createHash('sha256').update(verifier).digest('base64url'),
      code_challenge_method: 'S256',
      ...fields,
    };
    return `${web.urls['accounts.google.com']}/o/oauth2/v2/auth?${form(asked)}`;
  };
  const back = ({ headers }: Answer): URLSearchParams => new URL(headers.location!).searchParams;
  const click = (decision: string, fields?: Fields): Promise<Answer> =>
    fetch(address(fields), { body: form({ decision, user: 'someone@gmail.com' }) });
  const redeem = (code: string | null, fields: Fields = {}): Promise<Answer> =>
    token({
      grant_type: 'authorization_code',
      code: code!,
      redirect_uri: redirectUri,
      code_verifier: verifier,
      ...fields,
    });

  it('shows a page, and gives a code that is good once', async () => {
    expect((await fetch(address())).text).toMatch(/someone@gmail\.com[\s\S]*id="sign-in"/);
    const answer = back(await click('approve'));
    expect(answer.get('state')).toBe('the state');
    const code = answer.get('code');
    const given = await redeem(code);
    expect(given.json).toEqual({
      access_token: expect.stringMatching(/^ya29\./),
      expires_in: 3599,
      refresh_token: expect.stringMatching(/^1\/\/0/),
      scope: MAIL,
      token_type: 'Bearer',
    });
    expect(said(await redeem(code))).toEqual([400, 'invalid_grant', 'Bad Request']);
  });

  it('gives a refresh token with the first consent, then only where consent is asked for', async () => {
    const refreshToken = async (fields: Fields): Promise<boolean> => {
      const { json } = await redeem(back(await click('approve', fields)).get('code'));
      return json.refresh_token !== undefined;
    };
    web.revoke();
    expect(await refreshToken({ access_type: undefined })).toBe(false);
    expect(await refreshToken({})).toBe(true);
    expect(await refreshToken({})).toBe(false);
    expect(await refreshToken({ prompt: 'consent' })).toBe(true);
  });

  it('tells who signed in, where openid is asked for', async () => {
    const fields = { scope: `openid email ${MAIL}`, nonce: 'the nonce' };
    const { json } = await redeem(back(await click('approve', fields)).get('code'));
    const [head, body, signature] = json.id_token.split('.');
    expect(JSON.parse(Buffer.from(body, 'base64url').toString())).toMatchObject({
      iss: 'https://accounts.google.com',
      aud: web.google.clientId,
      email: 'someone@gmail.com',
      nonce: 'the nonce',
    });
    const { json: set } = await fetch(`${web.urls['www.googleapis.com']}/oauth2/v3/certs`);
    const key = createPublicKey({ key: set.keys[0], format: 'jwk' });
    expect(verify('sha256', Buffer.from(`${head}.${body}`), key, Buffer.from(signature, 'base64url'))).toBe(true);
  });

  it('goes to loopback addresses only', async () => {
    expect((await fetch(address({ redirect_uri: 'http://[::1]:7/' }))).status).toBe(200);
    const answer = await fetch(address({ redirect_uri: 'https://elsewhere.example/' }));
    expect([answer.status, answer.headers.location]).toEqual([400, undefined]);
    expect(answer.text).toContain('Error 400: redirect_uri_mismatch');
    expect((await fetch(address({ client_id: 'nobody' }))).text).toContain('Error 401: invalid_client');
  });

  it('is denied, and wants verifier, secret and address', async () => {
    expect(back(await click('deny')).get('error')).toBe('access_denied');
    web.refuse('google', 'admin-policy', { at: 'google/authorize', times: 1 });
    expect(back(await click('approve')).get('error')).toBe('admin_policy_enforced');
    const code = async (): Promise<string | null> => back(await click('approve')).get('code');
    expect(said(await redeem(await code(), { code_verifier: 'w'.repeat(43) }))[2]).toBe('Invalid code verifier.');
    expect(said(await redeem(await code(), { code_verifier: undefined }))[2]).toBe('Missing code verifier.');
    expect(said(await redeem(await code(), { redirect_uri: 'http://[::1]:7/' }))[1]).toBe('redirect_uri_mismatch');
    expect(said(await redeem(await code(), { client_secret: undefined }))[2]).toBe('client_secret is missing.');
    expect(said(await redeem('nonsense'))[2]).toBe('Malformed auth code.');
  });
});

describe('refresh tokens', () => {
  const gone = [400, 'invalid_grant', 'Token has been expired or revoked.'];

  it('of an app in testing live seven days', async () => {
    web.set({ publishing: 'testing' });
    const { json } = await oauth2('/device/code', { client_id: web.google.clientId, scope: 'email' });
    web.approve(json.user_code);
    const first = (await token({ grant_type: DEVICE, device_code: json.device_code })).json.refresh_token;
    web.clock.advance(6 * DAY);
    expect((await refresh(first)).status).toBe(200);
    web.clock.advance(1 * DAY);
    expect(said(await refresh(first))).toEqual(gone);
  });

  it('end after half a year without use, and when they are made to', async () => {
    const current = signIn();
    web.clock.advance(180 * DAY);
    expect(said(await refresh(current))).toEqual(gone);
    const second = signIn();
    web.expire('refresh', { provider: 'google' });
    expect(said(await refresh(second))).toEqual(gone);
  });

  it('are good for their client alone, and for their scopes', async () => {
    const current = signIn();
    expect(said(await refresh(current, { client_id: 'nobody' }))).toEqual([
      401,
      'invalid_client',
      'The OAuth client was not found.',
    ]);
    expect(said(await refresh(current, { client_secret: 'wrong' }))).toEqual([401, 'invalid_client', 'Unauthorized']);
    expect(said(await refresh(current, { scope: 'https://www.googleapis.com/auth/drive' }))[1]).toBe('invalid_scope');
    expect(said(await refresh('nonsense'))).toEqual([400, 'invalid_grant', 'Bad Request']);
    expect(said(await token({ grant_type: 'password' }))[1]).toBe('unsupported_grant_type');
    expect(said(await token({}))[2]).toBe('Missing required parameter: grant_type');
  });

  it('are revoked, and access tokens with them', async () => {
    const { accessToken, refreshToken } = web.mint({ provider: 'google', user: 'someone@gmail.com', scope: MAIL });
    const send = (): Promise<Answer> =>
      fetch(`${web.url}/gmail/v1/users/me/messages/send`, {
        headers: { authorization: `Bearer ${accessToken}` },
        body: '{}',
      });
    expect((await send()).status).toBe(400);
    expect((await oauth2('/revoke', { token: refreshToken })).status).toBe(200);
    expect((await send()).status).toBe(401);
    expect(said(await refresh(refreshToken!))).toEqual(gone);
    expect(said(await oauth2('/revoke', { token: refreshToken }))).toEqual([
      400,
      'invalid_token',
      'Token expired or revoked',
    ]);
  });
});

describe('the device code', () => {
  it('is not for mail', async () => {
    const answer = await oauth2('/device/code', { client_id: web.google.clientId, scope: `email ${MAIL}` });
    expect(said(answer)).toEqual([400, 'invalid_scope', `Invalid device flow scope: ${MAIL}`]);
  });

  it('answers in forms of its own', async () => {
    web.set({ polling: 'strict' });
    const { json } = await oauth2('/device/code', { client_id: web.google.clientId, scope: 'email' });
    expect(json).toEqual({
      device_code: expect.any(String),
      user_code: expect.stringMatching(/^[A-Z0-9]{4}-[A-Z0-9]{4}$/),
      expires_in: 1800,
      interval: 5,
      verification_url: `${web.urls['accounts.google.com']}/device`,
    });
    const poll = (): Promise<Answer> => token({ grant_type: DEVICE, device_code: json.device_code });
    expect(said(await poll())).toEqual([428, 'authorization_pending', 'Precondition Required']);
    expect(said(await poll())).toEqual([403, 'slow_down', 'Forbidden']);
    web.clock.advance(5000);
    const fields = { user_code: json.user_code, user: 'someone@gmail.com', decision: 'deny' };
    expect((await fetch(json.verification_url, { body: form(fields) })).text).toContain('Access denied.');
    expect(said(await poll())).toEqual([403, 'access_denied', 'Forbidden']);
  });
});

describe('service accounts', () => {
  let key: ServiceAccountKey;
  beforeEach(() => {
    key = web.createServiceAccount([MAIL]);
  });

  const ask = (change: object = {}, privateKey = key.private_key, header: object = { alg: 'RS256', typ: 'JWT' }) => {
    const now = Math.floor(web.clock.now() / 1000);
    const claims = {
      iss: key.client_email,
      sub: 'someone@contoso.com',
      scope: MAIL,
      aud: 'https://oauth2.googleapis.com/token',
      iat: now,
      exp: now + 3600,
      ...change,
    };
    const signed = [header, claims].map((part) => Buffer.from(JSON.stringify(part)).toString('base64url')).join('.');
    const signature = sign('sha256', Buffer.from(signed), privateKey).toString('base64url');
    return oauth2('/token', { grant_type: JWT_BEARER, assertion: `${signed}.${signature}` });
  };
  const notDelegated =
    'Client is unauthorized to retrieve access tokens using this method, or client not authorized for any of the scopes requested.';

  it('act for a user of the domain', async () => {
    const { status, json } = await ask();
    expect([status, json]).toEqual([
      200,
      { access_token: expect.stringMatching(/^ya29\./), expires_in: 3599, token_type: 'Bearer' },
    ]);
    expect((await ask({ aud: key.token_uri })).status).toBe(200);
    expect(web.requests[0]).toMatchObject({ place: 'google/token', grant: JWT_BEARER, user: 'someone@contoso.com' });
  });

  it.each<[string, object, status: number, error: string, description: string]>([
    [
      'another audience',
      { aud: 'https://elsewhere.example' },
      400,
      'invalid_grant',
      'Invalid JWT: Failed audience check.',
    ],
    [
      'more than an hour',
      { exp: 9_000_000_000 },
      400,
      'invalid_grant',
      'Invalid JWT: Token must be a short-lived token',
    ],
    [
      'a time that is over',
      { iat: 1, exp: 3601 },
      400,
      'invalid_grant',
      'Invalid JWT: Token must be a short-lived token',
    ],
    ['no times', { iat: undefined, exp: undefined }, 400, 'invalid_grant', 'Invalid JWT: Token must be a short-lived'],
    [
      'an unknown account',
      { iss: 'x@y.iam.gserviceaccount.com' },
      400,
      'invalid_grant',
      'Invalid grant: account not found',
    ],
    ['an unknown user', { sub: 'nobody@contoso.com' }, 400, 'invalid_grant', 'Invalid email or User ID'],
    ['a user of no domain', { sub: 'someone@gmail.com' }, 400, 'invalid_grant', 'Invalid email or User ID'],
    [
      'another scope',
      { scope: 'https://www.googleapis.com/auth/gmail.send' },
      401,
      'unauthorized_client',
      notDelegated,
    ],
    ['no user', { sub: undefined }, 401, 'unauthorized_client', notDelegated],
  ])('are refused for %s', async (_name, change, status, error, description) => {
    const answer = await ask(change);
    expect(said(answer).slice(0, 2)).toEqual([status, error]);
    expect(answer.json.error_description.startsWith(description)).toBe(true);
  });

  it('are refused with the key of another, and with no algorithm', async () => {
    const other = web.createServiceAccount([MAIL]);
    expect(said(await ask({}, other.private_key))[2]).toBe('Invalid JWT Signature.');
    expect(said(await ask({}, key.private_key, { alg: 'none' }))[2]).toBe('Invalid JWT Signature.');
    expect((await oauth2('/token', { grant_type: JWT_BEARER, assertion: 'nonsense' })).json.error).toBe(
      'invalid_request',
    );
  });
});

it('discovery names the endpoints', async () => {
  const { json } = await fetch(`${web.urls['accounts.google.com']}/.well-known/openid-configuration`);
  expect(json).toMatchObject({
    token_endpoint: `${web.urls['oauth2.googleapis.com']}/token`,
    authorization_endpoint: `${web.urls['accounts.google.com']}/o/oauth2/v2/auth`,
  });
});
