import { randomBytes } from 'node:crypto';
import { chmodSync, readdirSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileStore } from '@ehlo/oauth';
import { afterEach, describe, expect, test, vi } from 'vitest';
import { type Keyring, storeKey } from '../src/store-key.js';
import { folders, grant } from './folder.js';

const folder = folders();
const key = randomBytes(32);
afterEach(() => vi.unstubAllEnvs());

const files = (ending: string): string[] => readdirSync(folder()).filter((file) => file.endsWith(ending));

/** A keychain of the operating system, or one that refuses. */
function keychain(kept: Map<string, string> | 'locked'): Keyring {
  return {
    Entry: class {
      readonly #name: string;
      constructor(service: string, account: string, options: object) {
        expect(options).toEqual({ linux: { store: 'secret-service' } });
        this.#name = `${service} ${account}`;
      }
      getPassword(): string | null {
        if (kept === 'locked') throw new Error('no D-Bus session');
        return kept.get(this.#name) ?? null;
      }
      setPassword(password: string): void {
        if (kept === 'locked') throw new Error('no D-Bus session');
        kept.set(this.#name, password);
      }
    },
  };
}

describe('the key of a file store', () => {
  const none = async () => undefined;

  test('comes from the environment, in base64 or hex', async () => {
    vi.stubEnv('EHLO_STORE_KEY', key.toString('base64'));
    expect(await storeKey(folder(), 'auto', none)).toEqual(key);
    vi.stubEnv('EHLO_STORE_KEY', key.toString('hex'));
    expect(await storeKey(folder(), 'environment', none)).toEqual(key);
    expect(readdirSync(folder())).toEqual([]);
  });

  test.each(['', 'password', 'c2hvcnQ='])('the environment holds no key: "%s"', async (text) => {
    vi.stubEnv('EHLO_STORE_KEY', text);
    const error = await storeKey(folder(), 'environment', none).catch((reason) => reason);
    expect(error).toMatchObject({ code: 'OAUTH_STORE_UNREADABLE' });
    expect(error.message).toContain('openssl rand');
    if (text !== '') expect(error.message).not.toContain(text);
  });

  test('comes from the keychain where there is one', async () => {
    const kept = new Map<string, string>();
    const made = await storeKey(folder(), 'auto', async () => keychain(kept));
    expect(made).toHaveLength(32);
    expect(await storeKey(folder(), 'keychain', async () => keychain(kept))).toEqual(made);
    expect(files('key')).toEqual([]);
  });

  test('is a file where the keychain cannot be used, and stays that file', async () => {
    const made = await storeKey(folder(), 'auto', async () => keychain('locked'));
    expect(statSync(join(folder(), 'key')).mode & 0o777).toBe(0o600);
    expect(await storeKey(folder(), 'auto', async () => keychain(new Map()))).toEqual(made);
  });

  test('is not made anew while grants wait for the old one', async () => {
    const kept = new Map<string, string>();
    const seal = await storeKey(folder(), 'auto', async () => keychain(kept));
    await fileStore({ folder: folder(), key: seal }).write('a', grant());
    for (const load of [none, async () => keychain('locked'), async () => keychain(new Map())]) {
      await expect(storeKey(folder(), 'auto', load)).rejects.toMatchObject({ code: 'OAUTH_STORE_UNREADABLE' });
    }
    expect(files('key')).toEqual([]);
  });

  test('the keychain alone is an error where there is none', async () => {
    await expect(storeKey(folder(), 'keychain', none)).rejects.toThrow(/keyring is not installed/);
    await expect(storeKey(folder(), 'keychain', async () => keychain('locked'))).rejects.toThrow(/cannot be used here/);
  });

  test('a file that others can read is refused', async () => {
    await storeKey(folder(), 'key-file', none);
    chmodSync(join(folder(), 'key'), 0o640);
    await expect(storeKey(folder(), 'key-file', none)).rejects.toThrow(/chmod 600/);
  });

  test('a file without a key is refused', async () => {
    writeFileSync(join(folder(), 'key'), 'hush', { mode: 0o600 });
    const error = await storeKey(folder(), 'auto', none).catch((reason) => reason);
    expect(error).toMatchObject({ code: 'OAUTH_STORE_UNREADABLE' });
    expect(error.stack).not.toContain('hush');
  });

  test('of many that come first, all get the same', async () => {
    const keys = await Promise.all(Array.from({ length: 20 }, () => storeKey(folder(), 'key-file', none)));
    expect(new Set(keys.map((each) => Buffer.from(each).toString('hex'))).size).toBe(1);
    expect(readdirSync(folder())).toEqual(['key']);
  });
});
