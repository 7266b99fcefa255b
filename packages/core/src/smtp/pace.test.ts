import { expect, test } from 'vitest';
import { Pace } from './pace.js';

test('so many begin at once, and each further one when the oldest leaves the window', () => {
  const pace = new Pace(3, 1_000);
  for (const now of [0, 100, 200]) {
    expect(pace.wait(now)).toBe(0);
    pace.begin(now);
  }
  expect(pace.wait(300)).toBe(700);
  expect(pace.wait(999)).toBe(1);
  expect(pace.wait(1_000)).toBe(0);
  pace.begin(1_000);
  expect(pace.wait(1_000)).toBe(100);
});

test('no window of time ever holds more than allowed, and no time is lost', () => {
  const pace = new Pace(30, 60_000);
  const begun: number[] = [];
  for (let now = 0; begun.length < 200; now += pace.wait(now)) {
    if (pace.wait(now) > 0) continue;
    pace.begin(now);
    begun.push(now);
  }
  for (const [at, time] of begun.entries())
    expect(time - (begun[at - 30] ?? Number.NEGATIVE_INFINITY)).toBeGreaterThanOrEqual(60_000);
  expect(begun.at(-1)).toBe(6 * 60_000);
});

test('without a limit nothing is kept', () => {
  const pace = new Pace(Number.POSITIVE_INFINITY, 60_000);
  for (let n = 0; n < 1_000; n++) pace.begin(n);
  expect(pace.wait(1_000)).toBe(0);
});
