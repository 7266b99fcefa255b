import { Bench } from './bench.js';
import type { Row } from './rows.js';
import type { Running } from './server.js';

export const DEFAULT_LIMIT = 10_000;

/** A cell of the table. */
export interface Cell {
  readonly group: string;
  readonly name: string;
  readonly ok: boolean;
  readonly milliseconds: number;
  /** What went wrong, with the conversation. */
  readonly error?: string;
}

/** Tries one row. Throws what the row threw, or that its time was over; its connections are closed in any case. */
export async function attempt(row: Row, server: Running, stop?: AbortSignal): Promise<void> {
  const limit = row.limit ?? DEFAULT_LIMIT;
  const time = AbortSignal.timeout(limit);
  const signal = stop === undefined ? time : AbortSignal.any([time, stop]);
  const over = new Promise<never>((_, reject) => {
    const late = `not done within ${limit} ms`;
    signal.addEventListener('abort', () => reject(time.aborted ? new Error(late) : signal.reason), { once: true });
  });
  // A row that hangs is left behind when its time is over, and must not keep the others from their turn.
  over.catch(() => {});
  const bench = new Bench(server, signal);
  try {
    await Promise.race([row.run(bench), over]);
  } finally {
    await Promise.race([bench[Symbol.asyncDispose](), over.catch(() => {})]);
  }
}

/** The same, as a value. */
export async function cellOf(row: Row, server: Running, stop?: AbortSignal): Promise<Cell> {
  const started = performance.now();
  const { group, name } = row;
  const error = await attempt(row, server, stop).then(
    () => undefined,
    (reason: unknown) => (reason instanceof Error ? (reason.stack ?? reason.message) : String(reason)),
  );
  const milliseconds = Math.round(performance.now() - started);
  return { group, name, ok: error === undefined, milliseconds, ...(error === undefined ? {} : { error }) };
}
