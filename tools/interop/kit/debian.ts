import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { homedir, tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);

const VERSIONS = 'VERSIONS';
const BACKPORTS = '/backports';

/**
 * A folder with what Debian packages hold, and with the libraries that they need and this machine has not. They are
 * not installed: servers whose packages conflict stand beside each other, and nothing of the system is touched.
 * Fetched by `apt-get download` once, and kept in the user's cache. Rejects where that cannot be done. A name may end
 * in `=VERSION`, or in `/backports` for the release's backports, which need not be among the machine's sources.
 */
export async function unpacked(...packages: readonly string[]): Promise<string> {
  const cache = join(process.env.XDG_CACHE_HOME ?? join(homedir(), '.cache'), 'ehlo-interop');
  const folder = join(cache, packages.join('+').replaceAll(/[^\w.+-]/g, '-'));
  if (existsSync(folder)) return folder;
  await mkdir(cache, { recursive: true });
  const work = await mkdtemp(join(cache, 'fetching-'));
  try {
    const all = [...packages, ...(await missingLibraries(packages))];
    // A machine whose lists are missing or old is asked once to renew them.
    await download(work, all).catch(async () => {
      await run('apt-get', ['update', '-q']);
      await download(work, all);
    });
    const versions: string[] = [];
    for (const file of await readdir(work)) {
      await run('dpkg-deb', ['-x', join(work, file), join(work, 'root')]);
      versions.push((await run('dpkg-deb', ['-W', join(work, file)])).stdout);
    }
    await writeFile(join(work, 'root', VERSIONS), versions.join(''));
    // Whoever fetched the same at the same time may have been first.
    await rename(join(work, 'root'), folder).catch((error) => {
      if (!existsSync(folder)) throw error;
    });
    return folder;
  } finally {
    await rm(work, { recursive: true, force: true });
  }
}

/** The version, by Debian's count, of a package in such a folder. */
export async function versionOf(folder: string, name: string): Promise<string> {
  const lines = (await readFile(join(folder, VERSIONS), 'utf8')).split('\n').map((line) => line.split('\t'));
  return lines.find(([found]) => found === name)?.[1] ?? 'of an unknown version';
}

/** Why the packages cannot be had, in one line; undefined when they are here. */
export async function unavailable(...packages: readonly string[]): Promise<string | undefined> {
  return unpacked(...packages).then(
    () => undefined,
    (error: Error) => {
      const said = /^E: .*$/m.exec(error.message)?.[0] ?? error.message.split('\n', 1)[0];
      return `apt-get download ${packages.join(' ')}, which says here: ${said}`;
    },
  );
}

/** The version of a package that is installed, for one that has to fit it. */
export async function installedVersion(name: string): Promise<string> {
  const { stdout } = await run('dpkg-query', ['-W', '-f', dollar('Version'), name]);
  return stdout;
}

async function download(cwd: string, packages: readonly string[]): Promise<void> {
  const ported = packages.filter((name) => name.endsWith(BACKPORTS));
  const others = packages.filter((name) => !name.endsWith(BACKPORTS));
  if (others.length > 0) await run('apt-get', ['download', '-q', ...others], { cwd });
  if (ported.length === 0) return;
  const apt = await mkdtemp(join(tmpdir(), 'ehlo-interop-apt-'));
  try {
    for (const name of ['lists/partial', 'cache/archives/partial']) await mkdir(join(apt, name), { recursive: true });
    const codename = /^VERSION_CODENAME=(\w+)$/m.exec(await readFile('/etc/os-release', 'utf8'))?.[1];
    await writeFile(join(apt, 'sources'), `deb http://deb.debian.org/debian ${codename}-backports main\n`);
    const own = { 'Etc::sourcelist': 'sources', 'State::lists': 'lists', Cache: 'cache' };
    const options = Object.entries(own).flatMap(([key, name]) => ['-o', `Dir::${key}=${join(apt, name)}`]);
    options.push('-o', 'Dir::Etc::sourceparts=-');
    await run('apt-get', [...options, 'update', '-q']);
    const names = ported.map((name) => name.slice(0, -BACKPORTS.length));
    await run('apt-get', [...options, 'download', '-q', ...names], { cwd });
  } finally {
    await rm(apt, { recursive: true, force: true });
  }
}

/** Libraries that the packages depend on, and those that these depend on, as far as they are not installed. */
async function missingLibraries(packages: readonly string[]): Promise<string[]> {
  const found = new Set<string>();
  const open = packages.map((name) => name.split(/[=/]/, 1)[0]!);
  for (let name = open.pop(); name !== undefined; name = open.pop()) {
    const { stdout } = await run('apt-cache', ['depends', '--no-recommends', '--no-suggests', name]);
    for (const [, library] of stdout.matchAll(/^ +(?:Pre)?Depends: (lib[^\s:]+)/gm)) {
      if (found.has(library!) || (await isInstalled(library!))) continue;
      found.add(library!);
      open.push(library!);
    }
  }
  return [...found];
}

/** A field in dpkg-query's format. */
function dollar(field: string): string {
  return `\${${field}}`;
}

async function isInstalled(name: string): Promise<boolean> {
  const { stdout } = await run('dpkg-query', ['-W', '-f', dollar('db:Status-Status'), name]).catch(() => ({
    stdout: '',
  }));
  return stdout === 'installed';
}
