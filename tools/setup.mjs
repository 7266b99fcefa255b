/**
 * Makes a clone ready: the dependencies that the lock file names and, with `--build`, every package built.
 * Says on stderr what it does. Where nothing is to be done it only looks, and asks no network.
 */
import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';

export const root = fileURLToPath(new URL('..', import.meta.url));

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
  if (build) {
    tell('Building what has changed (turbo run build; half a minute the first time).');
    run(process.execPath, [join(root, 'node_modules/turbo/bin/turbo'), 'run', 'build', '--ui=stream', ...quiet], {
      ...process.env,
      TURBO_TELEMETRY_DISABLED: '1',
      TURBO_NO_UPDATE_NOTIFIER: '1',
      DO_NOT_TRACK: '1',
    });
  }
}

const quiet = ['--output-logs=errors-only', '--log-order=grouped'];

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

function read(file) {
  return existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : undefined;
}

/** What the command prints is shown where it fails, and on stderr: stdout belongs to whoever called. */
function run(command, args, env) {
  const { status, error, stdout, stderr } = spawnSync(command, args, { cwd: root, env, maxBuffer: 2 ** 28 });
  if (status === 0) return;
  process.stderr.write(`${stdout ?? ''}${stderr ?? ''}`);
  tell(error ? `This did not start: ${error.message}` : 'This failed; what is printed above says why.');
  process.exit(status ?? 1);
}

function tell(sentence) {
  process.stderr.write(`${sentence}\n`);
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) setup({ build: process.argv.includes('--build') });
