import { spawn } from 'node:child_process';
import { createSmtpTransport } from '@ehlo/core';
import { sandbox } from '@ehlo/sandbox';
import { describe, expect, test } from 'vitest';
import { limited, pair, patiently, verdict } from './pair.js';

test('a refused login is tried once, however many messages wait for it', async () => {
  await using it = await pair({}, { password: 'not the password' });
  const receipts = await Promise.all(Array.from({ length: 20 }, () => it.transport.send(it.mail())));
  expect(new Set(receipts.map(verdict))).toEqual(new Set(['rejected CREDENTIALS_REJECTED at auth']));
  expect(it.box.counters.connections).toBe(1);
});

test('many messages share the connections that are allowed, and no more', async () => {
  await using it = await pair({}, { connections: 3 });
  const receipts = await Promise.all(Array.from({ length: 60 }, () => it.transport.send(it.mail())));
  expect(receipts.every((receipt) => receipt.outcome === 'accepted')).toBe(true);
  expect(it.box.counters.connections).toBeLessThanOrEqual(3);
  expect(it.box.inbox).toHaveLength(60);
});

test('a server that takes fewer connections gets fewer', async () => {
  await using it = await pair(
    {
      replies: [
        { command: 'greeting', reply: '220 mail.example.com ready', times: 1 },
        { command: 'greeting', reply: '421 4.7.0 Too many connections' },
      ],
    },
    { connections: 4 },
  );
  const receipts = await Promise.all(Array.from({ length: 30 }, () => it.transport.send(it.mail())));
  expect(new Set(receipts.map(verdict))).toEqual(new Set(['accepted']));
  expect(it.box.counters.connections).toBeLessThanOrEqual(8);
});

test('a connection that ends in the moment it is ready is not dialled again for ever', async () => {
  await using it = await pair({ mechanisms: ['PLAIN'], fault: { name: 'unasked-reply', at: 'login' } });
  expect(verdict(await it.transport.send(it.mail()))).toMatch(/^deferred SERVER_PROTOCOL_VIOLATION at \w+$/);
  expect(it.box.counters.connections).toBe(1);
});

describe('the limits of a profile', () => {
  test('connections: no more than the provider takes, whatever is asked for', async () => {
    await using box = await sandbox.generic();
    await using transport = createSmtpTransport(limited({ connections: 2 }), {
      ...box.transportOptions,
      connections: 8,
    });
    const mail = { from: box.user, to: 'you@example.net', text: 'x' };
    const receipts = await Promise.all(Array.from({ length: 40 }, () => transport.send(mail)));
    expect(new Set(receipts.map(verdict))).toEqual(new Set(['accepted']));
    expect(box.counters.connections).toBe(2);
  });

  test('messages-per-connection: a worn connection makes room for a new one', async () => {
    await using box = await sandbox.generic();
    const profile = limited({ 'messages-per-connection': 3 });
    await using transport = createSmtpTransport(profile, { ...box.transportOptions, connections: 1 });
    const mail = { from: box.user, to: 'you@example.net', text: 'x' };
    for (let n = 0; n < 7; n++) expect(verdict(await transport.send(mail))).toBe('accepted');
    expect(box.inbox.map(({ connection }) => connection)).toEqual([1, 1, 1, 2, 2, 2, 3]);
  });

  test('session-seconds: a connection that grew too old makes room for a new one', async () => {
    await using box = await sandbox.generic();
    const profile = limited({ 'session-seconds': 0.05 });
    await using transport = createSmtpTransport(profile, { ...box.transportOptions, connections: 1 });
    const mail = { from: box.user, to: 'you@example.net', text: 'x' };
    expect(verdict(await transport.send(mail))).toBe('accepted');
    await new Promise((resolve) => setTimeout(resolve, 80));
    expect(verdict(await transport.send(mail))).toBe('accepted');
    expect(box.counters.connections).toBe(2);
  });

  test('idle-seconds: a connection that nobody needs says QUIT', async () => {
    await using box = await sandbox.generic();
    await using transport = createSmtpTransport(limited({ 'idle-seconds': 0.1 }), box.transportOptions);
    await transport.send({ from: box.user, to: 'you@example.net', text: 'x' });
    expect(box.counters.open).toBe(1);
    await expect.poll(() => box.counters.open, patiently).toBe(0);
    expect(box.counters.commands.QUIT).toBe(1);
  });
});

test('a logger that throws costs no receipt', async () => {
  const broken = () => {
    throw new Error('the log is full');
  };
  await using it = await pair(
    {},
    { logger: { debug: broken, info: broken, warn: broken, error: broken }, observe: broken },
  );
  expect(verdict(await it.transport.send(it.mail()))).toBe('accepted');
});

test('sendMany gives receipts as they come, and reads no further ahead than it must', async () => {
  await using it = await pair({}, { connections: 2 });
  let read = 0;
  async function* messages() {
    for (; read < 100; read++) yield it.mail();
  }
  for await (const receipt of it.transport.sendMany(messages())) {
    expect(receipt.outcome).toBe('accepted');
    break;
  }
  expect(read, 'a window for each connection and some in line').toBeLessThanOrEqual(24);
});

test('close finishes what was begun and says QUIT', async () => {
  await using it = await pair({}, { connections: 2 });
  const sending = Array.from({ length: 10 }, () => it.transport.send(it.mail()));
  await it.transport.close();
  expect((await Promise.all(sending)).map(verdict)).toEqual(Array(10).fill('accepted'));
  expect(it.box.counters.commands.QUIT).toBe(it.box.counters.connections);
  await expect.poll(() => it.box.counters.open, patiently).toBe(0);
});

test('close of a transport that never dialled', async () => {
  await using it = await pair();
  await it.transport.close();
  expect(it.box.counters.connections).toBe(0);
});

test('an idle connection does not keep a program alive that forgot to close', async () => {
  await using it = await pair({ security: 'none', mechanisms: [] });
  const program = `
    import { generic } from '@ehlo/generic';
    const transport = generic({ host: '127.0.0.1', port: ${it.box.port}, security: 'none-on-loopback' });
    const receipt = await transport.send({ from: 'a@example.com', to: 'b@example.com', text: 'x' });
    console.log(receipt.outcome);
  `;
  const child = spawn(process.execPath, ['--import', 'tsx', '--input-type=module', '--eval', program], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  let out = '';
  child.stdout.on('data', (bytes) => (out += bytes));
  const begun = performance.now();
  const code = await new Promise((resolve) => child.on('exit', resolve));
  expect([code, out.trim()]).toEqual([0, 'accepted']);
  expect(performance.now() - begun).toBeLessThan(15_000);
}, 30_000);
