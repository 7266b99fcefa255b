import type { ReplyRow } from '@ehlo/core';
import { connectionReplies } from './replies-connection.js';
import { loginReplies, refusedByPolicy } from './replies-login.js';
import { messageReplies, recipientReplies } from './replies-message.js';
import { senderReplies } from './replies-sending.js';
import { pages } from './sources.js';

/*
 * How Microsoft's servers say no, in the order of a session. The first row that holds decides: what
 * is told by its words stands before what is told by its code, and a service puts its own rows first.
 *
 * Two habits to know. Most replies end in a suffix that means nothing to the sender, such as
 * [AM3PR05CA0094.eurprd05.prod.outlook.com 2026-01-07T00:40:30.380Z 08DE4CF73CFFD718]. And the first
 * digit lies now and then; such rows say `outcome` themselves.
 */

/** What all services share. */
export const exchangeReplies: readonly ReplyRow[] = [
  ...connectionReplies,
  ...loginReplies,
  ...senderReplies,
  ...recipientReplies,
  ...messageReplies,
];

/* What differs: three services have rows of their own, which come first. */

const basicAuthDisabled = { ...refusedByPolicy, text: /basic authentication is disabled/i } as const;

export const personalReplies: readonly ReplyRow[] = [
  {
    ...basicAuthDisabled,
    means: 'MS_BASIC_AUTH_DISABLED_CONSUMER',
    because: 'Microsoft took passwords away from personal accounts in September 2024, app passwords included.',
    source: 'https://github.com/nodemailer/nodemailer/issues/1715',
  },
];

export const organisationReplies: readonly ReplyRow[] = [
  {
    ...basicAuthDisabled,
    means: 'MS_BASIC_AUTH_DISABLED_TENANT',
    because: 'An authentication policy, or from the end of 2026 the default, refuses passwords for SMTP.',
    source: 'https://github.com/rpremraj/mailR/issues/107',
    transcript: 'basic-auth-disabled',
  },
  {
    at: ['auth', 'envelope'],
    code: 550,
    enhanced: '5.7.30',
    means: 'MS_BASIC_AUTH_DISABLED_TENANT',
    because: 'Announced for the day on which passwords are gone for good; not seen yet.',
    source: pages.basicAuth,
    transcript: 'basic-auth-removed',
  },
];

export const highVolumeReplies: readonly ReplyRow[] = [
  {
    at: 'auth',
    code: 501,
    enhanced: /^5\.5\.12[47]$/,
    means: 'XOAUTH2_TOKEN_REJECTED',
    because: 'The XOAUTH2 response cannot be used (5.5.124), or the token ends in less than 600 seconds (5.5.127).',
    source: 'https://github.com/tarickb/sasl-xoauth2/issues/110',
    transcript: 'token-malformed-high-volume',
  },
];
