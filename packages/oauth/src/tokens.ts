import type { TokenEndpointResponse } from 'oauth4webapi';
import type { Asked } from './exchange.js';
import { claimsOf } from './refusal.js';

/** What a token endpoint gave. */
export interface Tokens {
  readonly accessToken: string;
  /** Milliseconds since 1970, where the server said how long it lives. */
  readonly expiresAt?: number;
  /** The scope that was granted, where the server said so; else the one that was asked for. */
  readonly scope: string;
  readonly refreshToken?: string;
  /** The name of who signed in, from the ID token: most often the mail address. */
  readonly subject?: string;
}

export function tokensOf(response: TokenEndpointResponse, askedScope: string, now: number): Tokens {
  const { access_token: accessToken, expires_in, refresh_token, scope, id_token } = response;
  const subject = id_token === undefined ? undefined : nameIn(claimsOf(id_token));
  return {
    accessToken,
    scope: scope ?? askedScope,
    ...(expires_in !== undefined && { expiresAt: now + expires_in * 1_000 }),
    ...(refresh_token !== undefined && { refreshToken: refresh_token }),
    ...(subject !== undefined && { subject }),
  };
}

function nameIn({ preferred_username, email, upn }: Record<string, unknown>): string | undefined {
  return [preferred_username, email, upn].find((name) => typeof name === 'string');
}

/**
 * Refuses a grant that lacks what was asked for. RFC 6749 5.1 lets a server grant less and say so, and Google's page
 * lets people untick the box for mail.
 */
export function wholly(asked: Asked<Tokens>, wanted: string): Asked<Tokens> {
  if (!('answer' in asked)) return asked;
  const granted = asked.answer.scope.toLowerCase().split(' ').map(lastWord);
  const missing = wanted.split(' ').filter((scope) => {
    const word = lastWord(scope.toLowerCase());
    return scope !== '' && word !== '.default' && !granted.includes(word);
  });
  if (missing.length === 0) return asked;
  return {
    verdict: {
      means: 'OAUTH_CONSENT_REQUIRED',
      detail: `not consented to: ${missing.join(' ')}`,
      retry: false,
      signIn: true,
    },
  };
}

/** Microsoft grants `https://graph.microsoft.com/Mail.Send` and calls it `Mail.Send` in the answer. */
function lastWord(scope: string): string {
  return scope.replace(/^https:\/\/[^/]+\/(?=.)/, '');
}
