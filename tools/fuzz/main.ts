import { writeFileSync } from 'node:fs';
import { parseArgs, styleText } from 'node:util';
import { measure } from './growth.js';
import { type Fuzzed, fuzz } from './run.js';
import { shapes } from './shapes.js';
import { besiege } from './siege.js';
import { targets } from './targets.js';

/**
 * Throws random input at whatever reads a server's or a caller's words, and a client at servers that answer at random.
 *
 *     npm run fuzz                            a million inputs, and the time that twice as much takes: some minutes
 *     npm run fuzz -- --inputs 50000          fewer
 *     npm run fuzz -- --only SASL             targets and shapes whose name holds this
 *     npm run fuzz -- --hostile               10,000 sessions with hostile servers, in place of inputs
 *     npm run fuzz -- --hostile --sessions 500
 *     npm run fuzz -- --seed 7                other choices; what was found is found again by its seed
 *     npm run fuzz -- --json FILE             the results, for programs
 *
 * The inputs are fast-check's, which shrinks what it finds. Fuzzers that follow the coverage were tried: the binary of
 * jazzer.js 4.0 needs glibc 2.38, which Debian 12 does not have.
 */
const { values } = parseArgs({
  options: {
    hostile: { type: 'boolean', default: false },
    inputs: { type: 'string', default: '1000000' },
    sessions: { type: 'string', default: '10000' },
    seed: { type: 'string', default: '1' },
    only: { type: 'string', default: '' },
    json: { type: 'string' },
  },
});

/** Octets by which a heap may grow and still be called flat. */
const FLAT = 16 * 1_048_576;
/** time(2n) / time(n). */
const LINEAR = 2.5;

const seed = Number(values.seed);
let passed = 0;
let failed = 0;
const results = values.hostile ? await siege() : { fuzzed: await inputs(), growth: growth() };
if (values.json !== undefined) writeFileSync(values.json, `${JSON.stringify(results, null, 2)}\n`);
print(`${passed} passed, ${failed} failed`);
process.exitCode = failed === 0 && passed > 0 ? 0 : 1;

async function inputs() {
  print(row('target', 'inputs', 'us CPU each', 'heap, KB'));
  const all: Fuzzed[] = [];
  for (const target of targets.filter(({ name }) => name.includes(values.only))) {
    const fuzzed = await fuzz(target, Math.ceil(Number(values.inputs) * target.share), seed);
    const each = Math.round((fuzzed.cpu * 1_000) / fuzzed.inputs);
    print(row(fuzzed.target, fuzzed.inputs, each, Math.round(fuzzed.growth / 1_024)));
    judge(fuzzed.fault);
    judge(fuzzed.growth < FLAT ? undefined : `the heap grew by ${fuzzed.growth} octets`);
    all.push(fuzzed);
  }
  return all;
}

function growth() {
  print(row('shape', 'size', 'ms, 2n to n', 'ratio'));
  return shapes
    .filter(({ name }) => name.includes(values.only))
    .map((shape) => {
      const measured = measure(shape, shape.size);
      const { once, twice, ratio } = measured;
      print(row(shape.name, shape.size, `${twice.toFixed(0)} : ${once.toFixed(0)}`, ratio.toFixed(2)));
      judge(ratio < LINEAR ? undefined : 'not linear');
      return measured;
    });
}

async function siege() {
  const result = await besiege(Number(values.sessions), seed);
  const { sessions, outcomes, reached, misdeeds, longest, offences } = result;
  print(row('sessions', ...Object.keys(outcomes)));
  print(row(String(sessions), ...Object.values(outcomes)));
  print(`\nasked last: ${list(reached)}`);
  print(`rules broken: ${list(misdeeds)}`);
  print(`the longest took ${Math.round(longest)} ms`);
  for (const offence of offences) print(styleText('red', JSON.stringify(offence)));
  const guilty = new Set(offences.map(({ session }) => session)).size;
  failed += guilty;
  passed += sessions - guilty;
  return result;
}

function judge(fault: string | undefined): void {
  if (fault === undefined) passed += 1;
  else {
    failed += 1;
    print(styleText('red', `  ${fault}`));
  }
}

function list(counts: Readonly<Record<string, number>>): string {
  const sorted = Object.entries(counts).sort(([, a], [, b]) => b - a);
  return sorted.map(([name, count]) => `${name} ${count}`).join(', ');
}

function row(name: string, ...cells: readonly (string | number)[]): string {
  return name.padEnd(56) + cells.map((cell) => String(cell).padStart(14)).join('');
}

function print(line: string): void {
  process.stdout.write(`${line}\n`);
}
