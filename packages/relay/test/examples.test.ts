import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { hashPassword, newPassword } from '../src/index.js';
import { message, Wire } from './kit.js';

const root = new URL('../../../', import.meta.url).pathname;
const examples = join(root, 'packages/relay/examples');

test('relay.mjs starts by its environment alone, and stops by SIGTERM', async () => {
  const state = mkdtempSync(join(tmpdir(), 'ehlo-relay-example-'));
  const password = newPassword();
  const child = spawn(process.execPath, ['tools/run.mjs', 'packages/relay/examples/relay.mjs'], {
    cwd: root,
    env: {
      ...{ PATH: process.env.PATH, MAILBOX: 'me@outlook.com', CLIENT_ID: '00000000-0000-0000-0000-000000000000' },
      ...{
        RELAY_USER: 'program',
        RELAY_PASSWORD_HASH: await hashPassword(password),
        RELAY_STATE: state,
        RELAY_PORT: '0',
      },
    },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  try {
    const [said] = await once(child.stdout, 'data');
    const [, host = '', port] = /listening on (\S+) (\d+)/.exec(String(said)) ?? [];
    await using wire = await Wire.open({ host, port: Number(port), tls: 'none' }, 'program', password);
    const reply = await wire.send('you@example.net', ['you@example.net'], message('me@outlook.com'));
    expect(reply).toMatch(/^550 5\.7\.1 RELAY_SENDER_NOT_ALLOWED/);
    child.kill('SIGTERM');
    expect(await wire.reply()).toMatch(/^421 4\.3\.2 RELAY_STOPPING/);
    expect(await once(child, 'exit')).toEqual([0, null]);
  } finally {
    child.kill('SIGKILL');
    rmSync(state, { recursive: true });
  }
}, 60_000);

test('the unit and the image run it, with the settings that it reads and time to stop', async () => {
  const [script, unit, image] = await Promise.all(
    ['relay.mjs', 'ehlo-relay.service', 'Dockerfile'].map((name) => readFile(join(examples, name), 'utf8')),
  );
  const read = new Set([...script!.matchAll(/\b(?:MAILBOX|CLIENT_ID|RELAY_[A-Z_]+)\b/g)].map(([name]) => name));
  const set = [...`${unit}${image}`.matchAll(/\b(MAILBOX|CLIENT_ID|RELAY_[A-Z_]+)=/g)].map(([, name]) => name!);
  expect(set.filter((name) => !read.has(name))).toEqual([]);
  expect(unit).toMatch(/^ExecStart=.* \/opt\/ehlo-relay\/relay\.mjs$/m);
  expect(image).toMatch(/^CMD \["node", "relay\.mjs"\]$/m);
  const [, timeout] = /timeout: ([\d_]+)/.exec(script!)!;
  const [, stop] = /^TimeoutStopSec=(\d+)$/m.exec(unit!)!;
  const [, stopOfImage] = /--stop-timeout (\d+)/.exec(image!)!;
  for (const seconds of [stop, stopOfImage])
    expect(Number(seconds) * 1_000).toBeGreaterThan(Number(timeout!.replace('_', '')));
});
