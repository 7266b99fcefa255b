import type { OAuthCauseCode } from './causes.js';
import type { GrantType } from './error-rows.js';
import type { SignInNeeded } from './failure.js';

/** Something that happened on the way to a token. Holds no token, no secret and no code. */
export type OAuthEvent = {
  /** Milliseconds since 1970. */
  readonly at: number;
  /** The account of the store, where there is one. */
  readonly account?: string;
} & (
  | { readonly kind: 'asking'; readonly grant: GrantType }
  /** It failed for a reason that passes; the request is made again after `waitMs` milliseconds. */
  | { readonly kind: 'retrying'; readonly code: OAuthCauseCode; readonly attempt: number; readonly waitMs: number }
  /** The person has been shown a page or a code, and has until then. */
  | { readonly kind: 'waiting-for-person'; readonly until: number }
  | { readonly kind: 'signed-in'; readonly subject?: string; readonly scope: string; readonly expiresAt?: number }
  /** A new access token. `rotated`: a new refresh token came with it, and is in the store. */
  | { readonly kind: 'renewed'; readonly scope: string; readonly expiresAt?: number; readonly rotated: boolean }
  /** The token that is held was given, because renewing it failed for a reason that passes. */
  | { readonly kind: 'renewal-put-off'; readonly code: OAuthCauseCode; readonly expiresAt?: number }
  /** Nothing goes on without a person. Said once for all mails that wait. */
  | { readonly kind: 'sign-in-needed'; readonly code: OAuthCauseCode; readonly error: SignInNeeded }
  | { readonly kind: 'signed-out' }
);

type Omitted<T, K extends PropertyKey> = T extends unknown ? Omit<T, K> : never;

/** An event as it is told, before the time and the account are added. */
export type Happening = Omitted<OAuthEvent, 'at' | 'account'>;
