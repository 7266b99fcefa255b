import type { CauseCode } from './causes.js';
import { causes } from './causes.js';
import { isMailError, MailError } from './error.js';
import type { Outcome } from './receipt.js';
import { type Reply, replyLine } from './reply.js';
import type { Phase } from './trace.js';

/** An error as nodemailer's users know it. */
export interface NodemailerError extends Error {
  /** nodemailer's word, such as `EAUTH`; see the tables in this file. */
  code: string;
  /** The cause, who can mend it and how. */
  ehlo: MailError;
  outcome?: Exclude<Outcome, 'accepted'>;
  responseCode?: number;
  response?: string;
  command?: string;
  recipient?: string;
  rejected?: string[];
  rejectedErrors?: NodemailerError[];
}

/** Ours as nodemailer's: the code by cause, else by the phase. */
export function nodemailerError(
  error: MailError,
  more: Pick<NodemailerError, 'outcome' | 'recipient' | 'rejected' | 'rejectedErrors'> = {},
): NodemailerError {
  const { reply } = error;
  const command = COMMANDS[error.phase];
  return Object.assign(new Error(error.message, { cause: error }), {
    code: codeOf(error),
    ehlo: error,
    ...(reply && { responseCode: reply.code, response: replyLine(reply) }),
    ...(command && { command: more.recipient || more.rejected?.length ? 'RCPT TO' : command }),
    ...more,
  });
}

/** The error of nodemailer's own transports for a send that was called off. */
export function abortError(signal: AbortSignal): Error {
  const error = new Error('Message sending aborted', { cause: signal.reason });
  return Object.assign(error, { name: 'AbortError', code: 'EABORT' });
}

// Only where the cause says more than the phase.
const CODE_BY_CAUSE: Readonly<Partial<Record<CauseCode, string>>> = {
  CONFIG_VALUE_INVALID: 'ECONFIG',
  CONFIG_URL_NOT_ENCODED: 'ECONFIG',
  CREDENTIALS_MISSING: 'ENOAUTH',
  DNS_RESOLVER_UNAVAILABLE: 'EDNS',
  ENVELOPE_INVALID: 'EENVELOPE',
  LOGIN_IN_CLEAR_REFUSED: 'ETLS',
  MESSAGE_INVALID: 'EMESSAGE',
  MESSAGE_SOURCE_FAILED: 'ESTREAM',
  MESSAGE_TOO_LARGE: 'EMESSAGE',
  REQUIRETLS_NOT_OFFERED: 'EREQUIRETLS',
  SEND_ABORTED: 'EABORT',
  SERVER_PROTOCOL_VIOLATION: 'EPROTOCOL',
  STARTTLS_INJECTION: 'ETLS',
  TOKEN_SOURCE_FAILED: 'EOAUTH2',
};

const CODE_BY_PHASE: Readonly<Record<Phase, string>> = {
  settings: 'ECONFIG',
  connect: 'ECONNECTION',
  greeting: 'EPROTOCOL',
  hello: 'EPROTOCOL',
  tls: 'ETLS',
  auth: 'EAUTH',
  ready: 'ECONNECTION',
  envelope: 'EENVELOPE',
  data: 'EMESSAGE',
  sent: 'EMESSAGE',
  quit: 'ECONNECTION',
};

const COMMANDS: Readonly<Partial<Record<Phase, string>>> = {
  connect: 'CONN',
  greeting: 'CONN',
  hello: 'EHLO',
  tls: 'STARTTLS',
  auth: 'AUTH',
  envelope: 'MAIL FROM',
  data: 'DATA',
  sent: 'DATA',
};

// Codes of Node.js: what the network did, in whatever phase.
const CODE_BY_SYSTEM: Readonly<Record<string, string>> = {
  ETIMEDOUT: 'ETIMEDOUT',
  ENOTFOUND: 'EDNS',
  EAI_AGAIN: 'EDNS',
  ECONNRESET: 'ECONNECTION',
  ECONNREFUSED: 'ECONNECTION',
  EPIPE: 'ECONNECTION',
};

function codeOf(error: MailError): string {
  const known = CODE_BY_CAUSE[error.code as CauseCode];
  if (known !== undefined) return known;
  if (error.code.startsWith('OAUTH_')) return 'EOAUTH2';
  if (error.code.startsWith('TLS_')) return 'ETLS';
  const system = error.reply
    ? undefined
    : CODE_BY_SYSTEM[String((error.cause as { code?: unknown } | undefined)?.code)];
  if (system !== undefined) return system;
  // A phase's own code is for what the server answered in it.
  const lost: readonly string[] = ['CONNECTION_STALLED_OR_DROPPED', 'REPLY_LOST'];
  return lost.includes(error.code) && !error.reply ? 'ECONNECTION' : CODE_BY_PHASE[error.phase];
}

/** What nodemailer and its transports put on errors. */
interface Foreign {
  readonly message?: string;
  readonly code?: string;
  readonly originalCode?: string;
  readonly syscall?: string;
  readonly timeoutType?: string;
  readonly command?: string;
  readonly response?: string;
  readonly responseCode?: number;
  readonly ehlo?: unknown;
  readonly outcome?: unknown;
}

/**
 * Theirs as ours, with the outcome that can be answered for. A reply tells by its first digit. Without one, nodemailer
 * says `CONN` for a line that dies at any time: unless the error itself shows that the message had not left, it is
 * `unknown`.
 */
