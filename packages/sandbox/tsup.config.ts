import { defineConfig } from 'tsup';

const shared = {
  target: 'node20',
  // The root tsconfig maps @ehlo/* to sources; a build takes what the packages give out.
  tsconfig: '../../tsconfig.base.json',
} as const;

export default defineConfig([
  {
    ...shared,
    entry: { index: 'src/index.ts', command: 'src/cli-command.ts' },
    format: ['esm', 'cjs'],
    dts: true,
    splitting: true,
    clean: true,
  },
  // The program: nobody requires it.
  { ...shared, entry: ['src/cli.ts'], format: ['esm'] },
]);
