import { randomBytes } from 'node:crypto';
import type { Dialect, Lines } from '../dialect.js';
import { unknownWord } from '../faults.js';
import type { ReplyRule } from '../rules.js';
import type { CommonOptions, Sandbox, Security } from '../sandbox.js';
import { type Account, mechanisms as known } from '../sasl.js';
import { start } from '../server.js';

/** Extensions of EHLO: a boolean, or the words behind the keyword. What is not named stays as it is. */
export interface Extensions {
  readonly PIPELINING?: boolean;
  /** Octets; 0 is "not told" (RFC 1870 4). */
  readonly SIZE?: number | boolean;
  readonly DSN?: boolean;
  readonly ENHANCEDSTATUSCODES?: boolean;
  readonly '8BITMIME'?: boolean;
  readonly BINARYMIME?: boolean;
  readonly CHUNKING?: boolean;
  readonly SMTPUTF8?: boolean;
  /** Offered over TLS only (RFC 8689 2). */
  readonly REQUIRETLS?: boolean;
  /** For example `RCPTMAX=10 MAILMAX=5` (RFC 9422). They are kept to. */
  readonly LIMITS?: string | false;
}

/** Switches of the scriptable server. */
export interface GenericSwitches {
  /** Whether tokens are accepted. */
  token: 'valid' | 'expired';
  maxRecipients: number;
  idleSeconds: number;
}

/** How the server speaks. */
interface Script {
  /** All lines of the EHLO reply in order, or what differs from the usual ones. `STARTTLS` and `AUTH` in a list say where those stand. */
  readonly extensions?: readonly string[] | Extensions;
  /** SASL mechanisms on offer, in order. Default: all that the server can do, EXTERNAL excepted. An empty list: mail is taken without a login. */
  readonly mechanisms?: readonly string[];
  /** Those that are offered in clear text, before STARTTLS. Default: none. */
  readonly mechanismsInClear?: readonly string[];
  /** Whether a command may follow BDAT LAST in the same group, as with Postfix. Default true; RFC 4468 3.2 says no. */
  readonly groupsBehindLast?: boolean;
  /** Other words for the occasions of a session, such as `greeting`. */
  readonly lines?: Partial<Lines>;
}

export interface GenericOptions extends CommonOptions, Script, Partial<GenericSwitches> {
  /** Default: starttls. */
  readonly security?: Security;
  /** Who may log in. Default: one account, of `user`, `password` and `accessToken`. */
  readonly accounts?: readonly Account[];
  /** Replaces the usual answers by place, the first rule that holds decides. */
  readonly replies?: readonly ReplyRule[];
}

/** A server of no provider, that does what it is told. */
export async function generic(options: GenericOptions = {}): Promise<Sandbox<GenericSwitches>> {
  const { port, fault, login, user, password, accessToken, ...own } = options;
  const { security = 'starttls', accounts, replies, ...script } = own;
  const { extensions, mechanisms, mechanismsInClear, groupsBehindLast, lines, ...switches } = script;
  const dialect = scriptable({ extensions, mechanisms, mechanismsInClear, groupsBehindLast, lines });
  const account: Account = {
    user: user ?? 'someone@example.com',
    password: password ?? randomBytes(12).toString('base64url'),
    accessToken: accessToken ?? randomBytes(48).toString('base64url'),
  };
  return start({
    dialect,
    security,
    accounts: accounts ?? [account],
    login: loginFor(dialect.mechanisms, login),
    tellSecurity: true,
    switches,
    rules: replies,
    tokenIsGood: ({ token }) => token === 'valid',
    options: { port, fault },
  });
}

function loginFor(
  offered: readonly string[],
  wanted?: 'password' | 'token',
): 'password' | 'token' | 'external' | 'none' {
  if (offered.length === 0) return 'none';
  if (wanted !== undefined) return wanted;
  if (offered.every((name) => name === 'EXTERNAL')) return 'external';
  return offered.every((name) => name === 'XOAUTH2' || name === 'OAUTHBEARER') ? 'token' : 'password';
}

/** How it speaks. */
export function scriptable(script: Script = {}): Dialect<GenericSwitches> {
  const mechanisms = script.mechanisms ?? Object.keys(known).filter((name) => name !== 'EXTERNAL');
  for (const name of [...mechanisms, ...(script.mechanismsInClear ?? [])]) {
    if (!Object.hasOwn(known, name)) throw new TypeError(unknownWord('mechanism', name, Object.keys(known)));
  }
  return {
    provider: 'generic',
    host: 'mail.example.com',
    securities: ['starttls', 'implicit', 'none'],
    lines: { ...lines, ...script.lines },
    extensions: extensionLines(script.extensions),
    mechanisms,
    mechanismsInClear: script.mechanismsInClear ?? [],
    authLineLimit: 512,
    // RFC 7628 3.2.2.
    tokenChallenge: '{"status":"invalid_token","scope":"mail"}',
    anonymous: mechanisms.length === 0,
    groupsBehindLast: script.groupsBehindLast ?? true,
    oldestTls: 'TLSv1.2',
    defaults: { token: 'valid', maxRecipients: 1000, idleSeconds: 300 },
    switches: { token: ['valid', 'expired'], maxRecipients: 'number', idleSeconds: 'number' },
    judge: {},
    names: () => (name) => (name === 'host' ? 'mail.example.com' : undefined),
  };
}

