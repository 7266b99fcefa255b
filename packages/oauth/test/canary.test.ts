import { generateKeyPairSync } from 'node:crypto';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { get } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { isMailError } from '@ehlo/core';
import {
  authorizationCode,
  clientCredentials,
  deviceCode,
  fetchTrusting,
  fileStore,
  fromGoogleAuth,
  fromMsal,
  google,
  keyValueStore,
  memoryStore,
  microsoft,
  serviceAccount,
  signIn,
} from '@ehlo/oauth';
import { afterAll, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest';
import { appIdentity, type Identity } from './authority.js';
import { expectNone } from './canary.js';
import { simulatedClock, TokenServer } from './token-server.js';

/*
 * Secrets are planted wherever one can be, and everything that a program may print, log or keep is searched for them:
 * events, errors in every form, sources and stores under inspect, the console, and the files of a store.
 */

let server: TokenServer;
let app: Identity;
let folder: string;
let heard: unknown[];

beforeAll(async () => {
  [server, app] = await Promise.all([TokenServer.start(), appIdentity()]);
});
afterAll(() => server.close());
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'ehlo-canary-'));
  heard = [];
  server.next.length = 0;
  server.requests.length = 0;
  return () => rmSync(folder, { recursive: true, force: true });
});

const expectNoSecretIn = (values: readonly unknown[], ...more: string[]): void =>
  expectNone([...server.secrets, ...more], values);

const around = (more: object = {}) => {
  const { now, sleep } = simulatedClock();
  return { fetch: fetchTrusting(server.ca), now, sleep, observe: (event: unknown) => heard.push(event), ...more };
};

async function errorOf(work: unknown): Promise<unknown> {
  return Promise.resolve(work).then(
    (value) => value,
    (error) => error,
  );
}

/** Short enough that it does not have the look of a token. */
const SECRET = 'hush:0123/456';

