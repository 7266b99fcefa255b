import type { Provider } from './provider.js';

const source = 'https://developer.yahoo.com/oauth2/guide/openid_connect/';

/** Yahoo Mail and AOL, by SMTP. Yahoo gives client IDs for mail by approval only. */
export function yahoo({ brand = 'yahoo' }: { readonly brand?: 'yahoo' | 'aol' } = {}): Provider {
  const host = brand === 'aol' ? 'https://api.login.aol.com' : 'https://api.login.yahoo.com';
  return {
    id: brand,
    name: brand === 'aol' ? 'AOL' : 'Yahoo',
    because: 'The endpoints that Yahoo documents; AOL has the same on a host of its own.',
    source,
    issuer: host,
    endpoints: { authorization: `${host}/oauth2/request_auth`, token: `${host}/oauth2/get_token` },
    scopes: [
      {
        road: 'smtp',
        delegated: 'mail-w',
        because: 'The scope that mail programs are approved for: reading and sending.',
        source:
          'https://github.com/mozilla/releases-comm-central/blob/master/mailnews/base/src/OAuth2Providers.sys.mjs',
      },
    ],
    identityScope: '',
    scopeOnRefresh: false,
    secretIn: 'header',
    loopback: 'localhost',
    authorizationParameters: {},
    noDeviceCode: 'Yahoo has no device flow; use authorizationCode()',
    errors: [],
  };
}
