/**
 * A real mail server under test. Adding one is one file in servers/ that gives a MailServer, and its name in
 * servers/index.ts; the rows ask nothing but what stands here.
 */
export interface MailServer {
  /** Short, for the head of a column: `postfix-dovecot`. */
  readonly id: string;
  /** The SASL mechanisms that it offers over TLS, all of them; a row checks that this is so. */
  readonly mechanisms: readonly string[];
  /** Why it cannot run on this machine and what mends it, in one line; undefined when it can. */
  obstacle(): string | undefined;
  /** Names and versions of its programs, as they say themselves. */
  version(): Promise<string>;
  /**
   * Starts it in a folder of its own on free loopback ports, and resolves when every endpoint answers.
   * Rejects with the end of the server's log when it does not come up.
   */
  start(): Promise<Running>;
}

/**
 * What the endpoints are for. Each offers PIPELINING, 8BITMIME, SMTPUTF8 and CHUNKING, and wants a login,
 * save for what its role says.
 *
 * - `starttls`, `implicit`, `clear`: the three ways of RFC 8314 and plain TCP.
 * - `data`: STARTTLS, without CHUNKING.
 * - `ascii`: STARTTLS, without SMTPUTF8.
 * - `small`: STARTTLS, with a SIZE of `SMALL` octets.
 */
export const roles = ['starttls', 'implicit', 'clear', 'data', 'ascii', 'small'] as const;
export type Role = (typeof roles)[number];

/** Octets that the endpoint `small` takes. */
export const SMALL = 100_000;

export interface Account {
  readonly user: string;
  readonly password: string;
}

export interface Running {
  readonly host: string;
  readonly ports: Readonly<Record<Role, number>>;
  /** PEM of the authority that signed the certificate, which is for `host`. */
  readonly ca: string;
  /** `plain` has nothing special; `odd` a user name with `=` and `,`, and a password beyond ASCII. */
  readonly accounts: { readonly plain: Account; readonly odd: Account };
  /** OAuth 2.0 access tokens for the account `plain`: one in force, one that ended, and one of another user. */
  readonly tokens: { readonly valid: string; readonly expired: string; readonly foreign: string };
  /** The domain it takes mail for: any local part that begins with `box-`. Other local parts are unknown, 5.1.1. */
  readonly domain: string;
  /** An address that it answers with a 450 (RFC 5321 4.2.1: not now). */
  readonly busy: string;
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
