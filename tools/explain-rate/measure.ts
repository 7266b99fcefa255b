import { type Certainty, explain } from '../../packages/doctor/src/index.js';
import { textOf } from '../files.js';

/** A public report, and the cause that its thread came to. */
export interface Report {
  readonly id: string;
  readonly source: string;
  readonly symptom: string;
  readonly stage: string;
  readonly confidence: 'high' | 'medium' | 'low';
  readonly code: string;
}

/** What `explain` made of a report. */
export interface Answer {
  readonly report: Report;
  readonly codes: readonly string[];
  readonly certainty: Certainty;
}

/** How often the cause stood at the first place, and among the first three. */
export interface Rate {
  readonly reports: number;
  readonly first: number;
  readonly amongThree: number;
  /** Wrong at the first place, and certain of it. */
  readonly confidentNonsense: number;
}

/** What is held back, so that a rule that only remembers is found out. */
export type Told = 'everything' | 'without the stage' | 'without the settings' | 'the pasted text alone';

/** The 190 that the rules were first written on, or those that came later and from elsewhere. */
export function reports(which: 'first' | 'independent' = 'first'): readonly Report[] {
  const file = which === 'first' ? 'cases.jsonl' : 'cases-independent.jsonl';
  return textOf(`packages/doctor/test/${file}`)
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as Report);
}

/** Explains every report without looking at its cause. */
export function answers(all: readonly Report[], told: Told): readonly Answer[] {
  return all.map((report) => {
    const { certainty, causes } = explain(observed(report, told));
    return { report, certainty, codes: causes.map(({ code }) => code) };
  });
}

export function rate(of: readonly Answer[]): Rate {
  const count = (holds: (answer: Answer) => boolean) => of.filter(holds).length;
  return {
    reports: of.length,
    first: count(isRight),
    amongThree: count(({ report, codes }) => codes.slice(0, 3).includes(report.code)),
    confidentNonsense: count((answer) => !isRight(answer) && answer.certainty === 'high'),
  };
}

export function isRight({ report, codes }: Answer): boolean {
  return codes[0] === report.code;
}

function observed({ code: _code, confidence: _confidence, source: _source, ...report }: Report, told: Told): object {
  switch (told) {
    case 'everything':
      return report;
    case 'without the stage':
      return { ...report, stage: null };
    case 'without the settings':
      return { ...report, config: null };
    case 'the pasted text alone':
      return { symptom: report.symptom };
    default:
      return told satisfies never;
  }
}
