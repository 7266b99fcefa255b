import { wrongWith } from './expected.js';
import { live } from './living.js';

const days = Number(process.argv[2] ?? 365);
const begun = performance.now();
const tally = await live(days);
const wrong = wrongWith(tally, days);
const seconds = Math.round((performance.now() - begun) / 1_000);
process.stdout.write(
  `${days} days in ${seconds} s: ${tally.subjects.length} mails arrived of ${tally.sent.length}, ${tally.grants.length} sign-in, ${tally.refreshed} refreshes\n`,
);
for (const line of wrong) process.stdout.write(`wrong: ${line}\n`);
process.exitCode = wrong.length === 0 ? 0 : 1;
