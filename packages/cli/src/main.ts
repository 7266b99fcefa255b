#!/usr/bin/env node
import { readFileSync } from 'node:fs';

/** The version is asked for often and by programs: it loads nothing else. */
if (process.argv.length === 3 && /^(-V|--version)$/.test(process.argv[2]!)) {
  const { version } = JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8')) as {
    version: string;
  };
  process.stdout.write(`${version}\n`);
} else {
  const [{ run }, { processTerminal }] = await Promise.all([import('./program.js'), import('./terminal.js')]);
  // Not process.exit: what was written to a pipe is still on its way.
  process.exitCode = await run(process.argv.slice(2), processTerminal());
}
