import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { sandbox, type WebSandbox } from '../src/index.js';
import { type Answer, calm, createFetch, form } from './fetch.js';

const SMTP = 'https://outlook.office.com/SMTP.Send';
const DEVICE = 'urn:ietf:params:oauth:grant-type:device_code';

let web: WebSandbox;
let fetch: ReturnType<typeof createFetch>;

beforeAll(async () => {
  web = await sandbox.web();
  fetch = createFetch(web.ca);
});
afterEach(() => calm(web));
afterAll(() => web.close());

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
    expect(codeOf(await token({ grant_type: 'device_code', device_code: json.device_code }))).toBe(54005);
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
    expect(web.grants.at(-1)).toMatchObject({ user: 'someone@outlook.com', scopes: [SMTP, 'offline_access'] });
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

describe('discovery and clouds', () => {
  it('names endpoints by the way that it was asked', async () => {
    const path = '/common/v2.0/.well-known/openid-configuration';
    // The address of the port alone too: MSAL takes the first part of a path for the tenant.
    for (const base of [login(), web.urls['login.microsoftonline.us'], web.url]) {
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
