import { execFile } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { pack, type Tarball } from '../packages/tarballs.js';
import { machine } from './machine.js';

const run = promisify(execFile);

/** What `npm install` puts into an empty folder. */
export interface Size {
  readonly name: string;
  /** Octets of the files, and the packages they are of. */
  readonly octets: number;
  readonly packages: readonly string[];
  /** Why it could not be installed. */
  readonly obstacle?: string;
}

/** Ehlo from its tarballs, which are packed into a folder of their own; the peers from the registry. */
export async function sizes(): Promise<Size[]> {
  const { versions } = machine();
  const folder = mkdtempSync(join(tmpdir(), 'ehlo-bench-'));
  try {
    const tarballs = pack(folder);
    const peer = (name: string): string => `${name}@${versions[name]}`;
    return [
      await sizeOf('@ehlo/generic', needed('@ehlo/generic', tarballs)),
      await sizeOf('nodemailer', [peer('nodemailer')]),
      await sizeOf('@upyo/smtp', [peer('@upyo/smtp')]),
      await sizeOf('emailjs', [peer('emailjs')]),
    ];
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** The tarballs of a package and of those of ours that it needs. */
function needed(name: string, tarballs: readonly Tarball[]): string[] {
  const found = tarballs.find((each) => each.name === name);
  if (found === undefined) return [];
  return [found.path, ...Object.keys(found.manifest.dependencies ?? {}).flatMap((each) => needed(each, tarballs))];
}

async function sizeOf(name: string, wanted: readonly string[]): Promise<Size> {
  const folder = mkdtempSync(join(tmpdir(), 'ehlo-bench-'));
  try {
    writeFileSync(join(folder, 'package.json'), '{ "private": true }\n');
    const options = ['--ignore-scripts', '--no-audit', '--no-fund', '--prefer-offline', '--omit=dev'];
    await run('npm', ['install', ...options, ...new Set(wanted)], { cwd: folder });
    const lock = JSON.parse(readFileSync(join(folder, 'node_modules/.package-lock.json'), 'utf8'));
    const packages = Object.keys(lock.packages).map((path) => path.replace(/^.*node_modules\//, ''));
    rmSync(join(folder, 'node_modules/.package-lock.json'));
    return { name, octets: octetsIn(join(folder, 'node_modules')), packages };
  } catch (error) {
    const said = (error as Error).message.split('\n').find((line) => line.startsWith('npm error'));
    return { name, octets: Number.NaN, packages: [], obstacle: said ?? 'npm install failed' };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function octetsIn(folder: string): number {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .reduce((sum, entry) => sum + statSync(join(entry.parentPath, entry.name)).size, 0);
}
