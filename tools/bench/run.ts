import { noCertificates } from '../interop/kit/certificates.js';
import { hasSmtpSource } from './machine.js';
import { figure, type Measured, type Round } from './results.js';
import type { Sink } from './sinks.js';
import { Worker } from './worker.js';
import type { Entry, Workload } from './workloads.js';
import type { World } from './world.js';

export interface Settings {
  /** Rounds that count; those before, by which their length is found, do not. */
  readonly rounds: number;
  /** Milliseconds that a round shall last at no delay. */
  readonly lasting: number;
  /** Milliseconds of sending to the plain sink before anything else, so that the code is compiled. */
  readonly warming: number;
  /** A folder for the CPU profiles of Ehlo's processes. */
  readonly profiles?: string;
}

/** Options of Node.js for the process of an entry. */
export function execArgv({ name, peer }: Pick<Entry, 'name' | 'peer'>, id: string, { profiles }: Settings): string[] {
  if (profiles === undefined || peer !== 'ehlo') return [];
  return [
    '--cpu-prof',
    `--cpu-prof-dir=${profiles}`,
    `--cpu-prof-name=${`${id} ${name}`.replaceAll(/\W+/g, '-')}.cpuprofile`,
  ];
}

const HOST = '127.0.0.1';

/** A round lasts longer where the line is longer: by so many round trips. */
const TRIPS = 10;

/** What a workload needs of the world. */
export type Places = Pick<World, 'obstacle' | 'sink' | 'port'>;

/** All peers of a workload, a round each in turn, so that what disturbs the machine disturbs all. */
export async function measure(workload: Workload, world: Places, settings: Settings): Promise<Measured> {
  const { id, title } = workload;
  const obstacle = world.obstacle(workload.sink);
  if (obstacle !== undefined) return { id, title, figures: [], obstacle };
  const sink = await world.sink(workload.sink);
  const port = await world.port(workload.sink, workload.tls, workload.delay);
  if (port === undefined) return { id, title, figures: [], obstacle: noCertificates() ?? 'the sink has no TLS' };
  const peers = workload.entries
    .filter(({ peer }) => peer !== 'smtp-source' || hasSmtpSource())
    .map((entry) => new Peer(entry, workload, sink, settings));
  try {
    const warming = await world.port('plain', 'none', 0);
    for (const peer of peers) {
      await peer.attempt(async () => {
        await peer.open(port);
        await peer.warm(warming!, settings.warming);
        await peer.calibrate(settings.lasting + TRIPS * workload.delay);
      });
    }
    for (let round = 0; round < settings.rounds; round++) {
      // Nobody is always the first.
      for (let n = 0; n < peers.length; n++) {
        const peer = peers[(n + round) % peers.length]!;
        await peer.attempt(() => peer.measure());
      }
    }
  } finally {
    await Promise.all(peers.map((peer) => peer[Symbol.asyncDispose]()));
  }
  const failures = peers.flatMap(({ entry, failure }) => (failure === undefined ? [] : [`${entry.name}: ${failure}`]));
  const whole = peers.filter(({ failure }) => failure === undefined);
  return {
    id,
    title,
    figures: whole.map(({ entry, rounds }) => figure(entry.name, rounds)),
    ...(failures.length > 0 && { failures }),
  };
}

class Peer implements AsyncDisposable {
  readonly rounds: Round[] = [];
  failure: string | undefined;
  readonly #runner: Worker;
  readonly #workload: Workload;
  readonly #sink: Sink;
  #count: number;

  constructor(
    readonly entry: Entry,
    workload: Workload,
    sink: Sink,
    settings: Settings,
  ) {
    this.#runner = new Worker('./runner.mjs', execArgv(entry, workload.id, settings));
    this.#workload = workload;
    this.#sink = sink;
    this.#count = workload.first;
  }

  /** What another library does wrong ends its part and not the run. */
  async attempt(step: () => Promise<void>): Promise<void> {
    if (this.failure !== undefined) return;
    try {
      await step();
    } catch (error) {
      if (this.entry.peer === 'ehlo') throw error;
      this.failure = (error as Error).message.split('\n', 1)[0]!;
    }
  }

  async open(port: number): Promise<void> {
    const { tls, mail } = this.#workload;
    const account = { host: HOST, port, tls, ...(tls !== 'none' && { ca: this.#sink.ca }) };
    await this.#runner.call('open', { ...this.#options(), account, mail });
  }

  async warm(port: number, milliseconds: number): Promise<void> {
    // It has no code to compile, and no end by the clock.
    if (this.entry.peer === 'smtp-source') return;
    await this.#runner.call('warm', { ...this.#options(), account: { host: HOST, port, tls: 'none' }, milliseconds });
  }

  #options(): object {
    const { connections, depth } = this.#workload;
    const { peer, form, ehlo } = this.entry;
    return { peer, form, connections, depth, ehlo };
  }

  /** Finds how many messages a round takes that lasts so long. Also warms the process up. */
  async calibrate(lasting: number): Promise<void> {
    for (let attempt = 0; attempt < 6; attempt++) {
      const { wall } = await this.#round();
      this.#count = Math.max(2, Math.ceil(this.#count * Math.min(10, lasting / wall)));
      if (wall > lasting / 2) return;
    }
  }

  async measure(): Promise<void> {
    this.rounds.push(await this.#round());
  }

  async #round(): Promise<Round> {
    const count = this.#count;
    await this.#sink.expect(count);
    const { wall, cpu } = await this.#runner.call<{ wall: number; cpu: number }>('round', { count });
    const tally = await this.#sink.tally(count);
    const addressees = this.#workload.mail.recipients;
    if (tally.recipients !== undefined && tally.recipients < count * addressees)
      throw new Error(`${this.#workload.id}, ${this.entry.name}: a message has not reached all its recipients`);
    if (tally.missing > 0 || tally.twice > 0) {
      const { name } = this.entry;
      throw new Error(
        `${this.#workload.id}, ${name}: of ${count} messages ${tally.missing} are missing, ${tally.twice} came more than once`,
      );
    }
    return { messages: count, wall, cpu, ...(tally.cpu !== undefined && { sinkCpu: tally.cpu }) };
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.#runner[Symbol.asyncDispose]();
  }
}
