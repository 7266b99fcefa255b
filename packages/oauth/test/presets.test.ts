import * as oauth from '@ehlo/oauth';
import { google, microsoft, openid, type Provider, yahoo } from '@ehlo/oauth';
import { describe, expect, test } from 'vitest';

test('the public names', () => {
  expect(Object.keys(oauth).sort()).toEqual([
    'SignInNeeded',
    'authorizationCode',
    'cached',
    'causes',
    'clientCredentials',
    'deviceCode',
    'fetchTrusting',
    'fileStore',
    'fromGoogleAuth',
    'fromMsal',
    'google',
    'googleErrors',
    'isSignInNeeded',
    'keyValueStore',
    'memoryStore',
    'microsoft',
    'microsoftErrors',
    'openid',
    'serviceAccount',
    'signIn',
    'standardErrors',
    'storeFolder',
    'yahoo',
  ]);
});

const scopeOf = (provider: Provider, road: string) => provider.scopes.find((row) => row.road === road);

describe('Microsoft', () => {
  test.each([
    ['world', 'login.microsoftonline.com', 'outlook.office.com', 'outlook.office365.com', 'graph.microsoft.com'],
    ['us-government', 'login.microsoftonline.us', 'outlook.office365.us', 'outlook.office365.us', 'graph.microsoft.us'],
    [
      'us-government-dod',
      'login.microsoftonline.us',
      'outlook-dod.office365.us',
      'outlook-dod.office365.us',
      'dod-graph.microsoft.us',
    ],
    [
      '21vianet',
      'login.partner.microsoftonline.cn',
      'partner.outlook.cn',
      'partner.outlook.cn',
      'microsoftgraph.chinacloudapi.cn',
    ],
  ] as const)('%s', (cloud, authority, smtp, app, graph) => {
    const provider = microsoft({ cloud, tenant: 'contoso.com' });
    const base = `https://${authority}/contoso.com/oauth2/v2.0`;
    expect(provider.endpoints).toEqual({
      authorization: `${base}/authorize`,
      token: `${base}/token`,
      deviceAuthorization: `${base}/devicecode`,
    });
    expect(provider.issuer).toBe(`https://${authority}/{tid}/v2.0`);
    expect(scopeOf(provider, 'smtp')).toMatchObject({
      delegated: `https://${smtp}/SMTP.Send`,
      app: `https://${app}/.default`,
    });
    expect(scopeOf(provider, 'graph')).toMatchObject({
      delegated: `https://${graph}/Mail.Send https://${graph}/Mail.ReadWrite`,
      app: `https://${graph}/.default`,
    });
    expect(provider.identityScope).toContain('offline_access');
  });

  test.each([
    'common',
    'organizations',
    'consumers',
    '9188040d-6c67-4c5b-b112-36a304b66dad',
    'contoso.onmicrosoft.com',
  ])('tenant %s', (tenant) => {
    expect(microsoft({ tenant }).endpoints?.token).toBe(
      `https://login.microsoftonline.com/${tenant}/oauth2/v2.0/token`,
    );
  });

  test.each(['', '../x', 'a/b', 'a?b', 'a#b', 'a@b', 'a b', '-a', 'a.', 'ä.example', '{tenant}'])(
    'a tenant "%s" is refused: it would lead elsewhere',
    (tenant) => {
      expect(() => microsoft({ tenant })).toThrowError(expect.objectContaining({ field: 'tenant' }));
    },
  );

  test('a cloud that does not exist is refused', () => {
    for (const cloud of ['germany', 'constructor', '__proto__']) {
      expect(() => microsoft({ cloud: cloud as never })).toThrowError(expect.objectContaining({ field: 'cloud' }));
    }
  });
});

test('Google: mail by SMTP takes one scope and the API another', () => {
  expect(scopeOf(google(), 'smtp')?.delegated).toBe('https://mail.google.com/');
  expect(scopeOf(google(), 'gmail-api')?.delegated).toBe('https://www.googleapis.com/auth/gmail.send');
  expect(google().endpoints).toEqual({
    authorization: 'https://accounts.google.com/o/oauth2/v2/auth',
    token: 'https://oauth2.googleapis.com/token',
  });
});

