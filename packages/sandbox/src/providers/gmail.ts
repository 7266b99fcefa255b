import { randomBytes, randomInt } from 'node:crypto';
import type { Dialect, Judgement, Lines, Situation, Words } from '../dialect.js';
import type { AccountTransportOptions, ProviderOptions, RelayTransportOptions, Sandbox } from '../sandbox.js';
import { start } from '../server.js';
import { type TokenState, tokenStates } from './microsoft.js';

/** Switches that smtp.gmail.com and smtp-relay.gmail.com share. */
interface GoogleSwitches {
  /** All but `valid` get the 334 with JSON, then 535. */
  token: TokenState;
  /**
   * What becomes of the right password. `required`: it is the ordinary one and an app password is
   * wanted; `wrong`: BadCredentials; `web-login-required`: a sign-in that Google suspects.
   */
  appPassword: 'accepted' | 'required' | 'wrong' | 'web-login-required';
  logins: 'allowed' | 'too-many' | 'temporary-problem';
  service: 'available' | 'busy';
  maxRecipients: number;
  /** Octets, as EHLO tells them. */
  maxMessageSize: number;
  /** Seconds without a word from the client before 451 4.4.2. */
  idleSeconds: number;
}

export interface GmailSwitches extends GoogleSwitches {
  /** Messages a day; `exceeded`: 550 5.4.5 at the end of DATA. */
  dailyLimit: 'left' | 'exceeded';
}

export interface WorkspaceRelaySwitches extends GoogleSwitches {
  /** `ip-registered`: this address may send without a login; `denied`: 550 5.7.0 even with one. */
  relay: 'login' | 'ip-registered' | 'denied';
  relayLimit: 'left' | 'exceeded-for-user' | 'exceeded-for-customer' | 'peak';
}

interface Both {
  /** `implicit`, the default, is the form of port 465; `starttls` that of 587. */
  readonly security?: 'implicit' | 'starttls';
}

export type GmailOptions = ProviderOptions & Both & Partial<GmailSwitches>;
export type WorkspaceRelayOptions = ProviderOptions & Both & Partial<WorkspaceRelaySwitches>;

/** smtp.gmail.com. The password is an app password: sixteen lower-case letters. */
export function gmail(options: GmailOptions = {}): Promise<Sandbox<GmailSwitches, AccountTransportOptions>> {
  return google(mailbox, { user: 'someone@gmail.com', ...options });
}

/** smtp-relay.gmail.com, the relay of Google Workspace. */
export function workspaceRelay(
  options: WorkspaceRelayOptions = {},
): Promise<Sandbox<WorkspaceRelaySwitches, RelayTransportOptions>> {
  const box = google(relay, { user: 'someone@contoso.com', ...options }, 'workspace-relay');
  return box as Promise<Sandbox<WorkspaceRelaySwitches, RelayTransportOptions>>;
}

function google<Switches extends GoogleSwitches>(
  dialect: Dialect<Switches>,
  options: ProviderOptions & Both & Partial<Switches>,
  service?: 'workspace-relay',
): Promise<Sandbox<Switches, AccountTransportOptions>> {
  const { port, user, password, accessToken, login, fault, web, security, ...switches } = options;
  const letters = Array.from({ length: 16 }, () => String.fromCharCode(97 + randomInt(26))).join('');
  const account = {
    user: user ?? '',
    password: password ?? letters,
    accessToken: accessToken ?? `ya29.${randomBytes(150).toString('base64url')}`,
  };
  return start({
    dialect,
    security: security ?? 'implicit',
    accounts: [account],
    login: login ?? 'password',
    tellSecurity: true,
    service,
    switches: switches as unknown as Partial<Switches>,
    tokenIsGood: ({ token }) => token === 'valid',
    options: { port, fault, web },
  });
}

const help = (code: string, text: string, enhanced: string, url: string): readonly string[] => [
  `${code}-${enhanced} ${text} For more information, go to`,
  `${code} ${enhanced}  ${url} {sid}`,
];

