import type { Row } from '@ehlo/core';
import type { Facts, LoginKind, Mode } from './facts.js';
import type { Stage } from './observation.js';
import type { Grant } from './scopes.js';

/**
 * How far a rule leads by itself. `named`: Ehlo wrote the cause itself. `proves`: these words have one
 * meaning. `strong`: one meaning nearly always. `settles`: somebody tells what it was, whatever the words that came
 * with it mean elsewhere. `points`: the first thing to look at. `hints`: worth naming beside others. `usual`: frequent
 * at this stage, for want of anything better.
 */
export type Strength = 'named' | 'proves' | 'strong' | 'settles' | 'points' | 'hints' | 'usual';

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
  /** What EHLO listed; all of it must hold. Where no list was told, none holds. */
  readonly offer?: ReadonlyArray<'starttls' | 'no starttls' | 'no auth' | 'other mechanisms'>;
  /** What the scopes come to that were asked for, or that the token holds. */
  readonly grant?: readonly Grant[];
  readonly user?: RegExp;
  readonly client?: RegExp;
  readonly provider?: RegExp;
  /** What the provider publishes: this host and port are its own, the host is with another port, or neither. */
  readonly endpoint?: 'published' | 'other port' | 'unknown';
  /** Login and sender were told, and are two addresses. */
  readonly sender?: 'not the login';
  /** Another name was looked up than the host that was set. */
  readonly lookedUp?: 'another name';
  /** A server of somebody else answered in the place of the provider's. */
  readonly stranger?: true;
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

/** Something that was seen: words as they stood in what was pasted, or a state that was told or read out of it. */
export type Sight = { readonly words: string } | { readonly state: string };

/** What the facts show of a rule. */
export interface Hold {
  readonly saw: readonly Sight[];
  /** The stage that the rule is for was not told, and nothing speaks against it. */
  readonly assumed: boolean;
}

/** Undefined where the rule does not hold. Words that were seen are believed where the stage is not known. */
export function holds(rule: Rule, facts: Facts): Hold | undefined {
  if (rule.unless?.some((condition) => seen(condition, facts) !== undefined)) return undefined;
  const { stage, ...rest } = rule.when;
  const assumed = stage !== undefined && facts.stage === undefined && (rest.text ?? rest.words) !== undefined;
  const saw = seen(assumed ? rest : rule.when, facts);
  return saw === undefined ? undefined : { saw, assumed };
}

/** What was seen of a condition; undefined as soon as one thing does not hold. */
function seen(when: Condition, facts: Facts): Sight[] | undefined {
  const found: Sight[] = [];
  for (const name of Object.keys(when) as Array<keyof Condition>) {
    const one = readers[name](when as never, facts);
    if (one === undefined) return undefined;
    if (one !== SILENT) found.push(one);
  }
  return found;
}

type Reader = (when: Required<Condition>, facts: Facts) => Sight | undefined;

/** Holds, and goes without saying. */
const SILENT: Sight = { state: '' };

/** One reader a field: what it saw, undefined where it does not hold. */
const readers: Readonly<Record<keyof Condition, Reader>> = {
  text: ({ text }, facts) => match(text, facts.text),
  also: ({ also }, facts) => match(also, facts.text),
  settings: ({ settings }, facts) => match(settings, facts.settings),
  words: ({ words }, facts) => match(words, facts.text) ?? match(words, facts.settings),
  stage: ({ stage }, { stage: at }) => state(at !== undefined && stage.includes(at), `stage ${at}`),
  reply: ({ reply }, { replies }) => (replies.length > 0 === reply ? SILENT : undefined),
  code: ({ code }, { replies }) => {
    const found = replies.find((one) => one.code !== undefined && code.includes(one.code));
    return state(found !== undefined, `reply ${found?.code}`);
  },
  enhanced: ({ enhanced }, { replies }) => {
    const found = replies.find((one) => one.enhanced !== undefined && enhanced.test(one.enhanced));
    return state(found !== undefined, `enhanced code ${found?.enhanced}`);
  },
  host: ({ host }, { host: dialled }) => state(dialled !== undefined && host.test(dialled), `host ${dialled}`),
  port: ({ port }, { port: dialled }) => state(dialled !== undefined && port.includes(dialled), `port ${dialled}`),
  mode: ({ mode }, { mode: used }) =>
    used !== undefined && mode.includes(used) ? { state: modeWords[used] } : undefined,
  login: ({ login }, { login: used }) => state(used !== undefined && login.includes(used), `login by ${used}`),
  mechanism: ({ mechanism }, { mechanism: used }) =>
    state(used !== undefined && mechanism.test(used), `mechanism ${used}`),
  offer: ({ offer }, facts) =>
    state(
      offer.every((one) => offered[one](facts)),
      `EHLO lists ${offer.join(', ')}`,
    ),
  grant: ({ grant }, { grant: held }) => state(held !== undefined && grant.includes(held), `scopes ${held}`),
  user: ({ user }, { user: given }) => state(given !== undefined && user.test(given), 'the user name'),
  client: ({ client }, { client: named }) => state(named !== undefined && client.test(named), `client ${named}`),
  provider: ({ provider }, { provider: known }) =>
    known !== undefined && provider.test(known.id) ? { state: known.profile.name } : undefined,
  endpoint: ({ endpoint }, facts) => state(endpointOf(facts) === endpoint, endpointWords[endpoint]),
  sender: (_, { user, sender }) =>
    state(user !== undefined && sender !== undefined && user !== sender, 'login and sender are two addresses'),
  lookedUp: (_, { lookedUp }) => state(lookedUp !== undefined, 'another name was looked up than the host'),
  stranger: (_, { stranger }) => state(stranger !== undefined, `the server is ${stranger}`),
  userForm: (_, facts) => state(userFormIsWrong(facts), 'the form of the user name'),
};

function state(holding: boolean, words: string): Sight | undefined {
  return holding ? { state: words } : undefined;
}

const offered: Readonly<Record<NonNullable<Condition['offer']>[number], (facts: Facts) => boolean>> = {
  starttls: ({ offer }) => offer.starttls === true,
  'no starttls': ({ offer }) => offer.starttls === false,
  'no auth': ({ offer }) => offer.auth?.length === 0,
  'other mechanisms': ({ offer, mechanism }) =>
    mechanism !== undefined && (offer.auth?.length ?? 0) > 0 && !offer.auth!.includes(mechanism),
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
      return fixedUser !== undefined && !user.includes(fixedUser);
    case 'email':
      return /^[\w.+-]+$/.test(user) && !NAMES_WITHOUT_DOMAIN.test(provider.id);
    case 'localpart':
      return false;
    default:
      return form satisfies never;
  }
}

/** The words that matched, cut to what can be read at a glance. */
function match(pattern: RegExp, text: string): Sight | undefined {
  const found = pattern.exec(text)?.[0];
  return found === undefined ? undefined : { words: glance(found) };
}

export function glance(words: string): string {
  const flat = words.replace(/\s+/g, ' ').trim();
  return flat.length > 80 ? `${flat.slice(0, 79)}…` : flat;
}
