import type { Receipt } from '@ehlo/core';
import { describe, expect, test } from 'vitest';
import { processMemory, type RelayMemory } from '../src/index.js';
import { held, lost, me } from './held.js';
import { message, Wire } from './kit.js';

const you = 'you@example.net';
const bob = 'bob@example.net';

/** A relay that sent a message whose client had gone before it could be told. */
async function unheard(mail: string) {
  const { transport, relay } = held();
  const it = await relay;
  const told = it.nextMail();
  {
    await using wire = await Wire.open(it.relay);
    void wire.send(me, [you], mail);
    await transport.call(1);
    transport.handOver(1);
  }
  while (!it.events.some(({ kind }) => kind === 'closed')) await new Promise(setImmediate);
  transport.calls[0]?.end({});
  await told;
  return { transport, it };
}

describe('250 for what was accepted before is said to the same message, and to no other', () => {
  test('not where it has a further recipient, who never got it', async () => {
    const mail = message(me);
    const { transport, it } = await unheard(mail);
    await using _relay = it;
    await using wire = await Wire.open(it.relay);
    expect(await wire.send(me, [you, bob], mail)).toMatch(/^451 4\.4\.2 RELAY_MESSAGE_REMEMBERED/);
    expect(await wire.send(me, [you], mail)).toMatch(/^250 2\.0\.0 Accepted .* before/);
    expect(transport.calls.length).toBe(1);
  });

  test('not where another program gave the same Message-ID to other octets', async () => {
    const mail = message(me, 'Your code is 1.');
    const { transport, it } = await unheard(mail);
    await using _relay = it;
    await using wire = await Wire.open(it.relay);
    const other = await wire.send(me, [you], mail.replace('code is 1', 'code is 2'));
    expect(other).toMatch(/^451 4\.4\.2 RELAY_MESSAGE_REMEMBERED/);
    expect(it.mails.at(-1)).toMatchObject({ outcome: 'unknown', sent: false, warning: 'may-have-arrived' });
    expect(await wire.send(me, [you], mail)).toMatch(/^250 2\.0\.0 Accepted .* before/);
    expect(transport.calls.length).toBe(1);
  });
});

test('two programs with the same Message-ID at once: the second is sent when the first is known', async () => {
  const { transport, relay } = held();
  await using it = await relay;
  const mail = message(me, 'one');
  await using first = await Wire.open(it.relay);
  await using second = await Wire.open(it.relay);
  const one = first.send(me, [you], mail);
  const call = await transport.call(1);
  const two = second.send(me, [you], mail.replace('one', 'two'));
  call.end({});
  expect(await one).toMatch(/^250 /);
  (await transport.call(2)).end({});
  expect(await two).toMatch(/^250 2\.0\.0 Accepted .*: 250 OK/);
});

describe('a memory that cannot be written', () => {
  const failing = (state: string): RelayMemory => {
    let full = true;
    const keep = async (mail: { state: string }): Promise<void> => {
      if (mail.state !== state || !full) return;
      full = false;
      throw Object.assign(new Error('ENOSPC: no space left on device'), { code: 'ENOSPC' });
    };
    return { ...processMemory(), keep };
  };

  test('before a message is sent: 45x, nothing is sent, and the next attempt is', async () => {
    const { transport, relay } = held({ memory: failing('under-way') });
    await using it = await relay;
    await using wire = await Wire.open(it.relay);
    const mail = message(me);
    expect(await wire.send(me, [you], mail)).toMatch(/^45\d 4\.\d\.\d RELAY_STORE_FAILED/);
    expect(transport.calls).toEqual([]);
    expect(it.mails).toMatchObject([{ outcome: 'deferred', sent: false }]);
    const again = wire.send(me, [you], mail);
    (await transport.call(1)).end({});
    expect(await again).toMatch(/^250 /);
  });

  test('behind an answer that was lost: it is remembered all the same', async () => {
    const { transport, relay } = held({ memory: failing('unknown') });
    await using it = await relay;
    await using wire = await Wire.open(it.relay);
    const mail = message(me);
    const reply = wire.send(me, [you], mail);
    (await transport.call(1)).end({ outcome: 'unknown', error: lost() } as Partial<Receipt>);
    expect(await reply).toMatch(/^451 4\.4\.2 REPLY_LOST/);
    expect(await wire.send(me, [you], mail)).toMatch(/^451 4\.4\.2 RELAY_MESSAGE_REMEMBERED/);
    expect(transport.calls.length).toBe(1);
  });
});

test('whatever else a transport throws after it was aborted may have sent', async () => {
  const { transport, relay } = held();
  await using it = await relay;
  await using wire = await Wire.open(it.relay);
  transport.onAbort = () => new TypeError('closed');
  const reply = wire.send(me, [you], message(me));
  await transport.call(1);
  const became = await it.relay.close({ timeout: 1 });
  expect(await reply).toMatch(/^451 4\.4\.2 REPLY_LOST/);
  expect(became).toMatchObject([{ outcome: 'unknown', warning: 'may-have-arrived' }]);
});

test('a stop tells of what was under way, and not of what was done before', async () => {
  const { transport, relay } = held();
  await using it = await relay;
  await using wire = await Wire.open(it.relay);
  for (let number = 1; number <= 2; number++) {
    const reply = wire.send(me, [you], message(me));
    (await transport.call(number)).end({});
    expect(await reply).toMatch(/^250 /);
  }
  expect(await it.relay.close()).toEqual([]);
});
