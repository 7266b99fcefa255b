import type { Words } from './words/index.js';

/** The sandbox's own words stand where a dictionary has none: a new switch is usable before it is translated. */
export const nameOf = (words: Words, name: string): string => lookup(words.switches.names, name);
export const valueOf = (words: Words, value: string): string => lookup(words.switches.values, value);

const lookup = (table: Readonly<Record<string, string>>, key: string): string =>
  Object.hasOwn(table, key) ? table[key]! : key;
