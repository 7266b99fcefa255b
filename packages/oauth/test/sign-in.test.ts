import { isMailError, type MailError } from '@ehlo/core';
import {
  fetchTrusting,
  google,
  isSignInNeeded,
  memoryStore,
  microsoft,
  type OAuthEvent,
  type SignInOptions,
  signIn,
  type TokenStore,
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
  server.reused = 0;
  server.rotate = true;
  server.expiresIn = 3_600;
  clock = simulatedClock();
  events = [];
});

function source(options: Partial<SignInOptions> = {}) {
  return signIn({
    provider: server.as(google()),
    clientId: 'client',
    account: 'me@example.com',
    store: memoryStore(),
    refreshToken: server.mint(),
    fetch: fetchTrusting(server.ca),
    now: clock.now,
    sleep: clock.sleep,
    observe: (event) => events.push(event),
    ...options,
  });
}

const failed = (promise: Promise<unknown>): Promise<MailError> =>
  promise.then(
    () => {
      throw new Error('it should have failed');
    },
    (error) => {
      if (!isMailError(error)) throw error;
      return error;
    },
  );

describe('a stored sign-in', () => {
  test('gives the same token until it is nearly over, then one renewal', async () => {
    const auth = source();
    const first = await auth();
    clock.advance(40 * 60_000);
    expect(await auth()).toEqual(first);
    clock.advance(11 * 60_000);
    expect((await auth()).token).not.toBe(first.token);
    expect(server.posted()).toHaveLength(2);
  });

  test('always has ten minutes of life left', async () => {
    const auth = source();
    for (let minute = 0; minute < 600; minute++, clock.advance(60_000)) {
      expect((await auth()).expiresAt! - clock.now()).toBeGreaterThanOrEqual(600_000);
    }
    expect(server.posted().length).toBeLessThan(16);
  });

  test('renews ahead of the end at a moment of chance', async () => {
    const times = new Set<number>();
    for (let n = 0; n < 20; n++) {
      const auth = source();
      await auth();
      times.add((await auth.status())!.tokens[0]!.renewAt - clock.now());
    }
    expect(times.size).toBeGreaterThan(10);
    for (const ms of times) expect([ms >= 45 * 60_000, ms <= 50 * 60_000]).toEqual([true, true]);
  });

  test('a token of short life is renewed at half of it', async () => {
    server.expiresIn = 300;
    const auth = source();
    const first = await auth();
    clock.advance(149_000);
    expect(await auth()).toEqual(first);
    clock.advance(2_000);
    expect(await auth()).not.toEqual(first);
  });

  test('a token without a life is kept for most of an hour', async () => {
    server.expiresIn = undefined;
    const auth = source();
    const first = await auth();
    expect(first).not.toHaveProperty('expiresAt');
    clock.advance(44 * 60_000);
    expect(await auth()).toEqual(first);
    clock.advance(7 * 60_000);
    expect(await auth()).not.toEqual(first);
  });

  test('one renewal for a hundred mails that wait', async () => {
    const auth = source();
    const tokens = await Promise.all(Array.from({ length: 100 }, () => auth()));
    expect(new Set(tokens.map(({ token }) => token)).size).toBe(1);
    expect(server.posted()).toHaveLength(1);
  });

  test('a token that a mail server refused is renewed, once for all who were refused', async () => {
    const auth = source();
    const { token: refused } = await auth();
    const [one, two] = await Promise.all([auth({ refused }), auth({ refused })]);
    expect(one.token).not.toBe(refused);
    expect(two).toEqual(one);
    expect(await auth()).toEqual(one);
    expect(server.posted()).toHaveLength(2);
  });

  test('the old refresh token stays where no new one comes (RFC 6749 6)', async () => {
    server.rotate = false;
    const auth = source();
    const { token: refused } = await auth();
    await auth({ refused });
    const [first, second] = server.posted();
    expect(second?.refresh_token).toBe(first?.refresh_token);
    expect(server.reused).toBe(0);
  });

  test('a renewal does not hang on an ID token, which could cost the refresh token', async () => {
    const refresh_token = server.mint();
    const id_token = server.idToken({ exp: 1, aud: 'somebody else' });
    server.next.push({ body: { token_type: 'Bearer', access_token: 'a', expires_in: 60, refresh_token, id_token } });
    const store = memoryStore();
    await source({ store })();
    expect((await store.read('me@example.com'))?.refreshToken).toBe(refresh_token);
  });

  test('the new refresh token is in the store before the token is given', async () => {
    const order: string[] = [];
    const inner = memoryStore();
    const store: TokenStore = {
      ...inner,
      write: async (account, grant) => {
        await new Promise(setImmediate);
        order.push(server.isLive(grant?.refreshToken ?? '') ? 'stored' : 'stored a spent one');
        await inner.write(account, grant);
      },
    };
    await source({ store })().then(() => order.push('given'));
    expect(order).toEqual(['stored', 'given']);
  });

  test('what could not be stored is stored the next time, and not lost', async () => {
    const inner = memoryStore();
    let full = true;
    const store: TokenStore = {
      ...inner,
      write: (account, grant) => (full ? Promise.reject(new Error('disk full')) : inner.write(account, grant)),
    };
    const auth = source({ store });
    await expect(auth()).rejects.toThrow('disk full');
    full = false;
    expect((await auth()).token).toMatch(/^access/);
    expect(server.posted()).toHaveLength(1);
    clock.advance(3_600_000);
    await auth();
    expect(server.reused).toBe(0);
  });

  test('two sources on one store never spend a refresh token twice', async () => {
    const store = memoryStore();
    const refreshToken = server.mint();
    const [one, two] = [source({ store, refreshToken }), source({ store, refreshToken })];
    for (let round = 0; round < 20; round++, clock.advance(3_600_000)) await Promise.all([one(), two()]);
    expect(server.reused).toBe(0);
    expect(server.posted()).toHaveLength(20);
  });

  test('is not used by another client or at another provider', async () => {
    const store = memoryStore();
    await source({ store })();
    const other = await failed(source({ store, clientId: 'other', refreshToken: undefined })());
    const elsewhere = { ...server.as(google()), issuer: 'https://elsewhere.example' };
    const away = await failed(source({ store, provider: elsewhere, refreshToken: undefined })());
    expect([other.code, away.code]).toEqual(['SIGN_IN_NEEDED', 'SIGN_IN_NEEDED']);
    expect(server.posted()).toHaveLength(1);
  });

  test('tells its life without its secrets', async () => {
    const auth = source();
    expect(await auth.status()).toBeUndefined();
    await auth();
    const status = await auth.status();
    expect(status).toMatchObject({ account: 'me@example.com', renewals: 1, renewable: true });
    expect(status?.tokens).toMatchObject([{ scope: 'https://mail.google.com/', expiresAt: clock.now() + 3_600_000 }]);
    for (const secret of server.secrets) expect(JSON.stringify(status)).not.toContain(secret);
  });

  test('is forgotten on request', async () => {
    const auth = source({ refreshToken: undefined, store: await signedIn() });
    await auth.signOut();
    expect(await auth.status()).toBeUndefined();
    expect((await failed(auth())).code).toBe('SIGN_IN_NEEDED');
    expect(events.map(({ kind }) => kind)).toContain('signed-out');
  });
});

