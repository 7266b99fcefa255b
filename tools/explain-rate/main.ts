/** `npm run explain-rate`: prints how often explain is right, and writes docs/explain.md with every miss. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from '../files.js';
import { batches, lastBatches } from './blind.js';
import { answers, isRight, rate, reports } from './measure.js';
import { ratePage } from './page.js';

const all = answers(reports(), 'everything');
const independent = answers(reports('independent'), 'everything');
const sure = all.filter(({ report }) => report.confidence === 'high');
for (const [name, of] of Object.entries({ all, 'beyond doubt': sure, 'independent, mended since': independent })) {
  const { reports: number, first, amongThree, confidentNonsense } = rate(of);
  const share = (part: number) => `${((100 * part) / number).toFixed(1)} %`;
  console.log(
    `${name}: ${number} reports, first place ${share(first)}, among three ${share(amongThree)}, confident nonsense ${share(confidentNonsense)}`,
  );
}
for (const [name, of] of Object.entries({ 'independent, blind': batches, 'the last of them, blind': lastBatches })) {
  const first = of.reduce((sum, one) => sum + one.first, 0);
  const met = of.reduce((sum, one) => sum + one.reports, 0);
  console.log(`${name}: ${met} reports, first place ${((100 * first) / met).toFixed(1)} %`);
}
for (const { report, codes, certainty } of [...all, ...independent].filter((answer) => !isRight(answer))) {
  console.log(`  ${report.id} is ${report.code}, explain says ${codes[0] ?? 'nothing'} (${certainty})`);
}
writeFileSync(join(root, 'docs/explain.md'), ratePage());
console.log('docs/explain.md written');
