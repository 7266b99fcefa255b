/** The pages that most rows rest on. */
export const pages = {
  errors: 'https://support.google.com/a/answer/3726730',
  xoauth2: 'https://developers.google.com/gmail/imap/xoauth2-protocol',
  appPasswords: 'https://support.google.com/accounts/answer/185833',
  limits: 'https://support.google.com/mail/answer/22839',
  workspaceLimits: 'https://support.google.com/a/answer/166852',
  relay: 'https://support.google.com/a/answer/2956491',
  relayErrors: 'https://support.google.com/a/answer/6140680',
} as const;

/** A whole session with smtp.gmail.com, port 465. */
export const session = 'recorded session on port 465, 2026-06-20';
