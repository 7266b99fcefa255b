import { randomBytes } from 'node:crypto';
import { fileStore, keyValueStore, memoryStore, type TokenStore } from '@ehlo/oauth';
import { beforeEach, describe, expect, test } from 'vitest';
import { folders, grant } from './folder.js';

const folder = folders();

const key = randomBytes(32);
const values = new Map<string, string>();
const database = () => ({
  get: async (name: string) => values.get(name),
  set: async (name: string, value: string | undefined) =>
    void (value === undefined ? values.delete(name) : values.set(name, value)),
  lock: <T>(name: string, work: () => Promise<T>, signal?: AbortSignal) => locks.lock(name, work, signal),
});
const locks = memoryStore();
beforeEach(() => values.clear());

const stores: Record<string, () => TokenStore> = {
  memoryStore,
  fileStore: () => fileStore({ folder: folder(), key }),
  'keyValueStore, sealed': () => keyValueStore({ ...database(), key }),
  'keyValueStore, in clear': () => keyValueStore({ ...database(), key: 'in-clear' }),
};

describe.each(Object.entries(stores))('%s', (_, open) => {
  test('gives what was written last, by account', async () => {
    const store = open();
    expect(await store.read('a@example.com')).toBeUndefined();
    await store.write('a@example.com', grant('1'));
    await store.write('a@example.com', grant('2'));
    await store.write('b@example.com', grant('3'));
    expect(await store.read('a@example.com')).toEqual(grant('2'));
    expect(await store.read('b@example.com')).toEqual(grant('3'));
    await store.write('a@example.com', undefined);
    await store.write('a@example.com', undefined);
    expect(await store.read('a@example.com')).toBeUndefined();
    expect(await store.read('b@example.com')).toEqual(grant('3'));
  });

  test('lets one in at a time for an account, and all come in', async () => {
    const store = open();
    let inside = 0;
    let most = 0;
    let visits = 0;
    const visit = () =>
      store.lock('a@example.com', async () => {
        most = Math.max(most, ++inside);
        await new Promise(setImmediate);
        inside--;
        visits++;
      });
    await Promise.all(Array.from({ length: 20 }, visit));
    expect([most, visits]).toEqual([1, 20]);
  });

  test('does not keep accounts from each other', async () => {
    const store = open();
    await store.lock('a@example.com', () => store.lock('b@example.com', async () => undefined));
  });

  test('is open again after work that failed', async () => {
    const store = open();
    await expect(store.lock('a', () => Promise.reject(new Error('mine')))).rejects.toThrow('mine');
    expect(await store.lock('a', async () => 1)).toBe(1);
  });

  test('lets a waiting one go when it is aborted', async () => {
    const store = open();
    const aborter = new AbortController();
    let ran = false;
    await store.lock('a', async () => {
      const waiting = store.lock('a', async () => void (ran = true), aborter.signal);
      aborter.abort(new Error('enough'));
      await expect(waiting).rejects.toThrow('enough');
    });
    expect(await store.lock('a', async () => 1)).toBe(1);
    expect(ran).toBe(false);
  });
});

describe('a key-value store', () => {
  test('holds nothing in clear unless that is asked for', async () => {
    await stores['keyValueStore, sealed']!().write('a@example.com', grant());
    expect([...values.keys()]).toEqual(['ehlo:grant:a@example.com']);
    expect([...values.values()].join()).not.toMatch(/hush|issuer/);
  });

  test('does not let the words of the database out', async () => {
    const broken = () => Promise.reject(new Error('SET refresh-hush failed'));
    const store = keyValueStore({ ...database(), get: broken, set: broken, key });
    for (const work of [store.read('a'), store.write('a', grant())]) {
      const error = await work.catch((reason) => reason);
      expect(error).toMatchObject({ code: 'OAUTH_STORE_FAILED', outcome: 'deferred' });
      expect(error.stack).not.toContain('hush');
    }
  });

  test('wants a key, or to be told that there is none', () => {
    expect(() => keyValueStore({ ...database(), key: Buffer.from('short') })).toThrow(/32 octets/);
  });
});
