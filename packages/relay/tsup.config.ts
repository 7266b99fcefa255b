import { defineConfig } from 'tsup';

export default defineConfig({
  entry: ['src/index.ts'],
  format: ['esm', 'cjs'],
  target: 'node20',
  dts: true,
  clean: true,
  external: ['@ehlo/core', 'nodemailer', 'postal-mime', 'smtp-server'],
  // The root tsconfig maps @ehlo/* to sources; a build takes what the packages give out.
  tsconfig: '../../tsconfig.base.json',
});
