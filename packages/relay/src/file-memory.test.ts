import { spawnSync } from 'node:child_process';
import {
  chmod,
  type FileHandle,
  mkdir,
  mkdtemp,
  open,
  readdir,
  readFile,
  rm,
  stat,
  utimes,
  writeFile,
} from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { takeAway } from './file-lock.js';
import { FileMemory, fileMemory } from './file-memory.js';
import type { RememberedMail } from './memory.js';

let folder: string;
let path: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'ehlo-relay-memory-'));
  path = join(folder, 'memory.jsonl');
});
afterEach(() => rm(folder, { recursive: true }));

const since = new Date(Date.UTC(2026, 10, 23));
function mail(id: string, state: RememberedMail['state'] = 'under-way'): RememberedMail {
  return { id, from: 'a@example.com', to: ['b@example.net'], since, state };
}

test('what was kept is there the next time, the last word of each', async () => {
  const memory = fileMemory(path);
  expect(await memory.open()).toEqual([]);
  await Promise.all(['1', '2', '3'].map((id) => memory.keep(mail(id))));
  await memory.keep(mail('2', 'unknown'));
  await memory.drop(mail('3'));
  await memory.close();
  expect((await readFile(path, 'utf8')).split('\n')).toHaveLength(6);
  const again = fileMemory(path);
  expect(await again.open()).toEqual([mail('1'), mail('2', 'unknown')]);
  expect((await readFile(path, 'utf8')).split('\n')).toHaveLength(3);
  await again.close();
});

test('it does not grow with the mails that were sent', async () => {
  const memory = new FileMemory(path, 10);
  await memory.open();
  await memory.keep(mail('open', 'unknown'));
  for (let id = 0; id < 50; id++) {
    await memory.keep(mail(`${id}`));
    await memory.drop(mail(`${id}`));
    expect((await readFile(path, 'utf8')).split('\n').length).toBeLessThan(15);
  }
  await memory.keep(mail('last'));
  expect((await stat(path)).mode & 0o777).toBe(0o600);
  await memory.close();
  const again = fileMemory(path);
  expect(await again.open()).toEqual([mail('open', 'unknown'), mail('last')]);
  await again.close();
});

test('it is for the owner alone, whatever it was before', async () => {
  await writeFile(path, '');
  await chmod(path, 0o644);
  const memory = fileMemory(path);
  await memory.open();
  expect((await stat(path)).mode & 0o777).toBe(0o600);
  await memory.close();
});

test('a line that was being written when the power went is none; what stands before it counts', async () => {
  const whole = `${JSON.stringify(mail('1'))}\n`;
  for (let cut = 1; cut < whole.length - 1; cut += 7) {
    await writeFile(path, whole + whole.slice(0, cut));
    const memory = fileMemory(path);
    expect(await memory.open()).toEqual([mail('1')]);
    await memory.keep(mail('2'));
    await memory.close();
    expect(
      (await readFile(path, 'utf8'))
        .split('\n')
        .slice(0, -1)
        .map((line) => JSON.parse(line).id),
    ).toEqual(['1', '2']);
  }
});

test('any other line that cannot be read is named, and nothing starts', async () => {
  await writeFile(path, `${JSON.stringify(mail('1'))}\nnonsense\n${JSON.stringify(mail('2'))}\n`);
  const memory = fileMemory(path);
  await expect(memory.open()).rejects.toMatchObject({ code: 'CONFIG_VALUE_INVALID', field: 'memory' });
  await expect(memory.open()).rejects.toThrow('line 2');
});

test('of an older file the hashes are missing, and a line with parts of another kind is none', async () => {
  const { since: _since, ...rest } = mail('1');
  const lines = [mail('1'), { ...mail('2'), hash: 'ab' }];
  await writeFile(path, lines.map((line) => `${JSON.stringify(line)}\n`).join(''));
  const memory = fileMemory(path);
  expect(await memory.open()).toEqual(lines);
  await memory.close();
  for (const strange of [{ ...mail('1'), to: 'b@example.net' }, { ...mail('1'), hash: 1 }, rest, [], null, 'x']) {
    await writeFile(path, `${JSON.stringify(strange)}\n`);
    await expect(fileMemory(path).open()).rejects.toThrow('line 1');
  }
});

