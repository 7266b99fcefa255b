import { type WrongCertificate, wrongCertificates } from './certificates.js';

/** Where in a session something can be made to happen. */
export const places = [
  'greeting',
  'TLS',
  'EHLO',
  'HELO',
  'STARTTLS',
  'AUTH',
  'login',
  'MAIL',
  'RCPT',
  'DATA',
  'message',
  'end-of-data',
  'BDAT',
  'RSET',
  'NOOP',
  'VRFY',
  'HELP',
  'QUIT',
  'unknown',
] as const;

/**
 * Commands by their verb, and what has no verb: `greeting`; `TLS`, the handshake; `login`, the
 * verdict at the end of an AUTH exchange (`AUTH` is the answer to the command itself); `message`,
 * in the middle of the body; `end-of-data`, the reply to the final dot or to BDAT LAST;
 * `unknown`, any command the server does not know.
 */
export type Place = (typeof places)[number];

/** What a fault does, and what may be said of it. `at` is its place where none is named. */
export const faults = {
  /** The server falls silent at the place and keeps the connection. */
  stall: { at: 'EHLO', kinds: [] },
  /** The connection is cut in place of the reply. At `end-of-data` the message is not taken. */
  cut: { at: 'MAIL', kinds: [] },
  /** Half of the reply's octets, then silence or the end of the connection. The command has had its effect. */
  'half-reply': { at: 'EHLO', kinds: ['stall', 'cut'] },
  /** Every octet of every reply in a segment of its own. */
  'split-replies': { at: undefined, kinds: [] },
  /** The replies to a pipelined group come in one segment, not one by one. */
  'glued-replies': { at: undefined, kinds: [] },
  /** A second reply that nobody asked for, in the same segment as the first. */
  'unasked-reply': { at: 'MAIL', kinds: [] },
  /** Clear text behind the `220` of STARTTLS: replies that an active attacker injects (CVE-2011-0411 and its kin). */
  'bytes-after-starttls': { at: 'STARTTLS', kinds: ['whole', 'incomplete-line', 'two-segments'] },
  /** A certificate that must not be accepted. */
  'wrong-certificate': { at: undefined, kinds: wrongCertificates },
  /** The server speaks TLS 1.0 and nothing newer. */
  'tls-1.0-only': { at: undefined, kinds: [] },
  /** The message is taken and the connection cut before the reply to the final dot or BDAT LAST. */
  'lost-final-reply': { at: 'end-of-data', kinds: [] },
  /** The server reads `octetsPerSecond` octets a second. */
  'slow-reader': { at: undefined, kinds: [] },
  /** STARTTLS does not stand in the EHLO reply. */
  'starttls-stripped': { at: 'EHLO', kinds: [] },
  /** STARTTLS is answered with 454. */
  'starttls-refused': { at: 'STARTTLS', kinds: [] },
  /** `220` to STARTTLS, and then no TLS: the server goes on in clear text. */
  'clear-text-after-starttls': { at: 'STARTTLS', kinds: [] },
  /** The connection is taken and nothing said, ever. */
  silent: { at: 'greeting', kinds: [] },
  /** The client's line comes back in an error, at AUTH with the decoded secrets: to find out where they go. */
  echo: { at: 'login', kinds: [] },
  /** Another protocol greets. */
  'not-smtp': { at: 'greeting', kinds: ['imap', 'http', 'pop3', 'ssh'] },
} as const satisfies Record<string, { readonly at: Place | undefined; readonly kinds: readonly string[] }>;

export type FaultName = keyof typeof faults;

export interface FaultArguments {
  /** The place, for faults that happen at one. Without it the fault's own default. */
  readonly at?: Place;
  /** How often it happens before it is over. Default: until it is taken away. */
  readonly times?: number;
  /** Which form of the fault: what is wrong with the certificate, which protocol greets. Default: the first. */
  readonly kind?: string;
  /** For `slow-reader`. Default 1000. */
  readonly octetsPerSecond?: number;
}

/** A fault by name, or with its arguments. */
export type FaultOption = FaultName | (FaultArguments & { readonly name: FaultName });

/** The faults that are on. They may stand together; each stays until its times are used up or it is taken away. */
export class Faults {
  readonly #on = new Map<FaultName, { readonly given: FaultArguments; left: number }>();

  /** Null takes all faults away. Throws for a name, a place or a kind that is not known. */
  set(name: FaultName | null, given: FaultArguments = {}): void {
    if (name === null) return this.#on.clear();
    checkFault(name, given);
    this.#on.set(name, { given, left: given.times ?? Number.POSITIVE_INFINITY });
  }

  /** The arguments of a fault that is on at one of these places; counts as having happened. */
  take(name: FaultName, ...here: readonly Place[]): (FaultArguments & { readonly kind: string }) | undefined {
    const found = this.peek(name, ...here);
    if (found === undefined) return undefined;
    const entry = this.#on.get(name)!;
    entry.left -= 1;
    if (entry.left <= 0) this.#on.delete(name);
    return found;
  }

  /** As `take`, and does not count. */
  peek(name: FaultName, ...here: readonly Place[]): (FaultArguments & { readonly kind: string }) | undefined {
    const entry = this.#on.get(name);
    if (entry === undefined) return undefined;
    const at = entry.given.at ?? faults[name].at;
    if (at !== undefined && here.length > 0 && !here.includes(at)) return undefined;
    return { ...entry.given, kind: entry.given.kind ?? faults[name].kinds[0] ?? '' };
  }
}

function checkFault(name: string, given: FaultArguments): void {
  const known = Object.hasOwn(faults, name) ? faults[name as FaultName] : undefined;
  if (known === undefined) throw new TypeError(unknownWord('fault', name, Object.keys(faults)));
  if (given.at !== undefined && !places.includes(given.at)) throw new TypeError(unknownWord('place', given.at, places));
  if (given.kind !== undefined && !(known.kinds as readonly string[]).includes(given.kind)) {
    throw new TypeError(unknownWord(`kind of ${name}`, given.kind, known.kinds));
  }
}

/** `unknown fault "stal"; known are stall, cut, ...` */
export function unknownWord(what: string, word: string, known: readonly string[]): string {
  return `unknown ${what} ${JSON.stringify(word)}; known ${known.length === 0 ? 'is none' : `are ${known.join(', ')}`}`;
}

export type { WrongCertificate };
