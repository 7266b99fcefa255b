import { expect, test } from 'vitest';
import { textOf } from './files.js';
import { missingBinaries } from './lock.js';

const { packages } = JSON.parse(textOf('package-lock.json'));

test('the lock file names the binaries for every platform (else: node tools/run.mjs tools/lock.ts)', () => {
  expect(missingBinaries(packages)).toEqual([]);
});

test('and one that is left out is seen', () => {
  const { 'node_modules/@turbo/darwin-arm64': left, ...others } = packages;
  expect(missingBinaries(others)).toMatchObject([{ name: '@turbo/darwin-arm64', version: left.version }]);
});

test('the lock file names no registry', () => {
  expect(textOf('package-lock.json')).not.toMatch(/"resolved": "(https?|git)/);
});
