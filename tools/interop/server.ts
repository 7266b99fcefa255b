/**
 * A real mail server under test. Adding one is one file in servers/ that gives a MailServer, and its name in
 * servers/index.ts; the rows ask nothing but what stands here.
 */
export interface MailServer {
  /** Short, for the head of a column: `postfix-dovecot`. */
  readonly id: string;
  /** The SASL mechanisms that it offers over TLS, all of them; a row checks that this is so. */
  readonly mechanisms: readonly string[];
  /** What it does not have or cannot be set to, each with the reason. Rows that need it are not run. */
  readonly cannot: Readonly<Partial<Record<Need, string>>>;
  /**
   * Rows, as `group: name`, that the server fails by a fault of its own, each with what it does and against which
   * rule. They are run all the same, and one that does not fail any more is an error.
   */
  readonly faults?: Readonly<Record<string, string>>;
  /** Fetches what it can; says why the server cannot run on this machine and what mends it, in one line. */
  obstacle(): Promise<string | undefined>;
  /** Names and versions of its programs, as they say themselves. */
  version(): Promise<string>;
  /**
   * Starts it in a folder of its own on free loopback ports, and resolves when every endpoint answers.
   * Rejects with the end of the server's log when it does not come up.
   */
  start(): Promise<Running>;
}

/**
 * What the endpoints are for. Each offers all that the server can, and wants a login, save for what its role says.
 *
 * - `starttls`, `implicit`, `clear`: the three ways of RFC 8314 and plain TCP.
 * - `data`: STARTTLS, and the message goes by DATA; without CHUNKING where that can be set.
 * - `serial`: STARTTLS, without PIPELINING.
 * - `ascii`: STARTTLS, without SMTPUTF8.
 * - `silent`: STARTTLS, without DSN.
 * - `small`: STARTTLS, with a SIZE of `SMALL` octets.
 * - `crowded`: STARTTLS, for one connection at a time.
 */
export const roles = [
  'starttls',
  'implicit',
  'clear',
  'data',
  'serial',
  'ascii',
  'silent',
  'small',
  'crowded',
] as const;
export type Role = (typeof roles)[number];

/**
 * What a row may need: an endpoint, an extension by its EHLO keyword, or one of these.
 *
 * - `success notification`: a delivery status notification of success, delivered to a sender of the domain.
 * - `busy`, `full`, `greylisting`: an address that is answered so.
 * - `odd login`: account `odd`.
 * - `null sender`: mail from `<>`.
 * - `channel binding`: SCRAM-SHA-256-PLUS.
 * - `AUTH after TLS only`: what cannot be used yet is not offered yet.
 */
export type Need =
  | Role
  | 'PIPELINING'
  | 'CHUNKING'
  | 'SMTPUTF8'
  | '8BITMIME'
  | 'SIZE'
  | 'DSN'
  | 'success notification'
  | 'busy'
  | 'full'
  | 'greylisting'
  | 'odd login'
  | 'null sender'
  | 'AUTH after TLS only'
  | 'channel binding';

/** Octets that the endpoint `small` takes. */
export const SMALL = 100_000;

export interface Account {
  readonly user: string;
  readonly password: string;
}

export interface Running {
  readonly host: string;
  /** A server has all but the roles that it `cannot`. */
  readonly ports: Readonly<Partial<Record<Role, number>>>;
  /** PEM of the authority that signed the certificate, which is for `host`. */
  readonly ca: string;
  /**
   * The mails delivered to an address, octets as stored with CRLF line ends, once there are `count` of them.
   * Rejects with `signal.reason`.
   */
  mailbox(address: string, count: number, signal: AbortSignal): Promise<readonly Buffer[]>;
  /** Names of the header fields that the server puts before a message, lower case. */
  readonly added: ReadonlySet<string>;
  /** The end of what the server logged, for a failed row. */
  log(): string;
  /** Ends every process and removes the folder. Safe to call twice. */
  stop(): Promise<void>;
}
