import { google, memoryStore, microsoft, type SignInOptions, type TokenStore } from '@ehlo/oauth';
import { describe, expect, test } from 'vitest';
import { bench, failed } from './bench.js';

const at = bench();

/** One that has a refresh token from the start. */
const source = (options: Partial<SignInOptions> = {}) => at.source({ refreshToken: at.server.mint(), ...options });

/** A store that holds a sign-in. */
async function signedIn(): Promise<TokenStore> {
  const store = memoryStore();
  await source({ store })();
  return store;
}

describe('a stored sign-in', () => {
  test('gives the same token until it is nearly over, then one renewal', async () => {
    const auth = source();
    const first = await auth();
    at.clock.advance(40 * 60_000);
    expect(await auth()).toEqual(first);
    at.clock.advance(11 * 60_000);
    expect((await auth()).token).not.toBe(first.token);
    expect(at.server.posted()).toHaveLength(2);
  });

  test('always has ten minutes of life left', async () => {
    const auth = source();
    for (let minute = 0; minute < 600; minute++, at.clock.advance(60_000)) {
      expect((await auth()).expiresAt! - at.clock.now()).toBeGreaterThanOrEqual(600_000);
    }
    expect(at.server.posted().length).toBeLessThan(16);
  });

  test('renews ahead of the end at a moment of chance', async () => {
    const times = new Set<number>();
    for (let n = 0; n < 20; n++) {
      const auth = source();
      await auth();
      times.add((await auth.status())!.tokens[0]!.renewAt - at.clock.now());
    }
    expect(times.size).toBeGreaterThan(10);
    for (const ms of times) expect([ms >= 45 * 60_000, ms <= 50 * 60_000]).toEqual([true, true]);
  });

  test('a token of short life is renewed at half of it', async () => {
    at.server.expiresIn = 300;
    const auth = source();
    const first = await auth();
    at.clock.advance(149_000);
    expect(await auth()).toEqual(first);
    at.clock.advance(2_000);
    expect(await auth()).not.toEqual(first);
  });

  test('a token without a life is kept for most of an hour', async () => {
    at.server.expiresIn = undefined;
    const auth = source();
    const first = await auth();
    expect(first).not.toHaveProperty('expiresAt');
    at.clock.advance(44 * 60_000);
    expect(await auth()).toEqual(first);
    at.clock.advance(7 * 60_000);
    expect(await auth()).not.toEqual(first);
  });

  test('one renewal for a hundred mails that wait', async () => {
    const auth = source();
    const tokens = await Promise.all(Array.from({ length: 100 }, () => auth()));
    expect(new Set(tokens.map(({ token }) => token)).size).toBe(1);
    expect(at.server.posted()).toHaveLength(1);
  });

  test('a token that a mail server refused is renewed, once for all who were refused', async () => {
    const auth = source();
    const { token: refused } = await auth();
    const [one, two] = await Promise.all([auth({ refused }), auth({ refused })]);
    expect(one.token).not.toBe(refused);
    expect(two).toEqual(one);
    expect(await auth()).toEqual(one);
    expect(at.server.posted()).toHaveLength(2);
  });

  test('the old refresh token stays where no new one comes (RFC 6749 6)', async () => {
    at.server.rotate = false;
    const auth = source();
    const { token: refused } = await auth();
    await auth({ refused });
    const [first, second] = at.server.posted();
    expect(second?.refresh_token).toBe(first?.refresh_token);
    expect(at.server.reused).toBe(0);
  });

  test('a renewal does not hang on an ID token, which could cost the refresh token', async () => {
    const refresh_token = at.server.mint();
    const id_token = at.server.idToken({ exp: 1, aud: 'somebody else' });
    at.server.next.push({ body: { token_type: 'Bearer', access_token: 'a', expires_in: 60, refresh_token, id_token } });
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
        order.push(at.server.isLive(grant?.refreshToken ?? '') ? 'stored' : 'stored a spent one');
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
    expect(at.server.posted()).toHaveLength(1);
    at.clock.advance(3_600_000);
    await auth();
    expect(at.server.reused).toBe(0);
  });

  test('two sources on one store never spend a refresh token twice', async () => {
    const store = memoryStore();
    const refreshToken = at.server.mint();
    const [one, two] = [source({ store, refreshToken }), source({ store, refreshToken })];
    for (let round = 0; round < 20; round++, at.clock.advance(3_600_000)) await Promise.all([one(), two()]);
    expect(at.server.reused).toBe(0);
    expect(at.server.posted()).toHaveLength(20);
  });

  test('is not used by another client or at another provider', async () => {
    const store = memoryStore();
    await source({ store })();
    const other = await failed(source({ store, clientId: 'other', refreshToken: undefined })());
    const elsewhere = { ...at.server.as(google()), issuer: 'https://elsewhere.example' };
    const away = await failed(source({ store, provider: elsewhere, refreshToken: undefined })());
    expect([other.code, away.code]).toEqual(['SIGN_IN_NEEDED', 'SIGN_IN_NEEDED']);
    expect(at.server.posted()).toHaveLength(1);
  });

  test('tells its life without its secrets', async () => {
    const auth = source();
    expect(await auth.status()).toBeUndefined();
    await auth();
    const status = await auth.status();
    expect(status).toMatchObject({ account: 'me@example.com', renewals: 1, renewable: true });
    expect(status?.tokens).toMatchObject([
      { scope: 'https://mail.google.com/', expiresAt: at.clock.now() + 3_600_000 },
    ]);
    for (const secret of at.server.secrets) expect(JSON.stringify(status)).not.toContain(secret);
  });

  test('is forgotten on request', async () => {
    const auth = source({ refreshToken: undefined, store: await signedIn() });
    await auth.signOut();
    expect(await auth.status()).toBeUndefined();
    expect((await failed(auth())).code).toBe('SIGN_IN_NEEDED');
    expect(at.events.map(({ kind }) => kind)).toContain('signed-out');
  });
});

describe('one sign-in for several services', () => {
  test('Microsoft has a token for each, and a renewal names the scope', async () => {
    const auth = source({ provider: at.server.as(microsoft()) });
    const graph = auth.road('graph');
    const [smtp, api] = [await auth(), await graph({})];
    expect(api).not.toEqual(smtp);
    expect(await auth()).toEqual(smtp);
    expect(at.server.posted().map(({ scope }) => scope)).toEqual([
      'https://outlook.office.com/SMTP.Send openid profile email offline_access',
      'https://graph.microsoft.com/Mail.Send https://graph.microsoft.com/Mail.ReadWrite openid profile email offline_access',
    ]);
    expect(at.server.reused).toBe(0);
  });

  test('elsewhere one token serves all, and a renewal names none', async () => {
    const auth = source();
    expect(await auth.road('gmail-api')({})).toEqual(await auth());
    expect(at.server.posted()).toHaveLength(1);
    expect(at.server.posted()[0]).not.toHaveProperty('scope');
  });
});
