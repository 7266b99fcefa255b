import type { Transport } from '@ehlo/core';
import type { RelayedMail, RelayObserver } from './event.js';
import type { RelayMemory, RememberedMail } from './memory.js';

/** Who may log in. */
export interface RelayUser {
  readonly name: string;
  /** As `hashPassword` gives it. The password itself is kept nowhere. */
  readonly passwordHash: string;
  /** What this user may send as, in the place of the relay's `from`. */
  readonly from?: readonly string[];
}

/** The certificate of the listener, PEM. */
export interface RelayTls {
  readonly cert: string;
  readonly key: string;
  /** TLS from the first octet (RFC 8314 3). Default false: STARTTLS is offered. */
  readonly implicit?: boolean;
  /** Default TLSv1.2 (RFC 8996). */
  readonly minVersion?: 'TLSv1.2' | 'TLSv1.3';
}

/** Milliseconds. Whoever waits for the relay's answer to a message is not timed. */
export interface RelayTimeouts {
  /** From the connection to a login; without users, to the first MAIL. Default 30 seconds. */
  readonly login: number;
  /** From then on between one step of a transaction and the next (RFC 5321 4.5.3.2.7). Default 5 minutes. */
  readonly idle: number;
  /** For the octets of a message, from 354 to the final dot. Default 10 minutes. */
  readonly message: number;
}

export interface RelayOptions {
  /**
   * Where the mail goes. Make it with `partial: 'refuse'`: SMTP has one answer for a message, and so either all of its
   * recipients are served or nobody is. The relay does not close it.
   */
  readonly transport: Transport;
  /**
   * What may stand in MAIL FROM and in the From and Sender fields: addresses, `@example.com` for every address of a
   * domain, and `<>` where the null reverse-path shall be taken too.
   */
  readonly from: readonly string[];
  /** Who may log in; `'none'`, on loopback only: every program of this machine may send, without a login. */
  readonly users: readonly RelayUser[] | 'none';
  /** An address to listen on. Default `127.0.0.1`. Beyond loopback `tls` and `users` are needed. */
  readonly host?: string;
  /** Default 2525; 0 takes a free one. */
  readonly port?: number;
  /** The name in the greeting. Default `localhost`: nothing of this machine is told. */
  readonly name?: string;
  readonly tls?: RelayTls;
  /** Octets of a message, told as SIZE (RFC 1870). Default 36,700,160. */
  readonly maxSize?: number;
  /** Recipients of a message; more get 452 (RFC 5321 4.5.3.1.10). Not above what the account allows. Default 100. */
  readonly maxRecipients?: number;
  /** Connections at a time. Default 100. */
  readonly maxConnections?: number;
  /** Connections at a time from one address, or of IPv6 from one network of 64 bits. Default 50 beyond loopback, `maxConnections` on it. */
  readonly maxConnectionsPerAddress?: number;
  readonly timeouts?: Partial<RelayTimeouts>;
  /**
   * Where it is kept which messages are under way, and which may have arrived without an answer. Default: in this
   * process. `fileMemory(path)` keeps it over restarts.
   */
  readonly memory?: RelayMemory;
  /** How long a message that may have arrived is not sent again, in milliseconds. Default 7 days. */
  readonly rememberFor?: number;
  /** How long a recipient that was refused is refused at RCPT, in milliseconds. Default 15 minutes. */
  readonly refuseFor?: number;
  /** Sees every mail, connection and login. `relayLine` makes a line of a log of it. */
  readonly observe?: RelayObserver;
}

/** A relay that is listening. */
export interface Relay extends AsyncDisposable {
  readonly host: string;
  readonly port: number;
  /** `implicit`, `starttls`, or `none`. */
  readonly tls: 'implicit' | 'starttls' | 'none';
  /** The messages that may have arrived without an answer, and so are not sent again. */
  readonly remembered: readonly RememberedMail[];
  /**
   * Lets a message go, by its Message-ID as `remembered` has it: when it comes the next time, it is sent. Gives whether
   * there was one.
   */
  forget(id: string): Promise<boolean>;
  /**
   * Takes no new connection and no new message, finishes what it took, and tells what became of each. What is not
   * finished after `timeout` milliseconds (default 30 seconds) is given up: sent it is not, or its outcome is `unknown`.
   */
  close(options?: { readonly timeout?: number }): Promise<readonly RelayedMail[]>;
}
