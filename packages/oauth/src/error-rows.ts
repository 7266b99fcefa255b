import type { Row } from '@ehlo/core';
import type { OAuthCauseCode } from './causes.js';

/** What was asked of the provider: a grant type, or the person at the authorization endpoint. */
export type GrantType =
  | 'authorization'
  | 'authorization_code'
  | 'device_code'
  | 'refresh_token'
  | 'client_credentials'
  | 'jwt-bearer'
  | 'discovery';

/** How the client proves who it is: not at all, by a secret, or by a signed assertion. */
export type ClientProof = 'none' | 'secret' | 'assertion';

/** A refusal of an endpoint and what it means. All that a row names must fit; the first row that fits decides. */
export interface ErrorRow extends Row {
  /** The `error` of the answer (RFC 6749 5.2). */
  readonly error?: readonly string[];
  /** The provider's own numbers: Microsoft's AADSTS codes. */
  readonly codes?: readonly number[];
  /** Only in rows that have no number to go by: texts change without notice. */
  readonly description?: RegExp;
  readonly status?: { readonly from: number; readonly to: number };
  readonly grant?: readonly GrantType[];
  readonly client?: readonly ClientProof[];
  readonly means: OAuthCauseCode;
  /** It passes by itself: the same request is made again, with growing pauses. What has no `retry` is never repeated. */
  readonly retry?: true;
  /** A new sign-in mends it, although the cause alone does not say so. */
  readonly signIn?: true;
  /** What the provider's own documents add to the fix. */
  readonly note?: string;
}
