import type { OAuthCauseCode } from './causes.js';
import type { Tokens } from './tokens.js';

/** What a store keeps for one account. All of it is secret. */
export interface Grant {
  readonly version: 1;
  /** Who gave it, and to which client: a refresh token is never shown to another. */
  readonly issuer: string;
  readonly clientId: string;
  readonly refreshToken?: string;
  /** Access tokens by the scope that they were asked with. */
  readonly tokens: Readonly<Record<string, HeldToken>>;
  /** The name of who signed in. */
  readonly subject?: string;
  /** Milliseconds since 1970. */
  readonly signedInAt: number;
  /** How many renewals there were since. */
  readonly renewals: number;
  /** The provider has said that the refresh token is good for nothing any more. */
  readonly ended?: { readonly code: OAuthCauseCode; readonly detail: string };
}

/** An access token and its times, milliseconds since 1970. */
export interface HeldToken {
  readonly accessToken: string;
  readonly scope: string;
  readonly expiresAt?: number;
  /** From then on it is renewed before it is given again. All processes read the same, so one of them renews. */
  readonly renewAt: number;
}

/**
 * Ten to fifteen minutes before the end, by chance, and never before half of its life: high volume mail of Exchange
 * Online wants ten minutes of life left (501 5.5.127), and accounts that signed in together do not renew together.
 */
export function held(tokens: Tokens, now: number, chance: number): HeldToken {
  const { accessToken, scope, expiresAt } = tokens;
  // RFC 6749 5.1 lets a server leave out the life of a token. An hour is what most give.
  const end = expiresAt ?? now + 3_600_000;
  const margin = Math.min((end - now) / 2, 600_000 + chance * 300_000);
  return { accessToken, scope, renewAt: end - margin, ...(expiresAt !== undefined && { expiresAt }) };
}

/** Whether it may be given as it is. A token that a mail server has refused is not given again. */
export function isFresh(token: HeldToken | undefined, now: number, refused: string | undefined): token is HeldToken {
  return token !== undefined && token.accessToken !== refused && now < token.renewAt;
}

/** Whether it may be given where a new one cannot be had at the moment. */
export function isUsable(token: HeldToken | undefined, now: number, refused: string | undefined): token is HeldToken {
  return token !== undefined && token.accessToken !== refused && now < (token.expiresAt ?? 0) - 60_000;
}

/** A new grant, of a sign-in. */
export function grantOf(
  of: Pick<Grant, 'issuer' | 'clientId'>,
  askedScope: string,
  tokens: Tokens,
  now: number,
  chance: number,
): Grant {
  return {
    version: 1,
    ...of,
    tokens: { [askedScope]: held(tokens, now, chance) },
    signedInAt: now,
    renewals: 0,
    ...(tokens.refreshToken !== undefined && { refreshToken: tokens.refreshToken }),
    ...(tokens.subject !== undefined && { subject: tokens.subject }),
  };
}

/** The grant after a renewal. RFC 6749 6: where no new refresh token came, the old one stays. */
export function renewed(grant: Grant, askedScope: string, tokens: Tokens, now: number, chance: number): Grant {
  return {
    ...grant,
    tokens: { ...grant.tokens, [askedScope]: held(tokens, now, chance) },
    renewals: grant.renewals + 1,
    ...(tokens.refreshToken !== undefined && { refreshToken: tokens.refreshToken }),
  };
}

/** A grant out of a store; undefined for what is none. */
export function parseGrant(text: string): Grant | undefined {
  try {
    const grant = JSON.parse(text) as Grant;
    const whole = grant?.version === 1 && typeof grant.tokens === 'object' && typeof grant.clientId === 'string';
    return whole ? grant : undefined;
  } catch {
    return undefined;
  }
}
