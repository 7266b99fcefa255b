import type { Rule } from '../rule.js';
import { pageOf, vocabulary } from '../vocabulary.js';

/** What is said where no more than the first digit of a reply, or the phase, was understood: there may be more in it. */
export const VAGUE: readonly string[] = ['REFUSED_BY_SERVER', 'TEMPORARY_SERVER_ERROR', 'TLS_HANDSHAKE_FAILED'];

/**
 * What Ehlo itself printed: the code of a cause, or the sentence that says what happened, in either language. A
 * log of Ehlo is read back to the cause that it names. Causes that no other program has are known by this alone.
 */
export const ownRules: readonly Rule[] = Object.entries(vocabulary).map(([code, { words }]) => ({
  means: code,
  strength: VAGUE.includes(code) ? 'hints' : 'named',
  when: { text: new RegExp(`(?<!\\w)${code}(?!\\w)|${escaped(words.en.what)}|${escaped(words['zh-CN'].what)}`) },
  over: VAGUE.includes(code) ? [] : Object.keys(vocabulary).filter((other) => other !== code),
  because: 'Ehlo printed this cause by its name, when the state of the session was known.',
  source: pageOf(code),
}));

function escaped(sentence: string): string {
  return sentence.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
}
