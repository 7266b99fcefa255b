import { median } from './results.js';
import { execArgv, type Settings } from './run.js';
import { Worker } from './worker.js';
import type { World } from './world.js';

/** A message of which nobody holds more than a part. */
export interface Streamed {
  readonly name: string;
  /** `raw`: the octets of the message as a stream. `attached`: mail options with an attachment that is one. */
  readonly form: 'raw' | 'attached';
  /** Medians: MB (10^6 octets) a second of what was put in; MB that the process grew by at its peak. */
  readonly throughput: number;
  readonly growth: number;
}

/** Octets of the message, or of the attachment, whose base64 is a third longer. */
const LENGTH = 100_000_000;

const entries = [
  { name: 'Ehlo', peer: 'ehlo', form: 'raw' },
  { name: 'nodemailer', peer: 'nodemailer', form: 'raw' },
  { name: 'Ehlo', peer: 'ehlo', form: 'attached' },
  { name: 'nodemailer', peer: 'nodemailer', form: 'attached' },
  { name: 'emailjs', peer: 'emailjs', form: 'attached' },
] as const;

export async function streams(world: World, settings: Settings): Promise<Streamed[]> {
  const port = await world.port('plain', 'none', 0);
  const sink = await world.sink('plain');
  const runners = entries.map((entry) => ({
    // The garbage of before is not the message's.
    runner: new Worker('./stream-runner.mjs', ['--expose-gc', ...execArgv(entry, `stream ${entry.form}`, settings)]),
    rounds: [] as Array<{ wall: number; growth: number }>,
  }));
  try {
    for (const [n, { runner }] of runners.entries()) {
      await runner.call('open', { ...entries[n], account: { host: '127.0.0.1', port, tls: 'none' }, length: LENGTH });
    }
    // The first round of each makes it warm.
    for (let round = 0; round <= settings.rounds; round++) {
      for (const [n, { runner, rounds }] of runners.entries()) {
        await sink.expect(1);
        const told = await runner.call<{ wall: number; growth: number }>('send');
        const { missing, twice, octets = 0 } = await sink.tally(1);
        const { name, form } = entries[n]!;
        if (missing > 0 || twice > 0 || octets < LENGTH)
          throw new Error(`stream, ${name}, ${form}: it did not arrive whole`);
        if (round > 0) rounds.push(told);
      }
    }
  } finally {
    await Promise.all(runners.map(({ runner }) => runner[Symbol.asyncDispose]()));
  }
  return runners.map(({ rounds }, n) => ({
    name: entries[n]!.name,
    form: entries[n]!.form,
    throughput: median(rounds.map(({ wall }) => LENGTH / wall / 1e3)),
    growth: median(rounds.map(({ growth }) => growth / 1e6)),
  }));
}
