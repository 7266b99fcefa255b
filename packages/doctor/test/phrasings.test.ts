import { describe, expect, test } from 'vitest';
import { explain } from '../src/index.js';
import { phrasings } from './phrasings/index.js';

/** How a program words a failure, the cause behind it, and what a person reads. */
describe.each(Object.entries(phrasings))('what %s says', (_who, all) => {
  test.each(all.map((one) => [one.means, one.say.slice(0, 100), one] as const))('%s: %s', (means, _say, one) => {
    const { code, certainty, causes } = explain({ ...one.with, symptom: one.say });
    expect(code).toBe(means);
    expect(certainty).not.toBe('none');
    expect(causes[0]).toMatchObject({ code: means, fix: expect.stringMatching(/\.$/) });
    expect(causes[0]!.evidence.length, 'it says which words').toBeGreaterThan(0);
  });
});

test('the phrasings are many, and each stands once', () => {
  const all = Object.values(phrasings).flat();
  const said = all.map(({ say, with: more }) => JSON.stringify([say, more]));
  expect(said.filter((one, at) => said.indexOf(one) !== at)).toEqual([]);
  expect(all.length).toBeGreaterThan(500);
});
