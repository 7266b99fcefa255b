import { misuse, type TokenSource } from '@ehlo/core';
import type { GmailSignIn } from './sign-in.js';

/** The roads to Google: the submission server, or the Gmail API over HTTPS. */
export type Road = 'smtp' | 'gmail-api';

/** A function that gives access tokens, or `signIn()`. A token for https://mail.google.com/ serves both roads. */
export type GmailAuth = TokenSource | GmailSignIn;

/** The tokens for a road. Throws a MailError where `auth` is known to have none. */
export function tokensFor(auth: GmailAuth, road: Road, user: string | undefined): TokenSource {
  // What is no source is refused by name, with all other options.
  if (!isSignIn(auth)) return auth;
  if (typeof user !== 'string' || user === '')
    throw misuse('CREDENTIALS_MISSING', 'user', 'is missing: whose sign-in is it');
  if (auth.roads.includes(road)) return auth.for(user);
  throw misuse(
    'CONFIG_VALUE_INVALID',
    'auth',
    `is a sign-in for ${auth.roads.join(' and ')} only: take signIn({ road: 'smtp' })`,
  );
}

function isSignIn(auth: unknown): auth is GmailSignIn {
  return typeof auth === 'object' && auth !== null && typeof (auth as GmailSignIn).for === 'function';
}
