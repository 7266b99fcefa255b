import { expect, test } from 'vitest';
import { dialogues } from './dialogues.js';
import { cutEverywhere } from './run.js';

// The short form: a prime stride, so that all kinds of places are met. `npm run cuts` has every octet.
test.each(dialogues)(
  '$name: every receipt is true, wherever the line is cut',
  async (dialogue) => {
    const { lies, cuts, outcomes } = await cutEverywhere(dialogue, ['close', 'reset', 'stall'], 53);
    expect(lies).toEqual([]);
    expect(cuts).toBeGreaterThan(10);
    expect(outcomes.deferred + outcomes.unknown).toBeGreaterThan(0);
  },
  60_000,
);
