import { createPublicKey, generateKeyPairSync, verify, X509Certificate } from 'node:crypto';
import { isMailError } from '@ehlo/core';
import {
  type ClientCredentialsOptions,
  cached,
  clientCredentials,
  fetchTrusting,
  google,
  microsoft,
  serviceAccount,
  yahoo,
} from '@ehlo/oauth';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { appIdentity, type Identity } from './authority.js';
import { simulatedClock, TokenServer } from './token-server.js';

let server: TokenServer;
let app: Identity;
let clock: ReturnType<typeof simulatedClock>;

beforeAll(async () => {
  [server, app] = await Promise.all([TokenServer.start(), appIdentity()]);
});
afterAll(() => server.close());
beforeEach(() => {
  server.requests.length = 0;
  server.next.length = 0;
  clock = simulatedClock();
});

const tenant = () => server.as(microsoft({ tenant: 'contoso.com' }));
const around = () => ({ fetch: fetchTrusting(server.ca), now: clock.now, sleep: clock.sleep });

function credentials(options: Partial<ClientCredentialsOptions>) {
  return clientCredentials({ provider: tenant(), clientId: 'app', ...around(), ...options });
}

function partsOf(jwt = ''): {
  header: Record<string, unknown>;
  payload: Record<string, unknown>;
  text: Buffer;
  signature: Buffer;
} {
  const [header = '', payload = '', signature = ''] = jwt.split('.');
  const read = (part: string) => JSON.parse(Buffer.from(part, 'base64url').toString());
  return {
    header: read(header),
    payload: read(payload),
    text: Buffer.from(`${header}.${payload}`),
    signature: Buffer.from(signature, 'base64url'),
  };
}

describe('client credentials', () => {
  test('by secret: in the body for Microsoft', async () => {
    const source = credentials({ clientSecret: 'se cret/+=' });
    const [one, two] = await Promise.all([source({}), source({})]);
    expect(one).toEqual(two);
    expect(server.posted()).toEqual([
      {
        grant_type: 'client_credentials',
        scope: 'https://outlook.office365.com/.default',
        client_id: 'app',
        client_secret: 'se cret/+=',
      },
    ]);
  });

  test('by secret: in the header elsewhere, encoded first (RFC 6749 2.3.1)', async () => {
    const provider = { ...server.as(yahoo()), scopes: google().scopes };
    await credentials({ provider, clientSecret: 'a b:c' })({});
    expect(server.requests[0]?.authorization).toBe(`Basic ${Buffer.from('app:a+b%3Ac').toString('base64')}`);
    expect(server.posted()[0]).not.toHaveProperty('client_secret');
  });

  test('by certificate: PS256 with its SHA-256 in the header, for five minutes, anew each time', async () => {
    const source = credentials({ clientCertificate: { certificate: app.cert, key: app.key } });
    const { token } = (await source({})) as { token: string };
    await source({ refused: token });
    const assertions = server.posted().map(({ client_assertion }) => partsOf(client_assertion));
    expect(assertions).toHaveLength(2);
    const x509 = new X509Certificate(app.cert);
    for (const { header, payload, text, signature } of assertions) {
      const thumbprint = Buffer.from(x509.fingerprint256.replaceAll(':', ''), 'hex').toString('base64url');
      expect(header).toEqual({ alg: 'PS256', typ: 'JWT', 'x5t#S256': thumbprint });
      expect(payload).toMatchObject({ aud: `${server.origin}/token`, iss: 'app', sub: 'app' });
      expect((payload.exp as number) - (payload.nbf as number)).toBe(300);
      expect(Math.abs((payload.nbf as number) - clock.now() / 1_000)).toBeLessThan(2);
      const key = { key: x509.publicKey, padding: 6, saltLength: 32 };
      expect(verify('sha256', text, key, signature)).toBe(true);
    }
    expect(assertions[0]?.payload.jti).not.toBe(assertions[1]?.payload.jti);
    expect(server.posted()[0]).toMatchObject({
      client_id: 'app',
      client_assertion_type: 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer',
    });
  });

  test('the assertion goes by the clock that was handed in', async () => {
    clock.advance(400 * 86_400_000);
    await credentials({ clientCertificate: { certificate: app.cert, key: app.key } })({});
    const { payload } = partsOf(server.posted()[0]?.client_assertion);
    expect(Math.abs((payload.iat as number) - clock.now() / 1_000)).toBeLessThan(2);
  });

  test('by an assertion of another identity provider, asked for anew each time', async () => {
    const audiences: string[] = [];
    const source = credentials({
      clientAssertion: ({ audience }) => `outside.${audiences.push(audience)}`,
    });
    const { token } = (await source({})) as { token: string };
    await source({ refused: token });
    expect(audiences).toEqual([`${server.origin}/token`, `${server.origin}/token`]);
    expect(server.posted().map(({ client_assertion }) => client_assertion)).toEqual(['outside.1', 'outside.2']);
  });

  test('a token that still lives is given while the endpoint is out of order', async () => {
    const source = credentials({ clientSecret: 's' });
    const first = await source({});
    clock.advance(51 * 60_000);
    server.next.push(...Array.from({ length: 4 }, () => ({ status: 503 })));
    expect(await source({})).toEqual(first);
    clock.advance(8 * 60_000 + 30_000);
    server.next.push(...Array.from({ length: 4 }, () => ({ status: 503 })));
    await expect(source({})).rejects.toMatchObject({ code: 'OAUTH_TEMPORARY_ERROR' });
  });

  test('a refusal is taken for the answer for half a minute', async () => {
    const source = credentials({ clientSecret: 's' });
    server.next.push({ status: 401, body: { error: 'invalid_client' } });
    for (let n = 0; n < 3; n++) {
      await expect(source({})).rejects.toMatchObject({ code: 'OAUTH_CLIENT_SECRET_INVALID' });
    }
    expect(server.posted()).toHaveLength(1);
    clock.advance(31_000);
    await source({});
  });

  test('what an assertion callback throws does not come out', async () => {
    const source = credentials({ clientAssertion: () => Promise.reject(new Error('jwt eyJ.hush.hush')) });
    const error = await Promise.resolve(source({})).catch((reason) => reason);
    expect(isMailError(error) && error.code).toBe('OAUTH_CLIENT_ASSERTION_INVALID');
    expect(JSON.stringify(error) + error.stack).not.toContain('hush');
  });

  const other = generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey.export({ type: 'pkcs8', format: 'pem' });
  const curve = generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey.export({ type: 'pkcs8', format: 'pem' });
  test.each<[string, () => Partial<ClientCredentialsOptions>]>([
    ['clientSecret', () => ({})],
    ['clientSecret', () => ({ clientSecret: '' })],
    ['clientId', () => ({ clientId: '', clientSecret: 's' })],
    ['clientId', () => ({ clientId: '"app"', clientSecret: 's' })],
    ['clientCertificate', () => ({ clientSecret: 's', clientCertificate: { certificate: app.cert, key: app.key } })],
    ['clientCertificate.key', () => ({ clientCertificate: { certificate: app.cert, key: other as string } })],
    ['clientCertificate.key', () => ({ clientCertificate: { certificate: app.cert, key: curve as string } })],
    ['clientCertificate.key', () => ({ clientCertificate: { certificate: app.cert, key: 'hush' } })],
    ['clientCertificate.certificate', () => ({ clientCertificate: { certificate: 'hush', key: app.key } })],
    ['provider', () => ({ clientSecret: 's', provider: microsoft() })],
    ['road', () => ({ clientSecret: 's', road: 'gmail-api' as const })],
    [
      'provider',
      () => ({
        clientSecret: 's',
        provider: { ...tenant(), endpoints: { authorization: 'https://a', token: 'http://a.example/token' } },
      }),
    ],
  ])('%s at fault is named before anything is sent', (field, options) => {
    expect(() => credentials(options())).toThrowError(expect.objectContaining({ field, phase: 'settings' }));
    try {
      credentials(options());
    } catch (error) {
      expect(JSON.stringify(error) + (error as Error).stack).not.toContain('hush');
    }
  });
});

