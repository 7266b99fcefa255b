import { randomBytes } from 'node:crypto';
import { readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileStore } from '@ehlo/oauth';
import { describe, expect, test } from 'vitest';
import { sealWith } from '../src/seal.js';
import { folders, grant } from './folder.js';

const folder = folders();
const key = randomBytes(32);

const files = (ending: string): string[] => readdirSync(folder()).filter((file) => file.endsWith(ending));
const only = (ending: string): string => join(folder(), files(ending)[0]!);

describe('a file store', () => {
  test('holds nothing in clear, and nothing that others can read', async () => {
    await fileStore({ folder: folder(), key: 'key-file' }).write('a@example.com', grant());
    expect(readdirSync(folder())).toHaveLength(2);
    for (const file of readdirSync(folder())) {
      expect(file).not.toContain('example');
      expect(readFileSync(join(folder(), file), 'latin1')).not.toMatch(/hush|issuer|example/);
      expect(statSync(join(folder(), file)).mode & 0o777).toBe(0o600);
    }
  });

  test('makes its folder for its owner alone', async () => {
    await fileStore({ folder: join(folder(), 'new', 'one'), key }).write('a', grant());
    expect(statSync(join(folder(), 'new', 'one')).mode & 0o777).toBe(0o700);
  });

  test('every write has another nonce', async () => {
    const store = fileStore({ folder: folder(), key });
    const seen = new Set<string>();
    for (let n = 0; n < 20; n++) {
      await store.write('a', grant());
      seen.add(readFileSync(only('.grant'), 'utf8').split(' ')[2]!.slice(0, 16));
    }
    expect(seen.size).toBe(20);
  });

  test('clears away the drafts of processes that were killed', async () => {
    const store = fileStore({ folder: folder(), key });
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
    const store = fileStore({ folder: folder(), key });
    await store.write('a', grant());
    writeFileSync(only('.grant'), damage[what]!(readFileSync(only('.grant'), 'utf8')));
    const error = await store.read('a').catch((reason) => reason);
    expect(error).toMatchObject({ code: 'OAUTH_STORE_UNREADABLE', outcome: 'rejected' });
    expect(error.stack).not.toContain(folder());
  });

  test('what was sealed for one account does not open for another', async () => {
    const store = fileStore({ folder: folder(), key });
    await store.write('a', grant());
    const file = only('.grant');
    await store.write('b', grant());
    writeFileSync(join(folder(), files('.grant').find((each) => !file.endsWith(each))!), readFileSync(file));
    await expect(store.read('b')).rejects.toThrow(/another account/);
  });

  test('another key is told from damage', async () => {
    await fileStore({ folder: folder(), key }).write('a', grant());
    await expect(fileStore({ folder: folder(), key: randomBytes(32) }).read('a')).rejects.toThrow(/another key/);
  });

  test('a folder that cannot be used is named by the system’s word', async () => {
    writeFileSync(join(folder(), 'file'), '');
    const error = await fileStore({ folder: join(folder(), 'file'), key })
      .read('a')
      .catch((reason) => reason);
    expect(error).toMatchObject({ code: 'OAUTH_STORE_FAILED' });
    expect(error.message).toMatch(/E(EXIST|NOTDIR)/);
    expect(JSON.stringify(error)).not.toContain(folder());
  });

  test('options that cannot be meant are refused', () => {
    expect(() => fileStore({ key: Buffer.from('short') })).toThrow(/32 octets/);
    expect(() => fileStore({ key: 'secret' as never })).toThrow(/key-file/);
  });
});

test('a seal opens what it closed, and shows nothing of its key', () => {
  const seal = sealWith(key);
  for (const text of ['', 'x', '中文 ✓', 'x'.repeat(100_000)]) expect(seal.open('a', seal.close('a', text))).toBe(text);
  expect(seal.close('a', 'x')).not.toContain(key.toString('base64url').slice(0, 8));
});
