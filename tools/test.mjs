/**
 * `npm test`: makes the clone ready and runs everything that can run here: lint, types, tests.
 * What is missing on this machine is named at the end, with the command that brings it. `npm test -- PATH...`
 * runs only the test files whose paths hold one of these words. With EHLO_NOTHING_SKIPPED=1 a skipped test is a failure.
 */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { missing } from './needs.mjs';
import { root, setup } from './setup.mjs';

const only = process.argv.slice(2);
const build = only.length === 0 || only.some((path) => /^(apps|tools)/.test(path));
setup({ build });
if (build) process.env.EHLO_BUILT = '1';

const total = { passed: 0, failed: 0, skipped: 0 };
const skippedFiles = new Map();
const failures = [];

if (only.length === 0) {
  count('lint', program('@biomejs/biome/bin/biome', ['check', '--error-on-warnings', '.']));
  count('types', program('typescript/bin/tsc', ['-p', 'tsconfig.json']));
}
tests();
report();

/** A check that is one test: it passes or fails as a whole. */
function count(name, { status }) {
  if (status === 0) total.passed += 1;
  else fail(name, 'see above');
  console.log(`${name}: ${status === 0 ? 'passed' : 'failed'}`);
}

function tests() {
  const folder = mkdtempSync(join(tmpdir(), 'ehlo-test-'));
  const file = join(folder, 'results.json');
  const { status } = program('vitest/vitest.mjs', [
    'run',
    '--reporter=default',
    '--reporter=json',
    `--outputFile.json=${file}`,
    ...only,
  ]);
  const before = total.failed;
  for (const { name, status: state, message, assertionResults } of results(file)) {
    const path = relative(root, name);
    // A file that could not be loaded has no tests of its own to fail.
    if (state === 'failed' && !assertionResults.some((test) => test.status === 'failed')) fail(path, message);
    for (const { status: outcome, fullName, failureMessages } of assertionResults) {
      if (outcome === 'passed') total.passed += 1;
      else if (outcome === 'failed') fail(`${path} > ${fullName}`, failureMessages.join('\n'));
      else skip(path);
    }
  }
  if (status !== 0 && total.failed === before)
    fail('vitest', 'an error outside any test, or a runner that died: see above');
  rmSync(folder, { recursive: true });
}

function results(file) {
  try {
    return JSON.parse(readFileSync(file, 'utf8')).testResults;
  } catch {
    return [];
  }
}

function fail(name, message) {
  total.failed += 1;
  const lines = message.split('\n').filter((line) => !line.includes('node_modules'));
  failures.push(`  ${name}\n    ${lines.slice(0, 12).join('\n    ')}`);
}

function skip(file) {
  total.skipped += 1;
  skippedFiles.set(file, (skippedFiles.get(file) ?? 0) + 1);
}

function report() {
  const lines = (only.length === 0 || skippedFiles.size > 0 ? missing : []).map(
    ({ suite, bring }) => `  ${suite}. What brings them: ${bring}`,
  );
  for (const [file, tests] of skippedFiles) lines.push(`  ${file}: ${tests} skipped`);
  if (lines.length > 0) console.log(`\nSkipped:\n${lines.join('\n')}`);
  // Once more at the end, where a reader of a long log looks.
  if (failures.length > 0) console.log(`\nFailed:\n${failures.join('\n')}`);
  const strict = process.env.EHLO_NOTHING_SKIPPED === '1' && total.skipped > 0;
  if (strict) console.log('Nothing may be skipped here (EHLO_NOTHING_SKIPPED=1).');
  console.log(
    `\n${total.passed} passed, ${total.failed} failed${total.skipped > 0 ? `, ${total.skipped} skipped` : ''}`,
  );
  process.exit(total.failed > 0 || strict ? 1 : 0);
}

/** Runs a program of node_modules by its file, so that no shell and no npx stands between. */
function program(file, args) {
  return spawnSync(process.execPath, [join(root, 'node_modules', file), ...args], { cwd: root, stdio: 'inherit' });
}
