import { get as httpGet, request as httpRequest } from 'node:http';
import { isMailError, type MailError } from '@ehlo/core';
import {
  authorizationCode,
  type DeviceCodePrompt,
  deviceCode,
  fetchTrusting,
  google,
  isSignInNeeded,
  memoryStore,
  microsoft,
  type OAuthEvent,
  type SignInOptions,
  signIn,
} from '@ehlo/oauth';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { simulatedClock, TokenServer } from './token-server.js';

let server: TokenServer;
let clock: ReturnType<typeof simulatedClock>;
let events: OAuthEvent[];

beforeAll(async () => {
  server = await TokenServer.start();
});
afterAll(() => server.close());
beforeEach(() => {
  server.requests.length = 0;
  server.next.length = 0;
  server.device = 'granted';
  clock = simulatedClock();
  events = [];
});

function source(options: Partial<SignInOptions> = {}) {
  return signIn({
    provider: server.as(microsoft()),
    clientId: 'client',
    account: 'me@example.com',
    store: memoryStore(),
    fetch: fetchTrusting(server.ca),
    now: clock.now,
    sleep: clock.sleep,
    observe: (event) => events.push(event),
    ...options,
  });
}

async function failed(promise: Promise<unknown>): Promise<MailError> {
  const error = await promise.then(
    () => undefined,
    (reason) => reason,
  );
  if (!isMailError(error)) throw error ?? new Error('it should have failed');
  return error;
}

describe('device code', () => {
  test('shows the code, polls, and stays signed in', async () => {
    const prompts: DeviceCodePrompt[] = [];
    const pending = { status: 400, body: { error: 'authorization_pending', error_codes: [70016] } };
    const auth = source();
    const flow = deviceCode({
      show: (prompt) => {
        prompts.push(prompt);
        server.next.push(pending, pending);
      },
    });
    const began = clock.now();
    const status = await auth.signIn({ flow });
    expect(prompts).toEqual([
      { userCode: 'WDJB-MJHT', verificationUri: 'https://example.com/device', expiresAt: began + 900_000 },
    ]);
    expect(clock.slept).toEqual([5_000, 5_000, 5_000]);
    expect(status).toMatchObject({ account: 'me@example.com', renewable: true, renewals: 0 });
    expect((await auth()).token).toMatch(/^access/);
    expect(server.posted()).toHaveLength(3);
    expect(server.requests[0]?.parameters.get('scope')).toBe(
      'https://outlook.office.com/SMTP.Send openid profile email offline_access',
    );
    expect(events.map(({ kind }) => kind)).toEqual([
      ...['asking', 'waiting-for-person', 'asking', 'asking', 'asking', 'signed-in'],
    ]);
  });

  test('slows down by five seconds whenever it is told to (RFC 8628 3.5)', async () => {
    const slow = { status: 400, body: { error: 'slow_down' } };
    const flow = deviceCode({ show: () => void server.next.push(slow, slow) });
    await source().signIn({ flow });
    expect(clock.slept).toEqual([5_000, 10_000, 15_000]);
  });

  test('keeps the interval that the server gives', async () => {
    server.device = { error: 'unused', interval: 12 };
    const flow = deviceCode({ show: () => void (server.device = 'granted') });
    await source().signIn({ flow });
    expect(clock.slept).toEqual([12_000]);
  });

  test('goes on after a fault that passes', async () => {
    const flow = deviceCode({
      show: () => void server.next.push(...Array.from({ length: 5 }, () => ({ status: 503 }))),
    });
    expect((await source().signIn({ flow })).renewable).toBe(true);
  });

  test.each([
    ['authorization_declined', 'OAUTH_CONSENT_DECLINED'],
    ['access_denied', 'OAUTH_CONSENT_DECLINED'],
    ['expired_token', 'OAUTH_SIGN_IN_EXPIRED'],
    ['bad_verification_code', 'OAUTH_CODE_SPENT'],
  ])('ends with %s as %s', async (error, code) => {
    server.device = { error };
    expect((await failed(source().signIn({ flow: deviceCode({ show: () => {} }) }))).code).toBe(code);
    expect(server.posted()).toHaveLength(1);
  });

  test('ends when the code runs out, and says that a sign-in is needed', async () => {
    server.device = { error: 'authorization_pending' };
    const error = await failed(source().signIn({ flow: deviceCode({ show: () => {} }) }));
    expect(error.code).toBe('OAUTH_SIGN_IN_EXPIRED');
    expect(isSignInNeeded(error)).toBe(true);
    expect(server.posted()).toHaveLength(179);
  });

  test('ends at once when it is aborted', async () => {
    server.device = { error: 'authorization_pending' };
    const aborter = new AbortController();
    const auth = source({ sleep: undefined });
    const flow = deviceCode({ show: () => void setImmediate(() => aborter.abort(new Error('enough'))) });
    await expect(auth.signIn({ flow, signal: aborter.signal })).rejects.toThrow('enough');
  });

  test('is refused for Google before anything is asked, with what does work', async () => {
    const error = await failed(
      source({ provider: server.as(google()) }).signIn({ flow: deviceCode({ show: () => {} }) }),
    );
    expect(error).toMatchObject({ code: 'OAUTH_GRANT_NOT_ALLOWED' });
    expect(error.message).toContain('authorizationCode()');
    expect(server.requests).toHaveLength(0);
  });
});

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