async function signedIn(): Promise<TokenStore> {
  const store = memoryStore();
  await source({ store })();
  return store;
}

describe('one sign-in for several services', () => {
  test('Microsoft has a token for each, and a renewal names the scope', async () => {
    const auth = source({ provider: server.as(microsoft()) });
    const graph = auth.road('graph');
    const [smtp, api] = [await auth(), await graph({})];
    expect(api).not.toEqual(smtp);
    expect(await auth()).toEqual(smtp);
    expect(server.posted().map(({ scope }) => scope)).toEqual([
      'https://outlook.office.com/SMTP.Send openid profile email offline_access',
      'https://graph.microsoft.com/Mail.Send https://graph.microsoft.com/Mail.ReadWrite openid profile email offline_access',
    ]);
    expect(server.reused).toBe(0);
  });

  test('elsewhere one token serves all, and a renewal names none', async () => {
    const auth = source();
    expect(await auth.road('gmail-api')({})).toEqual(await auth());
    expect(server.posted()).toHaveLength(1);
    expect(server.posted()[0]).not.toHaveProperty('scope');
  });
});

describe('a sign-in that has ended', () => {
  test('is named to all mails that wait, at once, in one event and one request', async () => {
    const auth = source();
    await auth();
    server.revoke();
    clock.advance(3_600_000);
    const errors = await Promise.all(Array.from({ length: 50 }, () => failed(auth())));
    expect(new Set(errors).size).toBe(50);
    for (const error of errors) {
      expect(isSignInNeeded(error)).toBe(true);
      expect(error).toMatchObject({
        code: 'OAUTH_REFRESH_TOKEN_EXPIRED',
        account: 'me@example.com',
        outcome: 'rejected',
      });
      expect(error.notes.join()).toContain('Testing');
    }
    expect(events.filter(({ kind }) => kind === 'sign-in-needed')).toMatchObject([
      { code: 'OAUTH_REFRESH_TOKEN_EXPIRED', account: 'me@example.com' },
    ]);
    expect(server.posted()).toHaveLength(2);
  });

  test('is not asked about again, by no process, however long', async () => {
    const store = await signedIn();
    server.revoke();
    clock.advance(3_600_000);
    await failed(source({ store })());
    clock.advance(86_400_000);
    const error = await failed(source({ store, refreshToken: undefined })());
    expect(error.code).toBe('OAUTH_REFRESH_TOKEN_EXPIRED');
    expect(server.posted()).toHaveLength(2);
  });

  test('a refusal that may be mended elsewhere is asked about again after half a minute', async () => {
    const refusal = { status: 400, body: { error: 'interaction_required', error_codes: [53003] } };
    const auth = source({ provider: server.as(microsoft()) });
    server.next.push(refusal);
    const [one, two] = [await failed(auth()), await failed(auth())];
    expect([one.code, two.code]).toEqual(['OAUTH_BLOCKED_BY_POLICY', 'OAUTH_BLOCKED_BY_POLICY']);
    expect(server.posted()).toHaveLength(1);
    clock.advance(31_000);
    expect((await auth()).token).toMatch(/^access/);
  });

  test('without a refresh token it ends with the access token', async () => {
    const store = memoryStore();
    server.device = 'granted';
    server.next.push({ body: { token_type: 'Bearer', access_token: 'only', expires_in: 3_600 } });
    const auth = source({ store, refreshToken: undefined });
    await auth.signIn({
      flow: async ({ asker }) => ({
        answer: { accessToken: 'only', scope: 'https://mail.google.com/', expiresAt: asker.around.now() + 3_600_000 },
      }),
    });
    server.next.length = 0;
    expect((await auth()).token).toBe('only');
    clock.advance(3_600_000);
    expect((await failed(auth())).message).toContain('no refresh token came');
  });
});

