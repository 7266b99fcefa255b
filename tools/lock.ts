/**
 * `node tools/run.mjs tools/lock.ts`: completes package-lock.json with the binaries for other
 * platforms. npm leaves an optional dependency out where the registry at hand does not have it; then `npm ci`
 * fails everywhere, and `npm install` brings no binary to the platforms that were left out.
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

const systems = ['android', 'darwin', 'freebsd', 'linux', 'openbsd', 'openharmony', 'win32'];
const processors = ['x64', 'arm64', 'arm', 'ia32', 'loong64', 'ppc64', 'riscv64', 's390x'];

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

/** `@turbo/windows-64`, `@rollup/rollup-linux-arm-musleabihf`: such names tell what their package.json would. */
function platform(name: string) {
  const words = name.replace('windows', 'win32').replace(/-64$/, '-x64').split(/[/-]/);
  const os = systems.find((system) => words.includes(system));
  const cpu = processors.find((processor) => words.includes(processor));
  if (os === undefined || cpu === undefined) throw new Error(`${name} does not tell its platform`);
  const libc = os === 'linux' && (/-musl/.test(name) ? 'musl' : /-gnu/.test(name) && 'glibc');
  return { os: [os], cpu: [cpu], ...(libc && { libc: [libc] }) };
}
