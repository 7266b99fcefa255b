import { createHash, randomBytes } from 'node:crypto';
import { type FileHandle, open, readdir } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterEach, describe, expect, test, vi } from 'vitest';
import { type Spooled, spool } from './spool.js';

const HUGE = 1_000_000_000;

async function* cut(octets: Buffer, ...sizes: readonly number[]): AsyncGenerator<Buffer> {
  for (let from = 0, n = 0; from < octets.length; n++) {
    const size = Math.max(1, sizes[n % sizes.length] as number);
    yield octets.subarray(from, from + size);
    from += size;
  }
}

async function kept(octets: Buffer, ...sizes: readonly number[]): Promise<Spooled> {
  const spooled = await spool(cut(octets, ...sizes), HUGE);
  if ('why' in spooled) throw new Error(spooled.why);
  return spooled;
}

async function octetsOf({ raw }: Spooled): Promise<Buffer> {
  if (raw instanceof Uint8Array) return Buffer.from(raw);
  const pieces: Uint8Array[] = [];
  for await (const piece of raw) pieces.push(piece);
  return Buffer.concat(pieces);
}

describe.each([
  ['in memory', 900_000],
  ['in a file', 3_000_000],
])('a message %s', (_where, size) => {
  test('is what came, as often as it is read', async () => {
    const octets = Buffer.concat([Buffer.from('A: b\r\n\r\n'), randomBytes(size)]);
    const spooled = await kept(octets, 1, 65_536, 7);
    expect(spooled.raw instanceof Uint8Array).toBe(size < 1_048_576);
    for (let time = 0; time < 2; time++) expect((await octetsOf(spooled)).equals(octets)).toBe(true);
    expect(spooled).toMatchObject({ octets: octets.length, hash: createHash('sha256').update(octets).digest('hex') });
    expect(Buffer.from(spooled.header ?? []).toString()).toBe('A: b\r\n\r\n');
    await spooled.discard();
  });
});

test('no file has a name, not even while the message is there', async () => {
  const names = async () =>
    (await readdir(tmpdir())).filter((name) => name.startsWith('ehlo-relay-') && name.length === 47);
  const spooled = await kept(randomBytes(2_000_000), 65_536);
  expect(await names()).toEqual([]);
  await spooled.discard();
});

// Other work on the machine may spoil a measurement; what is not linear spoils each of them.
test('a message that comes octet by octet takes time and memory by its size', { retry: 2 }, async () => {
  const octets = Buffer.concat([Buffer.from('X: y\r\n'.repeat(40_000)), randomBytes(200_000)]);
  const [begun, before] = [process.cpuUsage().user, process.memoryUsage().rss];
  const spooled = await kept(octets, 1);
  expect(process.memoryUsage().rss - before).toBeLessThan(100_000_000);
  expect(process.cpuUsage().user - begun).toBeLessThan(5_000_000);
  expect((await octetsOf(spooled)).equals(octets)).toBe(true);
});

test('a message that ends in the middle is an error, and is not kept', async () => {
  async function* broken(): AsyncGenerator<Buffer> {
    yield randomBytes(2_000_000);
    throw new Error('gone');
  }
  await expect(spool(broken(), HUGE)).rejects.toThrow('gone');
});

test('one that is too large is read to its end', async () => {
  let read = 0;
  async function* large(): AsyncGenerator<Buffer> {
    for (; read < 50; read++) yield Buffer.alloc(100_000);
  }
  expect(await spool(large(), 1_000_000)).toEqual({ why: 'too-large' });
  expect(read).toBe(50);
});

test('one of exactly the size that is taken is kept', async () => {
  expect(await spool(cut(Buffer.alloc(1_000), 300), 1_000)).toMatchObject({ octets: 1_000 });
  expect(await spool(cut(Buffer.alloc(1_001), 300), 1_000)).toEqual({ why: 'too-large' });
});

describe('a disk that fails', () => {
  afterEach(() => {
    vi.unstubAllEnvs();
    vi.restoreAllMocks();
  });

  async function* large(read: { count: number }): AsyncGenerator<Buffer> {
    for (; read.count < 50; read.count++) yield Buffer.alloc(100_000);
  }

  test('where no file can be made, the message is read to its end and not kept', async () => {
    vi.stubEnv('TMPDIR', join(tmpdir(), 'ehlo-nowhere'));
    const read = { count: 0 };
    expect(await spool(large(read), HUGE)).toMatchObject({ why: 'disk', error: { code: 'ENOENT' } });
    expect(read.count).toBe(50);
  });

  test('where one piece cannot be written, nothing of the message is kept, and no file is open', async () => {
    const folder = await open(tmpdir(), 'r');
    await folder.close();
    const handles: FileHandle = Object.getPrototypeOf(folder);
    const { write } = handles;
    let times = 0;
    let file: FileHandle | undefined;
    vi.spyOn(handles, 'write').mockImplementation(function (this: FileHandle, ...args: unknown[]) {
      times += 1;
      file = this;
      if (times === 3) return Promise.reject(new Error('ENOSPC'));
      return write.apply(this, args as Parameters<FileHandle['write']>);
    } as FileHandle['write']);
    expect(await spool(large({ count: 0 }), HUGE)).toMatchObject({ why: 'disk', error: { message: 'ENOSPC' } });
    expect([times, file?.fd]).toEqual([3, -1]);
  });
});

test('a line end that is not CRLF is found wherever it is cut', async () => {
  const text = fc
    .array(fc.constantFrom('\r', '\n', '\r\n', 'a', '.'), { maxLength: 12 })
    .map((parts) => parts.join(''));
  await fc.assert(
    fc.asyncProperty(text, fc.integer({ min: 1, max: 4 }), async (lines, size) => {
      const whole = `${lines}\r\n`;
      const { lines: found } = await kept(Buffer.from(whole), size);
      expect(found).toBe(/\r(?!\n)|(?<!\r)\n/.test(whole) ? 'bare' : 'crlf');
    }),
  );
});

test('a header section that does not end is none', async () => {
  const endless = await kept(Buffer.from('X: y\r\n'.repeat(100_000)), 65_536);
  expect(endless.header).toBeUndefined();
  const only = await kept(Buffer.from('X: y\r\n'), 2);
  expect(Buffer.from(only.header ?? []).toString()).toBe('X: y\r\n');
});
