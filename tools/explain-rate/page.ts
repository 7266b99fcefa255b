import { page, section, table } from '../docs/markdown.js';
import { type Answer, answers, isRight, type Rate, rate, reports, type Told } from './measure.js';

const TOLD: readonly Told[] = ['everything', 'without the stage', 'without the settings', 'the pasted text alone'];

/**
 * Of a third of the reports, picked by a hash of their names, nothing but the numbers was looked at while the first
 * rules were written: what the rules came to on reports that nobody had read.
 */
const UNSEEN = { reports: 71, first: 58, amongThree: 64, confidentNonsense: 3 } as const;

/** How often `explain` is right, with every miss. */
export function ratePage(): string {
  const all = reports();
  const full = answers(all, 'everything');
  const sure = full.filter(({ report }) => report.confidence === 'high');
  return page('How often explain is right', 'the reports in packages/doctor/test/cases.jsonl', [
    `Measured on ${all.length} public reports whose cause is known, each with its symptom, the reply, the name of the error, the stage and the settings as they were told. \`npm run explain-rate\` prints this table.`,
    table(
      ['reports', 'number', 'first place', 'among three', 'confident nonsense'],
      [
        ['all', ...cells(rate(full))],
        ['of which the cause is beyond doubt', ...cells(rate(sure))],
        ...TOLD.slice(1).map((told) => [`all, ${told}`, ...cells(rate(answers(all, told)))]),
      ],
    ),
    'Confident nonsense is a wrong first answer with the certainty `high`.',
    `These numbers flatter: the rules were mended on the same reports. A third of them (${UNSEEN.reports}) was held back at first. On those, unread, the rules had ${percent(UNSEEN.first, UNSEEN.reports)} right at the first place, ${percent(UNSEEN.amongThree, UNSEEN.reports)} among three, and ${percent(UNSEEN.confidentNonsense, UNSEEN.reports)} confident nonsense, before their misses were looked at. What a new report meets lies between.`,
    ...section(
      'How sure it was',
      table(
        ['certainty', 'right', 'wrong'],
        (['high', 'medium', 'low', 'none'] as const).map((certainty) => {
          const of = full.filter((answer) => answer.certainty === certainty);
          return [certainty, of.filter(isRight).length, of.filter((answer) => !isRight(answer)).length];
        }),
      ),
    ),
    ...section('Misses', missTable(full.filter((answer) => !isRight(answer))) || 'None, with everything told.'),
    ...section(
      'Misses on the pasted text alone',
      missTable(answers(all, 'the pasted text alone').filter((answer) => !isRight(answer))),
    ),
  ]);
}

function missTable(misses: readonly Answer[]): string {
  return table(
    ['report', 'symptom', 'cause', 'explain says', 'place', 'certainty'],
    misses.map(({ report, codes, certainty }) => [
      `[${report.id}](${report.source})`,
      report.symptom
        .replace(/\s+/g, ' ')
        .replace(/[<>]/g, (sign) => `\\${sign}`)
        .slice(0, 90),
      link(report.code),
      codes[0] === undefined ? 'nothing' : link(codes[0]),
      codes.includes(report.code) ? codes.indexOf(report.code) + 1 : 'not named',
      certainty,
    ]),
  );
}

function link(code: string): string {
  return `[${code}](causes/${code}.md)`;
}

function cells({ reports: number, first, amongThree, confidentNonsense }: Rate): [number, string, string, string] {
  return [number, percent(first, number), percent(amongThree, number), percent(confidentNonsense, number)];
}

function percent(part: number, whole: number): string {
  return `${((100 * part) / whole).toFixed(1)} % (${part})`;
}
