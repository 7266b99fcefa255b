import { spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import {
  chmodSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileStore, type Grant, keyValueStore, memoryStore, type TokenStore } from '@ehlo/oauth';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { withFileLock } from '../src/file-lock.js';
import { sealWith } from '../src/seal.js';
import { type Keyring, storeKey } from '../src/store-key.js';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'ehlo-store-'));
});
afterEach(() => {
  vi.unstubAllEnvs();
  rmSync(folder, { recursive: true, force: true });
});

const grant = (refreshToken = 'refresh-hush'): Grant => ({
  version: 1,
  issuer: 'https://issuer.example',
  clientId: 'client',
  refreshToken,
  tokens: { mail: { accessToken: 'access-hush', scope: 'mail', renewAt: 1 } },
  signedInAt: 0,
  renewals: 0,
});

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
  fileStore: () => fileStore({ folder, key }),
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

const files = (ending: string): string[] => readdirSync(folder).filter((file) => file.endsWith(ending));
const only = (ending: string): string => join(folder, files(ending)[0]!);

describe('a file store', () => {
  test('holds nothing in clear, and nothing that others can read', async () => {
    await fileStore({ folder, key: 'key-file' }).write('a@example.com', grant());
    expect(readdirSync(folder)).toHaveLength(2);
    for (const file of readdirSync(folder)) {
      expect(file).not.toContain('example');
      expect(readFileSync(join(folder, file), 'latin1')).not.toMatch(/hush|issuer|example/);
      expect(statSync(join(folder, file)).mode & 0o777).toBe(0o600);
    }
  });

  test('makes its folder for its owner alone', async () => {
    await fileStore({ folder: join(folder, 'new', 'one'), key }).write('a', grant());
    expect(statSync(join(folder, 'new', 'one')).mode & 0o777).toBe(0o700);
  });

  test('every write has another nonce', async () => {
    const store = fileStore({ folder, key });
    const seen = new Set<string>();
    for (let n = 0; n < 20; n++) {
      await store.write('a', grant());
      seen.add(readFileSync(only('.grant'), 'utf8').split(' ')[2]!.slice(0, 16));
    }
    expect(seen.size).toBe(20);
  });

  test('clears away the drafts of processes that were killed', async () => {
    const store = fileStore({ folder, key });
    await store.write('a', grant());
    writeFileSync(only('.grant').replace('.grant', '.0badbeef.draft'), 'half');
    await store.write('a', grant('2'));
    expect(files('.draft')).toEqual([]);
    expect(await store.read('a')).toEqual(grant('2'));
  });

  const damage: Record<string, (text: string) => string> = {
    'a changed octet': (text) => `${text.slice(0, 60)}${text[60] === 'A' ? 'B' : 'A'}${text.slice(61)}`,
    'a cut end': (text) => text.slice(0, -30),
    'a cut to almost nothing': (text) => text.slice(0, 30),
    nothing: () => '',
    'other words': () => '{"version":1}',
  };
  test.each(Object.keys(damage))('%s is seen', async (what) => {
    const store = fileStore({ folder, key });
    await store.write('a', grant());
    writeFileSync(only('.grant'), damage[what]!(readFileSync(only('.grant'), 'utf8')));
    const error = await store.read('a').catch((reason) => reason);
    expect(error).toMatchObject({ code: 'OAUTH_STORE_UNREADABLE', outcome: 'rejected' });
    expect(error.stack).not.toContain(folder);
  });

  test('what was sealed for one account does not open for another', async () => {
    const store = fileStore({ folder, key });
    await store.write('a', grant());
    const file = only('.grant');
    await store.write('b', grant());
    writeFileSync(join(folder, files('.grant').find((each) => !file.endsWith(each))!), readFileSync(file));
    await expect(store.read('b')).rejects.toThrow(/another account/);
  });

  test('another key is told from damage', async () => {
    await fileStore({ folder, key }).write('a', grant());
    await expect(fileStore({ folder, key: randomBytes(32) }).read('a')).rejects.toThrow(/another key/);
  });

  test('a folder that cannot be used is named by the system’s word', async () => {
    writeFileSync(join(folder, 'file'), '');
    const error = await fileStore({ folder: join(folder, 'file'), key })
      .read('a')
      .catch((reason) => reason);
    expect(error).toMatchObject({ code: 'OAUTH_STORE_FAILED' });
    expect(error.message).toMatch(/E(EXIST|NOTDIR)/);
    expect(JSON.stringify(error)).not.toContain(folder);
  });

  test('options that cannot be meant are refused', () => {
    expect(() => fileStore({ key: Buffer.from('short') })).toThrow(/32 octets/);
    expect(() => fileStore({ key: 'secret' as never })).toThrow(/key-file/);
  });
});

