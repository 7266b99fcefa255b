import { causes, MailError, misuse } from '@ehlo/core';
import { decodedWords, type Field, type HttpLine, type HttpMail, mailboxesOf } from '@ehlo/core/http';
import { fileOf } from './cut.js';
import { inJson } from './draft.js';
import { type Mailbox, mailboxPath } from './mailbox.js';
import { type Part, readPart, textIn, valueIn } from './mime.js';

/** The whole request. Measured by others, not documented to the octet. */
const REQUEST_OCTETS = 4_000_000;
/** learn.microsoft.com/graph/api/resources/message: custom headers of a message at most. */
const CUSTOM_HEADERS = 5;

/**
 * The message as Graph's JSON, the only form that can be kept out of Sent Items. Throws a MailError that names the field
 * for a message of which it would lose something.
 */
export async function sendJson({ octets }: HttpMail, mailbox: Mailbox, line: HttpLine): Promise<void> {
  const bytes = Buffer.from(octets.buffer, octets.byteOffset, octets.length);
  const body = JSON.stringify({ message: messageOf(bytes), saveToSentItems: false });
  if (body.length > REQUEST_OCTETS) throw tooLarge();
  await line.ask({
    method: 'POST',
    path: mailboxPath(mailbox, '/sendMail'),
    headers: { 'content-type': 'application/json' },
    body,
    message: octets.length,
    commits: true,
    expects: [202],
  });
}

/** learn.microsoft.com/graph/api/resources/message. */
export function messageOf(octets: Buffer): object {
  const root = readPart(octets);
  const { fields } = root;
  const lost = fields.find(({ name }) => !CARRIED.test(name));
  if (lost !== undefined) throw cannotCarry('headers', `the header ${lost.name}`);
  const custom = fields.filter(({ name }) => name.startsWith('x-'));
  if (custom.length > CUSTOM_HEADERS) throw cannotCarry('headers', `more than ${CUSTOM_HEADERS} X- headers`);
  const { html, text, files } = contentsOf(octets, root);
  const importance = valueIn(fields, 'importance')?.toLowerCase();
  return {
    subject: decodedWords(valueIn(fields, 'subject') ?? ''),
    body: html ? { contentType: 'html', content: html } : { contentType: 'text', content: text ?? '' },
    ...one(fields, 'from'),
    ...one(fields, 'sender'),
    toRecipients: people(fields, 'to'),
    ccRecipients: people(fields, 'cc'),
    bccRecipients: people(fields, 'bcc'),
    replyTo: people(fields, 'reply-to'),
    ...(importance !== undefined && { importance }),
    internetMessageId: valueIn(fields, 'message-id'),
    ...(custom.length > 0 && {
      internetMessageHeaders: custom.map(({ octets: field, value }) => ({
        name: nameOf(field),
        value: decodedWords(value),
      })),
    }),
    ...(files.length > 0 && { attachments: files.map((part) => inJson(fileOf(octets, part))) }),
  };
}

/** What has a place of its own, what Graph writes itself, and what it takes as it is. */
const CARRIED = /^(?:from|sender|to|cc|bcc|reply-to|subject|message-id|importance|date|mime-version|content-.*|x-.*)$/;

interface Contents {
  html?: string;
  text?: string;
  files: Part[];
}

/** One HTML or one text, and files. Exchange makes the text of an HTML by itself, so that beside it a text may go. */
function contentsOf(octets: Buffer, root: Part): Contents {
  const found: Contents = { files: [] };
  const walk = (part: Part): void => {
    if (/^multipart\/(?:signed|encrypted|report)$/.test(part.type)) throw cannotCarry('raw', `a ${part.type}`);
    for (const each of part.parts) walk(each.part);
    if (part.parts.length > 0) return;
    if (part.type.startsWith('multipart/')) throw cannotCarry('raw', `a ${part.type} without parts`);
    const kind = part.type === 'text/html' ? 'html' : part.type === 'text/plain' ? 'text' : undefined;
    if (kind === undefined || part.disposition === 'attachment' || part.name !== undefined) {
      if (part.type === 'text/calendar') throw cannotCarry('icalEvent', 'a calendar event');
      found.files.push(part);
      return;
    }
    if (found[kind] !== undefined) throw cannotCarry(kind, `more than one ${part.type}`);
    const text = textIn(octets, part);
    if (text === undefined) throw cannotCarry(kind, `the charset ${part.parameters.charset}`);
    found[kind] = text;
  };
  walk(root);
  return found;
}

function people(fields: readonly Field[], name: string): object[] {
  return fields
    .filter((field) => field.name === name)
    .flatMap((field) => mailboxesOf(field.value))
    .map((each) => ({ emailAddress: { address: each.address, ...(each.name !== '' && { name: each.name }) } }));
}

function one(fields: readonly Field[], name: 'from' | 'sender'): object {
  const found = people(fields, name);
  if (found.length > 1) throw cannotCarry(name, 'more than one address in it');
  return found.length === 0 ? {} : { [name]: found[0] };
}

/** As it was written: Graph keeps the case. */
function nameOf(field: Uint8Array): string {
  return Buffer.from(field).toString('latin1').split(':', 1)[0]?.trim() as string;
}

function cannotCarry(field: string, what: string): MailError {
  const detail = `cannot be sent with graph.saveToSentItems: false: Graph's JSON form has no place for ${what}`;
  return misuse('MESSAGE_INVALID', field, detail);
}

function tooLarge(): MailError {
  const code = 'MESSAGE_TOO_LARGE';
  const detail = 'over 3 MB, and with graph.saveToSentItems: false it has to fit one request';
  return new MailError({ code, means: causes[code], phase: 'envelope', detail });
}
