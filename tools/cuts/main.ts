import { writeFileSync } from 'node:fs';
import { parseArgs, styleText } from 'node:util';
import { dialogues } from './dialogues.js';
import { cutEverywhere, type Tally } from './run.js';

/**
 * Cuts the line after every octet of every dialogue and compares each receipt with what the server took.
 *
 *     npm run cuts                       every octet: some minutes
 *     npm run cuts -- --stride 9         every ninth
 *     npm run cuts -- --only STARTTLS    dialogues whose name holds this
 *     npm run cuts -- --json FILE        the tallies, for programs
 */
const { values } = parseArgs({
  options: {
    stride: { type: 'string', default: '1' },
    only: { type: 'string', default: '' },
    json: { type: 'string' },
  },
});

const tallies: Tally[] = [];
const chosen = dialogues.filter((each) => each.name.includes(values.only));
process.stdout.write(`${row('dialogue', 'cuts', 'accepted', 'rejected', 'deferred', 'unknown', 'untrue')}\n`);
for (const dialogue of chosen) {
  const tally = await cutEverywhere(dialogue, ['close', 'reset', 'stall'], Number(values.stride));
  const { accepted, rejected, deferred, unknown } = tally.outcomes;
  process.stdout.write(
    `${row(tally.dialogue, tally.cuts, accepted, rejected, deferred, unknown, tally.lies.length)}\n`,
  );
  for (const lie of tally.lies) process.stdout.write(`  ${styleText('red', JSON.stringify(lie))}\n`);
  tallies.push(tally);
}
if (values.json !== undefined) writeFileSync(values.json, `${JSON.stringify(tallies, null, 2)}\n`);
const passed = tallies.filter((tally) => tally.lies.length === 0).length;
process.stdout.write(`${passed} passed, ${tallies.length - passed} failed\n`);
process.exitCode = passed === tallies.length && tallies.length > 0 ? 0 : 1;

function row(name: string, ...cells: readonly (string | number)[]): string {
  return name.padEnd(32) + cells.map((cell) => String(cell).padStart(10)).join('');
}