// Recorded or in Google's own list of SMTP errors where nothing else is said; "composed" are not
// recorded anywhere and follow the others in form.
const lines: Lines = {
  greeting: '220 {host} ESMTP {sid}',
  ehlo: '{host} at your service, [{peer}]',
  helo: '250 {host} at your service',
  badHello: '501 5.5.4 HELO/EHLO argument is invalid {sid}',
  startTls: '220 2.0.0 Ready to start TLS',
  startTlsAgain: '454 5.5.1 STARTTLS may not be repeated. {sid}',
  startTlsNotOffered: '502 5.5.1 Unrecognized command. {sid}',
  startTlsWithArgument: '501 5.5.2 Syntax error. {sid}', // composed
  startTlsInGroup:
    '454 4.5.0 SMTP protocol violation, no commands allowed to pipeline after STARTTLS, see RFC 3207. {sid}',
  needTlsForAuth: '530 5.7.0 Must issue a STARTTLS command first. {sid}',
  needTlsForMail: '530 5.7.0 Must issue a STARTTLS command first. {sid}',
  needAuth: help('530', 'Authentication Required.', '5.7.0', 'https://support.google.com/mail/?p=WantAuthError'),
  userPrompt: 'VXNlcm5hbWU6',
  passwordPrompt: 'UGFzc3dvcmQ6',
  authenticated: '235 2.7.0 Accepted',
  badPassword: help(
    '535',
    'Username and Password not accepted.',
    '5.7.8',
    'https://support.google.com/mail/?p=BadCredentials',
  ),
  badToken: help(
    '535',
    'Username and Password not accepted.',
    '5.7.8',
    'https://support.google.com/mail/?p=BadCredentials',
  ),
  unknownMechanism: '504 5.7.4 Unrecognized Authentication Type. {sid}',
  // XOAUTH is still advertised.
  withdrawnMechanism: '504 5.7.4 {mechanism} is no longer supported. {sid}',
  badBase64: '501 5.5.2 Cannot Decode response {sid}',
  authCancelled: '501 5.7.0 Authentication canceled. {sid}', // composed
  authLineTooLong: '500 5.5.2 AUTH response line too long {sid}',
  loginWithArgument: '535 5.5.4 Optional Argument not permitted for that AUTH mode. {sid}',
  authAgain: '503 5.7.0 No identity changes permitted. {sid}',
  authInTransaction: '503 5.5.1 Bad sequence of commands {sid}',
  helloFirst: '503 5.5.1 EHLO/HELO first. {sid}',
  mailFirst: '503 5.5.1 MAIL first. {sid}',
  rcptFirst: '503 5.5.1 RCPT first. {sid}',
  mailAgain: '503 5.5.1 Bad sequence of commands {sid}',
  mailOk: '250 2.1.0 OK {sid}',
  rcptOk: '250 2.1.5 OK {sid}',
  badSyntax: '555 5.5.2 Syntax error. {sid}',
  badParameter: '555 5.5.2 Syntax error. {sid}',
  needSmtpUtf8: '553 5.6.7 Address needs SMTPUTF8. {sid}', // composed after RFC 6531 3.5
  tooManyRecipients: '452 4.5.3 Your message has too many recipients. {sid}',
  tooManyMails: '421 4.7.0 Connection expired, try reconnecting {sid}',
  tooBig: [
    "552-5.3.4 Your message exceeded Google's message size limits. For more information, go to",
    '552 5.3.4  https://support.google.com/mail/?p=MaxSizeError {sid}',
  ],
  startData: '354 Go ahead {sid}',
  dataForBinary: '503 5.5.1 Bad sequence of commands {sid}',
  dataAfterBdat: '503 5.5.1 No DATA after BDAT. A mail transaction protocol command was issued out of sequence. {sid}',
  chunkOk: '250 2.0.0 OK {sid}',
  taken: '250 2.0.0 OK  {unixSeconds} {sid}',
  bareLineEnd: '554 5.6.0 Mail message is malformed. Not accepted. {sid}',
  badOctet: '554 5.6.0 Mail message is malformed. Not accepted. {sid}',
  longTextLine: '554 5.6.0 Mail message is malformed. Not accepted. {sid}',
  badDot: '554 5.6.0 Mail message is malformed. Not accepted. {sid}',
  reset: '250 2.1.5 Flushed {sid}',
  noop: '250 2.0.0 OK {sid}',
  vrfy: "252 2.1.5 Send some mail, I'll try my best {sid}", // composed
  help: '214 2.0.0 https://www.google.com/search?btnI&q=RFC+5321 {sid}', // composed
  quit: '221 2.0.0 closing connection {sid}',
  unknown: '502 5.5.1 Unrecognized command. {sid}',
  tooManyUnknown: '502 5.5.1 Too many unrecognized commands, goodbye. {sid}',
  longLine: '500 5.5.2 Line too long. {sid}', // composed
  badLine: '555 5.5.2 Syntax error. {sid}',
  inGroup: '503 5.5.1 Bad sequence of commands {sid}',
  beforeGreeting: '451 4.5.0 SMTP protocol violation, see RFC 2821. {sid}',
  idle: '451 4.4.2 Timeout - closing connection. {sid}',
};

