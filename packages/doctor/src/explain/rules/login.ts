import type { Rule } from '../rule.js';
import { sources } from './sources.js';
import { any, near, PASSWORD_WORD, SPECIAL_CHARACTER, USER_WORD } from './wordings.js';

const ELSEWHERE = ['CREDENTIALS_REJECTED', 'REFUSED_BY_SERVER'] as const;

/** Names and passwords, at any server. */
export const loginRules: readonly Rule[] = [
  {
    means: 'CREDENTIALS_MISSING',
    strength: 'points',
    when: { code: [504], words: /undefined|empty|not set|no (?:user|pass)|null\b/i },
    because: 'A client without user and password asks for a mechanism of no name.',
    source: sources.nodemailer,
  },
  {
    means: 'CREDENTIALS_MISSING',
    strength: 'strong',
    when: {
      text: /WantAuthError|authentication (?:is )?required|Client was not authenticated|not authenticated to send|unauthenticated senders|(?:must|should) (?:first )?(?:be )?authenticate|please authenticate|authenticate first|AUTH (?:command )?(?:is )?(?:first|required)|not logged in|log ?in (?:is )?required|requires? authentication|no (?:AUTH|authentication) (?:in|command|was)|anonymous (?:mail|access)|access denied.{0,20}authenticat|need to authenticate|you are not authenticated|sender not authenticated|unauthenticated (?:connection|mail|user|session)|need(?:s)? auth/i,
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
      words: near(
        PASSWORD_WORD,
        any(
          SPECIAL_CHARACTER,
          /trimm?(?:ed|s|ing)?\b|strip(?:s|ped|ping)?\b|escap(?:e[sd]?|ing)\b|saniti[sz]\w*|filter(?:s|ed|ing)?\b|truncat\w+|cut off|shorten\w*|mangl\w+|corrupt\w*|html.?entit\w+|(?:mis|wrongly |double.?)?encod(?:e[sd]?|ing)\b|quot(?:es?|ed|ing)\b|(?:without|no) (?:an? |any )?["'`“]?[^\w\s"'`“.,([]/,
          /only (?:the )?(?:\w+ )?(?:first|last) (?:\w+ )?ch?ara\w*|(?:white ?)?spaces?\b|blanks?\b|new ?lines?|line ?(?:break|feed|end)s?|carriage return|\bCRLF?\b|(?:trailing|leading) |changed when|decodes? to|missing (?:a|the|its) (?:last |first )?(?:char|sign|symbol)\w*|(?:stored|saved) (?:wrong|differently|length)|other than (?:entered|typed)|UTF-?8|Latin-?1|charset|interpolat\w*|expand(?:s|ed)\b/,
        ),
        80,
      ),
      stage: ['auth', 'config'],
    },
    unless: [
      { words: /\b(?:url|dsn|smtps?:\/\/|encodeURIComponent|urlencode)\b/i },
      { login: ['token'] },
      { settings: /^host: smtp\.gmail/m, text: /app password|16/i },
      // The signature of a method that fails for any reason.
      { text: /Encoding encoding, ICredentials/ },
    ],
    over: [...ELSEWHERE, 'GMAIL_PASSWORD_NOT_ACCEPTED', 'SES_CREDENTIALS_INVALID', 'APP_PASSWORD_REQUIRED'],
    because: 'The password is changed on its way to the server.',
    source: 'https://github.com/freescout-help-desk/freescout/issues',
  },
  {
    means: 'CREDENTIALS_ENCODING',
    strength: 'strong',
    when: {
      settings: /^pass(?:word|phrase)?: .*(?:contain|with|special|char|[^\x20-\x7e]|\$[^\n]*(?:\.env|shell|compose))/im,
      stage: ['auth'],
    },
    unless: [{ words: /\b(?:url|dsn|smtps?:\/\/)/i }, { login: ['token'] }],
    over: [...ELSEWHERE, 'APP_PASSWORD_REQUIRED', 'SES_CREDENTIALS_INVALID'],
    because: 'What the password is made of was thought worth telling.',
    source: sources.smtplib,
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
      words: any(
        near(
          USER_WORD,
          /\balias\b|alternative|secondary|non-Gmail|not the primary|other address|(?:the )?(?:domain|@\S*) (?:is |was |gets? |being )?(?:cut|missing|stripped|removed|dropped|appended|twice|doubled|added)|before the @|(?:without|no) (?:the |its )?(?:domain|@)|only the (?:local|part|name)|local ?part|full (?:e-?mail )?address|appended|twice|doubled|duplicated|wrong form|literal (?:user|word)|custom domain/,
        ),
        /\balias\b|sending identity|identity address|custom domain|From address (?:is used )?as (?:the )?login|uses? the from address|(?:logs? in|authenticates?) (?:with|as|by) the (?:sender|from)|\blogin_?(?:name|sent|as): .*(?:differs|from address|sender|without|other)|(?:DOMAIN|domain)\\+\w+/,
      ),
      stage: ['auth'],
    },
    unless: [{ login: ['token'] }, { text: /5\.7\.139|5\.7\.9\b|InvalidSecondFactor/ }, { code: [530] }],
    over: [...ELSEWHERE, 'APP_PASSWORD_REQUIRED', 'GMAIL_PASSWORD_NOT_ACCEPTED'],
    because: 'An alias, a sender, or a name without its domain stands where the login of the account is wanted.',
    source: 'https://github.com/AlverezYari/phillips-homelab/pull/347',
  },
  {
    means: 'CREDENTIALS_USERNAME_FORM',
    strength: 'points',
    when: { code: [535], login: ['app-password'], stage: ['auth'] },
    unless: [{ text: /5\.7\.139|5\.7\.9\b/ }],
    because: 'The password is one for programs, so the name is the next to look at.',
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
    strength: 'strong',
    when: {
      code: [454],
      text: /(?:invalid|incorrect|wrong) (?:user(?:name)? or )?(?:password|credentials)/i,
      stage: ['auth'],
    },
    over: ['LOGIN_RATE_LIMITED', 'TEMPORARY_SERVER_ERROR', 'STARTTLS_UNAVAILABLE'],
    because: 'The words are about the password, whatever the code promises.',
    source: 'https://github.com/ProjectSidewalk/SidewalkWebpage/issues/3411',
  },
  {
    means: 'CREDENTIALS_REJECTED',
    strength: 'hints',
    when: { stage: ['auth'], login: ['password', 'app-password'], reply: false },
    because: 'It failed at the login by password, and nothing says more.',
    source: sources.auth,
  },
];
