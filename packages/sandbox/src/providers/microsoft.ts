import { randomBytes, randomInt, randomUUID } from 'node:crypto';
import type { Dialect, Judgement, Lines, Situation } from '../dialect.js';
import type { AccountTransportOptions, ProviderOptions, Sandbox } from '../sandbox.js';
import { start } from '../server.js';

/**
 * The state of an access token. Exchange tells none of them apart: all but `valid` are refused
 * with 535 5.7.3, and at once, without a challenge.
 */
export const tokenStates = ['valid', 'expired', 'wrong-audience', 'scope-missing', 'other-user'] as const;
export type TokenState = (typeof tokenStates)[number];

/** Switches of a personal Outlook.com account. */
export interface OutlookSwitches {
  token: TokenState;
  /** `own-address-only`: other senders are refused; `denied`: every sender is. */
  sendAs: 'allowed' | 'own-address-only' | 'denied';
  /** `refused`: TLS 1.0 and 1.1 get 421 4.7.66; `refused-to-all`: so does everybody. */
  legacyTls: 'allowed' | 'refused' | 'refused-to-all';
  /** `blocked`: OutboundSpamException at the end of DATA. */
  outboundSpam: 'none' | 'blocked';
  /** Recipients a day; `exceeded`: SubmissionQuotaExceededException at the end of DATA. */
  quota: 'left' | 'exceeded';
  /** `logon-failure`: the app has no right on the mailbox, or was only just given it. */
  mailbox: 'ready' | 'logon-failure';
  service: 'available' | 'busy';
  /** Connections of one mailbox that may submit at a time; those beyond get 432 4.3.2 at the end of DATA. */
  concurrency: number;
  /** Messages beyond are not refused: their answer waits for the next minute. */
  messagesPerMinute: number;
  /** How long a minute of `messagesPerMinute` lasts, in milliseconds; for tests that cannot wait. */
  minute: number;
  maxRecipients: number;
  /** Octets, as EHLO tells them. */
  maxMessageSize: number;
  /** Seconds without a word from the client before 421 4.4.1. */
  idleSeconds: number;
}

/** Switches of a Microsoft 365 mailbox and its tenant. */
export interface Microsoft365Switches extends OutlookSwitches {
  /** Set-TransportConfig and Set-CASMailbox -SmtpClientAuthenticationDisabled. Refuses OAuth too. */
  smtpAuth: 'enabled' | 'disabled-for-tenant' | 'disabled-for-mailbox';
  /** `removed`: the reply announced for the end of basic authentication, 550 5.7.30. */
  basicAuth: 'enabled' | 'disabled' | 'removed';
  securityDefaults: 'off' | 'on';
  conditionalAccess: 'none' | 'blocks';
  /** `blocked`: for outbound spam, 550 5.1.8. */
  account: 'active' | 'locked' | 'blocked';
}

export type OutlookOptions = ProviderOptions & Partial<OutlookSwitches>;
export type Microsoft365Options = ProviderOptions & Partial<Microsoft365Switches>;

/** smtp-mail.outlook.com: passwords are offered and always refused, since 2024-09-16. */
export function outlook(options: OutlookOptions = {}): Promise<Sandbox<OutlookSwitches, AccountTransportOptions>> {
  return microsoft(personal, { user: 'someone@outlook.com', ...options });
}

/** smtp.office365.com. Basic authentication is off unless `basicAuth: 'enabled'`. */
export function microsoft365(
  options: Microsoft365Options = {},
): Promise<Sandbox<Microsoft365Switches, AccountTransportOptions>> {
  return microsoft(work, { user: 'someone@contoso.com', ...options });
}

function microsoft<Switches extends OutlookSwitches>(
  dialect: Dialect<Switches>,
  options: ProviderOptions & Partial<Switches>,
): Promise<Sandbox<Switches, AccountTransportOptions>> {
  const { port, user, password, accessToken, login, fault, web, ...switches } = options;
  const account = {
    user: user ?? '',
    password: password ?? randomBytes(12).toString('base64url'),
    // Real ones have 1500 to 2500 octets, too many for the AUTH line of RFC 4954.
    accessToken: accessToken ?? `EwB${randomBytes(1200).toString('base64url')}`,
  };
  return start({
    dialect,
    security: 'starttls',
    accounts: [account],
    login: login ?? 'token',
    tellSecurity: false,
    switches: switches as unknown as Partial<Switches>,
    tokenIsGood: ({ token }) => token === 'valid',
    options: { port, fault, web },
  });
}

