import { collect } from './run.js';
import type { Shape } from './shapes.js';

export interface Growth {
  readonly shape: string;
  readonly size: number;
  /** Milliseconds of CPU, medians. */
  readonly once: number;
  readonly twice: number;
  readonly ratio: number;
}

const ROUNDS = 5;
/** How often a ratio that is not linear is measured again. */
const COUNTS = 5;
/** Milliseconds below which the clock of the CPU tells nothing. */
const LEAST = 10;

/**
 * How much longer twice as much takes, by CPU time: 2 is linear, 4 is quadratic. Grows a size that is too small to be
 * measured. A pause of the garbage collector can spoil a measurement and no quadratic reader can mend one: the best of
 * several counts.
 */
export function measure(shape: Shape, size: number): Growth {
  let best = medians(shape, size);
  if (best.once < LEAST) return measure(shape, 2 * size);
  for (let counts = 1; counts < COUNTS && best.ratio >= 2.3; counts++) {
    const again = medians(shape, size);
    if (again.ratio < best.ratio) best = again;
  }
  return best;
}

function medians({ name, make, read }: Shape, size: number): Growth {
  const made = [make(size), make(2 * size)] as never[];
  const times = made.map((): number[] => []);
  read(made[0]!);
  for (let round = 0; round < ROUNDS; round++)
    for (const [at, input] of made.entries()) times[at]!.push(cpu(() => read(input)));
  const [once, twice] = times.map((each) => each.sort((a, b) => a - b)[ROUNDS >> 1]!) as [number, number];
  return { shape: name, size, once, twice, ratio: twice / Math.max(once, 1) };
}

/** Garbage of before is not charged to it. */
function cpu(act: () => unknown): number {
  collect();
  const begun = process.cpuUsage();
  act();
  const { user, system } = process.cpuUsage(begun);
  return (user + system) / 1_000;
}
