import type { CauseCode } from '../causes.js';
import type { MailError } from '../error.js';
import type { Row } from '../profile.js';
import type { Reply } from '../reply.js';
import { shown } from './reply.js';
import { failure } from './verdict.js';

/** A protocol that is not SMTP, by the first line that its servers say. */
export interface ProtocolRow extends Row {
  readonly name: string;
  /** Matched against the first line, or against all lines of a greeting in the form of a reply, joined by blanks. */
  readonly greeting: RegExp;
  /** When it shows. `hello`: it greets by 220, as SMTP does, and takes neither EHLO nor HELO. */
  readonly at: 'greeting' | 'hello';
  readonly means: CauseCode;
}

/** Read in this order. */
export const protocols: readonly ProtocolRow[] = [
  {
    name: 'IMAP',
    greeting: /^\* (?:OK|PREAUTH|BYE)\b/i,
    at: 'greeting',
    means: 'WRONG_HOST_OR_PORT',
    because: 'IMAP greets by an untagged OK, PREAUTH or BYE.',
    source: 'https://www.rfc-editor.org/rfc/rfc9051#section-7.1',
  },
  {
    name: 'POP3',
    greeting: /^(?:\+OK|-ERR)\b/i,
    at: 'greeting',
    means: 'WRONG_HOST_OR_PORT',
    because: 'POP3 greets by a positive response, and -ERR is its other word.',
    source: 'https://www.rfc-editor.org/rfc/rfc1939#section-4',
  },
  {
    name: 'ManageSieve',
    greeting: /^"(?:IMPLEMENTATION|SIEVE|VERSION|SASL)"/i,
    at: 'greeting',
    means: 'WRONG_HOST_OR_PORT',
    because: 'ManageSieve greets by its capabilities, one quoted string a line.',
    source: 'https://www.rfc-editor.org/rfc/rfc5804#section-1.7',
  },
  {
    name: 'HTTP',
    greeting: /^(?:HTTP\/\d|<!doctype html|<html)/i,
    at: 'greeting',
    means: 'WRONG_HOST_OR_PORT',
    because:
      'A status line of HTTP: the server has waited for a request, or for TLS, in vain. Some leave the line out.',
    source: 'https://www.rfc-editor.org/rfc/rfc9112#section-4',
  },
  {
    name: 'SSH',
    greeting: /^SSH-/,
    at: 'greeting',
    means: 'WRONG_HOST_OR_PORT',
    because: 'SSH begins with its identification string.',
    source: 'https://www.rfc-editor.org/rfc/rfc4253#section-4.2',
  },
  {
    name: 'NNTP',
    greeting: /^20[01](?: |$)/,
    at: 'greeting',
    means: 'WRONG_HOST_OR_PORT',
    because: 'NNTP greets by 200 or 201; SMTP knows neither as a greeting.',
    source: 'https://www.rfc-editor.org/rfc/rfc3977#section-5.1.1',
  },
  {
    name: 'TLS',
    greeting: /^[\x15\x16]\x03[\0-\x04]/,
    at: 'greeting',
    means: 'TLS_PLAIN_ON_IMPLICIT_PORT',
    because: 'A record of TLS, alert or handshake: the port speaks TLS from the first octet.',
    source: 'https://www.rfc-editor.org/rfc/rfc8446#section-5.1',
  },
  {
    name: 'LMTP',
    greeting: /^220 .*\bLMTP\b/i,
    at: 'hello',
    means: 'WRONG_HOST_OR_PORT',
    because: 'LMTP delivers to mailboxes of its own host; it must take LHLO, and neither EHLO nor HELO.',
    source: 'https://www.rfc-editor.org/rfc/rfc2033#section-4.1',
  },
  {
    name: 'FTP',
    // A mail server may have the word in its host name, and says SMTP beside it.
    greeting: /^220 (?!.*SMTP).*(?:FTP|FileZilla)/i,
    at: 'hello',
    means: 'WRONG_HOST_OR_PORT',
    because: 'FTP greets by 220 too, and says 500, 502 or 530 to what it does not know.',
    source: 'https://www.rfc-editor.org/rfc/rfc959#section-5.4',
  },
];

/**
 * Why nothing can be sent there, where what it began with is that of another protocol: the first line as it stood on the
 * wire, or what is here of it. At `hello`, `reply` is its refusal of EHLO and HELO.
 */
export function otherProtocol(begins: string, at: ProtocolRow['at'], reply?: Reply): MailError | undefined {
  const row = protocols.find((each) => each.at === at && each.greeting.test(begins));
  if (row === undefined) return undefined;
  const detail = `the server speaks ${row.name}: it begins with ${shown(begins)}`;
  return failure(row.means, at, { detail, rule: row, ...(reply === undefined ? {} : { reply }) });
}
