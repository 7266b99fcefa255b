import { type MailError, type Receipt, type Refusal, type Reply, replyLine } from '@ehlo/core';
import type { RelayedMail, RelayReply } from './event.js';
import { refusal } from './refusal.js';

/** What a client hears of its message, and why. */
export interface Answer {
  readonly outcome: RelayedMail['outcome'];
  readonly reply: RelayReply;
  readonly error?: MailError;
  readonly refused: readonly Refusal[];
  readonly warning?: NonNullable<RelayedMail['warning']>;
}

/**
 * The one answer that SMTP has for a message: 250 for what was accepted, and for nothing else. A transport that refuses
 * partly refused messages (`partial: 'refuse'`) sent to nobody, and the client is told to try again without them.
 */
export function answerTo(receipt: Receipt): Answer {
  const { refused, outcome } = receipt;
  if (outcome === 'accepted') return accepted(receipt.reply, refused);
  const { error } = receipt;
  if (outcome === 'unknown')
    return { outcome, error, refused, reply: textOf(error, 451, '4.4.2'), warning: 'may-have-arrived' };
  const everybody = refused.length === receipt.envelope.to.length;
  if (refused.length > 0 && !everybody) return partly(refused);
  // One that may be taken later keeps all of them for later.
  const later = everybody ? refused.find((each) => each.error.outcome === 'deferred')?.error : undefined;
  const why = later ?? error;
  if (outcome === 'rejected' && later === undefined) return { outcome, error, refused, reply: refusing(error) };
  return {
    outcome: 'deferred',
    error: why,
    refused,
    reply: deferring(why, 'notBefore' in receipt ? receipt.notBefore : undefined),
  };
}

/** The answer where the relay, or a transport that threw, says no by itself. */
export function answerWith(error: MailError, code?: number, enhanced?: string): Answer {
  const reply =
    code !== undefined
      ? textOf(error, code, enhanced)
      : error.outcome === 'rejected'
        ? refusing(error)
        : deferring(error);
  return { outcome: reply.code >= 500 ? 'rejected' : 'deferred', error, refused: [], reply };
}

/** What stands at RCPT for a recipient that was refused before. */
export function answerAtRcpt({ error }: Refusal): { readonly reply: RelayReply; readonly error: MailError } {
  const why = refusal('RELAY_RECIPIENT_REFUSED', 'envelope', {
    detail: error.detail ?? error.code,
    cause: error,
    ...(error.reply === undefined ? {} : { reply: error.reply }),
  });
  const [code, enhanced] =
    error.outcome === 'rejected' ? codes(error, FINAL, [550, '5.1.1']) : codes(error, LATER, [450, '4.2.0']);
  return { error: why, reply: textOf(why, code, enhanced) };
}

/** RFC 5321 4.5.3.1.5: a reply line has at most 512 octets, with its code and its CRLF. */
const LONGEST = 512 - '250 '.length - '\r\n'.length;

/**
 * A reply of one line. It is English, whatever language the log has: replies beyond ASCII need SMTPUTF8 (RFC 6531 3.7.4),
 * and programs show or log them in whatever encoding they please.
 */
export function replyOf(code: number, enhanced: string, text: string): RelayReply {
  const line = `${enhanced} ${text}`
    .replace(/[\0-\x1f\x7f]+/g, ' ')
    .replace(/[^ -~]/gu, '?')
    .trim();
  return { code, text: line.length <= LONGEST ? line : `${line.slice(0, LONGEST - 3)}...` };
}

function accepted(upstream: Reply, refused: readonly Refusal[]): Answer {
  const said = short(replyLine(upstream));
  const reply =
    refused.length === 0
      ? replyOf(250, '2.0.0', `Accepted by the mailbox's server: ${said}`)
      : replyOf(250, '2.0.0', `Accepted (${said}), but refused: ${named(refused)}`);
  return { outcome: 'accepted', refused, reply, ...(refused.length === 0 ? {} : { warning: 'partly-refused' }) };
}

function partly(refused: readonly Refusal[]): Answer {
  const error = refusal('RELAY_PARTLY_REFUSED', 'envelope', { detail: `refused: ${named(refused)}` });
  const reply = replyOf(451, '4.5.3', `${error.code}: Nothing was sent; refused: ${named(refused)}. ${error.fix}`);
  return { outcome: 'deferred', error, refused, reply };
}

function named(refused: readonly Refusal[]): string {
  return refused
    .map(
      ({ recipient, error }) =>
        `${recipient} (${error.reply === undefined ? error.code : short(replyLine(error.reply))})`,
    )
    .join(', ');
}

/** Replies that may stand behind the end of a message (RFC 5321 4.3.2); 421 would say that the relay itself closes. */
const LATER = [450, 451, 452];
const FINAL = [550, 552, 553, 554];

function deferring(error: MailError, notBefore?: Date): RelayReply {
  const [code, enhanced] = codes(error, LATER, [451, error.phase === 'connect' ? '4.4.1' : '4.3.0']);
  const wait = notBefore === undefined ? '' : ` Not before ${notBefore.toISOString()}.`;
  return replyOf(code, enhanced, `${error.code}: ${error.message}${wait} ${error.fix}`);
}

function refusing(error: MailError): RelayReply {
  const ours = UNSEEN[error.code] ?? [554, error.phase === 'auth' ? '5.7.0' : '5.0.0'];
  const [code, enhanced] = codes(error, FINAL, ours);
  return textOf(error, code, enhanced);
}

/** What is refused without asking the server, in the codes that a server would say (RFC 5321 4.2.3, RFC 3463 3, RFC 6531 3.5). */
const UNSEEN: Readonly<Record<string, readonly [number, string]>> = {
  MESSAGE_TOO_LARGE: [552, '5.3.4'],
  TOO_MANY_RECIPIENTS: [554, '5.5.3'],
  ENVELOPE_INVALID: [553, '5.1.3'],
  SMTPUTF8_NOT_OFFERED: [554, '5.6.7'],
  EIGHTBITMIME_NOT_OFFERED: [554, '5.6.3'],
};

/** The server's own code and enhanced code where they may stand here and say the same, else ours. */
function codes(error: MailError, may: readonly number[], ours: readonly [number, string]): readonly [number, string] {
  const { reply, phase } = error;
  const digit = String(ours[0])[0] as string;
  const enhanced = reply?.enhanced?.startsWith(digit) ? reply.enhanced : ours[1];
  const fits = reply !== undefined && may.includes(reply.code) && ['envelope', 'data', 'sent'].includes(phase);
  return [fits ? reply.code : ours[0], enhanced];
}

function textOf(error: MailError, code: number, enhanced = `${String(code)[0]}.0.0`): RelayReply {
  return replyOf(code, enhanced, `${error.code}: ${error.message} ${error.fix}`);
}

function short(text: string): string {
  return text.length <= 160 ? text : `${text.slice(0, 157)}...`;
}
