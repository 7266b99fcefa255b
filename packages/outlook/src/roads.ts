import { misuse, type TokenSource } from '@ehlo/core';
import type { Account } from './account.js';
import type { OutlookSignIn } from './sign-in.js';

/** The roads to Microsoft: the submission server, or Graph over HTTPS. */
export type Road = 'smtp' | 'graph';

/** A source that has tokens for each road, as a `signIn()` of `@ehlo/oauth` is. */
export type RoadTokens = TokenSource & { road(road: Road): TokenSource };

/** A function that gives tokens of one service, one that gives those of several, or `signIn()`. */
export type OutlookAuth = TokenSource | RoadTokens | OutlookSignIn;

/** The tokens for a road. Throws a MailError where `auth` is known to have none. */
export function tokensFor(
  auth: OutlookAuth,
  road: Road,
  via: Road | 'auto',
  user: string,
  account: Account,
): TokenSource {
  if (isSignIn(auth)) {
    if (!auth.roads.includes(road)) {
      const mended = via === 'auto' ? `alsoFor: ['${road}']` : `road: '${road}'`;
      throw misuse(
        'CONFIG_VALUE_INVALID',
        'auth',
        `is a sign-in for ${auth.roads.join(' and ')} only; via: '${via}' wants signIn({ ${mended} })`,
      );
    }
    const signedIn = auth.for(user, account);
    // The default road has the scope that the options may name.
    return auth.roads[0] === road ? (request) => signedIn(request) : signedIn.road(road);
  }
  // As it is, it may have a scope of its own.
  if (via === 'smtp') return auth;
  if (typeof auth === 'function' && 'road' in auth) return auth.road(road);
  if (via === 'graph') return auth;
  throw misuse(
    'CONFIG_VALUE_INVALID',
    'auth',
    "gives tokens of one service, and via: 'auto' needs those of two: take signIn({ alsoFor: ['graph'] })",
  );
}

export function isSignIn(auth: unknown): auth is OutlookSignIn {
  return typeof auth === 'object' && auth !== null && typeof (auth as OutlookSignIn).for === 'function';
}
