import { expect, test } from 'vitest';
import { batches, DISPUTED, lastBatches } from './blind.js';
import { answers, isRight, rate, reports } from './measure.js';

const all = reports();
const independent = reports('independent');
const independentAnswers = answers(independent, 'everything');

test('the reports hold what may be told, and their cause', () => {
  for (const report of [...all, ...independent]) {
    expect(
      Object.keys(report)
        .filter((key) => key !== 'provider')
        .sort(),
    ).toEqual(['client_error', 'code', 'confidence', 'config', 'id', 'reply', 'source', 'stage', 'symptom']);
    expect(report.source).toMatch(/^https:\/\//);
  }
});

/** Below these a change has made explain worse. */
test.each([
  ['everything', 0.97, 0.99, 0],
  ['without the stage', 0.93, 0.95, 0.01],
  ['without the settings', 0.84, 0.9, 0.01],
  ['the pasted text alone', 0.8, 0.85, 0.01],
] as const)(
  'told %s, explain is right often enough, and seldom sure of what is wrong',
  (told, first, three, nonsense) => {
    const { reports: number, first: right, amongThree, confidentNonsense } = rate(answers(all, told));
    expect(right / number).toBeGreaterThanOrEqual(first);
    expect(amongThree / number).toBeGreaterThanOrEqual(three);
    expect(confidentNonsense / number).toBeLessThanOrEqual(nonsense);
  },
);

test('the independent reports are others, and are not answered worse than when they were read', () => {
  const sources = new Set(all.map(({ source }) => source));
  expect(independent.filter(({ source }) => sources.has(source))).toEqual([]);
  const { reports: number, first, amongThree, confidentNonsense } = rate(independentAnswers);
  expect(number).toBe([...batches, ...lastBatches].reduce((sum, one) => sum + one.reports, 0));
  expect(first / number).toBeGreaterThanOrEqual(0.96);
  expect(amongThree / number).toBeGreaterThanOrEqual(0.97);
  expect(confidentNonsense / number).toBeLessThanOrEqual(0.01);
});

test('what a label is disputed for is a miss', () => {
  const missed = independentAnswers.filter((answer) => !isRight(answer));
  expect(missed.map(({ report }) => report.id)).toEqual(expect.arrayContaining(Object.keys(DISPUTED)));
});

test('it never reads the cause, nor how sure its finder was', () => {
  const swapped = all.map((report) => ({ ...report, code: 'RECIPIENT_UNKNOWN', confidence: 'low' as const }));
  const answered = answers(swapped, 'everything').map(({ codes }) => codes);
  expect(answered).toEqual(answers(all, 'everything').map(({ codes }) => codes));
  expect(answers(swapped, 'everything').filter(isRight).length).toBeLessThan(5);
});