// Recorded where nothing else is said. Those "after Exchange" are recorded on Exchange Server, not
// on the submission front end; "composed" are not recorded anywhere and follow the others in form.
const lines: Lines = {
  greeting: '220 {host} Microsoft ESMTP MAIL Service ready at {date} [{id}]',
  ehlo: '{host} Hello [{peer}]',
  helo: '250 {host} Hello [{peer}]',
  badHello: '501 5.5.4 Invalid domain name [{trail}]',
  startTls: '220 2.0.0 SMTP server ready',
  startTlsAgain: '503 5.5.2 Only one STARTTLS command can be issued per session [{trail}]', // after Exchange
  startTlsNotOffered: "500 5.3.3 Unrecognized command 'STARTTLS' [{trail}]",
  startTlsWithArgument: '501 5.5.4 Unrecognized parameter [{trail}]', // after Exchange
  startTlsInGroup: '503 5.5.1 Bad sequence of commands [{trail}]', // composed
  needTlsForAuth: '504 5.7.4 Unrecognized authentication type [{trail}]',
  needTlsForMail: '451 5.7.3 STARTTLS is required to send mail [{trail}]',
  needAuth: '530 5.7.57 Client not authenticated to send mail.{afterRefusal} [{trail}]',
  userPrompt: 'VXNlcm5hbWU6',
  passwordPrompt: 'UGFzc3dvcmQ6',
  authenticated: '235 2.7.0 Authentication successful',
  badPassword: '535 5.7.139 Authentication unsuccessful, the user credentials were incorrect. [{trail}]',
  badToken: '535 5.7.3 Authentication unsuccessful [{trail}]',
  unknownMechanism: '504 5.7.4 Unrecognized authentication type [{trail}]',
  badBase64: '535 5.7.3 Authentication unsuccessful [{trail}]',
  authCancelled: '501 5.7.0 Authentication aborted [{trail}]', // composed
  authLineTooLong: '500 5.5.6 Authentication line too long [{trail}]', // composed
  authAgain: '503 5.5.2 AUTH command used when already authenticated [{trail}]', // composed
  authInTransaction: '503 5.5.1 Bad sequence of commands [{trail}]', // composed
  helloFirst: '503 5.5.2 Send hello first [{trail}]', // after Exchange
  mailFirst: '503 5.5.2 Need mail command [{trail}]', // after Exchange
  rcptFirst: '503 5.5.2 Need rcpt command [{trail}]', // after Exchange
  mailAgain: '503 5.5.2 Sender already specified [{trail}]', // after Exchange
  mailOk: '250 2.1.0 Sender OK',
  rcptOk: '250 2.1.5 Recipient OK',
  badSyntax: '501 5.5.4 Invalid arguments [{trail}]', // after Exchange
  badParameter: '501 5.5.4 Invalid arguments [{trail}]', // after Exchange
  needSmtpUtf8: '553 5.6.7 Address needs SMTPUTF8 [{trail}]', // composed after RFC 6531 3.5
  tooManyRecipients: '452 4.5.3 Too many recipients [{trail}]',
  tooManyMails: '421 4.3.2 Service not available',
  tooBig: '552 5.3.4 Message size exceeds fixed maximum message size [{trail}]', // after Exchange
  startData: '354 Start mail input; end with <CRLF>.<CRLF>',
  dataForBinary: '503 5.5.1 Bad sequence of commands [{trail}]', // composed
  dataAfterBdat: '503 5.5.1 Bad sequence of commands [{trail}]', // composed
  chunkOk: '250 2.6.0 CHUNK received OK, {octets} octets',
  taken: '250 2.0.0 OK {messageId} [Hostname={backend}]',
  bareLineEnd: '550 5.6.11 Invalid characters [Hostname={backend}]',
  badOctet: '550 5.6.11 Invalid characters [Hostname={backend}]',
  longTextLine: '550 5.6.0 Line of more than 998 octets [Hostname={backend}]', // composed
  badDot: '550 5.6.0 Leading dot without transparency [Hostname={backend}]', // composed
  reset: '250 2.0.0 Resetting',
  noop: '250 2.0.0 OK',
  vrfy: '252 2.5.2 Cannot VRFY user',
  help: [
    '214-This server supports the following commands:',
    '214 HELO EHLO STARTTLS RCPT DATA RSET MAIL QUIT HELP AUTH BDAT',
  ],
  quit: '221 2.0.0 Service closing transmission channel',
  unknown: "500 5.3.3 Unrecognized command '{word}' [{trail}]",
  tooManyUnknown: '421 4.7.0 Too many errors on this connection, closing transmission channel [{trail}]', // after Exchange
  longLine: '500 5.3.3 Line too long [{trail}]', // composed
  badLine: '500 5.5.2 Invalid characters [{trail}]', // composed
  inGroup: '503 5.5.1 Bad sequence of commands [{trail}]', // composed
  beforeGreeting: '503 5.5.1 Bad sequence of commands [{trail}]', // composed
  idle: '421 4.4.1 Connection timed out. Total session duration: {duration}',
};

