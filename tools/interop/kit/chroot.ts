import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { chmod, copyFile, cp, mkdir, readdir, writeFile } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);

/** A user of the server, of a number that belongs to nobody (Debian Policy 9.2.2: 60000 to 64999 are reserved). */
export interface User {
  readonly name: string;
  readonly id: number;
}

/**
 * Makes a folder that a server takes for the whole machine: its programs, their libraries, its users, and the devices
 * that it opens. For servers whose paths and users are compiled in.
 */
export async function makeChroot(
  root: string,
  { packages, programs, users }: { packages: string; programs: readonly string[]; users: readonly User[] },
): Promise<void> {
  for (const name of ['etc', 'dev', 'lib', 'run', 'var/run', 'tmp']) await mkdir(join(root, name), { recursive: true });
  await chmod(join(root, 'tmp'), 0o1777);
  await cp(join(packages, 'usr'), join(root, 'usr'), {
    recursive: true,
    filter: (path) => !path.includes('/usr/share'),
  });
  for (const program of programs) await addProgram(root, packages, program);
  const all = [{ name: 'root', id: 0 }, ...users];
  await writeFile(join(root, 'etc/passwd'), all.map(({ name, id }) => `${name}:x:${id}:${id}::/:/bin/sh\n`).join(''));
  await writeFile(join(root, 'etc/group'), all.map(({ name, id }) => `${name}:x:${id}:\n`).join(''));
  await writeFile(join(root, 'etc/hosts'), '127.0.0.1 localhost\n');
  // Character devices of Linux, by major and minor number (null(4), random(4)).
  for (const [name, minor] of [
    ['null', '3'],
    ['random', '8'],
    ['urandom', '9'],
  ] as const) {
    await run('mknod', ['-m', '666', join(root, 'dev', name), 'c', '1', minor]);
  }
}

/** A program, from the packages or else from this machine, and the libraries that the loader finds for it. */
async function addProgram(root: string, packages: string, program: string): Promise<void> {
  const ours = join(packages, program);
  const file = existsSync(ours) ? ours : program;
  if (file === program) await copy(program, join(root, program));
  const lib = join(packages, 'usr/lib');
  const folders = existsSync(lib) ? (await readdir(lib)).filter((name) => name.endsWith('-linux-gnu')) : [];
  const path = [lib, ...folders.map((name) => join(lib, name))].join(':');
  const { stdout } = await run('ldd', [file], { env: { ...process.env, LD_LIBRARY_PATH: path } });
  for (const [, library] of stdout.matchAll(/=> (\/\S+)/g)) await copy(library!, join(root, 'lib', basename(library!)));
  // The loader itself stands where the program says.
  for (const [, loader] of stdout.matchAll(/^\s+(\/\S+) \(/gm)) await copy(loader!, join(root, loader!));
}

async function copy(from: string, to: string): Promise<void> {
  await mkdir(dirname(to), { recursive: true });
  await copyFile(from, to);
}
