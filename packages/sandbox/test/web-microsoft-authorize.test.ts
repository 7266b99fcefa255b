import { createHash, createPublicKey, verify } from 'node:crypto';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { sandbox, type WebSandbox } from '../src/index.js';
import { type Answer, calm, createFetch, form } from './fetch.js';

const SMTP = 'https://outlook.office.com/SMTP.Send';

let web: WebSandbox;
let fetch: ReturnType<typeof createFetch>;

beforeAll(async () => {
  const redirectUris = ['http://localhost', 'https://app.example/back'];
  const app = { clientId: 'registered', name: 'Registered', publicClient: true, redirectUris };
  web = await sandbox.web({ apps: { microsoft: [app] } });
  fetch = createFetch(web.ca);
});
afterEach(() => calm(web));
afterAll(() => web.close());

type Fields = Record<string, string | undefined>;
const login = (): string => web.urls['login.microsoftonline.com'];
const post = (path: string, fields: Fields): Promise<Answer> => fetch(`${login()}${path}`, { body: form(fields) });
const token = (fields: Fields, tenant = 'common'): Promise<Answer> =>
  post(`/${tenant}/oauth2/v2.0/token`, { client_id: web.microsoft.clientId, ...fields });
const claims = (jwt: string): Record<string, unknown> =>
  JSON.parse(Buffer.from(jwt.split('.')[1]!, 'base64url').toString());
const codeOf = ({ json }: Answer): number => json.error_codes[0];

describe('authorize', () => {
  const redirectUri = 'http://localhost:49152';
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
    expect(clicked.headers.location).toMatch(/^http:\/\/localhost:49152\/\?/);
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
  ])('brings back %s', async (_name, fields, error, text) => {
    const answer = back(await click('deny', fields));
    expect(answer.get('error')).toBe(error);
    expect(answer.get('error_description')).toMatch(new RegExp(`^${text}`));
    expect(answer.get('state')).toBe('the state');
  });

  it.each([
    ['http://localhost:7', 302],
    ['http://localhost:7/back', 400],
    ['https://localhost:7', 400],
    // learn.microsoft.com/entra/identity-platform/reply-url: 127.0.0.1 must be registered as it is.
    ['http://127.0.0.1:7', 400],
    ['https://app.example/back', 302],
    ['https://app.example:7/back', 400],
    ['https://app.example/', 400],
    ['https://elsewhere.example/back', 400],
    ['nonsense', 400],
  ])('goes nowhere that is not registered: %s', async (redirect_uri, status) => {
    web.set({ signIn: 'approved' });
    const answer = await fetch(address({ client_id: 'registered', redirect_uri }));
    expect(answer.status).toBe(status);
    expect(answer.headers.location?.startsWith(redirect_uri)).toBe(status === 302 ? true : undefined);
    if (status === 400) expect(answer.text).toContain('AADSTS50011: The redirect URI');
  });

  it('refuses behind the page, by name', async () => {
    web.refuse('microsoft', '53003', { at: 'microsoft/authorize', times: 1 });
    expect((await fetch(address())).status).toBe(200);
    const answer = back(await click('approve'));
    expect([answer.get('error'), answer.get('state')]).toEqual(['invalid_grant', 'the state']);
    expect(answer.get('error_description')).toMatch(/^AADSTS53003: /);
    expect(back(await click('approve')).get('code')).toBeTruthy();
  });

  it('takes consent for several resources, and gives a token for one at a time', async () => {
    const graph = 'https://graph.microsoft.com/Mail.Send';
    const code = async (): Promise<string> =>
      back(await click('approve', { scope: `${SMTP} ${graph} offline_access` })).get('code')!;
    expect(codeOf(await redeem(await code()))).toBe(28000);
    const { json } = await redeem(await code(), { scope: SMTP });
    expect(json.scope).toBe(SMTP);
    const other = await token({ grant_type: 'refresh_token', refresh_token: json.refresh_token, scope: graph });
    // Graph's own scopes come back without its address.
    expect([other.json.scope, claims(other.json.access_token).aud]).toEqual([
      'Mail.Send offline_access',
      'https://graph.microsoft.com',
    ]);
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
    expect(codeOf(await redeem(await code(), { redirect_uri: 'http://localhost:1' }))).toBe(50011);
    expect(codeOf(await redeem('nonsense'))).toBe(70000);
    const late = await code();
    web.clock.advance(600_000);
    expect(codeOf(await redeem(late))).toBe(70008);
  });
});
