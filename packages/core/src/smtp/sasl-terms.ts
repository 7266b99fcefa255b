/** What a person logs in with. Which of them a mechanism needs it says itself. */
export interface Credentials {
  /** The authentication identity. */
  readonly user: string;
  readonly password?: string;
  /** An OAuth 2.0 access token, bare. */
  readonly token?: string;
  /** Whom to act for, where it is not `user`. Few servers know it. */
  readonly authorizationId?: string;
  /**
   * SASLprep (RFC 4013), which takes what is not ASCII to one of its forms. Handed in where user or password needs it,
   * since its tables take longer to load than the mechanisms.
   */
  readonly prepare?: (text: string) => string;
}

/** What a mechanism may know of the connection. */
export interface Channel {
  readonly host: string;
  readonly port: number;
  /** True over TLS. */
  readonly secure: boolean;
  /** Random printable ASCII without commas, new for each login. Handed in, so that mechanisms are pure. */
  readonly nonce: string;
  /** The mechanisms that the server offers, upper case. */
  readonly offered: readonly string[];
  /** The channel bindings that this connection has (RFC 9266, RFC 5929 4). */
  readonly binding?: { readonly 'tls-exporter'?: Uint8Array; readonly 'tls-server-end-point'?: Uint8Array };
}

/**
 * The answers of one login, as raw octets; base64 is the work of the dialogue. The first is the
 * initial response, or undefined where the server speaks first. Each `next(challenge)` gives the
 * answer to that challenge. A SaslError before the first answer is about the credentials, a later
 * one about the server.
 */
export type Answers = Generator<Uint8Array | undefined, void, Uint8Array>;

/** A SASL mechanism (RFC 4422), the client's half. */
export interface Mechanism {
  /** As registered, upper case. */
  readonly name: string;
  readonly needs: 'password' | 'token' | 'certificate';
  /** The secret itself travels, so that the channel has to keep it. */
  readonly clear: boolean;
  /** The server proves that it knows the password. A success before it did so is none (RFC 5802 3). */
  readonly mutual: boolean;
  answers(credentials: Credentials, channel: Channel): Answers;
}

/** The mechanism cannot go on: its credentials have no place in it, or the server broke it. Names no secret. */
export class SaslError extends Error {
  override readonly name = 'SaslError';
}

export const EMPTY = new Uint8Array();

export const octets = (text: string): Uint8Array => new TextEncoder().encode(text);

/** The secret that a mechanism needs. */
export function secretOf(credentials: Credentials, kind: 'password' | 'token'): string {
  const secret = credentials[kind];
  if (secret === undefined || secret === '') throw new SaslError(`there is no ${kind}`);
  return secret;
}

/** A name in a GS2 header or a SCRAM message: a comma and an equals sign are written out (RFC 5801 4, RFC 5802 5.1). */
export function saslName(name: string): string {
  return name.replaceAll('=', '=3D').replaceAll(',', '=2C');
}
