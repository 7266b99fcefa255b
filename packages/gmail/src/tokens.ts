import type { TokenRow } from '@ehlo/core';
import { pages } from './sources.js';

/**
 * Google's access tokens are opaque, and what they permit is found out by asking. A JWT in their place is an ID token, or
 * one that a service account signed for itself.
 */
export const gmailToken: TokenRow = {
  audiences: ['https://mail.google.com', 'https://gmail.googleapis.com'],
  scopes: [
    'https://mail.google.com/',
    'https://www.googleapis.com/auth/gmail.modify',
    'https://www.googleapis.com/auth/gmail.compose',
    'https://www.googleapis.com/auth/gmail.send',
  ],
  names: ['email'],
  ask: 'https://mail.google.com/, and given must be the access token, not the ID token',
  because: 'An ID token tells an app who signed in; it opens no mailbox.',
  source: pages.openId,
};
