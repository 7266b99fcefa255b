import { expect, test } from 'vitest';
import { textOf } from '../files.js';
import { path, section, tables } from './page.js';
import { run } from './run.js';

// The short form; `npm run differences` has 5,000, and others with --seed.
test('random messages differ from what nodemailer sends only as the page says', { timeout: 60_000 }, async () => {
  const seed = Number(process.env.EHLO_SEED ?? 1);
  const { unexplained, arrived, refusedByAll } = await run(200, seed);
  expect(unexplained, `seed ${seed}`).toBeUndefined();
  expect(arrived).toBeGreaterThan(80);
  // What all refuse compares nothing.
  expect(refusedByAll).toBeLessThan(20);
});

test('the page has the differences as the categories do (else: npm run differences -- --write)', () => {
  expect(section(textOf(path), 'differences')).toBe(tables());
});
