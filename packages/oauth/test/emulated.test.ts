import {
  authorizationCode,
  clientCredentials,
  deviceCode,
  fileStore,
  google,
  isSignInNeeded,
  memoryStore,
  microsoft,
  type SignInOptions,
  serviceAccount,
  signIn,
} from '@ehlo/oauth';
import { sandbox, type WebSandbox, webErrors } from '@ehlo/sandbox';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { failed } from './bench.js';
import { folders } from './folder.js';

/* The presets as they are, at the emulated endpoints of Microsoft and Google: real names, real TLS, their own words. */

let web: WebSandbox;
beforeAll(async () => {
  web = await sandbox.web({ signIn: 'approved' });
});
afterAll(() => web.close());
afterEach(() => {
  web.refuse(null);
  web.set({ publishing: 'production', oldRefreshTokens: 'honoured' });
});

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
const WORKER = 'someone@contoso.com';
const PERSON = 'someone@gmail.com';

const around = () => ({
  fetch: web.fetch,
  now: () => web.clock.now(),
  // Pauses are over at once; the time that a person has is long enough.
  sleep: (ms: number, signal?: AbortSignal) =>
    new Promise<void>((resolve, reject) => {
      signal?.addEventListener('abort', () => reject(signal.reason), { once: true });
      if (ms >= 300_000) return;
      web.clock.advance(ms);
      resolve();
    }),
});

/** A browser whose person has agreed before: the page sends it back at once. */
const browser = () =>
  authorizationCode({
    open: (address) => {
      const visit = async () => {
        const sent = await web.fetch(address, { redirect: 'manual' });
        await fetch(sent.headers.get('location') as string);
      };
      visit().catch(() => undefined);
    },
  });

function outlook(options: Partial<SignInOptions> = {}) {
  const client = { provider: microsoft(), clientId: web.microsoft.clientId, account: WORKER };
  return signIn({ ...around(), ...client, store: memoryStore(), ...options });
}

function gmail(options: Partial<SignInOptions> = {}) {
  const client = { provider: google(), ...web.google, account: PERSON };
  return signIn({ ...around(), ...client, store: memoryStore(), ...options });
}

describe('Microsoft, emulated', () => {
  test('device code, and renewals', async () => {
    const auth = outlook();
    const flow = deviceCode({ show: ({ userCode }) => void web.approve(userCode, WORKER) });
    expect(await auth.signIn({ flow })).toMatchObject({ subject: WORKER, renewable: true });
    const first = await auth();
    web.clock.advance(2 * HOUR);
    expect((await auth()).token).not.toBe(first.token);
    expect(await failed(Promise.resolve(auth.road('graph')({})))).toMatchObject({ code: 'OAUTH_CONSENT_REQUIRED' });
  });

  test('browser, with a token for Graph from the same sign-in', async () => {
    const auth = outlook({ alsoFor: ['graph'] });
    expect(await auth.signIn({ flow: browser() })).toMatchObject({ subject: WORKER, renewable: true });
    await auth.road('graph')({});
    web.clock.advance(2 * HOUR);
    await auth();
    const audiences = (await auth.status())?.tokens.map(({ audience }) => audience);
    expect(audiences).toEqual(['https://outlook.office.com', 'https://graph.microsoft.com']);
  });

  test('an app by secret, by certificate, and with the wrong ones', async () => {
    const provider = microsoft({ tenant: web.microsoft.tenantId });
    const { clientId, clientSecret } = web.microsoft.daemon;
    const { cert: certificate, key } = await web.createCertificate();
    const app = { ...around(), provider, clientId };
    expect(await clientCredentials({ ...app, clientSecret })({})).toMatchObject({
      token: expect.stringMatching(/^eyJ/),
    });
    await clientCredentials({ ...app, clientCertificate: { certificate, key } })({});
    await clientCredentials({ ...app, clientSecret, road: 'graph' })({});
    const wrong = clientCredentials({ ...app, clientSecret: 'the-id-of-the-secret' })({});
    expect(await failed(Promise.resolve(wrong))).toMatchObject({ code: 'OAUTH_CLIENT_SECRET_INVALID' });
    const unknown = clientCredentials({ ...app, clientId: '00000000-0000-0000-0000-000000000000', clientSecret })({});
    expect(await failed(Promise.resolve(unknown))).toMatchObject({ code: 'OAUTH_CLIENT_UNKNOWN' });
  });

  test('ninety days without mail end the sign-in, and all who wait hear it', async () => {
    const auth = outlook();
    await auth.signIn({ flow: deviceCode({ show: () => undefined }) });
    web.clock.advance(91 * DAY);
    const errors = await Promise.all([auth(), auth(), auth()].map(failed));
    for (const error of errors) {
      expect(isSignInNeeded(error)).toBe(true);
      expect(error.code).toBe('OAUTH_REFRESH_TOKEN_EXPIRED');
      expect(error.message).toContain('AADSTS700082');
    }
  });

  test.each(webErrors.microsoft)('its error %s is known', async (code) => {
    const auth = outlook();
    await auth.signIn({ flow: deviceCode({ show: () => undefined }) });
    web.clock.advance(2 * HOUR);
    web.refuse('microsoft', code);
    const error = await failed(auth());
    expect(['OAUTH_REFUSED', 'OAUTH_RESPONSE_INVALID']).not.toContain(error.code);
    if (/^\d/.test(code)) expect(error.message).toContain(`AADSTS${code}`);
    expect(error.rule).toBeDefined();
  });
});

