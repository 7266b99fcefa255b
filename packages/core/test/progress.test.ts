import type { Progress, TraceEvent } from '@ehlo/core';
import { createSmtpTransport } from '@ehlo/core';
import { expect, test } from 'vitest';
import { limited, pair, verdict } from './pair.js';

/** Keeps what it is told of progress. */
function bar() {
  const seen: Progress[] = [];
  const observe = (event: TraceEvent | Progress): void => {
    if (event.kind === 'progress') seen.push(event);
  };
  return { seen, observe };
}

test('each receipt of sendMany moves the bar by one, to the end', async () => {
  await using it = await pair({}, { connections: 2 });
  const { seen, observe } = bar();
  const mails = Array.from({ length: 20 }, () => it.mail());
  for await (const receipt of it.transport.sendMany(mails, { observe })) expect(verdict(receipt)).toBe('accepted');
  expect(seen.map(({ done }) => done)).toEqual(Array.from({ length: 20 }, (_, at) => at + 1));
  expect(seen.every(({ pace, waitMilliseconds }) => pace.connections === 2 && waitMilliseconds === 0)).toBe(true);
  expect(seen.at(-1)).toEqual({
    kind: 'progress',
    done: 20,
    waiting: 0,
    inFlight: 0,
    waitMilliseconds: 0,
    pace: { connections: 2, seconds: 60 },
  });
});

test('two calls have a bar each; that of the transport counts both, and single sends', async () => {
  const all = bar();
  await using it = await pair({}, { observe: all.observe });
  const [one, two] = [bar(), bar()];
  const call = async (count: number, { observe }: ReturnType<typeof bar>) => {
    const mails = Array.from({ length: count }, () => it.mail());
    for await (const receipt of it.transport.sendMany(mails, { observe })) expect(verdict(receipt)).toBe('accepted');
  };
  await Promise.all([call(5, one), call(9, two), it.transport.send(it.mail())]);
  expect([one, two, all].map(({ seen }) => seen.at(-1)?.done)).toEqual([5, 9, 15]);
});

test('when messages begin to wait for the pace, it says for how long', async () => {
  await using it = await pair();
  const { seen, observe } = bar();
  await using transport = createSmtpTransport(limited({ 'messages-per-minute': 4 }, 0.3), {
    ...it.box.transportOptions,
    connections: 2,
  });
  const mails = Array.from({ length: 8 }, () => it.mail());
  for await (const receipt of transport.sendMany(mails, { observe })) expect(verdict(receipt)).toBe('accepted');
  const waits = seen.filter(({ waitMilliseconds }) => waitMilliseconds > 0);
  expect(waits.length).toBeGreaterThan(0);
  // One with every receipt, and those of the wait beside them.
  expect(seen.length).toBeGreaterThan(8);
  for (const { waitMilliseconds, waiting, pace } of waits) {
    expect(waitMilliseconds).toBeLessThanOrEqual(300);
    expect(waiting).toBeGreaterThan(0);
    expect(pace).toEqual({ connections: 2, messages: 4, seconds: 0.3 });
  }
});

test('a message that is refused is done too', async () => {
  await using it = await pair({ replies: [{ command: 'MAIL', reply: '550 5.7.1 no' }] });
  const { seen, observe } = bar();
  for await (const receipt of it.transport.sendMany([it.mail(), it.mail()], { observe }))
    expect(receipt.outcome).toBe('rejected');
  expect(seen.at(-1)?.done).toBe(2);
});

test('a bar that throws costs nothing', async () => {
  await using it = await pair();
  const observe = () => {
    throw new Error('the terminal is gone');
  };
  for await (const receipt of it.transport.sendMany([it.mail(), it.mail()], { observe }))
    expect(verdict(receipt)).toBe('accepted');
});
