import type { Diagnosis } from '../src/index.js';

/** Stages with their results, a word each. */
export function words({ stages }: Diagnosis): string {
  return stages.map(({ stage, result }) => `${stage} ${result}`).join(', ');
}
