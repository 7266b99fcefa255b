import { Bench } from './bench.js';
import type { Row } from './rows.js';
import type { MailServer, Running } from './server.js';

export const DEFAULT_LIMIT = 10_000;

/**
 * A cell of the table. `fault`: the row fails by a known fault of the server, which `reason` tells. `not run`: the
 * server has not what the row needs.
 */
export interface Cell {
  readonly group: string;
  readonly name: string;
  readonly state: 'passed' | 'failed' | 'fault' | 'not run';
  readonly milliseconds?: number;
  readonly reason?: string;
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

/** What there is to say of a row before it is tried: why it is not, or which fault of the server it shows. */
export function known(row: Row, { cannot, faults }: MailServer): { notRun?: string; fault?: string } {
  const notRun = row.needs?.map((need) => cannot[need]).find((reason) => reason !== undefined);
  const fault = faults?.[`${row.group}: ${row.name}`];
  return { ...(notRun === undefined ? {} : { notRun }), ...(fault === undefined ? {} : { fault }) };
}

/** The same as `attempt`, for the table. */
export async function cellOf(row: Row, server: MailServer, running: Running, stop?: AbortSignal): Promise<Cell> {
  const { group, name } = row;
  const { notRun, fault } = known(row, server);
  if (notRun !== undefined) return { group, name, state: 'not run', reason: notRun };
  const started = performance.now();
  const error = await attempt(row, running, stop).then(
    () => undefined,
    (reason: unknown) => (reason instanceof Error ? (reason.stack ?? reason.message) : String(reason)),
  );
  const cell = { group, name, milliseconds: Math.round(performance.now() - started) };
  if (fault === undefined)
    return error === undefined ? { ...cell, state: 'passed' } : { ...cell, state: 'failed', error };
  if (error !== undefined) return { ...cell, state: 'fault', reason: fault, error };
  return { ...cell, state: 'failed', error: `Passes, so that this is not true any more: ${fault}` };
}
