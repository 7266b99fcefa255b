import type { Composed } from '../compose.js';
import { addressesOf } from '../compose-address.js';
import type { MailError } from '../error.js';
import type { Envelope } from '../message.js';
import { misuse, shown } from '../misuse.js';
import type { Warning } from '../receipt.js';
import { canonical } from '../smtp/body.js';
import { failure } from '../smtp/verdict.js';
import type { HttpMail } from './api.js';
import { type Field, fieldsOf, headerOf } from './fields.js';

/** A message as an API without an envelope takes it, and what of the envelope it cannot have. */
export interface Addressed {
  readonly mail: HttpMail;
  readonly warnings: readonly Warning[];
}

/**
 * All octets of a message. Throws a MailError, MESSAGE_TOO_LARGE beyond `most` and MESSAGE_SOURCE_FAILED for content
 * that cannot be read.
 */
export async function octetsOf({ body }: Composed, most: number, who: string): Promise<Uint8Array> {
  if (body instanceof Uint8Array) {
    refuseLarge(body.length, most, who);
    return canonical(body);
  }
  const pieces: Uint8Array[] = [];
  let octets = 0;
  for await (const piece of readable(body())) {
    octets += piece.length;
    refuseLarge(octets, most, who);
    pieces.push(piece);
  }
  return canonical(Buffer.concat(pieces));
}

function refuseLarge(octets: number, most: number, who: string): void {
  if (octets <= most) return;
  throw failure('MESSAGE_TOO_LARGE', 'envelope', { detail: `${octets} octets or more, and ${who} takes ${most}` });
}

async function* readable(source: AsyncIterable<Uint8Array>): AsyncIterable<Uint8Array> {
  try {
    yield* source;
  } catch (error) {
    const detail = error instanceof Error ? error.message : String(error);
    throw failure('MESSAGE_SOURCE_FAILED', 'data', { cause: error, detail });
  }
}

/**
 * The headers are all the envelope that such an API has. So whoever is in the envelope and not in To or Cc gets into one
 * Bcc field, which the service takes out; and a header that names somebody who is not in the envelope is refused, since
 * the mail would go there.
 *
 * @throws MailError ENVELOPE_INVALID that names the field.
 */
export function addressed({ envelope }: Pick<Composed, 'envelope'>, octets: Uint8Array, who: string): Addressed {
  const fields = fieldsOf(octets);
  const visible = [...recipientsIn(fields, 'to', envelope), ...recipientsIn(fields, 'cc', envelope)];
  recipientsIn(fields, 'bcc', envelope);
  const hidden = envelope.to.filter((address) => !visible.includes(address));
  return {
    mail: { envelope, octets: withBcc(octets, fields, hidden) },
    warnings: senderIn(fields) === envelope.from ? [] : [senderIgnored(envelope, who)],
  };
}

/** Why a message cannot go over an API at all. */
export function unfitFor(
  { delivery, envelope }: Composed,
  most: number | undefined,
  who: string,
): MailError | undefined {
  // RFC 8689 4.2.1: the wish is for an SMTP server that offers REQUIRETLS, and there is none to ask.
  if (delivery.requireTls) return failure('REQUIRETLS_NOT_OFFERED', 'envelope', { detail: who });
  if (most === undefined || envelope.to.length <= most) return undefined;
  const detail = `${envelope.to.length} recipients, and ${who} takes ${most} a message`;
  return failure('TOO_MANY_RECIPIENTS', 'envelope', { detail });
}

export function warningsOf({ delivery }: Composed, who: string): readonly Warning[] {
  if (delivery.deliveryStatus === undefined) return [];
  const message = `${who} knows no DSN (RFC 3461): what deliveryStatus or dsn asks for was not passed on`;
  return [{ code: 'DSN_NOT_OFFERED', field: 'deliveryStatus', message }];
}

function recipientsIn(fields: readonly Field[], name: string, { to }: Envelope): string[] {
  const found = fields.filter((field) => field.name === name).flatMap((field) => addressesOf(field.value, name));
  const stranger = found.find((address) => !to.includes(address));
  if (stranger === undefined) return found;
  const detail = `lacks ${shown(stranger)}, whom the header ${name} names: an HTTP API sends to whom the headers name`;
  throw misuse('ENVELOPE_INVALID', 'envelope', detail);
}

function senderIn(fields: readonly Field[]): string | undefined {
  const from = fields.find((field) => field.name === 'from');
  return from === undefined ? undefined : addressesOf(from.value, 'from')[0];
}

function senderIgnored({ from }: Envelope, who: string): Warning {
  const message = `${who} has no envelope: the reverse-path ${shown(from)} was not passed on, and bounces go to the sender that the headers name`;
  return { code: 'ENVELOPE_FROM_IGNORED', field: 'envelope.from', message };
}

function withBcc(octets: Uint8Array, fields: readonly Field[], hidden: readonly string[]): Uint8Array {
  const kept = fields.filter((field) => field.name !== 'bcc');
  if (hidden.length === 0 && kept.length === fields.length) return octets;
  const field = hidden.length === 0 ? '' : `Bcc: ${hidden.join(',\r\n ')}\r\n`;
  const body = octets.subarray(headerOf(octets).length);
  return Buffer.concat([Buffer.from(field), ...kept.map((each) => each.octets), body]);
}
