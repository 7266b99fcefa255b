import { execFileSync, spawnSync } from 'node:child_process';
import {
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  realpathSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { checkPackage, createPackageFromTarballData } from '@arethetypeswrong/core';
import { publint } from 'publint';
import { formatMessage } from 'publint/utils';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { commands } from '../../packages/cli/src/commands/index.js';
import { root, textOf } from '../files.js';
import { entries, install, type Manifest, pack, published, type Tarball } from './tarballs.js';

let folder: string;
let tarballs: Tarball[];

beforeAll(() => {
  folder = realpathSync(mkdtempSync(join(tmpdir(), 'ehlo-packages-')));
  tarballs = pack(folder);
  install(tarballs, folder);
}, 300_000);

afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe.each(published.map(({ manifest }) => manifest.name))('%s, packed', (name) => {
  const tarball = (): Tarball => tarballs.find((one) => one.name === name)!;

  test('holds these files', async () => {
    await expect(`${tarball().listing.join('\n')}\n`).toMatchFileSnapshot(
      `./listings/${name.replace('@ehlo/', '')}.txt`,
    );
  });

  test('holds a README of its own and the licence, and no test', () => {
    const { listing, folder: source } = tarball();
    expect(listing).toEqual(expect.arrayContaining(['LICENSE', 'README.md', 'package.json']));
    expect(
      listing.filter((path) => /test|transcript|\.env|tsbuildinfo/.test(path.replace('dist/testing', ''))),
    ).toEqual([]);
    expect(textOf(`${source}/LICENSE`)).toBe(textOf('LICENSE'));
    expect(textOf(`${source}/README.md`)).toMatch(new RegExp(`npm install (--save-dev |--global )?${name}\\b`));
  });

  test('says in package.json what a registry shows', () => {
    const { manifest, folder: directory } = tarball();
    expect(manifest).toMatchObject({
      description: expect.stringMatching(/^.{20,}$/),
      keywords: expect.arrayContaining(['smtp']),
      license: 'MIT',
      sideEffects: false,
      files: ['dist'],
      engines: { node: '>=20.19' },
      publishConfig: { access: 'public' },
      repository: { type: 'git', url: 'git+https://github.com/ehlo-mail/ehlo.git', directory },
    });
    expect(Object.keys((manifest.scripts ?? {}) as object).filter((script) => /install|prepare/.test(script))).toEqual(
      [],
    );
  });

  test('has nothing that publint would change', async () => {
    const octets = readFileSync(tarball().path);
    const { messages, pkg } = await publint({ pack: { tarball: arrayBuffer(octets) }, strict: true });
    expect(messages.map((message) => formatMessage(message, pkg, { color: false }))).toEqual([]);
  });

  // What only has a program gives no names to import.
  if (entries(published.find(({ manifest }) => manifest.name === name)!.manifest).length === 0) return;

  /** All four resolutions: node10 (old CommonJS projects), node16 from CommonJS and from ESM, bundlers. */
  test('gives right types to every kind of module resolution', async () => {
    const result = await checkPackage(createPackageFromTarballData(readFileSync(tarball().path)));
    expect(result.types).not.toBe(false);
    expect('problems' in result && result.problems).toEqual([]);
  }, 60_000);

  test('loads by import and by require, with the same names', () => {
    for (const entry of entries(tarball().manifest)) {
      const imported = names('module', `import * as all from '${entry}'; print(all)`);
      const required = names('commonjs', `print(require('${entry}'))`);
      expect(imported.length, entry).toBeGreaterThan(0);
      expect(required, entry).toEqual(imported);
    }
  });
});

test('a class is the same in all entries of core', () => {
  const error = `{ code: 'X', phase: 'auth', means: { who: 'nobody', outcome: 'deferred', words: { en: {} } } }`;
  expect(
    names(
      'module',
      `import { isMailError, MailError } from '@ehlo/core'; print({ [isMailError(new MailError(${error}))]: 1 })`,
    ),
  ).toEqual(['true']);
});

/** The declarations are compiled too, which `skipLibCheck` would leave to the users. */
test('type-checks in a strict project, as ESM and as CommonJS', () => {
  const all = tarballs.flatMap(({ manifest }) => entries(manifest));
  const text = all.map((entry, n) => `import * as m${n} from '${entry}';\nvoid m${n};\n`).join('');
  writeFileSync(join(folder, 'esm.mts'), text);
  writeFileSync(join(folder, 'cjs.cts'), text);
  const options = ['--noEmit', '--strict', '--target', 'es2022', '--module', 'nodenext', '--types', 'node'];
  const { stdout } = spawnSync(
    process.execPath,
    [join(root, 'node_modules/typescript/bin/tsc'), ...options, 'esm.mts', 'cjs.cts'],
    {
      cwd: folder,
      encoding: 'utf8',
    },
  );
  expect(stdout).toBe('');
}, 60_000);

describe('the command line', () => {
  const manifestOf = (name: string): Manifest => published.find(({ manifest }) => manifest.name === name)!.manifest;

  test('runs by npx, from its tarball alone', () => {
    const bin = join(folder, 'node_modules/.bin');
    mkdirSync(bin, { recursive: true });
    symlinkSync('../ehlo/dist/main.js', join(bin, 'ehlo'));
    const npx = (args: readonly string[], input = ''): string =>
      execFileSync('npx', ['--no', '--', 'ehlo', ...args], { cwd: folder, encoding: 'utf8', input });
    // What it has of this repository is in it.
    for (const { name } of tarballs)
      if (name !== 'ehlo') rmSync(join(folder, 'node_modules', name), { recursive: true });
    expect(npx(['--version'])).toBe(`${manifestOf('ehlo').version}\n`);
    expect(npx(['explain', '--json'], '{"symptom":"535 5.7.139 SmtpClientAuthentication is disabled"}\n')).toContain(
      '"code":"MS_SMTP_AUTH_DISABLED"',
    );
    for (const name of Object.keys(commands)) expect(npx([name, '--help'])).toContain(`Usage: ehlo ${name}`);
  }, 60_000);

  /** Programs ask for it often. What it costs is Node.js itself, as long as nothing else is loaded. */
  test('tells its version without loading anything but itself', () => {
    const coverage = join(folder, 'coverage');
    const env = { ...process.env, NODE_V8_COVERAGE: coverage };
    execFileSync(process.execPath, [join(folder, 'node_modules/ehlo/dist/main.js'), '--version'], { env });
    const loaded = readdirSync(coverage)
      .flatMap((file) => JSON.parse(readFileSync(join(coverage, file), 'utf8')).result as Array<{ url: string }>)
      .map(({ url }) => url)
      .filter((url) => url.startsWith('file:'));
    expect(loaded).toEqual([expect.stringMatching(/ehlo\/dist\/main\.js$/)]);
  });

  test('depends on what the packages depend on that are in it', () => {
    const { dependencies = {}, devDependencies } = manifestOf('ehlo') as Manifest & { devDependencies: object };
    const inIt = Object.keys(devDependencies).map((name) => manifestOf(name));
    const theirs = inIt.flatMap((one) => Object.entries(one.dependencies ?? {}));
    expect(dependencies).toMatchObject(Object.fromEntries(theirs.filter(([name]) => !name.startsWith('@ehlo/'))));
    expect(Object.keys(dependencies).filter((name) => name.startsWith('@ehlo/'))).toEqual([]);
  });
});

/** Runs a line in the project of the user and gives the names that it printed. */
function names(kind: 'module' | 'commonjs', code: string): string[] {
  const print = `const print = (all) => console.log(Object.keys(all).filter((key) => key !== 'default' && key !== 'module.exports').sort().join('\\n'));`;
  const said = execFileSync(process.execPath, [`--input-type=${kind}`, '-e', `${print}\n${code}`], {
    cwd: folder,
    encoding: 'utf8',
  });
  return said.trim().split('\n');
}

function arrayBuffer(octets: Buffer): ArrayBuffer {
  return octets.buffer.slice(octets.byteOffset, octets.byteOffset + octets.byteLength) as ArrayBuffer;
}
