import { defineConfig } from 'tsup';

/**
 * A program: nobody imports it. Each command is a chunk of its own, so that none pays for the others. The packages of this
 * repository are in it, so that one tarball is one version of everything; what others made comes from the registry.
 */
export default defineConfig({
  entry: ['src/main.ts'],
  format: ['esm'],
  target: 'node20',
  splitting: true,
  clean: true,
  noExternal: [/^@ehlo\//],
  // The root tsconfig maps @ehlo/* to sources; a build takes what the packages give out.
  tsconfig: '../../tsconfig.base.json',
});
