import { availableParallelism } from 'node:os';
import { configDefaults, defineConfig } from 'vitest/config';

const source = (path: string): string => new URL(path, import.meta.url).pathname;

/** Tests run on the sources; the packed tarballs have a suite of their own in tools/packages. */
export default defineConfig({
  resolve: {
    alias: [
      { find: /^@ehlo\/core\/(\w+)$/, replacement: source('./packages/core/src/$1.ts') },
      { find: '@ehlo/sandbox/command', replacement: source('./packages/sandbox/src/cli-command.ts') },
      { find: /^fast-check$/, replacement: source('./tools/fast-check.mjs') },
      { find: /^@ehlo\/(\w+)$/, replacement: source('./packages/$1/src/index.ts') },
    ],
  },
  test: {
    include: ['packages/*/{src,test}/**/*.test.ts', 'apps/*/{src,test}/**/*.test.ts', 'tools/**/*.test.ts'],
    // A browser takes a core for itself. `npm run pages` has these, and `npm test` a look at each page.
    exclude: [...configDefaults.exclude, ...(process.env.EHLO_PAGES === '1' ? [] : ['apps/demo/test/*page.test.ts'])],
    // Most tests wait for sockets and for other programs, so that two for a core keep the cores busy.
    maxWorkers: 2 * availableParallelism(),
    // Of a test that hangs. One that is only held up by what else the machine does comes to its end.
    testTimeout: 60_000,
    hookTimeout: 60_000,
  },
});
