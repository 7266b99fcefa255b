import type { TraceEvent } from '@ehlo/core';

export type Mark = 'same' | 'gone' | 'added' | 'changed';

export interface Chip {
  readonly line: string;
  readonly mark: Mark;
}

export interface Offers {
  /** Undefined: never reached, or TLS was there from the first byte. */
  readonly before?: readonly Chip[];
  readonly after?: readonly Chip[];
  /** What happened to AUTH between the two. */
  readonly auth?: 'appeared' | 'gone';
  readonly plan?: { readonly mechanism: string | null; readonly why: readonly string[] };
}

/** Reads from the events of a run what was offered before and after TLS, and what the difference is. */
export function readOffers(events: readonly TraceEvent[]): Offers {
  const clear = lastOffer(events, false);
  const secure = lastOffer(events, true);
  const plan = events.findLast((event) => event.kind === 'plan');
  const had = clear?.some(isAuth);
  const has = secure?.some(isAuth);
  return {
    before: clear?.map((line) => ({ line, mark: secure === undefined ? 'same' : compare(line, secure, 'gone') })),
    after: secure?.map((line) => ({ line, mark: clear === undefined ? 'same' : compare(line, clear, 'added') })),
    ...(clear && secure && has && !had ? { auth: 'appeared' as const } : {}),
    ...(clear && secure && had && !has ? { auth: 'gone' as const } : {}),
    ...(plan?.kind === 'plan' ? { plan: { mechanism: plan.mechanism, why: plan.why } } : {}),
  };
}

function lastOffer(events: readonly TraceEvent[], secure: boolean): readonly string[] | undefined {
  const offer = events.findLast((event) => event.kind === 'offer' && event.secure === secure);
  return offer?.kind === 'offer' ? offer.keywords : undefined;
}

function compare(line: string, others: readonly string[], absent: Mark): Mark {
  const other = others.find((candidate) => keyword(candidate) === keyword(line));
  if (other === undefined) return absent;
  return other === line ? 'same' : 'changed';
}

/** `AUTH=LOGIN` is the same keyword in the form of old servers. */
const keyword = (line: string): string => (line.split(/[ =]/, 1)[0] ?? '').toUpperCase();
const isAuth = (line: string): boolean => keyword(line) === 'AUTH';
