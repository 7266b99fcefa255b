import type { Rule } from '../rule.js';
import { sources } from './sources.js';

/** What a password holds, or what was not done to it, where it stands in a URL. */
const BREAKS_A_URL =
  /(?:pass(?:word)?|user\s?name|login|key)[^.\n]{0,60}(?:contain|with|has|having|includ|special)[^.\n]{0,40}(?:[+%/@#:?&]|plus|percent|slash|at sign|hash|special|reserved)|(?:un|not |never )(?:url.?)?(?:encoded|escaped)|urlencode|encodeURIComponent|percent.?encod/i;
const NAMES_A_URL = /(?:\b|_)(?:url|dsn|uri|connection string)\b|smtps?:\/\//i;

/** Faults that could be seen before anything was dialled. */
export const settingsRules: readonly Rule[] = [
  {
    means: 'CONFIG_VALUE_INVALID',
    strength: 'strong',
    when: {
      settings: /^host: (?:["'`]|[^\n]*[\w)][,;"'`\\]+[ \t]*$|[ \t]+\S|[^\n]*[\w.][ \t]+$|[^\n]*[ \t][^\n]*["'`;])/m,
    },
    unless: [{ settings: /^host: (?:[^\n]*<[^>\n]*>|\S+:\/\/[^\n]*\()/m }],
    over: ['WRONG_HOST_OR_PORT', 'DNS_RESOLVER_UNAVAILABLE', 'CONFIG_URL_NOT_ENCODED'],
    because: 'The host holds a quote, comma, semicolon or blank, as left over from a settings file.',
    source: 'https://github.com/nodemailer/nodemailer/issues/1422',
  },
  {
    means: 'CONFIG_VALUE_INVALID',
    strength: 'strong',
    when: {
      settings:
        /^host: (?:\[|[\w-]+(?:\.[\w-]+)+:\d+$|[\w.-]*[@!$%^&*+=~|][\w.-]*$|.*(?:\bspace|quot(?:e|ation)|comma|semicolon|new ?line|\bblank|backtick|stray))/im,
    },
    over: ['WRONG_HOST_OR_PORT', 'DNS_RESOLVER_UNAVAILABLE'],
    because: 'A character that no host name has was thought worth telling.',
    source: sources.nodeDns,
  },
  {
    means: 'CONFIG_VALUE_INVALID',
    strength: 'strong',
    when: {
      text: /(?:ENOTFOUND|EBADNAME|EAI_AGAIN|lookup|resolve(?: host)?:?) +["'`]|(?:ENOTFOUND|EAI_AGAIN|lookup|getaddrinfo for|resolve(?: host)?:?) (?: \S|[^\n]*\w :\d|[\w.-]+(?:\\[rnt]|%0[ad]|%20|\r|[;,]))|(?:ENOTFOUND|EBADNAME) +[\w.-]+[,;"'`]|hostname["']?: ?["'][^"'\n]*[;,\s][^"'\n]*["']|\bEBADNAME\b/,
    },
    over: ['WRONG_HOST_OR_PORT', 'DNS_RESOLVER_UNAVAILABLE'],
    because: 'The name that was looked up holds a character that no host name has.',
    source: sources.nodeDns,
  },
  {
    means: 'CONFIG_VALUE_INVALID',
    strength: 'strong',
    when: {
      text: /(?:ENOTFOUND|EAI_AGAIN|lookup|resolve(?: host)?:?|Name or service not known:?|hostname:) +["']?(?:https?|smtps?|ssl|tls):?\/\/|(?:getaddrinfo \w+|ENOTFOUND|lookup) (?:https?|smtps?|ssl|tls|\d+)(?=[\s:]|$)/im,
    },
    over: ['WRONG_HOST_OR_PORT', 'DNS_RESOLVER_UNAVAILABLE'],
    because: 'A URL stands where a host name is wanted.',
    source: sources.nodeDns,
  },
  {
    means: 'CONFIG_VALUE_INVALID',
    strength: 'strong',
    when: {
      text: /ERR_SOCKET_BAD_PORT|port should be (?:>=|between)|(?:invalid|illegal|bad|unknown) port\b|port.{0,20}(?:NaN|out of range|must be (?:a number|an integer))|options\.port|invalid literal for int\(\)|NumberFormatException|strconv\.\w+: parsing|unknown port tcp\//i,
    },
    over: ['CONFIG_URL_NOT_ENCODED'],
    unless: [{ text: /after host|userinfo|\burl\b/i }],
    because: 'The port is no number between 1 and 65535.',
    source: sources.nodeErrors,
  },
  {
    means: 'CONFIG_VALUE_INVALID',
    strength: 'strong',
    when: {
      text: /mutually exclusive|wrong authentication type|(?:unknown|unsupported|unrecogni[sz]ed|invalid|unexpected|not a valid|no such) (?:value (?:for|of)|option|setting|encryption|security|scheme|transport|enum|smtp[ _-]?secure|tls mode|configuration)|scheme is not supported|supported schemes|Unable to find the socket transport|is not a valid (?:choice|value|option|host)|extra fields? not permitted|extra inputs are not permitted|field required|validation errors? for \w*config/i,
    },
    because: 'The program refused the value of a setting by name.',
    source: sources.django,
  },
  {
    means: 'CONFIG_VALUE_INVALID',
    strength: 'strong',
    when: {
      stage: ['config'],
      words:
        /\b(?:typo|misspelt|misspelled|unknown (?:option|key|service|setting)|wrong (?:option|key|name)|ignored|option name|not recogni[sz]ed|true.{0,6}string|string ["']?(?:true|false))/i,
    },
    because: 'A setting is not spelled as the program wants it.',
    source: sources.nodemailer,
  },
  {
    means: 'CONFIG_VALUE_INVALID',
    strength: 'strong',
    when: {
      text: /(?:ENOTFOUND|EAI_AGAIN|lookup|resolve(?: host)?:?) ["']?(?:undefined|null|None|NaN|\[object Object\]|process\.env\.\w+|\$\{?\w+\}?)(?![\w.])/,
    },
    over: ['WRONG_HOST_OR_PORT', 'DNS_RESOLVER_UNAVAILABLE', 'CONFIG_URL_NOT_ENCODED'],
    because: 'The host is the name of a value that was never set.',
    source: sources.nodeDns,
  },
  {
    means: 'CONFIG_URL_NOT_ENCODED',
    strength: 'strong',
    when: {
      text: /connect(?:s|ed|ing) to (?:the |a )?(?:domain|part|piece) of the (?:user ?name|password|login)|ERR_INVALID_URL|\bInvalid URL\b|URI ?malformed|malformed URL|URIError|invalid (?:userinfo|URL escape)|invalid port .{0,80}after host|first path segment in URL|Port could not be cast|mailer DSN is invalid|DSN (?:is invalid|must)|invalid DSN|failed to parse (?:url|dsn|uri)|bad ?URI/i,
    },
    over: ['CONFIG_VALUE_INVALID', 'WRONG_HOST_OR_PORT'],
    because: 'The settings are a URL, and it cannot be read.',
    source: 'https://github.com/titraio/titra/issues/156',
  },
  {
    means: 'CONFIG_URL_NOT_ENCODED',
    strength: 'strong',
    when: {
      words: /\b(?:url|dsn|uri|connection string|smtps?:\/\/|EMAIL_SERVER|MAIL_URL|SMTP_URL)\b/i,
      stage: ['dns', 'config', 'connect'],
      text: /ENOTFOUND|EAI_AGAIN|EDNS|getaddrinfo|no such host|name or service not known|could not resolve/i,
    },
    unless: [{ text: /ENOTFOUND (?:smtp|mail|mx)[\w-]*\.[\w.-]+/ }],
    over: ['WRONG_HOST_OR_PORT', 'DNS_RESOLVER_UNAVAILABLE', 'CONFIG_VALUE_INVALID'],
    because: 'What was looked up is a part of the URL, and not its host.',
    source: 'https://github.com/titraio/titra/issues/156',
  },
  {
    means: 'CONFIG_URL_NOT_ENCODED',
    strength: 'strong',
    when: {
      words: BREAKS_A_URL,
      settings: NAMES_A_URL,
    },
    over: ['CREDENTIALS_REJECTED', 'WRONG_HOST_OR_PORT', 'GMAIL_PASSWORD_NOT_ACCEPTED', 'SES_CREDENTIALS_INVALID'],
    because: 'User and password stand in a URL with characters that mean something there.',
    source: 'https://www.rfc-editor.org/rfc/rfc3986#section-3.2.1',
  },
  {
    means: 'CONFIG_URL_NOT_ENCODED',
    strength: 'strong',
    when: {
      words: BREAKS_A_URL,
      text: NAMES_A_URL,
    },
    over: ['CREDENTIALS_REJECTED', 'WRONG_HOST_OR_PORT', 'GMAIL_PASSWORD_NOT_ACCEPTED', 'SES_CREDENTIALS_INVALID'],
    because: 'User and password stand in a URL with characters that mean something there.',
    source: 'https://www.rfc-editor.org/rfc/rfc3986#section-3.2.1',
  },
  {
    means: 'CONFIG_URL_NOT_ENCODED',
    strength: 'strong',
    when: {
      stage: ['auth'],
      settings: /^(?:host|form|option|config|settings?): .*(?:\b(?:url|dsn|uri)\b|smtps?:\/\/)/im,
    },
    unless: [
      { login: ['token', 'none', 'app-password'] },
      { code: [421, 451, 454, 504, 530, 538] },
      { text: /5\.7\.139|5\.7\.9\b|5\.7\.14/ },
    ],
    over: ['CREDENTIALS_REJECTED', 'SES_CREDENTIALS_INVALID', 'GMAIL_PASSWORD_NOT_ACCEPTED'],
    because: 'User and password came in a URL, where characters of the password mean something.',
    source: 'https://github.com/symfony/symfony-docs/pull/9824',
  },
  {
    means: 'CONFIG_URL_NOT_ENCODED',
    strength: 'points',
    when: {
      words:
        /\b(?:smtps?:\/\/|MAILER_DSN|EMAIL_SERVER|MAIL_URL|SMTP_URL|(?:connection|smtp|mail|server) ?(?:url|string|uri|dsn)|url form)\b/i,
      code: [535],
    },
    over: ['CREDENTIALS_REJECTED'],
    because: 'A password in a URL arrives changed where it holds + or %.',
    source: 'https://www.rfc-editor.org/rfc/rfc3986#section-2.1',
  },
  {
    means: 'CONFIG_URL_NOT_ENCODED',
    strength: 'points',
    when: { lookedUp: 'another name' },
    over: ['WRONG_HOST_OR_PORT'],
    because: 'What was looked up is not the host: a piece of user or password, from a URL.',
    source: 'https://www.rfc-editor.org/rfc/rfc3986#section-3.2',
  },
  {
    means: 'CONFIG_URL_NOT_ENCODED',
    strength: 'points',
    // A word without a dot is no host of the internet; one that looks like a password is a piece of the URL.
    when: { text: /(?:ENOTFOUND|EAI_AGAIN|lookup) (?=[^\s.:]*[\d!$%^&*+=~-])(?!localhost)[^\s.:]{3,}(?:\s|$|:)/ },
    unless: [{ settings: /^host: \w[\w-]*$/m }],
    over: ['WRONG_HOST_OR_PORT'],
    because: 'A name without a dot was looked up: what stands behind the first @ or # of the password.',
    source: 'https://www.rfc-editor.org/rfc/rfc3986#section-3.2',
  },
  {
    means: 'CREDENTIALS_MISSING',
    strength: 'proves',
    when: { text: /Missing credentials for ["“']/i },
    over: ['GMAIL_PASSWORD_NOT_ACCEPTED', 'APP_PASSWORD_REQUIRED', 'CREDENTIALS_REJECTED', 'XOAUTH2_TOKEN_REJECTED'],
    because: 'The client has no user name or no password to log in with, and sent nothing.',
    source: sources.nodemailer,
  },
  {
    means: 'CREDENTIALS_MISSING',
    strength: 'strong',
    when: {
      text: /missing (?:user ?name|password|credentials|secret phrase)\b|(?:user ?name|password|credentials?|auth(?:entication)? (?:data|info(?:rmation)?))[\w\s"']{0,20}(?:is|are|was|were) (?:missing|empty|not (?:set|given|provided|specified|configured)|required|undefined|null)|no (?:user(?: ?name)?|login|password|credentials)(?: (?:and|or) (?:user(?: ?name)?|password))? (?:is |are |was |were )?(?:given|provided|specified|configured|set)\b|cannot be null.{0,20}password|decoded: (?:undefined|null|none)|(?:CLIENT -> SERVER|>>>?|C):[ \t]*(?:\(empty\)|<empty>|""|$)|(?:sends?|sent|with) (?:an )?(?:empty|blank) (?:user ?name|password|login|line|string)|empty (?:credentials|user ?name|login)|(?:\b|_)(?:user ?name|password|pass|user|credentials|login|key) (?:variable |setting |secret |env\w* |is |was |are |were )*(?:undefined|null|None|missing|empty|not (?:set|defined|loaded)|unset|blank)\b|decoded: (?:an )?empty|EMAIL_HOST_(?:USER|PASSWORD).{0,20}(?:empty|not set)/i,
    },
    unless: [
      {
        text: /client_secret|client_assertion|application[- ](?:specific )?password|app password|authori[sz]ation code/i,
      },
      { stage: ['token'] },
    ],
    over: [
      'AUTH_MECHANISM_MISMATCH',
      'CREDENTIALS_REJECTED',
      'CREDENTIALS_ENCODING',
      'GMAIL_PASSWORD_NOT_ACCEPTED',
      'AUTH_NOT_OFFERED',
      'APP_PASSWORD_REQUIRED',
      'XOAUTH2_TOKEN_REJECTED',
    ],
    because: 'User name or password is empty, or stands for nothing.',
    source: sources.nodemailer,
  },
  {
    means: 'CREDENTIALS_MISSING',
    strength: 'strong',
    when: {
      settings:
        /^(?:user|username|login|pass|password|auth_?user|auth_?pass|credentials): .*(?:undefined|null\b|None\b|empty|missing|not set|unset|blank)/im,
    },
    over: [
      'AUTH_MECHANISM_MISMATCH',
      'CREDENTIALS_REJECTED',
      'GMAIL_PASSWORD_NOT_ACCEPTED',
      'AUTH_NOT_OFFERED',
      'SES_CREDENTIALS_INVALID',
      'APP_PASSWORD_REQUIRED',
    ],
    because: 'The settings show that user name or password was not there when the program ran.',
    source: 'https://github.com/dawidd6/action-send-mail/issues/186',
  },
  {
    means: 'CONFIG_VALUE_INVALID',
    strength: 'hints',
    when: { stage: ['config'] },
    because: 'It failed before anything was dialled.',
    source: sources.nodemailer,
  },
];
