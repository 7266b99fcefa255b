import { catalogue, type ProviderName, providerNames } from '@ehlo/sandbox';
import { describe, expect, test } from 'vitest';
import { examined, verdict } from './diagnose-kit.js';

/** By a login of this kind, or with a message, since the state shows itself there only. */
type How = 'password' | 'token' | 'message';
type States = Readonly<Record<string, Readonly<Record<string, readonly [how: How, verdict: string]>>>>;

/** Servers tell states of a token apart as little as this: an opaque token is refused, whatever for. */
const tokens = {
  token: {
    valid: ['token', 'ok'],
    expired: ['token', 'XOAUTH2_TOKEN_REJECTED at auth'],
    'wrong-audience': ['token', 'XOAUTH2_TOKEN_REJECTED at auth'],
    'scope-missing': ['token', 'XOAUTH2_TOKEN_REJECTED at auth'],
    'other-user': ['token', 'XOAUTH2_TOKEN_REJECTED at auth'],
  },
} as const satisfies States;

const microsoft = {
  ...tokens,
  sendAs: {
    allowed: ['message', 'ok'],
    'own-address-only': ['message', 'ok'],
    denied: ['message', 'SENDER_NOT_OWNED at message'],
  },
  legacyTls: {
    allowed: ['token', 'ok'],
    refused: ['token', 'ok'],
    'refused-to-all': ['token', 'TLS_PROTOCOL_TOO_OLD at ehlo-tls'],
  },
  outboundSpam: { none: ['message', 'ok'], blocked: ['message', 'ACCOUNT_SENDING_BLOCKED at message'] },
  quota: { left: ['message', 'ok'], exceeded: ['message', 'QUOTA_EXHAUSTED at message'] },
  mailbox: {
    ready: ['message', 'ok'],
    'logon-failure': ['message', 'MS_APP_NOT_AUTHORIZED_IN_EXCHANGE at message'],
  },
  service: { available: ['token', 'ok'], busy: ['token', 'TEMPORARY_SERVER_ERROR at greeting'] },
  concurrency: { 0: ['message', 'TOO_MANY_CONNECTIONS at message'] },
  messagesPerMinute: { 0: ['message', 'REPLY_LOST at message'] },
  minute: { 60000: ['message', 'ok'] },
  maxRecipients: { 0: ['message', 'TOO_MANY_RECIPIENTS at message'] },
  maxMessageSize: { 100: ['message', 'MESSAGE_TOO_LARGE at mail'] },
  idleSeconds: { 300: ['token', 'ok'] },
} as const satisfies States;

const google = {
  ...tokens,
  appPassword: {
    accepted: ['password', 'ok'],
    required: ['password', 'APP_PASSWORD_REQUIRED at auth'],
    wrong: ['password', 'GMAIL_PASSWORD_NOT_ACCEPTED at auth'],
    'web-login-required': ['password', 'GMAIL_WEB_LOGIN_REQUIRED at auth'],
  },
  logins: {
    allowed: ['password', 'ok'],
    'too-many': ['password', 'LOGIN_RATE_LIMITED at auth'],
    'temporary-problem': ['password', 'TEMPORARY_SERVER_ERROR at auth'],
  },
  service: { available: ['password', 'ok'], busy: ['password', 'TEMPORARY_SERVER_ERROR at greeting'] },
  maxRecipients: { 0: ['message', 'TOO_MANY_RECIPIENTS at message'] },
  maxMessageSize: { 100: ['message', 'MESSAGE_TOO_LARGE at mail'] },
  idleSeconds: { 300: ['password', 'ok'] },
} as const satisfies States;

