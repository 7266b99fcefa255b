import { isAscii } from 'node:buffer';
import { causes } from '../causes.js';
import type { Composed } from '../compose.js';
import { MailError } from '../error.js';
import type { Policy } from '../policy.js';
import { limitOf, type Profile } from '../profile.js';
import type { Warning } from '../receipt.js';
import type { MailParameters } from './command.js';
import type { Opened } from './dialogue.js';
import type { Mail } from './transaction.js';
import { failure } from './verdict.js';

/** What decides how many recipients go out together. */
export interface Together {
  /** Recipients that the provider takes in one message; Infinity where the profile knows no limit. */
  readonly most: number;
  readonly partial: Policy['partial'];
}

/** A message as it goes to a server. */
export interface Fitted {
  readonly mail: Mail;
  /** The same message for the recipients that this transaction has no room for. */
  readonly rest?: Composed;
  readonly warnings: readonly Warning[];
}

export function together(profile: Profile, { partial }: Policy): Together {
  return { most: limitOf(profile, 'recipients-per-message') ?? Number.POSITIVE_INFINITY, partial };
}

/** What no server of this provider takes, known before dialling. */
export function refusedUnseen(message: Composed, profile: Profile, { most, partial }: Together): MailError | undefined {
  return (
    tooLarge(message, limitOf(profile, 'message-octets'), profile.name) ??
    (partial === 'refuse' ? tooMany(message, most, profile.name) : undefined)
  );
}

/** The message with the parameters that this server's offer allows and the message needs, or why it does not fit. */
export function fit(message: Composed, opened: Opened, { most, partial }: Together): Fitted | MailError {
  const { offer } = opened;
  const { delivery } = message;
  const refused =
    tooLarge(message, offer.maxSize, offer.host) ??
    (partial === 'refuse' ? tooMany(message, offer.limits.RCPTMAX ?? most, offer.host) : undefined) ??
    tooManyDomains(message, offer.limits.RCPTDOMAINMAX, offer.host);
  if (refused !== undefined) return refused;
  // RFC 6531 3.1: an internationalized message must not go to a server without the extension.
  if (message.smtpUtf8 && !offer.has('SMTPUTF8'))
    return failure('SMTPUTF8_NOT_OFFERED', 'envelope', { detail: offer.host });
  // RFC 6152 3: eight-bit octets only where they were offered.
  if (message.eightBit === true && !offer.has('8BITMIME'))
    return failure('EIGHTBITMIME_NOT_OFFERED', 'envelope', { detail: offer.host });
  // RFC 8689 4.2.1: only over verified TLS, and only where it is offered there.
  if (delivery.requireTls && !(offer.secure && offer.has('REQUIRETLS')))
    return failure('REQUIRETLS_NOT_OFFERED', 'envelope', { detail: offer.host });
  const [now, rest] = divide(message, Math.min(most, offer.limits.RCPTMAX ?? Number.POSITIVE_INFINITY));
  const { envelope, body } = now;
  const size = sizeOf(message);
  const eightBitMime = offer.has('8BITMIME');
  const parameters: MailParameters = {
    ...(offer.has('SIZE') && size !== undefined ? { size } : {}),
    ...(message.eightBit !== false && eightBitMime ? { body: '8BITMIME' as const } : {}),
    ...(message.smtpUtf8 ? { smtpUtf8: true } : {}),
    ...(delivery.requireTls ? { requireTls: true } : {}),
    // RFC 3461 4: the parameters must not be sent to a server without DSN.
    ...(delivery.deliveryStatus !== undefined && offer.has('DSN') ? { deliveryStatus: delivery.deliveryStatus } : {}),
  };
  const deliveryStatus = parameters.deliveryStatus;
  const octets = eightBitMime || message.eightBit !== 'unknown' ? body : sevenBit(body, offer.host);
  return {
    mail: { envelope, parameters, octets, ...(deliveryStatus === undefined ? {} : { deliveryStatus }) },
    ...(rest === undefined ? {} : { rest }),
    warnings: delivery.deliveryStatus === deliveryStatus ? [] : [dsnNotOffered(offer.host)],
  };
}

/** The message for as many recipients as one transaction takes, and for the others. */
function divide(message: Composed, most: number): [now: Composed, rest?: Composed] {
  const { from, to } = message.envelope;
  if (to.length <= most) return [message];
  const body = message.body instanceof Uint8Array ? message.body : readAgain(message.body);
  const part = (recipients: readonly string[]) => ({ ...message, body, envelope: { from, to: recipients } });
  return [part(to.slice(0, most)), part(to.slice(most))];
}

/** A source can be read once: what is read for one transaction is kept for the next. */
function readAgain(source: () => AsyncIterable<Uint8Array>): () => AsyncIterable<Uint8Array> {
  let kept: readonly Uint8Array[] | undefined;
  return async function* () {
    if (kept !== undefined) return yield* kept;
    const pieces: Uint8Array[] = [];
    for await (const piece of source()) {
      pieces.push(piece);
      yield piece;
    }
    kept = pieces;
  };
}

/** RFC 6152 3: under no circumstances an octet above 127 to a server that does not offer 8BITMIME. It shows on the way. */
function sevenBit(body: Composed['body'], host: string): Composed['body'] {
  if (body instanceof Uint8Array) return body;
  return async function* () {
    for await (const piece of body()) {
      if (!isAscii(piece)) throw failure('EIGHTBITMIME_NOT_OFFERED', 'data', { detail: host });
      yield piece;
    }
  };
}

function dsnNotOffered(host: string): Warning {
  return {
    code: 'DSN_NOT_OFFERED',
    field: 'deliveryStatus',
    message: `${host} does not offer DSN (RFC 3461): what deliveryStatus or dsn asks for was not passed on`,
  };
}

/** RFC 1870 6.1: refused here rather than after the octets travelled. */
function tooLarge(message: Composed, most: number | undefined, who: string): MailError | undefined {
  const size = sizeOf(message);
  if (most === undefined || size === undefined || size <= most) return undefined;
  return failure('MESSAGE_TOO_LARGE', 'envelope', { detail: `${size} octets, and ${who} takes ${most}` });
}

/** Undefined for a source of which nothing was said. */
function sizeOf({ body, octets }: Composed): number | undefined {
  return body instanceof Uint8Array ? body.length : octets;
}

/** RFC 9422 4.3: the domains of a session are counted, so that a message with more of them fits into none. */
function tooManyDomains({ envelope }: Composed, most: number | undefined, who: string): MailError | undefined {
  if (most === undefined) return undefined;
  const domains = new Set(envelope.to.map((address) => address.slice(address.lastIndexOf('@') + 1).toLowerCase()));
  return domains.size <= most ? undefined : tooManyFor(`${domains.size} domains, and ${who} takes ${most} a session`);
}

function tooMany({ envelope }: Composed, most: number, who: string): MailError | undefined {
  const { length } = envelope.to;
  return length <= most
    ? undefined
    : tooManyFor(
        `${length} recipients, and ${who} takes ${most} a message; with partial: 'refuse' they are not split, since several transactions are not all or nothing`,
      );
}

/** A server that answers 452 may take them later; a message that is too long for the limit stays so. */
function tooManyFor(detail: string): MailError {
  const means = { ...causes.TOO_MANY_RECIPIENTS, outcome: 'rejected' } as const;
  return new MailError({ code: 'TOO_MANY_RECIPIENTS', means, phase: 'envelope', detail });
}
