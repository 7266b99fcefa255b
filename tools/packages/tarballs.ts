import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, symlinkSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { files, root } from '../files.js';

export interface Manifest {
  readonly name: string;
  readonly version: string;
  readonly private?: boolean;
  readonly exports: Record<string, unknown>;
  readonly dependencies?: Record<string, string>;
  readonly peerDependencies?: Record<string, string>;
  readonly [field: string]: unknown;
}

/** A package as the registry would get it. */
export interface Tarball {
  readonly name: string;
  readonly folder: string;
  readonly manifest: Manifest;
  readonly path: string;
  /** What is in it, with the hashes of shared chunks taken out of the names. */
  readonly listing: readonly string[];
}

export const published: ReadonlyArray<{ folder: string; manifest: Manifest }> = files()
  .filter((path) => /^packages\/[^/]+\/package\.json$/.test(path))
  .map((path) => ({ folder: dirname(path), manifest: JSON.parse(readFileSync(join(root, path), 'utf8')) as Manifest }))
  .filter(({ manifest }) => manifest.private !== true);

/** Packs every published package into `target`. Builds first, where `npm test` has not done so. */
export function pack(target: string): Tarball[] {
  // A build takes dist away for a moment, and other suites run from it at the same time.
  if (process.env.EHLO_BUILT !== '1') execFileSync(process.execPath, [join(root, 'tools/setup.mjs'), '--build']);
  const workspaces = published.flatMap(({ manifest }) => ['-w', manifest.name]);
  const said = execFileSync('npm', ['pack', '--json', '--pack-destination', target, ...workspaces], {
    cwd: root,
    stdio: ['ignore', 'pipe', 'pipe'],
    encoding: 'utf8',
  });
  const packed: Array<{ name: string; filename: string; files: Array<{ path: string }> }> = listOf(JSON.parse(said));
  return published.map(({ folder, manifest }) => {
    const entry = packed.find(({ name }) => name === manifest.name);
    if (entry === undefined) throw new Error(`npm packed no ${manifest.name}`);
    return {
      name: manifest.name,
      folder,
      manifest,
      path: join(target, entry.filename.replace(/^@/, '').replace('/', '-')),
      listing: listed(
        entry.files.map(({ path }) => path),
        entries(manifest).length === 0,
      ),
    };
  });
}

/** Into which chunks a program is cut is the bundler's business; the chunks of a library are told. */
function listed(paths: readonly string[], isProgram: boolean): string[] {
  const names = paths.map((path) =>
    path.replace(/([^/]*)-[A-Za-z0-9_]{8}(\.d)?\.(c?js|c?ts)$/, isProgram ? 'CHUNK.$3' : '$1-HASH$2.$3'),
  );
  return [...(isProgram ? new Set(names) : names)].sort();
}

/** npm 11 gives an array, npm 12 an object by name. */
function listOf<T>(said: T[] | Record<string, T>): T[] {
  return Array.isArray(said) ? said : Object.values(said);
}

/**
 * A project that has installed the tarballs, made without a registry: they are unpacked, and what they declare as
 * dependencies is linked from here. What they use without declaring it is not there, as in a user's project.
 */
export function install(tarballs: readonly Tarball[], project: string): void {
  const modules = join(project, 'node_modules');
  for (const { name, path } of tarballs) {
    mkdirSync(join(modules, name), { recursive: true });
    execFileSync('tar', ['-xzf', path, '--strip-components=1', '-C', join(modules, name)]);
  }
  const declared = tarballs.flatMap(({ manifest, folder }) =>
    Object.keys({ ...manifest.dependencies, ...manifest.peerDependencies }).map((name) => [name, folder] as const),
  );
  // A user of TypeScript on Node.js has its types.
  for (const [name, folder] of new Map([...declared, ['@types/node', '.']])) {
    if (tarballs.some((tarball) => tarball.name === name)) continue;
    mkdirSync(dirname(join(modules, name)), { recursive: true });
    // Where another version stands at the root, npm has put the one that is wanted beside the package.
    const own = join(root, folder, 'node_modules', name);
    symlinkSync(existsSync(own) ? own : join(root, 'node_modules', name), join(modules, name));
  }
}

/** `@ehlo/core`, `@ehlo/core/testing`, ...: what can be imported, without package.json. */
export function entries({ name, exports }: Manifest): string[] {
  return Object.keys(exports)
    .filter((path) => path !== './package.json')
    .map((path) => name + path.slice(1));
}
