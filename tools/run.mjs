/** Runs a TypeScript tool on the packages' sources: `node tools/run.mjs tools/docs/generate.ts [arguments]`. */
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { root, setup } from './setup.mjs';

const file = process.argv[2];
if (file === undefined) {
  process.stderr.write('Which tool? node tools/run.mjs FILE.ts [arguments]\n');
  process.exit(2);
}
setup();
// Only now: before the set-up there may be no tsx.
const { register } = await import('tsx/esm/api');
register({ tsconfig: join(root, 'tsconfig.json') });
process.argv.splice(1, 2, resolve(root, file));
await import(pathToFileURL(resolve(root, file)).href);
