import { randomUUID } from 'node:crypto';
import { Readable } from 'node:stream';
import type { SendMailOptions } from 'nodemailer/lib/mailer';
import { type Access, headerEntries, isStream } from './compose-check.js';
import { attachImages } from './compose-images.js';
import type { Envelope, MailMessage } from './message.js';

/**
 * A copy for nodemailer, which writes into the parts that it composes; the caller's stay as they are. It has its
 * Message-ID and the access flags, and none of the fields that only this library knows.
 */
export function ownCopy(mail: MailMessage, envelope: Envelope, access: Access): SendMailOptions {
  return { ...copyOf(mail), ...accessFlags(mail, access), ...namesFor(mail, envelope) };
}

/** Either side may close an access, neither opens what the other closed. */
function accessFlags(
  mail: MailMessage,
  options: Access,
): Pick<SendMailOptions, 'disableFileAccess' | 'disableUrlAccess'> {
  return {
    disableFileAccess: options.allowFileAttachments === false || mail.disableFileAccess,
    disableUrlAccess: options.allowUrlAttachments !== true || mail.disableUrlAccess,
  };
}

function copyOf(mail: MailMessage): SendMailOptions {
  const { signal: _signal, deliveryStatus: _status, requireTls: _tls, ...copy } = mail;
  const own = copy as Record<string, unknown>;
  for (const field of ['text', 'html', 'watchHtml', 'amp', 'icalEvent']) {
    if (own[field]) own[field] = isEmpty(own[field]) ? '' : copyOfPart(own[field]);
  }
  for (const field of ['attachments', 'alternatives']) {
    if (own[field]) own[field] = [own[field]].flat().map(copyOfPart);
  }
  if (mail.attachDataUrls && own.html) {
    const { html, images } = attachImages(own.html);
    Object.assign(own, { html, attachDataUrls: false });
    if (images.length > 0) own.attachments = [...((own.attachments as unknown[] | undefined) ?? []), ...images];
  }
  // Of the event's content nodemailer makes two parts, and marks it.
  const event = own.icalEvent as { content?: unknown } | Uint8Array | undefined;
  if (event instanceof Uint8Array) own.icalEvent = viewOf(event);
  else if (event?.content instanceof Uint8Array) event.content = viewOf(event.content);
  const { raw } = mail as { raw?: unknown };
  if (typeof raw === 'object' && raw !== null && !isStream(raw) && Symbol.asyncIterator in raw) {
    own.raw = Readable.from(octetsOf(raw as AsyncIterable<Uint8Array>));
  }
  return copy as SendMailOptions;
}

/** `{ content: '' }` is to nodemailer an object without content, which it cannot write. */
function isEmpty(part: unknown): boolean {
  const { content, raw, path, href } = part as Record<string, unknown>;
  return content === '' && !raw && !path && !href;
}

function copyOfPart(part: unknown): unknown {
  // A stream of a file has a `path`: without a wrapper nodemailer would open the file again, by that path.
  if (isStream(part)) return { content: part };
  if (typeof part !== 'object' || part === null || part instanceof Uint8Array) return part;
  const { headers, ...copy } = part as Record<string, unknown>;
  if (!headers) return copy;
  return { ...copy, headers: Array.isArray(headers) ? headers : { ...headers } };
}

function viewOf(bytes: Uint8Array): Buffer {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}

/** A source that may give text too. */
export async function* octetsOf(source: AsyncIterable<Uint8Array | string>): AsyncIterable<Uint8Array> {
  for await (const chunk of source) yield typeof chunk === 'string' ? Buffer.from(chunk) : chunk;
}

/**
 * What nodemailer would draw random octets for, one call each: Message-ID in its form, a UUID at the sender's domain, and
 * the boundary. randomUUID draws for many at once.
 */
function namesFor(mail: MailMessage, envelope: Envelope): Pick<SendMailOptions, 'messageId' | 'baseBoundary'> {
  return {
    messageId: mail.messageId || (hasHeader(mail, 'message-id') ? undefined : newMessageId(envelope)),
    baseBoundary: mail.baseBoundary || randomUUID().replaceAll('-', ''),
  };
}

export function newMessageId({ from }: Envelope): string {
  return `<${randomUUID()}@${from.slice(from.lastIndexOf('@') + 1) || 'localhost'}>`;
}

export function hasHeader(mail: MailMessage, name: string): boolean {
  if (!mail.headers) return false;
  for (const entry of headerEntries(mail.headers, 'headers')) if (entry.name.toLowerCase() === name) return true;
  return false;
}
