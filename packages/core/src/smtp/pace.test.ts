import { describe, expect, test } from 'vitest';
import { Pace } from './pace.js';

/** Messages one after the other, each as soon as it may, answered after `takes`. Gives when they began. */
function send(pace: Pace, count: number, takes: (n: number) => number, start = 0): number[] {
  const begun: number[] = [];
  for (let now = start; begun.length < count; ) {
    const wait = pace.wait(now);
    if (wait === 0) {
      begun.push(now);
      pace.begin(now);
      now += takes(begun.length);
      pace.end(now);
    } else now += wait;
  }
  return begun;
}

describe('so many in any window', () => {
  test('begin at once, and each further one a window after the oldest was answered', () => {
    const pace = new Pace(3, 1_000);
    expect(send(pace, 3, () => 100)).toEqual([0, 100, 200]);
    expect([pace.wait(300), pace.wait(1_099), pace.wait(1_100)]).toEqual([800, 1, 0]);
  });

  test('no time is lost where answers come at once', () => {
    expect(send(new Pace(30, 60_000), 200, () => 0).at(-1)).toBe(6 * 60_000);
  });

  test('a server that counts anywhere between beginning and answer never counts one too many', () => {
    // The first is counted as late as can be, the one that takes its place as early as can be.
    const takes = (n: number) => (n * 7_919) % 900;
    const begun = send(new Pace(5, 10_000), 100, takes);
    for (const [at, time] of begun.entries()) {
      const before = begun[at - 5];
      if (before !== undefined) expect(time - (before + takes(at - 5 + 1))).toBeGreaterThanOrEqual(10_000);
    }
  });

  test('those that are under way hold their places, however many wait', () => {
    const pace = new Pace(2, 1_000);
    pace.begin(0);
    pace.begin(0);
    expect(pace.wait(5_000)).toBe(1_000);
    pace.end(5_000);
    expect(pace.wait(5_500)).toBe(500);
    expect(pace.wait(6_000)).toBe(0);
  });
});

describe('a server that asks for less', () => {
  test('gets half of what the provider allows, and a quarter of that more with every window', () => {
    const pace = new Pace(32, 1_000);
    pace.lower(0);
    expect([0, 999, 1_000, 2_000, 3_999, 4_000, 9_000].map((now) => pace.most(now))).toEqual([
      16, 16, 20, 24, 28, 32, 32,
    ]);
  });

  test('who asks again gets half of what is left, and never less than one', () => {
    const pace = new Pace(4, 1_000);
    const lowered = [1, 2, 3, 4].map((now) => {
      pace.lower(now);
      return pace.most(now);
    });
    expect(lowered).toEqual([2, 1, 1, 1]);
    expect(pace.most(1_004)).toBe(2);
  });

  test('gets half of what had begun where there was no limit, after a whole window of nothing', () => {
    const pace = new Pace(Number.POSITIVE_INFINITY, 1_000);
    send(pace, 500, () => 1);
    pace.lower(500);
    expect([pace.most(500), pace.wait(500), pace.wait(1_499), pace.wait(1_500)]).toEqual([250, 1_000, 1, 0]);
    expect(pace.most(9_500)).toBe(250 + 9 * 63);
  });

  test('forgets what began long ago', () => {
    const pace = new Pace(Number.POSITIVE_INFINITY, 1_000);
    send(pace, 500, () => 1);
    send(pace, 10, () => 1, 5_000);
    pace.lower(5_500);
    expect(pace.most(5_500)).toBe(5);
  });
});

test('without a limit nothing waits', () => {
  const pace = new Pace(Number.POSITIVE_INFINITY, 60_000);
  expect(send(pace, 1_000, () => 0)).toEqual(Array(1_000).fill(0));
  expect(pace.most(0)).toBe(Number.POSITIVE_INFINITY);
});
