import { once } from 'node:events';
import { connect } from 'node:net';
import type { Transport } from '@ehlo/core';
import { afterEach, expect, test, vi } from 'vitest';
import { held, me } from './held.js';
import { certificate, message, Wire, watching } from './kit.js';

const you = 'you@example.net';

afterEach(() => void vi.useRealTimers());

test('who waits is told what became of the message, however long that takes', async () => {
  const { transport, relay } = held();
  await using it = await relay;
  await using wire = await Wire.open(it.relay);
  const reply = wire.send(me, [you], message(me));
  const call = await transport.call(1);
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
  const closed = it.relay.close({ timeout: 3_600_000 });
  await vi.advanceTimersByTimeAsync(3_500_000);
  call.end({});
  expect(await reply).toMatch(/^250 /);
  vi.useRealTimers();
  expect(await closed).toMatchObject([{ outcome: 'accepted', unheard: false }]);
});

test('nothing that is said behind it is heard, though it came with the end of a message', async () => {
  const { transport, relay } = held();
  await using it = await relay;
  await using wire = await Wire.open(it.relay);
  for (const line of [`MAIL FROM:<${me}>`, `RCPT TO:<${you}>`, 'DATA']) await wire.ask(line);
  const group = `MAIL FROM:<${me}>\r\nRCPT TO:<${you}>\r\nDATA\r\n${message(me)}.\r\n`;
  wire.say(`${message(me)}.\r\n${group}`);
  const call = await transport.call(1);
  const closed = it.relay.close();
  call.end({});
  expect(await wire.reply()).toMatch(/^250 /);
  expect(await wire.rest()).toMatch(/^421 [^\r\n]*\r\n$/);
  expect(await closed).toHaveLength(1);
  expect(transport.calls.length).toBe(1);
});

test('a TLS handshake that is under way is not waited for', async () => {
  const tls = { ...(await certificate()), implicit: true };
  const { relay } = held({ tls });
  await using it = await relay;
  const { host, port } = it.relay;
  const silent = connect({ host, port });
  await once(silent, 'connect');
  silent.on('error', () => undefined).write('\x16\x03\x01');
  // Behind it in the queue: when this one is served, the other one was accepted.
  await using wire = await Wire.open(it.relay);
  const left = once(silent, 'close');
  expect(await it.relay.close({ timeout: 0 })).toEqual([]);
  await left;
  expect(await wire.rest()).toMatch(/^421 4\.3\.2 RELAY_STOPPING/);
});

test('a transport that does not hear that it shall stop is not waited for: what it was given is unknown', async () => {
  let given: () => void = () => undefined;
  const isGiven = new Promise<void>((resolve) => {
    given = resolve;
  });
  const send: Transport['send'] = () => {
    given();
    return new Promise(() => undefined);
  };
  await using it = await watching({ transport: { send } as unknown as Transport, from: [me] });
  await using wire = await Wire.open(it.relay);
  const reply = wire.send(me, [you], message(me));
  await isGiven;
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
  const closed = it.relay.close({ timeout: 1_000 });
  await vi.advanceTimersByTimeAsync(10_000);
  expect(await reply).toMatch(/^451 4\.4\.2 REPLY_LOST/);
  vi.useRealTimers();
  expect(await closed).toMatchObject([{ outcome: 'unknown', warning: 'may-have-arrived' }]);
});

test('asked for twice is one', async () => {
  const { transport, relay } = held();
  await using it = await relay;
  await using wire = await Wire.open(it.relay);
  const reply = wire.send(me, [you], message(me));
  const call = await transport.call(1);
  const both = [it.relay.close(), it.relay.close({ timeout: 0 })];
  call.end({});
  expect(await reply).toMatch(/^250 /);
  const [first, second] = await Promise.all(both);
  expect(first).toMatchObject([{ outcome: 'accepted' }]);
  expect(second).toBe(first);
});
