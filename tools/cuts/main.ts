import { fork } from 'node:child_process';
import { once } from 'node:events';
import { writeFileSync } from 'node:fs';
import { arch, availableParallelism, platform } from 'node:os';
import { join } from 'node:path';
import { parseArgs, styleText } from 'node:util';
import { root } from '../files.js';
import { dialogues } from './dialogues.js';
import { columns, isClean, page, path, row, sum, words } from './page.js';
import type { Tally } from './run.js';
import type { Errand } from './worker.js';

/**
 * Cuts the line at every octet of every dialogue and holds each receipt against the truth. Ends with 1 where one is
 * not true, where `unknown` was said without need, where something took too long or was left behind.
 *
 *     npm run cuts                       every octet: a quarter of an hour on two cores
 *     npm run cuts -- --stride 7         every seventh
 *     npm run cuts -- --short            every 41st: half a minute
 *     npm run cuts -- --only STARTTLS    dialogues whose name holds this
 *     npm run cuts -- --json FILE        the tallies, for programs
 *     npm run cuts -- --write            docs/cuts.md
 */
const { values } = parseArgs({
  options: {
    stride: { type: 'string', default: '1' },
    short: { type: 'boolean', default: false },
    only: { type: 'string', default: '' },
    json: { type: 'string' },
    write: { type: 'boolean', default: false },
  },
});

const stride = values.short ? 41 : Number(values.stride);
if (!Number.isInteger(stride) || stride < 1) throw new Error('--stride is a whole number, 1 or more');
const chosen = dialogues.map(({ name }) => name).filter((name) => name.includes(values.only));
const begun = performance.now();
process.stdout.write(`${line(columns)}\n`);
const tallies = await cutAll(chosen, stride);
const all = sum(tallies);
process.stdout.write(`${line(row(all))}\n\n${words(all).join('\n').replaceAll('`', '')}\n`);
const seconds = Math.round((performance.now() - begun) / 1_000);
const passed = tallies.filter(isClean).length;

if (values.json !== undefined)
  writeFileSync(values.json, `${JSON.stringify({ stride, seconds, tallies }, undefined, 2)}\n`);
if (values.write)
  writeFileSync(join(root, path), page(tallies, stride, `Node.js ${process.versions.node} on ${platform()} ${arch()}`));
process.stdout.write(`${passed} passed, ${tallies.length - passed} failed, in ${seconds} s\n`);
process.exitCode = passed === tallies.length && tallies.length > 0 ? 0 : 1;

/** One process a core, each of which takes the next dialogue when it is done with one. In the order of the names. */
async function cutAll(names: readonly string[], stride: number): Promise<Tally[]> {
  const done = new Map<string, Tally>();
  const waiting = [...names];
  let shown = 0;
  const work = async (): Promise<void> => {
    const worker = fork(join(root, 'tools/run.mjs'), ['tools/cuts/worker.ts'], { cwd: root });
    const died = once(worker, 'exit').then(([code]) => {
      throw new Error(`a process ended with ${code}`);
    });
    died.catch(() => undefined);
    for (let dialogue = waiting.shift(); dialogue !== undefined; dialogue = waiting.shift()) {
      worker.send({ dialogue, stride } satisfies Errand);
      const [tally] = (await Promise.race([once(worker, 'message'), died])) as [Tally];
      done.set(dialogue, tally);
      for (; done.has(names[shown] as string); shown++) show(done.get(names[shown] as string) as Tally);
    }
    worker.disconnect();
  };
  await Promise.all(Array.from({ length: Math.min(availableParallelism(), names.length) }, work));
  return names.map((name) => done.get(name) as Tally);
}

function show(tally: Tally): void {
  process.stdout.write(`${line(row(tally))}\n`);
  for (const wrong of tally.wrong.slice(0, 20)) process.stdout.write(`  ${styleText('red', JSON.stringify(wrong))}\n`);
}

function line([name, ...cells]: ReadonlyArray<string | number>): string {
  return String(name).padEnd(58) + cells.map((cell) => String(cell).padStart(12)).join('');
}
