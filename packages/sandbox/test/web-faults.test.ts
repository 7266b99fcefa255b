import { get } from 'node:http';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { sandbox, type WebSandbox } from '../src/index.js';
import { type Answer, createFetch, form } from './fetch.js';

const MIME = 'From: someone@gmail.com\r\nTo: you@example.net\r\nSubject: Hello\r\n\r\nHello\r\n';

let web: WebSandbox;
let fetch: ReturnType<typeof createFetch>;

beforeEach(async () => {
  web = await sandbox.web();
  fetch = createFetch(web.ca);
});
afterEach(() => web.close());

const token = (): string =>
  web.mint({ provider: 'google', user: 'someone@gmail.com', scope: 'https://mail.google.com/' }).accessToken;
const send = (): Promise<Answer> =>
  fetch(`${web.url}/gmail/v1/users/me/messages/send`, {
    headers: { authorization: `Bearer ${token()}` },
    body: JSON.stringify({ raw: Buffer.from(MIME).toString('base64url') }),
  });
const refresh = (): Promise<Answer> => {
  const { refreshToken } = web.mint({
    provider: 'google',
    user: 'someone@gmail.com',
    scope: 'https://mail.google.com/',
  });
  const { clientId: client_id, clientSecret: client_secret } = web.google;
  const fields = { grant_type: 'refresh_token', refresh_token: refreshToken, client_id, client_secret };
  return fetch(`${web.url}/token`, { body: form(fields) });
};
/** The code of the error that a request ends with. */
const failure = (answer: Promise<Answer>): Promise<string | undefined> =>
  answer.then(
    () => 'no failure',
    (error: NodeJS.ErrnoException) => error.code,
  );

describe('a request', () => {
  it('is reset, and nothing was taken', async () => {
    web.fault('reset', { times: 1 });
    expect(await failure(send())).toBe('ECONNRESET');
    expect(web.inbox).toEqual([]);
    expect(web.requests).toMatchObject([{ place: 'gmail/send' }]);
    expect(web.requests[0]!.status).toBeUndefined();
    expect((await send()).status).toBe(200);
  });

  it('is stalled until the client leaves', async () => {
    web.fault('stall', { at: 'gmail/send' });
    const pending = send();
    const over = failure(pending);
    while (web.requests.length === 0) await new Promise(setImmediate);
    await web.close();
    expect(await over).toBe('ECONNRESET');
    expect(web.inbox).toEqual([]);
  });

  it('is handled, and the answer lost', async () => {
    web.fault('lost-answer', { at: 'gmail/send', times: 1 });
    expect(await failure(send())).toBe('ECONNRESET');
    expect(web.inbox).toHaveLength(1);
    web.fault('lost-answer', { at: 'google/token', times: 1 });
    expect(await failure(refresh())).toBe('ECONNRESET');
    expect(web.grants.at(-1)).toMatchObject({ refreshes: 1, honoured: expect.any(String) });
  });

  it('is handled, and half of the answer comes', async () => {
    web.fault('half-answer', { times: 1 });
    expect(await failure(send())).toBe('ECONNRESET');
    expect(web.inbox).toHaveLength(1);
    expect((await send()).status).toBe(200);
  });

  it('is handled, and the answer comes late', async () => {
    web.fault('slow', { delay: 150, times: 1 });
    const begun = performance.now();
    expect((await send()).status).toBe(200);
    expect(performance.now() - begun).toBeGreaterThan(145);
  });

  it.each([
    ['503', 503, '7'],
    ['500', 500, undefined],
    ['502', 502, undefined],
    ['504', 504, undefined],
  ])('is answered %s by a machine in front', async (kind, status, retryAfter) => {
    web.fault('server-error', { kind, retryAfter: retryAfter === undefined ? undefined : Number(retryAfter) });
    const answer = await send();
    expect([answer.status, answer.headers['content-type'], answer.headers['retry-after']]).toEqual([
      status,
      'text/html',
      retryAfter,
    ]);
    expect(web.inbox).toEqual([]);
  });

  it.each([
    ['html', /^<html>/],
    ['truncated', /^\{"access_token":"ya29\.[\w-]+$/],
    ['empty', /^$/],
    ['array', /^\[\]$/],
  ])('is handled, and answered with what is no answer: %s', async (kind, text) => {
    web.fault('wrong-json', { kind, at: 'google/token' });
    const answer = await refresh();
    expect(answer.status).toBe(200);
    expect(answer.text).toMatch(text);
    expect(web.grants[0]!.refreshes).toBe(1);
  });

  it('is redirected, and where it is sent nobody should go', async () => {
    const { port } = web;
    for (const [kind, location] of [
      ['elsewhere', `https://localhost:${port}/elsewhere`],
      ['same-origin', `https://127.0.0.1:${port}/elsewhere`],
      ['clear-text', `http://127.0.0.1:${port}/elsewhere`],
    ] as const) {
      web.fault('redirect', { kind });
      const answer = await send();
      expect([answer.status, answer.headers.location]).toEqual([307, location]);
    }
    expect(web.inbox).toEqual([]);
    // Who follows is seen, and with what.
    web.clear();
    await fetch(`https://localhost:${port}/elsewhere`, { headers: { authorization: 'Bearer x' } });
    expect(web.requests).toMatchObject([{ path: '/elsewhere', authorized: true, status: 404 }]);
  });

  it.each([
    ['self-signed', 'DEPTH_ZERO_SELF_SIGNED_CERT'],
    ['expired', 'CERT_HAS_EXPIRED'],
    ['wrong-name', 'ERR_TLS_CERT_ALTNAME_INVALID'],
    ['unknown-ca', 'CERT_SIGNATURE_FAILURE'],
  ])('meets a certificate that must not be accepted: %s', async (kind, code) => {
    web.fault('wrong-certificate', { kind, times: 1 });
    expect(await failure(send())).toBe(code);
    expect(web.requests).toEqual([]);
    expect((await send()).status).toBe(200);
  });

  it('in clear text is not served', async () => {
    const code = await new Promise((resolve) => {
      get(`http://127.0.0.1:${web.port}/token`, () => resolve('an answer')).on('error', (error) => {
        resolve((error as NodeJS.ErrnoException).code);
      });
    });
    expect(code).toBe('ECONNRESET');
  });
});

it('faults keep to their place, and nothing unknown is taken', async () => {
  web.fault('server-error', { at: 'google/token' });
  expect((await send()).status).toBe(200);
  web.fault(null);
  expect((await refresh()).status).toBe(200);
  // @ts-expect-error: no such fault
  expect(() => web.fault('slw')).toThrow('unknown fault "slw"; known are reset, stall');
  expect(() => web.fault('server-error', { kind: '418' })).toThrow('unknown kind of server-error "418"');
  // @ts-expect-error: no such place
  expect(() => web.fault('slow', { at: 'yahoo/token' })).toThrow('unknown place "yahoo/token"');
  // @ts-expect-error: no such switch
  expect(() => web.set({ sign: 'page' })).toThrow('unknown switch "sign"');
  expect(() => web.clock.advance(-1)).toThrow(RangeError);
  await expect(sandbox.web({ port: web.port })).rejects.toThrow(`port ${web.port} of 127.0.0.1 is taken`);
});

it('tells the time by its own clock', async () => {
  web.clock.advance(365 * 86_400_000);
  const { headers } = await send();
  expect(Math.abs(Date.parse(headers.date!) - web.clock.now())).toBeLessThan(5000);
  expect(web.inbox[0]!.receivedAt.getTime()).toBeGreaterThan(Date.now() + 364 * 86_400_000);
});
