import { googleErrors } from './error-rows-google.js';
import type { Provider } from './provider.js';

const native = 'https://developers.google.com/identity/protocols/oauth2/native-app';

/** Google: Gmail and Workspace, by SMTP and by the Gmail API. Its desktop clients have a `clientSecret` and need it. */
export function google(): Provider {
  return {
    id: 'google',
    name: 'Google',
    because: 'The endpoints that Google documents for installed apps.',
    source: native,
    issuer: 'https://accounts.google.com',
    endpoints: {
      authorization: 'https://accounts.google.com/o/oauth2/v2/auth',
      token: 'https://oauth2.googleapis.com/token',
    },
    scopes: [
      {
        road: 'smtp',
        delegated: 'https://mail.google.com/',
        app: 'https://mail.google.com/',
        because: 'The only scope that SMTP takes. The Gmail API takes it too.',
        source: 'https://developers.google.com/gmail/imap/xoauth2-protocol',
      },
      {
        road: 'gmail-api',
        delegated: 'https://www.googleapis.com/auth/gmail.send',
        app: 'https://www.googleapis.com/auth/gmail.send',
        because: 'The least that the Gmail API needs to send. SMTP refuses it.',
        source: 'https://developers.google.com/gmail/api/auth/scopes',
      },
    ],
    identityScope: 'openid email',
    scopeOnRefresh: false,
    secretIn: 'body',
    loopback: '127.0.0.1',
    // Without both, a second sign-in of the same person gives no refresh token.
    authorizationParameters: { access_type: 'offline', prompt: 'consent' },
    noDeviceCode: 'Google opens the device flow to few scopes, and to none of mail; use authorizationCode()',
    errors: googleErrors,
  };
}
