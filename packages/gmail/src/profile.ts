import type { AuthRow, EndpointRow, HelloRow, LimitRow, PasswordRow, Profile, TransferRow } from '@ehlo/core';
import { causes } from './causes.js';
import { gmailReplies } from './replies.js';
import { pages, session } from './sources.js';
import { gmailToken } from './tokens.js';

/*
 * Google's mail submission, read from top to bottom: where it listens, how one logs in, how a message
 * travels, how much is allowed; then the three services. How they answer stands in replies.ts, what
 * went wrong in causes.ts.
 *
 * Gmail and Workspace share the host and differ in limits. The relay of Workspace has a host of its
 * own and wants to hear a name that it knows.
 */

// ---- Where it listens ------------------------------------------------------------------------

const mailboxEndpoints: readonly EndpointRow[] = [
  {
    host: 'smtp.gmail.com',
    port: 465,
    security: 'implicit',
    because: 'TLS from the first byte is preferred where both ways exist (RFC 8314 3.3).',
    source: 'https://github.com/thunderbird/autoconfig/blob/c6ad796/ispdb/googlemail.com.xml',
    transcript: 'accepted-app-password',
  },
  {
    host: 'smtp.gmail.com',
    port: 587,
    security: 'starttls',
    because: 'Some hosts block outbound 465 and leave 587 open.',
    source: 'https://github.com/postalsys/emailengine/issues/508',
    transcript: 'accepted-starttls',
  },
];

const relayEndpoints: readonly EndpointRow[] = [
  {
    host: 'smtp-relay.gmail.com',
    port: 465,
    security: 'implicit',
    because: 'TLS from the first byte is preferred where both ways exist (RFC 8314 3.3).',
    source: pages.relay,
    transcript: 'accepted-relay',
  },
  {
    host: 'smtp-relay.gmail.com',
    port: 587,
    security: 'starttls',
    because: 'Some hosts block outbound 465 and leave 587 open. In clear, the relay takes registered addresses only.',
    source: pages.relay,
    transcript: 'relay-denied',
  },
];

const relayHello: HelloRow = {
  name: 'domain of the user',
  because: 'The name in EHLO or the domain in MAIL must belong to the customer. EHLO localhost is answered with 421.',
  source: pages.relayErrors,
  transcript: 'hello-name-refused',
};

// ---- How one logs in -------------------------------------------------------------------------

// EHLO offers XOAUTH and PLAIN-CLIENTTOKEN as well. XOAUTH is dead (504 5.7.4 "XOAUTH is no longer
// supported."), PLAIN-CLIENTTOKEN was never documented: what has no row is not used.
const auth: readonly AuthRow[] = [
  {
    mechanism: 'XOAUTH2',
    because: 'The mechanism that Google documents for access tokens.',
    source: pages.xoauth2,
    transcript: 'accepted-token',
  },
  {
    mechanism: 'OAUTHBEARER',
    because: 'The standard form (RFC 7628) of the same; second, since it is offered but not documented here.',
    source: session,
    transcript: 'accepted-oauthbearer',
  },
  {
    mechanism: 'PLAIN',
    because: 'App passwords, in one step.',
    source: 'https://github.com/kisli/vmime/issues/110',
    transcript: 'accepted-app-password',
  },
  {
    mechanism: 'LOGIN',
    because: 'App passwords, in three steps. AUTH LOGIN takes no initial response: 535 5.5.4.',
    source: session,
    transcript: 'accepted-login',
  },
];

const password: PasswordRow = {
  strip: /\s/,
  looksLike: /^[a-z]{16}$/,
  means: 'GMAIL_PASSWORD_NOT_ACCEPTED',
  because:
    'Google takes app passwords only: sixteen small letters, shown in four groups. This one looks otherwise, and is most likely the password of the account, which is refused.',
  source: pages.appPasswords,
  transcript: 'password-not-accepted',
};

// ---- How a message travels -------------------------------------------------------------------

const transfer: readonly TransferRow[] = [
  {
    form: 'data',
    because:
      'CHUNKING is offered, but larger messages by BDAT have timed out at Google. Seen at the servers that receive; all recorded submissions used DATA.',
    source: 'https://github.com/Progressiverobot/hmailserver/issues/261',
    transcript: 'accepted-app-password',
  },
  {
    pipelining: 'group',
    because: 'PIPELINING is offered, and MAIL, RCPT and DATA in one group are on record.',
    source: 'https://github.com/kisli/vmime/issues/110',
    transcript: 'accepted-app-password',
  },
];

