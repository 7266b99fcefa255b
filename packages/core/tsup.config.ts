import { defineConfig } from 'tsup';

export default defineConfig({
  entry: ['src/index.ts', 'src/http.ts', 'src/nodemailer.ts', 'src/testing.ts'],
  format: ['esm', 'cjs'],
  target: 'node20',
  dts: true,
  // The four entries share their classes: a MailError of one is a MailError of the others.
  splitting: true,
  clean: true,
  // The root tsconfig maps @ehlo/* to sources; a build takes what the packages give out.
  tsconfig: '../../tsconfig.base.json',
});
