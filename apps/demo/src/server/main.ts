import type { Server } from 'node:http';
import { fileURLToPath } from 'node:url';
import { createAdaptorServer } from '@hono/node-server';
import type { RunEvent } from '../api.js';
import type { DoctorEvent } from '../api-doctor.js';
import { createApp } from './app.js';
import { readArguments, USAGE } from './arguments.js';
import { firstMails } from './first-mails.js';
import { listen } from './listen.js';
import { readPage } from './page.js';
import { receiptJson, receiptText } from './receipts.js';
import { Runs } from './runs.js';
import { openStage, type Stage } from './stage.js';

/** Beside the built server; or, for a server that runs from its sources, where vite puts it. */
const PAGE_FOLDERS = ['../web', '../../dist/web'].map((path) => fileURLToPath(new URL(path, import.meta.url)));

// Whoever read the receipts has gone, as `| head` does: nothing is left to be said.
process.stdout.on('error', () => process.exit());

process.exitCode = await main(process.argv.slice(2));

/** Sends one mail through each adapter, prints the receipts, and then serves the page until it is stopped. */
async function main(words: readonly string[]): Promise<number> {
  const given = readArguments(words);
  if (typeof given === 'string') {
    process.stderr.write(`${given}\n\n${USAGE}`);
    return 2;
  }
  await using stage = await openStage();
  let allAccepted = true;
  for await (const { adapter, receipt } of firstMails(stage)) {
    allAccepted &&= receipt.outcome === 'accepted';
    const text = given.json ? receiptJson(adapter, receipt) : receiptText(adapter, receipt, hasColours());
    process.stdout.write(given.json ? `${text}\n` : `${text}\n\n`);
  }
  if (given.once) return allAccepted ? 0 : 1;
  await serve(stage, given.port, given.json);
  return 0;
}

async function serve(stage: Stage, wanted: number, quiet: boolean): Promise<void> {
  const runs = new Runs<RunEvent>(reportFault);
  const probes = new Runs<DoctorEvent>(reportFault);
  let port = wanted;
  const page = readPage(PAGE_FOLDERS);
  const app = createApp({ stage, runs, probes, page, port: () => port });
  const server = createAdaptorServer({ fetch: app.fetch }) as Server;
  port = await listen(server, wanted, (taken) =>
    process.stderr.write(`Port ${taken} is taken; the page gets a free one.\n`),
  );
  // With --json standard output holds receipts and nothing else.
  (quiet ? process.stderr : process.stdout).write(`The page: http://127.0.0.1:${port}/   (Ctrl+C ends it)\n`);
  await stopped();
  runs.abortAll();
  probes.abortAll();
  server.close();
  server.closeAllConnections();
}

/** Resolves at the first SIGINT or SIGTERM; a second one ends the process as usual. */
function stopped(): Promise<void> {
  return new Promise((resolve) => {
    const stop = (): void => {
      process.off('SIGINT', stop).off('SIGTERM', stop);
      resolve();
    };
    process.on('SIGINT', stop).on('SIGTERM', stop);
  });
}

/** FORCE_COLOR and NO_COLOR stand above what the terminal can. */
function hasColours(): boolean {
  return (process.stdout.hasColors?.() ?? false) || Boolean(process.env.FORCE_COLOR);
}

/** Where the demo failed, and not what it said: a message could quote what was typed. */
function reportFault(error: unknown): void {
  const stack = error instanceof Error ? (error.stack ?? '') : '';
  const frames = stack.split('\n').filter((line) => line.startsWith('    at '));
  process.stderr.write(
    `The demo failed (${error instanceof Error ? error.name : typeof error})\n${frames.join('\n')}\n`,
  );
}
