/** `npm start`: makes the clone ready and runs the demo with the arguments that were given. */
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { root, setup } from './setup.mjs';

setup({ build: true });
const demo = join(root, 'apps/demo/dist/server/main.js');
process.argv.splice(1, 1, demo);
await import(pathToFileURL(demo).href);
