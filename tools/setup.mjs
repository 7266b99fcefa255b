/**
 * Makes a clone ready: the dependencies that the lock file names and, with `--build`, every package built.
 * Says on stderr what it does. Where nothing is to be done it only looks, and asks no network.
 */
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';

export const root = fileURLToPath(new URL('..', import.meta.url));

const stampFile = join(root, 'node_modules/.cache/ehlo/built.json');

/** Ends the process with a sentence where something could not be done. */
export function setup({ build = false } = {}) {
  if (!installed()) {
    tell('Installing the dependencies that package-lock.json names (npm ci).');
    const npm = process.env.npm_execpath;
    // Quiet flags of the npm that started us are not meant for this one, whose errors somebody must see.
    const env = { ...process.env, npm_config_loglevel: 'warn' };
    if (npm) run(process.execPath, [npm, 'ci'], env);
    else run('npm', ['ci'], env);
  }
  if (build && !built()) {
    tell('Building the packages (turbo run build).');
    const sources = fingerprint('sources');
    run(process.execPath, [join(root, 'node_modules/turbo/bin/turbo'), 'run', 'build', ...turboFlags], {
      ...process.env,
      TURBO_TELEMETRY_DISABLED: '1',
      TURBO_NO_UPDATE_NOTIFIER: '1',
      TURBO_PRINT_VERSION_DISABLED: '1',
      DO_NOT_TRACK: '1',
    });
    mkdirSync(dirname(stampFile), { recursive: true });
    writeFileSync(stampFile, JSON.stringify({ sources, outputs: fingerprint('outputs') }));
  }
}

const turboFlags = ['--ui=stream', '--output-logs=errors-only', '--log-order=grouped'];

/** Whether each package of the lock file stands in node_modules. npm keeps a list of what it put there. */
function installed() {
  const hidden = read(join(root, 'node_modules/.package-lock.json'));
  if (hidden === undefined) return false;
  const wanted = read(join(root, 'package-lock.json')).packages;
  return Object.entries(wanted).every(([path, entry]) => {
    if (!path.includes('node_modules/')) return true;
    const found = hidden.packages[path];
    // What is optional may be meant for another platform.
    if (found === undefined) return entry.optional === true;
    return found.version === entry.version && (!entry.integrity || found.integrity === entry.integrity);
  });
}

/** Whether sources and dist are those of the last build. Turbo could tell too, in ten times the time. */
function built() {
  const stamp = read(stampFile);
  return stamp?.sources === fingerprint('sources') && stamp.outputs === fingerprint('outputs');
}

/** Names, sizes and times of the files that go into the builds, or come out of them. */
function fingerprint(which) {
  const hash = createHash('sha256');
  const add = (path) => {
    const { size, mtimeMs } = statSync(path);
    hash.update(`${path.slice(root.length)} ${size} ${mtimeMs}\n`);
  };
  const walk = (folder, inDist) => {
    for (const entry of readdirSync(folder, { withFileTypes: true }).sort((a, b) => (a.name < b.name ? -1 : 1))) {
      const path = join(folder, entry.name);
      if (entry.isDirectory()) {
        if (!notBuilt.has(entry.name)) walk(path, inDist || entry.name === 'dist');
      } else if (inDist === (which === 'outputs') && !/\.test\.tsx?$/.test(entry.name)) add(path);
    }
  };
  for (const workspace of ['packages', 'apps']) walk(join(root, workspace), false);
  if (which === 'sources')
    for (const file of ['package-lock.json', 'tsconfig.base.json', 'turbo.json']) add(join(root, file));
  return hash.digest('hex');
}

const notBuilt = new Set(['node_modules', '.turbo', 'test', 'transcripts', 'screenshots', 'coverage']);

function read(file) {
  return existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : undefined;
}

/** What the command prints goes to stderr: stdout belongs to whoever called. */
function run(command, args, env) {
  const { status, error } = spawnSync(command, args, { cwd: root, stdio: ['ignore', 2, 2], env });
  if (status === 0) return;
  tell(error ? `This did not start: ${error.message}` : 'This failed; what is printed above says why.');
  process.exit(status ?? 1);
}

function tell(sentence) {
  process.stderr.write(`${sentence}\n`);
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) setup({ build: process.argv.includes('--build') });
