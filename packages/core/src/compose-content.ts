import { isAscii } from 'node:buffer';
import type { MailMessage } from './message.js';

/** The content of a message: what its header section says of it (the fields of RFC 2045), and its octets. */
export interface Content {
  /** The Content-Transfer-Encoding field, or nothing: a multipart has none. */
  readonly encoding: string;
  /** MIME-Version, Content-Type and what else begins with Content-, each with its CRLF. */
  readonly fields: string;
  /** A text is ASCII. */
  readonly body: string | Uint8Array;
  readonly eightBit: boolean;
}

/**
 * The content of a mail that has only a text, and one that goes out as it is: ASCII in short lines. Undefined where
 * nodemailer is to compose it.
 */
export function plainText(mail: MailMessage): Content | undefined {
  const { text } = mail;
  if (typeof text !== 'string' || text === '' || text.length > PLAIN_LENGTH) return undefined;
  for (const name of OTHER_CONTENT) if (mail[name]) return undefined;
  if (mail.encoding || mail.newline) return undefined;
  if (/[^\t\n\r -~]/.test(text) || hasLongLines(text)) return undefined;
  const ends = text.endsWith('\n') ? '' : text.endsWith('\r') ? '\n' : '\r\n';
  return { encoding: PLAIN_ENCODING, fields: PLAIN_FIELDS, body: text + ends, eightBit: false };
}

const PLAIN_ENCODING = 'Content-Transfer-Encoding: 7bit\r\n';
const PLAIN_FIELDS = 'MIME-Version: 1.0\r\nContent-Type: text/plain; charset=utf-8\r\n';

/** nodemailer encodes what is longer, without a look at its lines. */
const PLAIN_LENGTH = 128 * 1024;

/** The fields that hold content, beside the text. */
const OTHER_CONTENT = ['html', 'watchHtml', 'amp', 'icalEvent', 'attachments', 'alternatives', 'raw'] as const;
const CONTENT = new Set<string>(['text', ...OTHER_CONTENT]);

function hasLongLines(text: string): boolean {
  for (let from = 0; from < text.length; ) {
    const end = text.indexOf('\n', from);
    // The CR of a CRLF is not of the line; a lone one, which ends a line too, makes it only seem longer.
    if ((end < 0 ? text.length : end) - from > 76 + (text[end - 1] === '\r' ? 1 : 0)) return true;
    if (end < 0) return false;
    from = end + 1;
  }
  return false;
}

/**
 * The content that was composed last. One text to many recipients is composed once: while the content of the next mail
 * is the same, only its header section is written anew. Octets in Buffers are compared by their array, so that they must
 * not change while a memory lives.
 */
export class ContentMemory {
  #of: Fields | undefined;
  #content: Content | undefined;

  recall(mail: MailMessage): Content | undefined {
    return this.#of !== undefined && isSame(this.#of, onlyContent(mail)) ? this.#content : undefined;
  }

  keep(mail: MailMessage, content: Content): void {
    this.#of = copyOf(onlyContent(mail)) as Fields;
    this.#content = content;
  }
}

type Fields = Record<string, unknown>;

/** The fields of a mail that are not about its content. */
const ABOUT_THE_MAIL = new Set([
  'from',
  'sender',
  'to',
  'cc',
  'bcc',
  'replyTo',
  'inReplyTo',
  'references',
  'subject',
  'messageId',
  'date',
  'headers',
  'list',
  'priority',
  'xMailer',
  'otp',
  'envelope',
  'deliveryStatus',
  'requireTls',
  'dsn',
  'requireTLSExtensionEnabled',
  'signal',
]);

/** A mail with the fields that make its content, and how it is encoded. */
export function onlyContent(mail: MailMessage): MailMessage {
  return Object.fromEntries(Object.entries(mail).filter(([name]) => !ABOUT_THE_MAIL.has(name)));
}

/** A mail with the fields that make its header section, and how it is encoded. */
export function withoutContent(mail: MailMessage): MailMessage {
  return Object.fromEntries(Object.entries(mail).filter(([name]) => !CONTENT.has(name)));
}

/** Plain objects and lists are copied, since a caller may write the next mail into them. */
function copyOf(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(copyOf);
  if (!isPlainObject(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([name, entry]) => [name, copyOf(entry)]));
}

function isSame(a: unknown, b: unknown): boolean {
  if (a === b) return true;
  if (Array.isArray(a)) return Array.isArray(b) && a.length === b.length && a.every((entry, i) => isSame(entry, b[i]));
  if (!isPlainObject(a) || !isPlainObject(b)) return false;
  const names = Object.keys(a);
  return names.length === Object.keys(b).length && names.every((name) => name in b && isSame(a[name], b[name]));
}

function isPlainObject(value: unknown): value is Fields {
  if (typeof value !== 'object' || value === null) return false;
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === Object.prototype || prototype === null;
}

/**
 * The content of a message that nodemailer composed of nothing else. Undefined where the header section says more of it
 * than a type and an encoding: a part that stands alone brings header fields of its own.
 */
export function contentOf(octets: Uint8Array): Content | undefined {
  const message = Buffer.from(octets.buffer, octets.byteOffset, octets.byteLength);
  const end = message.indexOf('\r\n\r\n') + 2;
  const fields = headerFields(message.toString('utf8', 0, end)).filter((field) => !/^(?:Date|Message-ID):/.test(field));
  const encoding = fields[0]?.startsWith('Content-Transfer-Encoding:') ? (fields.shift() as string) : '';
  const [version, type] = fields;
  if (fields.length !== 2 || !version?.startsWith('MIME-Version:') || !type?.startsWith('Content-Type:'))
    return undefined;
  const body = message.subarray(end + 2);
  return { encoding, fields: version + type, body, eightBit: !isAscii(body) };
}

/** The fields of a header section, each with its CRLF and its continuation lines. */
export function headerFields(section: string): string[] {
  return section.split(/(?<=\r\n)(?![ \t])/).filter((field) => field !== '');
}

/** Whether a field describes the content (RFC 2045 3 to 8, RFC 2183). */
export function isOfContent(field: string): boolean {
  return /^(?:MIME-Version|Content-)/i.test(field);
}
