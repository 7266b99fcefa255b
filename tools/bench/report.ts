import { machine } from './machine.js';
import type { Measured, Report } from './results.js';
import { roundTrips } from './round-trips.js';
import { measure, type Settings } from './run.js';
import { sizes } from './size.js';
import { starts } from './start.js';
import { streams } from './stream.js';
import { type Workload, workloads } from './workloads.js';
import { World } from './world.js';

export interface Choice {
  readonly short: boolean;
  /** Part of an id. */
  readonly only: string;
  /** Hears what is going on, a line at a time. */
  readonly tell: (line: string) => void;
  /** A folder for the CPU profiles of Ehlo's processes. */
  readonly profiles?: string;
  /** In place of the lengths of the form. */
  readonly settings?: Partial<Settings>;
}

/** Runs what is chosen. Rejects where a message is missing, came twice or was refused. */
export async function report({ short, only, tell, profiles, settings: own }: Choice): Promise<Report> {
  const settings: Settings = {
    ...(short ? { rounds: 3, lasting: 250, warming: 500 } : { rounds: 5, lasting: 500, warming: 1_000 }),
    ...(profiles !== undefined && { profiles }),
    ...own,
  };
  const where = machine();
  await using world = new World();
  const part = async <T>(id: string, run: () => Promise<T[]>): Promise<T[]> => {
    // What it takes is mostly from the registry; the short form asks no network.
    if (!id.includes(only) || (short && id === 'size')) return [];
    tell(`${id} ...`);
    return run();
  };
  return {
    date: new Date().toISOString().slice(0, 10),
    machine: where,
    rounds: settings.rounds,
    workloads: await measured(
      workloads.filter((each) => each.id.includes(only) && (each.short || !short)),
      world,
      settings,
      tell,
    ),
    roundTrips: await part('round-trips', () => roundTrips(world, short)),
    starts: await part('start', () => starts(world, short ? 3 : 9)),
    streams: await part('stream', () => streams(world, short ? { ...settings, rounds: 1 } : settings)),
    sizes: await part('size', sizes),
  };
}

async function measured(
  chosen: readonly Workload[],
  world: World,
  settings: Settings,
  tell: Choice['tell'],
): Promise<Measured[]> {
  const all: Measured[] = [];
  for (const [n, workload] of chosen.entries()) {
    tell(`${n + 1} of ${chosen.length}: ${workload.title} ...`);
    all.push(await measure(workload, world, settings));
  }
  return all;
}
