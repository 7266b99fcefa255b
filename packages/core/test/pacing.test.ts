import {
  type AccountOptions,
  createSmtpTransport,
  type Profile,
  type Progress,
  type Receipt,
  type Transport,
} from '@ehlo/core';
import { profiles } from '@ehlo/outlook';
import { sandbox } from '@ehlo/sandbox';
import { describe, expect, test } from 'vitest';
import { first, limited, pair, patiently, verdict } from './pair.js';

const greets = { command: 'greeting', reply: '220 mail.example.com ready' } as const;
const crowded = { command: 'greeting', reply: '421 4.7.0 Too many connections' } as const;
const flood = { command: 'end-of-data', reply: '450 4.7.28 Too fast' } as const;

/** Sends so many of a message, and gives what the receipts came to and what was told on the way. */
async function sendMany(transport: Transport, count: number, mail: object) {
  const seen: Progress[] = [];
  const receipts: Receipt[] = [];
  const mails = Array.from({ length: count }, () => mail);
  const observe = (event: { readonly kind: string }): void => {
    if (event.kind === 'progress') seen.push(event as Progress);
  };
  for await (const receipt of transport.sendMany(mails, { observe })) receipts.push(receipt);
  return {
    seen,
    receipts,
    verdicts: receipts.map(verdict),
    accepted: receipts.filter((each) => each.outcome === 'accepted').length,
  };
}

/**
 * Gives the milliseconds for which this process was not let run since: others had the cores. A tick that comes late tells,
 * and one that is late by less than a tick is none.
 */
function heldUp(): () => number {
  const TICK = 20;
  let lost = 0;
  let last = performance.now();
  const tick = (): void => {
    const now = performance.now();
    if (now - last > 2 * TICK) lost += now - last - TICK;
    last = now;
  };
  const timer = setInterval(tick, TICK);
  return () => {
    clearInterval(timer);
    tick();
    return lost;
  };
}

/** A sandbox and a transport for it, by a profile of these limits in a window of so many seconds. */
async function limitedPair(
  server: Parameters<typeof pair>[0],
  [limits, seconds]: Parameters<typeof limited>,
  account: Partial<AccountOptions> = {},
) {
  const it = await pair(server);
  const transport = createSmtpTransport(limited(limits, seconds), { ...it.box.transportOptions, ...account });
  return {
    ...it,
    transport,
    async [Symbol.asyncDispose]() {
      await transport.close();
      await it[Symbol.asyncDispose]();
    },
  };
}

const microsoft365 = profiles.find(({ id }) => id === 'microsoft365') as Profile;

describe('Microsoft 365 with its limits on, a minute being 2.3 seconds', () => {
  const MINUTE = 2_300;

  test('100 messages arrive without a refusal, in the least time that 30 a minute allow, within 5%', {
    timeout: 120_000,
  }, async () => {
    await using box = await sandbox.microsoft365({ minute: MINUTE });
    const limits = microsoft365.limits.map((row) => ({ ...row, seconds: MINUTE / 1_000 }));
    await using transport = createSmtpTransport({ ...microsoft365, limits }, box.transportOptions);
    const held = heldUp();
    const { verdicts, seen } = await sendMany(transport, 100, { from: box.user, to: 'you@example.net', text: 'x' });
    const lost = held();
    expect(new Set(verdicts)).toEqual(new Set(['accepted']));
    expect(box.inbox).toHaveLength(100);
    expect(box.conversation.filter(({ direction, line }) => direction === 'server' && /^[45]/.test(line))).toEqual([]);
    expect(box.counters.connections).toBe(3);
    // The first 30 at once, the last 10 three windows later.
    const times = box.inbox.map(({ receivedAt }) => receivedAt.getTime());
    const took = Math.max(...times) - Math.min(...times);
    expect(took).toBeGreaterThanOrEqual(3 * MINUTE - 1);
    expect(took - lost).toBeLessThanOrEqual(3 * MINUTE * 1.05);
    expect(seen.at(-1)).toMatchObject({
      done: 100,
      waiting: 0,
      pace: { connections: 3, messages: 30, seconds: MINUTE / 1_000 },
    });
  });
});

test('no window of the server ever holds more than allowed, wherever it begins', async () => {
  await using it = await limitedPair({}, [{ 'messages-per-minute': 10 }, 0.3], { connections: 3 });
  await sendMany(it.transport, 60, it.mail());
  const times = it.box.inbox.map(({ receivedAt }) => receivedAt.getTime()).sort((a, b) => a - b);
  expect(times).toHaveLength(60);
  // Times are whole milliseconds.
  for (const [at, time] of times.slice(10).entries()) expect(time - (times[at] as number)).toBeGreaterThanOrEqual(299);
});

