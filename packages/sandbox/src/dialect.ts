import type { Place } from './faults.js';
import type { ReceivedEnvelope } from './inbox.js';

/**
 * What a server says: a line with its code, or the lines of a reply, each with code and separator.
 * `{name}` stands for what differs from session to session: host, peer, date, id and so on.
 */
export type Words = string | readonly string[];

/** Everything a server says in the ordinary course of a session, by occasion. */
export interface Lines {
  readonly greeting: Words;
  readonly helo: Words;
  /** The first line of the EHLO reply, without code. */
  readonly ehlo: string;
  readonly badHello: Words;
  readonly startTls: Words;
  readonly startTlsAgain: Words;
  readonly startTlsNotOffered: Words;
  readonly startTlsWithArgument: Words;
  /** STARTTLS with bytes behind it. */
  readonly startTlsInGroup: Words;
  readonly needTlsForAuth: Words;
  readonly needTlsForMail: Words;
  readonly needAuth: Words;
  readonly userPrompt: string;
  readonly passwordPrompt: string;
  readonly authenticated: Words;
  readonly badPassword: Words;
  readonly badToken: Words;
  readonly unknownMechanism: Words;
  /** For a mechanism that is offered and cannot be used any more. */
  readonly withdrawnMechanism?: Words;
  readonly badBase64: Words;
  readonly authCancelled: Words;
  readonly authLineTooLong: Words;
  readonly loginWithArgument?: Words;
  readonly authAgain: Words;
  readonly authInTransaction: Words;
  readonly helloFirst: Words;
  readonly mailFirst: Words;
  readonly rcptFirst: Words;
  readonly mailAgain: Words;
  readonly mailOk: Words;
  readonly rcptOk: Words;
  readonly badSyntax: Words;
  readonly badParameter: Words;
  readonly needSmtpUtf8: Words;
  readonly tooManyRecipients: Words;
  readonly tooManyMails: Words;
  readonly tooBig: Words;
  readonly startData: Words;
  readonly dataForBinary: Words;
  readonly dataAfterBdat: Words;
  readonly chunkOk: Words;
  readonly taken: Words;
  readonly bareLineEnd: Words;
  readonly badOctet: Words;
  readonly longTextLine: Words;
  readonly badDot: Words;
  readonly reset: Words;
  readonly noop: Words;
  readonly vrfy: Words;
  readonly help: Words;
  readonly quit: Words;
  readonly unknown: Words;
  readonly tooManyUnknown: Words;
  readonly longLine: Words;
  readonly badLine: Words;
  /** Commands sent together where they may not be. */
  readonly inGroup: Words;
  readonly beforeGreeting: Words;
  readonly idle: Words;
}

/** What a provider's judgement may look at. */
export interface Situation {
  /** The client's line; empty for the greeting. */
  readonly line: string;
  /** `TLSv1.3` and so on; undefined in clear text. */
  readonly tls?: string;
  readonly hello?: string;
  /** Who is logged in, or at `login` who tries to. */
  readonly user?: string;
  /** At `login`: how. */
  readonly attempt?: {
    readonly kind: 'password' | 'token' | 'external';
    readonly ok: boolean;
  };
  /** Whether the login gave no right on the mailbox. */
  readonly closed: boolean;
  /** Which of the connections of this user this is, in order of login, counted from 1; 0 before login. */
  readonly rank: number;
  /** The transaction; undefined where there is none. */
  readonly envelope?: ReceivedEnvelope;
  /** Milliseconds until the limit on messages a minute lets this user's next message pass. */
  delay(messagesPerMinute: number, minute: number): number;
}

/** A judgement: the words that replace the usual positive answer, or how long that answer waits. */
export type Judgement = Words | { readonly delay: number } | undefined;

/** The values a switch can take: the words, or `number`. */
export type SwitchValues = readonly string[] | 'number';

/** What an access token must say. */
export interface Bearer {
  readonly provider: 'microsoft' | 'google';
  /** Any of them; empty where tokens have none. */
  readonly audiences: readonly string[];
  /** Any of them: a scope of the user, or a role of an app. */
  readonly scopes: readonly string[];
}

/** How one provider's server speaks: data, and judgements by place. */
export interface Dialect<Switches extends object> {
  readonly provider: string;
  /** The provider's real host name, in the certificate. */
  readonly host: string;
  readonly securities: readonly ('starttls' | 'implicit' | 'none')[];
  readonly lines: Lines;
  /** The keywords of EHLO in order; `STARTTLS` and `AUTH` stand where they are offered and are left out elsewhere. */
  readonly extensions: readonly string[];
  readonly mechanisms: readonly string[];
  /** Offered before TLS; for servers that offer AUTH in clear text. */
  readonly mechanismsInClear: readonly string[];
  /** RFC 4954 sets 512 for a command with its initial response; some servers take more. */
  readonly authLineLimit: number;
  /** JSON of the challenge that comes before a token is refused; none at servers that refuse at once. */
  readonly tokenChallenge?: string;
  /** Which access tokens are good here; none where those of no provider are. */
  readonly bearer?: Bearer;
  /** MAIL without a login is taken. */
  readonly anonymous: boolean;
  /** A command may follow BDAT LAST in the same group. RFC 4468 3.2 forbids it, Postfix allows it. */
  readonly groupsBehindLast: boolean;
  /** Oldest TLS version that the handshake completes with. */
  readonly oldestTls: 'TLSv1' | 'TLSv1.2';
  readonly defaults: Switches;
  readonly switches: { readonly [Name in keyof Switches]: SwitchValues };
  /** `login` sees failed attempts too; all others are asked only where the usual answer is positive. */
  readonly judge: { readonly [At in Place]?: (now: Situation, switches: Switches) => Judgement };
  /** What `{name}` stands for in one connection. */
  names(): (name: string) => string | undefined;
}

/** Replaces every `{name}`; those that nobody knows stay as they are. */
export function fill(words: Words, ...names: ReadonlyArray<(name: string) => string | undefined>): string[] {
  const lines = typeof words === 'string' ? [words] : words;
  return lines.map((line) =>
    line.replace(/\{(\w+)\}/g, (whole, name: string) => {
      for (const lookUp of names) {
        const value = lookUp(name);
        if (value !== undefined) return value;
      }
      return whole;
    }),
  );
}