const table: Readonly<Record<ProviderName, States>> = {
  outlook: microsoft,
  microsoft365: {
    ...microsoft,
    smtpAuth: {
      enabled: ['token', 'ok'],
      'disabled-for-tenant': ['token', 'MS_SMTP_AUTH_DISABLED at auth'],
      'disabled-for-mailbox': ['token', 'MS_SMTP_AUTH_DISABLED at auth'],
    },
    basicAuth: {
      enabled: ['password', 'ok'],
      disabled: ['password', 'MS_BASIC_AUTH_DISABLED_TENANT at auth'],
      removed: ['password', 'MS_BASIC_AUTH_DISABLED_TENANT at auth'],
    },
    securityDefaults: {
      off: ['password', 'MS_BASIC_AUTH_DISABLED_TENANT at auth'],
      on: ['password', 'MS_SECURITY_DEFAULTS at auth'],
    },
    conditionalAccess: { none: ['token', 'ok'], blocks: ['token', 'MS_CONDITIONAL_ACCESS at auth'] },
    account: {
      active: ['message', 'ok'],
      locked: ['token', 'ACCOUNT_NOT_READY at auth'],
      blocked: ['message', 'ACCOUNT_SENDING_BLOCKED at message'],
    },
  },
  gmail: { ...google, dailyLimit: { left: ['message', 'ok'], exceeded: ['message', 'QUOTA_EXHAUSTED at message'] } },
  'workspace-relay': {
    ...google,
    relay: {
      login: ['password', 'ok'],
      'ip-registered': ['password', 'ok'],
      denied: ['password', 'GOOGLE_RELAY_NOT_REGISTERED at mail'],
    },
    relayLimit: {
      left: ['message', 'ok'],
      'exceeded-for-user': ['message', 'QUOTA_EXHAUSTED at message'],
      'exceeded-for-customer': ['message', 'QUOTA_EXHAUSTED at message'],
      peak: ['message', 'RATE_LIMITED at message'],
    },
  },
  generic: {
    token: { valid: ['token', 'ok'], expired: ['token', 'XOAUTH2_TOKEN_REJECTED at auth'] },
    maxRecipients: { 0: ['message', 'TOO_MANY_RECIPIENTS at message'] },
    idleSeconds: { 300: ['password', 'ok'] },
  },
};

describe.each(providerNames)('%s', (provider) => {
  const { switches } = catalogue[provider];

  test('has its states in the table, all of them', () => {
    expect(Object.keys(table[provider]).sort()).toEqual(Object.keys(switches).sort());
    for (const [name, values] of Object.entries(switches))
      if (values !== 'number') expect(Object.keys(table[provider][name] ?? {}).sort()).toEqual([...values].sort());
  });

  const rows = Object.entries(table[provider]).flatMap(([name, values]) =>
    Object.entries(values).map(([value, [how, expected]]) => ({ name, value, how, expected })),
  );
  test.each(rows)('$name $value, by $how: $expected', async ({ name, value, how, expected }) => {
    const state = { [name]: switches[name] === 'number' ? Number(value) : value };
    const login = how === 'message' ? {} : { login: how };
    const waits = name === 'messagesPerMinute' ? { timeouts: { sent: 500 } } : {};
    const sending = how === 'message' ? { sendTo: 'you@example.net' } : {};
    const { box, diagnosis } = await examined(provider, { ...state, ...login }, waits, sending);
    expect(verdict(diagnosis)).toBe(expected);
    expect(box.counters.commands.AUTH ?? 0).toBeLessThanOrEqual(1);
    expect(box.inbox).toHaveLength(how === 'message' && diagnosis.ok ? 1 : 0);
  });
});

test('a password for Outlook.com is refused before anything is dialled', async () => {
  const { box, diagnosis } = await examined('outlook', { login: 'password' });
  expect(verdict(diagnosis)).toBe('MS_BASIC_AUTH_DISABLED_CONSUMER at settings');
  expect(box.counters.connections).toBe(0);
});

/** An access token as Microsoft makes them, unsigned: nobody here can check a signature anyway. */
const jwt = (claims: object): string =>
  [{ alg: 'none' }, claims]
    .map((part) => Buffer.from(JSON.stringify(part)).toString('base64url'))
    .join('.')
    .concat('.x');

test.each([
  ['another service', { aud: 'https://graph.microsoft.com', scp: 'Mail.Send' }, 'XOAUTH2_WRONG_AUDIENCE at token'],
  ['another permission', { aud: 'https://outlook.office.com', scp: 'User.Read' }, 'XOAUTH2_SCOPE_MISSING at token'],
])('a token that says that it is for %s is not shown to the server', async (_, claims, expected) => {
  const { box, diagnosis } = await examined('microsoft365', {}, { auth: () => jwt(claims) });
  expect(verdict(diagnosis)).toBe(expected);
  expect(box.counters.logins).toBe(0);
});

test('a token that cannot be had is told before the conversation', async () => {
  const auth = (): never => {
    throw Object.assign(new Error('c4n4ry'), { code: 'ECONNREFUSED' });
  };
  const { diagnosis } = await examined('gmail', {}, { auth, password: undefined });
  expect(verdict(diagnosis)).toBe('TOKEN_SOURCE_FAILED at token');
  expect(JSON.stringify(diagnosis)).not.toContain('c4n4ry');
});
