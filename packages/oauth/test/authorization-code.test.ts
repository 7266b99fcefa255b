import { get as httpGet, request as httpRequest } from 'node:http';
import { authorizationCode, google, isSignInNeeded, microsoft, type SignInOptions } from '@ehlo/oauth';
import { describe, expect, test } from 'vitest';
import { bench, failed } from './bench.js';

const at = bench();

/** One that nobody has signed in to. */
const source = (options: Partial<SignInOptions> = {}) => at.source({ provider: at.server.as(microsoft()), ...options });

/** What a browser does that is sent somewhere. */
function visit(
  url: URL | string,
  headers: Record<string, string> = {},
): Promise<{ status: number; page: string; headers: object }> {
  return new Promise((resolve, reject) => {
    httpGet(url, { headers, agent: false }, async (response) => {
      let page = '';
      for await (const piece of response) page += piece;
      resolve({ status: response.statusCode ?? 0, page, headers: response.headers });
    }).on('error', reject);
  });
}

function submit(
  url: URL,
  form: URLSearchParams,
  type = 'application/x-www-form-urlencoded',
  method = 'POST',
): Promise<number> {
  return new Promise((resolve, reject) => {
    const headers = { 'content-type': type };
    const request = httpRequest(url, { method, headers, agent: false }, (response) => {
      response.resume();
      resolve(response.statusCode ?? 0);
    });
    request.on('error', reject).end(form.toString());
  });
}

