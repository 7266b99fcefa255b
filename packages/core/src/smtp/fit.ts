import { causes } from '../causes.js';
import type { Composed } from '../compose.js';
import { MailError } from '../error.js';
import { limitOf, type Profile } from '../profile.js';
import type { MailParameters } from './command.js';
import type { Opened } from './dialogue.js';
import type { Mail } from './transaction.js';
import { failure } from './verdict.js';

/** What no server of this provider takes, known before dialling. */
export function refusedUnseen(message: Composed, profile: Profile): MailError | undefined {
  return (
    tooLarge(message, limitOf(profile, 'message-octets'), profile.name) ??
    tooMany(message, limitOf(profile, 'recipients-per-message'), profile.name)
  );
}

/** The message with the parameters that this server's offer allows and the message needs, or why it does not fit. */
export function fit(message: Composed, opened: Opened): Mail | MailError {
  const { offer } = opened;
  const { delivery, envelope, body } = message;
  const refused =
    tooLarge(message, offer.maxSize, offer.host) ??
    tooMany(message, offer.limits.RCPTMAX, offer.host) ??
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
  const parameters: MailParameters = {
    ...(offer.has('SIZE') && body instanceof Uint8Array ? { size: body.length } : {}),
    ...(message.eightBit !== false && offer.has('8BITMIME') ? { body: '8BITMIME' as const } : {}),
    ...(message.smtpUtf8 ? { smtpUtf8: true } : {}),
    ...(delivery.requireTls ? { requireTls: true } : {}),
    // RFC 3461 4: the parameters must not be sent to a server without DSN.
    ...(delivery.deliveryStatus !== undefined && offer.has('DSN') ? { deliveryStatus: delivery.deliveryStatus } : {}),
  };
  const deliveryStatus = parameters.deliveryStatus;
  return { envelope, parameters, octets: body, ...(deliveryStatus === undefined ? {} : { deliveryStatus }) };
}

/** RFC 1870 6.1: refused here rather than after the octets travelled. */
function tooLarge({ body }: Composed, most: number | undefined, who: string): MailError | undefined {
  if (most === undefined || !(body instanceof Uint8Array) || body.length <= most) return undefined;
  return failure('MESSAGE_TOO_LARGE', 'envelope', { detail: `${body.length} octets, and ${who} takes ${most}` });
}

/** RFC 9422 4.3: the domains of a session are counted, so that a message with more of them fits into none. */
function tooManyDomains({ envelope }: Composed, most: number | undefined, who: string): MailError | undefined {
  const domains = new Set(envelope.to.map((address) => address.slice(address.lastIndexOf('@') + 1).toLowerCase()));
  return most === undefined || domains.size <= most
    ? undefined
    : tooManyFor(`${domains.size} domains, and ${who} takes ${most} a session`);
}

function tooMany({ envelope }: Composed, most: number | undefined, who: string): MailError | undefined {
  const { length } = envelope.to;
  return most === undefined || length <= most
    ? undefined
    : tooManyFor(`${length} recipients, and ${who} takes ${most} a message`);
}

/** A server that answers 452 may take them later; a message that is too long for the limit stays so. */
function tooManyFor(detail: string): MailError {
  const means = { ...causes.TOO_MANY_RECIPIENTS, outcome: 'rejected' } as const;
  return new MailError({ code: 'TOO_MANY_RECIPIENTS', means, phase: 'envelope', detail });
}
