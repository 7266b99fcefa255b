import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { sandbox, type WebSandbox } from '../src/index.js';
import { type Answer, calm, createFetch, form } from './fetch.js';

const SMTP = 'https://outlook.office.com/SMTP.Send';
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
const login = (): string => web.urls['login.microsoftonline.com'];
const post = (path: string, fields: Fields): Promise<Answer> => fetch(`${login()}${path}`, { body: form(fields) });
const token = (fields: Fields, tenant = 'common'): Promise<Answer> =>
  post(`/${tenant}/oauth2/v2.0/token`, { client_id: web.microsoft.clientId, ...fields });
const refresh = (refresh_token: string, fields: Fields = {}): Promise<Answer> =>
  token({ grant_type: 'refresh_token', refresh_token, ...fields });
const codeOf = ({ json }: Answer): number => json.error_codes[0];

describe('refresh tokens', () => {
  const signIn = (user = 'someone@contoso.com'): string =>
    web.mint({ provider: 'microsoft', user, scope: `${SMTP} offline_access` }).refreshToken!;

  it('are followed by newer ones, and live on', async () => {
    const first = signIn();
    const { json } = await refresh(first);
    expect(json.refresh_token).not.toBe(first);
    expect((await refresh(first)).status).toBe(200);
    expect(web.grants.at(-1)).toMatchObject({ refreshes: 2, honoured: first });
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

  it('stand in no record, and neither does what came of them', async () => {
    const current = signIn();
    const { json } = await refresh(current);
    await refresh('a-canary');
    expect(web.requests).toMatchObject([
      { status: 200, user: 'someone@contoso.com' },
      { status: 400, error: '70000' },
    ]);
    const record = JSON.stringify(web.requests);
    for (const secret of [current, json.access_token, json.refresh_token, 'a-canary']) {
      expect(record).not.toContain(secret);
    }
  });

  it('do not print themselves', async () => {
    const current = signIn();
    const { inspect } = await import('node:util');
    expect(inspect([web, web.grants], { depth: 9 })).not.toContain(current);
  });
});
