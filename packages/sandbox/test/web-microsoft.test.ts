import { createHash, createPublicKey, randomUUID, sign, verify, X509Certificate } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type MicrosoftApp, sandbox, type WebOptions, type WebSandbox } from '../src/index.js';
import { type Answer, createFetch, form } from './fetch.js';

const SMTP = 'https://outlook.office.com/SMTP.Send';
const DEVICE = 'urn:ietf:params:oauth:grant-type:device_code';
const ASSERTION = 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer';
const DAY = 86_400_000;

const apps: MicrosoftApp[] = [
  { clientId: 'single', name: 'Single', publicClient: true, accounts: 'tenant', redirectUris: ['http://127.0.0.1'] },
  { clientId: 'off', name: 'Off', publicClient: true, disabled: true },
  { clientId: 'old', name: 'Old', publicClient: false, clientSecret: 'right', secretExpired: true },
];

let web: WebSandbox;
let fetch: ReturnType<typeof createFetch>;

const start = async (options: WebOptions = {}): Promise<void> => {
  await web?.close();
  web = await sandbox.web({ apps: { microsoft: apps }, ...options });
  fetch = createFetch(web.ca);
};
beforeEach(() => start());
afterEach(() => web.close());

type Fields = Record<string, string | undefined>;
const login = (): string => web.urls['login.microsoftonline.com'];
const post = (path: string, fields: Fields): Promise<Answer> => fetch(`${login()}${path}`, { body: form(fields) });
const token = (fields: Fields, tenant = 'common'): Promise<Answer> =>
  post(`/${tenant}/oauth2/v2.0/token`, { client_id: web.microsoft.clientId, ...fields });
const device = (fields: Fields = {}, tenant = 'common'): Promise<Answer> =>
  post(`/${tenant}/oauth2/v2.0/devicecode`, {
    client_id: web.microsoft.clientId,
    scope: `${SMTP} offline_access`,
    ...fields,
  });
const refresh = (refresh_token: string, fields: Fields = {}): Promise<Answer> =>
  token({ grant_type: 'refresh_token', refresh_token, ...fields });
const claims = (jwt: string): Record<string, unknown> =>
  JSON.parse(Buffer.from(jwt.split('.')[1]!, 'base64url').toString());
const codeOf = ({ json }: Answer): number => json.error_codes[0];

describe('the device code', () => {
  it('waits, is approved, and gives tokens once', async () => {
    const { json } = await device();
    expect(json).toEqual({
      user_code: expect.stringMatching(/^[A-Z0-9]{9}$/),
      device_code: expect.any(String),
      verification_uri: `${login()}/devicelogin`,
      expires_in: 900,
      interval: 5,
      message: expect.stringContaining(json.user_code),
    });
    const poll = (): Promise<Answer> => token({ grant_type: DEVICE, device_code: json.device_code });
    const pending = await poll();
    expect(pending.status).toBe(400);
    expect(pending.json).toMatchObject({ error: 'authorization_pending', error_codes: [70016] });
    expect(web.approve(json.user_code)).toBe(true);
    const given = await poll();
    expect(given.status).toBe(200);
    expect(given.headers['cache-control']).toBe('no-store');
    expect(given.json).toEqual({
      token_type: 'Bearer',
      scope: SMTP,
      expires_in: expect.any(Number),
      ext_expires_in: expect.any(Number),
      access_token: expect.any(String),
      refresh_token: expect.any(String),
    });
    expect(claims(given.json.access_token)).toMatchObject({
      aud: 'https://outlook.office.com',
      scp: 'SMTP.Send',
      upn: 'someone@contoso.com',
      tid: web.microsoft.tenantId,
    });
    expect(codeOf(await poll())).toBe(54005);
    expect(web.approve(json.user_code)).toBe(false);
  });

  it('is declined, expires, and is polled too fast', async () => {
    web.set({ polling: 'strict' });
    const { json } = await device();
    const poll = (): Promise<Answer> => token({ grant_type: DEVICE, device_code: json.device_code });
    expect((await poll()).json.error).toBe('authorization_pending');
    expect((await poll()).json.error).toBe('slow_down');
    web.clock.advance(5000);
    expect((await poll()).json.error).toBe('authorization_pending');
    web.clock.advance(5000);
    web.decline(json.user_code);
    expect((await poll()).json).toMatchObject({ error: 'authorization_declined', error_codes: [65004] });
    web.clock.advance(900_000);
    expect((await poll()).json).toMatchObject({ error: 'expired_token', error_codes: [70019] });
    expect((await token({ grant_type: DEVICE, device_code: 'nonsense' })).json.error).toBe('bad_verification_code');
  });

  it('is approved on the page, by whom the page says', async () => {
    const { json } = await device();
    const page = await fetch(json.verification_uri);
    expect(page.text).toMatch(/name="user_code"[\s\S]*someone@outlook\.com[\s\S]*id="sign-in"/);
    const fields = { user_code: json.user_code.toLowerCase(), user: 'someone@outlook.com', decision: 'approve' };
    expect((await fetch(json.verification_uri, { body: form({ ...fields, user_code: 'WRONG' }) })).status).toBe(400);
    expect((await fetch(json.verification_uri, { body: form(fields) })).text).toContain(
      'You may now close this window',
    );
    const given = await token({ grant_type: DEVICE, device_code: json.device_code });
    expect(given.json.access_token).toMatch(/^EwB/);
    expect(web.grants).toMatchObject([{ user: 'someone@outlook.com', scopes: [SMTP, 'offline_access'] }]);
  });

  it('is for the accounts of its tenant', async () => {
    const { json } = await device({}, 'consumers');
    web.approve(json.user_code, 'someone@contoso.com');
    expect(codeOf(await token({ grant_type: DEVICE, device_code: json.device_code }, 'consumers'))).toBe(50020);
    const second = await device({}, 'consumers');
    web.approve(second.json.user_code);
    expect((await token({ grant_type: DEVICE, device_code: second.json.device_code }, 'consumers')).status).toBe(200);
    expect(web.grants.at(-1)?.user).toBe('someone@outlook.com');
  });
});

