import { once } from 'node:events';
import type { Receipt, Transport } from '@ehlo/core';
import { describe, expect, test } from 'vitest';
import { held, lost, me } from './held.js';
import { message, running, Wire, watching } from './kit.js';

const you = 'you@example.net';

const sizes: ReadonlyArray<readonly [string, string]> = [
  ['a small message', 'Hello'],
  ['a message of 3 MB', `${'x'.repeat(76)}\r\n`.repeat(40_000)],
];

describe.each(sizes)('a client that goes away while it waits, %s', (_size, body) => {
  test('before anything was handed over: it is not sent, and the retry is', async () => {
    const { transport, relay } = held();
    await using it = await relay;
    const mail = message(me, body);
    const told = it.nextMail();
    {
      await using wire = await Wire.open(it.relay);
      void wire.send(me, [you], mail);
      await transport.call(1);
      // What it says meanwhile must not hide that it leaves.
      wire.say('NOOP\r\nQUIT\r\n');
      wire.socket.end();
      await once(wire.socket, 'close');
    }
    expect(await told).toMatchObject({
      outcome: 'deferred',
      unheard: true,
      error: { code: 'RELAY_CLIENT_GONE' },
    });
    await using again = await Wire.open(it.relay);
    const reply = again.send(me, [you], mail);
    (await transport.call(2)).end({});
    expect(await reply).toMatch(/^250 /);
  });

  test('after that: it is not taken back, and the retry hears that it was accepted, once', async () => {
    const { transport, relay } = held();
    await using it = await relay;
    const mail = message(me, body);
    const first = it.nextMail();
    {
      await using wire = await Wire.open(it.relay);
      void wire.send(me, [you], mail);
      await transport.call(1);
      transport.handOver(1);
    }
    while (!it.events.some(({ kind }) => kind === 'closed')) await new Promise(setImmediate);
    expect(transport.calls[0]?.options.signal?.aborted).toBe(false);
    transport.calls[0]?.end({});
    expect(await first).toMatchObject({ outcome: 'accepted', unheard: true });
    expect(it.relay.remembered).toMatchObject([{ state: 'accepted' }]);

    await using again = await Wire.open(it.relay);
    expect(await again.send(me, [you], mail)).toMatch(/^250 2\.0\.0 Accepted .* before .*; not sent again/);
    expect(transport.calls.length).toBe(1);
    // It has been heard: the same again is meant.
    const third = again.send(me, [you], mail);
    (await transport.call(2)).end({});
    expect(await third).toMatch(/^250 2\.0\.0 Accepted .*: 250 OK/);
  });
});

test('a retry that comes while the first is under way waits for what becomes of that', async () => {
  const { transport, relay } = held();
  await using it = await relay;
  const mail = message(me);
  await using first = await Wire.open(it.relay);
  await using second = await Wire.open(it.relay);
  const one = first.send(me, [you], mail);
  const call = await transport.call(1);
  const two = second.send(me, [you], mail);
  call.end({ outcome: 'unknown', error: lost() } as Partial<Receipt>);
  expect(await one).toMatch(/^451 4\.4\.2 REPLY_LOST/);
  expect(await two).toMatch(/^451 4\.4\.2 RELAY_MESSAGE_REMEMBERED/);
  expect(transport.calls.length).toBe(1);
});

test('a transport that breaks its contract may have sent', async () => {
  const failing = { send: () => Promise.reject(new TypeError('secret words of a stranger')) } as unknown as Transport;
  await using it = await watching({ transport: failing, from: [me] });
  await using wire = await Wire.open(it.relay);
  const reply = await wire.send(me, [you], message(me));
  expect(reply).toMatch(/^451 4\.4\.2 REPLY_LOST: .*TypeError/);
  expect(reply).not.toContain('secret words');
  expect(it.relay.remembered).toHaveLength(1);
});

