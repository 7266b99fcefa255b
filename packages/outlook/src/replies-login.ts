import type { ReplyRow } from '@ehlo/core';
import { transaction } from './phases.js';
import { pages } from './sources.js';

/*
 * 535 5.7.139 has many meanings, told apart by the words behind the comma. Clients that go on after it
 * hear the same words once more within 530 5.7.57, in answer to MAIL; so these rows read both.
 */
export const refusedByPolicy = {
  at: ['auth', ...transaction],
  code: [535, 530],
  enhanced: /^5\.7\.(139|57)$/,
} as const;

/** What a login meets, and a missing one. */
export const loginReplies: readonly ReplyRow[] = [
  {
    ...refusedByPolicy,
    text: /SmtpClientAuthentication is disabled for the Tenant/i,
    means: 'MS_SMTP_AUTH_DISABLED',
    because: 'SMTP AUTH is off for the whole organisation and this mailbox has no exception. OAuth is refused too.',
    source: 'https://github.com/simonrob/email-oauth2-proxy/issues/193',
    transcript: 'smtp-auth-disabled-for-tenant',
  },
  {
    at: 'envelope',
    code: 530,
    enhanced: '5.7.57',
    text: /SmtpClientAuthentication is disabled for the Mailbox/i,
    means: 'MS_SMTP_AUTH_DISABLED',
    because: 'The answer to MAIL repeats why AUTH failed before, for clients that went on regardless.',
    source: 'https://github.com/dotnet/source-build/issues/5459',
    transcript: 'mail-after-refused-login',
  },
  {
    ...refusedByPolicy,
    text: /SmtpClientAuthentication is disabled for the Mailbox/i,
    means: 'MS_SMTP_AUTH_DISABLED',
    because: 'SMTP AUTH is off for this mailbox, which outweighs the setting of the organisation.',
    source: 'https://github.com/dotnet/source-build/issues/5459',
    transcript: 'smtp-auth-disabled-for-mailbox',
  },
  {
    ...refusedByPolicy,
    text: /security defaults policy/i,
    means: 'MS_SECURITY_DEFAULTS',
    because: 'Security defaults of the organisation block every login by password.',
    source: 'https://docs.bookyourpto.com/features/smtp-troubleshoot',
    transcript: 'security-defaults',
  },
  {
    ...refusedByPolicy,
    text: /did not meet the criteria to be authenticated/i,
    means: 'MS_CONDITIONAL_ACCESS',
    because: 'A conditional access policy or an authentication policy refused the sign-in; the password may be right.',
    source: 'recorded application log, 2026-07-01',
    transcript: 'conditional-access',
  },
  {
    ...refusedByPolicy,
    text: /the user credentials were incorrect/i,
    means: 'CREDENTIALS_REJECTED',
    because: 'The one variant that is about the password itself.',
    source: pages.deviceFaults,
    transcript: 'password-wrong',
  },
  {
    ...refusedByPolicy,
    text: /account (?:is )?locked/i,
    means: 'ACCOUNT_NOT_READY',
    because: 'The account is locked after failed sign-ins; signing in on the web frees it. Seen in one document only.',
    source: pages.deviceFaults,
    transcript: 'account-locked',
  },
  {
    ...refusedByPolicy,
    text: /federated STS service was unreachable/i,
    means: 'MS_FEDERATION_FAILED',
    because: 'The organisation checks passwords on a server of its own, and Microsoft could not reach it.',
    source: pages.deviceFaults,
    transcript: 'federation-unreachable',
  },
  {
    ...refusedByPolicy,
    text: /federated STS URL does not support HTTPS/i,
    means: 'MS_FEDERATION_FAILED',
    outcome: 'rejected',
    because: 'The server on which the organisation checks passwords is set up without HTTPS.',
    source: pages.deviceFaults,
    transcript: 'federation-without-https',
  },
  {
    at: 'auth',
    code: 535,
    enhanced: '5.7.3',
    when: { login: 'token' },
    means: 'XOAUTH2_TOKEN_REJECTED',
    because:
      'Expired, made for Microsoft Graph in place of Outlook, without SMTP.Send, or of another account than user. The server does not say which, and sends no 334 with a reason before.',
    source: pages.oauth,
    transcript: 'token-refused',
  },
  {
    at: 'auth',
    code: 535,
    enhanced: '5.7.3',
    when: { login: 'password' },
    means: 'CREDENTIALS_REJECTED',
    because: 'The words of a token that was refused, here for user name and password.',
    source: 'https://github.com/thingsboard/thingsboard/issues/13935',
    transcript: 'password-refused',
  },
  {
    at: 'auth',
    code: 504,
    enhanced: '5.7.4',
    when: { tls: true },
    means: 'AUTH_MECHANISM_MISMATCH',
    // The account is not at fault, only the way in.
    afterwards: 'next mechanism',
    because: '"Unrecognized authentication type": LOGIN and XOAUTH2 are all there is.',
    source: 'https://github.com/mikel/mail/issues/1357',
    transcript: 'mechanism-unknown',
  },
  {
    at: 'auth',
    code: 504,
    enhanced: '5.7.4',
    when: { tls: false },
    means: 'STARTTLS_REQUIRED',
    because: 'No mechanism exists before STARTTLS. This client never says AUTH there, others do.',
    source: 'https://github.com/PHPMailer/PHPMailer/issues/1254',
  },
  {
    at: 'auth',
    code: 451,
    enhanced: /^4\.(7\.0|3\.111)$/,
    means: 'TEMPORARY_SERVER_ERROR',
    because: 'The front end could not hand the login to the server of the mailbox ("PRX4"). No fault of the password.',
    source: 'https://github.com/jstedfast/MailKit/issues/566',
    transcript: 'login-proxy-failed',
  },
  {
    at: 'envelope',
    code: 530,
    enhanced: '5.7.57',
    text: /Error: 535 5\.7\.3 /,
    means: 'CREDENTIALS_REJECTED',
    because: 'The answer to MAIL repeats that user name or password was refused, for clients that went on regardless.',
    source: 'https://github.com/renevanosnabrugge/SendEmail-BuildTask/issues/49',
    transcript: 'mail-after-refused-password',
  },
  {
    at: 'envelope',
    code: 530,
    enhanced: '5.7.57',
    when: { authenticated: true },
    means: 'MS_CONDITIONAL_ACCESS',
    because:
      'Logged in, and still not authenticated: a policy that blocks legacy authentication applied to the mailbox.',
    source: 'https://github.com/MicrosoftDocs/OfficeDocs-Exchange/pull/2707',
    transcript: 'conditional-access-after-login',
  },
  {
    at: 'envelope',
    code: 530,
    enhanced: '5.7.57',
    means: 'CREDENTIALS_MISSING',
    because: 'MAIL without a login.',
    source: 'https://github.com/MicrosoftDocs/OfficeDocs-Exchange/issues/1944',
    transcript: 'login-missing',
  },
];
