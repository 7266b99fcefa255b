import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { fileStore } from '@ehlo/oauth';
import { build } from 'tsup';
import { RotatingServer } from './rotating-server.js';

/** What came of it. All but the first four must be as the test says. */
export interface Tally {
  readonly kills: number;
  readonly renewals: number;
  /** Kills of a process that had not said a token yet. */
  readonly early: number;
  /** Kills between the spending of a refresh token and the storing of the next: the answer never arrived. */
  readonly lostAnswers: number;
  /** Times that the store could not be read after a kill. */
  readonly unreadable: number;
  /** Times that it held an older refresh token than one whose access token had been given to a caller. */
  readonly stale: number;
  /** Refresh tokens that were spent again after their successor had been seen. */
  readonly reused: number;
  /** Refresh tokens that were spent again although who spent them first was not killed. */
  readonly twice: number;
  /** Files beside the grant and the key when all is over. */
  readonly litter: readonly string[];
}

const here = (path: string): string => fileURLToPath(new URL(path, import.meta.url));

/** Runs renewing processes on one store, several at a time, and kills each with SIGKILL at a moment of chance. */
export async function kill(kills: number, atOnce: number, chance = Math.random): Promise<Tally> {
  const folder = mkdtempSync(join(tmpdir(), 'ehlo-kills-'));
  const server = await RotatingServer.start();
  try {
    const child = await bundled(folder);
    const storeFolder = join(folder, 'store');
    const store = fileStore({ folder: storeFolder, key: 'key-file' });
    const killed = new Set<string>();
    let given = 0;
    let early = 0;
    let unreadable = 0;
    let stale = 0;
    let left = kills;

    const one = async (): Promise<void> => {
      while (left-- > 0) {
        const running = start(child, server, storeFolder);
        let said = 0;
        running.process.stdout?.on('data', (text: Buffer) => {
          for (const [, generation] of text.toString().matchAll(/given access\.(\d+)/g)) {
            said = Math.max(said, Number(generation));
            given = Math.max(given, said);
          }
        });
        // Some while they start, the others in the midst of renewals.
        await (chance() < 0.2 ? running.ready : running.renewing);
        await new Promise((resolve) => setTimeout(resolve, chance() * 40));
        killed.add(String(running.process.pid));
        running.process.kill('SIGKILL');
        await running.gone;
        if (said === 0) early++;
        const promised = given;
        const grant = await store.read('me@example.com').catch(() => {
          unreadable++;
          return undefined;
        });
        const generation = Number((grant?.refreshToken ?? 'refresh.1').split('.')[1]);
        if (generation < promised) stale++;
      }
    };
    await Promise.all(Array.from({ length: atOnce }, one));

    // One that is let live must go on where the last one ended, and clear up.
    const last = start(child, server, storeFolder, 3);
    const code = await last.gone;
    if (code !== 0) unreadable++;
    return {
      kills,
      renewals: server.newest - 1,
      early,
      lostAnswers: server.lost.length,
      unreadable,
      stale,
      reused: server.reused,
      twice: server.lost.filter((spender) => !killed.has(spender)).length,
      litter: readdirSync(storeFolder).filter((file) => file !== 'key' && !file.endsWith('.grant')),
    };
  } finally {
    await server.close();
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Processes that are not killed, each with so many renewals, on one store. */
export async function share(
  processes: number,
  renewals: number,
): Promise<Pick<Tally, 'renewals' | 'reused' | 'lostAnswers'>> {
  const folder = mkdtempSync(join(tmpdir(), 'ehlo-share-'));
  const server = await RotatingServer.start();
  try {
    const child = await bundled(folder);
    const running = Array.from({ length: processes }, () => start(child, server, join(folder, 'store'), renewals));
    const codes = await Promise.all(running.map(({ gone }) => gone));
    if (codes.some((code) => code !== 0)) throw new Error(`a process failed: ${codes}`);
    return { renewals: server.newest - 1, reused: server.reused, lostAnswers: server.lost.length };
  } finally {
    await server.close();
    rmSync(folder, { recursive: true, force: true });
  }
}

/** One file, so that a process is there in a moment. */
async function bundled(folder: string): Promise<string> {
  await build({
    config: false,
    silent: true,
    entry: { child: here('./child.ts') },
    outDir: folder,
    format: 'esm',
    target: 'node20',
    treeshake: true,
    noExternal: [/.*/],
    tsconfig: here('../../../../tsconfig.json'),
    outExtension: () => ({ js: '.mjs' }),
  });
  return join(folder, 'child.mjs');
}

interface Running {
  readonly process: ChildProcess;
  readonly ready: Promise<unknown>;
  /** It has said a second token: the first one may be what was stored. */
  readonly renewing: Promise<unknown>;
  readonly gone: Promise<number | null>;
}

function start(child: string, server: RotatingServer, folder: string, renewals?: number): Running {
  const process_ = spawn(process.execPath, [child], {
    stdio: ['ignore', 'pipe', 'inherit'],
    env: {
      ORIGIN: server.origin,
      CA: server.identity.cert,
      FOLDER: folder,
      SEED: 'refresh.1',
      ...(renewals !== undefined && { RENEWALS: String(renewals) }),
    },
  });
  const lines = (count: number): Promise<void> =>
    new Promise((resolve) => {
      let seen = 0;
      process_.stdout?.on('data', (text: Buffer) => {
        seen += text.toString().split('\n').length - 1;
        if (seen >= count) resolve();
      });
      process_.on('close', () => resolve());
    });
  return {
    process: process_,
    ready: lines(1),
    renewing: lines(3),
    gone: new Promise((resolve) => process_.on('close', resolve)),
  };
}