describe('refresh tokens', () => {
  const signIn = (user = 'someone@contoso.com'): string =>
    web.mint({ provider: 'microsoft', user, scope: `${SMTP} offline_access` }).refreshToken!;

  it('are followed by newer ones, and live on', async () => {
    const first = signIn();
    const { json } = await refresh(first);
    expect(json.refresh_token).not.toBe(first);
    expect((await refresh(first)).status).toBe(200);
    expect(web.grants).toMatchObject([{ refreshes: 2, honoured: first }]);
  });

  it.each([
    ['refused', 200],
    ['revoke-the-grant', 400],
  ] as const)('old ones are %s', async (oldRefreshTokens, newest) => {
    web.set({ oldRefreshTokens });
    const first = signIn();
    const { json } = await refresh(first);
    expect((await refresh(first)).json).toMatchObject({ error: 'invalid_grant', error_codes: [70000] });
    expect((await refresh(json.refresh_token)).status).toBe(newest);
  });

  it('roll for a year of use, and end after 90 days without', async () => {
    let current = signIn();
    for (let week = 0; week < 52; week += 1) {
      web.clock.advance(7 * DAY);
      current = (await refresh(current)).json.refresh_token;
    }
    web.clock.advance(90 * DAY);
    const { json } = await refresh(current);
    expect(json).toMatchObject({ error: 'invalid_grant', error_codes: [700082], suberror: 'bad_token' });
  });

  it('are revoked, and expire when a test wants it', async () => {
    const [mine, other] = [signIn(), signIn('someone@outlook.com')];
    web.revoke({ user: 'someone@contoso.com' });
    expect(codeOf(await refresh(mine))).toBe(50173);
    expect((await refresh(other)).status).toBe(200);
    web.expire('refresh');
    expect(codeOf(await refresh(other))).toBe(700082);
  });

  it('give tokens for what was consented to, one resource at a time', async () => {
    const current = signIn();
    expect((await refresh(current, { scope: `${SMTP} offline_access` })).status).toBe(200);
    const other = await refresh(current, { scope: 'https://graph.microsoft.com/Mail.Send' });
    expect(other.json).toMatchObject({ error: 'invalid_grant', error_codes: [65001], suberror: 'consent_required' });
    expect(codeOf(await refresh(current, { scope: `${SMTP} Mail.Send` }))).toBe(28000);
    expect(codeOf(await refresh(current, { scope: 'https://outlook.office.com/Nothing' }))).toBe(70011);
    expect(codeOf(await refresh(current, { scope: 'https://nowhere.example/.default' }))).toBe(500011);
    expect(codeOf(await refresh('nonsense'))).toBe(70000);
    expect(codeOf(await token({ grant_type: 'refresh_token' }))).toBe(900144);
  });

  it('do not print themselves', async () => {
    const current = signIn();
    const { inspect } = await import('node:util');
    expect(inspect([web, web.grants], { depth: 9 })).not.toContain(current);
  });
});

