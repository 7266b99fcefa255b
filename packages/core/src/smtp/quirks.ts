import type { Reply } from '../reply.js';

/** What a server program is known not to bear though it offers PIPELINING, by its greeting. Read in this order. */
export interface QuirkRow {
  /** Matched against the text of the greeting. */
  readonly greeting: RegExp;
  /** RFC 2920 3.1 lets the next MAIL stand behind the end of a message. */
  readonly refuses: 'next transaction behind the end of a message';
  readonly because: string;
  readonly source: string;
}

export const quirks: readonly QuirkRow[] = [
  {
    greeting: /\bHaraka\b/,
    refuses: 'next transaction behind the end of a message',
    because: 'Haraka answers 503 "pipelined after end of DATA", to keep smuggled messages out.',
    source: 'https://github.com/haraka/Haraka/security/advisories/GHSA-rp4q-8m6x-c43c',
  },
  {
    greeting: /\bDovecot (?:\([^)]*\) )?ready\b/,
    refuses: 'next transaction behind the end of a message',
    because: 'Dovecot 2.3 relays the message and then dies of a failed assertion before it answers.',
    source: 'recorded with Dovecot 2.3.19.1 in docs/conformance.md',
  },
];

/** The row for the server that greets so, if there is one. */
export function quirkOf(greeting: Reply): QuirkRow | undefined {
  return quirks.find((row) => greeting.lines.some((line) => row.greeting.test(line)));
}
