import { writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { build } from './build.js';
import type { Measured } from './results.js';
import { measure, type Settings } from './run.js';
import { workloads } from './workloads.js';
import { World } from './world.js';

/**
 * Sends with the built packages and with their peers, side by side. Asserts that every message arrived once, and
 * nothing about speed.
 *
 *     npm run bench
 *     npm run bench -- --short         under 90 seconds
 *     npm run bench -- --only NAME     workloads whose id holds this
 *     npm run bench -- --json FILE     the figures, for programs
 *     npm run bench -- --profile       Ehlo's processes write a CPU profile each
 */
const { values } = parseArgs({
  options: {
    short: { type: 'boolean', default: false },
    only: { type: 'string', default: '' },
    json: { type: 'string' },
    profile: { type: 'boolean', default: false },
  },
});

build();
const settings: Settings = {
  rounds: values.short ? 3 : 5,
  lasting: values.short ? 300 : 600,
  execArgv: values.profile ? ['--cpu-prof'] : [],
};
const chosen = workloads.filter(({ id, short }) => id.includes(values.only) && (short || !values.short));
const measured: Measured[] = [];
await using world = new World();
for (const workload of chosen) {
  process.stderr.write(`${workload.title} ...\n`);
  const result = await measure(workload, world, settings);
  print(result);
  measured.push(result);
}
if (values.json !== undefined) writeFileSync(values.json, `${JSON.stringify(measured, undefined, 2)}\n`);

function print({ title, figures, obstacle }: Measured): void {
  process.stdout.write(`${title}${obstacle === undefined ? '' : `: not run. ${obstacle}`}\n`);
  for (const { name, rate, cpu, sinkBusy } of figures) {
    const cells = [`${Math.round(rate)} msg/s`, `${cpu.toFixed(1)} us CPU`];
    if (sinkBusy !== undefined) cells.push(`sink ${Math.round(sinkBusy * 100)}%`);
    process.stdout.write(`  ${name.padEnd(28)}${cells.map((cell) => cell.padStart(16)).join('')}\n`);
  }
}
