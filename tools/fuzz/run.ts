import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import fc from 'fast-check';
import type { Target } from './targets.js';

export interface Fuzzed {
  readonly target: string;
  inputs: number;
  /** Milliseconds of CPU for all. */
  cpu: number;
  /** Octets by which the heap grew from the first quarter to the end, garbage left out. */
  growth: number;
  /** What was found, shrunk, with the seed that finds it again. */
  fault?: string;
}

/** Inputs whose values are held at a time. */
const BATCH = 2_000;

/** Throws as many inputs at a target; stops at the first fault. */
export async function fuzz(target: Target, inputs: number, seed: number): Promise<Fuzzed> {
  const fuzzed: Fuzzed = { target: target.name, inputs: 0, cpu: 0, growth: 0 };
  const begun = process.cpuUsage();
  let early = 0;
  for (let batch = 0; fuzzed.inputs < inputs; batch++) {
    const numRuns = Math.min(BATCH, inputs - fuzzed.inputs);
    const result = fc.check(target.property as fc.IProperty<unknown>, { numRuns, seed: seed + batch, verbose: false });
    fuzzed.inputs += result.numRuns;
    // Promises settle in turns of the loop, and are garbage only then.
    await new Promise((resolve) => setImmediate(resolve));
    if (result.failed) {
      fuzzed.fault = fc.defaultReportMessage(result);
      break;
    }
    if (early === 0 && fuzzed.inputs * 4 >= inputs) early = heap();
  }
  fuzzed.growth = heap() - early;
  const { user, system } = process.cpuUsage(begun);
  fuzzed.cpu = Math.round((user + system) / 1_000);
  return fuzzed;
}

setFlagsFromString('--expose-gc');
/** Collects garbage. */
export const collect = runInNewContext('gc') as () => void;

function heap(): number {
  collect();
  return process.memoryUsage().heapUsed;
}
