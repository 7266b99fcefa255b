import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { root } from '../files.js';
import { build } from './build.js';
import { CHART, page, pageChart } from './page.js';
import { print } from './print.js';
import { report } from './report.js';
import type { Report } from './results.js';

/**
 * Sends with the built packages and with their peers, side by side. Asserts that every message arrived once, and
 * nothing about speed.
 *
 *     npm run bench                    all, some ten minutes; wants a machine with nothing else to do
 *     npm run bench -- --short         the first questions, under 90 seconds
 *     npm run bench -- --only NAME     workloads whose id holds this, or round-trips, stream, start, size
 *     npm run bench -- --json FILE     the figures, for programs
 *     npm run bench -- --write         writes docs/performance.md and its chart
 *     npm run bench -- --from FILE     measures nothing, and takes what --json wrote
 *     npm run bench -- --profile       Ehlo's processes write CPU profiles; costs some speed
 */
const { values } = parseArgs({
  options: {
    short: { type: 'boolean', default: false },
    only: { type: 'string', default: '' },
    json: { type: 'string' },
    write: { type: 'boolean', default: false },
    from: { type: 'string' },
    profile: { type: 'boolean', default: false },
  },
});

if (values.write && (values.short || values.only !== '' || values.profile))
  throw new Error('The page is made from a whole run: --write goes with no --short, --only or --profile.');

const found = values.from === undefined ? await run() : (JSON.parse(readFileSync(values.from, 'utf8')) as Report);
if (values.json !== undefined) writeFileSync(values.json, `${JSON.stringify(found, undefined, 2)}\n`);
if (values.write) {
  writeFileSync(join(root, 'docs/performance.md'), page(found));
  writeFileSync(join(root, 'docs', CHART), pageChart(found));
}

async function run(): Promise<Report> {
  const { short, only } = values;
  const profiles = values.profile ? join(root, 'node_modules/.cache/ehlo-bench') : undefined;
  build();
  const tell = (line: string): void => void process.stderr.write(`${line}\n`);
  const done = await report({ short, only, tell, ...(profiles !== undefined && { profiles }) });
  process.stdout.write(print(done));
  if (profiles !== undefined) tell('The profiles are in node_modules/.cache/ehlo-bench.');
  return done;
}
