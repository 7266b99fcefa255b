import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { vocabulary } from '../src/explain/vocabulary.js';
import { explain, type Observation } from '../src/index.js';

/**
 * How failures are told, a line each: errors of clients, half sentences that quote nothing, logs, and systems that
 * speak another language, with as much of the settings as such a teller gives. `code` is the cause.
 */
const told = readFileSync(join(import.meta.dirname, 'explain-told.jsonl'), 'utf8')
  .trim()
  .split('\n')
  .map((line) => JSON.parse(line) as Observation & { readonly code: string });

describe.each([...new Set(told.map(({ code }) => code))])('%s, as it is told', (means) => {
  const of = told.filter(({ code }) => code === means);
  test.each(
    of.map(({ code: _code, ...observation }) => [String(observation.symptom).slice(0, 90), observation] as const),
  )('%s', (_what, observation) => {
    const { causes, certainty } = explain(observation);
    expect(causes[0]).toMatchObject({ code: means, fix: vocabulary[means]!.words.en.fix });
    expect(certainty).not.toBe('none');
  });
});

test('they are many, and each stands once', () => {
  expect(new Set(told.map((one) => JSON.stringify(one))).size).toBe(told.length);
  expect(told.length).toBeGreaterThan(550);
});

test.each(['AUTH ', '250-AUTH LOGIN\n', 'password ', 'From sender ', '1.1.1.1 ', '220 ', '334 \n', 'token scope= '])(
  'a log of nothing but %j is read in a time that grows with its length',
  // Other work on the machine may spoil a measurement; a pattern that is not linear spoils each of them.
  { retry: 2 },
  (word) => {
    const spent = (octets: number): number => {
      const symptom = word.repeat(octets / word.length);
      const begun = performance.now();
      explain({ symptom, stage: 'auth' });
      return performance.now() - begun;
    };
    spent(1_000);
    // Ten times the length: in the square it would be a hundred times the work.
    expect(spent(80_000)).toBeLessThan(40 * Math.max(spent(8_000), 20));
  },
);
