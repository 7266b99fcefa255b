import type { Readable } from 'node:stream';
import type { Delivery, DeliveryStatus, MailMessage, Message } from './message.js';
import { hasControl, misuse, shown } from './misuse.js';

/** What a message may have this host read. */
export interface Access {
  /** Fetch content that is named by URL. Default false: a message must not make this host dial others. */
  readonly allowUrlAttachments?: boolean;
  /** Read content that is named by file path. Default true. */
  readonly allowFileAttachments?: boolean;
}

/**
 * Refuses what no mail may hold, in the fields as the caller wrote them: nodemailer would strip or encode much of it,
 * and a mail that says something else than was asked is worse than an error. Addresses are read in compose-address.ts.
 *
 * @throws MailError MESSAGE_INVALID that names the field.
 */
export function checkMail(mail: MailMessage, access: Access): void {
  if (mail.auth) throw misuse('MESSAGE_INVALID', 'auth', 'cannot be set for one message: log in with the transport');
  for (const field of PLAIN_FIELDS) if (mail[field]) checkText(mail[field], field);
  for (const field of HEADER_FIELDS) if (mail[field]) checkHeaderValue(mail[field], field);
  if (mail.messageId && typeof mail.messageId !== 'string') throw unusable(mail.messageId, 'messageId');
  if (mail.newline) checkNewline(mail.newline);
  if (mail.headers) checkHeaders(mail.headers, 'headers');
  if (mail.list) checkList(mail.list);
  if (mail.otp) for (const field of ['code', 'origin'] as const) checkText(mail.otp[field], `otp.${field}`);
  for (const field of BODY_FIELDS) if (mail[field]) checkContent(mail[field], field, access);
  for (const field of ['alternatives', 'attachments'] as const) {
    const parts = [mail[field] ?? []].flat();
    for (const [i, part] of parts.entries()) checkPart(part, `${field}[${i}]`, access);
  }
  if (mail.raw) checkRaw(mail.raw, access);
  if (mail.dkim) checkDkim(mail.dkim);
}

/** The fields of delivery, nodemailer's own spelling (`dsn`, `requireTLSExtensionEnabled`) included. */
export function deliveryOf(message: Message): Delivery {
  const mail = message as MailMessage;
  const deliveryStatus = message.deliveryStatus ?? (mail.dsn && fromNodemailerDsn(mail.dsn));
  if (deliveryStatus !== undefined) checkDeliveryStatus(deliveryStatus);
  const requireTls = message.requireTls ?? mail.requireTLSExtensionEnabled;
  return { ...(deliveryStatus && { deliveryStatus }), ...(requireTls && { requireTls: true }) };
}

// What nodemailer writes into headers as text, or decides by.
const PLAIN_FIELDS = ['xMailer', 'priority', 'encoding', 'textEncoding', 'boundaryPrefix', 'baseBoundary'] as const;
const HEADER_FIELDS = ['subject', 'messageId', 'inReplyTo', 'references', 'date'] as const;
const BODY_FIELDS = ['text', 'html', 'watchHtml', 'amp', 'icalEvent'] as const;
const PART_FIELDS = [
  'filename',
  'cid',
  'contentType',
  'contentDisposition',
  'contentTransferEncoding',
  'encoding',
  'method',
] as const;
const NEWLINES = ['win', 'windows', 'dos', '\r\n', 'linux', 'unix', '\n'];
// RFC 5322 3.6.8: printable ASCII without the colon.
const FIELD_NAME = /^[!-9;-~]+$/;
// nodemailer gives back nothing at all for a longer one.
const DATA_URL_LENGTH = 52_428_800;

function unusable(value: unknown, field: string) {
  return misuse('MESSAGE_INVALID', field, `has a value that cannot be used: ${shown(value)}`);
}

function checkText(value: unknown, field: string): void {
  if (typeof value === 'number' || typeof value === 'boolean') return;
  if (typeof value !== 'string') throw unusable(value, field);
  if (hasControl(value)) throw misuse('MESSAGE_INVALID', field, `holds a control character: ${shown(value)}`);
}

/** What goes to a header: text, a date, `{ value, prepared }`, or a list of these; addresses are read elsewhere. */
function checkHeaderValue(value: unknown, field: string): void {
  if (!Array.isArray(value)) checkOneValue(value, field);
  else for (const [i, entry] of value.entries()) checkOneValue(entry, `${field}[${i}]`);
}

