import type { Situation, Words } from './dialect.js';
import type { Place } from './faults.js';
import type { Answer } from './house.js';
import type { Attempt } from './sasl.js';
import type { Session } from './session.js';

/**
 * What the provider says in place of a usual answer that is positive; at `login` in place of any.
 * Where it has the answer wait, it is asked again behind the wait.
 */
export async function judge(
  session: Session,
  place: Place,
  line: string,
  usual: Answer,
  attempt: Attempt | undefined,
): Promise<Words | undefined> {
  const { dialect, switches, pause } = session.house;
  const judgeHere = dialect.judge[place];
  if (judgeHere === undefined || !(place === 'login' ? attempt : isPositive(usual.words))) return undefined;
  for (;;) {
    const judgement = judgeHere(situation(session, line, attempt), switches);
    if (judgement === undefined || typeof judgement === 'string' || !('delay' in judgement)) return judgement;
    await pause(judgement.delay);
  }
}

/** 2yz or 3yz. */
export function isPositive(words: Words): boolean {
  return /^[23]/.test(typeof words === 'string' ? words : words.at(-1)!);
}

function situation(session: Session, line: string, attempt: Attempt | undefined): Situation {
  const { house, transaction, user, closed, wire } = session;
  return {
    line,
    tls: wire.tls?.getProtocol() ?? undefined,
    hello: session.hello,
    user: attempt?.user ?? user,
    attempt,
    closed,
    rank: user === undefined ? 0 : [...house.sessionsOf(user)].indexOf(session) + 1,
    envelope: transaction,
    delay: (messages, minute) => house.delay(user ?? '', messages, minute),
  };
}