/** A keychain of the operating system, or one that refuses. */
function keychain(kept: Map<string, string> | 'locked'): Keyring {
  return {
    Entry: class {
      readonly #name: string;
      constructor(service: string, account: string) {
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
    expect(await storeKey(folder, 'auto', none)).toEqual(key);
    vi.stubEnv('EHLO_STORE_KEY', key.toString('hex'));
    expect(await storeKey(folder, 'environment', none)).toEqual(key);
    expect(readdirSync(folder)).toEqual([]);
  });

  test.each(['', 'password', 'c2hvcnQ='])('the environment holds no key: "%s"', async (text) => {
    vi.stubEnv('EHLO_STORE_KEY', text);
    const error = await storeKey(folder, 'environment', none).catch((reason) => reason);
    expect(error).toMatchObject({ code: 'OAUTH_STORE_UNREADABLE' });
    expect(error.message).toContain('openssl rand');
    if (text !== '') expect(error.message).not.toContain(text);
  });

  test('comes from the keychain where there is one', async () => {
    const kept = new Map<string, string>();
    const made = await storeKey(folder, 'auto', async () => keychain(kept));
    expect(made).toHaveLength(32);
    expect(await storeKey(folder, 'keychain', async () => keychain(kept))).toEqual(made);
    expect(files('key')).toEqual([]);
  });

  test('is a file where the keychain cannot be used, and stays that file', async () => {
    const made = await storeKey(folder, 'auto', async () => keychain('locked'));
    expect(statSync(join(folder, 'key')).mode & 0o777).toBe(0o600);
    expect(await storeKey(folder, 'auto', async () => keychain(new Map()))).toEqual(made);
  });

  test('is not made anew while grants wait for the old one', async () => {
    const kept = new Map<string, string>();
    const seal = await storeKey(folder, 'auto', async () => keychain(kept));
    await fileStore({ folder, key: seal }).write('a', grant());
    for (const load of [none, async () => keychain('locked'), async () => keychain(new Map())]) {
      await expect(storeKey(folder, 'auto', load)).rejects.toMatchObject({ code: 'OAUTH_STORE_UNREADABLE' });
    }
    expect(files('key')).toEqual([]);
  });

  test('the keychain alone is an error where there is none', async () => {
    await expect(storeKey(folder, 'keychain', none)).rejects.toThrow(/keyring is not installed/);
    await expect(storeKey(folder, 'keychain', async () => keychain('locked'))).rejects.toThrow(/cannot be used here/);
  });

  test('a file that others can read is refused', async () => {
    await storeKey(folder, 'key-file', none);
    chmodSync(join(folder, 'key'), 0o640);
    await expect(storeKey(folder, 'key-file', none)).rejects.toThrow(/chmod 600/);
  });

  test('a file without a key is refused', async () => {
    writeFileSync(join(folder, 'key'), 'hush', { mode: 0o600 });
    const error = await storeKey(folder, 'auto', none).catch((reason) => reason);
    expect(error).toMatchObject({ code: 'OAUTH_STORE_UNREADABLE' });
    expect(error.stack).not.toContain('hush');
  });

  test('of many that come first, all get the same', async () => {
    const keys = await Promise.all(Array.from({ length: 20 }, () => storeKey(folder, 'key-file', none)));
    expect(new Set(keys.map((each) => Buffer.from(each).toString('hex'))).size).toBe(1);
    expect(readdirSync(folder)).toEqual(['key']);
  });
});

test('a seal opens what it closed, and shows nothing of its key', () => {
  const seal = sealWith(key);
  for (const text of ['', 'x', '中文 ✓', 'x'.repeat(100_000)]) expect(seal.open('a', seal.close('a', text))).toBe(text);
  expect(seal.close('a', 'x')).not.toContain(key.toString('base64url').slice(0, 8));
});

describe('a lock by files', () => {
  const times = { beat: 10, silence: 150, patience: 2_000 };

  test('leaves nothing behind', async () => {
    await withFileLock(folder, 'a', async () => expect(readdirSync(folder)).toHaveLength(1));
    expect(readdirSync(folder)).toEqual([]);
  });

  test('of a dead process is cleared away at once', async () => {
    const child = spawn(process.execPath, ['-e', '']);
    await new Promise((resolve) => child.on('exit', resolve));
    await withFileLock(folder, 'a', async () => {
      const [mine = ''] = readdirSync(folder);
      writeFileSync(join(folder, mine.replace(`.${process.pid}.`, `.${child.pid}.`).replace(/\w+$/, 'dead')), '');
    });
    expect(readdirSync(folder)).toHaveLength(1);
    expect(await withFileLock(folder, 'a', async () => 'in', AbortSignal.timeout(5_000))).toBe('in');
    expect(readdirSync(folder)).toEqual([]);
  });

  test('of another machine holds as long as it beats, and no longer', async () => {
    const foreign = join(folder, 'a.lock.1.otherplace.1');
    writeFileSync(foreign, '');
    let beats = 0;
    const beat = setInterval(() => {
      const now = new Date();
      if (++beats <= 40) utimesSync(foreign, now, now);
    }, 10);
    await withFileLock(folder, 'a', async () => undefined, undefined, times);
    clearInterval(beat);
    expect(beats).toBeGreaterThan(40);
  });

  test('is given up after a while', async () => {
    writeFileSync(join(folder, 'a.lock.1.otherplace.1'), '');
    const impatient = { ...times, silence: 60_000, patience: 50 };
    await expect(withFileLock(folder, 'a', async () => undefined, undefined, impatient)).rejects.toMatchObject({
      code: 'OAUTH_STORE_LOCKED',
      outcome: 'deferred',
    });
    expect(readdirSync(folder)).toEqual(['a.lock.1.otherplace.1']);
  });

  test('beats while it is held', async () => {
    await withFileLock(
      folder,
      'a',
      async () => {
        const path = join(folder, readdirSync(folder)[0]!);
        const before = statSync(path).mtimeMs;
        await vi.waitUntil(() => statSync(path).mtimeMs > before, { timeout: 5_000, interval: 5 });
      },
      undefined,
      times,
    );
  });

  test('two at once in one process: one at a time', async () => {
    let inside = 0;
    let most = 0;
    const visit = () =>
      withFileLock(folder, 'a', async () => {
        most = Math.max(most, ++inside);
        await new Promise(setImmediate);
        inside--;
      });
    await Promise.all(Array.from({ length: 12 }, visit));
    expect(most).toBe(1);
  });
});
