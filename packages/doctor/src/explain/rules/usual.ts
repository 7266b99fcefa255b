import type { Stage } from '../observation.js';
import type { Rule } from '../rule.js';

/**
 * What it is most often, where nothing but the stage is known: counted over the public reports of this
 * package's test fixture. Told beside what the words say, never before it.
 */
const USUAL: ReadonlyArray<readonly [stage: Stage, causes: readonly string[]]> = [
  ['config', ['CONFIG_VALUE_INVALID', 'CONFIG_URL_NOT_ENCODED', 'CREDENTIALS_MISSING']],
  ['dns', ['WRONG_HOST_OR_PORT', 'CONFIG_VALUE_INVALID', 'DNS_RESOLVER_UNAVAILABLE', 'CONFIG_URL_NOT_ENCODED']],
  ['connect', ['CONNECT_PORT_BLOCKED', 'WRONG_HOST_OR_PORT', 'HOST_MISSING_LOCALHOST', 'CONNECT_ADDRESS_FAMILY']],
  ['greeting', ['CONNECTION_STALLED_OR_DROPPED', 'TLS_PLAIN_ON_IMPLICIT_PORT', 'WRONG_HOST_OR_PORT']],
  ['ehlo', ['EHLO_NAME_REJECTED', 'SENDING_IP_REJECTED', 'CONNECTION_STALLED_OR_DROPPED']],
  ['tls', ['TLS_IMPLICIT_ON_STARTTLS_PORT', 'TLS_CERT_UNTRUSTED', 'TLS_PROTOCOL_TOO_OLD']],
  ['starttls', ['STARTTLS_UNAVAILABLE', 'TLS_PROTOCOL_TOO_OLD', 'TLS_CERT_UNTRUSTED', 'TLS_INTERCEPTED']],
  ['token', ['OAUTH_SCOPE_INVALID', 'OAUTH_CLIENT_UNKNOWN', 'OAUTH_REFRESH_TOKEN_EXPIRED', 'OAUTH_WRONG_AUTHORITY']],
  ['mail', ['ENVELOPE_INVALID', 'CREDENTIALS_MISSING', 'SENDER_NOT_OWNED', 'STARTTLS_REQUIRED']],
  ['rcpt', ['RELAY_DENIED', 'ENVELOPE_INVALID', 'RECIPIENT_UNKNOWN', 'RATE_LIMITED']],
  ['data', ['SENDER_NOT_OWNED', 'MESSAGE_CONTENT_REJECTED', 'TEMPORARY_SERVER_ERROR', 'ACCOUNT_SENDING_BLOCKED']],
  ['rate', ['RATE_LIMITED', 'TOO_MANY_CONNECTIONS', 'QUOTA_EXHAUSTED']],
];

const BY_LOGIN: ReadonlyArray<readonly [login: 'password' | 'token' | 'none', causes: readonly string[]]> = [
  [
    'password',
    ['CREDENTIALS_REJECTED', 'CREDENTIALS_USERNAME_FORM', 'AUTH_MECHANISM_MISMATCH', 'CREDENTIALS_ENCODING'],
  ],
  ['token', ['XOAUTH2_TOKEN_REJECTED', 'XOAUTH2_IDENTITY_MISMATCH', 'XOAUTH2_SCOPE_MISSING']],
  ['none', ['CREDENTIALS_MISSING', 'AUTH_NOT_OFFERED']],
];

const because = 'Nothing that was told rules it out, and at this stage it is among the most frequent.';
const source = 'https://github.com/ehlo-mail/ehlo/blob/main/packages/doctor/test/cases.jsonl';

export const usualRules: readonly Rule[] = [
  ...USUAL.flatMap(([stage, causes]) =>
    causes.map((means): Rule => ({ means, strength: 'usual', when: { stage: [stage] }, because, source })),
  ),
  ...BY_LOGIN.flatMap(([login, causes]) =>
    causes.map(
      (means): Rule => ({
        means,
        strength: 'usual',
        when: { stage: ['auth'], login: login === 'password' ? ['password', 'app-password'] : [login] },
        because,
        source,
      }),
    ),
  ),
];
