import { createHash } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { sandbox, type WebSandbox, webErrors } from '../src/index.js';
import { type Answer, createFetch, form } from './fetch.js';

const SMTP = 'https://outlook.office.com/SMTP.Send';
const DEVICE = 'urn:ietf:params:oauth:grant-type:device_code';
const DAY = 86_400_000;

let web: WebSandbox;
let fetch: ReturnType<typeof createFetch>;

beforeEach(async () => {
  web = await sandbox.web();
  fetch = createFetch(web.ca);
});
afterEach(() => web.close());

const post = (path: string, fields: Record<string, string | undefined>): Promise<Answer> =>
  fetch(`${web.urls['login.microsoftonline.com']}${path}`, { body: form(fields) });
const token = (fields: Record<string, string | undefined>, tenant = 'common'): Promise<Answer> =>
  post(`/${tenant}/oauth2/v2.0/token`, { client_id: web.microsoft.clientId, ...fields });
const device = (scope = `${SMTP} offline_access`): Promise<Answer> =>
  post('/common/oauth2/v2.0/devicecode', { client_id: web.microsoft.clientId, scope });
const refresh = (refresh_token: string): Promise<Answer> => token({ grant_type: 'refresh_token', refresh_token });
const claims = (jwt: string): Record<string, unknown> =>
  JSON.parse(Buffer.from(jwt.split('.')[1]!, 'base64url').toString());

describe('the device code', () => {
  it('waits, is approved, and gives tokens once', async () => {
    const { json } = await device();
    expect(json).toEqual({
      user_code: expect.stringMatching(/^[A-Z0-9]{9}$/),
      device_code: expect.any(String),
      verification_uri: `${web.urls['login.microsoftonline.com']}/devicelogin`,
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
    expect((await poll()).json.error_codes).toEqual([54005]);
  });
});
