#!/usr/bin/env node
import { sandboxCommand } from './cli-command.js';

const stop = new AbortController();
process.once('SIGINT', () => stop.abort());
process.once('SIGTERM', () => stop.abort());
// Whoever read what is printed has gone.
process.stdout.on('error', () => process.exit());

const { stdout: output, stderr: errors, env } = process;
process.exitCode = await sandboxCommand(process.argv.slice(2), { output, errors, env, signal: stop.signal });
