import { type ChildProcessByStdio, spawn } from 'node:child_process';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { createServer } from 'node:net';
import type { Readable } from 'node:stream';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import { beforeAll, describe, expect, test } from 'vitest';
import { readArguments } from '../src/server/arguments.js';
import { builtPage } from './built-page.js';

const path = (relative: string): string => fileURLToPath(new URL(relative, import.meta.url));

/** The program as it stands in its sources, with the packages' sources. */
function start(...words: string[]): ChildProcessByStdio<null, Readable, Readable> {
  const program = [path('../../../tools/run.mjs'), 'apps/demo/src/server/main.ts', ...words];
  return spawn(process.execPath, program, {
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { ...process.env, FORCE_COLOR: '' },
  });
}

async function ended(child: ReturnType<typeof start>) {
  const [out, err, [code]] = await Promise.all([text(child.stdout), text(child.stderr), once(child, 'exit')]);
  return { out, err, code: code as number | null };
}

/** Everything that was printed until a line matched. */
async function until(stream: Readable, pattern: RegExp): Promise<RegExpExecArray> {
  let said = '';
  for await (const piece of stream.iterator({ destroyOnReturn: false })) {
    said += String(piece);
    const found = pattern.exec(said);
    if (found) return found;
  }
  throw new Error(`not said: ${pattern}; said: ${said}`);
}

beforeAll(async () => {
  await builtPage();
});

describe('npm start', () => {
  test('--once sends through each adapter, prints the receipts and ends', async () => {
    const { out, code } = await ended(start('--once'));
    expect(code).toBe(0);
    expect(out.match(/^(outlook|gmail|generic) +accepted$/gm)).toHaveLength(3);
    expect(out.match(/TLSv1\.[23]/g)).toHaveLength(3);
  });

  test('--once --json prints one line of JSON a receipt and nothing else', async () => {
    const { out, code } = await ended(start('--once', '--json'));
    expect(code).toBe(0);
    const receipts = out
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line) as { adapter: string; outcome: string });
    expect(receipts.map(({ adapter, outcome }) => [adapter, outcome])).toEqual([
      ['outlook', 'accepted'],
      ['gmail', 'accepted'],
      ['generic', 'accepted'],
    ]);
  });

  test('serves on until SIGINT; a taken port is said and a free one taken', async () => {
    const holder = createServer().listen(0, '127.0.0.1');
    await once(holder, 'listening');
    const { port } = holder.address() as AddressInfo;
    const child = start('--port', `${port}`);
    const exit = once(child, 'exit');
    const [[, said], [, address]] = await Promise.all([
      until(child.stderr, /Port (\d+) is taken/),
      until(child.stdout, /The page: (http:\/\/127\.0\.0\.1:\d+\/)/),
    ]);
    expect(said).toBe(`${port}`);
    const page = await fetch(address!);
    expect(await page.text()).toContain('<title>Ehlo');
    const stream = await fetch(`${address}api/sandbox`);
    expect(stream.status).toBe(200);
    child.kill('SIGINT');
    expect(await exit).toEqual([0, null]);
    await expect(fetch(address!)).rejects.toThrow();
    holder.close();
  });

  test('prints nothing of what is pasted for an explanation or typed for the doctor', async () => {
    const child = start('--port', '0');
    const [, origin] = await until(child.stdout, /The page: (http:\/\/127\.0\.0\.1:\d+)\//);
    const rest = ended(child);
    const post = async (path: string, body: object): Promise<Response> =>
      fetch(`${origin}${path}`, {
        method: 'POST',
        headers: { 'content-type': 'application/json', origin: origin! },
        body: JSON.stringify(body),
      });
    await (await post('/api/explain', { text: '535 canary-1, MAIL_PASSWORD=canary-2', known: {} })).text();
    await (await post('/api/explain', { text: { canary: 3 } })).text();
    const target = { kind: 'own', security: 'auto', login: 'password', user: 'canary-4', secret: 'canary-5' };
    const { id } = await (await post('/api/doctor', { ...target, host: '"canary-6"' })).json();
    expect(await (await fetch(`${origin}/api/doctor/${id}/events`)).text()).toContain('"failedAt":"settings"');
    child.kill('SIGINT');
    const { out, err, code } = await rest;
    expect(code).toBe(0);
    expect(out + err).not.toContain('canary');
  });

  test('unknown arguments are explained, with status 2', async () => {
    const { err, out, code } = await ended(start('--twice'));
    expect(code).toBe(2);
    expect(err).toContain('usage:');
    expect(out).toBe('');
  });
});

test.each([
  [[], { once: false, json: false, port: 5587 }],
  [['--port', '0', '--json'], { once: false, json: true, port: 0 }],
  [['--port=65535', '--once'], { once: true, json: false, port: 65535 }],
])('the arguments %j are read', (words, expected) => {
  expect(readArguments(words)).toEqual(expected);
});

test.each([['--port', '65536'], ['--port', '-1'], ['--port', '80x'], ['--port'], ['page']])(
  '%s %s is refused',
  (...words) => {
    expect(readArguments(words)).toBeTypeOf('string');
  },
);