const usual = {
  PIPELINING: true,
  SIZE: 52_428_800,
  DSN: true,
  ENHANCEDSTATUSCODES: true,
  '8BITMIME': true,
  BINARYMIME: false,
  CHUNKING: true,
  SMTPUTF8: true,
  REQUIRETLS: false,
  LIMITS: false,
} as const satisfies Required<Extensions>;

function extensionLines(given: GenericOptions['extensions'] = {}): readonly string[] {
  if (isList(given)) {
    return [...given, ...['STARTTLS', 'AUTH'].filter((keyword) => !given.includes(keyword))];
  }
  const lines = Object.entries({ ...usual, ...given })
    .filter(([, words]) => words !== false && words !== undefined)
    .map(([keyword, words]) => (words === true ? keyword : `${keyword} ${words}`));
  return [...lines, 'STARTTLS', 'AUTH'];
}

function isList(given: readonly string[] | Extensions): given is readonly string[] {
  return Array.isArray(given);
}

// Plain words with the codes of RFC 5321, RFC 4954, RFC 3207 and RFC 3463.
const lines: Lines = {
  greeting: '220 {host} ESMTP ready',
  ehlo: '{host} greets {hello}',
  helo: '250 {host}',
  badHello: '501 5.5.4 Invalid domain name',
  startTls: '220 2.0.0 Ready to start TLS',
  startTlsAgain: '503 5.5.1 TLS is up already',
  startTlsNotOffered: '502 5.5.1 STARTTLS is not offered',
  startTlsWithArgument: '501 5.5.4 STARTTLS takes no parameter',
  startTlsInGroup: '503 5.5.1 Nothing may follow STARTTLS before TLS is up',
  needTlsForAuth: '538 5.7.11 Encryption required for requested authentication mechanism',
  needTlsForMail: '530 5.7.0 Must issue a STARTTLS command first',
  needAuth: '530 5.7.0 Authentication required',
  userPrompt: 'VXNlcm5hbWU6',
  passwordPrompt: 'UGFzc3dvcmQ6',
  authenticated: '235 2.7.0 Authentication succeeded',
  badPassword: '535 5.7.8 Authentication credentials invalid',
  badToken: '535 5.7.8 Authentication credentials invalid',
  unknownMechanism: '504 5.5.4 Unrecognized authentication type',
  badBase64: '501 5.5.2 Cannot decode response',
  authCancelled: '501 5.7.0 Authentication cancelled',
  authLineTooLong: '500 5.5.6 Authentication exchange line is too long',
  authAgain: '503 5.5.1 Already authenticated',
  authInTransaction: '503 5.5.1 No AUTH within a mail transaction',
  helloFirst: '503 5.5.1 EHLO first',
  mailFirst: '503 5.5.1 MAIL first',
  rcptFirst: '503 5.5.1 RCPT first',
  mailAgain: '503 5.5.1 Nested MAIL command',
  mailOk: '250 2.1.0 Sender OK',
  rcptOk: '250 2.1.5 Recipient OK',
  badSyntax: '501 5.5.4 Syntax error in parameters or arguments',
  badParameter: '555 5.5.4 MAIL FROM/RCPT TO parameters not recognized or not implemented',
  needSmtpUtf8: '553 5.6.7 Address needs SMTPUTF8',
  tooManyRecipients: '452 4.5.3 Too many recipients',
  tooManyMails: '421 4.5.3 Too many messages on this connection',
  tooBig: '552 5.3.4 Message size exceeds fixed limit',
  startData: '354 Start mail input; end with <CRLF>.<CRLF>',
  dataForBinary: '503 5.5.1 BINARYMIME needs BDAT',
  dataAfterBdat: '503 5.5.1 No DATA after BDAT, and nothing after a refused chunk but RSET',
  chunkOk: '250 2.0.0 {octets} octets received',
  taken: '250 2.0.0 OK, {octets} octets queued',
  bareLineEnd: '550 5.6.11 Bare CR or LF in the message',
  badOctet: '550 5.6.11 NUL in the message',
  longTextLine: '550 5.6.0 Line of more than 998 octets',
  badDot: '550 5.6.0 Leading dot without transparency',
  reset: '250 2.0.0 Reset',
  noop: '250 2.0.0 OK',
  vrfy: '252 2.5.2 Cannot VRFY user',
  help: '214 2.0.0 See RFC 5321',
  quit: '221 2.0.0 Bye',
  unknown: '500 5.5.1 Command unrecognized: {word}',
  tooManyUnknown: '421 4.7.0 Too many errors',
  longLine: '500 5.5.2 Line too long',
  badLine: '500 5.5.2 Bare CR, bare LF or control character in the command',
  inGroup: '503 5.5.1 Commands may not be sent together here',
  beforeGreeting: '554 5.5.1 The server speaks first',
  idle: '421 4.4.2 Idle for too long',
};