const appPasswordAnswers: Readonly<Record<GoogleSwitches['appPassword'], Words | undefined>> = {
  accepted: undefined,
  required: help(
    '534',
    'Application-specific password required.',
    '5.7.9',
    'https://support.google.com/mail/?p=InvalidSecondFactor',
  ),
  wrong: lines.badPassword,
  'web-login-required': [
    '534-5.7.9 Please log in with your web browser and then try again. For more',
    '534-5.7.9 information, go to',
    '534 5.7.9  https://support.google.com/mail/?p=WebLoginRequired {sid}',
  ],
};

const loginAnswers: Readonly<Record<GoogleSwitches['logins'], Words | undefined>> = {
  allowed: undefined,
  'too-many': '454 4.7.0 Too many login attempts, please try again later. {sid}',
  'temporary-problem': '454 4.7.0 Cannot authenticate due to temporary system problem. Try again later. {sid}',
};

const judgeGoogle = {
  greeting: (_now: Situation, { service }: GoogleSwitches): Judgement =>
    service === 'busy' ? '421 4.3.0 Temporary System Problem. Try again later {sid}' : undefined,

  login: ({ attempt }: Situation, { logins, appPassword }: GoogleSwitches): Judgement =>
    loginAnswers[logins] ?? (attempt?.kind === 'password' && attempt.ok ? appPasswordAnswers[appPassword] : undefined),
};

const relayLimitAnswers: Readonly<Record<WorkspaceRelaySwitches['relayLimit'], Words | undefined>> = {
  left: undefined,
  'exceeded-for-user': '550 5.4.5 Daily SMTP relay limit exceeded for user. {sid}',
  'exceeded-for-customer': '550 5.7.1 Daily SMTP relay limit exceeded for customer. {sid}',
  peak: '450 4.2.1 Peak SMTP relay limit exceeded for customer. {sid}',
};

const defaults: GoogleSwitches = {
  token: 'valid',
  appPassword: 'accepted',
  logins: 'allowed',
  service: 'available',
  maxRecipients: 100,
  maxMessageSize: 35_882_577,
  // The interval is not documented; five to ten minutes were seen.
  idleSeconds: 300,
};

const switches = {
  token: tokenStates,
  appPassword: ['accepted', 'required', 'wrong', 'web-login-required'],
  logins: ['allowed', 'too-many', 'temporary-problem'],
  service: ['available', 'busy'],
  maxRecipients: 'number',
  maxMessageSize: 'number',
  idleSeconds: 'number',
} as const;

