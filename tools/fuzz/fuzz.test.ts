import { describe, expect, test } from 'vitest';
import { measure } from './growth.js';
import { fuzz } from './run.js';
import { shapes } from './shapes.js';
import { besiege } from './siege.js';
import { targets } from './targets.js';

// The short form: some thousand inputs and some hundred sessions. `npm run fuzz` has a million, and --hostile 10,000.
/** The same of the same tree every time; others come with EHLO_SEED. */
const seed = Number(process.env.EHLO_SEED ?? 1);

test.each(targets)('$name', async (target) => {
  const { fault, inputs } = await fuzz(target, Math.ceil(6_000 * target.share), seed);
  expect(fault).toBeUndefined();
  expect(inputs).toBeGreaterThanOrEqual(300);
});

test('all inputs are shared out', () => {
  expect(targets.reduce((sum, { share }) => sum + share, 0)).toBeCloseTo(1);
});

describe('twice as much takes about twice the time', () => {
  const short = ['T3: an address list', 'T25: words of AUTH', 'T25: replies in pieces of 7'];
  test.each(shapes.filter(({ name }) => short.includes(name)))('$name', (shape) => {
    expect(measure(shape, Math.ceil(shape.size / 64)).ratio).toBeLessThan(2.5);
  });
});

test('a server that answers at random gets the truth, no secret in clear, and no end of a session withheld', async () => {
  const { outcomes, offences, sessions, misdeeds } = await besiege(200, seed);
  expect(offences).toEqual([]);
  expect(sessions).toBe(200);
  expect(outcomes.accepted).toBeGreaterThan(5);
  expect(Object.keys(misdeeds).length).toBeGreaterThan(15);
}, 60_000);
