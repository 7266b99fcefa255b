import type { SendMailOptions } from 'nodemailer';

/** Who a message is from and for on the wire. Bare addresses, no display names (RFC 5321 2.3.1). */
export interface Envelope {
  /** The reverse-path; the empty string for the null reverse-path `<>`. */
  readonly from: string;
  /** At least one recipient. */
  readonly to: readonly string[];
}

/** Delivery status notifications, RFC 3461. Sent only to servers that offer DSN. */
export interface DeliveryStatus {
  /** RET: how much of the message a notification carries back. */
  readonly return?: 'full' | 'headers';
  /** ENVID: printable ASCII, at most 100 characters. */
  readonly envelopeId?: string;
  /** NOTIFY: `never` stands alone. */
  readonly notify?: 'never' | ReadonlyArray<'success' | 'failure' | 'delay'>;
}

/** What goes with any message beside its content. */
export interface Delivery {
  readonly deliveryStatus?: DeliveryStatus;
  /** RFC 8689: every hop must use verified TLS. Refused where the server does not offer REQUIRETLS. */
  readonly requireTls?: boolean;
}

/** nodemailer's mail options: people know them, and nodemailer composes them. */
export type MailMessage = SendMailOptions & Delivery;

/** A message that was composed before, with its envelope. */
export interface RawMessage extends Delivery {
  readonly envelope: Envelope;
  /** RFC 5322 octets. Line ends become CRLF on the wire; nothing else is changed. */
  readonly raw: string | Uint8Array | AsyncIterable<Uint8Array>;
  /**
   * For a `raw` that is streamed: how many octets it has, with every line end as CRLF (RFC 1870 5). Then SIZE is
   * announced, and a message beyond a limit is refused before it is read. A source that gives more or fewer is a failed
   * one (MESSAGE_SOURCE_FAILED): a file that was cut off is not sent as if it were whole.
   */
  readonly octets?: number;
  /**
   * For a `raw` that is streamed: whether octets above 127 may be in it (RFC 6152). `8bitmime` is refused before it is
   * read by a server that does not offer it, and by `7bit` nothing is asked of the server. Left out, BODY=8BITMIME is
   * announced where it is offered, and elsewhere the first such octet ends the transaction.
   */
  readonly body?: '7bit' | '8bitmime';
}

export type Message = MailMessage | RawMessage;
