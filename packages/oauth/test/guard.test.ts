import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createServer as createTcpServer } from 'node:net';
import { isMailError, type MailError } from '@ehlo/core';
import { type ClientCredentialsOptions, clientCredentials, fetchTrusting, google, openid } from '@ehlo/oauth';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { hear } from '../src/guard.js';
import { complete } from '../src/surroundings.js';
import { loopbackIdentity } from './authority.js';
import { simulatedClock, TokenServer } from './token-server.js';

let server: TokenServer;
beforeAll(async () => {
  server = await TokenServer.start();
});
afterAll(() => server.close());
beforeEach(() => {
  server.requests.length = 0;
  server.next.length = 0;
});

function source(options: Partial<ClientCredentialsOptions> = {}) {
  const { now, sleep } = simulatedClock();
  const fetch = fetchTrusting(server.ca);
  return clientCredentials({
    provider: server.as(google()),
    clientId: 'app',
    clientSecret: 's',
    fetch,
    now,
    sleep,
    ...options,
  });
}

async function failed(options: Partial<ClientCredentialsOptions> = {}): Promise<MailError> {
  const error = await Promise.resolve(source(options)({})).catch((reason) => reason);
  if (!isMailError(error)) throw error ?? new Error('it should have failed');
  return error;
}

/** An endpoint that is reached without TLS, which takes an option of its own. */
async function inClear(listener: RequestListener, run: (origin: string) => Promise<void>): Promise<void> {
  const plain: Server = createServer(listener);
  await new Promise<void>((resolve) => plain.listen(0, '127.0.0.1', resolve));
  try {
    await run(`http://127.0.0.1:${(plain.address() as AddressInfo).port}`);
  } finally {
    plain.closeAllConnections();
    plain.close();
  }
}

describe('T37: a redirect is not followed', () => {
  test.each([301, 302, 303, 307, 308])('%s', async (status) => {
    let followed = 0;
    const target = await TokenServer.start(server.identity);
    target.next.push(() => {
      followed++;
      return {};
    });
    server.next.push({ status, headers: { location: `${target.origin}/token` } });
    const error = await failed();
    await target.close();
    expect(error).toMatchObject({ code: 'OAUTH_RESPONSE_INVALID' });
    expect(error.message).toContain('redirects');
    expect(followed).toBe(0);
  });

  test('by the fetch of Node.js neither', async () => {
    let followed = 0;
    const listener: RequestListener = (request, response) => {
      if (request.url === '/elsewhere') followed++;
      response.writeHead(307, { location: '/elsewhere' }).end();
    };
    await inClear(listener, async (origin) => {
      const provider = { ...google(), issuer: origin, endpoints: { authorization: origin, token: `${origin}/token` } };
      const error = await failed({ provider, allowHttpOnLoopback: true, fetch: undefined });
      expect(error.code).toBe('OAUTH_RESPONSE_INVALID');
      expect(followed).toBe(0);
    });
  });
});

test('a request to any other host is not made', async () => {
  let asked = 0;
  const around = complete({ fetch: async () => new Response(String(++asked)) });
  const origins = new Set(['https://login.example']);
  await expect(hear(around, origins, 'https://login.example.attacker.example/', {}, undefined)).rejects.toThrow(
    /no endpoint/,
  );
  await expect(hear(around, origins, 'https://login.example:444/', {}, undefined)).rejects.toThrow(/no endpoint/);
  expect(asked).toBe(0);
  expect((await hear(around, origins, 'https://login.example/token', {}, undefined)).text).toBe('1');
});

describe('T23: TLS is verified', () => {
  test('an authority that is not trusted', async () => {
    const error = await failed({ fetch: undefined });
    expect(error).toMatchObject({ code: 'OAUTH_ENDPOINT_UNTRUSTED', outcome: 'rejected', who: 'network' });
    expect(error.message).toMatch(/localhost:\d+: \w*(CERT|SELF_SIGNED)/);
    expect(server.requests).toHaveLength(0);
  });

  test('another trusted authority in its place', async () => {
    const { cert } = await loopbackIdentity();
    expect((await failed({ fetch: fetchTrusting([cert]) })).code).toBe('OAUTH_ENDPOINT_UNTRUSTED');
    expect(server.requests).toHaveLength(0);
  });

  test('a certificate of another name', async () => {
    const other = await TokenServer.start(await loopbackIdentity('other.example'));
    const error = await failed({ provider: other.as(google()), fetch: fetchTrusting(other.ca) });
    await other.close();
    expect(error).toMatchObject({ code: 'OAUTH_ENDPOINT_UNTRUSTED' });
    expect(error.message).toContain('ALTNAME');
    expect(other.requests).toHaveLength(0);
  });
});

describe('T23: without TLS', () => {
  const clear = (origin: string) => ({ ...google(), endpoints: { authorization: origin, token: `${origin}/token` } });

  test('nothing is sent, not even to this machine, unless that is asked for', async () => {
    await inClear(
      (_, response) => response.end(),
      async (origin) => {
        expect(() => source({ provider: clear(origin) })).toThrowError(expect.objectContaining({ field: 'provider' }));
        expect(() => source({ provider: clear('http://10.0.0.1'), allowHttpOnLoopback: true })).toThrow(
          /without https/,
        );
        expect(() => source({ provider: clear('http://127.0.0.1.example.com'), allowHttpOnLoopback: true })).toThrow();
        expect(() => source({ provider: clear('ftp://127.0.0.1'), allowHttpOnLoopback: true })).toThrow();
      },
    );
  });

  test('and then it works', async () => {
    const tokens = JSON.stringify({ token_type: 'bearer', access_token: 'plain', expires_in: 60 });
    const listener: RequestListener = (_, response) => {
      response.writeHead(200, { 'content-type': 'application/json' }).end(tokens);
    };
    await inClear(listener, async (origin) => {
      const given = await source({ provider: clear(origin), allowHttpOnLoopback: true, fetch: undefined })({});
      expect(given).toMatchObject({ token: 'plain' });
    });
  });
});

