import { fetchTrusting, memoryStore, type SignInOptions, type TokenStore } from '@ehlo/oauth';
import { describe, expect, test } from 'vitest';
import { bench, failed } from './bench.js';

const at = bench();

/** One that has a refresh token from the start. */
const source = (options: Partial<SignInOptions> = {}) => at.source({ refreshToken: at.server.mint(), ...options });

describe('a fault that passes', () => {
  test('is tried again with growing pauses', async () => {
    at.server.next.push({ status: 503 }, { status: 500, body: 'oops' });
    expect((await source()()).token).toMatch(/^access/);
    const [one, two] = at.clock.slept as [number, number];
    expect([one >= 500 && one <= 1_500, two >= 1_000 && two <= 3_000]).toEqual([true, true]);
    expect(at.events.filter(({ kind }) => kind === 'retrying')).toHaveLength(2);
  });

  test('waits as long as Retry-After says, and no longer than a minute', async () => {
    at.server.next.push({ status: 429, headers: { 'retry-after': '20' } });
    await source()();
    expect(at.clock.slept).toEqual([20_000]);
    at.server.next.push({ status: 429, headers: { 'retry-after': '600' } });
    expect(await failed(source()())).toMatchObject({ code: 'OAUTH_RATE_LIMITED', outcome: 'deferred' });
    expect(at.clock.slept).toEqual([20_000]);
  });

  test('ends after four attempts', async () => {
    at.server.next.push(...Array.from({ length: 9 }, () => ({ status: 503 })));
    expect(await failed(source()())).toMatchObject({
      code: 'OAUTH_TEMPORARY_ERROR',
      outcome: 'deferred',
      who: 'nobody',
    });
    expect(at.server.posted()).toHaveLength(4);
  });

  test('does not keep a token from use that still lives', async () => {
    const auth = source();
    const first = await auth();
    at.clock.advance(51 * 60_000);
    at.server.next.push(...Array.from({ length: 4 }, () => ({ status: 503 })));
    expect(await auth()).toEqual(first);
    expect(at.events.at(-1)).toMatchObject({ kind: 'renewal-put-off', code: 'OAUTH_TEMPORARY_ERROR' });
    expect(await auth()).not.toEqual(first);
  });

  test('what does not pass is never tried again', async () => {
    at.server.next.push({ status: 401, body: { error: 'invalid_client', error_description: 'Unauthorized' } });
    expect((await failed(source({ clientSecret: 'secret' })())).code).toBe('OAUTH_CLIENT_SECRET_INVALID');
    expect(at.server.posted()).toHaveLength(1);
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
    at.server.next.push(async () => {
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
    const fetch = fetchTrusting(at.server.ca);
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
    expect(at.server.reused).toBe(0);
    expect(at.server.posted()).toHaveLength(1);
  });

  test('before anything, nothing is asked', async () => {
    await expect(source()({ signal: AbortSignal.abort(new Error('no')) })).rejects.toThrow('no');
    expect(at.server.posted()).toHaveLength(0);
  });
});
