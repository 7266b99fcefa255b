import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from '../files.js';

/** A runtime, and the npm package that carries its binary for this platform. */
export interface Runtime {
  readonly name: string;
  /** Undefined where there is none for this platform. */
  readonly package: string | undefined;
  /** Within the package. */
  readonly binary: string;
  /** What stands before the script. */
  readonly arguments: readonly string[];
}

const { platform, arch } = process;
const here = `${platform}-${arch}`;

/** The npm package `node` installs one of these by an install script; bun and deno do so by optional dependencies. */
export const runtimes: readonly Runtime[] = [
  ...['20', '22', '24', '26'].map((major) => ({
    name: `Node.js ${major}`,
    package: `node-${here === 'darwin-arm64' ? `bin-${here}` : here.replace('win32', 'win')}@${major}`,
    binary: platform === 'win32' ? 'bin/node.exe' : 'bin/node',
    arguments: [],
  })),
  {
    name: 'Bun',
    package: `@oven/bun-${here.replace('arm64', 'aarch64').replace('win32', 'windows')}@1`,
    binary: platform === 'win32' ? 'bin/bun.exe' : 'bin/bun',
    arguments: [],
  },
  {
    name: 'Deno',
    package: `@deno/${here}${platform === 'linux' ? '-glibc' : ''}@2`,
    binary: platform === 'win32' ? 'deno.exe' : 'deno',
    // What Node.js may do, Deno must be allowed.
    arguments: ['run', '--allow-all', '--node-modules-dir=manual', '--no-lock'],
  },
];

/** The path of the binary; brings it where it is not there yet. Throws with npm's words where it cannot be had. */
export function bring(runtime: Runtime): string {
  if (runtime.package === undefined) throw new Error('there is no package for this platform');
  const folder = join(root, 'node_modules/.cache/ehlo-runtimes', runtime.name.replace(/\W+/g, '-').toLowerCase());
  const binary = join(folder, 'node_modules/runtime', runtime.binary);
  if (!existsSync(binary)) {
    mkdirSync(folder, { recursive: true });
    const dependencies = { runtime: `npm:${runtime.package}` };
    writeFileSync(join(folder, 'package.json'), JSON.stringify({ private: true, dependencies }));
    const flags = ['--ignore-scripts', '--no-audit', '--no-fund', '--no-package-lock', '--loglevel=error'];
    execFileSync('npm', ['install', ...flags], {
      cwd: folder,
      stdio: ['ignore', 'pipe', 'pipe'],
      shell: platform === 'win32',
    });
  }
  return binary;
}

/** `v22.11.0`, `1.3.1`, `deno 2.5.0 (...)`: the number in it. */
export function versionOf(binary: string): string {
  const said = execFileSync(binary, ['--version'], { encoding: 'utf8' });
  return /\d+\.\d+\.\d+/.exec(said)?.[0] ?? said.trim();
}
