import type { Cause } from './cause.js';
import type { Login } from './login.js';
import type { Phase } from './trace.js';

/** Every rule says why, and where it is written. A row without a source is no rule. */
export interface Row {
  readonly because: string;
  readonly source: string;
  /** Name of the transcript that proves the row, without its ending. */
  readonly transcript?: string;
}

/** Where the provider listens. Order is preference. */
export interface EndpointRow extends Row {
  readonly host: string;
  readonly port: number;
  readonly security: 'implicit' | 'starttls';
}

/** A SASL mechanism that the provider takes. Order is preference; what is not listed is not used. */
export interface AuthRow extends Row {
  readonly mechanism: string;
  /** `never`: AUTH alone, then the response to the empty challenge. Default: with AUTH where it fits the line. */
  readonly initialResponse?: 'never';
}

export type LimitName =
  | 'connections'
  | 'messages-per-minute'
  | 'messages-per-connection'
  | 'messages-per-day'
  | 'recipients-per-message'
  | 'recipients-per-day'
  | 'message-octets'
  | 'idle-seconds'
  | 'session-seconds';

export interface LimitRow extends Row {
  readonly limit: LimitName;
  readonly value: number;
  /** For `messages-per-minute`: the window in seconds, where the provider counts in another one. Default 60. */
  readonly seconds?: number;
}

/** How a message may be transferred to this provider. */
export interface TransferRow extends Row {
  readonly form?: 'data' | 'bdat';
  readonly pipelining?: 'none' | 'group' | 'transactions';
}

/** The name for EHLO, where the provider wants a certain one. */
export interface HelloRow extends Row {
  readonly name: 'domain of the user';
}

/** A login that cannot succeed, refused before dialling. */
export interface RefusedLoginRow extends Row {
  readonly login: Login['kind'];
  readonly means: string;
}

/** What a password of this provider looks like. Others are tried all the same, with a warning. */
export interface PasswordRow extends Row {
  /** Characters that people copy along and the provider does not want. */
  readonly strip?: RegExp;
  readonly looksLike: RegExp;
  readonly means: string;
}

/** What an access token must say of itself, where it is a JWT that can be read. */
export interface TokenRow extends Row {
  /** `aud`: the service that it is for, in each of its names. */
  readonly audiences: readonly string[];
  /** `scp`: any of these lets one send. The `roles` of an app prove nothing, since a service may grant some by itself. */
  readonly scopes: readonly string[];
  /** The claims that name the account. One of them must be the user of the login. */
  readonly names: readonly string[];
  /** Account names that are no mail addresses, and so say nothing about the user of the login. */
  readonly placeholders?: RegExp;
  /** The scope to ask for, as the error tells it. */
  readonly ask: string;
}

/** State of the session that a row may ask for. */
export interface ReplyState {
  readonly tls: boolean;
  /** AUTH stands in the latest EHLO reply. */
  readonly authOffered: boolean;
  readonly authenticated: boolean;
  readonly login: Login['kind'];
  /** The SASL mechanism in use or used. */
  readonly mechanism?: string;
}

/** Reads a reply: everything that a row names must hold; the first row that holds decides. */
export interface ReplyRow extends Row {
  readonly at: Phase | readonly Phase[];
  readonly code?: number | readonly number[];
  readonly enhanced?: string | RegExp;
  /** Matched against the text of all lines. Only together with a source that recorded the text. */
  readonly text?: RegExp;
  readonly when?: Partial<Omit<ReplyState, 'mechanism'>> & { readonly mechanism?: string | RegExp };
  /** Code of the cause, of this profile or of core. */
  readonly means: string;
  /** Where the outcome differs from the cause's own. */
  readonly outcome?: 'rejected' | 'deferred';
  /** Where this reply lowers the pace otherwise than the cause does (see `Cause.slows`). */
  readonly slows?: NonNullable<Cause['slows']> | 'nothing';
  /** `next mechanism`: the account is not at fault, another mechanism may be tried on this connection. */
  readonly afterwards?: 'next mechanism';
}

/** What is known of a provider: a document of rows, read from top to bottom. */
export interface Profile {
  readonly id: string;
  readonly name: string;
  /** Domains of the addresses it gives out, lower case. */
  readonly domains: readonly string[];
  readonly endpoints: readonly EndpointRow[];
  readonly auth: readonly AuthRow[];
  readonly refusedLogins?: readonly RefusedLoginRow[];
  readonly password?: PasswordRow;
  readonly token?: TokenRow;
  readonly hello?: HelloRow;
  readonly transfer?: readonly TransferRow[];
  readonly limits: readonly LimitRow[];
  readonly replies: readonly ReplyRow[];
  readonly causes: Readonly<Record<string, Cause>>;
  /** What a person should know of this provider when a login fails; shown with the error. */
  readonly notes?: readonly string[];
  /** Further reading. */
  readonly see: ReadonlyArray<{ readonly title: string; readonly url: string }>;
}

/** The value of a limit, or undefined where the profile knows none. */
export function limitOf(profile: Profile, limit: LimitName): number | undefined {
  return profile.limits.find((row) => row.limit === limit)?.value;
}
