import type { AuthRow, LimitRow, Profile, RefusedLoginRow, TransferRow } from '@ehlo/core';
import { causes } from './causes.js';
import { personalDomains } from './domains.js';
import { exchangeReplies, highVolumeReplies, organisationReplies, personalReplies } from './replies.js';
import { pages } from './sources.js';
import { exchangeToken } from './tokens.js';

/*
 * Microsoft's mail submission, read from top to bottom: how one logs in, how a message travels, how
 * much is allowed; then the five services, each with its host. How they answer stands in replies.ts,
 * what went wrong in causes.ts.
 *
 * The services share their front ends, and so nearly all rows. They differ in host, and in what
 * they think of passwords.
 */

// ---- How one logs in -------------------------------------------------------------------------

const tokenLogin: AuthRow = {
  mechanism: 'XOAUTH2',
  initialResponse: 'never',
  because:
    'Access tokens here have 1.5 to 2.5 kB and do not fit a command line of 512 octets (RFC 4954 4). The response follows the empty challenge.',
  source: pages.oauth,
  transcript: 'accepted-token',
};

const passwordLogin: AuthRow = {
  mechanism: 'LOGIN',
  because: 'The only password mechanism on offer, and only after TLS. AUTH PLAIN is never offered and gets 504 5.7.4.',
  source: 'https://github.com/mikel/mail/issues/1357',
  transcript: 'accepted-password',
};

const noPasswords: RefusedLoginRow = {
  login: 'password',
  means: 'MS_BASIC_AUTH_DISABLED_CONSUMER',
  because:
    'Off for personal accounts since 16 September 2024, app passwords included. EHLO still offers AUTH LOGIN, which then fails every time.',
  source: 'https://github.com/muquit/mailsend-go/issues/68',
};

// ---- How a message travels -------------------------------------------------------------------

const transfer: readonly TransferRow[] = [
  {
    form: 'data',
    because: 'CHUNKING is offered, but BDAT has brought 552 5.3.4 "Header size exceeds fixed maximum size" and hangs.',
    source: 'https://github.com/jstedfast/MailKit/issues/904',
    transcript: 'accepted-token',
  },
  {
    pipelining: 'group',
    because: 'PIPELINING is offered before and after TLS.',
    source: 'recorded submission log, 2025-11-23',
    transcript: 'accepted-token',
  },
];

// ---- How much is allowed ---------------------------------------------------------------------

const ofEveryService: readonly LimitRow[] = [
  {
    limit: 'message-octets',
    value: 157_286_400,
    because: 'What EHLO says. A mailbox allows 35 MB by default and up to 150 MB where its admin says so.',
    source: 'recorded submission log, 2025-11-23',
    transcript: 'accepted-token',
  },
  {
    limit: 'idle-seconds',
    value: 240,
    because: 'The server closes after five minutes with 421 4.4.1; a minute of margin.',
    source: 'https://github.com/zone-eu/zone-mta/issues/161',
    transcript: 'idle-closed',
  },
  {
    limit: 'session-seconds',
    value: 900,
    because: 'Sessions have been seen to end at about 20 minutes, whatever they were doing.',
    source: 'https://github.com/haraka/Haraka/issues/2321',
  },
];

const ofAMailbox: readonly LimitRow[] = [
  {
    limit: 'connections',
    value: 3,
    because: 'A fourth submission at the same time gets 432 4.3.2.',
    source: pages.submission,
    transcript: 'too-many-connections',
  },
  {
    limit: 'messages-per-minute',
    value: 30,
    because: 'More are not refused but carried over to the following minutes, out of sight.',
    source: pages.submission,
  },
  {
    limit: 'recipients-per-message',
    value: 500,
    because: 'The default; an admin may set 1 to 1,000.',
    source:
      'https://learn.microsoft.com/en-us/office365/servicedescriptions/exchange-online-service-description/exchange-online-limits',
  },
];

const organisationLimits: readonly LimitRow[] = [
  ...ofAMailbox,
  {
    limit: 'recipients-per-day',
    value: 10_000,
    because: 'Over any 24 hours; then 554 5.2.0 SubmissionQuotaExceededException.',
    source: pages.submission,
    transcript: 'quota-exceeded',
  },
  ...ofEveryService,
];

const personalLimits: readonly LimitRow[] = [
  ...ofAMailbox,
  {
    limit: 'recipients-per-day',
    value: 5_000,
    because: 'With a Microsoft 365 subscription. Lower and not told for free and for new accounts.',
    source: pages.personalLimits,
  },
  ...ofEveryService,
];

// ---- The services ----------------------------------------------------------------------------

const see = [
  { title: 'Authenticate an IMAP, POP or SMTP connection using OAuth', url: pages.oauth },
  { title: 'Enable or disable authenticated client SMTP submission (SMTP AUTH)', url: pages.smtpAuth },
  { title: 'Message storage and throttling for SMTP submission', url: pages.submission },
  { title: 'Non-delivery reports in Exchange Online', url: pages.bounces },
] as const;

const organisationNotes = [
  'SMTP AUTH must be on for the mailbox, for passwords and for OAuth alike; it is off by default in organisations made after January 2020.',
  'To send for a shared mailbox, user stays the account that signed in; the shared address goes in from, with the right to Send As.',
] as const;