describe('authorize', () => {
  const redirectUri = 'http://localhost:49152/back';
  const verifier = 'v'.repeat(43);
  const challenge = createHash('sha256').update(verifier).digest('base64url');
  const address = (fields: Fields = {}): string => {
    const asked = {
      client_id: web.microsoft.clientId,
      response_type: 'code',
      redirect_uri: redirectUri,
      scope: `${SMTP} openid offline_access`,
      state: 'the state',
      nonce: 'the nonce',
      code_challenge: challenge,
      code_challenge_method: 'S256',
      ...fields,
    };
    return `${login()}/common/oauth2/v2.0/authorize?${form(asked)}`;
  };
  const back = ({ headers }: Answer): URLSearchParams => new URL(headers.location!).searchParams;
  const click = (decision: string, fields?: Fields): Promise<Answer> =>
    fetch(address(fields), { body: form({ decision, user: 'someone@contoso.com' }) });
  const redeem = (code: string, fields: Fields = {}): Promise<Answer> =>
    token({ grant_type: 'authorization_code', code, redirect_uri: redirectUri, code_verifier: verifier, ...fields });

  it('shows a page, and gives a code that is good once', async () => {
    const page = await fetch(address({ login_hint: 'someone@outlook.com' }));
    expect(page.headers['content-type']).toMatch(/^text\/html/);
    expect(page.text).toMatch(/value="someone@outlook\.com" checked[\s\S]*id="sign-in"[\s\S]*id="deny"/);
    const clicked = await click('approve');
    expect(clicked.status).toBe(302);
    expect(clicked.headers.location).toMatch(/^http:\/\/localhost:49152\/back\?/);
    expect(back(clicked).get('state')).toBe('the state');
    const code = back(clicked).get('code')!;
    const given = await redeem(code);
    expect(given.json).toMatchObject({ scope: SMTP, refresh_token: expect.any(String) });
    expect(codeOf(await redeem(code))).toBe(54005);

    const [head, body, signature] = given.json.id_token.split('.');
    expect(claims(given.json.id_token)).toMatchObject({ nonce: 'the nonce', aud: web.microsoft.clientId });
    const { json } = await fetch(`${login()}/common/discovery/v2.0/keys`);
    const key = createPublicKey({ key: json.keys[0], format: 'jwk' });
    expect(verify('sha256', Buffer.from(`${head}.${body}`), key, Buffer.from(signature, 'base64url'))).toBe(true);
  });

  it('posts to the address where that is asked for', async () => {
    const { status, text } = await click('approve', { response_mode: 'form_post', state: '"><script>' });
    expect(status).toBe(200);
    expect(text).toContain(`<form method="post" action="${redirectUri}">`);
    expect(text).toMatch(/name="code" value="[\w.-]+"/);
    expect(text).toContain('name="state" value="&quot;&gt;&lt;script&gt;"');
  });

  it.each<[string, Fields, error: string, text: string]>([
    ['a user who denies', {}, 'access_denied', 'AADSTS65004: '],
    ['no session where no page may be shown', { prompt: 'none' }, 'login_required', 'AADSTS50058: '],
    ['a challenge of the wrong size', { code_challenge: 'short' }, 'invalid_request', 'AADSTS501491: '],
    ['a challenge in clear', { code_challenge_method: 'plain' }, 'invalid_request', 'AADSTS50147: '],
    ['two resources', { scope: `${SMTP} Mail.Send` }, 'invalid_request', 'AADSTS28000: '],
  ])('brings back %s', async (_name, fields, error, text) => {
    const answer = back(await click('deny', fields));
    expect(answer.get('error')).toBe(error);
    expect(answer.get('error_description')).toMatch(new RegExp(`^${text}`));
    expect(answer.get('state')).toBe('the state');
  });

  it.each([
    ['https://elsewhere.example/back', 50011],
    // learn.microsoft.com/entra: http://127.0.0.1 must be registered as it is.
    ['http://127.0.0.1:49152/back', 50011],
  ])('goes nowhere that is not registered: %s', async (redirect_uri, code) => {
    const answer = await fetch(address({ redirect_uri }));
    expect([answer.status, codeOf(answer)]).toEqual([400, code]);
    expect(answer.headers.location).toBeUndefined();
  });

  it('signs in at once where the switch says so', async () => {
    web.set({ signIn: 'approved' });
    expect(back(await fetch(address())).get('code')).toMatch(/^1\.A/);
    web.set({ signIn: 'denied' });
    expect(back(await fetch(address())).get('error')).toBe('access_denied');
  });

  it('wants the verifier, the address and the time of the code', async () => {
    const code = async (): Promise<string> => back(await click('approve')).get('code')!;
    expect(codeOf(await redeem(await code(), { code_verifier: 'w'.repeat(43) }))).toBe(501481);
    expect(codeOf(await redeem(await code(), { code_verifier: undefined }))).toBe(501481);
    expect(codeOf(await redeem(await code(), { redirect_uri: 'http://localhost:1/' }))).toBe(50011);
    expect(codeOf(await redeem('nonsense'))).toBe(70000);
    const late = await code();
    web.clock.advance(600_000);
    expect(codeOf(await redeem(late))).toBe(70008);
  });
});