describe('a service account', () => {
  const pair = generateKeyPairSync('rsa', { modulusLength: 2048 });
  const key = {
    client_email: 'robot@project.iam.gserviceaccount.com',
    private_key: pair.privateKey.export({ type: 'pkcs8', format: 'pem' }) as string,
    private_key_id: 'abc',
  };

  test('signs for the mailbox, the scope and the token endpoint', async () => {
    const source = serviceAccount({ provider: server.as(google()), key, subject: 'me@example.com', ...around() });
    expect(await source({})).toMatchObject({ token: expect.stringMatching(/^access/), expiresAt: expect.any(Number) });
    const [{ assertion, ...rest } = {}] = server.posted();
    expect(rest).toEqual({ grant_type: 'urn:ietf:params:oauth:grant-type:jwt-bearer' });
    const { header, payload, text, signature } = partsOf(assertion);
    expect(header).toEqual({ alg: 'RS256', typ: 'JWT', kid: 'abc' });
    expect(payload).toMatchObject({
      iss: key.client_email,
      sub: 'me@example.com',
      scope: 'https://mail.google.com/',
      aud: `${server.origin}/token`,
      exp: (payload.iat as number) + 600,
    });
    expect(verify('sha256', text, createPublicKey(pair.privateKey), signature)).toBe(true);
  });

  test('is renewed by a new assertion', async () => {
    const source = serviceAccount({ provider: server.as(google()), key, subject: 'me@example.com', ...around() });
    const first = await source({});
    clock.advance(40 * 60_000);
    expect(await source({})).toEqual(first);
    clock.advance(20 * 60_000);
    expect(await source({})).not.toEqual(first);
    expect(server.posted()).toHaveLength(2);
  });

  test.each([
    ['key', { key: { ...key, private_key: key.private_key.replaceAll('\n', '') } }],
    ['key', { key: { client_email: 'x' } as never }],
    ['subject', { subject: 'me' }],
    ['road', { road: 'graph' as const }],
  ])('%s at fault is named', (field, options) => {
    expect(() => serviceAccount({ key, subject: 'me@example.com', ...options })).toThrowError(
      expect.objectContaining({ field }),
    );
  });
});

describe('any other source', () => {
  test('is asked once for all who wait, and again when its token is nearly over', async () => {
    let asked = 0;
    const source = cached(() => ({ token: `t${++asked}`, expiresAt: clock.now() + 3_600_000 }), around());
    expect(await Promise.all([source({}), source({})])).toMatchObject([{ token: 't1' }, { token: 't1' }]);
    clock.advance(51 * 60_000);
    expect(await source({})).toMatchObject({ token: 't2' });
    expect(await source({ refused: 't2' })).toMatchObject({ token: 't3' });
  });

  test('a bare string is kept for most of an hour', async () => {
    let asked = 0;
    const source = cached(() => `t${++asked}`, around());
    await source({});
    clock.advance(44 * 60_000);
    expect(await source({})).toEqual({ token: 't1' });
    clock.advance(7 * 60_000);
    expect(await source({})).toEqual({ token: 't2' });
  });

  test('its error comes through', async () => {
    await expect(cached(() => Promise.reject(new Error('mine')), around())({})).rejects.toThrow('mine');
  });
});
