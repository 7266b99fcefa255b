import { isPlainAddress } from '../address.js';
import type { DeliveryStatus } from '../message.js';
import { misuse, shown } from '../misuse.js';
import { type Phase, SECRET } from '../trace.js';

/**
 * The lines that a client may say, and nothing else. Each function refuses what would become a
 * second command or another parameter; it does so by itself, whatever was checked before it.
 */
export interface Line {
  /** Without CRLF. */
  readonly text: string;
  /** The phase that the reply belongs to. */
  readonly phase: Phase;
  /** What a trace shows in place of a line that holds a secret. */
  readonly shown?: string;
}

/** RFC 5321 4.5.3.1.4, CRLF included; extensions of MAIL and RCPT add to it. */
const COMMAND_OCTETS = 512;

export function ehlo(name: string): Line {
  return line('hello', `EHLO ${helloArgument(name)}`);
}

export function helo(name: string): Line {
  return line('hello', `HELO ${helloArgument(name)}`);
}

export const startTls: Line = line('tls', 'STARTTLS');
export const data: Line = line('data', 'DATA');
export const reset: Line = line('envelope', 'RSET');
export const quit: Line = line('quit', 'QUIT');

/** AUTH with an initial response, where there is one and it fits the line (RFC 4954 4: 512 octets, `=` for an empty one). */
export function auth(mechanism: string, initialResponse?: Uint8Array): Line {
  if (typeof mechanism !== 'string' || !/^[A-Z0-9_-]{1,20}$/.test(mechanism))
    throw misuse('CONFIG_VALUE_INVALID', 'mechanisms', 'has a word that is no SASL mechanism name');
  if (initialResponse === undefined) return line('auth', `AUTH ${mechanism}`);
  return {
    ...line('auth', `AUTH ${mechanism} ${base64(initialResponse) || '='}`),
    shown: `AUTH ${mechanism} ${SECRET}`,
  };
}

/** Whether AUTH with this initial response keeps within one command line. */
export function fitsAuthLine(mechanism: string, initialResponse: Uint8Array): boolean {
  return `AUTH ${mechanism} \r\n`.length + Math.ceil(initialResponse.length / 3) * 4 <= COMMAND_OCTETS;
}

/** An answer to a challenge. An empty one is an empty line. */
export function authAnswer(answer: Uint8Array): Line {
  const text = base64(answer);
  return text === '' ? line('auth', '') : { ...line('auth', text), shown: SECRET };
}

/** Ends an AUTH exchange (RFC 4954 4). */
export const authCancel: Line = line('auth', '*');

export interface MailParameters {
  /** Octets of the message with CRLF, before dot-stuffing (RFC 1870 6). */
  readonly size?: number;
  /** RFC 6152 */
  readonly body?: '8BITMIME';
  /** RFC 6531 3.4 */
  readonly smtpUtf8?: boolean;
  /** RFC 3461 4.3, 4.4 */
  readonly deliveryStatus?: DeliveryStatus;
  /** RFC 8689 3 */
  readonly requireTls?: boolean;
}

export function mailFrom(address: string, parameters: MailParameters): Line {
  let text = `MAIL FROM:<${address === '' ? '' : mailbox(address, 'envelope.from')}>`;
  if (parameters.size !== undefined) text += ` SIZE=${whole(parameters.size, 'size')}`;
  if (parameters.body !== undefined) text += ` BODY=${bodyType(parameters.body)}`;
  if (parameters.smtpUtf8) text += ' SMTPUTF8';
  if (parameters.deliveryStatus?.return !== undefined) text += ` RET=${returned(parameters.deliveryStatus.return)}`;
  if (parameters.deliveryStatus?.envelopeId !== undefined)
    text += ` ENVID=${envelopeId(parameters.deliveryStatus.envelopeId)}`;
  if (parameters.requireTls) text += ' REQUIRETLS';
  return line('envelope', text);
}

export function rcptTo(address: string, deliveryStatus?: DeliveryStatus, field = 'envelope.to'): Line {
  const notify = deliveryStatus?.notify;
  return line(
    'envelope',
    `RCPT TO:<${mailbox(address, field)}>${notify === undefined ? '' : ` NOTIFY=${notifyWords(notify)}`}`,
  );
}

/** RFC 3030 2: the octets that follow at once, and whether they are the last. */
export function bdat(octets: number, last: boolean): string {
  return `BDAT ${whole(octets, 'size')}${last ? ' LAST' : ''}`;
}

function line(phase: Phase, text: string): Line {
  // The last wall against a second command in one line (RFC 5321 2.3.8); nothing above should let it come to this.
  if (/[\x00-\x1f\x7f]/.test(text)) throw misuse('ENVELOPE_INVALID', 'command', 'would hold a control character');
  return { text, phase };
}

/** RFC 5321 4.1.1.1: a domain or an address literal, A-labels only (RFC 6531 3.3). `localhost` and bare names are refused by many servers. */
function helloArgument(name: string): string {
  if (!helloNameIsGood(name)) {
    throw misuse(
      'CONFIG_VALUE_INVALID',
      'helloName',
      `${shown(name)} is neither a fully qualified domain name nor an address literal`,
    );
  }
  return name;
}