describe('client credentials', () => {
  const DEFAULT = 'https://outlook.office365.com/.default';
  const ask = (fields: Fields, tenant = 'contoso.com'): Promise<Answer> => {
    const { clientId: client_id } = web.microsoft.daemon;
    return token({ grant_type: 'client_credentials', scope: DEFAULT, client_id, ...fields }, tenant);
  };
  const secret = (): Fields => ({ client_secret: web.microsoft.daemon.clientSecret });

  it('give a token with roles, and no refresh token', async () => {
    const { status, json } = await ask(secret());
    expect([status, json.refresh_token]).toEqual([200, undefined]);
    expect(claims(json.access_token)).toMatchObject({
      aud: 'https://outlook.office365.com',
      roles: ['SMTP.SendAsApp'],
    });
    const graph = await ask({ ...secret(), scope: 'https://graph.microsoft.com/.default' });
    expect(claims(graph.json.access_token).roles).toEqual(['Mail.Send', 'Mail.ReadWrite']);
  });

  it.each<[string, () => [Fields, tenant?: string], status: number, code: number]>([
    ['no secret', () => [{}], 401, 7000218],
    ['a wrong one', () => [{ client_secret: 'wrong' }], 401, 7000215],
    ['one that has expired', () => [{ client_id: 'old', client_secret: 'right' }], 401, 7000222],
    ['the secret of a public client', () => [{ client_id: web.microsoft.clientId, client_secret: 'x' }], 401, 700025],
    ['a public client', () => [{ client_id: web.microsoft.clientId }], 401, 7000218],
    ['common', () => [secret(), 'common'], 400, 9001023],
    ['consumers', () => [secret(), 'consumers'], 400, 9002332],
    ['organizations', () => [secret(), 'organizations'], 400, 50059],
    ['no such tenant', () => [secret(), 'nowhere.example'], 400, 90002],
    ['no such app', () => [{ ...secret(), client_id: randomUUID() }], 400, 700016],
    ['an app that is off', () => [{ client_id: 'off' }], 400, 7000112],
    ['an app of one tenant at common', () => [{ client_id: 'single' }, 'common'], 400, 50194],
    [
      'a scope without .default',
      () => [{ ...secret(), scope: 'https://outlook.office365.com/SMTP.Send' }],
      400,
      1002012,
    ],
    ['two resources', () => [{ ...secret(), scope: `${DEFAULT} https://graph.microsoft.com/.default` }], 400, 700022],
    ['no scope', () => [{ ...secret(), scope: undefined }], 400, 900144],
    ['no client', () => [{ client_id: undefined }], 400, 900144],
    ['an unknown grant', () => [{ ...secret(), grant_type: 'password' }], 400, 70003],
  ])('refuse %s', async (_name, fields, status, code) => {
    const answer = await ask(...fields());
    expect([answer.status, codeOf(answer)]).toEqual([status, code]);
  });

  describe('with a certificate', () => {
    let identity: { readonly cert: string; readonly key: string };
    beforeEach(async () => {
      identity = await web.createCertificate();
    });

    const assertion = (change: { header?: object; claims?: object; key?: string } = {}): Fields => {
      const { clientId } = web.microsoft.daemon;
      const thumbprint = createHash('sha256').update(new X509Certificate(identity.cert).raw).digest('base64url');
      const now = Math.floor(web.clock.now() / 1000);
      const header = { alg: 'PS256', typ: 'JWT', 'x5t#S256': thumbprint, ...change.header };
      const body = {
        aud: 'https://login.microsoftonline.com/contoso.com/oauth2/v2.0/token',
        iss: clientId,
        sub: clientId,
        jti: randomUUID(),
        nbf: now,
        exp: now + 300,
        ...change.claims,
      };
      const signed = [header, body].map((part) => Buffer.from(JSON.stringify(part)).toString('base64url')).join('.');
      // RFC 7518 3.5: the salt is as long as the hash. 6 is RSA_PKCS1_PSS_PADDING.
      const signature = sign('sha256', Buffer.from(signed), {
        key: change.key ?? identity.key,
        padding: 6,
        saltLength: 32,
      });
      return {
        client_assertion_type: ASSERTION,
        client_assertion: `${signed}.${signature.toString('base64url')}`,
      };
    };

    it('take an assertion, for the address in reality and here, and each once', async () => {
      const once = assertion();
      expect((await ask(once)).status).toBe(200);
      expect(codeOf(await ask(once))).toBe(50027);
      const here = `${login()}/contoso.com/oauth2/v2.0/token`;
      expect((await ask(assertion({ claims: { aud: here } }))).status).toBe(200);
    });

    it.each<[string, Parameters<typeof assertion>[0], code: number]>([
      ['another thumbprint', { header: { 'x5t#S256': 'AAAA' } }, 700027],
      ['another algorithm than is said', { header: { alg: 'RS256' } }, 700027],
      ['no algorithm', { header: { alg: 'none' } }, 700027],
      ['another audience', { claims: { aud: 'https://elsewhere.example/token' } }, 50027],
      ['another issuer', { claims: { iss: 'elsewhere' } }, 50027],
      ['no id', { claims: { jti: undefined } }, 50027],
      ['no end', { claims: { exp: undefined } }, 700024],
      ['a time that is over', { claims: { exp: 1_000_000_000 } }, 700024],
      ['a time to come', { claims: { nbf: 9_000_000_000 } }, 700024],
    ])('refuse %s', async (_name, change, code) => {
      const answer = await ask(assertion(change));
      expect([answer.status, answer.json.error, codeOf(answer)]).toEqual([401, 'invalid_client', code]);
    });

    it('refuse the key of somebody else, and what is no JWT', async () => {
      const { key } = await (await sandbox.web()).createCertificate();
      expect(codeOf(await ask(assertion({ key })))).toBe(700027);
      expect(codeOf(await ask({ ...assertion(), client_assertion: 'nonsense' }))).toBe(50027);
    });
  });
});