// Once more where another process held the machine up between what is timed.
describe('a server that asks for less', { retry: 2 }, () => {
  test('of messages: one is put off, the others go at half the pace, which recovers', async () => {
    await using it = await limitedPair({ replies: [{ ...flood, times: 1 }] }, [{ 'messages-per-minute': 16 }, 0.4], {
      connections: 1,
    });
    const { accepted, verdicts, seen } = await sendMany(it.transport, 80, it.mail());
    expect(accepted).toBe(79);
    expect(verdicts).toContain('deferred RATE_LIMITED at sent');
    const paces = seen.map(({ pace }) => pace.messages);
    expect([Math.min(...(paces as number[])), paces.at(-1)]).toEqual([8, 16]);
    const times = it.box.inbox.map(({ receivedAt }) => receivedAt.getTime());
    // No more than eight in the window that follows the refusal.
    expect(times.filter((time) => time - (times[0] as number) < 400).length).toBeLessThanOrEqual(8);
  });

  test('of connections: one too many is put off, and the others serve', async () => {
    await using box = await sandbox.microsoft365({ concurrency: 1, messagesPerMinute: 1_000 });
    const limits = microsoft365.limits.filter(({ limit }) => limit !== 'messages-per-minute');
    await using transport = createSmtpTransport({ ...microsoft365, limits }, box.transportOptions);
    const { receipts, seen } = await sendMany(transport, 60, { from: box.user, to: 'you@example.net', text: 'x' });
    const refused = receipts.filter(({ outcome }) => outcome !== 'accepted').map(verdict);
    expect(new Set(refused)).toEqual(new Set(['deferred TOO_MANY_CONNECTIONS at sent']));
    // What was under way on the two others by the time of the first refusal, and nothing since.
    expect(refused.length).toBeLessThanOrEqual(4);
    expect(seen.at(-1)?.pace.connections).toBe(1);
    await expect.poll(() => box.counters.open, patiently).toBe(1);
  });

  test('for a time that it names: nothing begins before, and the receipt says when', async () => {
    const asks = { ...flood, reply: '450 4.7.28 Too fast, try again in 1 second', times: 1 };
    await using it = await limitedPair({ replies: [asks] }, [{ 'messages-per-minute': 1_000 }, 0.1]);
    const begun = Date.now();
    const receipt = await it.transport.send(it.mail());
    expect(verdict(receipt)).toBe('deferred RATE_LIMITED at sent');
    expect('notBefore' in receipt && Number(receipt.notBefore) - begun).toBeGreaterThanOrEqual(1_000);
    const { accepted } = await sendMany(it.transport, 5, it.mail());
    expect(accepted).toBe(5);
    expect(Number(it.box.inbox[0]?.receivedAt) - begun).toBeGreaterThanOrEqual(1_000);
  });

  test('a throttled mailbox of one recipient slows nobody else', async () => {
    await using box = await sandbox.microsoft365();
    box.reply({
      command: 'end-of-data',
      reply: '432 4.3.2 STOREDRV.Deliver; recipient thread limit exceeded',
      times: 1,
    });
    await using transport = createSmtpTransport(microsoft365, box.transportOptions);
    const { seen, verdicts } = await sendMany(transport, 5, { from: box.user, to: 'you@example.net', text: 'x' });
    expect(verdicts).toContain('deferred RATE_LIMITED at sent');
    expect(seen.at(-1)?.pace).toEqual({ connections: 3, messages: 30, seconds: 60 });
  });
});

describe('no connection can be had for a time', () => {
  /** Every message needs a new connection, which is refused as often as said when one had been up. */
  const worn = { 'messages-per-connection': 1, 'messages-per-minute': 1_000 } as const;

  test.each([
    ['421 to the connection', { ...crowded, times: 2 }],
    ['454 to the login', { command: 'login', reply: '454 4.7.0 Too many login attempts', times: 2 } as const],
    [
      '454 for any reason',
      { command: 'login', reply: '454 4.7.0 Temporary authentication failure', times: 2 } as const,
    ],
  ])('an account that was served waits and dials again: %s', async (_name, refusal) => {
    await using it = await limitedPair({}, [worn, 1.2], { connections: 1 });
    expect(verdict(await it.transport.send(it.mail()))).toBe('accepted');
    it.box.reply(refusal);
    const { verdicts } = await sendMany(it.transport, 3, it.mail());
    expect(verdicts).toEqual(['accepted', 'accepted', 'accepted']);
    expect(it.box.counters.connections).toBe(6);
  });

  test('one that never was served hears it at once', async () => {
    await using it = await limitedPair({ replies: [crowded] }, [worn, 1.2]);
    expect(verdict(await it.transport.send(it.mail()))).toBe('deferred TOO_MANY_CONNECTIONS at greeting');
    expect(it.box.counters.connections).toBe(1);
  });

  test('it does not wait for ever: after two windows of pauses all hear why', async () => {
    await using it = await limitedPair({ replies: [{ ...greets, times: 1 }, crowded] }, [worn, 0.6]);
    const { verdicts } = await sendMany(it.transport, 4, it.mail());
    expect(verdicts).toEqual(['accepted', ...Array(3).fill('deferred TOO_MANY_CONNECTIONS at greeting')]);
    expect(it.box.counters.connections).toBeLessThanOrEqual(10);
  });

  test('an abort ends the wait of one message, and close waits for the others', async () => {
    let connected = 0;
    const second = first(({ kind }) => kind === 'connected' && ++connected === 2);
    await using it = await limitedPair({}, [worn, 12], { connections: 1, observe: second.observe });
    await it.transport.send(it.mail());
    it.box.reply({ ...crowded, times: 1 });
    const abort = new AbortController();
    const aborted = it.transport.send(it.mail(), { signal: abort.signal });
    const other = it.transport.send(it.mail());
    await second.came;
    abort.abort(new Error('enough'));
    await expect(aborted).rejects.toThrow('enough');
    await it.transport.close();
    expect(verdict(await other)).toBe('accepted');
  });
});
