import type { Words } from './words/index.js';

type Table = keyof Pick<Words['switches'], 'names' | 'values' | 'faults'>;

/** The sandbox's own word stands where a dictionary has none: a new switch is usable before it is translated. */
export function switchWord(words: Words, table: Table, word: string): string {
  const known = words.switches[table];
  return Object.hasOwn(known, word) ? known[word]! : word;
}
