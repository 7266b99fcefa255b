/** `npm run docs`: writes the pages that are made from the rows, and takes away those whose rows are gone. */
import { mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { root } from '../files.js';
import { pages } from './pages.js';

const all = pages();
mkdirSync(join(root, 'docs/providers'), { recursive: true });
for (const name of readdirSync(join(root, 'docs/providers'))) {
  if (!all.has(`docs/providers/${name}`)) rmSync(join(root, 'docs/providers', name));
}
for (const [path, text] of all) {
  mkdirSync(dirname(join(root, path)), { recursive: true });
  writeFileSync(join(root, path), text);
}
console.log(`${all.size} pages written to docs/`);
