import { spawn } from 'node:child_process';
import { readdirSync, statSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test, vi } from 'vitest';
import { withFileLock } from '../src/file-lock.js';
import { folders } from './folder.js';

const folder = folders();

describe('a lock by files', () => {
  const times = { beat: 10, silence: 150, patience: 2_000 };

  test('leaves nothing behind', async () => {
    await withFileLock(folder(), 'a', async () => expect(readdirSync(folder())).toHaveLength(1));
    expect(readdirSync(folder())).toEqual([]);
  });

  test('of a dead process is cleared away at once', async () => {
    const child = spawn(process.execPath, ['-e', '']);
    await new Promise((resolve) => child.on('exit', resolve));
    await withFileLock(folder(), 'a', async () => {
      const [mine = ''] = readdirSync(folder());
      writeFileSync(join(folder(), mine.replace(`.${process.pid}.`, `.${child.pid}.`).replace(/\w+$/, 'dead')), '');
    });
    expect(readdirSync(folder())).toHaveLength(1);
    expect(await withFileLock(folder(), 'a', async () => 'in', AbortSignal.timeout(5_000))).toBe('in');
    expect(readdirSync(folder())).toEqual([]);
  });

  // Where this process is held up, the beat is too: then it is measured again.
  test('of another machine holds as long as it beats, and no longer', { retry: 2 }, async () => {
    const foreign = join(folder(), 'a.lock.1.otherplace.1');
    writeFileSync(foreign, '');
    let beats = 0;
    const beat = setInterval(() => {
      const now = new Date();
      if (++beats <= 40) utimesSync(foreign, now, now);
    }, 10);
    await withFileLock(folder(), 'a', async () => undefined, undefined, times);
    clearInterval(beat);
    expect(beats).toBeGreaterThan(40);
  });

  test('is given up after a while', async () => {
    writeFileSync(join(folder(), 'a.lock.1.otherplace.1'), '');
    const impatient = { ...times, silence: 60_000, patience: 50 };
    await expect(withFileLock(folder(), 'a', async () => undefined, undefined, impatient)).rejects.toMatchObject({
      code: 'OAUTH_STORE_LOCKED',
      outcome: 'deferred',
    });
    expect(readdirSync(folder())).toEqual(['a.lock.1.otherplace.1']);
  });

  test('beats while it is held', async () => {
    await withFileLock(
      folder(),
      'a',
      async () => {
        const path = join(folder(), readdirSync(folder())[0]!);
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
      withFileLock(folder(), 'a', async () => {
        most = Math.max(most, ++inside);
        await new Promise(setImmediate);
        inside--;
      });
    await Promise.all(Array.from({ length: 12 }, visit));
    expect(most).toBe(1);
  });
});
