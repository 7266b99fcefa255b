/** `npm run explain-rate`: prints how often explain is right, and writes docs/explain.md with every miss. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from '../files.js';
import { answers, isRight, rate, reports } from './measure.js';
import { ratePage } from './page.js';

const all = answers(reports(), 'everything');
const sure = all.filter(({ report }) => report.confidence === 'high');
for (const [name, of] of Object.entries({ all, 'beyond doubt': sure })) {
  const { reports: number, first, amongThree, confidentNonsense } = rate(of);
  const share = (part: number) => `${((100 * part) / number).toFixed(1)} %`;
  console.log(
    `${name}: ${number} reports, first place ${share(first)}, among three ${share(amongThree)}, confident nonsense ${share(confidentNonsense)}`,
  );
}
for (const { report, codes, certainty } of all.filter((answer) => !isRight(answer))) {
  console.log(`  ${report.id} is ${report.code}, explain says ${codes[0] ?? 'nothing'} (${certainty})`);
}
writeFileSync(join(root, 'docs/explain.md'), ratePage());
console.log('docs/explain.md written');
