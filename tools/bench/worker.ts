import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';

/** A process of the bench that answers calls (serve.mjs). */
export class Worker implements AsyncDisposable {
  readonly #child: ChildProcess;
  readonly #waiting = new Map<number, { resolve(result: unknown): void; reject(error: Error): void }>();
  #calls = 0;

  /** `file` is named from this folder; `execArgv` are options of Node.js. */
  constructor(file: string, execArgv: readonly string[] = []) {
    // stdout belongs to the results.
    this.#child = fork(fileURLToPath(new URL(file, import.meta.url)), {
      execArgv: [...execArgv],
      stdio: ['ignore', 2, 2, 'ipc'],
    });
    this.#child.on('message', ({ id, result, error }: { id: number; result?: unknown; error?: string }) => {
      const waiting = this.#waiting.get(id);
      this.#waiting.delete(id);
      if (error === undefined) waiting?.resolve(result);
      else waiting?.reject(new Error(error));
    });
    this.#child.once('exit', (status, signal) => {
      for (const { reject } of this.#waiting.values()) reject(new Error(`${file} ended with ${signal ?? status}`));
      this.#waiting.clear();
    });
  }

  /** Rejects with the error that the process had, or when it ends. */
  call<Result>(call: string, argument: unknown = {}): Promise<Result> {
    const id = this.#calls++;
    return new Promise<Result>((resolve, reject) => {
      this.#waiting.set(id, { resolve: resolve as (result: unknown) => void, reject });
      this.#child.send({ id, call, argument }, (error) => error && reject(error));
    });
  }

  async [Symbol.asyncDispose](): Promise<void> {
    if (this.#child.exitCode !== null || this.#child.signalCode !== null) return;
    const ended = once(this.#child, 'exit');
    // It exits by itself, so that a profile is written.
    this.#child.disconnect();
    await ended;
  }
}
