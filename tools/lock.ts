/**
 * `node tools/run.mjs tools/lock.ts`: completes package-lock.json with the binaries for other platforms. npm leaves an optional
 * dependency out where the registry at hand does not have it, and then `npm ci` fails on every other platform.
 */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path/posix';
import { pathToFileURL } from 'node:url';
import { root, textOf } from './files.js';

interface Entry {
  readonly version?: string;
  readonly dev?: boolean;
  readonly optionalDependencies?: Readonly<Record<string, string>>;
}

/** The optional dependencies that a package of the lock file wants in one exact version, and that it does not name. */
export function missingBinaries(packages: Readonly<Record<string, Entry>>) {
  return Object.entries(packages).flatMap(([path, { optionalDependencies = {}, dev }]) =>
    Object.entries(optionalDependencies)
      .filter(([name]) => !(join('node_modules', name) in packages) && !(join(path, 'node_modules', name) in packages))
      .filter(([, version]) => /^\d+\.\d+\.\d+$/.test(version))
      .map(([name, version]) => ({ name, version, dev })),
  );
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  const lock = JSON.parse(textOf('package-lock.json'));
  const missing = missingBinaries(lock.packages);
  for (const { name, version, dev } of missing) {
    lock.packages[`node_modules/${name}`] = {
      version,
      dev,
      optional: true,
      ...platform(name),
      engines: { node: '>=14' },
    };
  }
  lock.packages = Object.fromEntries(Object.entries(lock.packages).sort(([a], [b]) => a.localeCompare(b, 'en')));
  writeFileSync(join(root, 'package-lock.json'), `${JSON.stringify(lock, undefined, 2)}\n`);
  process.stderr.write(`${missing.length} added: ${missing.map(({ name }) => name).join(' ')}\n`);
}

/** `@turbo/windows-64`, `@rollup/rollup-linux-x64-musl`: such names tell what package.json would. */
function platform(name: string) {
  const words = name.split(/[/-]/);
  const find = (table: Readonly<Record<string, string>>) =>
    Object.entries(table).find(([word]) => words.includes(word))?.[1];
  const os = find({
    android: 'android',
    darwin: 'darwin',
    freebsd: 'freebsd',
    linux: 'linux',
    openbsd: 'openbsd',
    openharmony: 'openharmony',
    win32: 'win32',
    windows: 'win32',
  });
  const cpu = find({
    x64: 'x64',
    64: 'x64',
    arm64: 'arm64',
    arm: 'arm',
    ia32: 'ia32',
    loong64: 'loong64',
    ppc64: 'ppc64',
    riscv64: 'riscv64',
    s390x: 's390x',
  });
  if (os === undefined || cpu === undefined) throw new Error(`${name} does not tell its platform`);
  const libc =
    os === 'linux' ? find({ musl: 'musl', musleabihf: 'musl', gnu: 'glibc', gnueabihf: 'glibc' }) : undefined;
  return { os: [os], cpu: [cpu], ...(libc && { libc: [libc] }) };
}
