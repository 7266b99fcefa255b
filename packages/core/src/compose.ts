import { isAscii } from 'node:buffer';
import { createPrivateKey, randomUUID } from 'node:crypto';
import { Readable } from 'node:stream';
import Mail, { type SendMailOptions, type SentMessageInfo } from 'nodemailer/lib/mailer';
import MimeNode from 'nodemailer/lib/mime-node';
import { type Access, checkMail, deliveryOf, headerEntries, isStream } from './compose-check.js';
import {
  type Content,
  type ContentMemory,
  contentOf,
  headerFields,
  isOfContent,
  onlyContent,
  plainText,
  withoutContent,
} from './compose-content.js';
import { asDeclared, checkDeclared, declaredOf } from './compose-declared.js';
import { agree, envelopeOf, explicitEnvelope, isBareEnvelope } from './compose-envelope.js';
import { dateField, encodedMessageId, plainFields } from './compose-fields.js';
import { attachImages } from './compose-images.js';
import { CanonicalLines, messageIdOf } from './compose-raw.js';
import { foretell, serialise } from './compose-serialise.js';
import { isMailError } from './error.js';
import type { Delivery, Envelope, MailMessage, Message, RawMessage } from './message.js';
import { misuse, shown } from './misuse.js';

export interface ComposeOptions extends Access {
  /** nodemailer's DKIM options, for messages that bring none of their own. */
  readonly dkim?: SendMailOptions['dkim'];
  /** What was composed for the mail before this one, where several are likely to have the same content. */
  readonly memory?: ContentMemory;
}

/** A message as a transaction needs it. */
export interface Composed {
  /** In wire form: domains as A-labels in lower case. Bcc recipients are in it, and nowhere else. */
  readonly envelope: Envelope;
  /** With its angle brackets; empty for a composed message that has none, or is a stream. */
  readonly messageId: string;
  /**
   * The octets, or a function that begins to stream them with backpressure. A function may be called once: streams
   * among the content can be read once. Line ends are as in the source; the wire's are the engine's work.
   */
  readonly body: Uint8Array | (() => AsyncIterable<Uint8Array>);
  /** How many octets a body that is a function will stream, with line ends as CRLF, where that was said beforehand. */
  readonly octets?: number;
  /** Whether octets over 127 are in it (BODY=8BITMIME). `unknown`: not before it was read. */
  readonly eightBit: boolean | 'unknown';
  /** An address of the envelope or a header needs SMTPUTF8 (RFC 6531). */
  readonly smtpUtf8: boolean;
  readonly delivery: Delivery;
}

/**
 * Composes a message, by nodemailer. Synchronous throughout; where content has to be loaded (streams, files, URLs) or
 * signed (DKIM), the body is the function form. `{ envelope, raw }` passes as it is, its Bcc header too, if it has one.
 * DKIM holds the message in memory until its hash is known, unless its option `cacheDir` names a folder.
 *
 * @throws MailError ENVELOPE_INVALID or MESSAGE_INVALID, phase `settings`, that names the field. What no mail may hold is
 * refused, never stripped or repaired; nothing has been opened or dialled by then.
 */
export function compose(message: Message, options: ComposeOptions = {}): Composed {
  const mail = message as MailMessage;
  checkMail(mail, options);
  const delivery = deliveryOf(message);
  const dkim = mail.dkim ?? options.dkim;
  if (dkim) checkSigningKeys(dkim);
  else if (isComposed(message)) return passThrough(message, delivery);
  if ((message as RawMessage).octets !== undefined)
    throw misuse(
      'MESSAGE_INVALID',
      'octets',
      'is said of { envelope, raw } alone: what is composed or signed is counted',
    );
  const envelope = envelopeOf(mail);
  const assembled = dkim || mail.raw ? undefined : assemble(mail, envelope, options);
  if (assembled !== undefined) return { ...assembled, delivery };
  const node = compile({ ...ownCopy(mail, envelope, options), dkim });
  return { ...composedOf(node, envelope), delivery };
}

