import type { Rule } from '../rule.js';
import { sources } from './sources.js';

const ELSEWHERE = ['CREDENTIALS_REJECTED', 'REFUSED_BY_SERVER'] as const;

/** Logins by password, at any server. */
export const loginRules: readonly Rule[] = [
  {
    means: 'AUTH_NOT_OFFERED',
    strength: 'strong',
    when: {
      text: /AUTH command used when not advertised|authentication (?:is )?not enabled|AUTH(?:entication)? (?:extension |command )?(?:is )?not (?:supported|available|advertised|offered|enabled|implemented|allowed here)|(?:not|n't|doesn't|does not) (?:support|offer|advertise|have)s? (?:SMTP )?(?:AUTH|authentication)\b|no AUTH\b|without AUTH|missing_requirement[^\n]{0,60}:auth\b|unsupported command.{0,10}AUTH|AUTH .{0,20}(?:unrecogni[sz]ed|unknown|unimplemented) command|(?:unrecogni[sz]ed|unknown|unimplemented|not implemented).{0,20}\bAUTH\b/i,
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
    means: 'AUTH_MECHANISM_MISMATCH',
    strength: 'strong',
    when: {
      text: /unrecogni[sz]ed authentication type|invalid authentication mechanism|(?:unsupported|unknown|unrecogni[sz]ed|no (?:suitable|compatible|supported|acceptable|usable|common)) (?:SMTP )?(?:auth(?:entication)?|SASL)[ -]?(?:type|method|mechanism|scheme)?s?\b|no authentication mechanisms? (?:supported|available)|(?:auth(?:entication)?|SASL) (?:mechanism|method|type)[^.\n]{0,50}not (?:supported|available|recogni[sz]ed|offered|allowed|implemented|enabled)|mechanism (?:is )?(?:not|un)(?: |-)?(?:supported|available|advertised)|unknown mechanism|(?:client|library|relay|program) (?:only )?(?:knows|supports|speaks|offers) (?:only )?(?:PLAIN|LOGIN|CRAM-MD5)|AUTH GSSAPI NTLM\b(?! LOGIN)|does not support (?:the )?(?:(?:PLAIN|LOGIN|CRAM-MD5|XOAUTH2|NTLM)|(?:given|requested|any of the) auth)|unexpected server challenge|mechanism is too weak|no worthy mechs|no mechanism available|none of the authenticators|no supported authenticator|cannot find a (?:suitable|secure|usable) authentication method|XOAUTH is no longer supported|no authenticators? (?:available|found)/i,
    },
    unless: [
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
    when: { code: [535, 534, 501, 504], mechanism: /^(?:CRAM-MD5|DIGEST-MD5|NTLM|GSSAPI|SCRAM)/ },
    unless: [{ text: /5\.7\.139|basic authentication|app(?:lication)?-specific/i }],
    over: [...ELSEWHERE, 'GMAIL_PASSWORD_NOT_ACCEPTED'],
    because: 'A challenge mechanism, which servers offer over stores of passwords with which it cannot work.',
    source: 'https://github.com/wader/postfix-relay/pull/220',
  },
  {
    means: 'AUTH_MECHANISM_MISMATCH',
    strength: 'strong',
    when: { code: [535, 534, 501], words: /CRAM-MD5|DIGEST-MD5|\bNTLM\b|\bGSSAPI\b/ },
    unless: [
      { text: /5\.7\.139|basic authentication/i },
      { words: /AUTH[ :=][\w\s-]*CRAM-MD5[\w\s-]*(?:PLAIN|LOGIN)/ },
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
    means: 'CREDENTIALS_MISSING',
    strength: 'points',
    when: { code: [504], words: /undefined|empty|not set|no (?:user|pass)|null\b/i },
    because: 'A client without user and password asks for a mechanism of no name.',
    source: sources.nodemailer,
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
  {
    means: 'CREDENTIALS_MISSING',
    strength: 'strong',
    when: {
      text: /WantAuthError|authentication (?:is )?required|Client was not authenticated|not authenticated to send|unauthenticated senders|must (?:be )?authenticate|please authenticate|authenticate first|AUTH (?:command )?(?:is )?(?:first|required)|not logged in|log ?in (?:is )?required|requires? authentication|no (?:AUTH|authentication) (?:in|command|was)|anonymous (?:mail|access)|access denied.{0,20}authenticat|need to authenticate|you are not authenticated|sender not authenticated|unauthenticated (?:connection|mail|user|session)|need(?:s)? auth/i,
    },
    unless: [
      { text: /Error: 5\d\d 5\.7\.\d|^.{0,40}235[ -]2\.7\.0/m },
      // Of the recipient: a group that takes mail of its organisation only.
      { enhanced: /^5\.7\.1\d\d$/ },
      {
        text: /Must issue a STARTTLS|STARTTLS (?:command )?first|secure connection is|5\.7\.26|blocked because the sender is unauthenticated|SPF/i,
      },
      { stage: ['token'] },
      { code: [535, 534, 538, 504] },
      { text: /did not meet the criteria|basic authentication is disabled/i },
    ],
    over: [
      'RELAY_DENIED',
      'REFUSED_BY_SERVER',
      'ENVELOPE_INVALID',
      'CREDENTIALS_REJECTED',
      'STARTTLS_REQUIRED',
      'AUTH_NOT_OFFERED',
      'MESSAGE_CONTENT_REJECTED',
      'SENDER_NOT_OWNED',
      'RECIPIENT_UNKNOWN',
    ],
    because: 'The server wants a login, and none came.',
    source: 'https://github.com/PHPMailer/PHPMailer/issues/2077',
  },
  {
    means: 'CREDENTIALS_MISSING',
    strength: 'strong',
    when: { code: [530], login: ['none'] },
    unless: [{ text: /STARTTLS|secure|encrypt/i }],
    over: ['STARTTLS_REQUIRED'],
    because: '530, and no login is set.',
    source: sources.auth,
  },
  {
    means: 'CREDENTIALS_MISSING',
    strength: 'points',
    when: { code: [530] },
    unless: [{ text: /STARTTLS|secure conn|encrypt|Error: 5\d\d/i }],
    because: '530: authentication required.',
    source: sources.auth,
  },
  {
    means: 'CREDENTIALS_ENCODING',
    strength: 'points',
    when: { text: /codec can't encode character|UnicodeEncodeError/i },
    unless: [{ stage: ['mail', 'rcpt', 'data', 'token', 'config'] }, { reply: true }],
    because: 'Characters beyond ASCII, and most often they stand in the password.',
    source: sources.smtplib,
  },
  {
    means: 'CREDENTIALS_ENCODING',
    strength: 'strong',
    when: {
      text: /UnicodeEncodeError|UnicodeDecodeError|codec can't (?:en|de)code|ordinal not in range|non-?ascii|umlaut|(?:character|string) (?:encoding|outside)|InvalidCharacterError|btoa|outside of the Latin1|latin-?1|MalformedInput|cannot decode (?:response|base64)|invalid base64|base64 decod(?:e|ing)|SASLprep/i,
      stage: ['auth'],
    },
    unless: [{ login: ['token'] }],
    over: [...ELSEWHERE, 'GMAIL_PASSWORD_NOT_ACCEPTED', 'AUTH_MECHANISM_MISMATCH', 'ENVELOPE_INVALID'],
    because: 'The login holds characters beyond ASCII, or arrived damaged.',
    source: sources.smtplib,
  },
  {
    means: 'CREDENTIALS_ENCODING',
    strength: 'strong',
    when: {
      words:
        /(?:pass(?:word)?|passphrase|secret|key|credential|login)s?\b[^.\n]{0,80}(?:trimm?|strip|escap|saniti[sz]|filter|truncat|cut off|shorten|mangl|corrupt|special char|umlaut|non-?ascii|backslash|ampersand|html.?entit|encod|quote|\bäöü|slashes|white ?space|blanks?|spaces?\b|changed when (?:saved|stored)|without the|decodes? to|missing (?:a|the|its) (?:last |first )?(?:char|sign|symbol)|differ(?:s|ent)|other than (?:entered|typed)|(?:stored|saved) (?:wrong|differently|length))|(?:trimm?(?:ed|s|ing)|stripp?(?:ed|s|ing)|escap(?:ed|es|ing)|sanitized|sanitised|filtered|truncated|encoded|special characters?|non-ascii|umlauts?)[^.\n]{0,60}(?:pass(?:word)?|credential|login|secret)/i,
      stage: ['auth', 'config'],
    },
    unless: [
      { words: /\b(?:url|dsn|smtps?:\/\/|encodeURIComponent|urlencode)\b/i },
      { login: ['token'] },
      { settings: /^host: smtp\.gmail/m, text: /app password|16/i },
    ],
    over: [...ELSEWHERE, 'GMAIL_PASSWORD_NOT_ACCEPTED', 'SES_CREDENTIALS_INVALID', 'APP_PASSWORD_REQUIRED'],
    because: 'The password is changed on its way to the server.',
    source: 'https://github.com/freescout-help-desk/freescout/issues',
  },
  {
    means: 'CREDENTIALS_USERNAME_FORM',
    strength: 'strong',
    when: {
      words:
        /invalid user ?name|bad user ?name|user ?name (?:must|should|has to|needs to) be|(?<![\w.<>+-])[\w.<>+-]{1,64}@[\w.<>-]{1,255}@[\w.<>-]/i,
      stage: ['auth'],
    },
    unless: [{ text: /(?:invalid|bad) user ?name ?(?:or|and|\/)|user ?name or password/i }, { text: /:\/\// }],
    over: [...ELSEWHERE, 'APP_PASSWORD_REQUIRED', 'GMAIL_PASSWORD_NOT_ACCEPTED', 'SES_CREDENTIALS_INVALID'],
    because: 'The words are about the user name, or a domain stands in it twice.',
    source: 'https://github.com/donetick/donetick/issues/680',
  },
  {
    means: 'CREDENTIALS_USERNAME_FORM',
    strength: 'strong',
    when: { userForm: 'wrong', stage: ['auth'] },
    unless: [{ words: /authori[sz]ation code|InvalidSecondFactor/ }, { text: /5\.7\.139|AUTH005|MBR1212/ }],
    over: [...ELSEWHERE, 'APP_PASSWORD_REQUIRED', 'GMAIL_PASSWORD_NOT_ACCEPTED'],
    because: 'The user name has not the form that this provider wants.',
    source: 'https://github.com/donetick/donetick/issues/680',
  },
  {
    means: 'CREDENTIALS_USERNAME_FORM',
    strength: 'strong',
    when: {
      words:
        /\balias\b|sending identity|identity address|custom domain|(?:login|user(?:name)?|user name)[^.\n]{0,40}(?:without (?:the )?domain|only the (?:local|part)|local ?part|full (?:e-?mail )?address|appended|twice|doubled|duplicated|wrong form)|From address (?:is used )?as (?:the )?login|uses? the from address|literal (?:user|word)|(?:DOMAIN|domain)\\\\?\w+ (?:form|login)/i,
      stage: ['auth'],
    },
    unless: [{ login: ['token'] }, { text: /5\.7\.139|5\.7\.9\b|InvalidSecondFactor/ }, { code: [530] }],
    over: [...ELSEWHERE, 'APP_PASSWORD_REQUIRED', 'GMAIL_PASSWORD_NOT_ACCEPTED'],
    because: 'An alias, a sender, or a name without its domain stands where the login of the account is wanted.',
    source: 'https://github.com/AlverezYari/phillips-homelab/pull/347',
  },
  {
    means: 'CREDENTIALS_REJECTED',
    strength: 'points',
    when: {
      text: /535[^\n]*UGFzc3dvcmQ6|invalid (?:user(?:name)? or password|credentials|login|password)|incorrect (?:authentication data|user ?name|password)|authentication (?:failed|unsuccessful|failure|error|credentials invalid)|bad (?:user(?:name)?|login|password|credentials)|username and password not accepted|wrong (?:user ?name|password|credentials)|login (?:failed|incorrect|denied|fail)|login to server .{0,80} failed|:auth_failed|could not authenticate|password (?:is )?(?:incorrect|wrong|invalid)|account or password/i,
    },
    unless: [
      { login: ['token', 'none'] },
      { stage: ['token', 'connect', 'dns', 'tls', 'starttls', 'greeting'] },
      { code: [421, 451, 454, 504, 530, 538, 500, 501, 502, 503] },
    ],
    because: 'User name or password was refused.',
    source: sources.auth,
  },
  {
    means: 'CREDENTIALS_REJECTED',
    strength: 'hints',
    when: { stage: ['auth'], login: ['password', 'app-password'], reply: false },
    because: 'It failed at the login by password, and nothing says more.',
    source: sources.auth,
  },
];
