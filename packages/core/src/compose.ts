import { isAscii } from 'node:buffer';
import Mail, { type SendMailOptions, type SentMessageInfo } from 'nodemailer/lib/mailer';
import MimeNode from 'nodemailer/lib/mime-node';
import { type Access, checkMail, deliveryOf, headerEntries } from './compose-check.js';
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
import { hasHeader, newMessageId, octetsOf, ownCopy } from './compose-copy.js';
import { asDeclared, checkDeclared, declaredOf } from './compose-declared.js';
import { checkSigningKeys } from './compose-dkim.js';
import { agree, envelopeOf, explicitEnvelope, isBareEnvelope } from './compose-envelope.js';
import { dateField, encodedMessageId, plainFields } from './compose-fields.js';
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