describe('a server that does not behave', () => {
  test('silence ends with the time', async () => {
    server.next.push({ hang: true }, { hang: true });
    const error = await failed({ timeout: 50, attempts: 2 });
    expect(error).toMatchObject({ code: 'OAUTH_ENDPOINT_UNREACHABLE', outcome: 'deferred' });
    expect(error.message).toContain('no answer in 50 ms');
    expect(server.requests).toHaveLength(2);
  });

  test('silence in the middle of the answer too', async () => {
    const listener: RequestListener = (_, response) => void response.writeHead(200).write('{');
    await inClear(listener, async (origin) => {
      const provider = { ...google(), endpoints: { authorization: origin, token: origin } };
      const error = await failed({ provider, allowHttpOnLoopback: true, fetch: undefined, timeout: 100, attempts: 1 });
      expect(error.code).toBe('OAUTH_ENDPOINT_UNREACHABLE');
    });
  });

  test('an answer without end is not read to the end', async () => {
    let written = 0;
    const listener: RequestListener = (_, response) => {
      response.writeHead(200, { 'content-type': 'application/json' });
      const more = (): void => {
        while (!response.destroyed && response.write('x'.repeat(65_536))) written++;
        response.once('drain', more);
      };
      more();
    };
    await inClear(listener, async (origin) => {
      const provider = { ...google(), endpoints: { authorization: origin, token: origin } };
      const error = await failed({ provider, allowHttpOnLoopback: true, fetch: undefined });
      expect(error.message).toContain('has no end');
      expect(written).toBeLessThan(2_000);
    });
  });

  test.each<[string, unknown]>([
    ['no JSON', '<html>login</html>'],
    ['no token', { token_type: 'bearer' }],
    ['an empty token', { token_type: 'bearer', access_token: '' }],
    ['no type', { access_token: 'a' }],
    ['another type', { access_token: 'a', token_type: 'mac' }],
    ['a life that is no number', { access_token: 'a', token_type: 'bearer', expires_in: 'soon' }],
    ['a list', []],
    ['null', 'null'],
  ])('%s is not believed', async (_, body) => {
    server.next.push({ body });
    expect(await failed()).toMatchObject({ code: 'OAUTH_RESPONSE_INVALID', outcome: 'rejected' });
    expect(server.requests).toHaveLength(1);
  });

  test('nobody there: tried again, then deferred', async () => {
    const tcp = createTcpServer();
    await new Promise<void>((resolve) => tcp.listen(0, '127.0.0.1', resolve));
    const origin = `https://127.0.0.1:${(tcp.address() as AddressInfo).port}`;
    await new Promise((resolve) => tcp.close(resolve));
    const provider = { ...google(), endpoints: { authorization: origin, token: origin } };
    const error = await failed({ provider });
    expect(error).toMatchObject({ code: 'OAUTH_ENDPOINT_UNREACHABLE', outcome: 'deferred', who: 'network' });
    expect(error.message).toContain('ECONNREFUSED');
  });
});

describe('discovery', () => {
  const provider = () => openid({ issuer: server.origin, scope: 'mail', secretIn: 'body' });
  const metadata = (more: object = {}) => ({
    body: { issuer: server.origin, token_endpoint: `${server.origin}/token`, ...more },
  });

  test('asks the issuer once, and remembers', async () => {
    server.next.push(metadata());
    const auth = source({ provider: provider() });
    const { token } = (await auth({})) as { token: string };
    await auth({ refused: token });
    expect(server.requests.map(({ path }) => path)).toEqual(['/.well-known/openid-configuration', '/token', '/token']);
  });

  test('does not believe what another issuer says', async () => {
    server.next.push(metadata({ issuer: 'https://elsewhere.example' }));
    expect((await failed({ provider: provider() })).code).toBe('OAUTH_RESPONSE_INVALID');
    expect(server.posted()).toHaveLength(0);
  });

  test('does not go to an endpoint without TLS', async () => {
    server.next.push(metadata({ token_endpoint: 'http://plain.example/token' }));
    expect(await failed({ provider: provider() })).toMatchObject({ field: 'provider' });
  });

  test('is tried again where it failed', async () => {
    server.next.push({ status: 503 }, metadata());
    expect(await source({ provider: provider() })({})).toMatchObject({ token: expect.any(String) });
    const clock = simulatedClock();
    const auth = source({ provider: provider(), now: clock.now });
    server.next.push({ status: 404 }, metadata());
    await expect(auth({})).rejects.toMatchObject({ code: 'OAUTH_RESPONSE_INVALID' });
    clock.advance(31_000);
    expect(await auth({})).toMatchObject({ token: expect.any(String) });
  });

  test('a fault that passes is deferred', async () => {
    server.next.push(...Array.from({ length: 4 }, () => ({ status: 503 })));
    expect(await failed({ provider: provider() })).toMatchObject({
      code: 'OAUTH_TEMPORARY_ERROR',
      outcome: 'deferred',
    });
  });
});
