/** What a token source is asked with. */
export interface TokenRequest {
  readonly signal?: AbortSignal;
  /**
   * The token that the server has just refused, so that the same one is not given again. Where another one is given, the
   * handshake is tried with it, once.
   */
  readonly refused?: string;
}

/** An OAuth 2.0 access token, and when it ends where that is known (milliseconds since 1970). */
export interface AccessToken {
  readonly token: string;
  readonly expiresAt?: number;
}

/** Gives an access token for each handshake. The one function that a provider may be handed. */
export type TokenSource = (request: TokenRequest) => string | AccessToken | Promise<string | AccessToken>;

/** How one logs in. */
export type Login =
  | { readonly kind: 'password'; readonly user: string; readonly password: string }
  | { readonly kind: 'token'; readonly user: string; readonly source: TokenSource }
  /** SASL EXTERNAL: the TLS client certificate is the login (RFC 4422 appendix A). */
  | { readonly kind: 'external'; readonly user: string }
  | { readonly kind: 'none' };