function checkOneValue(value: unknown, field: string): void {
  if (value === undefined || value === null) return;
  if (value instanceof Date) {
    if (Number.isNaN(value.getTime())) throw misuse('MESSAGE_INVALID', field, 'is not a valid date');
  } else if (typeof value === 'object' && 'value' in value) {
    if (value.value !== undefined && value.value !== null) checkText(value.value, `${field}.value`);
  } else {
    checkText(value, field);
  }
}

const ADDRESS_HEADERS = ['from', 'sender', 'reply-to', 'to', 'cc', 'bcc'];

function checkHeaders(headers: unknown, field: string): void {
  for (const { name, value, at } of headerEntries(headers, field)) {
    if (!FIELD_NAME.test(name)) throw misuse('MESSAGE_INVALID', at, `is not a header name: ${shown(name)}`);
    // Reading them as addresses checks them too.
    if (!ADDRESS_HEADERS.includes(name.toLowerCase())) checkHeaderValue(value, at);
  }
}

/** nodemailer's three forms of custom headers: an object by name, `{ key, value }`, and a list of the latter. */
export function* headerEntries(
  headers: unknown,
  field: string,
): Generator<{ readonly name: string; readonly value: unknown; readonly at: string }> {
  if (typeof headers !== 'object' || headers === null) throw unusable(headers, field);
  if (Array.isArray(headers)) {
    for (const [i, entry] of headers.entries()) {
      if (typeof entry?.key !== 'string') throw unusable(entry, `${field}[${i}]`);
      yield { name: entry.key, value: entry.value, at: `${field}[${i}]` };
    }
  } else if ('key' in headers && 'value' in headers && headers.key && headers.value) {
    if (typeof headers.key !== 'string') throw unusable(headers.key, `${field}.key`);
    yield { name: headers.key, value: headers.value, at: field };
  } else {
    for (const [name, value] of Object.entries(headers)) {
      yield { name, value, at: `${field}.${hasControl(name) ? shown(name) : name}` };
    }
  }
}

function checkList(list: object): void {
  for (const [name, value] of Object.entries(list)) {
    const field = `list.${hasControl(name) ? shown(name) : name}`;
    if (!FIELD_NAME.test(name)) throw misuse('MESSAGE_INVALID', field, `is not a header name: ${shown(name)}`);
    for (const entry of [value].flat(2)) {
      if (!entry) continue;
      if (typeof entry === 'string') {
        checkText(entry, field);
        continue;
      }
      checkText(entry.url, `${field}.url`);
      if (entry.comment !== undefined) checkText(entry.comment, `${field}.comment`);
    }
  }
}

function checkNewline(newline: unknown): void {
  if (!NEWLINES.includes(String(newline).toLowerCase())) throw unusable(newline, 'newline');
}

function checkRaw(raw: unknown, access: Access): void {
  if (isData(raw) || (typeof raw === 'object' && raw !== null && Symbol.asyncIterator in raw)) return;
  if (typeof raw !== 'object' || raw === null) throw unusable(raw, 'raw');
  checkDescriptor(raw as Record<string, unknown>, 'raw', access);
}

/** A body: the content itself, or an object that names it. */
function checkContent(value: unknown, field: string, access: Access): void {
  if (isData(value)) return;
  const { content, raw, path, href } = Object(value) as Record<string, unknown>;
  if (content !== '' && !content && !raw && !path && !href) throw unusable(value, field);
  checkPart(value, field, access);
}

function checkPart(part: unknown, field: string, access: Access): void {
  if (typeof part !== 'object' || part === null || isData(part)) throw unusable(part, field);
  const entry = part as Record<string, unknown>;
  for (const name of PART_FIELDS) if (entry[name]) checkText(entry[name], `${field}.${name}`);
  if (entry.cid && typeof entry.cid !== 'string') throw unusable(entry.cid, `${field}.cid`);
  if (entry.headers) checkHeaders(entry.headers, `${field}.headers`);
  for (const name of ['path', 'href'] as const) {
    if (entry[name]) checkSource(entry[name], name, `${field}.${name}`, access);
  }
  for (const name of ['content', 'raw'] as const) {
    const content = entry[name];
    if (!content || isData(content)) continue;
    // A descriptor in the place of the content, `{ content: { path } }`: nodemailer reads it as a path or a URL only.
    if (typeof content !== 'object') throw unusable(content, `${field}.${name}`);
    checkDescriptor(content as Record<string, unknown>, `${field}.${name}`, access);
  }
}

