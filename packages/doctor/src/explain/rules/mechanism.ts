import type { Rule } from '../rule.js';
import { sources } from './sources.js';
import { any, NEEDS_NO_LOGIN, NO_AUTH } from './wordings.js';

const CHALLENGES = /^(?:CRAM-MD5|DIGEST-MD5|NTLM|GSSAPI|SCRAM)/;
const ELSEWHERE = ['CREDENTIALS_REJECTED', 'REFUSED_BY_SERVER'] as const;

/** The way of logging in: AUTH itself, its mechanism, and the length of its line. */
export const mechanismRules: readonly Rule[] = [
  {
    means: 'AUTH_NOT_OFFERED',
    strength: 'strong',
    when: { text: NEEDS_NO_LOGIN, stage: ['auth'] },
    unless: [{ code: [530, 550, 553, 554] }],
    over: ['AUTH_MECHANISM_MISMATCH', 'STARTTLS_REQUIRED', 'CREDENTIALS_REJECTED'],
    because: 'The server wants no login, and one was tried.',
    source: 'https://github.com/nodemailer/nodemailer/issues/1081',
  },
  {
    means: 'AUTH_NOT_OFFERED',
    strength: 'strong',
    when: {
      text: any(
        NO_AUTH,
        /AUTH command used when not advertised/,
        /unsupported command.{0,10}AUTH|AUTH .{0,20}(?:unrecogni[sz]ed|unknown|unimplemented) command/,
        /(?:unrecogni[sz]ed|unknown|unimplemented|not implemented).{0,20}\bAUTH\b/,
      ),
    },
    unless: [
      { mode: ['clear', 'not implicit'], words: /STARTTLS/, text: /STARTTLS/ },
      { text: /unencrypted connection/ },
      { text: /AUTH (?:mechanism|type|method)|LOGIN|PLAIN|CRAM/, code: [504] },
    ],
    over: ['CLIENT_REPLY_DESYNC', 'CREDENTIALS_REJECTED', 'REFUSED_BY_SERVER'],
    because: 'The server offers no login here.',
    source: 'https://github.com/nodemailer/nodemailer/issues/1081',
  },
  {
    means: 'AUTH_NOT_OFFERED',
    strength: 'strong',
    when: {
      stage: ['auth'],
      code: [502, 503, 500],
      text: /AUTH|authenti|not (?:enabled|implemented|advertised|available|supported)|unrecogni[sz]ed|bad sequence/i,
    },
    unless: [
      { text: /too long|must issue|STARTTLS|encrypt|already authenticated|re-?authenticat/i },
      { mode: ['clear'], port: [587] },
    ],
    over: ['CLIENT_REPLY_DESYNC'],
    because: 'AUTH itself is not known here.',
    source: 'https://github.com/nodemailer/nodemailer/issues/1081',
  },
  {
    means: 'AUTH_NOT_OFFERED',
    strength: 'strong',
    when: { offer: ['no auth', 'no starttls'], stage: ['auth'] },
    unless: [{ code: [530, 535, 534] }],
    over: ['CLIENT_REPLY_DESYNC', 'CREDENTIALS_REJECTED', 'AUTH_MECHANISM_MISMATCH'],
    because: 'EHLO lists neither AUTH nor STARTTLS, behind which it might be.',
    source: sources.auth,
  },
  {
    means: 'AUTH_MECHANISM_MISMATCH',
    strength: 'strong',
    when: { offer: ['other mechanisms'], stage: ['auth'] },
    unless: [{ text: /5\.7\.139|basic authentication/i }, { host: /protection\.outlook\.com$/ }],
    over: [
      ...ELSEWHERE,
      'GMAIL_PASSWORD_NOT_ACCEPTED',
      'AUTH_NOT_OFFERED',
      'XOAUTH2_TOKEN_REJECTED',
      'CREDENTIALS_MISSING',
    ],
    because: 'The mechanism that was used does not stand in the list of EHLO.',
    source: sources.auth,
  },
  {
    means: 'AUTH_MECHANISM_MISMATCH',
    strength: 'strong',
    when: {
      text: /unrecogni[sz]ed authentication type|invalid authentication mechanism|(?:unsupported|unknown|unrecogni[sz]ed|no (?:suitable|compatible|supported|acceptable|usable|common)) (?:SMTP )?(?:auth(?:entication)?|SASL)[ -]?(?:type|method|mechanism|scheme)?s?\b|no authentication mechanisms? (?:supported|available)|(?:auth(?:entication)?|SASL) (?:mechanism|method|type)[^.\n]{0,50}not (?:supported|available|recogni[sz]ed|offered|allowed|implemented|enabled)|mechanism (?:is )?(?:not|un)(?: |-)?(?:supported|available|advertised)|unknown mechanism|(?:client|library|relay|program) (?:only )?(?:knows|supports|speaks|offers) (?:only )?(?:PLAIN|LOGIN|CRAM-MD5)|AUTH GSSAPI NTLM\b(?! LOGIN)|does not support (?:the )?(?:(?:PLAIN|LOGIN|CRAM-MD5|XOAUTH2|NTLM)|(?:given|requested|any of the) auth)|unexpected server challenge|mechanism is too weak|no worthy mechs|no mechanism available|none of the authenticators|no supported authenticator|cannot find a (?:suitable|secure|usable) authentication method|XOAUTH is no longer supported|no authenticators? (?:available|found)/i,
    },
    unless: [
      { text: NEEDS_NO_LOGIN },
      { host: /protection\.outlook\.com$/ },
      { mode: ['clear', 'not implicit'], text: /STARTTLS/ },
      { text: /eop-[\w<>-]+\.prod\.protection/i },
    ],
    over: [...ELSEWHERE, 'ENVELOPE_INVALID', 'AUTH_NOT_OFFERED'],
    because: 'The way of logging in is refused, not the login.',
    source: 'https://github.com/tobychui/zoraxy/issues/312',
  },
  {
    means: 'AUTH_MECHANISM_MISMATCH',
    strength: 'strong',
    when: { code: [535, 534, 501, 504], mechanism: CHALLENGES },
    unless: [{ text: /5\.7\.139|basic authentication|app(?:lication)?-specific/i }],
    over: [...ELSEWHERE, 'GMAIL_PASSWORD_NOT_ACCEPTED'],
    because: 'A challenge mechanism, which servers offer over stores of passwords with which it cannot work.',
    source: 'https://github.com/wader/postfix-relay/pull/220',
  },
  {
    means: 'AUTH_MECHANISM_MISMATCH',
    strength: 'strong',
    when: { stage: ['auth'], reply: false, mechanism: CHALLENGES },
    unless: [{ text: /missing|empty|undefined/i }],
    over: [...ELSEWHERE],
    because: 'The login by a challenge mechanism failed, and no reply is told that says why.',
    source: 'https://github.com/wader/postfix-relay/pull/220',
  },
  {
    means: 'AUTH_MECHANISM_MISMATCH',
    strength: 'points',
    when: { stage: ['auth'], reply: false, words: /CRAM-MD5|DIGEST-MD5|\bNTLM\b|\bGSSAPI\b/ },
    over: [...ELSEWHERE],
    because: 'A challenge mechanism is named, and no reply is told.',
    source: 'https://github.com/wader/postfix-relay/pull/220',
  },
  {
    means: 'AUTH_MECHANISM_MISMATCH',
    strength: 'strong',
    when: { code: [535, 534, 501], words: /CRAM-MD5|DIGEST-MD5|\bNTLM\b|\bGSSAPI\b/ },
    unless: [
      { text: /5\.7\.139|basic authentication/i },
      { words: /AUTH[ :=][\w\s-]{0,80}CRAM-MD5[\w\s-]{0,80}(?:PLAIN|LOGIN)/ },
    ],
    over: [...ELSEWHERE],
    because: 'The login was tried with a challenge mechanism.',
    source: 'https://github.com/postalserver/postal/issues/753',
  },
  {
    means: 'AUTH_MECHANISM_MISMATCH',
    strength: 'strong',
    when: { code: [504], stage: ['auth'] },
    unless: [
      { host: /protection\.outlook\.com$/ },
      { mode: ['clear'], provider: /^(?:outlook|microsoft365|gmail|google)/ },
    ],
    over: [...ELSEWHERE],
    because: '504: the mechanism is not known here.',
    source: sources.auth,
  },
  {
    means: 'AUTH_NOT_OFFERED',
    strength: 'points',
    when: { code: [504], stage: ['auth'] },
    unless: [
      { mechanism: /./ },
      { mode: ['implicit', 'starttls'] },
      { text: /\b(?:PLAIN|LOGIN|CRAM-MD5|NTLM|XOAUTH2)\b/ },
    ],
    because: 'Neither the mechanism nor TLS is told: a server without logins answers the same.',
    source: sources.auth,
  },
  {
    means: 'AUTH_LINE_TOO_LONG',
    strength: 'strong',
    when: { text: /AUTH[^.\n]{0,40}line too long|authentication exchange line is too long|\b5\.5\.6\b/i },
    over: ['XOAUTH2_TOKEN_REJECTED', 'ENVELOPE_INVALID', 'MESSAGE_CONTENT_REJECTED', 'CREDENTIALS_REJECTED'],
    because: 'A line of the authentication is too long.',
    source: sources.auth,
  },
  {
    means: 'AUTH_LINE_TOO_LONG',
    strength: 'strong',
    when: {
      text: /line (?:is )?too long|command (?:line )?(?:is )?too long|string too long|line length exceeded|too long/i,
      stage: ['auth', 'token'],
    },
    unless: [{ code: [535] }],
    over: [
      'XOAUTH2_TOKEN_REJECTED',
      'ENVELOPE_INVALID',
      'MESSAGE_CONTENT_REJECTED',
      'CREDENTIALS_REJECTED',
      'AUTH_NOT_OFFERED',
      'CREDENTIALS_ENCODING',
    ],
    because: 'The line with the token is longer than a command line may be (512 octets).',
    source: 'https://github.com/PHPMailer/PHPMailer/issues/3169',
  },
  {
    means: 'AUTH_LINE_TOO_LONG',
    strength: 'strong',
    when: { text: /line (?:is )?too long|command (?:line )?too long/i, code: [500, 501, 555], login: ['token'] },
    over: ['ENVELOPE_INVALID'],
    because: 'Tokens do not fit the command lines of many servers.',
    source: 'https://github.com/simonrob/email-oauth2-proxy/issues/287',
  },
];
