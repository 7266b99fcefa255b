/**
 * How the channel is made, in one word. `auto` follows the profile, then the port (465 implicit,
 * any other STARTTLS, required). `none-on-loopback` sends in clear, and only to this machine.
 */
export type Security = 'auto' | 'implicit' | 'starttls' | 'none-on-loopback';

/** Milliseconds that each part may last. RFC 5321 4.5.3.2 gives the upper values. */
export interface Timeouts {
  /** TCP, all addresses together. */
  readonly connect: number;
  /** Until the 220 greeting. */
  readonly greeting: number;
  /** EHLO, HELO, RSET, NOOP, QUIT. */
  readonly hello: number;
  /** The TLS handshake. */
  readonly tls: number;
  /** Each step of AUTH. */
  readonly auth: number;
  /** MAIL, RCPT, and the 354 to DATA. */
  readonly envelope: number;
  /** Each block of a message that the socket takes. */
  readonly data: number;
  /** From the end of the message to its reply. Too short a value makes `unknown` of mails that were taken. */
  readonly sent: number;
}

/** What the user permits. */
export interface Policy {
  readonly security: Security;
  readonly minTls: 'TLSv1.2' | 'TLSv1.3';
  /** Only these SASL mechanisms, in this order. */
  readonly mechanisms?: readonly string[];
  readonly timeouts: Timeouts;
  /** A partly refused list of recipients: send to the others, or to nobody. */
  readonly partial: 'send' | 'refuse';
  /**
   * `group`: commands in groups where the server offers PIPELINING (RFC 2920). `transactions`: a window
   * of whole transactions over BDAT, for servers that document it. `none`: one command at a time.
   */
  readonly pipelining: 'none' | 'group' | 'transactions';
  /** How a message is transferred: `auto` takes DATA where a profile says so, else BDAT for servers with CHUNKING. */
  readonly transfer: 'auto' | 'data' | 'bdat';
}
