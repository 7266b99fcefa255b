import { microsoftErrors } from '@ehlo/oauth';
import type { Rule } from '../rule.js';
import { vocabulary } from '../vocabulary.js';
import { sources } from './sources.js';

/**
 * The finer causes of `@ehlo/oauth` and the one that each is a kind of. Of what a person pastes it is seldom plain
 * which kind it is, so the wider one is named first and the finer one beside it.
 */
const KIND_OF: Readonly<Record<string, string>> = {
  OAUTH_TEMPORARY_ERROR: 'TEMPORARY_SERVER_ERROR',
  OAUTH_RATE_LIMITED: 'TEMPORARY_SERVER_ERROR',
  OAUTH_REQUEST_LOOP: 'TEMPORARY_SERVER_ERROR',
  OAUTH_CODE_SPENT: 'OAUTH_GRANT_MALFORMED',
  OAUTH_PKCE_FAILED: 'OAUTH_GRANT_MALFORMED',
  OAUTH_GRANT_REVOKED: 'OAUTH_REFRESH_TOKEN_EXPIRED',
  OAUTH_CONSENT_DECLINED: 'OAUTH_CONSENT_REQUIRED',
  OAUTH_ADMIN_CONSENT_REQUIRED: 'OAUTH_CONSENT_REQUIRED',
  OAUTH_USER_NOT_ASSIGNED: 'OAUTH_CONSENT_REQUIRED',
  OAUTH_SERVICE_NOT_IN_TENANT: 'OAUTH_CONSENT_REQUIRED',
  OAUTH_APP_NOT_CONFIGURED: 'OAUTH_SCOPE_INVALID',
  OAUTH_APP_DISABLED: 'OAUTH_CLIENT_UNKNOWN',
  OAUTH_CLIENT_ASSERTION_INVALID: 'OAUTH_CLIENT_SECRET_INVALID',
  OAUTH_BLOCKED_BY_POLICY: 'MS_CONDITIONAL_ACCESS',
  OAUTH_ACCOUNT_BLOCKED: 'ACCOUNT_NOT_READY',
  OAUTH_CREDENTIALS_REJECTED: 'CREDENTIALS_REJECTED',
};

/** Numbers in which the kind is plain, or that stand for another cause here than where the token was asked for. */
const BY_NUMBER: Readonly<Record<number, string>> = {
  // An account of another tenant, or of none, is most often a request that went to the wrong authority.
  50020: 'OAUTH_WRONG_AUTHORITY',
  50034: 'CREDENTIALS_REJECTED',
  530035: 'MS_SECURITY_DEFAULTS',
};

/** Numbers that the platform documents and that no request of `@ehlo/oauth` can meet. */
const FURTHER: ReadonlyArray<readonly [means: string, numbers: readonly number[], because: string]> = [
  ['OAUTH_SCOPE_INVALID', [28002, 28003, 1002016], 'The scope is malformed.'],
  [
    'OAUTH_CLIENT_TYPE_MISMATCH',
    [9002325, 9002326, 9002327, 7000219],
    'The platform of the redirect URI does not go with this request.',
  ],
  ['OAUTH_CONSENT_REQUIRED', [90093, 90095, 650051, 650054], 'Consent of an administrator is missing.'],
  ['OAUTH_MFA_REQUIRED', [50158], 'A second factor outside of the platform is wanted.'],
  ['OAUTH_REFRESH_TOKEN_EXPIRED', [50089, 700081, 70046], 'The session, and the refresh token with it, is at its end.'],
  ['OAUTH_GRANT_MALFORMED', [70001, 70003, 70007, 7000021], 'A parameter of the request is not one.'],
  [
    'OAUTH_WRONG_AUTHORITY',
    [50128, 500200, 500201, 500202, 500208, 700054, 90009, 90051, 16000],
    'The authority does not serve this account.',
  ],
  ['OAUTH_REDIRECT_MISMATCH', [500112, 500113, 900561, 900971], 'The redirect URI is missing or not registered.'],
  ['OAUTH_CLIENT_SECRET_INVALID', [50012, 7000216, 7000229], 'The proof of the client is refused.'],
  ['MS_CONDITIONAL_ACCESS', [50097, 53004, 53011], 'A policy refused the device or the sign-in.'],
];

const numberRule = (means: string, numbers: readonly number[], because: string, source: string): Rule => ({
  means,
  strength: means === 'CREDENTIALS_REJECTED' ? 'strong' : numbers.includes(70002) ? 'points' : 'proves',
  when: {
    text: new RegExp(
      `(?<!\\d)(?:AADSTS ?|error_codes["']?: ?\\[\\s*|error code[:= ]+)(?:${numbers.join('|')})(?!\\d)`,
      'i',
    ),
  },
  over: TOKEN_CAUSES.filter((other) => other !== means),
  because,
  source,
});

const TOKEN_CAUSES = [
  'XOAUTH2_TOKEN_REJECTED',
  'OAUTH_REFRESH_TOKEN_EXPIRED',
  'OAUTH_CLIENT_SECRET_INVALID',
  'OAUTH_GRANT_MALFORMED',
  'OAUTH_SCOPE_INVALID',
  'OAUTH_CLIENT_UNKNOWN',
  'OAUTH_CLIENT_TYPE_MISMATCH',
  'OAUTH_CONSENT_REQUIRED',
] as const;

/** AADSTS numbers: the rows by which a live sign-in is judged, and what others meet beside. */
export const numberRules: readonly Rule[] = [
  ...microsoftErrors.flatMap((row) => {
    const numbers = (row.codes ?? []).filter((number) => BY_NUMBER[number] === undefined);
    const means = KIND_OF[row.means] ?? row.means;
    // A row that asks for more than the number is left to the rules in words below.
    if (
      numbers.length === 0 ||
      row.description !== undefined ||
      row.grant !== undefined ||
      vocabulary[means] === undefined
    )
      return [];
    const wide = numberRule(
      means,
      numbers.filter((number) => number !== 900144),
      row.because,
      row.source,
    );
    return means === row.means ? [wide] : [wide, { ...wide, means: row.means, strength: 'hints' as const, over: [] }];
  }),
  ...Object.entries(BY_NUMBER).map(([number, means]) =>
    numberRule(means, [Number(number)], 'The number of the identity platform.', sources.entra),
  ),
  ...FURTHER.map(([means, numbers, because]) => numberRule(means, numbers, because, sources.entra)),
];
