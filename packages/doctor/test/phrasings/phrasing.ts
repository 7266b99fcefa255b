import type { Observation } from '../../src/index.js';

/** How a program words a failure, and the cause behind it. */
export interface Phrasing {
  readonly means: string;
  /** What a person would paste, and no more. */
  readonly say: string;
  /** What else is known. */
  readonly with?: Omit<Observation, 'symptom'>;
}