test('Yahoo and AOL: the same, on hosts of their own', () => {
  expect(yahoo().endpoints?.token).toBe('https://api.login.yahoo.com/oauth2/get_token');
  expect(yahoo({ brand: 'aol' }).endpoints?.token).toBe('https://api.login.aol.com/oauth2/get_token');
});

test('an issuer that is no address is refused', () => {
  expect(() => openid({ issuer: 'issuer', scope: 'mail' })).toThrowError(expect.objectContaining({ field: 'issuer' }));
});

const everyProvider = [
  microsoft(),
  google(),
  yahoo(),
  yahoo({ brand: 'aol' }),
  openid({ issuer: 'https://i.example', scope: 'mail' }),
];

test.each(everyProvider)('$name: every row says why and where it is written', (provider) => {
  for (const row of [provider, ...provider.scopes, ...provider.errors, ...oauth.standardErrors]) {
    expect(row.because).toMatch(/^[A-Z0-9].{10,}\.$/);
    expect(row.source).toMatch(/^https:\/\//);
  }
  for (const { delegated = '', app = '' } of provider.scopes) {
    for (const scope of [...delegated.split(' '), ...app.split(' ')]) expect(scope).not.toMatch(/[,\s]/);
    // One resource a request (AADSTS28000).
    expect(new Set(delegated.split(' ').map((scope) => /^https:\/\/[^/]+/.exec(scope)?.[0])).size).toBe(1);
  }
});

describe('a scope of the caller', () => {
  const make =
    (scope: string, provider = microsoft()) =>
    () =>
      oauth.signIn({ provider, clientId: 'c', account: 'a', store: oauth.memoryStore(), scope });

  test.each([
    ['https://outlook.office.com/SMTP.Send,offline_access', false],
    ['Contacts.Read, Mail.Read', true],
    ['user.read\n', true],
    ['a  b', true],
    [' a', true],
    ['', true],
    ['a\u00a0b', true],
    ['https://outlook.office.com/SMTP.Send https://graph.microsoft.com/Mail.Send', true],
    ['https://graph.microsoft.com/Mail.Send https://graph.microsoft.com/Mail.ReadWrite', false],
  ])('"%s": refused before it is sent is %s', (scope, refused) => {
    if (refused) expect(make(scope)).toThrowError(expect.objectContaining({ field: 'scope' }));
    else expect(make(scope)).not.toThrow();
  });

  test('of several services is one for others than Microsoft', () => {
    expect(make('https://mail.google.com/ https://www.googleapis.com/auth/gmail.send', google())).not.toThrow();
  });
});

describe('the causes', () => {
  test.each(Object.entries(oauth.causes))('%s: says what and how to mend it, in both languages', (code, cause) => {
    expect(code).toMatch(/^(OAUTH|GOOGLE|SIGN_IN)_[A-Z_]+$/);
    for (const { what, fix } of Object.values(cause.words)) {
      expect(what.length).toBeGreaterThan(10);
      expect(fix.length).toBeGreaterThan(6);
      expect(what + fix).toMatch(/[.。]$/);
    }
    expect(cause.words.en.what).toMatch(/^[A-Z]/);
    expect(cause.words['zh-CN'].what).toMatch(/\p{Script=Han}/u);
    // Who waits need not mend anything, and the other way round.
    if (cause.who === 'nobody') expect(cause.outcome).toBe('deferred');
  });

  test('every cause of a row exists, and every cause but those of this side has a row', () => {
    const rows = [...oauth.microsoftErrors, ...oauth.googleErrors, ...oauth.standardErrors];
    const named = new Set<string>(rows.map(({ means }) => means));
    const ours = [...new Set(Object.keys(oauth.causes))].filter((code) => !named.has(code)).sort();
    expect(ours).toEqual([
      'OAUTH_ENDPOINT_UNREACHABLE',
      'OAUTH_ENDPOINT_UNTRUSTED',
      'OAUTH_REFUSED',
      'OAUTH_RESPONSE_INVALID',
      'OAUTH_STORE_FAILED',
      'OAUTH_STORE_LOCKED',
      'OAUTH_STORE_UNREADABLE',
    ]);
  });
});