const common = {
  securities: ['implicit', 'starttls'],
  lines,
  extensions: [
    'SIZE {maxMessageSize}',
    '8BITMIME',
    'STARTTLS',
    'AUTH',
    'ENHANCEDSTATUSCODES',
    'PIPELINING',
    'CHUNKING',
    'SMTPUTF8',
  ],
  mechanisms: ['LOGIN', 'PLAIN', 'XOAUTH2', 'PLAIN-CLIENTTOKEN', 'OAUTHBEARER', 'XOAUTH'],
  mechanismsInClear: [],
  authLineLimit: 12_288,
  tokenChallenge: '{"status":"400","schemes":"Bearer","scope":"https://mail.google.com/"}',
  // developers.google.com/gmail/imap/xoauth2-protocol: no narrower scope will do.
  bearer: { provider: 'google', audiences: [], scopes: ['https://mail.google.com/'] },
  groupsBehindLast: false,
  oldestTls: 'TLSv1.2',
} as const;

/** Gmail and mailboxes of Workspace. */
export const mailbox: Dialect<GmailSwitches> = {
  ...common,
  provider: 'gmail',
  host: 'smtp.gmail.com',
  anonymous: false,
  defaults: { ...defaults, dailyLimit: 'left' },
  switches: { ...switches, dailyLimit: ['left', 'exceeded'] },
  judge: {
    ...judgeGoogle,
    'end-of-data': (_now, { dailyLimit }) =>
      dailyLimit === 'exceeded'
        ? [
            '550-5.4.5 Daily user sending limit exceeded. For more information on Gmail',
            '550-5.4.5 sending limits go to',
            '550 5.4.5 https://support.google.com/a/answer/166852 {sid}',
          ]
        : undefined,
  },
  names: () => googleNames('smtp.gmail.com'),
};

/** The relay: a login or a registered address, and a proper name in EHLO. */
export const relay: Dialect<WorkspaceRelaySwitches> = {
  ...common,
  provider: 'workspace-relay',
  host: 'smtp-relay.gmail.com',
  anonymous: true,
  defaults: { ...defaults, relay: 'login', relayLimit: 'left' },
  switches: {
    ...switches,
    relay: ['login', 'ip-registered', 'denied'],
    relayLimit: ['left', 'exceeded-for-user', 'exceeded-for-customer', 'peak'],
  },
  judge: {
    ...judgeGoogle,
    EHLO: ({ line }) => {
      const name = line.slice(5);
      const proper = /^[^[\]]+\.[^[\]]+$/.test(name) && !/(^|\.)(localhost|localdomain|local)$/i.test(name);
      return proper
        ? undefined
        : [
            '421-4.7.0 Try again later, closing connection. (EHLO)',
            '421-4.7.0 For more information, go to',
            '421 4.7.0 About SMTP error messages - Google Workspace Admin Help {sid}',
          ];
    },
    MAIL: ({ user, tls, hello }, { relay }) => {
      if (relay === 'ip-registered') return undefined;
      if (tls === undefined && relay === 'login') return lines.needTlsForMail;
      return user !== undefined && relay === 'login'
        ? undefined
        : [
            `550-5.7.0 Mail relay denied [{peer}]. Invalid credentials for relay for one of`,
            `550-5.7.0 the domains in: ${hello} (as obtained from HELO and`,
            '550-5.7.0 MAIL FROM). Email is being sent from a domain or IP address which',
            "550 5.7.0 isn't registered in your Workspace account. {sid}",
          ];
    },
    'end-of-data': (_now, { relayLimit }) => relayLimitAnswers[relayLimit],
  },
  names: () => googleNames('smtp-relay.gmail.com'),
};

/** The id of a session, in the form of `d2e1a72fcca58-81fa12913cesm10275683b3a.48 - gsmtp`. */
function googleNames(host: string): (name: string) => string | undefined {
  const id = randomBytes(10).toString('hex');
  const sid = `${id.slice(0, 13)}-${id.slice(13)}sm${randomInt(1e7)}b3a.${randomInt(10, 100)} - gsmtp`;
  return (name) => (name === 'host' ? host : name === 'sid' ? sid : undefined);
}
