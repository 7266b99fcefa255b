/** The pages that most rows rest on. */
export const pages = {
  errors: 'https://support.google.com/a/answer/3726730',
  xoauth2: 'https://developers.google.com/gmail/imap/xoauth2-protocol',
  appPasswords: 'https://support.google.com/accounts/answer/185833',
  limits: 'https://support.google.com/mail/answer/22839',
  workspaceLimits: 'https://support.google.com/a/answer/166852',
  relay: 'https://support.google.com/a/answer/2956491',
  openId: 'https://developers.google.com/identity/openid-connect/openid-connect',
  apiSend: 'https://developers.google.com/workspace/gmail/api/reference/rest/v1/users.messages/send',
  apiErrors: 'https://developers.google.com/workspace/gmail/api/guides/handle-errors',
  apiQuota: 'https://developers.google.com/workspace/gmail/api/reference/quota',
  uploads: 'https://developers.google.com/workspace/gmail/api/guides/uploads',
  emailEngine: 'https://github.com/postalsys/emailengine',
  relayErrors: 'https://support.google.com/a/answer/6140680',
} as const;

/** A whole session with smtp.gmail.com, port 465. */
export const session = 'recorded session on port 465, 2026-06-20';
