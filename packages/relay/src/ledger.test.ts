import { describe, expect, test } from 'vitest';
import { Ledger } from './ledger.js';
import type { RelayMemory, RememberedMail } from './memory.js';
import { processMemory } from './process-memory.js';
import { Refusals } from './refusals.js';

const mail = { id: '<1@a>', from: 'a@example.com', to: ['b@example.net', 'c@example.net'] };
const DAY = 86_400_000;

async function ledger(before: readonly RememberedMail[] = []) {
  const time = { now: Date.UTC(2026, 10, 23) };
  const steps: string[] = [];
  const memory: RelayMemory = {
    ...processMemory(),
    open: async () => before,
    keep: async ({ state }) => void steps.push(state),
    drop: async () => void steps.push('dropped'),
  };
  return { time, steps, it: await Ledger.open(memory, 7 * DAY, () => time.now) };
}

describe('what is written down of a message', () => {
  test('that is taken: before it is sent, and away behind it', async () => {
    const { it, steps } = await ledger();
    const ticket = await it.begin(mail);
    expect(steps).toEqual(['under-way']);
    expect(it.remembered).toEqual([]);
    await ('settle' in ticket && ticket.settle('known'));
    expect(steps).toEqual(['under-way', 'dropped']);
    expect('settle' in (await it.begin(mail))).toBe(true);
  });

  test('that has no answer: kept for seven days', async () => {
    const { it, time } = await ledger();
    const ticket = await it.begin(mail);
    await ('settle' in ticket && ticket.settle('unknown'));
    time.now += 7 * DAY - 1;
    expect(await it.begin({ ...mail, to: ['c@example.net'] })).toMatchObject({ id: '<1@a>', state: 'unknown' });
    expect(it.remembered).toHaveLength(1);
    time.now += 1;
    expect(it.remembered).toEqual([]);
    expect('settle' in (await it.begin(mail))).toBe(true);
  });

  test('that cannot be written down: it is not sent, and may be tried again', async () => {
    const memory = { ...processMemory(), keep: async () => Promise.reject(new Error('disk full')) };
    const it = await Ledger.open(memory, DAY);
    await expect(it.begin(mail)).rejects.toThrow('disk full');
    await expect(it.begin(mail)).rejects.toThrow('disk full');
  });
});

test('what was under way when the process before ended may have arrived', async () => {
  const before = { ...mail, since: new Date(Date.UTC(2026, 10, 22)), state: 'under-way' } as const;
  const { it } = await ledger([before]);
  expect(it.recovered).toEqual([before]);
  expect(await it.begin(mail)).toMatchObject({ state: 'unknown', since: before.since });
  expect(await it.forget('<1@a>')).toBe(true);
  expect('settle' in (await it.begin(mail))).toBe(true);
});

test('others are not held up: another id, another sender, other recipients', async () => {
  const { it } = await ledger();
  await it.begin(mail);
  for (const other of [{ id: '<2@a>' }, { from: 'z@example.com' }, { to: ['d@example.net'] }])
    expect('settle' in (await it.begin({ ...mail, ...other }))).toBe(true);
});

test('the same waits for what becomes of the first, and gives up when it is told to', async () => {
  const { it } = await ledger();
  const first = await it.begin(mail);
  const [second, third] = [it.begin(mail), it.begin(mail, AbortSignal.abort(new Error('gone')))];
  await ('settle' in first && first.settle('known'));
  expect('settle' in (await second)).toBe(true);
  await expect(third).rejects.toThrow('gone');
});

test('a refused recipient is refused for the sender it was refused to, for a while', () => {
  let now = 0;
  const refusals = new Refusals(1_000, () => now);
  const refusal = { recipient: 'Bob@Example.net', error: new Error() as never };
  refusals.add('a@example.com', [refusal]);
  expect(refusals.find('A@example.com', 'bob@example.NET')).toBe(refusal);
  expect(refusals.find('z@example.com', 'bob@example.net')).toBeUndefined();
  now = 1_000;
  expect(refusals.find('a@example.com', 'bob@example.net')).toBeUndefined();
});
