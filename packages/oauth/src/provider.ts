import type { Row } from '@ehlo/core';
import type { ErrorRow } from './error-rows.js';

/** The road that mail takes: the submission server, or an HTTP API of the provider. */
export type Road = 'smtp' | 'graph' | 'gmail-api';

/** What a token may be used for. `app` is asked by a client that acts for itself, without a person. */
export interface ScopeRow extends Row {
  readonly road: Road;
  /** Parted by blanks, as it is sent (RFC 6749 3.3). Always of one service. */
  readonly delegated?: string;
  readonly app?: string;
}

/** An authorization server, as data. `microsoft()`, `google()`, `yahoo()` and `openid()` give one. */
export interface Provider extends Row {
  readonly id: string;
  readonly name: string;
  /** `iss` of its ID tokens (OpenID Connect Core 2). `{tid}` stands for the tenant that the token names. */
  readonly issuer: string;
  /** Absent: they are asked of the issuer (OpenID Connect Discovery 1.0). Requests go nowhere else. */
  readonly endpoints?: {
    readonly authorization: string;
    readonly token: string;
    readonly deviceAuthorization?: string;
  };
  readonly scopes: readonly ScopeRow[];
  /** Asked for beside the mail scope, so that a refresh token comes, and a name of who signed in. */
  readonly identityScope: string;
  /** A renewal names its scope: one refresh token serves several services, each with a token of its own. */
  readonly scopeOnRefresh: boolean;
  /** How a client secret travels (RFC 6749 2.3.1). */
  readonly secretIn: 'body' | 'header';
  /** The loopback host of the redirect URI, as the provider wants it registered; any port (RFC 8252 7.3). */
  readonly loopback: 'localhost' | '127.0.0.1';
  /** Parameters of the authorization request beside those of the RFC. */
  readonly authorizationParameters: Readonly<Record<string, string>>;
  /** Why there is no device code for mail, where there is none. */
  readonly noDeviceCode?: string;
  /** Why an app cannot act for itself here, where it cannot: continues a sentence about the provider. */
  readonly noClientCredentials?: string;
  readonly errors: readonly ErrorRow[];
}