const HELLO_LABEL = '[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?';
const OCTET = '(?:25[0-5]|2[0-4]\\d|1?\\d?\\d)';
const HELLO_NAMES = [
  // The last label is no number: 127.0.0.1 is an address, and stands in brackets.
  new RegExp(`^(?!.*\\.\\d+$)${HELLO_LABEL}(?:\\.${HELLO_LABEL})+$`, 'i'),
  new RegExp(`^\\[${OCTET}(?:\\.${OCTET}){3}\\]$`),
  /^\[IPv6:(?=.*:.*:)(?!.*:::)[0-9a-f:.]{2,45}\]$/i,
];

export function helloNameIsGood(name: string): boolean {
  return typeof name === 'string' && name.length <= 255 && HELLO_NAMES.some((form) => form.test(name));
}

const ATOM = "[A-Za-z0-9!#$%&'*+/=?^_`{|}~\\-\\u00a0-\\u{10ffff}]+";
const QUOTED = '"(?:[\\x20\\x21\\x23-\\x5b\\x5d-\\x7e\\u00a0-\\u{10ffff}]|\\\\[\\x20-\\x7e])*"';
const LOCAL_PART = new RegExp(`^(?:${ATOM}(?:\\.${ATOM})*|${QUOTED})$`, 'u');
// The underscore is in no RFC 5321 domain, and in some that get mail.
const LABEL = '[a-z0-9_\\u00a0-\\u{10ffff}](?:[a-z0-9_\\-\\u00a0-\\u{10ffff}]{0,61}[a-z0-9_\\u00a0-\\u{10ffff}])?';
const DOMAIN = new RegExp(`^(?:${LABEL}(?:\\.${LABEL})*|\\[[a-z0-9:.]+\\])$`, 'iu');

/** A Mailbox of RFC 5321 4.1.2, with the internationalized forms of RFC 6531 3.3. Never repaired. */
function mailbox(address: string, field: string): string {
  if (typeof address !== 'string') throw misuse('ENVELOPE_INVALID', field, 'is not a string');
  // Most addresses are of the plain kind, which all that follows would let pass.
  if (isPlainAddress(address)) return address;
  const at = address.lastIndexOf('@');
  const local = address.slice(0, at);
  const domain = address.slice(at + 1);
  const bad = (why: string) => misuse('ENVELOPE_INVALID', field, `${shown(address)}: ${why}`);
  if (/[\x00-\x1f\x7f-\x9f\u2028\u2029]/.test(address)) throw bad('a control character');
  if (/\p{Surrogate}/u.test(address)) throw bad('half a character');
  // No-break spaces and their like are copied along with addresses, and belong to none.
  if (/\s/u.test(local.startsWith('"') ? domain : address)) throw bad('white space');
  if (at < 1) throw bad('not local-part@domain');
  if (!LOCAL_PART.test(local)) throw bad('the local part is not valid');
  if (Buffer.byteLength(local) > 64) throw bad('the local part is longer than 64 octets');
  if (!DOMAIN.test(domain)) throw bad('the domain is not valid');
  if (Buffer.byteLength(domain) > 255) throw bad('the domain is longer than 255 octets');
  // RFC 5321 4.5.3.1.3, the angle brackets included.
  if (Buffer.byteLength(address) > 254) throw bad('the path is longer than 256 octets');
  return address;
}

function bodyType(value: NonNullable<MailParameters['body']>): string {
  if (value !== '8BITMIME') throw misuse('CONFIG_VALUE_INVALID', 'body', `is ${shown(value)}, not '8BITMIME'`);
  return value;
}

function returned(value: NonNullable<DeliveryStatus['return']>): string {
  switch (value) {
    case 'full':
      return 'FULL';
    case 'headers':
      return 'HDRS';
    default:
      throw misuse(
        'CONFIG_VALUE_INVALID',
        'deliveryStatus.return',
        `${shown(value satisfies never)} is not 'full' or 'headers'`,
      );
  }
}

function notifyWords(notify: NonNullable<DeliveryStatus['notify']>): string {
  const words = typeof notify === 'string' ? [notify] : Array.isArray(notify) ? notify : [];
  const good = words.every((word) => ['never', 'success', 'failure', 'delay'].includes(word));
  if (!good || words.length === 0 || (words.length > 1 && (words as string[]).includes('never'))) {
    throw misuse(
      'CONFIG_VALUE_INVALID',
      'deliveryStatus.notify',
      "takes 'never' alone, or some of 'success', 'failure', 'delay'",
    );
  }
  return [...new Set(words)].join(',').toUpperCase();
}

/** xtext of RFC 3461 4: `+`, `=` and blanks as +HH; 4.4: printable ASCII, 100 characters of xtext at most. */
function envelopeId(id: string): string {
  const hex = (c: string) => `+${c.charCodeAt(0).toString(16).toUpperCase()}`;
  const xtext = typeof id === 'string' && /^[ -~]+$/.test(id) ? id.replace(/[+= ]/g, hex) : '';
  if (xtext === '' || xtext.length > 100) {
    throw misuse(
      'CONFIG_VALUE_INVALID',
      'deliveryStatus.envelopeId',
      'takes 1 to 100 characters of printable ASCII, of which blanks, + and = count for three',
    );
  }
  return xtext;
}

function whole(value: number, field: string): number {
  if (!Number.isSafeInteger(value) || value < 0) throw misuse('CONFIG_VALUE_INVALID', field, 'is not a whole number');
  return value;
}

function base64(bytes: Uint8Array): string {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('base64');
}
