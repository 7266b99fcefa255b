import type { Transport } from '@ehlo/core';
import { expect, test } from 'vitest';
import { Ledger } from './ledger.js';
import { processMemory } from './process-memory.js';
import { type Submitted, submit } from './submission.js';

const transport = {
  send: async () => ({ outcome: 'accepted', refused: [], reply: { code: 250, lines: ['OK'] } }),
} as unknown as Transport;
const never = new AbortController().signal;
const mail = {
  ...{ id: '<1@a>', hash: 'ab', gone: never, stopped: never },
  message: { envelope: { from: 'a@example.com', to: ['b@example.net'] }, raw: new Uint8Array() },
};

test('an accepted message is remembered until a client has heard of it', async () => {
  const ledger = await Ledger.open(processMemory(), 60_000);
  const submitted = (): Promise<Submitted> => submit(transport, ledger, mail);
  const first = await submitted();
  expect(first).toMatchObject({ sent: true, answer: { outcome: 'accepted' } });
  await first.settle(false);
  // The retry is answered, and its client goes away before it hears that.
  const second = await submitted();
  expect(second).toMatchObject({ sent: false, answer: { outcome: 'accepted' } });
  await second.settle(false);
  expect(ledger.remembered).toHaveLength(1);
  const third = await submitted();
  expect(third.sent).toBe(false);
  await third.settle(true);
  expect(ledger.remembered).toEqual([]);
  expect((await submitted()).sent).toBe(true);
});

test.each(['gone', 'stopped'] as const)('one whose client is %s before it is handed on is not sent', async (which) => {
  const ledger = await Ledger.open(processMemory(), 60_000);
  const { sent, answer } = await submit(transport, ledger, { ...mail, [which]: AbortSignal.abort() });
  expect({ sent, outcome: answer.outcome }).toEqual({ sent: false, outcome: 'deferred' });
  expect(answer.reply.code).toBe(which === 'stopped' ? 421 : 451);
  expect(ledger.remembered).toEqual([]);
});
