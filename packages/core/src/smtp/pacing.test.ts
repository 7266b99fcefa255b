import { describe, expect, test } from 'vitest';
import { MailError } from '../error.js';
import type { LimitRow, Profile } from '../profile.js';
import { Pacing } from './pacing.js';

const limits: readonly LimitRow[] = [
  { limit: 'messages-per-minute', value: 32, because: 'for the test', source: 'recorded here' },
];
const profile: Profile = {
  ...{ id: 'test', name: 'Test', domains: [], endpoints: [], auth: [], replies: [], causes: {}, see: [] },
  limits,
};

const words = { what: 'No.', fix: 'Wait.' };

/** A refusal that slows what it names, with this text. */
function refusal(slows: 'connections' | 'messages' | undefined, text = 'later'): MailError {
  const means = { who: 'nobody', outcome: 'deferred', words: { en: words, 'zh-CN': words } } as const;
  const reply = { code: 421, lines: [text] };
  return new MailError({ code: 'X', phase: 'sent', reply, means: slows === undefined ? means : { ...means, slows } });
}

/** A message that began at `begun` and is done at `now`, on four connections. */
function pass(pacing: Pacing, begun: number, now: number, refused?: MailError): void {
  pacing.begin(begun);
  pacing.end(now, begun, 4, refused);
}

describe('what a refusal lowers', () => {
  test('connections: half of those there are, one more with every minute', () => {
    const pacing = new Pacing(profile, 4);
    pass(pacing, 0, 10, refusal('connections'));
    expect([10, 60_009, 60_010, 120_010, 600_000].map((now) => pacing.connections(now))).toEqual([2, 2, 3, 4, 4]);
    expect(pacing.messages(10)).toBe(32);
  });

  test('messages: half of those that may begin', () => {
    const pacing = new Pacing(profile, 4);
    pass(pacing, 0, 10, refusal('messages'));
    expect([pacing.messages(10), pacing.connections(10)]).toEqual([16, 4]);
  });

  test('nothing, where the cause has nothing to do with the pace', () => {
    const pacing = new Pacing(profile, 4);
    pass(pacing, 0, 10, refusal(undefined, 'greylisted, try again in 300 seconds'));
    expect([pacing.wait(10), pacing.messages(10), pacing.connections(10)]).toEqual([0, 32, 4]);
  });

  test('is lowered once for all that had begun by then', () => {
    const pacing = new Pacing(profile, 4);
    for (const begun of [0, 1, 2, 3]) pass(pacing, begun, 10 + begun, refusal('messages'));
    expect(pacing.messages(20)).toBe(16);
    pass(pacing, 5_000, 5_010, refusal('messages'));
    expect(pacing.messages(5_010)).toBe(8);
  });
});

describe('how long nothing begins', () => {
  test('as long as the reply asks, up to an hour', () => {
    const pacing = new Pacing(profile, 4);
    pass(pacing, 0, 0, refusal('messages', 'try again in 90 seconds'));
    expect(pacing.wait(0)).toBe(90_000);
    pass(pacing, 100_000, 100_000, refusal('messages', 'try again in 99999 hours'));
    expect(pacing.wait(100_000)).toBe(3_600_000);
  });

  test('else a second, and twice as long each time in a row, up to a minute', () => {
    const pacing = new Pacing(profile, 4);
    const waits: number[] = [];
    for (let now = 0; waits.length < 9; now += 120_000) {
      pass(pacing, now, now, refusal('connections'));
      waits.push(pacing.wait(now) / 1_000);
    }
    expect(waits).toEqual([1, 2, 4, 8, 16, 32, 60, 60, 60]);
  });

  test('a message that is taken ends the row, unless it had begun before the refusal', () => {
    const pacing = new Pacing(profile, 4);
    pass(pacing, 0, 10, refusal('connections'));
    pass(pacing, 5, 11);
    pass(pacing, 2_000, 2_000, refusal('connections'));
    expect(pacing.wait(2_000)).toBe(2_000);
    pass(pacing, 5_000, 5_000);
    pass(pacing, 6_000, 6_000, refusal('connections'));
    expect(pacing.wait(6_000)).toBe(1_000);
  });
});

describe('a connection that is refused', () => {
  test('beside others: as many as there are, until a minute later', () => {
    const pacing = new Pacing(profile, 4);
    expect(pacing.refusedDial(refusal('connections'), 3, 0)).toBe(true);
    expect([pacing.connections(0), pacing.dialWait(0), pacing.wait(0)]).toEqual([3, 1_000, 0]);
    expect(pacing.connections(60_000)).toBe(4);
  });

  test('alone: the pauses grow, and after two minutes of them there is no sense in waiting', () => {
    const pacing = new Pacing(profile, 4);
    const pauses: number[] = [];
    for (let now = 0; pacing.refusedDial(refusal('connections'), 0, now); now += pacing.dialWait(now))
      pauses.push(pacing.dialWait(now) / 1_000);
    expect(pauses).toEqual([1, 2, 4, 8, 16, 32]);
  });

  test('alone, by a reply that asks for longer than that: the caller hears it at once', () => {
    const pacing = new Pacing(profile, 4);
    expect(pacing.refusedDial(refusal('connections', 'try again in 10 minutes'), 0, 0)).toBe(false);
    expect(pacing.refusedDial(refusal('connections', 'try again in 100 seconds'), 0, 0)).toBe(true);
    expect(pacing.dialWait(0)).toBe(100_000);
  });

  test('for another reason is none of the pace', () => {
    const pacing = new Pacing(profile, 4);
    expect(pacing.refusedDial(refusal(undefined), 3, 0)).toBe(false);
    expect([pacing.connections(0), pacing.dialWait(0)]).toEqual([4, 0]);
  });
});

test('a row may count in another window than a minute, and all else goes by it', () => {
  const pacing = new Pacing({ ...profile, limits: [{ ...(limits[0] as LimitRow), seconds: 6 }] }, 4);
  pass(pacing, 0, 0, refusal('connections'));
  expect([pacing.wait(0), pacing.connections(6_000)]).toEqual([100, 3]);
});