describe('authorization code', () => {
  const browser = (after: (address: string) => unknown) =>
    authorizationCode({ open: (address) => void Promise.resolve(after(address)).catch(() => {}) });

  test('brings the browser back to a free port, with PKCE, state and nonce', async () => {
    let page = { status: 0, page: '' };
    let asked = new URLSearchParams();
    const flow = browser(async (address) => {
      asked = new URL(address).searchParams;
      page = await visit(at.server.agree(address));
    });
    const status = await source({ sleep: undefined }).signIn({ flow });
    expect(status).toMatchObject({ subject: 'me@example.com', renewable: true });
    expect(Object.fromEntries(asked)).toMatchObject({
      client_id: 'client',
      response_type: 'code',
      code_challenge_method: 'S256',
      login_hint: 'me@example.com',
      scope: 'https://outlook.office.com/SMTP.Send openid profile email offline_access',
      redirect_uri: expect.stringMatching(/^http:\/\/localhost:\d{4,5}$/),
    });
    for (const name of ['state', 'nonce', 'code_challenge']) expect(asked.get(name)).toMatch(/^[\w-]{43}$/);
    expect(page.status).toBe(200);
    expect(page.page).toContain('You may close this page');
    const [redeemed] = at.server.posted();
    expect(redeemed).toMatchObject({ grant_type: 'authorization_code', redirect_uri: asked.get('redirect_uri') });
    expect(redeemed?.code_verifier).toMatch(/^[\w-]{43}$/);
  });

  test('asks Google for a refresh token, at the address that Google registers', async () => {
    let asked = new URLSearchParams();
    const flow = browser((address) => {
      asked = new URL(address).searchParams;
      return visit(at.server.agree(address));
    });
    await source({ provider: at.server.as(google()), sleep: undefined, clientSecret: 'GOCSPX-desktop' }).signIn({
      flow,
    });
    expect(Object.fromEntries(asked)).toMatchObject({ access_type: 'offline', prompt: 'consent' });
    expect(asked.get('redirect_uri')).toMatch(/^http:\/\/127\.0\.0\.1:\d+$/);
    expect(at.server.posted()[0]).toMatchObject({ client_secret: 'GOCSPX-desktop' });
  });

  test('takes the answer as a form', async () => {
    let status = 0;
    const flow = authorizationCode({
      responseMode: 'form_post',
      open: async (address) => {
        expect(new URL(address).searchParams.get('response_mode')).toBe('form_post');
        const back = at.server.agree(address);
        status = await submit(new URL(back.origin), back.searchParams);
      },
    });
    expect((await source({ sleep: undefined }).signIn({ flow })).renewable).toBe(true);
    expect(status).toBe(200);
  });

  test('lets nobody in who does not know the state, and waits on', async () => {
    const seen: number[] = [];
    const flow = browser(async (address) => {
      const back = at.server.agree(address);
      const stranger = (change: (url: URL) => void) => {
        const url = new URL(back);
        change(url);
        return url;
      };
      const strangers = [
        stranger((url) => url.searchParams.set('state', 'guess')),
        stranger((url) => url.searchParams.delete('state')),
        stranger((url) => (url.search = '?error=access_denied')),
        stranger((url) => (url.pathname = '/favicon.ico')),
      ];
      for (const url of strangers) seen.push((await visit(url)).status);
      seen.push((await visit(back, { host: 'attacker.example' })).status);
      seen.push(await submit(new URL(back.origin), new URLSearchParams({ state: 'guess', code: 'x' })));
      seen.push(await submit(new URL(back.origin), new URLSearchParams({ state: 'x'.repeat(100_000) })));
      seen.push(await submit(new URL(back.origin), back.searchParams, 'application/json'));
      seen.push(await submit(new URL(back.origin), back.searchParams, undefined, 'PUT'));
      seen.push((await visit(back)).status);
    });
    expect((await source({ sleep: undefined }).signIn({ flow })).renewable).toBe(true);
    expect(seen).toEqual([400, 400, 400, 404, 421, 400, 413, 415, 405, 200]);
  });

  test('refuses an answer with another nonce', async () => {
    const flow = browser((address) => {
      const other = new URL(address);
      other.searchParams.set('nonce', 'replayed');
      return visit(at.server.agree(other.href));
    });
    const error = await failed(source({ sleep: undefined }).signIn({ flow }));
    expect(error.code).toBe('OAUTH_RESPONSE_INVALID');
    expect(error.message).toContain('nonce');
  });

  test('refuses an ID token for another client, of another issuer, or none', async () => {
    const codes: string[] = [];
    for (const claims of [{ aud: 'other' }, { iss: 'https://elsewhere.example' }, undefined]) {
      const flow = browser((address) => {
        const nonce = new URL(address).searchParams.get('nonce');
        const tokens = { token_type: 'Bearer', access_token: 'a', expires_in: 60 };
        const idToken = claims && at.server.idToken({ nonce, aud: 'client', ...claims });
        at.server.next.push({ body: { ...tokens, id_token: idToken } });
        return visit(at.server.agree(address));
      });
      codes.push((await failed(source({ sleep: undefined }).signIn({ flow }))).code);
    }
    expect(codes).toEqual(Array(3).fill('OAUTH_RESPONSE_INVALID'));
  });

  test('takes the tenant of the issuer from the ID token, and nothing else of it', async () => {
    const tid = '9188040d-6c67-4c5b-b112-36a304b66dad';
    const provider = at.server.as(microsoft(), `${at.server.origin}/{tid}/v2.0`);
    const run = (iss: string) => {
      const flow = browser((address) => {
        const nonce = new URL(address).searchParams.get('nonce');
        const id_token = at.server.idToken({ nonce, aud: 'client', tid, iss });
        at.server.next.push({ body: { token_type: 'Bearer', access_token: 'a', expires_in: 3_600, id_token } });
        return visit(at.server.agree(address));
      });
      return source({ provider, sleep: undefined }).signIn({ flow });
    };
    expect((await run(`${at.server.origin}/${tid}/v2.0`)).subject).toBe('me@example.com');
    expect((await failed(run(`https://elsewhere.example/${tid}/v2.0`))).code).toBe('OAUTH_RESPONSE_INVALID');
  });

  test('an answer of another issuer is refused (RFC 9207)', async () => {
    const flow = browser((address) => visit(at.server.agree(address, { iss: 'https://mix-up.example' })));
    expect((await failed(source({ sleep: undefined }).signIn({ flow }))).code).toBe('OAUTH_RESPONSE_INVALID');
    expect(at.server.posted()).toHaveLength(0);
  });

  test('an error of the page is a cause', async () => {
    const flow = browser((address) => {
      const back = at.server.agree(address);
      back.searchParams.delete('code');
      back.searchParams.set('error', 'access_denied');
      back.searchParams.set('error_description', 'AADSTS65004: User declined to consent to access the app.');
      return visit(back);
    });
    const error = await failed(source({ sleep: undefined }).signIn({ flow }));
    expect(error.code).toBe('OAUTH_CONSENT_DECLINED');
    expect(error.message).toContain('AADSTS65004');
    expect(isSignInNeeded(error)).toBe(true);
  });

  test('ends when nobody comes back, and closes its port', async () => {
    let back = new URL('http://localhost');
    const flow = authorizationCode({ timeout: 60_000, open: (address) => void (back = at.server.agree(address)) });
    const error = await failed(source().signIn({ flow }));
    expect(error.code).toBe('OAUTH_SIGN_IN_EXPIRED');
    expect(at.clock.slept).toEqual([60_000]);
    await expect(visit(back)).rejects.toThrow(/ECONNREFUSED/);
  });

  test('ends at once when it is aborted', async () => {
    const aborter = new AbortController();
    const flow = authorizationCode({ open: () => aborter.abort(new Error('enough')) });
    await expect(source({ sleep: undefined }).signIn({ flow, signal: aborter.signal })).rejects.toThrow('enough');
  });

  test('a box that was left unticked is seen at once', async () => {
    const flow = browser((address) => {
      const nonce = new URL(address).searchParams.get('nonce');
      const id_token = at.server.idToken({ nonce, aud: 'client' });
      const tokens = { token_type: 'Bearer', access_token: 'a', expires_in: 3_600, refresh_token: 'r' };
      at.server.next.push({
        body: { ...tokens, id_token, scope: 'openid https://www.googleapis.com/auth/userinfo.email' },
      });
      return visit(at.server.agree(address));
    });
    const auth = source({ provider: at.server.as(google()), sleep: undefined });
    const error = await failed(auth.signIn({ flow }));
    expect(error.code).toBe('OAUTH_CONSENT_REQUIRED');
    expect(error.message).toContain('https://mail.google.com/');
    expect(await auth.status()).toBeUndefined();
  });

  test('consent for another road is asked on the same page, the token for one', async () => {
    let asked = '';
    const flow = browser((address) => {
      asked = new URL(address).searchParams.get('scope') ?? '';
      return visit(at.server.agree(address));
    });
    const auth = source({ alsoFor: ['graph'], sleep: undefined });
    await auth.signIn({ flow });
    expect(asked).toContain('SMTP.Send');
    expect(asked).toContain('https://graph.microsoft.com/Mail.Send');
    expect(at.server.posted()[0]?.scope).not.toContain('graph');
    expect(await auth.road('graph')({})).toMatchObject({ token: expect.stringMatching(/^access/) });
  });
});
