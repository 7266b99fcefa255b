import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readdir, readFile, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { outlook } from '@ehlo/outlook';
import { sandbox } from '@ehlo/sandbox';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { fileMemory } from '../../src/index.js';
import { message, running, Wire, watching } from '../kit.js';

const root = new URL('../../../../', import.meta.url).pathname;
const you = 'you@example.net';
let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'ehlo-relay-restart-'));
});
afterAll(() => rm(folder, { recursive: true }));

test('a relay that is killed between hand-over and answer does not send the retry', async () => {
  await using box = await sandbox.outlook();
  box.fault('half-reply', { at: 'end-of-data', kind: 'stall', times: 1 });
  const path = join(folder, 'killed.jsonl');
  const { auth: _auth, ...account } = box.transportOptions;
  const work = JSON.stringify({ account, token: box.accessToken, memory: path });
  const child = spawn(process.execPath, ['tools/run.mjs', 'packages/relay/test/restart/child.ts', work], {
    cwd: root,
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const port = Number(String((await once(child.stdout, 'data'))[0]));
  const mail = message(box.user);
  {
    await using wire = await Wire.open({ host: '127.0.0.1', port, tls: 'none' });
    void wire.send(box.user, [you], mail);
    await box.nextMail();
  }
  child.kill('SIGKILL');
  await once(child, 'exit');
  expect((await stat(path)).mode & 0o777).toBe(0o600);

  await using transport = outlook({ ...box.transportOptions, partial: 'refuse' });
  await using it = await watching({ transport, from: [box.user], memory: fileMemory(path) });
  const id = /<.*>/.exec(/Message-ID: .*/.exec(mail)?.[0] ?? '')?.[0] as string;
  expect(it.events[0]).toMatchObject({ kind: 'recovered', ids: [id] });
  await using wire = await Wire.open(it.relay);
  expect(await wire.send(box.user, [you], mail)).toMatch(/^451 4\.4\.2 RELAY_MESSAGE_REMEMBERED/);
  expect(box.inbox.length).toBe(1);
  expect(await it.relay.forget(id)).toBe(true);
  expect(await wire.send(box.user, [you], mail)).toMatch(/^250 /);
  expect(await readFile(path, 'utf8')).not.toContain(box.accessToken);
}, 60_000);

test('what is remembered is there after a clean stop, and what was forgotten is not', async () => {
  const path = join(folder, 'stopped.jsonl');
  const mails = ['someone@outlook.com', 'someone@outlook.com'].map((from) => message(from));
  {
    await using it = await running({ relay: { memory: fileMemory(path) } });
    await using wire = await Wire.open(it.relay);
    for (const mail of mails) {
      it.box.fault('lost-final-reply', { times: 1 });
      await wire.send(it.box.user, [you], mail);
    }
    expect(await wire.send(it.box.user, [you], message(it.box.user))).toMatch(/^250 /);
    await it.relay.forget(it.relay.remembered[0]?.id as string);
  }
  await using it = await running({ relay: { memory: fileMemory(path) } });
  expect(it.relay.remembered).toMatchObject([{ state: 'unknown', to: [you] }]);
  expect(it.events.map(({ kind }) => kind)).toEqual(['listening']);
  expect((await readFile(path, 'utf8')).trim().split('\n')).toHaveLength(1);
  expect((await readdir(folder)).filter((name) => name.startsWith('stopped')).sort()).toEqual([
    'stopped.jsonl',
    'stopped.jsonl.lock',
  ]);
});

test('a second relay does not get the same file', async () => {
  const path = join(folder, 'shared.jsonl');
  await using it = await running({ relay: { memory: fileMemory(path) } });
  const second = watching({ transport: it.transport, from: [it.box.user], memory: fileMemory(path) });
  await expect(second).rejects.toMatchObject({ code: 'CONFIG_VALUE_INVALID', field: 'memory' });
});
