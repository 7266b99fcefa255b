import { defineConfig } from 'tsup';

export default defineConfig({
  entry: ['src/index.ts'],
  format: ['esm', 'cjs'],
  dts: true,
  target: 'node20',
  clean: true,
  external: ['@ehlo/core'],
  // The root tsconfig maps @ehlo/* to sources; a build takes what the packages give out.
  tsconfig: '../../tsconfig.base.json',
});