function submit(url: URL, form: URLSearchParams): Promise<number> {
  return new Promise((resolve, reject) => {
    const headers = { 'content-type': 'application/x-www-form-urlencoded' };
    const request = httpRequest(url, { method: 'POST', headers, agent: false }, (response) => {
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
      page = await visit(server.agree(address));
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
    const [redeemed] = server.posted();
    expect(redeemed).toMatchObject({ grant_type: 'authorization_code', redirect_uri: asked.get('redirect_uri') });
    expect(redeemed?.code_verifier).toMatch(/^[\w-]{43}$/);
  });

  test('asks Google for a refresh token, at the address that Google registers', async () => {
    let asked = new URLSearchParams();
    const flow = browser((address) => {
      asked = new URL(address).searchParams;
      return visit(server.agree(address));
    });
    await source({ provider: server.as(google()), sleep: undefined, clientSecret: 'GOCSPX-desktop' }).signIn({ flow });
    expect(Object.fromEntries(asked)).toMatchObject({ access_type: 'offline', prompt: 'consent' });
    expect(asked.get('redirect_uri')).toMatch(/^http:\/\/127\.0\.0\.1:\d+$/);
    expect(server.posted()[0]).toMatchObject({ client_secret: 'GOCSPX-desktop' });
  });

  test('takes the answer as a form', async () => {
    let status = 0;
    const flow = authorizationCode({
      responseMode: 'form_post',
      open: async (address) => {
        expect(new URL(address).searchParams.get('response_mode')).toBe('form_post');
        const back = server.agree(address);
        status = await submit(new URL(back.origin), back.searchParams);
      },
    });
    expect((await source({ sleep: undefined }).signIn({ flow })).renewable).toBe(true);
    expect(status).toBe(200);
  });

  test('lets nobody in who does not know the state, and waits on', async () => {
    const seen: number[] = [];
    const flow = browser(async (address) => {
      const back = server.agree(address);
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
      seen.push((await visit(back)).status);
    });
    expect((await source({ sleep: undefined }).signIn({ flow })).renewable).toBe(true);
    expect(seen).toEqual([400, 400, 400, 404, 421, 200]);
  });

  test('refuses an answer with another nonce', async () => {
    const flow = browser((address) => {
      const other = new URL(address);
      other.searchParams.set('nonce', 'replayed');
      return visit(server.agree(other.href));
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
        const idToken = claims && server.idToken({ nonce, aud: 'client', ...claims });
        server.next.push({ body: { ...tokens, id_token: idToken } });
        return visit(server.agree(address));
      });
      codes.push((await failed(source({ sleep: undefined }).signIn({ flow }))).code);
    }
    expect(codes).toEqual(Array(3).fill('OAUTH_RESPONSE_INVALID'));
  });

  test('takes the tenant of the issuer from the ID token, and nothing else of it', async () => {
    const tid = '9188040d-6c67-4c5b-b112-36a304b66dad';
    const provider = server.as(microsoft(), `${server.origin}/{tid}/v2.0`);
    const run = (iss: string) => {
      const flow = browser((address) => {
        const nonce = new URL(address).searchParams.get('nonce');
        const id_token = server.idToken({ nonce, aud: 'client', tid, iss });
        server.next.push({ body: { token_type: 'Bearer', access_token: 'a', expires_in: 3_600, id_token } });
        return visit(server.agree(address));
      });
      return source({ provider, sleep: undefined }).signIn({ flow });
    };
    expect((await run(`${server.origin}/${tid}/v2.0`)).subject).toBe('me@example.com');
    expect((await failed(run(`https://elsewhere.example/${tid}/v2.0`))).code).toBe('OAUTH_RESPONSE_INVALID');
  });

  test('an answer of another issuer is refused (RFC 9207)', async () => {
    const flow = browser((address) => visit(server.agree(address, { iss: 'https://mix-up.example' })));
    expect((await failed(source({ sleep: undefined }).signIn({ flow }))).code).toBe('OAUTH_RESPONSE_INVALID');
    expect(server.posted()).toHaveLength(0);
  });

  test('an error of the page is a cause', async () => {
    const flow = browser((address) => {
      const back = server.agree(address);
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
    const flow = authorizationCode({ timeout: 60_000, open: (address) => void (back = server.agree(address)) });
    const error = await failed(source().signIn({ flow }));
    expect(error.code).toBe('OAUTH_SIGN_IN_EXPIRED');
    expect(clock.slept).toEqual([60_000]);
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
      const id_token = server.idToken({ nonce, aud: 'client' });
      const tokens = { token_type: 'Bearer', access_token: 'a', expires_in: 3_600, refresh_token: 'r' };
      server.next.push({
        body: { ...tokens, id_token, scope: 'openid https://www.googleapis.com/auth/userinfo.email' },
      });
      return visit(server.agree(address));
    });
    const auth = source({ provider: server.as(google()), sleep: undefined });
    const error = await failed(auth.signIn({ flow }));
    expect(error.code).toBe('OAUTH_CONSENT_REQUIRED');
    expect(error.message).toContain('https://mail.google.com/');
    expect(await auth.status()).toBeUndefined();
  });

  test('consent for another road is asked on the same page, the token for one', async () => {
    let asked = '';
    const flow = browser((address) => {
      asked = new URL(address).searchParams.get('scope') ?? '';
      return visit(server.agree(address));
    });
    const auth = source({ alsoFor: ['graph'], sleep: undefined });
    await auth.signIn({ flow });
    expect(asked).toContain('SMTP.Send');
    expect(asked).toContain('https://graph.microsoft.com/Mail.Send');
    expect(server.posted()[0]?.scope).not.toContain('graph');
    expect(await auth.road('graph')({})).toMatchObject({ token: expect.stringMatching(/^access/) });
  });
});

