import type { Cause } from '../cause.js';
import { type CauseCode, causes } from '../causes.js';
import { MailError, type MailErrorInit } from '../error.js';
import type { Profile, ReplyRow, ReplyState } from '../profile.js';
import { type Reply, replyLine, replyText } from '../reply.js';
import type { Phase } from '../trace.js';
import { replyRows } from './replies.js';

/** What a refusing reply means. */
export interface Verdict {
  readonly error: MailError;
  /** The account is not at fault: another mechanism may be tried. */
  readonly nextMechanism: boolean;
}

/**
 * Reads a refusing reply by code, enhanced code, phase and the state of the session. The provider's
 * rows come first, then core's (the RFCs' reading); the first that holds decides.
 */
export function judge(reply: Reply, phase: Phase, state: ReplyState, profile: Profile, detail?: string): Verdict {
  const row = [...profile.replies, ...replyRows].find((each) => holds(each, reply, phase, state));
  const code = row?.means ?? (reply.code >= 500 ? 'REFUSED_BY_SERVER' : 'TEMPORARY_SERVER_ERROR');
  const means = profile.causes[code] ?? causes[code as CauseCode];
  if (means === undefined) throw new TypeError(`a rule of ${profile.id} means ${code}, which is no cause`);
  const error = new MailError({
    code,
    means: row === undefined ? means : asTold(means, row),
    phase,
    reply,
    detail:
      detail === undefined ? `the server said: ${replyLine(reply)}` : `the server said: ${replyLine(reply)}; ${detail}`,
    ...(row === undefined ? {} : { rule: row }),
    ...(phase === 'auth' && profile.notes !== undefined ? { notes: profile.notes } : {}),
  });
  return { error, nextMechanism: row?.afterwards === 'next mechanism' };
}

/** An error of one of core's causes, for what is known without a reply. */
export function failure(
  code: CauseCode,
  phase: Phase,
  more: Partial<Omit<MailErrorInit, 'code' | 'means' | 'phase'>> = {},
): MailError {
  return new MailError({ ...more, code, means: causes[code], phase });
}

/** The cause as this row tells it. */
function asTold(means: Cause, { outcome = means.outcome, slows = means.slows }: ReplyRow): Cause {
  if (outcome === means.outcome && slows === means.slows) return means;
  return {
    who: means.who,
    words: means.words,
    outcome,
    ...(slows === undefined || slows === 'nothing' ? {} : { slows }),
  };
}

function holds(row: ReplyRow, reply: Reply, phase: Phase, state: ReplyState): boolean {
  return (
    isOneOf(phase, row.at) &&
    (row.code === undefined || isOneOf(reply.code, row.code)) &&
    (row.enhanced === undefined || matches(row.enhanced, reply.enhanced)) &&
    (row.text === undefined || row.text.test(replyText(reply))) &&
    (row.when === undefined || stateHolds(row.when, state))
  );
}

function stateHolds(when: NonNullable<ReplyRow['when']>, state: ReplyState): boolean {
  const { mechanism, ...facts } = when;
  if (mechanism !== undefined && !matches(mechanism, state.mechanism)) return false;
  return (Object.keys(facts) as Array<keyof typeof facts>).every((name) => facts[name] === state[name]);
}

function isOneOf<T>(value: T, wanted: T | readonly T[]): boolean {
  return Array.isArray(wanted) ? wanted.includes(value) : wanted === value;
}

function matches(wanted: string | RegExp, value: string | undefined): boolean {
  if (value === undefined) return false;
  return typeof wanted === 'string' ? wanted === value : wanted.test(value);
}
