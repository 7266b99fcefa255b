import { isSignInNeeded, memoryStore, microsoft, type SignInOptions, type TokenStore } from '@ehlo/oauth';
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

describe('a sign-in that has ended', () => {
  test('is named to all mails that wait, at once, in one event and one request', async () => {
    const auth = source();
    await auth();
    at.server.revoke();
    at.clock.advance(3_600_000);
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
    expect(at.events.filter(({ kind }) => kind === 'sign-in-needed')).toMatchObject([
      { code: 'OAUTH_REFRESH_TOKEN_EXPIRED', account: 'me@example.com' },
    ]);
    expect(at.server.posted()).toHaveLength(2);
  });

  test('is not asked about again, by no process, however long', async () => {
    const store = await signedIn();
    at.server.revoke();
    at.clock.advance(3_600_000);
    await failed(source({ store })());
    at.clock.advance(86_400_000);
    const error = await failed(source({ store, refreshToken: undefined })());
    expect(error.code).toBe('OAUTH_REFRESH_TOKEN_EXPIRED');
    expect(at.server.posted()).toHaveLength(2);
  });

  test('a refusal that may be mended elsewhere is asked about again after half a minute', async () => {
    const refusal = { status: 400, body: { error: 'interaction_required', error_codes: [53003] } };
    const auth = source({ provider: at.server.as(microsoft()) });
    at.server.next.push(refusal);
    const [one, two] = [await failed(auth()), await failed(auth())];
    expect([one.code, two.code]).toEqual(['OAUTH_BLOCKED_BY_POLICY', 'OAUTH_BLOCKED_BY_POLICY']);
    expect(at.server.posted()).toHaveLength(1);
    at.clock.advance(31_000);
    expect((await auth()).token).toMatch(/^access/);
  });

  test('a refusal for one service is none for another', async () => {
    at.server.next.push({ status: 400, body: { error: 'invalid_grant', error_codes: [65001] } });
    const auth = source({ provider: at.server.as(microsoft()) });
    expect((await failed(Promise.resolve(auth.road('graph')({})))).code).toBe('OAUTH_CONSENT_REQUIRED');
    expect((await auth()).token).toMatch(/^access/);
  });

  test('without a refresh token it ends with the access token', async () => {
    const store = memoryStore();
    at.server.device = 'granted';
    at.server.next.push({ body: { token_type: 'Bearer', access_token: 'only', expires_in: 3_600 } });
    const auth = source({ store, refreshToken: undefined });
    await auth.signIn({
      flow: async ({ asker }) => ({
        answer: { accessToken: 'only', scope: 'https://mail.google.com/', expiresAt: asker.around.now() + 3_600_000 },
      }),
    });
    at.server.next.length = 0;
    expect((await auth()).token).toBe('only');
    at.clock.advance(3_600_000);
    expect((await failed(auth())).message).toContain('no refresh token came');
  });
});
