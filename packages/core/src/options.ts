import type { SendMailOptions } from 'nodemailer';
import type { TokenSource } from './login.js';
import type { Policy, Security, Timeouts } from './policy.js';
import type { Watcher } from './trace.js';

/** Certificates are always verified. What is not signed by a public authority is trusted by `ca`. */
export interface TlsOptions {
  /** PEM of the authorities to trust in place of the public ones, for private and test servers. */
  readonly ca?: string | readonly string[];
  /** PEM of a client certificate and its key, for SASL EXTERNAL or servers that ask for one. */
  readonly cert?: string;
  readonly key?: string;
  readonly passphrase?: string;
  /** The name to ask for (SNI) and to verify, where it is not the host. */
  readonly servername?: string;
  /** Default TLSv1.2 (RFC 8314 4.1, RFC 8996). */
  readonly minVersion?: 'TLSv1.2' | 'TLSv1.3';
}

/** A pino-shaped logger: object first, then the message. */
export interface Logger {
  debug(object: object, message?: string): void;
  info(object: object, message?: string): void;
  warn(object: object, message?: string): void;
  error(object: object, message?: string): void;
}

/** What every adapter takes. Each adapter adds its own and has its own defaults for host and port. */
export interface AccountOptions {
  /** Login name, most often the mail address. */
  readonly user?: string;
  readonly password?: string;
  /** Gives an OAuth 2.0 access token for each handshake. Excludes `password`. */
  readonly auth?: TokenSource;
  /** `external`: the client certificate of `tls` is the login. */
  readonly login?: 'external';
  /** In place of the provider's own host: a test server, a gateway. A name, no scheme, no port. */
  readonly host?: string;
  /** 1 to 65535. */
  readonly port?: number;
  readonly security?: Security;
  readonly tls?: TlsOptions;
  /** The name for EHLO: a fully qualified domain name or an address literal. Default: this host's, else the literal of the local address. */
  readonly helloName?: string;
  /** Milliseconds. */
  readonly timeouts?: Partial<Timeouts>;
  readonly partial?: Policy['partial'];
  readonly pipelining?: Policy['pipelining'];
  readonly transfer?: Policy['transfer'];
  /** Only these SASL mechanisms, in this order. */
  readonly mechanisms?: readonly string[];
  /** Connections at most; never more than the provider allows. Default 5, or the provider's limit. */
  readonly connections?: number;
  /** Fetch attachments that are named by URL (`href`). Default false: a message must not make this host dial others. */
  readonly allowUrlAttachments?: boolean;
  /** Read attachments that are named by file path. Default true; turn it off where messages come from strangers. */
  readonly allowFileAttachments?: boolean;
  /** nodemailer's DKIM options, for every message. */
  readonly dkim?: SendMailOptions['dkim'];
  readonly logger?: Logger;
  /** Sees what happens on all connections, and how far the messages have come (see `Progress`). */
  readonly observe?: Watcher;
}
