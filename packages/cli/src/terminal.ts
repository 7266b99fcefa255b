import type { Readable, Writable } from 'node:stream';

/** Where a command reads from and writes to, and what surrounds it. Tests hand in their own. */
export interface Terminal {
  readonly input: Readable & { readonly isTTY?: boolean };
  /** The answer, and nothing else: what a program reads. */
  readonly output: Writable & { readonly isTTY?: boolean; readonly columns?: number };
  /** Progress, prompts and warnings. */
  readonly errors: Writable & { readonly isTTY?: boolean; readonly columns?: number };
  readonly env: Readonly<Record<string, string | undefined>>;
  /** The folder that relative paths are meant from. */
  readonly folder: string;
  /** Fires once, when the person or the system asks for an end: Ctrl-C, SIGTERM. */
  readonly signal: AbortSignal;
}

/** The terminal of this process. A second Ctrl-C ends it at once. */
export function processTerminal(): Terminal {
  const stop = new AbortController();
  const end = () => {
    if (stop.signal.aborted) process.exit(130);
    stop.abort();
  };
  process.on('SIGINT', end).on('SIGTERM', end);
  // Whoever read what is printed has gone, as `head` does.
  process.stdout.on('error', () => process.exit(0));
  return {
    input: process.stdin,
    output: process.stdout,
    errors: process.stderr,
    env: process.env,
    folder: process.cwd(),
    signal: stop.signal,
  };
}