function checkDescriptor(content: Record<string, unknown>, field: string, access: Access): void {
  if (content.href) checkSource(content.href, 'href', `${field}.href`, access);
  else if (content.path) checkSource(content.path, 'path', `${field}.path`, access);
  else throw misuse('MESSAGE_INVALID', field, 'is neither a string, bytes, a stream, { path } nor { href }');
}

function checkSource(source: unknown, kind: 'path' | 'href', field: string, access: Access): void {
  if (typeof source !== 'string') throw unusable(source, field);
  if (source.startsWith('data:')) {
    const comma = source.indexOf(',');
    if (comma < 0) throw misuse('MESSAGE_INVALID', field, 'is a data: URL without content');
    if (source.length > DATA_URL_LENGTH) throw misuse('MESSAGE_INVALID', field, 'is a data: URL of over 50 MB');
    checkText(source.slice(0, comma), field);
    return;
  }
  checkText(source, field);
  if (kind === 'href' || /^https?:\/\//i.test(source)) {
    if (access.allowUrlAttachments !== true) {
      throw misuse('MESSAGE_INVALID', field, 'names its content by URL, which allowUrlAttachments has not permitted');
    }
  } else if (access.allowFileAttachments === false) {
    throw misuse('MESSAGE_INVALID', field, 'names its content by file path, which is not permitted here');
  }
}

function isData(value: unknown): value is string | Uint8Array | Readable {
  return typeof value === 'string' || value instanceof Uint8Array || isStream(value);
}

export function isStream(value: unknown): value is Readable {
  return typeof value === 'object' && value !== null && 'pipe' in value && typeof value.pipe === 'function';
}

function checkDkim(dkim: object): void {
  for (const options of [dkim, ...[('keys' in dkim && dkim.keys) || []].flat()]) {
    for (const [name, value] of Object.entries(options)) {
      if (name !== 'privateKey' && typeof value === 'string') checkText(value, `dkim.${name}`);
    }
  }
}

const NOTIFY = ['success', 'failure', 'delay'];
const DELIVERY_STATUS = ['return', 'envelopeId', 'notify'];

function xtextLength(text: string): number {
  return text.length + 2 * (text.match(/[ +=]/g)?.length ?? 0);
}

function checkDeliveryStatus(status: DeliveryStatus): void {
  if (typeof status !== 'object' || status === null) throw unusable(status, 'deliveryStatus');
  const stranger = Object.keys(status).find((name) => !DELIVERY_STATUS.includes(name));
  if (stranger !== undefined) {
    throw misuse('MESSAGE_INVALID', 'deliveryStatus', `has ${DELIVERY_STATUS.join(', ')}, and no ${shown(stranger)}`);
  }
  const { envelopeId, notify } = status;
  if (status.return !== undefined && status.return !== 'full' && status.return !== 'headers') {
    throw unusable(status.return, 'deliveryStatus.return');
  }
  // RFC 3461 4.4: printable ASCII, at most 100 characters as xtext, where each blank, `+` and `=` takes three.
  if (
    envelopeId !== undefined &&
    (typeof envelopeId !== 'string' || !/^[ -~]+$/.test(envelopeId) || xtextLength(envelopeId) > 100)
  ) {
    throw unusable(envelopeId, 'deliveryStatus.envelopeId');
  }
  if (notify === undefined || notify === 'never') return;
  const words = Array.isArray(notify) ? notify : [];
  if (words.length === 0 || !words.every((word) => NOTIFY.includes(word))) {
    throw unusable(notify, 'deliveryStatus.notify');
  }
}

/** nodemailer's `dsn`, whose fields have two names each. */
function fromNodemailerDsn(dsn: NonNullable<MailMessage['dsn']>): DeliveryStatus {
  if (dsn.recipient || dsn.orcpt)
    throw misuse('MESSAGE_INVALID', 'dsn.recipient', 'is not supported: ORCPT is not sent');
  const back = (dsn.ret ?? dsn.return)?.toLowerCase();
  const envelopeId = dsn.envid ?? dsn.id;
  const notify = [dsn.notify ?? []].flat().flatMap((words) => words.toLowerCase().split(','));
  return {
    ...(back && { return: (back === 'hdrs' ? 'headers' : back) as DeliveryStatus['return'] }),
    ...(envelopeId && { envelopeId }),
    ...(notify.length > 0 && {
      notify: (notify.length === 1 && notify[0] === 'never' ? 'never' : notify) as DeliveryStatus['notify'],
    }),
  };
}
