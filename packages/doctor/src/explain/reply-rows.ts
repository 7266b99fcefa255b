import { type Phase, type Profile, type ReplyRow, type ReplyState, replyRows } from '@ehlo/core';
import type { Facts } from './facts.js';
import { allProfiles } from './providers.js';
import type { HeardReply } from './read-reply.js';
import { phasesOf } from './stages.js';

/** A row of core or of a provider that reads a reply which was pasted, and how surely it does. */
export interface Reading {
  readonly row: ReplyRow;
  /** 0 to 1. */
  readonly weight: number;
  readonly reply: HeardReply;
}

/**
 * Reads replies by the rows that judge a live session: the provider's, then core's, the first that holds decides.
 * Of what was pasted less is known than of a session. A row that the rest does not contradict may hold; it is
 * taken with half its weight, and the reading goes on to the next.
 */
export function readByRows(facts: Facts): readonly Reading[] {
  return facts.replies.flatMap((reply, index) => {
    const discount = index === 0 ? 1 : 0.75;
    return readingsOf(reply, facts).map((one) => ({ ...one, weight: one.weight * discount }));
  });
}

function readingsOf(reply: HeardReply, facts: Facts): Reading[] {
  const provider = facts.provider?.profile;
  const own = provider === undefined ? strangers(reply, facts) : walk(provider.replies, reply, facts, 'profile');
  if (own.decided) return own.readings;
  const rest = walk(replyRows, reply, facts, 'core');
  return [...own.readings, ...rest.readings];
}

/** Of a server nobody named, only what it says in words can be read by a provider's rows. */
function strangers(reply: HeardReply, facts: Facts): Walk {
  const telling = (row: ReplyRow): boolean => row.text !== undefined;
  const walks = allProfiles.map((profile: Profile) => walk(profile.replies.filter(telling), reply, facts, 'profile'));
  const readings = walks.flatMap((one) => one.readings.map((each) => ({ ...each, weight: each.weight * 0.9 })));
  return { readings, decided: walks.some((one) => one.decided) };
}

interface Walk {
  readonly readings: Reading[];
  /** A row holds for certain: those behind it are not asked. */
  readonly decided: boolean;
}

function walk(rows: readonly ReplyRow[], reply: HeardReply, facts: Facts, from: 'profile' | 'core'): Walk {
  const readings: Reading[] = [];
  for (const row of rows) {
    const fit = fits(row, reply, facts);
    if (fit === 'no') continue;
    const weight = weigh(row, from);
    readings.push({ row, reply, weight: fit === 'yes' ? weight : weight / 2 });
    if (fit === 'yes') return { readings, decided: true };
  }
  return { readings, decided: false };
}

type Fit = 'yes' | 'maybe' | 'no';

function fits(row: ReplyRow, reply: HeardReply, facts: Facts): Fit {
  const parts: Fit[] = [
    phaseFits(row, facts),
    row.code === undefined ? 'yes' : unknownOr(reply.code, (code) => [row.code].flat().includes(code)),
    enhancedFits(row, reply),
    row.text === undefined ? 'yes' : row.text.test(reply.text) || row.text.test(facts.text) ? 'yes' : 'no',
    row.when === undefined ? 'yes' : stateFits(row.when, facts),
  ];
  // Without its code a reply can only be known by its words, or by the enhanced code.
  if (
    reply.code === undefined &&
    row.text === undefined &&
    (reply.enhanced === undefined || row.enhanced === undefined)
  )
    return 'no';
  return parts.includes('no') ? 'no' : parts.includes('maybe') ? 'maybe' : 'yes';
}

function phaseFits(row: ReplyRow, facts: Facts): Fit {
  const at: readonly Phase[] = [row.at].flat();
  const { exact, near } = phasesOf(facts.stage);
  if (exact.some((phase) => at.includes(phase))) return 'yes';
  // Words of their own are known wherever they are said.
  return near.some((phase) => at.includes(phase)) || (facts.stage === undefined && row.text !== undefined)
    ? 'maybe'
    : 'no';
}

/** People leave the enhanced code out. Where the words of the row stand there, it is not missed. */
function enhancedFits({ enhanced, text }: ReplyRow, reply: HeardReply): Fit {
  if (enhanced === undefined) return 'yes';
  const fit = unknownOr(reply.enhanced, (code) =>
    typeof enhanced === 'string' ? enhanced === code : enhanced.test(code),
  );
  return fit === 'maybe' && text !== undefined ? 'yes' : fit === 'maybe' ? 'no' : fit;
}

function stateFits({ mechanism, ...when }: NonNullable<ReplyRow['when']>, facts: Facts): Fit {
  const state = stateOf(facts);
  const parts = (Object.keys(when) as Array<keyof typeof when>).map((name) =>
    unknownOr(state[name], (value) => value === when[name]),
  );
  if (mechanism !== undefined) {
    parts.push(
      facts.mechanism === undefined
        ? 'no'
        : unknownOr(facts.mechanism, (name) =>
            typeof mechanism === 'string' ? mechanism === name : mechanism.test(name),
          ),
    );
  }
  return parts.includes('no') ? 'no' : parts.includes('maybe') ? 'maybe' : 'yes';
}

/** The state of the session, as far as it can be told. */
function stateOf({ mode, login, stage, replies, text }: Facts): Partial<ReplyState> {
  const tls = mode === 'implicit' || mode === 'starttls' ? true : mode === 'clear' ? false : undefined;
  const refusedForWantOfLogin =
    replies.some((one) => one.code === 530) || /not (?:logged in|authenticated)/i.test(text);
  const authenticated =
    login === 'none' || stage === 'auth' || refusedForWantOfLogin
      ? false
      : login !== undefined && (stage === 'mail' || stage === 'rcpt' || stage === 'data')
        ? true
        : undefined;
  const kind = login === 'app-password' ? 'password' : login;
  return {
    ...(tls === undefined ? {} : { tls }),
    ...(tls === true ? { authOffered: true } : {}),
    ...(authenticated === undefined ? {} : { authenticated }),
    ...(kind === undefined ? {} : { login: kind }),
  };
}

function unknownOr<T>(value: T | undefined, test: (value: T) => boolean): Fit {
  return value === undefined ? 'maybe' : test(value) ? 'yes' : 'no';
}

/** The more a row asks for, the more it says. The last rows, which know every reply by its first digit, say little. */
function weigh(row: ReplyRow, from: 'profile' | 'core'): number {
  const codes = [row.code ?? []].flat().length;
  if (row.enhanced === undefined && row.text === undefined && codes > 20) return 0.2;
  const base =
    row.text !== undefined
      ? 0.88
      : row.enhanced !== undefined
        ? 0.78
        : row.when !== undefined
          ? 0.6
          : codes > 0
            ? 0.55
            : 0.1;
  return from === 'profile' ? base + (row.text === undefined && row.enhanced === undefined ? 0.1 : 0.04) : base;
}
