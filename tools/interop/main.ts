/**
 * `npm run interop [-- [--json FILE] [--write] [--short] [SERVER...]]`: starts real servers and sends to them by every
 * way that they know. `--write` makes docs/conformance.md of it, which takes all servers and all rows.
 * Prints a table with a column for each server, names the servers that cannot run here and what would bring them,
 * and ends with 1 when a cell failed.
 */
import { writeFile } from 'node:fs/promises';
import { parseArgs } from 'node:util';
import { conformance } from './page.js';
import { rowsFor } from './rows.js';
import { type Cell, cellOf } from './run.js';
import type { MailServer } from './server.js';
import { servers } from './servers/index.js';
import { type Column, print } from './table.js';

const { values, positionals: chosen } = parseArgs({
  allowPositionals: true,
  options: { json: { type: 'string' }, write: { type: 'boolean' }, short: { type: 'boolean' } },
});
const strange = chosen.find((id) => servers.every((server) => server.id !== id));
if (strange !== undefined || (values.write && (values.short || chosen.length > 0))) {
  const known = servers.map(({ id }) => id).join(', ');
  process.stderr.write(
    strange ? `No server ${strange}. There are: ${known}\n` : '--write takes all servers and rows.\n',
  );
  process.exit(2);
}

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
for (const server of servers) {
  if (interrupted.signal.aborted) break;
  if (chosen.length === 0 || chosen.includes(server.id)) columns.push(await column(server));
}
print(columns, process.stdout);
if (values.json !== undefined) await writeFile(values.json, `${JSON.stringify(columns, undefined, 2)}\n`);
if (values.write && !interrupted.signal.aborted)
  await writeFile(new URL('../../docs/conformance.md', import.meta.url), conformance(columns));
const failed = columns.some(({ cells }) => cells.some((cell) => cell.state === 'failed'));
process.exit(process.exitCode ?? (failed ? 1 : 0));

async function column(server: MailServer): Promise<Column> {
  const { id } = server;
  process.stderr.write(`${id}\n`);
  const obstacle = await server.obstacle();
  if (obstacle !== undefined) return { id, obstacle, cells: [] };
  const version = await server.version();
  const cells: Cell[] = [];
  const running = await server.start().catch((error: Error) => error);
  if (running instanceof Error) {
    const cell = { group: 'server', name: 'starts', state: 'failed', error: running.message } as const;
    return { id, version, cells: [cell] };
  }
  try {
    for (const row of rowsFor(server)) {
      if (interrupted.signal.aborted) break;
      if (values.short && !row.short) continue;
      cells.push(await cellOf(row, server, running, interrupted.signal));
    }
    const log = cells.some((cell) => cell.state === 'failed') ? running.log() : undefined;
    return { id, version, cells, ...(log === undefined ? {} : { log }) };
  } finally {
    await running.stop();
  }
}