test('a client that leaves while the account is not reached: nothing is sent', async () => {
  await using it = await running({ box: { fault: [{ name: 'stall', at: 'EHLO' }] } });
  const told = it.nextMail();
  {
    await using wire = await Wire.open(it.relay);
    void wire.send(it.box.user, [you], message(it.box.user));
    while (it.box.counters.connections === 0) await new Promise(setImmediate);
  }
  expect(await told).toMatchObject({ outcome: 'deferred', error: { code: 'RELAY_CLIENT_GONE' } });
  expect(it.relay.remembered).toEqual([]);
});

test('the limits of an account are kept by waiting: nobody hears of them', async () => {
  // Outlook.com takes three connections of a mailbox at a time, and refuses a fourth.
  await using it = await running({ box: { concurrency: 3 } });
  const replies = await Promise.all(
    Array.from({ length: 12 }, async () => {
      await using wire = await Wire.open(it.relay);
      return (await wire.send(it.box.user, [you], message(it.box.user))).slice(0, 3);
    }),
  );
  expect(replies).toEqual(Array(12).fill('250'));
  expect(it.box.conversation.some(({ line }) => line.startsWith('432'))).toBe(false);
  expect(it.box.counters.connections).toBeLessThanOrEqual(3);
});

describe('a stop', () => {
  test('finishes what was taken, sends the others home, and tells what became of each', async () => {
    const { transport, relay } = held();
    await using it = await relay;
    await using idle = await Wire.open(it.relay);
    await using sending = await Wire.open(it.relay);
    await using waiting = await Wire.open(it.relay);
    const reply = waiting.send(me, [you], message(me));
    const call = await transport.call(1);
    for (const line of [`MAIL FROM:<${me}>`, `RCPT TO:<${you}>`, 'DATA']) await sending.ask(line);
    const closed = it.relay.close();
    expect(await idle.reply()).toMatch(/^421 4\.3\.2 RELAY_STOPPING/);
    call.end({});
    expect(await reply).toMatch(/^250 /);
    expect(await waiting.reply()).toMatch(/^421 /);
    sending.say(message(me));
    const second = sending.ask('.');
    (await transport.call(2)).end({});
    expect(await second).toMatch(/^250 /);
    expect(await closed).toMatchObject([{ outcome: 'accepted' }, { outcome: 'accepted' }]);
    await using late = await Wire.dial(it.relay);
    expect(await late.rest()).toBe('');
  });

  test('that is over its time gives up what was not handed over', async () => {
    const { transport, relay } = held();
    await using it = await relay;
    await using first = await Wire.open(it.relay);
    await using second = await Wire.open(it.relay);
    await using third = await Wire.open(it.relay);
    const replies = [first.send(me, [you], message(me))];
    await transport.call(1);
    replies.push(second.send(me, [you], message(me)));
    await transport.call(2);
    for (const line of [`MAIL FROM:<${me}>`, `RCPT TO:<${you}>`, 'DATA']) await third.ask(line);
    third.say('Subject: half\r\n');
    const became = await it.relay.close({ timeout: 20 });
    expect(await Promise.all(replies)).toEqual(Array(2).fill(expect.stringMatching(/^421 4\.3\.2 RELAY_STOPPING/)));
    expect(await third.rest()).toMatch(/^421 4\.3\.2 RELAY_STOPPING/);
    expect(became).toMatchObject([{ outcome: 'deferred' }, { outcome: 'deferred' }]);
  });

  test('of a real transport: what was handed over and not answered is unknown, and remembered', async () => {
    await using it = await running();
    it.box.fault('half-reply', { at: 'end-of-data', kind: 'stall' });
    await using wire = await Wire.open(it.relay);
    const reply = wire.send(it.box.user, [you], message(it.box.user));
    await it.box.nextMail();
    const became = await it.relay.close({ timeout: 20 });
    expect(await reply).toMatch(/^451 4\.4\.2 REPLY_LOST/);
    expect(became).toMatchObject([{ outcome: 'unknown', warning: 'may-have-arrived' }]);
  });
});
