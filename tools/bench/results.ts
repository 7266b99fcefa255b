import type { Machine } from './machine.js';
import type { Trips } from './round-trips.js';
import type { Size } from './size.js';
import type { Start } from './start.js';
import type { Streamed } from './stream.js';

/** All that a run found: what `--json` writes and the page is made from. */
export interface Report {
  /** ISO 8601, the day. */
  readonly date: string;
  readonly machine: Machine;
  readonly rounds: number;
  readonly workloads: readonly Measured[];
  readonly roundTrips: readonly Trips[];
  readonly starts: readonly Start[];
  readonly streams: readonly Streamed[];
  readonly sizes: readonly Size[];
}

/** One round of one peer. */
export interface Round {
  readonly messages: number;
  /** Milliseconds, from before the first send to after the last. */
  readonly wall: number;
  /** Milliseconds of CPU of the peer's whole process. */
  readonly cpu: number;
  /** The same of the sink's process, where it is ours. */
  readonly sinkCpu?: number;
}

export interface Figure {
  readonly name: string;
  readonly rounds: readonly Round[];
  /** Medians of the rounds: messages a second, microseconds of CPU a message, share of the time that the sink was busy. */
  readonly rate: number;
  readonly cpu: number;
  readonly sinkBusy?: number;
}

export interface Measured {
  readonly id: string;
  readonly title: string;
  readonly figures: readonly Figure[];
  /** Of other libraries that did not get through, name and error; they have no figure. */
  readonly failures?: readonly string[];
  /** Why there are no figures, and what mends it. */
  readonly obstacle?: string;
}

export function figure(name: string, rounds: readonly Round[]): Figure {
  const busy = rounds.flatMap(({ sinkCpu, wall }) => (sinkCpu === undefined ? [] : [sinkCpu / wall]));
  return {
    name,
    rounds,
    rate: median(rounds.map(({ messages, wall }) => (messages / wall) * 1000)),
    cpu: median(rounds.map(({ messages, cpu }) => (cpu / messages) * 1000)),
    ...(busy.length > 0 && { sinkBusy: median(busy) }),
  };
}

export function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = sorted.length >> 1;
  if (sorted.length === 0) return Number.NaN;
  return sorted.length % 2 === 1 ? sorted[middle]! : (sorted[middle - 1]! + sorted[middle]!) / 2;
}
