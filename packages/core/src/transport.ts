import type { Capabilities } from './capabilities.js';
import type { MailError } from './error.js';
import type { Message } from './message.js';
import type { Receipt, Warning } from './receipt.js';
import type { Observer, Trace, Watcher } from './trace.js';

export interface CallOptions {
  /** Before the end of a message left, an abort throws `signal.reason`; after it, the receipt says `unknown`. */
  readonly signal?: AbortSignal;
  /** Sees the events of this call as they happen. */
  readonly observe?: Observer;
}

export interface ManyOptions extends Omit<CallOptions, 'observe'> {
  /** Sees the events of this call as they happen, and how far it has come (see `Progress`). */
  readonly observe?: Watcher;
}

export interface CheckOptions extends CallOptions {
  /**
   * A sender to try after the login, with or without a display name: MAIL FROM, then RSET (RFC 5321 4.1.1.2, 4.1.1.5), so
   * that nothing is sent. Some services look at the sender only when the message is there,
   * and take anybody here. Transports that know no such step leave it out, and their report has no `sender`.
   *
   * @throws MailError ENVELOPE_INVALID where it is not one address.
   */
  readonly from?: string;
}

/** What a handshake without a message showed. */
export interface CheckReport {
  readonly ok: boolean;
  /** Where the handshake ended: host, port and how TLS came up. */
  readonly endpoint?: { readonly host: string; readonly port: number; readonly tls: 'implicit' | 'starttls' | 'none' };
  /** Offered in clear; undefined with implicit TLS. */
  readonly before?: Capabilities;
  /** Offered over TLS. */
  readonly after?: Capabilities;
  /** The mechanism that logged in; undefined without a login. */
  readonly mechanism?: string;
  /** The address that the server took as a sender, where one was tried. */
  readonly sender?: string;
  readonly error?: MailError;
  readonly warnings: readonly Warning[];
  readonly trace: Trace;
}

/** Sends messages. Every adapter gives one; pools, queues and test doubles are transports too. */
export interface Transport extends AsyncDisposable {
  readonly id: string;
  /** What was noticed in the settings. */
  readonly warnings: readonly Warning[];
  /**
   * Resolves with a receipt for whatever the world does. Throws for misuse (a MailError that names
   * the field) and for an abort before the end of the message left.
   */
  send(message: Message, options?: CallOptions): Promise<Receipt>;
  /**
   * Sends several, in order of completion, as fast as the limits allow. Each receipt tells its index. What has the same
   * content as the message before it is not composed again, so that one text to many costs little more than their
   * headers; Buffers among the content must not change meanwhile.
   */
  sendMany(
    messages: Iterable<Message> | AsyncIterable<Message>,
    options?: ManyOptions,
  ): AsyncIterable<Receipt & { readonly index: number }>;
  /** The handshake with login and without a message. */
  check(options?: CheckOptions): Promise<CheckReport>;
  /** Takes no new message, finishes those it has, says QUIT. */
  close(): Promise<void>;
}
