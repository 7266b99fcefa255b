import type { Cause, Language, Who } from '@ehlo/core';
import { whatTellsApart } from './apart.js';
import { settingFor } from './clients.js';
import { type Facts, factsOf } from './facts.js';
import { judgedBefore, type Observation, observationOf } from './observation.js';
import { type Ranked, rank } from './rank.js';
import { redact } from './redact.js';
import type { Sight } from './rule.js';
import { rules } from './rules/index.js';
import { VAGUE } from './rules/own.js';
import { pageOf, vocabulary } from './vocabulary.js';

/**
 * How sure the first cause is. `high`: the words have one meaning. `medium`: act on it, and look at the next if
 * it does not help. `low`: a place to begin. `none`: nothing is known.
 */
export type Certainty = 'high' | 'medium' | 'low' | 'none';

/** What spoke for a cause, and why. */
export interface Evidence {
  /** Words as they stood there, in quotes, and states: `"wrong version number", port 587`. */
  readonly saw: string;
  readonly because: string;
}

/** A cause that may stand behind the failure. */
export interface Suspect {
  readonly code: string;
  /** How much speaks for it, 0 to 1. Only good for comparing. */
  readonly score: number;
  readonly who: Who;
  /** Whether the same message can later succeed unchanged (`deferred`) or not (`rejected`). */
  readonly outcome: Cause['outcome'];
  /** What happened, and how it is mended, in the language asked for. */
  readonly what: string;
  readonly fix: string;
  /** The fix as the program that failed spells it, where one setting mends it: `nodemailer: port: 465, secure: true`. */
  readonly setting?: string;
  /** Which words or settings spoke for it, and why. Holds no secret. In English. */
  readonly evidence: readonly Evidence[];
  /** Where there is more to read. */
  readonly page: string;
}

export interface Explanation {
  readonly id?: string;
  /** The likeliest cause; undefined where nothing is known. */
  readonly code?: string;
  readonly certainty: Certainty;
  /** The likeliest first, at most five. */
  readonly causes: readonly Suspect[];
  /** What would tell the first ones apart, where it is not plain which it is. */
  readonly apart?: string;
  /** What was read, secrets taken out. */
  readonly seen: string;
}

/**
 * Says why a mail was not sent: from a pasted error or log in the words of any client, an observation, an Error,
 * or a MailError or Receipt of Ehlo. Never throws; knows when it does not know. Dials nothing.
 */
export function explain(
  given: string | Observation | object,
  { language = 'en' }: { readonly language?: Language } = {},
): Explanation {
  const observation = observationOf(given);
  const facts = factsOf(observation);
  const clean = redact(`${facts.text}\n${facts.settings}`);
  const ranked = judged(given, rank(facts, rules)).filter(({ code }) => vocabulary[code] !== undefined);
  const causes = ranked.slice(0, 5).map((one) => suspectOf(one, language, facts, clean));
  const certainty = certaintyOf(ranked);
  const apart =
    certainty === 'high'
      ? undefined
      : whatTellsApart(
          ranked.map(({ code }) => code),
          language,
        );
  return {
    ...(typeof observation.id === 'string' ? { id: observation.id } : {}),
    ...(causes[0] === undefined ? {} : { code: causes[0].code }),
    certainty,
    causes,
    ...(apart === undefined ? {} : { apart }),
    seen: redact(facts.text),
  };
}

/** What Ehlo's own rules found stands, unless they knew no more than the first digit. */
function judged(given: unknown, ranked: readonly Ranked[]): readonly Ranked[] {
  const error = judgedBefore(given);
  if (error === undefined) return ranked;
  const vague = VAGUE.includes(error.code);
  const because = error.rule?.because ?? 'Found while it was sent, when the state of the session was known.';
  const own: Ranked = {
    code: error.code,
    score: vague ? 0.3 : 1,
    evidence: [{ saw: [{ state: `phase ${error.phase}` }], because }],
  };
  const others = ranked.filter(({ code }) => code !== error.code);
  return vague
    ? [own, ...others].sort((a, b) => b.score - a.score)
    : [own, ...others.map((other) => ({ ...other, score: other.score / 2 }))];
}

/**
 * Confident only where the first stands alone, and on more than one piece of evidence unless that one can mean nothing
 * else: a wrong answer that sounds sure costs more than a question. Of 602 reports in new words, seven of the twelve sure
 * answers that were wrong stood on one piece of evidence, or beside a second cause with something to be said for it.
 */
function certaintyOf([first, second]: readonly Ranked[]): Certainty {
  if (first === undefined) return 'none';
  const ahead = first.score - (second?.score ?? 0);
  const isFirm = first.evidence.length > 1 || first.score >= 0.97;
  if (first.score >= 0.9 && ahead >= 0.65 && isFirm) return 'high';
  return first.score >= 0.6 && ahead >= 0.1 ? 'medium' : 'low';
}

function suspectOf({ code, score, evidence }: Ranked, language: Language, facts: Facts, clean: string): Suspect {
  const setting = settingFor(code, facts);
  const { who, outcome, words } = vocabulary[code]!;
  return {
    code,
    score: Math.round(score * 100) / 100,
    who,
    outcome,
    ...words[language],
    ...(setting === undefined ? {} : { setting }),
    evidence: evidence.map(({ saw, because }) => ({ saw: told(saw, clean), because })),
    page: pageOf(code),
  };
}

/** Words are quoted only as they stand in the cleaned text; what is not there ran into a secret. */
function told(saw: readonly Sight[], clean: string): string {
  const flat = clean.replace(/\s+/g, ' ');
  const parts = saw.map((one) => ('state' in one ? redact(one.state) : quoted(one.words, flat)));
  return [...new Set(parts)].filter((part) => part !== '').join(', ');
}

function quoted(words: string, flat: string): string {
  const whole = flat.includes(words.replace(/…$/, '').trim());
  // A reply that ran over lines stands there with codes in between: its words are there, one by one.
  const known = whole
    ? words
    : words
        .split(' ')
        .filter((word) => flat.includes(word))
        .join(' ');
  return known === '' ? '' : `"${known}"`;
}
