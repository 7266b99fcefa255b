import { request } from 'node:http';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { BODY_LIMIT } from '../src/server/guard.js';
import { type Demo, openDemo } from './demo.js';

let demo: Demo;
beforeAll(async () => {
  demo = await openDemo();
});
afterAll(() => demo[Symbol.asyncDispose]());

const LOGIN = { settings: { kind: 'form', provider: 'generic', login: 'password' } } as const;

/** fetch writes Host by itself; this says what it is told. */
function status(method: string, path: string, headers: Record<string, string>, body = ''): Promise<number> {
  return new Promise((resolve, reject) => {
    let answered = false;
    const call = request({ agent: false, host: '127.0.0.1', port: demo.port, method, path, headers }, (response) => {
      answered = true;
      response.resume();
      resolve(response.statusCode!);
    });
    call.on('error', (error) => (answered ? undefined : reject(error)));
    call.end(body);
  });
}

describe('Host', () => {
  test.each([
    ['127.0.0.1', (port: number) => `127.0.0.1:${port}`, 200],
    ['localhost', (port: number) => `localhost:${port}`, 200],
    ['a name that was rebound to 127.0.0.1', (port: number) => `attacker.example:${port}`, 421],
    ['another port', () => '127.0.0.1:1', 421],
    ['no port', () => '127.0.0.1', 421],
    ['a name that begins like ours', (port: number) => `localhost.attacker.example:${port}`, 421],
  ])('%s', async (_, host, expected) => {
    expect(await status('GET', '/api/sandbox', { host: host(demo.port) })).toBe(expected);
    expect(await status('GET', '/', { host: host(demo.port) })).toBe(expected);
  });
});

describe('Origin of a POST', () => {
  const json = { 'content-type': 'application/json' };
  const host = (): string => `127.0.0.1:${demo.port}`;

  test.each([
    ['its own', () => ({ origin: demo.origin }), 200],
    ['localhost', () => ({ origin: `http://localhost:${demo.port}` }), 200],
    ['none', () => ({}), 403],
    ['null, as of a sandboxed frame', () => ({ origin: 'null' }), 403],
    ['another site', () => ({ origin: 'https://attacker.example' }), 403],
    ['another port of this machine', () => ({ origin: 'http://127.0.0.1:1' }), 403],
    ['its own with https', () => ({ origin: demo.origin.replace('http:', 'https:') }), 403],
    ['its own, but the browser says cross-site', () => ({ origin: demo.origin, 'sec-fetch-site': 'cross-site' }), 403],
  ])('%s', async (_, headers, expected) => {
    const sent = { host: host(), ...json, ...(headers() as Record<string, string>) };
    expect(await status('POST', '/api/sandbox/generic', sent, '{}')).toBe(expected);
  });

  test('a foreign Origin may not read either', async () => {
    expect((await demo.get('/api/sandbox', { origin: 'https://attacker.example' })).status).toBe(403);
    expect((await demo.get('/api/sandbox', { 'sec-fetch-site': 'same-site' })).status).toBe(403);
  });
});

describe('the body', () => {
  test.each(['text/plain', 'application/x-www-form-urlencoded', 'multipart/form-data', 'application/jsonp', ''])(
    'of type %j is refused: a form of another page could send it',
    async (type) => {
      expect((await demo.post('/api/runs', LOGIN, { 'content-type': type })).status).toBe(415);
    },
  );

  test('over the limit is refused, announced or in chunks', async () => {
    const text = JSON.stringify({ settings: { kind: 'pasted', text: 'x'.repeat(BODY_LIMIT) } });
    const announced = { 'content-type': 'application/json', 'content-length': `${text.length}`, origin: demo.origin };
    expect(await status('POST', '/api/runs', { host: `127.0.0.1:${demo.port}`, ...announced }, text)).toBe(413);
    const chunks = { 'content-type': 'application/json', 'transfer-encoding': 'chunked', origin: demo.origin };
    expect(await status('POST', '/api/runs', { host: `127.0.0.1:${demo.port}`, ...chunks }, text)).toBe(413);
  });

  test('that is no JSON is refused without being quoted', async () => {
    const answer = await demo.post('/api/runs', '{"settings": canary-9f31');
    expect(answer.status).toBe(400);
    expect(await answer.text()).not.toContain('canary');
  });

  test.each([
    ['no settings', {}],
    ['an unknown kind', { settings: { kind: 'canary-9f31' } }],
    ['an unknown provider', { settings: { kind: 'form', provider: 'canary-9f31', login: 'token' } }],
    ['an unknown login', { settings: { kind: 'form', provider: 'gmail', login: 'canary-9f31' } }],
    ['a host of one’s own', { settings: { ...LOGIN.settings, host: 'canary-9f31.example' } }],
    ['a secret that is no string', { settings: { ...LOGIN.settings, secret: ['canary-9f31'] } }],
    ['an unknown sequence', { ...LOGIN, naive: 'canary-9f31' }],
    ['a letter without a recipient', { ...LOGIN, letter: { subject: 'canary-9f31', text: '' } }],
    ['a list', ['canary-9f31']],
  ])('with %s names the field and not the value', async (_, body) => {
    const answer = await demo.post('/api/runs', body);
    expect(answer.status).toBe(400);
    expect(await answer.text()).not.toContain('canary');
  });

  test('that sets an unknown switch, value or fault is refused', async () => {
    const statuses = await Promise.all(
      [{ set: { nothing: 'on' } }, { set: { token: 'stolen' } }, { set: { toString: 'x' } }, { fault: 'fire' }].map(
        async (body) => (await demo.post('/api/sandbox/generic', body)).status,
      ),
    );
    expect(statuses).toEqual([400, 400, 400, 400]);
  });
});

test('the page comes under a policy that loads nothing from elsewhere', async () => {
  const { headers } = await demo.get('/');
  const policy = headers.get('content-security-policy') ?? '';
  expect(policy).toContain("default-src 'none'");
  expect(policy).toContain("frame-ancestors 'none'");
  expect(policy).not.toMatch(/unsafe|https?:|\*/);
  expect(headers.get('x-content-type-options')).toBe('nosniff');
  expect((await demo.get('/api/sandbox')).headers.get('cache-control')).toBe('no-store');
});

test('what is refused carries the policy too', async () => {
  const refused = await demo.get('/', { origin: 'https://attacker.example' });
  expect(refused.headers.get('content-security-policy')).toContain("default-src 'none'");
});

test('unknown paths and runs are not found', async () => {
  expect((await demo.get('/../package.json')).status).toBe(404);
  expect((await demo.get('/api/runs/00000000-0000-0000-0000-000000000000/events')).status).toBe(404);
  expect((await demo.post('/api/runs/nobody/abort', {})).status).toBe(404);
});
