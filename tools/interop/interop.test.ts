import { afterAll, beforeAll, describe, test } from 'vitest';
import { rowsFor } from './rows.js';
import { attempt, DEFAULT_LIMIT } from './run.js';
import type { Running } from './server.js';
import { servers } from './servers/index.js';

// The same rows as `npm run interop`, one test each.
for (const server of servers) {
  const obstacle = server.obstacle();
  const title = obstacle === undefined ? server.id : `${server.id} (skipped: ${obstacle})`;
  describe.skipIf(obstacle !== undefined)(`real servers: ${title}`, () => {
    let running: Running;
    beforeAll(async () => {
      running = await server.start();
    });
    afterAll(async () => running?.stop());

    for (const row of rowsFor(server)) {
      test(`${row.group}: ${row.name}`, () => attempt(row, running), (row.limit ?? DEFAULT_LIMIT) + 5_000);
    }
  });
}
