import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'tsup';
import type { Done, Surroundings, Task } from './child.js';

const here = (path: string): string => fileURLToPath(new URL(path, import.meta.url));

/** Makes one file of the child and all that it imports, so that a process is there in a moment. */
export async function bundle(folder: string): Promise<string> {
  await build({
    config: false,
    silent: true,
    entry: { child: here('./child.ts') },
    outDir: folder,
    format: 'esm',
    target: 'node20',
    platform: 'node',
    treeshake: true,
    noExternal: [/.*/],
    external: ['@napi-rs/keyring'],
    // What is bundled of CommonJS asks for its modules by require.
    banner: { js: `import { createRequire } from 'node:module'; const require = createRequire(import.meta.url);` },
    tsconfig: here('../../../../tsconfig.json'),
    outExtension: () => ({ js: '.mjs' }),
  });
  return join(folder, 'child.mjs');
}

/** A process of its own that sends when it is told to. */
export class Program {
  readonly #file: string;
  readonly #surroundings: Surroundings;
  #process: ChildProcess | undefined;

  constructor(file: string, surroundings: Surroundings) {
    this.#file = file;
    this.#surroundings = surroundings;
  }

  /** Kills the process where there is one, and starts another. */
  async restart(): Promise<void> {
    await this.stop();
    const started = spawn(process.execPath, [this.#file], {
      stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
      env: { SURROUNDINGS: JSON.stringify(this.#surroundings) },
    });
    this.#process = started;
    await once(started, 'message');
  }

  async send(task: Task): Promise<Done> {
    const running = this.#process!;
    const over = new AbortController();
    const { signal } = over;
    const ended = once(running, 'exit', { signal }).then(([code]) => `the process ended with ${code}`);
    running.send(task);
    try {
      return await Promise.race([
        once(running, 'message', { signal }).then(([told]) => told as Done),
        ended.then((outcome) => ({ subject: task.subject, outcome })),
      ]);
    } finally {
      over.abort();
    }
  }

  async stop(): Promise<void> {
    const running = this.#process;
    this.#process = undefined;
    if (running === undefined || running.exitCode !== null) return;
    running.kill('SIGKILL');
    await once(running, 'exit');
  }
}
