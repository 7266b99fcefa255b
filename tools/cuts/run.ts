import type { Outcome } from '@ehlo/core';
import { type Cut, type Way, ways } from './cutting-proxy.js';
import type { Dialogue } from './dialogues.js';
import { Lane, type Ran } from './lane.js';
import { leftovers, resources } from './leftovers.js';
import { places } from './places.js';
import { type Finding, findings } from './truth.js';

/** What came of all cuts of a dialogue. */
export interface Tally {
  readonly dialogue: string;
  cuts: number;
  /** Receipts, one a message of every cut. */
  readonly outcomes: Record<Outcome, number>;
  readonly findings: Record<Finding, number>;
  /** Milliseconds from a cut until all receipts were here and the transport was closed, at most. */
  readonly slowest: Record<Way, number>;
  /** Cuts that took too long beside others, and were done once more alone. */
  repeated: number;
  readonly wrong: Array<{ readonly cut?: Cut; readonly what: string }>;
}

/** Runs at a time: a stall is waiting, all else is work. */
const LANES = { one: { stall: 32, work: 6 }, load: { stall: 6, work: 3 } } as const;
/** Cuts that take too long by themselves, after which no other is looked at. */
const ENOUGH = 10;

/** Cuts a dialogue at every `stride`-th of its places, in every way, and holds each receipt against the truth. */
export async function cutEverywhere(dialogue: Dialogue, stride: number): Promise<Tally> {
  const tally = emptyTally(dialogue.name);
  const before = await resources();
  const cuts = await leftAlone(dialogue, stride, tally);
  const stalls = cuts.filter(({ way }) => way === 'stall');
  const ends = cuts.filter(({ way }) => way !== 'stall');
  const doubtful: Cut[] = [];
  const work = async (waiting: Cut[]): Promise<void> => {
    await using lane = await Lane.open(dialogue);
    for (let cut = waiting.shift(); cut !== undefined; cut = waiting.shift()) {
      const ran = await lane.run(cut);
      if (ran.doubtful) doubtful.push(cut);
      else count(tally, cut, ran);
    }
  };
  const crew = (waiting: Cut[], lanes: number): Promise<void>[] =>
    Array.from({ length: Math.min(lanes, Math.ceil(waiting.length / 4)) }, () => work(waiting));
  const most = dialogue.cuts === 'load' ? LANES.load : LANES.one;
  await Promise.all([...crew(stalls, most.stall), ...crew(ends, most.work)]);
  await alone(dialogue, doubtful, tally);
  for (const what of await leftovers(before)) tally.wrong.push({ what: `left behind: ${what}` });
  return tally;
}

/** What took too long beside others is done once more by itself. What takes too long then does so. */
async function alone(dialogue: Dialogue, cuts: readonly Cut[], tally: Tally): Promise<void> {
  if (cuts.length === 0) return;
  await using lane = await Lane.open(dialogue);
  let still = 0;
  for (const cut of cuts) {
    // There is no doubt about the others then.
    if (still >= ENOUGH) break;
    let ran = await lane.run(cut);
    if (ran.doubtful) ran = await lane.run(cut);
    if (ran.doubtful) still += 1;
    tally.repeated += 1;
    count(tally, cut, ran);
  }
}

/** How the dialogue goes when nothing is cut, and where it will be. */
async function leftAlone(dialogue: Dialogue, stride: number, tally: Tally): Promise<Cut[]> {
  await using lane = await Lane.open(dialogue);
  const ran = await lane.run();
  const amiss = [
    ...ran.wrong,
    ...ran.outcomes.filter((outcome) => outcome !== dialogue.ends),
    ...(dialogue.cuts === 'load' && ran.lines.length !== 5 ? [`${ran.lines.length} connections`] : []),
  ];
  for (const what of amiss) tally.wrong.push({ what: `left alone: ${what}` });
  return places(dialogue, ran, stride);
}

function count(tally: Tally, cut: Cut, { lasted, ...ran }: Ran): void {
  // Streams differ by some octets from run to run: a cut behind the end is none.
  if (lasted === undefined) return;
  tally.cuts += 1;
  for (const outcome of ran.outcomes) tally.outcomes[outcome] += 1;
  for (const finding of ran.findings) tally.findings[finding] += 1;
  tally.slowest[cut.way] = Math.max(tally.slowest[cut.way], Math.round(lasted));
  for (const what of ran.wrong) tally.wrong.push({ cut, what });
}

function emptyTally(dialogue: string): Tally {
  return {
    dialogue,
    cuts: 0,
    outcomes: zeros(['accepted', 'rejected', 'deferred', 'unknown']),
    findings: zeros(Object.keys(findings) as Finding[]),
    slowest: zeros(ways),
    repeated: 0,
    wrong: [],
  };
}

function zeros<K extends string>(keys: readonly K[]): Record<K, number> {
  return Object.fromEntries(keys.map((key) => [key, 0])) as Record<K, number>;
}