export function mailErrorOf(error: unknown): { error: MailError; outcome: Exclude<Outcome, 'accepted'> } {
  const foreign = (typeof error === 'object' && error !== null ? error : {}) as Foreign;
  if (isMailError(foreign.ehlo)) return { error: foreign.ehlo, outcome: ownOutcome(foreign.ehlo, foreign.outcome) };
  const reply = replyOf(foreign.response, foreign.responseCode);
  const [code, phase] = reply && isOfDialogue(foreign) ? causeOfReply(reply, foreign) : causeWithoutReply(foreign);
  const detail = reply ? `the server said: ${replyLine(reply)}` : (foreign.message ?? 'no reason was given');
  const made = new MailError({ code, means: causes[code], phase, detail, cause: error, ...(reply && { reply }) });
  if (code === 'REPLY_LOST') return { error: made, outcome: 'unknown' };
  if (reply) return { error: made, outcome: reply.code < 500 ? 'deferred' : 'rejected' };
  return { error: made, outcome: made.outcome };
}

/** What stopped a handshake, where there was no message to be in doubt about. */
export function checkErrorOf(thrown: unknown): MailError {
  const { error } = mailErrorOf(thrown);
  if (error.code !== 'REPLY_LOST') return error;
  const code = 'CONNECTION_STALLED_OR_DROPPED';
  return new MailError({ code, means: causes[code], phase: 'connect', detail: error.detail, cause: thrown });
}

/** The outcome that `nodemailerError` put on an error. */
function ownOutcome(error: MailError, outcome: unknown): Exclude<Outcome, 'accepted'> {
  return outcome === 'unknown' || outcome === 'deferred' || outcome === 'rejected' ? outcome : error.outcome;
}

/** The reply that nodemailer shows as one text. */
export function replyOf(response: string | undefined, responseCode?: number): Reply | undefined {
  const lines = response?.split(/\r?\n/) ?? [];
  const code = responseCode || Number(/^[2-5]\d\d(?=[ -]|$)/.exec(lines[0] ?? '')?.[0]);
  if (!(code >= 200 && code <= 599)) return undefined;
  const texts = lines.map((line) => line.replace(/^\d{3}[ -]?/, ''));
  const enhanced = /^[245]\.\d{1,3}\.\d{1,3}(?= |$)/.exec(texts[0] ?? '')?.[0];
  return { code, lines: texts, ...(enhanced && { enhanced }) };
}

function isOfDialogue({ responseCode, response }: Foreign): boolean {
  return (responseCode ?? Number(response?.slice(0, 3))) >= 400;
}

function causeOfReply(reply: Reply, { code, command }: Foreign): [CauseCode, Phase] {
  const refused = reply.code < 500 ? 'TEMPORARY_SERVER_ERROR' : 'REFUSED_BY_SERVER';
  if (code === 'EAUTH') return [reply.code < 500 ? refused : 'CREDENTIALS_REJECTED', 'auth'];
  if (code === 'ETLS') return ['STARTTLS_UNAVAILABLE', 'tls'];
  if (command === 'DATA') return [refused, code === 'EMESSAGE' ? 'sent' : 'data'];
  return [refused, code === 'EENVELOPE' ? 'envelope' : command === 'EHLO' ? 'hello' : 'greeting'];
}

const BEFORE_THE_MESSAGE: Readonly<Record<string, [CauseCode, Phase]>> = {
  EDNS: ['DNS_RESOLVER_UNAVAILABLE', 'connect'],
  ETLS: ['TLS_HANDSHAKE_FAILED', 'tls'],
  EREQUIRETLS: ['REQUIRETLS_NOT_OFFERED', 'envelope'],
  EAUTH: ['CREDENTIALS_REJECTED', 'auth'],
  ENOAUTH: ['CREDENTIALS_MISSING', 'settings'],
  EOAUTH2: ['TOKEN_SOURCE_FAILED', 'auth'],
  EENVELOPE: ['ENVELOPE_INVALID', 'envelope'],
  EMAXRECIPIENTS: ['ENVELOPE_INVALID', 'settings'],
  ECONFIG: ['CONFIG_VALUE_INVALID', 'settings'],
  EPROXY: ['CONFIG_VALUE_INVALID', 'connect'],
  EOTP: ['MESSAGE_INVALID', 'settings'],
  EFILEACCESS: ['MESSAGE_INVALID', 'settings'],
  EURLACCESS: ['MESSAGE_INVALID', 'settings'],
  EFETCH: ['MESSAGE_SOURCE_FAILED', 'data'],
  ESTREAM: ['MESSAGE_SOURCE_FAILED', 'data'],
};
const BEFORE_THE_SESSION = ['CONNECT_TIMEOUT', 'GREETING_TIMEOUT', 'UPGRADE_TIMEOUT'];
const NO_CONNECTION = ['ECONNREFUSED', 'EHOSTUNREACH', 'ENETUNREACH', 'ENOTFOUND', 'EAI_AGAIN', 'EADDRNOTAVAIL'];

function causeWithoutReply(foreign: Foreign): [CauseCode, Phase] {
  const { code = '', command, syscall, timeoutType = '', originalCode = '' } = foreign;
  if (command === 'DATA') return ['REPLY_LOST', 'sent'];
  if (code === 'EAUTH' && command === 'API') return ['CREDENTIALS_MISSING', 'settings'];
  const before = BEFORE_THE_MESSAGE[code];
  if (before !== undefined) return before;
  // Size and emptiness are judged before MAIL.
  if (code === 'EMESSAGE') return ['MESSAGE_INVALID', 'settings'];
  const neverBegun = syscall === 'connect' || BEFORE_THE_SESSION.includes(timeoutType);
  if (neverBegun || NO_CONNECTION.includes(originalCode) || NO_CONNECTION.includes(code)) {
    return ['CONNECTION_STALLED_OR_DROPPED', 'connect'];
  }
  return ['REPLY_LOST', 'sent'];
}
