import { foldLines } from 'nodemailer/lib/mime-funcs';
import MimeNode from 'nodemailer/lib/mime-node';
import type { MailMessage } from './message.js';

/**
 * The header fields of a mail up to Message-ID and a given Date, in nodemailer's order and form, each with its CRLF.
 * Undefined where an address is written in any way that two parsers could read differently, or a field is there that
 * only nodemailer knows to write (custom headers, List-*, priority).
 *
 * Most mails need no more than this, and to have it without a tree of nodes is what makes them cheap.
 */
export function plainFields(mail: MailMessage, messageId: string): string | undefined {
  for (const name of NODEMAILER_FIELDS) if (mail[name]) return undefined;
  let text = '';
  for (const [name, key] of ADDRESS_FIELDS) {
    if (!mail[key]) continue;
    const addresses = plainAddresses(mail[key]);
    if (addresses === undefined) return undefined;
    if (key !== 'bcc') text += field(name, addresses);
  }
  if (mail.inReplyTo) text += encoded('In-Reply-To', mail.inReplyTo);
  if (mail.references) text += encoded('References', mail.references);
  if (mail.subject) text += unstructured('Subject', mail.subject);
  text += field('Message-ID', encodedMessageId(messageId));
  return mail.date ? text + encoded('Date', mail.date) : text;
}

/** The Date field of a mail that was given none, as nodemailer writes it. */
export function dateField(): string {
  const now = Date.now();
  const second = now - (now % 1000);
  if (second !== latest.second) {
    latest = { second, field: `Date: ${new Date(second).toUTCString().replace('GMT', '+0000')}\r\n` };
  }
  return latest.field;
}

/** Many mails are composed within one second, and say the same. */
let latest = { second: Number.NaN, field: '' };

/** With the angle brackets, where they were left out. */
export function encodedMessageId(messageId: string): string {
  return /^<[!-~]+>$/.test(messageId) ? messageId : encoder.encodeHeaderValue('Message-ID', messageId);
}

/** Fields that end up in the header section by nodemailer's hand. */
const NODEMAILER_FIELDS = [
  'headers',
  'list',
  'priority',
  'xMailer',
  'otp',
  'textEncoding',
  'normalizeHeaderKey',
] as const;

const ADDRESS_FIELDS = [
  ['From', 'from'],
  ['Sender', 'sender'],
  ['To', 'to'],
  ['Cc', 'cc'],
  ['Bcc', 'bcc'],
  ['Reply-To', 'replyTo'],
] as const;

/** nodemailer's functions for what has to be encoded, without a message. */
const encoder = new MimeNode();

const LINE = 76;

function field(name: string, value: string): string {
  const line = `${name}: ${value}`;
  return `${line.length < LINE ? line : foldLines(line, LINE)}\r\n`;
}

/** nodemailer leaves out a field that has nothing to say. */
function encoded(name: string, value: unknown): string {
  const text = encoder.encodeHeaderValue(name, value as string);
  return text.trim() === '' ? '' : field(name, text);
}

/** A quote and `=?`, which could be read as an encoded word (RFC 2047 2), are encoded by nodemailer like what is not ASCII. */
function unstructured(name: string, value: unknown): string {
  const plain = typeof value === 'string' && value.trim() !== '' && !/[^ !#-~]|=\?/.test(value);
  return plain ? field(name, value) : encoded(name, value);
}

/** Undefined: nodemailer's parser is to read it, and what it reads is to be compared with the envelope. */
function plainAddresses(value: unknown): string | undefined {
  const plain: string[] = [];
  for (const entry of Array.isArray(value) ? value : [value]) {
    if (typeof entry === 'string') {
      for (const piece of entry.split(',')) {
        const found = MAILBOX.exec(piece.trim());
        if (found === null) return undefined;
        plain.push(mailbox(found[1], found[2] ?? (found[3] as string)));
      }
    } else {
      const { name, address } = Object(entry) as { name?: unknown; address?: unknown };
      if (typeof address !== 'string' || !ADDRESS.test(address)) return undefined;
      if (name !== undefined && name !== '' && (typeof name !== 'string' || !NAME.test(name))) return undefined;
      plain.push(mailbox(name || undefined, address));
    }
  }
  return plain.join(', ');
}

function mailbox(name: string | undefined, address: string): string {
  return name === undefined ? address : `${name} <${address}>`;
}

// Words, an atom's letters and digits, a domain of letters that IDNA and the reading of IPv4 addresses leave as it is.
const words = '\\w+(?: \\w+)*';
const addrSpec = '[\\w+-]+(?:\\.[\\w+-]+)*@(?:(?!xn--)[a-z0-9](?:[a-z0-9-]*[a-z0-9])?\\.)+[a-z]+';
const NAME = new RegExp(`^${words}$`);
const ADDRESS = new RegExp(`^${addrSpec}$`);
const MAILBOX = new RegExp(`^(?:(?:(${words}) )?<(${addrSpec})>|(${addrSpec}))$`);
