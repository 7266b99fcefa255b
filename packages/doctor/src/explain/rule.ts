import type { Row } from '@ehlo/core';
import type { Facts, LoginKind, Mode } from './facts.js';
import type { Stage } from './observation.js';

/**
 * How far a rule leads by itself. `named`: Ehlo wrote the cause itself. `proves`: these words have one meaning. `strong`: one meaning nearly always.
 * `points`: the first thing to look at. `hints`: worth naming beside others. `usual`: frequent
 * at this stage, for want of anything better.
 */
export type Strength = 'named' | 'proves' | 'strong' | 'points' | 'hints' | 'usual';

/** Reads facts: everything that a condition names must hold. */
export interface Condition {
  /** Matched against all words of the failure. */
  readonly text?: RegExp;
  /** A second pattern for the same words. */
  readonly also?: RegExp;
  /** Matched against the settings, a line each: `scopes: User.Read`. */
  readonly settings?: RegExp;
  /** Matched against either. */
  readonly words?: RegExp;
  readonly stage?: readonly Stage[];
  /** A refusing reply was read (true), or none (false). */
  readonly reply?: boolean;
  /** Codes of a reply. */
  readonly code?: readonly number[];
  readonly enhanced?: RegExp;
  readonly host?: RegExp;
  readonly port?: readonly number[];
  readonly mode?: readonly Mode[];
  readonly login?: readonly LoginKind[];
  readonly mechanism?: RegExp;
  readonly user?: RegExp;
  readonly client?: RegExp;
  readonly provider?: RegExp;
  /** What the provider publishes: this host and port are its own, the host is with another port, or neither. */
  readonly endpoint?: 'published' | 'other port' | 'unknown';
  /** The form of the user name is not the one that the provider wants. */
  readonly userForm?: 'wrong';
}

export interface Rule extends Row {
  /** Code of the cause. */
  readonly means: string;
  readonly strength: Strength;
  readonly when: Condition;
  /** None of these may hold. */
  readonly unless?: readonly Condition[];
  /** Causes that other rows read out of the same words, and that this rule knows better than. */
  readonly over?: readonly string[];
}

/** What spoke for a cause: words that stood there, or something known of the settings. */
export interface Evidence {
  readonly saw: string;
  readonly because: string;
}

/** What the facts show of a rule, or undefined where it does not hold. */
export function holds(rule: Rule, facts: Facts): readonly string[] | undefined {
  if (rule.unless?.some((condition) => seen(condition, facts) !== undefined)) return undefined;
  return seen(rule.when, facts);
}

/** What was seen of a condition, in words; undefined as soon as one thing does not hold. */
function seen(when: Condition, facts: Facts): string[] | undefined {
  const found: string[] = [];
  for (const name of Object.keys(when) as Array<keyof Condition>) {
    const one = readers[name](when as never, facts);
    if (one === undefined) return undefined;
    if (one !== '') found.push(one);
  }
  return found;
}

type Reader = (when: Required<Condition>, facts: Facts) => string | undefined;

/** One reader a field: what it saw, '' for what goes without saying, undefined where it does not hold. */
const readers: Readonly<Record<keyof Condition, Reader>> = {
  text: ({ text }, facts) => match(text, facts.text),
  also: ({ also }, facts) => match(also, facts.text),
  settings: ({ settings }, facts) => match(settings, facts.settings),
  words: ({ words }, facts) => match(words, facts.text) ?? match(words, facts.settings),
  stage: ({ stage }, facts) =>
    facts.stage !== undefined && stage.includes(facts.stage) ? `stage ${facts.stage}` : undefined,
  reply: ({ reply }, facts) => (facts.replies.length > 0 === reply ? '' : undefined),
  code: ({ code }, facts) =>
    facts.replies.find((one) => one.code !== undefined && code.includes(one.code))?.code?.toString(),
  enhanced: ({ enhanced }, facts) => facts.replies.find((one) => one.enhanced && enhanced.test(one.enhanced))?.enhanced,
  host: ({ host }, facts) => (facts.host !== undefined && host.test(facts.host) ? `host ${facts.host}` : undefined),
  port: ({ port }, facts) => (facts.port !== undefined && port.includes(facts.port) ? `port ${facts.port}` : undefined),
  mode: ({ mode }, facts) =>
    facts.mode !== undefined && mode.includes(facts.mode) ? modeWords[facts.mode] : undefined,
  login: ({ login }, facts) =>
    facts.login !== undefined && login.includes(facts.login) ? `login by ${facts.login}` : undefined,
  mechanism: ({ mechanism }, facts) =>
    facts.mechanism && mechanism.test(facts.mechanism) ? facts.mechanism : undefined,
  user: ({ user }, facts) => (facts.user !== undefined && user.test(facts.user) ? 'the user name' : undefined),
  client: ({ client }, facts) => (facts.client !== undefined && client.test(facts.client) ? facts.client : undefined),
  provider: ({ provider }, facts) =>
    facts.provider && provider.test(facts.provider.id) ? facts.provider.profile.name : undefined,
  endpoint: ({ endpoint }, facts) => (endpointOf(facts) === endpoint ? endpointWords[endpoint] : undefined),
  userForm: (_, facts) => (userFormIsWrong(facts) ? 'the form of the user name' : undefined),
};

const modeWords: Readonly<Record<Mode, string>> = {
  implicit: 'TLS from the first byte',
  starttls: 'STARTTLS',
  clear: 'no TLS',
  'not implicit': 'no TLS at first',
};

const endpointWords = {
  published: 'host and port are those of the provider',
  'other port': 'the provider has no submission server on this port',
  unknown: 'the provider of this host is not known',
} as const;

function endpointOf({ provider, host, port }: Facts): NonNullable<Condition['endpoint']> {
  const of = provider?.profile.endpoints.filter((one) => one.host === host) ?? [];
  if (of.length === 0) return 'unknown';
  return port === undefined || of.some((one) => one.port === port) ? 'published' : 'other port';
}

/** Services that complete a name without a domain by themselves. */
const NAMES_WITHOUT_DOMAIN = /^(?:gmail|google|qq|netease|yandex|mailru)/;

function userFormIsWrong({ provider, user }: Facts): boolean {
  if (user === undefined || provider?.preset === undefined) return false;
  const { user: form, fixedUser } = provider.preset;
  switch (form) {
    case 'fixed':
      return fixedUser !== undefined && user !== fixedUser && /^\S+$/.test(user);
    case 'email':
      return /^[\w.+-]+$/.test(user) && !NAMES_WITHOUT_DOMAIN.test(provider.id);
    case 'localpart':
      return false;
    default:
      return form satisfies never;
  }
}

/** The words that matched, cut to what can be read at a glance. */
function match(pattern: RegExp, text: string): string | undefined {
  const found = pattern.exec(text)?.[0].replace(/\s+/g, ' ').trim();
  if (found === undefined) return undefined;
  return found.length > 80 ? `${found.slice(0, 79)}…` : found;
}
