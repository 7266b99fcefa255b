import type { Tls } from './sinks.js';
import { Worker } from './worker.js';
import type { Entry } from './workloads.js';
import type { World } from './world.js';

/** Round trips of one connection, counted on the line. */
export interface Trips {
  readonly name: string;
  /** How the channel is made, and whether a password is given. */
  readonly channel: string;
  /** From the dial to the answer to the first message. */
  readonly cold: number;
  /** Of a message that is sent when the one before is through. */
  readonly single: number;
  /** Of one more message in a queue. */
  readonly queued: number;
}

/** Milliseconds; long enough for what one side says in a turn to arrive as one. */
const DELAY = 10;
const QUEUED = 21;
const SINGLE = 5;

const channels: ReadonlyArray<{ tls: Tls; login: boolean; channel: string }> = [
  { tls: 'none', login: false, channel: 'clear, no login' },
  { tls: 'starttls', login: true, channel: 'STARTTLS, AUTH PLAIN' },
  { tls: 'implicit', login: true, channel: 'implicit TLS, AUTH PLAIN' },
];

const entries: readonly Entry[] = [
  { name: 'Ehlo, DATA', peer: 'ehlo', form: 'composed', ehlo: { transfer: 'data' } },
  { name: 'Ehlo, BDAT', peer: 'ehlo', form: 'composed', ehlo: { transfer: 'bdat' } },
  { name: 'nodemailer', peer: 'nodemailer', form: 'composed' },
  { name: '@upyo/smtp', peer: 'upyo', form: 'composed' },
  { name: 'emailjs', peer: 'emailjs', form: 'composed' },
];

/** Every peer over every channel that the machine has, or over the first of them. */
export async function roundTrips(world: World, short = false): Promise<Trips[]> {
  const all: Trips[] = [];
  for (const { tls, login, channel } of short ? channels.slice(0, 1) : channels) {
    const port = await world.port('plain', tls, DELAY);
    if (port === undefined) continue;
    const { ca } = await world.sink('plain');
    for (const { name, peer, form, ehlo } of entries) {
      await using runner = new Worker('./runner.mjs');
      const account = { host: '127.0.0.1', port, tls, ...(tls !== 'none' && { ca }), ...(login && LOGIN) };
      const mail = { kind: 'text', recipients: 1 };
      await runner.call('open', { peer, form, account, mail, connections: 1, depth: 16, ehlo });
      const count = async (method: string, messages: number): Promise<number> => {
        const before = await world.turns(port);
        await runner.call(method, { count: messages, priming: 0 });
        return (await world.turns(port)) - before;
      };
      const cold = await count('round', 1);
      const single = (await count('oneByOne', SINGLE)) / SINGLE;
      // The first of them has nobody before it.
      const queued = ((await count('round', QUEUED)) - single) / (QUEUED - 1);
      all.push({ name, channel, cold, single, queued });
    }
  }
  return all;
}

const LOGIN = { user: 'sender@sender.example', password: 'not a secret' };