describe('a disk that is full', () => {
  /** Every file of node:fs/promises. */
  const files = async (): Promise<FileHandle> => {
    const file = await open(path, 'a');
    await file.close();
    return Object.getPrototypeOf(file);
  };
  const full = Object.assign(new Error('ENOSPC: no space left on device'), { code: 'ENOSPC' });
  const ids = async (): Promise<string[]> => {
    const lines = (await readFile(path, 'utf8')).split('\n').slice(0, -1);
    return lines.map((line) => JSON.parse(line).id);
  };
  afterEach(() => void vi.restoreAllMocks());

  test('half a line is taken back at once, or where even that fails before the next one', async () => {
    const memory = fileMemory(path);
    await memory.open();
    await memory.keep(mail('1'));
    const handles = await files();
    for (const isStuck of [false, true]) {
      vi.spyOn(handles, 'appendFile').mockImplementationOnce(async function (this: FileHandle, octets) {
        await this.write((octets as Buffer).subarray(0, 20));
        throw full;
      });
      if (isStuck) vi.spyOn(handles, 'truncate').mockRejectedValueOnce(full);
      await expect(memory.keep(mail('lost'))).rejects.toThrow('ENOSPC');
      if (!isStuck) expect(await ids()).toEqual(['1']);
    }
    await memory.keep(mail('2'));
    expect(await ids()).toEqual(['1', '2']);
    await memory.close();
    const again = fileMemory(path);
    expect(await again.open()).toEqual([mail('1'), mail('2')]);
    await again.close();
  });

  test('what is not flushed is not kept', async () => {
    const memory = fileMemory(path);
    await memory.open();
    vi.spyOn(await files(), 'datasync').mockRejectedValueOnce(full);
    await expect(memory.keep(mail('1'))).rejects.toThrow('ENOSPC');
    expect(await ids()).toEqual([]);
    await memory.close();
  });

  test('where it cannot be written anew it goes on as it is, and nothing that was written is lost', async () => {
    const memory = new FileMemory(path, 4);
    await memory.open();
    const write = vi.spyOn(await files(), 'writeFile').mockRejectedValue(full);
    for (let id = 0; id < 12; id++) {
      await memory.keep(mail(`${id}`));
      if (id > 0) await memory.drop(mail(`${id}`));
    }
    expect(write.mock.calls.length).toBeGreaterThan(1);
    expect((await readdir(folder)).sort()).toEqual(['memory.jsonl', 'memory.jsonl.lock']);
    write.mockRestore();
    for (let id = 12; id < 20; id++) {
      await memory.keep(mail(`${id}`));
      await memory.drop(mail(`${id}`));
    }
    expect((await ids()).length).toBeLessThan(8);
    await memory.close();
    const again = fileMemory(path);
    expect(await again.open()).toEqual([mail('0')]);
    await again.close();
  });
});

test('what is being written when it is closed is written', async () => {
  const memory = fileMemory(path);
  await memory.open();
  const kept = ['1', '2'].map((id) => memory.keep(mail(id)));
  await memory.close();
  await Promise.all(kept);
  const again = fileMemory(path);
  expect(await again.open()).toEqual([mail('1'), mail('2')]);
  await again.close();
});

test('where it cannot be opened, that is said, and nothing is left locked', async () => {
  const missing = fileMemory(join(folder, 'nowhere', 'memory.jsonl'));
  await expect(missing.open()).rejects.toMatchObject({ code: 'CONFIG_VALUE_INVALID', field: 'memory' });
  await mkdir(path);
  await expect(fileMemory(path).open()).rejects.toMatchObject({ code: 'CONFIG_VALUE_INVALID', field: 'memory' });
  await rm(path, { recursive: true });
  const memory = fileMemory(path);
  expect(await memory.open()).toEqual([]);
  await memory.close();
});

test('nobody else has it meanwhile, and a process that is gone holds nothing', async () => {
  const memory = fileMemory(path);
  await memory.open();
  await expect(fileMemory(path).open()).rejects.toThrow('is in use');
  await memory.close();
  // One that is being written this moment has no number yet.
  await writeFile(`${path}.lock`, '');
  await expect(fileMemory(path).open()).rejects.toThrow('is in use');
  await utimes(`${path}.lock`, 0, 0);
  const left = fileMemory(path);
  await left.open();
  await left.close();
  const gone = spawnSync(process.execPath, ['-e', '']).pid;
  await writeFile(`${path}.lock`, `${gone}\n`);
  const next = fileMemory(path);
  await next.open();
  await next.close();
  await writeFile(`${path}.lock`, `${process.ppid}\n`);
  await expect(fileMemory(path).open()).rejects.toThrow(`names process ${process.ppid}`);
});

test('of a lock file, only that of the process that is gone is taken away', async () => {
  const lock = `${path}.lock`;
  for (const owner of [`${process.ppid}\n`, '']) {
    await writeFile(lock, owner);
    await takeAway(lock, 1_000_000);
    expect(await readFile(lock, 'utf8')).toBe(owner);
  }
  await writeFile(lock, '1000000\n');
  await takeAway(lock, 1_000_000);
  await takeAway(lock, 1_000_000);
  await writeFile(lock, '');
  await utimes(lock, 0, 0);
  await takeAway(lock, Number.NaN);
  expect(await readdir(folder)).toEqual([]);
});

test('what comes before it is open, or after, is not kept in silence', async () => {
  const memory = fileMemory(path);
  await expect(memory.keep(mail('1'))).rejects.toThrow('not open');
  await memory.open();
  await memory.close();
  await expect(memory.keep(mail('2'))).rejects.toThrow('not open');
});
