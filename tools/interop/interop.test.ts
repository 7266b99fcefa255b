import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { rowsFor } from './rows.js';
import { attempt, DEFAULT_LIMIT, known } from './run.js';
import type { Running } from './server.js';
import { servers } from './servers/index.js';

// The short rows of `npm run interop`, one test each. What a server has not is no test.
for (const server of servers) {
  const obstacle = await server.obstacle();
  const title = obstacle === undefined ? server.id : `${server.id} (skipped: ${obstacle})`;
  describe.skipIf(obstacle !== undefined)(`real servers: ${title}`, () => {
    let running: Running;
    beforeAll(async () => {
      running = await server.start();
    });
    afterAll(async () => running?.stop());

    for (const row of rowsFor(server)) {
      const { notRun, fault } = known(row, server);
      if (!row.short || notRun !== undefined) continue;
      const limit = (row.limit ?? DEFAULT_LIMIT) + 5_000;
      if (fault === undefined) test(`${row.group}: ${row.name}`, () => attempt(row, running), limit);
      else
        test(
          `${row.group}: ${row.name}: a fault of the server`,
          () => expect(attempt(row, running)).rejects.toThrow(),
          limit,
        );
    }
  });
}