describe('discovery and clouds', () => {
  it('names endpoints by the way that it was asked', async () => {
    const path = '/common/v2.0/.well-known/openid-configuration';
    for (const base of [login(), web.urls['login.microsoftonline.us']]) {
      const { json } = await fetch(`${base}${path}`);
      expect(json).toMatchObject({
        token_endpoint: `${base}/common/oauth2/v2.0/token`,
        device_authorization_endpoint: `${base}/common/oauth2/v2.0/devicecode`,
        issuer: `${base}/{tenantid}/v2.0`,
      });
    }
    const headers = { host: `login.partner.microsoftonline.cn:${web.port}` };
    const { json } = await fetch(`${web.url}${path}`, { headers });
    expect(json.token_endpoint).toBe(`https://login.partner.microsoftonline.cn:${web.port}/common/oauth2/v2.0/token`);
  });

  it('knows the resources of its own cloud', async () => {
    const us = `${web.urls['login.microsoftonline.us']}/common/oauth2/v2.0/devicecode`;
    const ask = async (scope: string): Promise<number> => {
      return (await fetch(us, { body: form({ client_id: web.microsoft.clientId, scope }) })).status;
    };
    expect(await ask('https://outlook.office365.us/SMTP.Send')).toBe(200);
    expect(await ask(SMTP)).toBe(400);
  });

  it('serves nothing of another service, and says so', async () => {
    const answer = await fetch(`${web.urls['graph.microsoft.com']}/common/oauth2/v2.0/token`, { body: form({}) });
    expect(answer.status).toBe(404);
    expect(answer.json.error.message).toBe('nothing is emulated at POST /common/oauth2/v2.0/token');
  });
});
