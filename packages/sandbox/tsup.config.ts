import { defineConfig } from 'tsup';

const shared = {
  target: 'node20',
  // The root tsconfig maps @ehlo/* to sources; a build takes what the packages give out.
  tsconfig: '../../tsconfig.base.json',
} as const;

export default defineConfig([
  { ...shared, entry: ['src/index.ts'], format: ['esm', 'cjs'], dts: true, clean: true },
  // The program: nobody requires it.
  { ...shared, entry: ['src/cli.ts'], format: ['esm'] },
]);
