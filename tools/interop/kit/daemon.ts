import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, openSync, readFileSync } from 'node:fs';

/** A server process in the foreground, with a process group of its own. */
export interface Daemon {
  /** The last lines that it wrote to its standard outputs. */
  log(): string;
  /** True until the process ended. */
  readonly running: boolean;
  /** SIGTERM to its group, SIGKILL to what is left after two seconds. */
  stop(): Promise<void>;
}

const TOLD_LINES = 100;
// The pipe on 3 comes to its end when this process does, however that happens. A signal from the kernel at the
// parent's death would not do: servers that drop their rights lose it (prctl(2), PR_SET_PDEATHSIG).
const WATCHED = '{ cat <&3; kill -KILL 0; } >/dev/null 2>&1 & exec "$@" 3<&-';

const groups = new Set<number>();

// What no `stop` ended ends with this process. An exit handler cannot wait, hence SIGKILL.
process.on('exit', () => {
  for (const group of groups) kill(group, 'SIGKILL');
});

/**
 * Starts a program that stays in the foreground and logs to its standard outputs, which go to `logFile`: Postfix
 * opens them by name, and that a pipe of Node.js, which is a socket, does not allow. Should this process die
 * without its exit handlers (SIGKILL), a watcher in the group ends the group.
 */
export function daemon(
  logFile: string,
  program: string,
  args: readonly string[],
  env: Readonly<Record<string, string>> = {},
): Daemon {
  const log = openSync(logFile, 'a');
  const child = spawn('/bin/sh', ['-c', WATCHED, 'sh', program, ...args], {
    detached: true,
    stdio: ['ignore', log, log, 'pipe'],
    env: { PATH: '/usr/sbin:/usr/bin:/sbin:/bin', LANG: 'C.UTF-8', ...env },
  });
  closeSync(log);
  // Without a shell there is no process; `running` says so.
  child.on('error', () => {});
  if (child.pid !== undefined) groups.add(child.pid);
  return {
    log: () => readFileSync(logFile, 'utf8').split('\n').slice(-TOLD_LINES).join('\n').trim(),
    get running() {
      return isRunning(child);
    },
    stop: () => stop(child),
  };
}

async function stop(child: ChildProcess): Promise<void> {
  const group = child.pid;
  if (group === undefined || !groups.has(group)) return;
  if (isRunning(child)) {
    const ended = once(child, 'exit');
    kill(group, 'SIGTERM');
    const force = setTimeout(() => kill(group, 'SIGKILL'), 2_000);
    await ended;
    clearTimeout(force);
  }
  // The leader is gone; its children may not be.
  kill(group, 'SIGKILL');
  groups.delete(group);
}

function isRunning(child: ChildProcess): boolean {
  return child.pid !== undefined && child.exitCode === null && child.signalCode === null;
}

function kill(group: number, signal: NodeJS.Signals): void {
  try {
    process.kill(-group, signal);
  } catch {
    // Nobody is left in the group.
  }
}
