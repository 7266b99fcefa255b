/** `npm run docs`: writes the pages that are made from the rows, and takes away those whose rows are gone. */
import { mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { root } from '../files.js';
import { pages } from './pages.js';

const all = pages();
for (const folder of ['docs/providers', 'docs/causes']) {
  mkdirSync(join(root, folder), { recursive: true });
  for (const name of readdirSync(join(root, folder))) {
    if (!all.has(`${folder}/${name}`)) rmSync(join(root, folder, name));
  }
}
for (const [path, text] of all) {
  mkdirSync(dirname(join(root, path)), { recursive: true });
  writeFileSync(join(root, path), text);
}
console.log(`${all.size} pages written to docs/`);