/**
 * A message of its header section and its content, each had as cheaply as it can be. Undefined where that is no cheaper
 * than a whole one of nodemailer's, or where the content has to be loaded.
 */
function assemble(
  mail: MailMessage,
  envelope: Envelope,
  options: ComposeOptions,
): Omit<Composed, 'delivery'> | undefined {
  const { memory } = options;
  const known = plainText(mail) ?? memory?.recall(mail);
  const header = plainHeader(mail, envelope) ?? (known || memory ? nodemailerHeader(mail, envelope) : undefined);
  const content = header && (known ?? nodemailerContent(mail, envelope, options));
  if (header === undefined || content === undefined) return undefined;
  if (known === undefined) memory?.keep(mail, content);
  const section = `${header.fields}${content.encoding}${header.date}${content.fields}\r\n`;
  const utf8Headers = /[^\0-\x7f]/.test(section);
  const { body } = content;
  return {
    envelope,
    messageId: header.messageId,
    body:
      typeof body === 'string'
        ? Buffer.from(section + body, utf8Headers ? 'utf8' : 'latin1')
        : Buffer.concat([Buffer.from(section), body]),
    eightBit: content.eightBit || utf8Headers,
    smtpUtf8: utf8Headers || !isAsciiEnvelope(envelope),
  };
}

interface Header {
  /** What says nothing of the content, each field with its CRLF. */
  readonly fields: string;
  /** The Date field, where it is not among `fields`. */
  readonly date: string;
  readonly messageId: string;
}

function plainHeader(mail: MailMessage, envelope: Envelope): Header | undefined {
  const messageId = mail.messageId || newMessageId(envelope);
  const fields = plainFields(mail, messageId);
  if (fields === undefined) return undefined;
  return { fields, date: mail.date ? '' : dateField(), messageId: encodedMessageId(messageId) };
}

/** Undefined where the mail's own headers speak of its content too. */
function nodemailerHeader(mail: MailMessage, envelope: Envelope): Header | undefined {
  if (mail.headers)
    for (const { name } of headerEntries(mail.headers, 'headers')) if (isOfContent(name)) return undefined;
  const node = compile(ownCopy(withoutContent(mail), envelope, {}));
  agree(envelope, node.getEnvelope());
  const fields = headerFields(`${node.buildHeaders()}\r\n`).filter((field) => !isOfContent(field));
  // nodemailer sets the Date of a mail that has none last, behind the fields of the content that may be there by then.
  const date = mail.date || hasHeader(mail, 'date') ? '' : (fields.pop() ?? '');
  return { fields: fields.join(''), date, messageId: encodedMessageId(node.messageId()) };
}

function nodemailerContent(mail: MailMessage, envelope: Envelope, access: Access): Content | undefined {
  const whole = serialise(compile(ownCopy(onlyContent(mail), envelope, access)));
  return whole && contentOf(whole.bytes);
}

/**
 * A tree that nodemailer compiled, and transforms that plugins put on it included.
 *
 * @throws MailError ENVELOPE_INVALID where nodemailer reads another sender or other recipients than `envelope`.
 */
export function composedOf(node: MimeNode, envelope: Envelope): Omit<Composed, 'delivery'> {
  agree(envelope, node.getEnvelope());
  const { _raw: raw, _processFuncs: signers } = node as unknown as { _raw: unknown; _processFuncs: unknown[] };
  const whole = serialise(node);
  const { eightBit, utf8Headers } = whole ?? foretell(node);
  // A signature must be over the line ends that the wire will have.
  if (signers.length > 0) node.transform(() => new CanonicalLines());
  return {
    envelope,
    messageId: raw ? messageIdOf(raw) : encodedMessageId(node.messageId()),
    body: whole?.bytes ?? (() => node.createReadStream()),
    eightBit,
    smtpUtf8: utf8Headers || !isAsciiEnvelope(envelope),
  };
}

