import { existsSync, mkdirSync, mkdtempSync, readdirSync, renameSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'vite';
import { type PageFile, readPage } from '../src/server/page.js';

const here = (path: string): string => fileURLToPath(new URL(`../${path}`, import.meta.url));

/** The page as vite makes it; made anew where it is missing or older than its sources. */
export async function builtPage(): Promise<ReadonlyMap<string, PageFile>> {
  const index = here('dist/web/index.html');
  const made = existsSync(index) ? statSync(index).mtimeMs : 0;
  const sources = ['src', 'index.html', 'vite.config.ts', 'package.json'].map(here);
  if (Math.max(...sources.map(newest)) > made) {
    await buildForProduction();
  }
  return readPage([here('dist/web')]);
}

/**
 * The runner says NODE_ENV=test, and with it React would come as it is for development. It is built aside and put in its
 * place whole: several suites may want it at the same time.
 */
async function buildForProduction(): Promise<void> {
  const { NODE_ENV } = process.env;
  process.env.NODE_ENV = 'production';
  mkdirSync(here('dist'), { recursive: true });
  const aside = mkdtempSync(here('dist/web-'));
  try {
    const built = { outDir: aside, emptyOutDir: true };
    await build({ root: here('.'), configFile: here('vite.config.ts'), logLevel: 'warn', build: built });
    replace(here('dist/web'), aside);
  } finally {
    process.env.NODE_ENV = NODE_ENV;
    rmSync(aside, { recursive: true, force: true });
  }
}

function replace(place: string, next: string): void {
  try {
    if (existsSync(place)) renameSync(place, `${next}-old`);
    renameSync(next, place);
  } catch (error) {
    // Another suite was faster, and what it put there is as new.
    if (!existsSync(place)) throw error;
  } finally {
    rmSync(`${next}-old`, { recursive: true, force: true });
  }
}

function newest(path: string): number {
  const stat = statSync(path);
  if (!stat.isDirectory()) return stat.mtimeMs;
  return Math.max(stat.mtimeMs, ...readdirSync(path).map((name) => newest(join(path, name))));
}