describe('T35 and T36: no secret is shown', () => {
  test('of a life with a file store: sign-in, renewals, end', async () => {
    const store = fileStore({ folder, key: 'key-file' });
    const clock = simulatedClock();
    const auth = signIn({
      ...around({ now: clock.now, sleep: clock.sleep }),
      provider: server.as(microsoft()),
      clientId: 'client',
      clientSecret: SECRET,
      account: 'me@example.com',
      store,
    });
    const code = { status: 400, body: { error: 'authorization_pending' } };
    heard.push(await auth.signIn({ flow: deviceCode({ show: () => void server.next.push(code) }) }));
    await auth();
    clock.advance(3_600_000);
    await auth();
    server.revoke();
    clock.advance(3_600_000);
    heard.push(await errorOf(auth()), await auth.status(), auth, store, auth.road('graph'));
    expect(heard.some(isMailError)).toBe(true);
    const key = readFileSync(join(folder, 'key'), 'utf8').trim();
    const kept = readdirSync(folder).map((file) => (file === 'key' ? '' : readFileSync(join(folder, file), 'latin1')));
    expectNoSecretIn([...heard, ...kept], SECRET, key);
  });

  test('of the browser', async () => {
    let address = '';
    const page: string[] = [];
    const visit = (url: URL) =>
      get(url, { agent: false }, (response) => void response.on('data', (text) => page.push(String(text))));
    const auth = signIn({
      ...around({ sleep: undefined }),
      provider: server.as(google()),
      clientId: 'client',
      clientSecret: SECRET,
      account: 'me@example.com',
      store: memoryStore(),
    });
    const flow = authorizationCode({
      open: (url) => {
        address = url;
        visit(server.agree(url));
      },
    });
    heard.push(await auth.signIn({ flow }), flow, auth);
    const state = new URL(address).searchParams.get('state') as string;
    const verifier = server.posted()[0]?.code_verifier as string;
    expectNoSecretIn([...heard, ...page], SECRET, state, verifier);
    // What the browser is sent to holds a challenge, and nothing else that matters.
    expectNoSecretIn([address], SECRET, verifier);
  });

  const key = {
    client_email: 'robot@project.iam.gserviceaccount.com',
    private_key: generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey.export({
      type: 'pkcs8',
      format: 'pem',
    }) as string,
  };

  const secretNames = ['client_secret', 'client_assertion', 'assertion', 'refresh_token'];
  /** A server that puts everything it was sent into its error, as some do while they are debugged. */
  const parrot = ({ parameters, authorization }: { parameters: URLSearchParams; authorization?: string }) => {
    const all = [...parameters].map(([name, value]) => `${name}=${value}`).join(' & ');
    const encoded = parameters.toString();
    const basic = Buffer.from(authorization?.split(' ')[1] ?? '', 'base64').toString();
    for (const [name, value] of parameters) if (secretNames.includes(name)) server.secrets.add(value);
    return {
      status: 400,
      body: {
        error: `invalid_client ${parameters.get('client_secret')}`,
        error_description: `${all} ${encoded} ${authorization} ${basic}`,
      },
    };
  };

  test.each<[string, () => unknown]>([
    [
      'a client secret',
      () =>
        clientCredentials({
          ...around(),
          provider: server.as(microsoft({ tenant: 't.example' })),
          clientId: 'c',
          clientSecret: SECRET,
        }),
    ],
    [
      'a certificate',
      () =>
        clientCredentials({
          ...around(),
          provider: server.as(microsoft({ tenant: 't.example' })),
          clientId: 'c',
          clientCertificate: { certificate: app.cert, key: app.key },
        }),
    ],
    [
      'an assertion',
      () =>
        clientCredentials({
          ...around(),
          provider: server.as(microsoft({ tenant: 't.example' })),
          clientId: 'c',
          clientAssertion: () => `${SECRET}.${'x'.repeat(60)}`,
        }),
    ],
    [
      'a secret in the header',
      () =>
        clientCredentials({
          ...around(),
          provider: { ...server.as(google()), secretIn: 'header' },
          clientId: 'c',
          clientSecret: SECRET,
        }),
    ],
    [
      'a service account',
      () => serviceAccount({ ...around(), provider: server.as(google()), key, subject: 'me@example.com' }),
    ],
    [
      'a refresh token',
      () =>
        signIn({
          ...around(),
          provider: server.as(google()),
          clientId: 'c',
          clientSecret: SECRET,
          account: 'a',
          store: memoryStore(),
          refreshToken: server.mint(),
        }),
    ],
  ])('of %s, by a server that repeats what it hears', async (_, make) => {
    server.next.push(parrot);
    const source = make() as (request: object) => Promise<unknown>;
    const error = await errorOf(source({}));
    expect(isMailError(error)).toBe(true);
    expectNoSecretIn([...heard, error, source], SECRET, key.private_key.slice(40, 80), app.key.slice(40, 80));
  });

  test('of what a provider puts into its tokens when an answer is not believed', async () => {
    server.next.push({ body: { token_type: 'mac', access_token: 'hush-access', refresh_token: 'hush-refresh' } });
    const source = clientCredentials({
      ...around(),
      provider: server.as(google()),
      clientId: 'c',
      clientSecret: SECRET,
    });
    expectNoSecretIn([await errorOf(source({})), ...heard], 'hush-access', 'hush-refresh', SECRET);
  });

  test('of an error of fetch', async () => {
    const broken = () =>
      Promise.reject(Object.assign(new Error(`POST ${SECRET}`), { request: SECRET, code: 'ECONNRESET' }));
    const source = clientCredentials({
      ...around({ fetch: broken }),
      provider: server.as(google()),
      clientId: 'c',
      clientSecret: SECRET,
    });
    const error = await errorOf(source({}));
    expect(error).toMatchObject({ code: 'OAUTH_ENDPOINT_UNREACHABLE' });
    expectNoSecretIn([error, ...heard], SECRET);
  });

  test('of other people’s objects', async () => {
    // Of these requests nothing is known: what has the look of a token is taken out.
    const token = `ya29.${'hush'.repeat(15)}`;
    const gaxios = Object.assign(new Error('Request failed'), {
      config: { data: token },
      response: { data: { error: 'invalid_grant', error_description: `Bad ${token}` } },
    });
    const msal = Object.assign(new Error(token), {
      errorCode: 'invalid_grant',
      errorMessage: `AADSTS700082: eyJhbGciOi.${token}`,
    });
    const sources = [
      fromGoogleAuth({ getAccessToken: () => Promise.reject(gaxios), credentials: { access_token: token } }),
      fromMsal({ acquireTokenSilent: () => Promise.reject(msal) }, { account: { username: 'me' }, scopes: [] }),
    ];
    for (const source of sources) expectNoSecretIn([source, await errorOf(source({}))], token);
  });

  test('in a key-value store that is sealed', async () => {
    const values: string[] = [];
    const store = keyValueStore({
      get: async () => values.at(-1),
      set: async (_, value) => void values.push(value ?? ''),
      lock: (_, work) => work(),
      key: Buffer.alloc(32, 7),
    });
    await signIn({
      ...around(),
      provider: server.as(google()),
      clientId: 'c',
      account: 'a',
      store,
      refreshToken: server.mint(),
    })();
    expect(values).toHaveLength(1);
    expectNoSecretIn([...values, store]);
  });

  test('on the console, whatever happens', async () => {
    const lines: unknown[] = [];
    for (const level of ['log', 'info', 'warn', 'error', 'debug'] as const) {
      vi.spyOn(console, level).mockImplementation((...said) => void lines.push(...said));
    }
    for (const stream of [process.stdout, process.stderr]) {
      vi.spyOn(stream, 'write').mockImplementation((text) => lines.push(String(text)) > 0);
    }
    const auth = signIn({
      ...around(),
      provider: server.as(google()),
      clientId: 'c',
      clientSecret: SECRET,
      account: 'a',
      store: memoryStore(),
      refreshToken: server.mint(),
    });
    await auth();
    server.revoke();
    await errorOf(auth({ refused: (await auth()).token }));
    vi.restoreAllMocks();
    expect(lines).toEqual([]);
  });
});

test('and a secret is found where one is planted', () => {
  server.secrets.add('planted-secret');
  for (const value of [
    { a: { b: ['planted-secret'] } },
    new Error('planted-secret'),
    `x=${Buffer.from('planted-secret').toString('base64')}`,
  ]) {
    expect(() => expectNoSecretIn([value])).toThrow(/is shown/);
  }
  server.secrets.delete('planted-secret');
});