const unsuccessful = (reason: string): string => `535 5.7.139 Authentication unsuccessful, ${reason} [{trail}]`;
const basicAuthDisabled = unsuccessful('basic authentication is disabled.');

const judgeOutlook = {
  greeting: (_now: Situation, { service }: OutlookSwitches): Judgement =>
    service === 'busy' ? '421 4.3.2 Service not available' : undefined,

  EHLO: ({ tls }: Situation, { legacyTls }: OutlookSwitches): Judgement => {
    const old = tls === 'TLSv1' || tls === 'TLSv1.1';
    const refused = (old && legacyTls === 'refused') || (tls !== undefined && legacyTls === 'refused-to-all');
    return refused
      ? '421 4.7.66 TLS 1.0 and 1.1 are not supported. Please upgrade/update your client to support TLS 1.2. Visit https://aka.ms/smtp_auth_tls. [{trail}]'
      : undefined;
  },

  login: ({ attempt }: Situation): Judgement => (attempt?.kind === 'password' ? basicAuthDisabled : undefined),

  'end-of-data': (now: Situation, switches: OutlookSwitches): Judgement => {
    const { sendAs, quota, outboundSpam, mailbox, concurrency, messagesPerMinute, minute } = switches;
    const sender = now.envelope?.from ?? '';
    if (sendAs === 'denied' || (sendAs === 'own-address-only' && sender.toLowerCase() !== now.user?.toLowerCase())) {
      return `554 5.2.252 SendAsDenied; ${now.user} not allowed to send as ${sender}; STOREDRV.Submission.Exception:SendAsDeniedException.MapiExceptionSendAsDenied; Failed to process message due to a permanent exception with message [BeginDiagnosticData]Cannot submit message.[EndDiagnosticData] [Hostname={backend}]`;
    }
    if (mailbox === 'logon-failure' || now.closed) {
      return '430 4.2.0 STOREDRV; mailbox logon failure; Failed to process message due to a transient exception. [Hostname={backend}]';
    }
    if (outboundSpam === 'blocked') {
      return '554 5.2.0 STOREDRV.Submission.Exception:OutboundSpamException; Failed to process message due to a permanent exception with message WASCL UserAction verdict is not None. Actual verdict is RefuseQuota [Hostname={backend}]';
    }
    if (quota === 'exceeded') {
      return '554 5.2.0 STOREDRV.Submission.Exception:SubmissionQuotaExceededException; Failed to process message due to a permanent exception. [Hostname={backend}]';
    }
    if (now.rank > concurrency) {
      return '432 4.3.2 Concurrent connections limit exceeded. Visit https://aka.ms/concurrent_sending for more information. [Hostname={backend}]';
    }
    const delay = now.delay(messagesPerMinute, minute);
    return delay > 0 ? { delay } : undefined;
  },
};

const judgeMicrosoft365 = {
  ...judgeOutlook,

  login: ({ attempt }: Situation, switches: Microsoft365Switches): Judgement => {
    const { smtpAuth, basicAuth, securityDefaults, conditionalAccess, account } = switches;
    if (smtpAuth !== 'enabled') {
      const where = smtpAuth === 'disabled-for-tenant' ? 'Tenant' : 'Mailbox';
      return unsuccessful(
        `SmtpClientAuthentication is disabled for the ${where}. Visit https://aka.ms/smtp_auth_disabled for more information.`,
      );
    }
    if (attempt?.kind === 'password' && securityDefaults === 'on') {
      return unsuccessful(
        "user is locked by your organization's security defaults policy. Contact your administrator.",
      );
    }
    if (attempt?.kind === 'password' && basicAuth === 'removed') {
      return '550 5.7.30 Basic authentication is not supported for Client Submission.';
    }
    if (attempt?.kind === 'password' && basicAuth === 'disabled') return basicAuthDisabled;
    if (conditionalAccess === 'blocks') {
      return unsuccessful(
        'the request did not meet the criteria to be authenticated successfully. Contact your administrator.',
      );
    }
    return account === 'locked' ? unsuccessful('account locked') : undefined;
  },

  'end-of-data': (now: Situation, switches: Microsoft365Switches): Judgement =>
    switches.account === 'blocked'
      ? '550 5.1.8 Access denied, bad outbound sender [Hostname={backend}]'
      : judgeOutlook['end-of-data'](now, switches),
};