// ---- How much is allowed ---------------------------------------------------------------------

const ofEveryService: readonly LimitRow[] = [
  {
    limit: 'recipients-per-message',
    value: 100,
    because: 'By SMTP; the web allows 500. One more gets 452 4.5.3.',
    source: pages.workspaceLimits,
    transcript: 'too-many-recipients',
  },
  {
    limit: 'message-octets',
    value: 35_882_577,
    because: 'What EHLO says. Attachments grow by a third in base64, so files of 25 MB together are about the most.',
    source: session,
    transcript: 'accepted-app-password',
  },
  {
    limit: 'idle-seconds',
    value: 240,
    because: 'Not documented; connections have been seen to end after five to ten idle minutes.',
    source: pages.errors,
    transcript: 'idle-timeout',
  },
];

const gmailLimits: readonly LimitRow[] = [
  ...ofEveryService,
  {
    limit: 'messages-per-day',
    value: 500,
    because: 'Over any 24 hours; then 550 5.4.5.',
    source: pages.limits,
    transcript: 'daily-limit',
  },
];

const workspaceLimits: readonly LimitRow[] = [
  ...ofEveryService,
  {
    limit: 'messages-per-day',
    value: 2_000,
    because: 'Over any 24 hours; 500 in a trial. Sending is then blocked for up to 24 hours.',
    source: pages.workspaceLimits,
    transcript: 'daily-limit',
  },
  {
    limit: 'recipients-per-day',
    value: 10_000,
    because: 'Of these 3,000 outside the organisation, and 3,000 different ones.',
    source: pages.workspaceLimits,
  },
];

const relayLimits: readonly LimitRow[] = [
  ...ofEveryService,
  {
    limit: 'messages-per-day',
    value: 10_000,
    because: 'Of one user, over any 24 hours; the organisation has a limit of its own.',
    source: pages.relay,
    transcript: 'relay-daily-limit',
  },
  {
    limit: 'recipients-per-day',
    value: 10_000,
    because: 'Different recipients of one user, over any 24 hours.',
    source: pages.relay,
  },
];

// ---- The services ----------------------------------------------------------------------------

const mailboxNotes = [
  'App password: turn on 2-Step Verification, then make one at https://myaccount.google.com/apppasswords. All of them end when the password of the account changes.',
  'OAuth: the scope is https://mail.google.com/. The narrower gmail.send works with the Gmail API only.',
] as const;

const see = [
  { title: 'SMTP error reference', url: pages.errors },
  { title: 'XOAUTH2 protocol', url: pages.xoauth2 },
  { title: 'App passwords', url: pages.appPasswords },
] as const;

/** Gmail: the accounts of persons. */
export const gmailMailbox: Profile = {
  id: 'gmail',
  name: 'Gmail',
  domains: ['gmail.com', 'googlemail.com'],
  endpoints: mailboxEndpoints,
  auth,
  password,
  token: gmailToken,
  transfer,
  limits: gmailLimits,
  replies: gmailReplies,
  causes,
  notes: mailboxNotes,
  see: [...see, { title: 'Gmail sending limits', url: pages.limits }],
};

/** Google Workspace: the accounts of organisations, under domains of their own. */
export const workspaceMailbox: Profile = {
  ...gmailMailbox,
  id: 'google-workspace',
  name: 'Google Workspace',
  domains: [],
  limits: workspaceLimits,
  notes: [
    ...mailboxNotes,
    'An administrator may forbid app passwords. A service account needs domain-wide delegation for https://mail.google.com/, and user is the mailbox it stands in for.',
  ],
  see: [...see, { title: 'Gmail sending limits in Google Workspace', url: pages.workspaceLimits }],
};

/** The SMTP relay of Google Workspace: mail of programs and devices, for the domains of one customer. */
export const workspaceRelay: Profile = {
  ...workspaceMailbox,
  id: 'google-workspace-relay',
  name: 'Google Workspace SMTP relay',
  endpoints: relayEndpoints,
  hello: relayHello,
  limits: relayLimits,
  notes: [
    'The administrator allows the relay: Google Admin console > Apps > Google Workspace > Gmail > Routing > SMTP relay service, by address or by SMTP authentication.',
    ...mailboxNotes,
  ],
  see: [...see, { title: 'Route outgoing SMTP relay messages through Google', url: pages.relay }],
};
