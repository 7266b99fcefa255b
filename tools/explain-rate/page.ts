import { page, section, table } from '../docs/markdown.js';
import { batches, byCertainty, bySureness, DISPUTED, lastBatches, lastByCertainty, lastSettled } from './blind.js';
import { type Answer, answers, isRight, type Rate, rate, reports, type Told } from './measure.js';

const TOLD: readonly Told[] = ['everything', 'without the stage', 'without the settings', 'the pasted text alone'];

/** How often `explain` is right, with every miss. */
export function ratePage(): string {
  const all = reports();
  const full = answers(all, 'everything');
  const sure = full.filter(({ report }) => report.confidence === 'high');
  return page(
    'How often explain is right',
    'the reports in packages/doctor/test/cases.jsonl and cases-independent.jsonl',
    [
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
      'These numbers flatter: the rules were mended on the same reports. What a new report meets is told by the next section.',
      ...section('Reports that nobody had read', ...last()),
      ...section('The reports that the rules were widened on', ...blind()),
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
      ...section('Misses among the independent reports', ...independentMisses()),
      ...section(
        'Misses on the pasted text alone',
        missTable(answers(all, 'the pasted text alone').filter((answer) => !isRight(answer))),
      ),
    ],
  );
}

/** What was counted last, on reports of which nobody had read a miss. */
function last(): string[] {
  const sum = (of: keyof Rate): number => lastBatches.reduce((total, one) => total + one[of], 0);
  const all: Rate = {
    reports: sum('reports'),
    first: sum('first'),
    amongThree: sum('amongThree'),
    confidentNonsense: sum('confidentNonsense'),
  };
  return [
    `${all.reports} reports from other threads, gathered by readers who did not know the rules: a third of users of libraries, a third of products that send mail, a third of logins alone, where the words say least. They are counted as the rules met them.`,
    table(
      ['reports', 'number', 'first place', 'among three', 'confident nonsense'],
      [
        ...lastBatches.map((one, index) => [`batch ${batches.length + index + 1}`, ...cells(one)]),
        ['all, blind', ...cells(all)],
        ['of which the thread says what the cause was', ...cells(lastSettled)],
      ],
    ),
    table(
      ['certainty', 'answers', 'right'],
      lastByCertainty.map(([certainty, number, right]) => [certainty, number, percent(right, number)]),
    ),
    'So a report in new words is answered rightly nine times in ten at the first place, of logins five times in six; the cause stands among the first three all but four times in a hundred, and no answer that was sure was wrong. Nearly all of these reports are in English.',
  ];
}

/** What was counted before the misses were read, and what has become of it since. */
function blind(): string[] {
  const sum = (of: (one: (typeof batches)[number]) => number): number =>
    batches.reduce((total, one) => total + of(one), 0);
  const met = sum((one) => one.reports);
  const since = independent().slice(0, met);
  const all: Rate = {
    reports: met,
    first: sum((one) => one.first),
    amongThree: sum((one) => one.amongThree),
    confidentNonsense: sum((one) => one.confidentNonsense),
  };
  return [
    `${met} further reports from other threads came in batches of fifty (packages/doctor/test/cases-independent.jsonl). Each batch was counted blind, then its misses were read and the rules widened, then the next batch was counted. "Before" is what the rules said that knew the first 190 alone.`,
    table(
      ['batch', 'number', 'before', 'first place', 'among three', 'confident nonsense'],
      [
        ...batches.map((one, index) => [
          index + 1,
          one.reports,
          percent(one.firstBefore, one.reports),
          ...cells(one).slice(1),
        ]),
        [
          'all, blind',
          met,
          percent(
            sum((one) => one.firstBefore),
            met,
          ),
          ...cells(all).slice(1),
        ],
        ['all, since they were read', met, '', ...cells(rate(since)).slice(1)],
      ],
    ),
    'Blind, by how sure the reporter of the cause was:',
    table(
      ['cause', 'number', 'first place', 'among three', 'confident nonsense'],
      bySureness.map(([sureness, of]) => [sureness, ...cells(of)]),
    ),
    'Blind, by how sure explain was:',
    table(
      ['certainty', 'answers', 'right'],
      byCertainty.map(([certainty, number, right]) => [certainty, number, percent(right, number)]),
    ),
    'What a report quotes word for word is nearly always known; the rest turns on what its teller thought worth telling.',
  ];
}

function independent(): readonly Answer[] {
  return answers(reports('independent'), 'everything');
}

function independentMisses(): string[] {
  const misses = independent().filter((answer) => !isRight(answer));
  return [
    'Each with what speaks against its label, where something does.',
    missTable(misses),
    misses.map(({ report }) => `- ${report.id}: ${DISPUTED[report.id] ?? 'a miss.'}`).join('\n'),
  ];
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
