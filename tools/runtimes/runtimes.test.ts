import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Project, project, smoke } from './run.js';

let built: Project;
beforeAll(() => {
  built = project();
}, 300_000);
afterAll(() => built[Symbol.dispose]());

// The short form: this machine's Node.js. `npm run runtimes` brings the others.
test('the built packages send under this Node.js', { timeout: 60_000 }, async () => {
  const { rows, interfaces } = await smoke(process.execPath, [], built);
  expect(Object.entries(rows).filter(([, { ok }]) => !ok)).toEqual([]);
  expect(Object.keys(rows).length).toBeGreaterThan(20);
  expect(Object.values(interfaces)).toEqual(Object.values(interfaces).map(() => 'yes'));
});
