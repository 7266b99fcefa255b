import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { vocabulary } from '../src/explain/vocabulary.js';
import { explain, type Observation } from '../src/index.js';
import { phrasings } from './phrasings/index.js';

const pages = join(import.meta.dirname, '../../../docs/causes');

/** What others say of causes that no phrasing is about, and of those that are kinds of a wider one. */
const FURTHER: Readonly<Record<string, Observation>> = {
  AUTH_LINE_TOO_LONG: { symptom: '500 5.5.6 Authentication Exchange line is too long', stage: 'auth' },
  TLS_HANDSHAKE_FAILED: { symptom: 'TLS handshake failed', stage: 'tls' },
  REFUSED_BY_SERVER: { symptom: '554 Transaction failed', stage: 'data' },
  REQUIRETLS_NOT_OFFERED: { symptom: '550 5.7.30 REQUIRETLS support required', stage: 'mail' },
  MS_MAILBOX_FULL: {
    symptom: '554 5.2.2 mailbox full; STOREDRV.Submission.Exception:QuotaExceededException',
    stage: 'data',
    provider: 'microsoft365',
  },
};

/** AADSTS numbers whose finer cause stands beside the wider one. */
const FINER: Readonly<Record<string, string>> = {
  OAUTH_CODE_SPENT: 'AADSTS54005: OAuth2 Authorization code was already redeemed',
  OAUTH_ADMIN_CONSENT_REQUIRED: 'AADSTS90094: The grant requires admin permission.',
  OAUTH_CONSENT_DECLINED: 'AADSTS65004: User declined to consent to access the app.',
  OAUTH_ACCOUNT_BLOCKED: 'AADSTS50057: The user account is disabled.',
  OAUTH_APP_DISABLED: 'AADSTS7000112: Application is disabled.',
};

/** Said by Ehlo alone, which is tested for every cause beside this one: its sign-in, its stores, its own refusals. */
const OF_EHLO_ALONE = [
  'API_ANSWER_INVALID',
  'AUTH_SERVER_UNPROVEN',
  'EIGHTBITMIME_NOT_OFFERED',
  'LOGIN_IN_CLEAR_REFUSED',
  'MESSAGE_INVALID',
  'MESSAGE_SOURCE_FAILED',
  'MS_FEDERATION_FAILED',
  'OAUTH_ACCOUNT_UNKNOWN',
  'OAUTH_APP_NOT_CONFIGURED',
  'OAUTH_BLOCKED_BY_POLICY',
  'OAUTH_CLIENT_ASSERTION_INVALID',
  'OAUTH_CREDENTIALS_REJECTED',
  'OAUTH_ENDPOINT_UNREACHABLE',
  'OAUTH_ENDPOINT_UNTRUSTED',
  'OAUTH_GRANT_NOT_ALLOWED',
  'OAUTH_GRANT_REVOKED',
  'OAUTH_PKCE_FAILED',
  'OAUTH_RATE_LIMITED',
  'OAUTH_REFUSED',
  'OAUTH_REQUEST_LOOP',
  'OAUTH_RESPONSE_INVALID',
  'OAUTH_SERVICE_NOT_IN_TENANT',
  'OAUTH_SIGN_IN_EXPIRED',
  'OAUTH_STORE_FAILED',
  'OAUTH_STORE_LOCKED',
  'OAUTH_STORE_UNREADABLE',
  'OAUTH_TEMPORARY_ERROR',
  'OAUTH_USER_NOT_ASSIGNED',
  'PROVIDER_HAS_ITS_OWN_PACKAGE',
  'PROVIDER_HAS_NO_SMTP',
  'PROVIDER_UNKNOWN',
  'REPLY_LOST',
  'SECURITY_NOT_LOOPBACK',
  'SEND_ABORTED',
  'SERVER_PROTOCOL_VIOLATION',
  'SIGN_IN_NEEDED',
  'SMTPUTF8_NOT_OFFERED',
  'STARTTLS_INJECTION',
  'TOKEN_SOURCE_FAILED',
  'TRANSPORT_CLOSED',
];

/** Of the relay's own stores and answers. */
const OF_THE_RELAY = /^RELAY_(?!DENIED$)/;

const all = Object.values(phrasings).flat();
const said = new Map<string, Observation>([
  ...Object.entries(FURTHER),
  ...all.map((one): [string, Observation] => [one.means, { ...one.with, symptom: one.say }]),
]);

describe.each(Object.entries(vocabulary))('%s', (code, { words, who, outcome }) => {
  const observation = said.get(code) ?? (FINER[code] === undefined ? undefined : { symptom: FINER[code] });

  test.each(['en', 'zh-CN'] as const)('from the words of others to the fix, in %s', (language) => {
    if (observation === undefined) return expect(OF_EHLO_ALONE.includes(code) || OF_THE_RELAY.test(code)).toBe(true);
    const { causes } = explain(observation, { language });
    const found = FINER[code] === undefined ? causes[0] : causes.find((one) => one.code === code);
    expect(found).toMatchObject({ code, fix: words[language].fix, what: words[language].what, who, outcome });
    expect(found!.evidence.length).toBeGreaterThan(0);
  });

  test('has a page', () => {
    expect(existsSync(join(pages, `${code}.md`))).toBe(true);
  });
});

test('no page without a cause, and none is said to be of Ehlo alone that others say', () => {
  const named = readdirSync(pages).map((file) => file.replace(/\.md$/, ''));
  expect(named.filter((code) => vocabulary[code] === undefined)).toEqual([]);
  expect(OF_EHLO_ALONE.filter((code) => said.has(code) || FINER[code] !== undefined)).toEqual([]);
  expect(OF_EHLO_ALONE.filter((code) => vocabulary[code] === undefined)).toEqual([]);
});
