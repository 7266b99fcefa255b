import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { median } from './results.js';
import type { World } from './world.js';

const run = promisify(execFile);
const script = fileURLToPath(new URL('./start.mjs', import.meta.url));

/** Medians of new processes, in milliseconds from where the import begins. */
export interface Start {
  readonly name: string;
  readonly imported: number;
  /** The transport is made, nothing is dialled. */
  readonly ready: number;
  /** The first message was accepted. */
  readonly sent: number;
}

const peers = { Ehlo: 'ehlo', nodemailer: 'nodemailer', '@upyo/smtp': 'upyo', emailjs: 'emailjs' };

/** As many processes of each peer, in turn; the first of each, which finds the files not yet read, does not count. */
export async function starts(world: World, rounds: number): Promise<Start[]> {
  const port = await world.port('plain', 'none', 0);
  const account = { host: '127.0.0.1', port, tls: 'none' };
  const told = new Map<string, Array<Omit<Start, 'name'>>>(Object.keys(peers).map((name) => [name, []]));
  for (let round = 0; round <= rounds; round++) {
    for (const [name, peer] of Object.entries(peers)) {
      const { stdout } = await run(process.execPath, [script, JSON.stringify({ peer, account })]);
      if (round > 0) told.get(name)!.push(JSON.parse(stdout));
    }
  }
  return [...told].map(([name, all]) => ({
    name,
    imported: median(all.map(({ imported }) => imported)),
    ready: median(all.map(({ ready }) => ready)),
    sent: median(all.map(({ sent }) => sent)),
  }));
}