describe('a fault that passes', () => {
  test('is tried again with growing pauses', async () => {
    server.next.push({ status: 503 }, { status: 500, body: 'oops' });
    expect((await source()()).token).toMatch(/^access/);
    const [one, two] = clock.slept as [number, number];
    expect([one >= 500 && one <= 1_500, two >= 1_000 && two <= 3_000]).toEqual([true, true]);
    expect(events.filter(({ kind }) => kind === 'retrying')).toHaveLength(2);
  });

  test('waits as long as Retry-After says, and no longer than a minute', async () => {
    server.next.push({ status: 429, headers: { 'retry-after': '20' } });
    await source()();
    expect(clock.slept).toEqual([20_000]);
    server.next.push({ status: 429, headers: { 'retry-after': '600' } });
    expect(await failed(source()())).toMatchObject({ code: 'OAUTH_RATE_LIMITED', outcome: 'deferred' });
    expect(clock.slept).toEqual([20_000]);
  });

  test('ends after four attempts', async () => {
    server.next.push(...Array.from({ length: 9 }, () => ({ status: 503 })));
    expect(await failed(source()())).toMatchObject({
      code: 'OAUTH_TEMPORARY_ERROR',
      outcome: 'deferred',
      who: 'nobody',
    });
    expect(server.posted()).toHaveLength(4);
  });

  test('does not keep a token from use that still lives', async () => {
    const auth = source();
    const first = await auth();
    clock.advance(51 * 60_000);
    server.next.push(...Array.from({ length: 4 }, () => ({ status: 503 })));
    expect(await auth()).toEqual(first);
    expect(events.at(-1)).toMatchObject({ kind: 'renewal-put-off', code: 'OAUTH_TEMPORARY_ERROR' });
    expect(await auth()).not.toEqual(first);
  });

  test('what does not pass is never tried again', async () => {
    server.next.push({ status: 401, body: { error: 'invalid_client', error_description: 'Unauthorized' } });
    expect((await failed(source({ clientSecret: 'secret' })())).code).toBe('OAUTH_CLIENT_SECRET_INVALID');
    expect(server.posted()).toHaveLength(1);
  });
});

describe('an abort', () => {
  test('lets the one go and the others wait on', async () => {
    const aborter = new AbortController();
    let release!: () => void;
    const held = new Promise<void>((resolve) => {
      release = resolve;
    });
    const tokens = { token_type: 'Bearer', access_token: 'late', expires_in: 3_600 };
    server.next.push(async () => {
      aborter.abort(new Error('enough'));
      await held;
      return { body: tokens };
    });
    const auth = source();
    const [gone, staying] = [auth({ signal: aborter.signal }), auth()];
    await expect(gone).rejects.toThrow('enough');
    release();
    expect((await staying).token).toBe('late');
  });

  test('does not lose the refresh token that is on its way', async () => {
    const aborter = new AbortController();
    const inner = memoryStore();
    let written!: () => void;
    const done = new Promise<void>((resolve) => {
      written = resolve;
    });
    const store: TokenStore = { ...inner, write: (account, grant) => inner.write(account, grant).then(written) };
    const auth = source({ store });
    const fetch = fetchTrusting(server.ca);
    const other = source({
      store,
      fetch: (input, init) => {
        aborter.abort(new Error('enough'));
        return fetch(input, init);
      },
    });
    await expect(other({ signal: aborter.signal })).rejects.toThrow('enough');
    await done;
    expect((await auth()).token).toMatch(/^access/);
    expect(server.reused).toBe(0);
    expect(server.posted()).toHaveLength(1);
  });

  test('before anything, nothing is asked', async () => {
    await expect(source()({ signal: AbortSignal.abort(new Error('no')) })).rejects.toThrow('no');
    expect(server.posted()).toHaveLength(0);
  });
});
