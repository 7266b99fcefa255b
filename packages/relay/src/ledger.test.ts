import { describe, expect, test, vi } from 'vitest';
import { Ledger } from './ledger.js';
import type { RelayMemory, RememberedMail } from './memory.js';
import { processMemory } from './process-memory.js';
import { Refusals } from './refusals.js';

const mail = { id: '<1@a>', from: 'a@example.com', to: ['b@example.net', 'c@example.net'] };
const DAY = 86_400_000;
const NOW = Date.UTC(2026, 10, 23);

async function ledger(before: readonly RememberedMail[] = []) {
  const time = { now: NOW };
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

describe('what was kept before', () => {
  const kept = (state: RememberedMail['state'], since: number, id = '<1@a>'): RememberedMail => ({
    ...mail,
    id,
    state,
    since: new Date(since),
  });

  test('is written down as open, so that the next start does not find it under way again', async () => {
    const { it, steps } = await ledger([kept('under-way', NOW - DAY), kept('unknown', NOW - DAY, '<2@a>')]);
    expect(steps).toEqual(['unknown']);
    expect(it.recovered).toHaveLength(1);
  });

  test('is thrown away when its time is over', async () => {
    const { it, steps } = await ledger([kept('under-way', NOW - 7 * DAY), kept('accepted', NOW - 8 * DAY, '<2@a>')]);
    expect(steps).toEqual(['dropped', 'dropped']);
    expect([it.recovered, it.remembered]).toEqual([[], []]);
  });

  test('by a clock that went ahead is kept for seven days from now, and not until that day', async () => {
    const { it, time } = await ledger([kept('unknown', NOW + 365 * DAY)]);
    expect(it.remembered).toMatchObject([{ since: new Date(NOW) }]);
    time.now += 7 * DAY;
    expect('settle' in (await it.begin(mail))).toBe(true);
  });

  test('leaves the memory closed where it cannot be brought up to date', async () => {
    let closed = false;
    const memory: RelayMemory = {
      ...processMemory(),
      open: async () => [kept('under-way', NOW)],
      keep: async () => Promise.reject(new Error('disk full')),
      close: async () => void (closed = true),
    };
    await expect(Ledger.open(memory, DAY)).rejects.toThrow('disk full');
    expect(closed).toBe(true);
  });
});

test('what is under way cannot be forgotten, and does not stand among what is remembered', async () => {
  const { it, steps } = await ledger();
  const ticket = await it.begin(mail);
  expect(await it.forget(mail.id)).toBe(false);
  await ('settle' in ticket && ticket.settle('unknown'));
  expect(steps).toEqual(['under-way', 'unknown']);
  expect(it.remembered).toHaveLength(1);
  expect(await it.forget('<2@a>')).toBe(false);
  expect(await it.forget(mail.id)).toBe(true);
});

test('what is remembered is told the oldest first', async () => {
  const { it, time } = await ledger();
  for (const id of ['<2@a>', '<1@a>', '<3@a>']) {
    const ticket = await it.begin({ ...mail, id });
    await ('settle' in ticket && ticket.settle(id === '<1@a>' ? 'accepted' : 'unknown'));
    time.now += 1;
  }
  expect(it.remembered.map(({ id }) => id)).toEqual(['<2@a>', '<1@a>', '<3@a>']);
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

test('a refused recipient is not refused for longer because the clock was set back', () => {
  vi.useFakeTimers({ toFake: ['Date', 'performance'] });
  try {
    const refusals = new Refusals(1_000);
    refusals.add('a@example.com', [{ recipient: 'b@example.net', error: new Error() as never }]);
    vi.setSystemTime(Date.now() - DAY);
    vi.advanceTimersByTime(999);
    expect(refusals.find('a@example.com', 'b@example.net')).toBeDefined();
    vi.advanceTimersByTime(1);
    expect(refusals.find('a@example.com', 'b@example.net')).toBeUndefined();
  } finally {
    vi.useRealTimers();
  }
});
