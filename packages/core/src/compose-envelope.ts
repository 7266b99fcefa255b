import type MimeNode from 'nodemailer/lib/mime-node';
import { isPlainAddress } from './address.js';
import { addressesOf, wireAddress } from './compose-address.js';
import { headerEntries } from './compose-check.js';
import type { MailError } from './error.js';
import type { Envelope, MailMessage } from './message.js';
import { misuse, shown } from './misuse.js';

/**
 * Who a mail is from and for: its `envelope`, or else From, and To, Cc and Bcc, in wire form, each recipient once.
 *
 * @throws MailError ENVELOPE_INVALID that names the field.
 */
export function envelopeOf(mail: MailMessage): Envelope {
  // Read in any case: an address that does not parse must not stand in a header either.
  const from = fieldAddresses(mail, 'from');
  const to = [...fieldAddresses(mail, 'to'), ...fieldAddresses(mail, 'cc'), ...fieldAddresses(mail, 'bcc')];
  for (const name of ['sender', 'reply-to']) fieldAddresses(mail, name);
  if (mail.envelope) return explicitEnvelope(mail.envelope);
  if (from[0] === undefined) throw misuse('ENVELOPE_INVALID', 'from', 'is missing');
  if (to.length === 0) throw misuse('ENVELOPE_INVALID', 'to', 'names no recipient, nor do cc and bcc');
  return { from: from[0], to: [...new Set(to)] };
}

/**
 * An envelope that was given as such, in the form of `Envelope` or nodemailer's: `from` empty or false is the null
 * reverse-path, recipients are in `to`, `cc` and `bcc`.
 *
 * @throws MailError ENVELOPE_INVALID that names the field.
 */
export function explicitEnvelope(envelope: unknown): Envelope {
  if (typeof envelope !== 'object' || envelope === null) {
    throw misuse('ENVELOPE_INVALID', 'envelope', `is not an object but ${shown(envelope)}`);
  }
  const { from, to, cc, bcc } = envelope as Record<string, unknown>;
  if (isPlain(from) && Array.isArray(to) && to.length > 0 && to.every(isPlain) && !cc && !bcc) {
    return { from, to: [...new Set(to)] };
  }
  const recipients = [
    ...addressesOf(to, 'envelope.to'),
    ...addressesOf(cc, 'envelope.cc'),
    ...addressesOf(bcc, 'envelope.bcc'),
  ];
  if (recipients.length === 0) throw misuse('ENVELOPE_INVALID', 'envelope.to', 'names no recipient');
  return { from: reversePath(from), to: [...new Set(recipients)] };
}

/**
 * The same of a tree that nodemailer compiled: what its headers hold, so that what plugins did to them counts.
 *
 * @throws MailError ENVELOPE_INVALID that names the header.
 */
export function envelopeOfTree(node: MimeNode): Envelope {
  const { _headers, _envelope } = node as unknown as {
    _headers: readonly { readonly key: string; readonly value: unknown }[];
    _envelope: unknown;
  };
  const fields: Record<string, unknown> = {};
  for (const { key, value } of _headers) {
    const name = key.toLowerCase() === 'reply-to' ? 'replyTo' : key.toLowerCase();
    if (ADDRESS_FIELDS.includes(name)) fields[name] = name in fields ? [fields[name], value] : value;
  }
  return envelopeOf({ ...fields, ...(_envelope ? { envelope: _envelope as MailMessage['envelope'] } : {}) });
}

const ADDRESS_FIELDS = ['from', 'sender', 'replyTo', 'to', 'cc', 'bcc'];

/** Whether the addresses stand bare, so that every parser reads them the same. */
export function isBareEnvelope(envelope: unknown): boolean {
  const { from, to, cc, bcc } = envelope as Record<string, unknown>;
  if (cc || bcc || (from && !isBare(from))) return false;
  return Array.isArray(to) ? to.every(isBare) : isBare(to);
}

/**
 * Two parsers, ours and nodemailer's, have to read the same sender and recipients: mail went to strangers where they
 * did not (CVE-2025-13033).
 *
 * @throws MailError ENVELOPE_INVALID
 */
export function agree(ours: Envelope, theirs: { readonly from: string | false; readonly to: readonly string[] }): void {
  const from = theirs.from === false ? '' : theirs.from;
  if (from !== ours.from && wire(from, 'from') !== ours.from) throw disagreement('from', from);
  if (theirs.to.length === ours.to.length && theirs.to.every((address, i) => address === ours.to[i])) return;
  // Recipients that stand in custom headers come in another order.
  const to = new Set(theirs.to.map((address) => wire(address, 'to')));
  for (const address of ours.to) if (!to.delete(address)) throw disagreement('to', address);
  for (const address of to) throw disagreement('to', address);
}

function wire(address: string, field: string): string {
  if (address === '') return '';
  try {
    return wireAddress(address, field);
  } catch {
    throw disagreement(field, address);
  }
}

function disagreement(field: string, address: string): MailError {
  return misuse('ENVELOPE_INVALID', field, `can be read as more than one address: ${shown(address)}`);
}

function isPlain(address: unknown): address is string {
  return typeof address === 'string' && isPlainAddress(address);
}

function isBare(address: unknown): boolean {
  if (isPlain(address)) return true;
  return typeof address === 'string' && /^[^\s"(),:;<>@[\\\]]+@[^\s"(),:;<>@[\\\]]+$/.test(address);
}

function reversePath(from: unknown): string {
  // Only the explicit forms: an envelope whose `from` was forgotten must not become a bounce.
  if (from === '' || from === false) return '';
  const [address, second] = addressesOf(from, 'envelope.from');
  if (address === undefined) throw misuse('ENVELOPE_INVALID', 'envelope.from', 'is missing');
  if (second !== undefined) throw misuse('ENVELOPE_INVALID', 'envelope.from', 'names more than one sender');
  return address;
}

/** The addresses of a header: of the mail's own field, else of the custom headers of that name, as nodemailer takes them. */
function fieldAddresses(mail: MailMessage, name: string): readonly string[] {
  const field = name === 'reply-to' ? 'replyTo' : name;
  const own = mail[field as 'to'];
  if (!mail.headers) return own ? addressesOf(own, field) : NONE;
  // A custom header is written where the field is empty, and is read even where it is not.
  const custom = customAddresses(mail, name);
  return own ? addressesOf(own, field) : custom;
}

const NONE: readonly string[] = [];

function customAddresses(mail: MailMessage, name: string): string[] {
  const found: string[] = [];
  for (const entry of headerEntries(mail.headers, 'headers')) {
    if (entry.name.toLowerCase() === name)
      for (const address of addressesOf(entry.value, entry.at)) found.push(address);
  }
  return found;
}
