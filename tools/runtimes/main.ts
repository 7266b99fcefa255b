import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs, styleText } from 'node:util';
import { root } from '../files.js';
import { type Column, page } from './page.js';
import { type Project, project, smoke } from './run.js';
import { bring, type Runtime, runtimes, versionOf } from './runtimes.js';

/**
 * Sends with the built packages under Node.js 20 to 26, Bun and Deno. Ends with 1 where a runtime could not be had
 * or a row failed. The runtimes are brought from npm once, some 150 MB each, into node_modules/.cache.
 *
 *     npm run runtimes
 *     npm run runtimes -- --only Deno     runtimes whose name holds this
 *     npm run runtimes -- --write         writes docs/runtimes.md
 *     npm run runtimes -- --json FILE     the results, for programs
 */
const { values } = parseArgs({
  options: {
    only: { type: 'string', default: '' },
    write: { type: 'boolean', default: false },
    json: { type: 'string' },
  },
});

const columns: Column[] = [];
{
  using built = project();
  for (const runtime of runtimes.filter(({ name }) => name.includes(values.only))) {
    const column = await columnOf(runtime, built);
    print(column);
    columns.push(column);
  }
}
if (values.json !== undefined) writeFileSync(values.json, `${JSON.stringify(columns, undefined, 2)}\n`);
if (values.write) writeFileSync(join(root, 'docs/runtimes.md'), page(columns, `${process.platform} ${process.arch}`));
const rows = columns.flatMap((column) => Object.values(column.smoke?.rows ?? {}));
const failed = rows.filter(({ ok }) => !ok).length;
const notRun = columns.filter((column) => column.smoke === undefined).length;
process.stdout.write(`${rows.length - failed} passed, ${failed} failed${notRun > 0 ? `, ${notRun} not run` : ''}\n`);
process.exitCode = rows.length > 0 && failed === 0 && notRun === 0 ? 0 : 1;

async function columnOf(runtime: Runtime, built: Project): Promise<Column> {
  const { name } = runtime;
  let version: string | undefined;
  try {
    const binary = bring(runtime);
    version = versionOf(binary);
    return { name, version, smoke: await smoke(binary, runtime.arguments, built) };
  } catch (error) {
    const obstacle = (error as Error).message.trim().split('\n').slice(0, 4).join(' ');
    return { name, obstacle, ...(version === undefined ? {} : { version }) };
  }
}

function print({ name, version = '', obstacle, smoke: ran }: Column): void {
  const out = (line: string) => process.stdout.write(`${line}\n`);
  out(styleText('bold', `${name} ${version}`));
  if (obstacle !== undefined) out(`  ${styleText('red', 'not run')}: ${obstacle}`);
  for (const [row, { ok, milliseconds, error }] of Object.entries(ran?.rows ?? {})) {
    out(`  ${row.padEnd(50)}${ok ? `${milliseconds} ms` : `${styleText('red', 'FAILED')} ${error}`}`);
  }
  for (const [row, has] of Object.entries(ran?.interfaces ?? {})) if (has !== 'yes') out(`  ${row}: ${has}`);
}
