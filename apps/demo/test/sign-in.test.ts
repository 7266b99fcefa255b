import { get } from 'node:http';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import {
  PROVIDERS,
  type RunRequest,
  SIGN_IN_PROVIDERS,
  type SignInOrder,
  type SignInProvider,
  type SignInState,
  type Via,
} from '../src/api.js';
import { type Demo, endingOf, linesOf, openDemo } from './demo.js';

let demo: Demo;
beforeAll(async () => {
  demo = await openDemo();
});
afterAll(() => demo[Symbol.asyncDispose]());
beforeEach(async () => {
  for (const provider of PROVIDERS) await demo.post(`/api/sandbox/${provider}`, { reset: true });
  for (const provider of SIGN_IN_PROVIDERS) await order(provider, { do: 'sign-out' });
});

async function order(provider: SignInProvider, what: SignInOrder): Promise<SignInState> {
  const answer = await demo.post(`/api/sign-in/${provider}`, what);
  expect(answer.status).toBe(200);
  return (await answer.json()) as SignInState;
}
const state = async (provider: SignInProvider): Promise<SignInState> =>
  (await (await demo.get(`/api/sign-in/${provider}`)).json()) as SignInState;

/** Opens the page of a flow as a browser would, and says yes or no on it. */
async function atThePage(told: SignInState, decision: 'approve' | 'deny' = 'approve'): Promise<void> {
  const { page, userCode } = told.waiting!;
  expect((await fetch(page)).status).toBe(200);
  const answer = await fetch(page, {
    method: 'POST',
    headers: { 'content-type': 'application/x-www-form-urlencoded' },
    body: new URLSearchParams({ user: told.account, decision, ...(userCode !== undefined && { user_code: userCode }) }),
  });
  expect(answer.status).toBe(200);
}

/** When nobody is asked any more. */
async function settled(provider: SignInProvider): Promise<SignInState> {
  return await expect
    .poll(() => state(provider), { timeout: 10_000 })
    .toSatisfy((now: SignInState) => now.waiting === undefined)
    .then(() => state(provider));
}

/** The shortest way in. */
const signedIn = (provider: SignInProvider): Promise<SignInState> =>
  order(provider, { do: 'begin', flow: 'browser', approve: true });

const letter = { to: 'friend@example.net', subject: 'Signed in', text: 'Hello.' };
const request = (provider: SignInProvider, via?: Via): RunRequest => ({
  settings: { kind: 'form', provider, login: 'sign-in', ...(via && { via }) },
  letter,
});