/** A message that nodemailer has no part in: the octets, the envelope. */
function passThrough(message: RawMessage, delivery: Delivery): Composed {
  const { raw } = message;
  const envelope = explicitEnvelope(message.envelope);
  // Bare addresses read the same everywhere; display names and groups do not.
  if (!isBareEnvelope(message.envelope)) {
    agree(
      envelope,
      new MimeNode('message/rfc822').setEnvelope(message.envelope as MailMessage['envelope'] & object).getEnvelope(),
    );
  }
  const smtpUtf8 = !isAsciiEnvelope(envelope);
  const declared = declaredOf(message);
  if (typeof raw !== 'string' && !(raw instanceof Uint8Array)) {
    const { octets, body: transfer } = declared;
    return {
      envelope,
      messageId: '',
      body: () => asDeclared(octetsOf(raw), declared),
      ...(octets === undefined ? {} : { octets }),
      eightBit: transfer === undefined ? 'unknown' : transfer === '8bitmime',
      smtpUtf8,
      delivery,
    };
  }
  const body = typeof raw === 'string' ? Buffer.from(raw) : raw;
  checkDeclared(body, declared);
  return { envelope, messageId: messageIdOf(body), body, eightBit: !isAscii(body), smtpUtf8, delivery };
}

function isComposed(message: Message): message is RawMessage {
  const { raw, envelope } = message as Partial<RawMessage>;
  if (raw === undefined || raw === null || !envelope) return false;
  return typeof raw === 'string' || raw instanceof Uint8Array || Symbol.asyncIterator in raw;
}

async function* octetsOf(source: AsyncIterable<Uint8Array | string>): AsyncIterable<Uint8Array> {
  for await (const chunk of source) yield typeof chunk === 'string' ? Buffer.from(chunk) : chunk;
}

function isAsciiEnvelope({ from, to }: Envelope): boolean {
  return !/[^\0-\x7f]/.test(from) && to.every((address) => !/[^\0-\x7f]/.test(address));
}

/**
 * nodemailer's mailer with a transport that hands back what it was handed: MailComposer, and what the mailer adds to it
 * (List-* and priority headers, X-Mailer, DKIM). With attachDataUrls done before, it answers within the call.
 */
const mailer = new Mail<SentMessageInfo>({
  name: 'compose',
  version: '1',
  send: (mail, done) => done(null, { envelope: { from: false, to: [] }, messageId: '', message: mail.message }),
});

function compile(mail: SendMailOptions): MimeNode {
  let node: MimeNode | undefined;
  let failure: unknown;
  mailer.sendMail(mail, (error, info) => {
    if (error) failure = error;
    else node = info.message;
  });
  if (node !== undefined) return node;
  if (isMailError(failure)) throw failure;
  throw misuse('MESSAGE_INVALID', 'message', `cannot be composed: ${shown((failure as Error | undefined)?.message)}`);
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

function newMessageId({ from }: Envelope): string {
  return `<${randomUUID()}@${from.slice(from.lastIndexOf('@') + 1) || 'localhost'}>`;
}

function hasHeader(mail: MailMessage, name: string): boolean {
  if (!mail.headers) return false;
  for (const entry of headerEntries(mail.headers, 'headers')) if (entry.name.toLowerCase() === name) return true;
  return false;
}

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

const checkedKeys = new WeakSet<object>();

/** nodemailer sends unsigned where it cannot sign, so the keys are tried before. It signs with rsa-sha256 only. */
function checkSigningKeys(dkim: NonNullable<SendMailOptions['dkim']>): void {
  if (checkedKeys.has(dkim)) return;
  const keys = dkim.keys ? [dkim.keys].flat() : [dkim];
  keys.forEach((key, i) => {
    const field = dkim.keys ? `dkim.keys[${i}]` : 'dkim';
    for (const name of ['domainName', 'keySelector'] as const) {
      if (!key[name]) throw misuse('MESSAGE_INVALID', `${field}.${name}`, 'is missing');
    }
    if (!isRsaKey(key.privateKey)) throw misuse('MESSAGE_INVALID', `${field}.privateKey`, 'is not an RSA private key');
  });
  checkedKeys.add(dkim);
}

function isRsaKey(key: unknown): boolean {
  try {
    return createPrivateKey(key as string).asymmetricKeyType === 'rsa';
  } catch {
    return false;
  }
}
