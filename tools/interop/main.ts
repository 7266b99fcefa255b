/**
 * `npm run interop [-- --json FILE]`: starts real servers and sends to them by every way that they know.
 * Prints a table with a column for each server, names the servers that cannot run here and what would bring them,
 * and ends with 1 when a cell failed.
 */
import { writeFile } from 'node:fs/promises';
import { parseArgs } from 'node:util';
import { rowsFor } from './rows.js';
import { type Cell, cellOf } from './run.js';
import type { MailServer } from './server.js';
import { servers } from './servers/index.js';
import { type Column, print } from './table.js';

const { values } = parseArgs({ options: { json: { type: 'string' } } });

const interrupted = new AbortController();
for (const [signal, status] of [
  ['SIGINT', 130],
  ['SIGTERM', 143],
] as const) {
  process.once(signal, () => {
    process.exitCode = status;
    interrupted.abort(new Error(`ended by ${signal}`));
  });
}

const columns: Column[] = [];
for (const server of servers) columns.push(await column(server));
print(columns, process.stdout);
if (values.json !== undefined) await writeFile(values.json, `${JSON.stringify(columns, undefined, 2)}\n`);
const failed = columns.some(({ cells }) => cells.some((cell) => !cell.ok));
process.exit(process.exitCode ?? (failed ? 1 : 0));

async function column(server: MailServer): Promise<Column> {
  const { id } = server;
  const obstacle = server.obstacle();
  if (obstacle !== undefined) return { id, obstacle, cells: [] };
  const version = await server.version();
  const cells: Cell[] = [];
  const running = await server.start().catch((error: Error) => error);
  if (running instanceof Error) {
    const cell = { group: 'server', name: 'starts', ok: false, milliseconds: 0, error: running.message };
    return { id, version, cells: [cell] };
  }
  try {
    for (const row of rowsFor(server)) {
      if (interrupted.signal.aborted) break;
      cells.push(await cellOf(row, running, interrupted.signal));
    }
    const log = cells.some((cell) => !cell.ok) ? running.log() : undefined;
    return { id, version, cells, ...(log === undefined ? {} : { log }) };
  } finally {
    await running.stop();
  }
}
