import { deviceCode, isSignInNeeded, microsoft, type SignInOptions } from '@ehlo/oauth';
import { describe, expect, test } from 'vitest';
import { bench, failed } from './bench.js';

const at = bench();

/** One that nobody has signed in to. */
const source = (options: Partial<SignInOptions> = {}) => at.source({ provider: at.server.as(microsoft()), ...options });

describe('a sign-in in the middle of sending', () => {
  const flow = deviceCode({ show: () => {} });

  test('happens where the program allowed it, once for all who wait', async () => {
    const auth = source({ flow });
    const tokens = await Promise.all([auth(), auth(), auth()]);
    expect(new Set(tokens.map(({ token }) => token)).size).toBe(1);
    expect(at.server.posted()).toHaveLength(1);
    expect(at.events.filter(({ kind }) => kind === 'sign-in-needed')).toHaveLength(1);
  });

  test('happens again when the grant has ended', async () => {
    const auth = source({ flow });
    const first = await auth();
    at.server.revoke();
    at.clock.advance(3_600_000);
    expect((await auth()).token).not.toBe(first.token);
    expect(await auth.status()).toMatchObject({ renewable: true, renewals: 0 });
  });

  test('ends when nobody waits for it any more, and not before', async () => {
    at.server.device = { error: 'authorization_pending' };
    let running: AbortSignal | undefined;
    const endless: typeof flow = ({ signal }) =>
      new Promise((_, reject) => {
        running = signal;
        signal.addEventListener('abort', () => reject(signal.reason));
      });
    const auth = source({ flow: endless });
    const [one, two] = [new AbortController(), new AbortController()];
    const waiting = [auth({ signal: one.signal }), auth({ signal: two.signal })].map((each) => each.catch(String));
    await expect.poll(() => running).toBeDefined();
    one.abort('first');
    expect(await waiting[0]).toBe('first');
    expect(running?.aborted).toBe(false);
    two.abort('second');
    expect(await waiting[1]).toBe('second');
    expect(running?.aborted).toBe(true);
  });

  test('does not happen otherwise', async () => {
    const error = await failed(source()());
    expect(isSignInNeeded(error)).toBe(true);
    expect(error.code).toBe('SIGN_IN_NEEDED');
    expect(at.server.requests).toHaveLength(0);
  });
});

describe('a source without an account', () => {
  test('is made one for an account by whoever knows it, and always the same', async () => {
    const auth = source({ account: undefined, flow: deviceCode({ show: () => {} }) });
    const mine = auth.forAccount('me@example.com');
    expect(auth.forAccount('me@example.com')).toBe(mine);
    const [one, other] = [await mine(), await auth.forAccount('you@example.com')()];
    expect(one).not.toEqual(other);
    expect((await mine.status())?.account).toBe('me@example.com');
    expect(mine.forAccount('you@example.com')).toBe(auth.forAccount('you@example.com'));
  });

  test('says so where it is used as it is', async () => {
    const auth = source({ account: undefined });
    for (const work of [auth(), auth.signIn(), auth.status(), auth.signOut(), auth.road('graph')({})]) {
      await expect(work).rejects.toMatchObject({ code: 'CREDENTIALS_MISSING', field: 'account' });
    }
  });

  test.each<[string, Partial<SignInOptions>]>([
    ['clientId', { clientId: '' }],
    ['store', { store: undefined }],
    ['store', { store: {} as never }],
    ['road', { road: 'gmail-api' }],
    ['road', { alsoFor: ['gmail-api'] }],
    ['account', { account: '' }],
  ])('%s at fault is named at once', (field, options) => {
    expect(() => source({ account: undefined, ...options })).toThrowError(expect.objectContaining({ field }));
  });

  test('a sign-in without a flow is refused', async () => {
    await expect(source().signIn()).rejects.toMatchObject({ field: 'flow' });
  });
});