/** Outlook.com, Hotmail, Live: the accounts of persons. */
export const personal: Profile = {
  id: 'outlook',
  name: 'Outlook.com',
  domains: personalDomains,
  endpoints: [
    {
      host: 'smtp-mail.outlook.com',
      port: 587,
      security: 'starttls',
      because: 'The host published for personal accounts. There is no port with implicit TLS.',
      source: 'https://github.com/thunderbird/autoconfig/blob/c6ad796/ispdb/hotmail.com.xml',
      transcript: 'accepted-token-personal',
    },
  ],
  auth: [tokenLogin],
  token: exchangeToken('https://outlook.office.com', 'https://outlook.office365.com'),
  refusedLogins: [noPasswords],
  transfer,
  limits: personalLimits,
  replies: [...personalReplies, ...exchangeReplies],
  causes,
  notes: [
    'Scope: https://outlook.office.com/SMTP.Send offline_access, at the authority https://login.microsoftonline.com/consumers.',
    'Client credentials do not exist for personal accounts: somebody has to sign in once.',
  ],
  see: [...see, { title: 'Sending limits in Outlook.com', url: pages.personalLimits }],
};

/** Microsoft 365: the accounts of organisations, in Exchange Online. */
export const microsoft365: Profile = {
  id: 'microsoft365',
  name: 'Microsoft 365',
  domains: ['onmicrosoft.com', 'office365.com'],
  endpoints: [
    {
      host: 'smtp.office365.com',
      port: 587,
      security: 'starttls',
      because: 'Client submission. Port 465 is not supported; the name must be used, not an address.',
      source: pages.devices,
      transcript: 'accepted-token',
    },
  ],
  auth: [tokenLogin, passwordLogin],
  token: exchangeToken('https://outlook.office.com', 'https://outlook.office365.com'),
  transfer,
  limits: organisationLimits,
  replies: [...organisationReplies, ...exchangeReplies],
  causes,
  notes: [
    'Scope: https://outlook.office.com/SMTP.Send offline_access for a person, https://outlook.office365.com/.default for an app. A token for Microsoft Graph is refused.',
    ...organisationNotes,
  ],
  see,
};

/** Microsoft 365 for the government of the United States. */
export const gccHigh: Profile = {
  ...microsoft365,
  id: 'microsoft365-gcc-high',
  name: 'Microsoft 365 GCC High',
  domains: [],
  token: exchangeToken('https://outlook.office365.us'),
  endpoints: [
    {
      host: 'smtp.office365.us',
      port: 587,
      security: 'starttls',
      because: 'The host that EmailEngine uses. No Microsoft page was found that names it.',
      source: 'https://github.com/postalsys/emailengine/blob/master/lib/oauth2-apps.js',
      transcript: 'accepted-token-gcc-high',
    },
  ],
  notes: [
    'Scope: https://outlook.office365.us/SMTP.Send offline_access, at the authority https://login.microsoftonline.us.',
    ...organisationNotes,
  ],
};

/** Microsoft 365 in China, which 21Vianet runs. */
export const china: Profile = {
  ...microsoft365,
  id: 'microsoft365-21vianet',
  name: 'Microsoft 365 (21Vianet, China)',
  domains: [],
  token: exchangeToken('https://partner.outlook.cn'),
  endpoints: [
    {
      host: 'smtp.partner.outlook.cn',
      port: 587,
      security: 'starttls',
      because: 'The host of recorded sessions. EmailEngine uses partner.outlook.cn.',
      source: 'https://github.com/u-ichi/fluent-plugin-mail/issues/44',
      transcript: 'token-refused-21vianet',
    },
  ],
  notes: [
    'Scope: https://partner.outlook.cn/SMTP.Send offline_access, at the authority https://login.partner.microsoftonline.cn.',
    ...organisationNotes,
  ],
};

/** High Volume Email: mass mail to recipients inside the organisation, from accounts made for it. */
export const highVolume: Profile = {
  ...microsoft365,
  id: 'microsoft365-high-volume',
  name: 'Microsoft 365 High Volume Email',
  domains: [],
  endpoints: [
    {
      host: 'smtp-hve.office365.com',
      port: 587,
      security: 'starttls',
      because: 'The host for High Volume Email accounts.',
      source: 'https://github.com/tarickb/sasl-xoauth2/issues/110',
      transcript: 'token-malformed-high-volume',
    },
  ],
  // The limits of a mailbox are lifted here. Those on size and time are taken over from Exchange Online.
  limits: ofEveryService,
  replies: [...highVolumeReplies, ...organisationReplies, ...exchangeReplies],
  notes: [
    'Reaches recipients inside the organisation only. Passwords work until September 2028.',
    'For OAuth, an admin runs Add-HVEAppAccess; a token needs 600 seconds of life left.',
  ],
  see: [
    ...see,
    {
      title: 'OAuth for High Volume Email',
      url: 'https://learn.microsoft.com/en-us/exchange/mail-flow-best-practices/oauth-high-volume-mails-m365',
    },
  ],
};