describe('a sign-in in the middle of sending', () => {
  const flow = deviceCode({ show: () => {} });

  test('happens where the program allowed it, once for all who wait', async () => {
    const auth = source({ flow });
    const tokens = await Promise.all([auth(), auth(), auth()]);
    expect(new Set(tokens.map(({ token }) => token)).size).toBe(1);
    expect(server.posted()).toHaveLength(1);
    expect(events.filter(({ kind }) => kind === 'sign-in-needed')).toHaveLength(1);
  });

  test('happens again when the grant has ended', async () => {
    const auth = source({ flow });
    const first = await auth();
    server.revoke();
    clock.advance(3_600_000);
    expect((await auth()).token).not.toBe(first.token);
    expect(await auth.status()).toMatchObject({ renewable: true, renewals: 0 });
  });

  test('ends when nobody waits for it any more, and not before', async () => {
    server.device = { error: 'authorization_pending' };
    let running: AbortSignal | undefined;
    const endless: typeof flow = ({ signal }) =>
      new Promise((_, reject) => {
        running = signal;
        signal.addEventListener('abort', () => reject(signal.reason));
      });
    const auth = source({ flow: endless });
    const [one, two] = [new AbortController(), new AbortController()];
    const waiting = [auth({ signal: one.signal }), auth({ signal: two.signal })].map((each) => each.catch(String));
    await expect.poll(() => running).toBeDefined();
    one.abort('first');
    expect(await waiting[0]).toBe('first');
    expect(running?.aborted).toBe(false);
    two.abort('second');
    expect(await waiting[1]).toBe('second');
    expect(running?.aborted).toBe(true);
  });

  test('does not happen otherwise', async () => {
    const error = await failed(source()());
    expect(isSignInNeeded(error)).toBe(true);
    expect(error.code).toBe('SIGN_IN_NEEDED');
    expect(server.requests).toHaveLength(0);
  });
});