describe('signing in', () => {
  test.each([
    ['outlook', 'device-code'],
    ['microsoft365', 'device-code'],
    ['microsoft365', 'browser'],
    ['gmail', 'browser'],
  ] as const)('%s, by %s, on the page of the web', async (provider, flow) => {
    const told = await order(provider, { do: 'begin', flow });
    expect(told.waiting).toMatchObject({ flow, page: expect.stringMatching(/^http:\/\/127\.0\.0\.1:\d+\//) });
    await atThePage(told);
    const { life, fault, account } = await settled(provider);
    expect(fault).toBeUndefined();
    expect(life).toMatchObject({ renewals: 0, renewable: true, tokens: [{ scope: expect.any(String) }] });
    const { events } = await demo.run(request(provider));
    expect(endingOf(events)).toMatchObject({ word: 'accepted', road: 'smtp' });
    const [mail] = await (await demo.get(`/api/inbox/${provider}`)).json();
    expect(mail).toMatchObject({ by: 'smtp', from: account });
  });

  test('that is declined says so', async () => {
    const told = await order('microsoft365', { do: 'begin', flow: 'browser' });
    await atThePage(told, 'deny');
    expect(await settled('microsoft365')).toMatchObject({ fault: { code: 'OAUTH_CONSENT_DECLINED' } });
  });

  test('can be called off, and begun again in another way', async () => {
    await order('outlook', { do: 'begin', flow: 'device-code' });
    expect((await order('outlook', { do: 'cancel' })).waiting).toBeUndefined();
    await order('outlook', { do: 'begin', flow: 'device-code' });
    expect(await order('outlook', { do: 'begin', flow: 'browser' })).toMatchObject({ waiting: { flow: 'browser' } });
  });

  test('by a code is not offered for Gmail', async () => {
    expect((await state('gmail')).flows).toEqual(['browser']);
    expect((await demo.post('/api/sign-in/gmail', { do: 'begin', flow: 'device-code' })).status).toBe(400);
  });

  test.each([
    { do: 'begin' },
    { do: 'begin', flow: 'browser', approve: 'yes' },
    { do: 'nothing' },
    { do: 'cancel', more: 1 },
  ])('%j is refused', async (what) => {
    expect((await demo.post('/api/sign-in/microsoft365', what)).status).toBe(400);
  });

  test('a provider without a web has none', async () => {
    expect((await demo.get('/api/sign-in/generic')).status).toBe(400);
    const settings = { kind: 'form', provider: 'generic', login: 'sign-in' };
    expect((await demo.post('/api/runs', { settings })).status).toBe(400);
  });
});

describe('the life of a token', () => {
  test('shows for whom, for what and how long, and a renewal', async () => {
    const before = await signedIn('microsoft365');
    expect(before.life?.tokens).toMatchObject([
      {
        scope: 'https://outlook.office.com/SMTP.Send',
        audience: 'https://outlook.office.com',
      },
    ]);
    const [token] = before.life!.tokens;
    expect(token!.expiresAt! - before.now).toBeGreaterThan(55 * 60_000);
    expect(token!.renewAt).toBeLessThan(token!.expiresAt!);
    expect((await order('microsoft365', { do: 'hour-passes' })).now - before.now).toBeGreaterThanOrEqual(3_600_000);
    expect(endingOf((await demo.run(request('microsoft365'))).events)?.word).toBe('accepted');
    const after = await state('microsoft365');
    expect(after).toMatchObject({ life: { renewals: 1, renewable: true } });
    expect(after.news.slice(0, 2).map(({ kind, rotated }) => [kind, rotated])).toEqual([
      ['renewed', true],
      ['signed-in', undefined],
    ]);
  });

  test('a token that ended before its time is refused by the server, renewed, and the mail goes out', async () => {
    await signedIn('outlook');
    await order('outlook', { do: 'access-ends' });
    const { events } = await demo.run(request('outlook'));
    expect(endingOf(events)?.word).toBe('accepted');
    const lines = linesOf(events, 'ehlo');
    expect(lines.filter((line) => line.startsWith('S: 535 5.7.3'))).toHaveLength(1);
    expect(lines.filter((line) => line.startsWith('S: 235'))).toHaveLength(1);
    expect((await state('outlook')).life?.renewals).toBe(1);
  });

  test.each([
    ['outlook', 'revoked', 'OAUTH_GRANT_REVOKED'],
    ['microsoft365', 'refresh-ends', 'OAUTH_REFRESH_TOKEN_EXPIRED'],
    ['gmail', 'revoked', 'OAUTH_REFRESH_TOKEN_EXPIRED'],
  ] as const)('%s, %s: a sign-in is needed, and after it mail goes on', async (provider, fate, code) => {
    await signedIn(provider);
    await order(provider, { do: fate });
    await order(provider, { do: 'hour-passes' });
    const { events } = await demo.run(request(provider));
    expect(endingOf(events)).toMatchObject({ word: 'rejected', fault: { signIn: true, who: 'mailbox owner' } });
    const needed = await state(provider);
    expect(needed.fault).toMatchObject({ code, signIn: true });
    expect(needed.life?.renewable).toBe(false);
    expect(needed.news[0]).toMatchObject({ kind: 'sign-in-needed', code });
    expect((await signedIn(provider)).fault).toBeUndefined();
    expect(endingOf((await demo.run(request(provider))).events)?.word).toBe('accepted');
  });

  test('nobody has signed in yet', async () => {
    const { events } = await demo.run(request('microsoft365'));
    expect(endingOf(events)).toMatchObject({ word: 'rejected', fault: { code: 'SIGN_IN_NEEDED', signIn: true } });
    expect(linesOf(events, 'ehlo').filter((line) => line.startsWith('C: AUTH'))).toEqual([]);
  });
});

describe('two roads', () => {
  test.each([
    ['outlook', 'graph-mime', 'https://graph.microsoft.com'],
    ['microsoft365', 'graph-mime', 'https://graph.microsoft.com'],
    ['gmail', 'gmail-raw', 'https://gmail.googleapis.com'],
  ] as const)('%s sends over its HTTP API', async (provider, by, host) => {
    await signedIn(provider);
    const { events } = await demo.run(request(provider, 'api'));
    expect(endingOf(events)).toMatchObject({ word: 'accepted', road: 'api' });
    expect(linesOf(events, 'ehlo')[0]).toMatch(new RegExp(`^C: POST ${host}/`));
    expect(events[0]).toMatchObject({ meant: `${new URL(host).hostname}:443`, played: demo.stage.web });
    const [mail] = await (await demo.get(`/api/inbox/${provider}`)).json();
    expect(mail).toMatchObject({ by, subject: letter.subject, to: [letter.to] });
  });

  test('a code is for one service only, and Graph wants a consent of its own', async () => {
    await order('microsoft365', { do: 'begin', flow: 'device-code', approve: true });
    const { events } = await demo.run(request('microsoft365', 'api'));
    expect(endingOf(events)).toMatchObject({ fault: { code: 'OAUTH_CONSENT_REQUIRED', signIn: true } });
  });

  test('auto stays on SMTP as long as it is open', async () => {
    await signedIn('microsoft365');
    const { events } = await demo.run(request('microsoft365', 'auto'));
    expect(endingOf(events)).toMatchObject({ word: 'accepted', road: 'smtp', warnings: [] });
  });

  test('auto goes round where SMTP is closed to the account, and says why', async () => {
    await signedIn('microsoft365');
    await demo.post('/api/sandbox/microsoft365', { set: { smtpAuth: 'disabled-for-tenant' } });
    const { events } = await demo.run(request('microsoft365', 'auto'));
    expect(endingOf(events)).toMatchObject({
      word: 'accepted',
      road: 'api',
      warnings: [{ code: 'SECOND_ROAD', message: { en: expect.stringContaining('MS_SMTP_AUTH_DISABLED') } }],
    });
    const lines = linesOf(events, 'ehlo');
    const refused = lines.findIndex((line) => line.includes('5.7.139'));
    expect(refused).toBeGreaterThan(0);
    expect(lines.findIndex((line) => line.startsWith('C: POST https://graph.microsoft.com'))).toBeGreaterThan(refused);
  });

  test('SMTP alone stops there', async () => {
    await signedIn('microsoft365');
    await demo.post('/api/sandbox/microsoft365', { set: { smtpAuth: 'disabled-for-tenant' } });
    const { events } = await demo.run(request('microsoft365', 'smtp'));
    expect(endingOf(events)).toMatchObject({ word: 'rejected', fault: { code: 'MS_SMTP_AUTH_DISABLED' } });
  });
});

describe('the door to the sign-in pages', () => {
  const page = async (): Promise<URL> =>
    new URL((await order('microsoft365', { do: 'begin', flow: 'browser' })).waiting!.page);

  test('leads to those pages and to nothing else of the web', async () => {
    const { origin } = await page();
    // The web itself answers to each of them.
    for (const [method, path] of [
      ['GET', '/login.microsoftonline.com/common/v2.0/.well-known/openid-configuration'],
      ['POST', '/login.microsoftonline.com/common/oauth2/v2.0/token'],
      ['POST', '/graph.microsoft.com/v1.0/me/sendMail'],
      ['POST', '/gmail.googleapis.com/gmail/v1/users/me/messages/send'],
    ] as const) {
      expect((await fetch(origin + path, { method })).status, path).toBe(404);
    }
  });

  test('answers to its own name only', async () => {
    const { hostname, port, pathname } = await page();
    const status = await new Promise((resolve, reject) => {
      const asked = { host: hostname, port, path: pathname, headers: { host: 'rebound.example' } };
      get(asked, ({ statusCode }) => resolve(statusCode)).on('error', reject);
    });
    expect(status).toBe(421);
  });

  test('takes no form of another page', async () => {
    const answer = await fetch(await page(), { method: 'POST', headers: { origin: 'https://attacker.example' } });
    expect(answer.status).toBe(403);
  });
});

test('no token, code or verifier comes to the page', async () => {
  let said = '';
  for (const provider of SIGN_IN_PROVIDERS) {
    said += JSON.stringify(await signedIn(provider));
    for (const via of ['smtp', 'api'] as const) said += (await demo.run(request(provider, via))).text;
    await order(provider, { do: 'access-ends' });
    said += (await demo.run(request(provider))).text;
    said += JSON.stringify(await state(provider));
  }
  expect(said).toContain('accepted');
  // As the sandbox mints them: JWTs, Microsoft's opaque tokens, Google's, and both kinds of refresh tokens.
  expect(said).not.toMatch(/eyJ[\w-]+\.eyJ|EwB[\w+/]{20}|ya29\.|1\.A[\w-]{40}|1\/\/0|code_verifier/);
});

test('nothing of the demo itself failed', () => expect(demo.faults).toEqual([]));
