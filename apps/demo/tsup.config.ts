import { defineConfig } from 'tsup';

/** The server. What stands under dependencies stays external; the page beside it is not touched. */
export default defineConfig({
  entry: { main: 'src/server/main.ts' },
  outDir: 'dist/server',
  format: ['esm'],
  platform: 'node',
  target: 'node20',
  clean: true,
});