describe('Google, emulated', () => {
  test('browser and renewals', async () => {
    const auth = gmail();
    expect(await auth.signIn({ flow: browser() })).toMatchObject({ subject: PERSON, renewable: true });
    const first = await auth();
    web.clock.advance(2 * HOUR);
    expect((await auth()).token).not.toBe(first.token);
  });

  test('an app in testing loses its sign-in after seven days, and the error says so', async () => {
    web.set({ publishing: 'testing' });
    const auth = gmail();
    await auth.signIn({ flow: browser() });
    web.clock.advance(8 * DAY);
    const error = await failed(auth());
    expect(error.code).toBe('OAUTH_REFRESH_TOKEN_EXPIRED');
    expect(error.notes.join()).toContain('Testing');
  });

  test('a service account, and one that was not delegated', async () => {
    const account = (scopes: string[]) =>
      serviceAccount({ ...around(), key: web.createServiceAccount(scopes), subject: WORKER })({});
    expect(await account(['https://mail.google.com/'])).toMatchObject({ token: expect.any(String) });
    const error = await failed(Promise.resolve(account(['https://www.googleapis.com/auth/gmail.send'])));
    expect(error).toMatchObject({ code: 'GOOGLE_DELEGATION_MISSING', who: 'tenant admin' });
  });

  test.each(webErrors.google.filter((name) => name !== 'invalid-token'))('its error %s is known', async (name) => {
    const auth = gmail();
    await auth.signIn({ flow: browser() });
    web.clock.advance(2 * HOUR);
    web.refuse('google', name);
    const error = await failed(auth());
    expect(['OAUTH_REFUSED', 'OAUTH_RESPONSE_INVALID']).not.toContain(error.code);
    expect(error.rule).toBeDefined();
  });
});

describe('half a year of mail every sixth day', () => {
  const folder = folders();

  test.each([
    ['Microsoft', () => outlook, () => deviceCode({ show: () => undefined })],
    ['Google', () => gmail, browser],
  ] as const)(
    '%s: one sign-in is enough for two processes that are restarted',
    async (_, source, flow) => {
      web.set({ oldRefreshTokens: 'revoke-the-grant' });
      const begin = () => source()({ store: fileStore({ folder: folder(), key: 'key-file' }) });
      let processes = [begin(), begin()];
      await processes[0]!.signIn({ flow: flow() });
      for (let day = 0; day < 180; day += 6) {
        web.clock.advance(2 * DAY);
        if (day % 14 === 0) processes = [begin(), begin()];
        const [one, two] = await Promise.all(processes.map((auth) => auth()));
        expect(two).toEqual(one);
      }
      expect(await processes[0]!.status()).toMatchObject({ renewals: 30, renewable: true });
    },
    60_000,
  );
});
