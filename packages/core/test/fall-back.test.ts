import { type CauseCode, causes, MailError, type Phase, type Receipt, Trace, type Transport } from '@ehlo/core';
import { type ClosingRow, fallBack } from '@ehlo/core/http';
import { expect, test } from 'vitest';

const mail = { from: 'me@example.com', to: 'you@example.net', text: 'Hello.\n' };

const closing: readonly ClosingRow[] = [
  { means: 'CONNECT_PORT_BLOCKED', phase: 'connect', because: 'The port is shut.', source: 'https://example.com/' },
  { means: 'ACCOUNT_NOT_READY', because: 'The door is shut.', source: 'https://example.com/' },
];

const why = (code: CauseCode, phase: Phase = 'auth'): MailError => new MailError({ code, means: causes[code], phase });

/** A road that ends as it is told, and counts who took it. */
function road(id: string, end: () => Outcome): Transport & { readonly taken: number; readonly closed: boolean } {
  let taken = 0;
  let closed = false;
  const base = {
    transport: id,
    envelope: { from: mail.from, to: [mail.to] },
    messageId: '<1@example.com>',
    startedAt: new Date(),
    warnings: [],
    refused: [],
  };
  return {
    id,
    warnings: [],
    get taken() {
      return taken;
    },
    get closed() {
      return closed;
    },
    async send() {
      if (closed) throw why('TRANSPORT_CLOSED', 'settings');
      taken += 1;
      const trace = new Trace([], [{ at: 0, phase: 'sent', connection: 1, kind: 'client', line: id }]);
      const { outcome, error } = end();
      if (outcome === 'accepted') return { ...base, trace, outcome, reply: { code: 250, lines: ['Ok'] } };
      return { ...base, trace, outcome, error } as Receipt;
    },
    async *sendMany() {},
    async check() {
      const { outcome, error } = end();
      return { ok: outcome === 'accepted', ...(error && { error }), warnings: [], trace: new Trace() };
    },
    async close() {
      closed = true;
    },
    [Symbol.asyncDispose]: async () => undefined,
  };
}

interface Outcome {
  readonly outcome: Receipt['outcome'];
  readonly error?: MailError;
}

const yes = (): Outcome => ({ outcome: 'accepted' });

test.each<[string, Outcome, taken: boolean]>([
  ['accepted', { outcome: 'accepted' }, false],
  ['a cause that closes it', { outcome: 'rejected', error: why('ACCOUNT_NOT_READY') }, true],
  ['a cause that closes it, deferred', { outcome: 'deferred', error: why('CONNECT_PORT_BLOCKED', 'connect') }, true],
  ['the same cause elsewhere', { outcome: 'deferred', error: why('CONNECT_PORT_BLOCKED', 'greeting') }, false],
  ['another cause', { outcome: 'rejected', error: why('SENDER_NOT_OWNED', 'sent') }, false],
  ['unknown, whatever the cause', { outcome: 'unknown', error: why('ACCOUNT_NOT_READY') }, false],
])('after %s', async (_name, first, taken) => {
  const [one, two] = [road('first', () => first), road('second', yes)];
  await using both = fallBack({ first: one, second: two, closing });
  expect(both.id).toBe('first');
  const receipt = await both.send(mail);
  expect([receipt.transport, both.id, two.taken]).toEqual(taken ? ['second', 'second', 1] : ['first', 'first', 0]);
  expect(receipt.outcome).toBe(taken ? 'accepted' : first.outcome);
  expect(receipt.warnings.map(({ code }) => code)).toEqual(taken ? ['SECOND_ROAD'] : []);
  if (!taken) return;
  expect(String(receipt.trace)).toBe('C: first\nC: second');
  await both.send(mail);
  expect([one.taken, two.taken]).toEqual([1, 2]);
  expect(both.warnings.map(({ code }) => code)).toEqual(['SECOND_ROAD']);
});

test('each of many takes the road that is open to it', async () => {
  const [one, two] = [
    road('first', () => ({ outcome: 'rejected', error: why('ACCOUNT_NOT_READY') })),
    road('second', yes),
  ];
  await using both = fallBack({ first: one, second: two, closing });
  const seen: Array<[number, string]> = [];
  for await (const { index, transport } of both.sendMany(Array(40).fill(mail))) seen.push([index, transport]);
  expect(seen.map(([index]) => index).sort((a, b) => a - b)).toEqual(Array.from({ length: 40 }, (_, at) => at));
  expect(new Set(seen.map(([, transport]) => transport))).toEqual(new Set(['second']));
  expect(one.taken).toBeLessThan(40);
});

test('an abort between the roads throws, for nothing was taken', async () => {
  const aborting = new AbortController();
  const reason = new Error('no longer wanted');
  const one = road('first', () => {
    aborting.abort(reason);
    return { outcome: 'rejected', error: why('ACCOUNT_NOT_READY') };
  });
  const two = road('second', yes);
  await using both = fallBack({ first: one, second: two, closing });
  await expect(both.send(mail, { signal: aborting.signal })).rejects.toBe(reason);
  expect(two.taken).toBe(0);
});

test('closing closes both, and nothing new is taken', async () => {
  const [one, two] = [road('first', yes), road('second', yes)];
  const both = fallBack({ first: one, second: two, closing });
  await both.close();
  expect([one.closed, two.closed]).toEqual([true, true]);
  await expect(both.send(mail)).rejects.toMatchObject({ code: 'TRANSPORT_CLOSED' });
});
