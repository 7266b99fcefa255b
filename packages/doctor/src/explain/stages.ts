import type { Phase } from '@ehlo/core';
import type { Stage } from './observation.js';
import { CLEAR_TEXT } from './rules/wordings.js';
import { stageOfDialogue } from './session.js';

/** The phases whose rows read a reply of this stage: those meant first, then those people take for it. */
const PHASES: Readonly<Record<Stage, { readonly exact: readonly Phase[]; readonly near: readonly Phase[] }>> = {
  config: { exact: ['settings'], near: ['auth', 'envelope'] },
  dns: { exact: ['connect'], near: [] },
  connect: { exact: ['connect', 'greeting'], near: [] },
  greeting: { exact: ['greeting'], near: ['hello'] },
  ehlo: { exact: ['hello'], near: ['greeting', 'envelope'] },
  tls: { exact: ['tls'], near: ['greeting', 'auth'] },
  starttls: { exact: ['tls'], near: ['hello', 'auth', 'envelope'] },
  token: { exact: [], near: ['auth'] },
  auth: { exact: ['auth'], near: ['envelope', 'tls'] },
  // What a server says to MAIL, to RCPT or to the message is the same, and is often told with the wrong one.
  mail: { exact: ['envelope'], near: ['data', 'sent', 'auth'] },
  rcpt: { exact: ['envelope'], near: ['data', 'sent'] },
  data: { exact: ['data', 'sent'], near: ['envelope'] },
  rate: { exact: ['envelope', 'data', 'sent'], near: ['auth', 'greeting'] },
};

/** Without a stage, a refusal is taken for one that most people meet. */
const MOST: readonly Phase[] = ['auth', 'envelope', 'data', 'sent'];

export function phasesOf(stage: Stage | undefined): {
  readonly exact: readonly Phase[];
  readonly near: readonly Phase[];
} {
  return stage === undefined ? { exact: [], near: MOST } : PHASES[stage];
}

/** Phases of a trace, and words that people use. */
const NAMES: Readonly<Record<string, Stage>> = {
  settings: 'config',
  hello: 'ehlo',
  ready: 'mail',
  envelope: 'mail',
  sent: 'data',
  connection: 'connect',
  login: 'auth',
  authentication: 'auth',
  oauth: 'token',
  helo: 'ehlo',
  bounce: 'data',
  delivery: 'data',
  queue: 'data',
  send: 'data',
};

/** What only token endpoints say. */
const TOKEN_ENDPOINT =
  /\bAADSTS\d|\binvalid_(?:grant|client|scope|request)\b|unauthorized_client|redirect_uri_mismatch|\boauth2?\/(?:v2\.0\/)?token\b/i;

/** What the failure says of how far it came. The first row that holds decides. */
const SIGNS: ReadonlyArray<readonly [text: RegExp, stage: Stage]> = [
  [TOKEN_ENDPOINT, 'token'],
  [
    /\boauth_scope\b|token endpoint|Invalid status code 4\d\d|refresh(?:ing)? (?:the )?token|token (?:request|response|refresh)\b/i,
    'token',
  ],
  [
    /\bENOTFOUND\b|\bEAI_AGAIN\b|\bEDNS\b|getaddrinfo|name resolution|UnknownHostException|no such host|could not (?:be )?resolved?/i,
    'dns',
  ],
  [
    /\bSMTPAuthenticationError\b|AuthenticationFailedException|AuthenticationException|\bEAUTH\b|Invalid login|(?:could not|failed to|unable to) authenticate|AUTH command failed|Authenticator (?:LOGIN|PLAIN|XOAUTH2|CRAM-MD5)/i,
    'auth',
  ],
  [
    /\bSMTPRecipientsRefused\b|in reply to (?:the )?RCPT TO|\bRCPT failed|RCPT TO command failed|all recipients were rejected|SMTPAddressFailedException|SmtpFailedRecipient/i,
    'rcpt',
  ],
  [
    /\bSMTPSenderRefused\b|in reply to (?:the )?MAIL FROM|MAIL FROM command failed|during MAIL FROM|SMTPSenderFailedException/i,
    'mail',
  ],
  [
    /\bSMTPDataError\b|in reply to end of DATA|in reply to (?:the )?DATA|Data command (?:failed|rejected)|failed to set data|Message failed|\bEMESSAGE\b|DATA (?:END )?command failed/i,
    'data',
  ],
  [/\bEENVELOPE\b/, 'rcpt'],
  [
    /\bAUTH (?:PLAIN|LOGIN|XOAUTH2|OAUTHBEARER|CRAM-MD5|NTLM|command)|SMTP ?AUTH\b|\b5\.7\.139\b|sign-?in refused|authentication (?:error|fail|refused|unsuccessful)|login (?:id|refused|fail|denied)|incorrect authentication|(?:wrong|normal|account|invalid) \w* ?\w* ?password/i,
    'auth',
  ],
  // What a client tried, or what the server is for, is not where it failed.
  [/port is typically reserved for plain-text|port \d+ is typically reserved/i, 'tls'],
  [
    /(?:unable to connect|could not connect|connect(?:ion)? to)[^\n]{0,80}\((?:operation |connection )?timed out\)/i,
    'connect',
  ],
  [CLEAR_TEXT, 'tls'],
  [/\b(?:sender|recipient) address\b/i, 'mail'],
  // Of a message, where no login is named.
  [/\blines? (?:is |are )?too long\b/i, 'data'],
  [/\bETLS\b|(?<!\w)STARTTLS(?!["']?\s*(?:=>|[:=])\s*["']?(?:[Tt]rue|[Ff]alse|[01]\b))/, 'starttls'],
  [/Greeting never received/i, 'greeting'],
  [/\bSSL\b|\bTLS\b|certificate/i, 'tls'],
  [/\bSMTPHeloError\b|\(EHLO\)|HELO/i, 'ehlo'],
  [
    /\bECONNREFUSED\b|\bETIMEDOUT\b|\bENETUNREACH\b|\bEHOSTUNREACH\b|connection (?:refused|timed out)|\btime(?:s|d)?[ -]?out\b|OpenTimeout|execution expired|(?:unable|fail(?:s|ed)?) to connect|(?:can ?not|could not|can't|couldn't) connect|:timeout\b|\bhangs?\b|telnet\b/i,
    'connect',
  ],
  [/(?<!\d)(?:534|535|538)(?!\d)/, 'auth'],
];

/** Where nobody has said anything yet that could be a refusal. */
const WITHOUT_REPLY: readonly Stage[] = ['dns', 'connect', 'greeting', 'tls'];

/** The stage that was named, else the one that the words betray. */
export function stageOf(named: string | null | undefined, text: string, refused: boolean): Stage | undefined {
  const word = String(named ?? '').toLowerCase();
  // People say "login" of a token that could not be had.
  if (!refused && (word === 'auth' || word === 'login' || word === 'config') && TOKEN_ENDPOINT.test(text))
    return 'token';
  if (word in PHASES) return word as Stage;
  const sign = SIGNS.find(([pattern, stage]) => pattern.test(text) && !(refused && WITHOUT_REPLY.includes(stage)));
  return NAMES[word] ?? stageOfDialogue(text) ?? sign?.[1];
}