const outlookDefaults: OutlookSwitches = {
  token: 'valid',
  sendAs: 'allowed',
  legacyTls: 'refused',
  outboundSpam: 'none',
  quota: 'left',
  mailbox: 'ready',
  service: 'available',
  concurrency: 3,
  messagesPerMinute: 30,
  minute: 60_000,
  maxRecipients: 500,
  maxMessageSize: 157_286_400,
  idleSeconds: 300,
};

const outlookSwitches = {
  token: tokenStates,
  sendAs: ['allowed', 'own-address-only', 'denied'],
  legacyTls: ['allowed', 'refused', 'refused-to-all'],
  outboundSpam: ['none', 'blocked'],
  quota: ['left', 'exceeded'],
  mailbox: ['ready', 'logon-failure'],
  service: ['available', 'busy'],
  concurrency: 'number',
  messagesPerMinute: 'number',
  minute: 'number',
  maxRecipients: 'number',
  maxMessageSize: 'number',
  idleSeconds: 'number',
} as const;

const common = {
  securities: ['starttls'],
  lines,
  extensions: [
    'SIZE {maxMessageSize}',
    'PIPELINING',
    'DSN',
    'ENHANCEDSTATUSCODES',
    'STARTTLS',
    'AUTH',
    '8BITMIME',
    'BINARYMIME',
    'CHUNKING',
    'SMTPUTF8',
  ],
  mechanisms: ['LOGIN', 'XOAUTH2'],
  mechanismsInClear: [],
  // Microsoft takes an initial response of any token, beyond the 512 octets of RFC 4954.
  authLineLimit: 12_288,
  // learn.microsoft.com/exchange/client-developer/legacy-protocols: the delegated scope, and the role of an app.
  bearer: {
    provider: 'microsoft',
    audiences: [
      'https://outlook.office.com',
      'https://outlook.office365.com',
      'https://outlook.office365.us',
      'https://partner.outlook.cn',
    ],
    scopes: ['SMTP.Send', 'SMTP.SendAsApp'],
  },
  anonymous: false,
  groupsBehindLast: false,
  oldestTls: 'TLSv1',
  names: exchangeNames,
} as const;

/** Personal accounts. */
export const personal: Dialect<OutlookSwitches> = {
  ...common,
  provider: 'outlook',
  host: 'smtp-mail.outlook.com',
  defaults: outlookDefaults,
  switches: outlookSwitches,
  judge: judgeOutlook,
};

/** Work and school accounts. */
export const work: Dialect<Microsoft365Switches> = {
  ...common,
  provider: 'microsoft365',
  host: 'smtp.office365.com',
  defaults: {
    ...outlookDefaults,
    smtpAuth: 'enabled',
    basicAuth: 'disabled',
    securityDefaults: 'off',
    conditionalAccess: 'none',
    account: 'active',
  },
  switches: {
    ...outlookSwitches,
    smtpAuth: ['enabled', 'disabled-for-tenant', 'disabled-for-mailbox'],
    basicAuth: ['enabled', 'disabled', 'removed'],
    securityDefaults: ['off', 'on'],
    conditionalAccess: ['none', 'blocks'],
    account: ['active', 'locked', 'blocked'],
  },
  judge: judgeMicrosoft365,
};

/** Host, times and ids as Exchange Online writes them, the same host for a whole connection. */
function exchangeNames(): (name: string) => string | undefined {
  const begun = Date.now();
  const host = `AM0P${randomInt(100, 1000)}CA00${randomInt(10, 100)}`;
  const region = `EURP${randomInt(100, 1000)}`;
  const id = `08DE${randomBytes(6).toString('hex').toUpperCase()}`;
  const backend = `AM0P${randomInt(100, 1000)}MB${randomInt(1000, 10_000)}`;
  return (name) => {
    switch (name) {
      case 'host':
        return `${host}.outlook.office365.com`;
      case 'id':
        return id;
      case 'trail':
        return `${host}.${region}.PROD.OUTLOOK.COM ${new Date().toISOString()} ${id}`;
      case 'backend':
        return `${backend}.${region}.PROD.OUTLOOK.COM`;
      case 'date':
        // RFC 5322, the day without a leading zero.
        return new Date().toUTCString().replace(/, 0/, ', ').replace('GMT', '+0000');
      case 'duration':
        return `${new Date(Date.now() - begun).toISOString().slice(11, 23)}${randomInt(1000, 10_000)}`;
      case 'messageId':
        return `<${randomUUID()}@${host}>`;
      default:
        return undefined;
    }
  };
}
