import type { Stage } from '../observation.js';
import type { Rule } from '../rule.js';
import { sources } from './sources.js';
import { any, near } from './wordings.js';

interface Topic {
  readonly means: string;
  /** Where the words are about this; elsewhere they are about something else. */
  readonly at: readonly Stage[];
  readonly about: RegExp;
  /** Readings of a bare code that the words know better than. */
  readonly over?: readonly string[];
  readonly source: string;
}

const CONNECTING: readonly Stage[] = ['connect', 'greeting'];
const SECURING: readonly Stage[] = ['tls', 'starttls'];
const TRANSACTION: readonly Stage[] = ['mail', 'rcpt', 'data', 'rate'];
const PASSWORDS = ['CREDENTIALS_REJECTED', 'GMAIL_PASSWORD_NOT_ACCEPTED', 'APP_PASSWORD_REQUIRED'];

/**
 * What a report is about that quotes nothing: half a sentence of somebody who knows, or has mended it. Two things
 * named near each other say it; which verb joins them does not matter.
 */
const topics: readonly Topic[] = [
  // ---- Before the login ---------------------------------------------------------------------
  {
    means: 'CONFIG_VALUE_INVALID',
    at: ['dns', 'config', 'connect'],
    about: near(
      /\bhost(?:name)?\b|\bserver\b|\bsetting\b/,
      /trailing|leading|\bcomma\b|semicolon|quotes?\b|white ?space|blank\b|stray|newline|copied|unset|not loaded/,
    ),
    source: sources.nodeDns,
  },
  {
    means: 'CONFIG_URL_NOT_ENCODED',
    at: ['dns', 'config', 'connect', 'auth'],
    about: near(
      /connection string|\bURL\b|\bURI\b|\bDSN\b/,
      /[#@%+/] (?:in|sign)|special char|encod|escap|everything (?:after|behind)|is cut|reserved/,
    ),
    over: ['CREDENTIALS_REJECTED'],
    source: 'https://www.rfc-editor.org/rfc/rfc3986#section-3.2.1',
  },
  {
    means: 'CONNECT_ADDRESS_FAMILY',
    at: CONNECTING,
    about: near(
      /\bIPv6\b|\bAAAA\b/,
      /\boff\b|disabl|not (?:available|enabled|routed|supported)|no route|\bfirst\b|prefer|without|\bonly\b/,
    ),
    source: 'https://www.rfc-editor.org/rfc/rfc8305',
  },
  {
    means: 'CONNECT_PORT_BLOCKED',
    at: CONNECTING,
    about: near(
      /\b(?:locally|local machine|laptop|localhost|at home|my (?:pc|machine|computer)|development)\b/,
      /deploy|production|server|cloud|hosting|\bVPS\b|not (?:on|from|in)/,
    ),
    source: 'https://github.com/railwayapp/docs/issues/1126',
  },
  {
    means: 'TOO_MANY_CONNECTIONS',
    at: ['connect', 'greeting', 'auth', ...TRANSACTION],
    about: any(
      near(
        /transport(?:er)?s?\b|connections?\b|sessions?\b/,
        /(?:each|every|per) (?:mail|message|e-?mail|recipient)|at once|in parallel|simultaneous\w*|concurrent\w*|Promise\.all|(?:second|third|fourth|fifth|sixth|\dth) connection/,
      ),
      /sent in parallel|Promise\.all/,
    ),
    source: sources.exchangeBounces,
  },
  {
    means: 'TLS_CERT_HOSTNAME_MISMATCH',
    at: SECURING,
    about: any(
      near(
        /certificate/,
        /(?:names?|is for|belongs to|issued (?:to|for)) (?:the |another |a )?(?:server|other|host|domain|wrong)|another (?:name|host|domain)|wildcard|server of the host/,
      ),
      /hostname ["'\w.-]+ doesn'?t match|connect(?:s|ed|ing)? (?:to|by|with) (?:the |an )?IP(?: address)?\b/,
    ),
    source: sources.nodeTls,
  },
  {
    means: 'TLS_CERT_UNTRUSTED',
    at: SECURING,
    about: near(
      /certificate|\bCA\b/,
      /company|internal|private|own|self[- ]?made|corporate CA|home ?lab|not (?:in|part of) the (?:trust|CA)|does not know|unknown to|not installed/,
    ),
    source: sources.x509,
  },
  {
    means: 'TLS_PROTOCOL_TOO_OLD',
    at: SECURING,
    about: near(
      /\bTLS(?:v?1(?:\.[01])?)?\b|\bSSL(?:v[23])?\b|OpenSSL|cipher|protocol/,
      /\bold(?:er)?\b|outdated|upgrade|legacy|pinned|only (?:knows|speaks|supports)|too (?:old|weak)|no longer/,
    ),
    source: sources.openssl,
  },
  {
    means: 'STARTTLS_REQUIRED',
    at: ['auth', 'mail', 'rcpt'],
    about: near(
      /\bTLS\b|\bSSL\b|STARTTLS|encryption/,
      /switched off|turned off|disabled|is off\b|set to (?:none|off|no|false)|not (?:used|enabled|switched on|turned on)|never (?:sent|issued|started)/,
    ),
    over: ['CREDENTIALS_MISSING', 'CREDENTIALS_REJECTED', 'AUTH_MECHANISM_MISMATCH', 'AUTH_NOT_OFFERED'],
    source: sources.starttls,
  },
  {
    means: 'EHLO_NAME_REJECTED',
    at: ['ehlo', 'greeting', ...TRANSACTION],
    about: near(
      /\bE?HELO\b|\bEHLO\b|greets? (?:as|with)|local_hostname/,
      /FQDN|fully[- ]qualified|address literal|underscore|localhost|host ?name|domain|container|should be|must be/,
    ),
    over: ['RELAY_DENIED', 'MESSAGE_CONTENT_REJECTED', 'SENDING_IP_REJECTED'],
    source: sources.smtp,
  },
  // ---- The login ----------------------------------------------------------------------------
  {
    means: 'AUTH_MECHANISM_MISMATCH',
    at: ['auth'],
    about: near(
      /mechanism|AUTH (?:type|method)|authentication (?:type|method)/,
      /unsupported|not (?:in|among)|unknown|only (?:does|knows|offers|lists)|lists? (?:only|nothing but)|missing/,
    ),
    over: ['XOAUTH2_TOKEN_REJECTED'],
    source: sources.auth,
  },
  {
    means: 'LOGIN_RATE_LIMITED',
    at: ['auth'],
    about: near(
      /\blog(?:s|ged)? ?ins?\b|sign-?ins?|authenticat\w+/,
      /(?:for |per |with )?(?:each|every) (?:mail|message|e-?mail|second|minute)|for a while|after (?:a )?(?:hundred|dozen|many|several|too many)|too often|in a loop/,
    ),
    over: PASSWORDS,
    source: 'https://github.com/gophish/gophish/issues/1836',
  },
  {
    means: 'ACCOUNT_NOT_READY',
    at: ['auth', ...TRANSACTION],
    about: near(
      /\baccount\b|\bmailbox\b/,
      /(?:temporarily |been )(?:locked|blocked|suspended|closed)|not (?:yet )?(?:activated|verified|confirmed|set up)|never (?:activated|confirmed)|(?:client|SMTP|IMAP|POP3?) access/,
    ),
    over: PASSWORDS,
    source: 'https://github.com/Foundry376/Mailspring/issues/240',
  },
  {
    means: 'MS_SMTP_AUTH_DISABLED',
    at: ['auth', 'mail'],
    about: near(
      /SMTP ?AUTH\b|Authenticated SMTP|SMTP client auth\w*/,
      /\boff\b|disabled|not (?:enabled|on|allowed|ticked)|switched|blocked for the (?:tenant|mailbox)/,
      30,
    ),
    over: PASSWORDS,
    source: sources.exchangeDevices,
  },
  {
    means: 'MS_BASIC_AUTH_DISABLED_CONSUMER',
    at: ['auth'],
    about: near(
      /hotmail|outlook\.com|live\.com|msn\.com|personal (?:Microsoft )?account/,
      /app password|password|basic auth\w*|September 2024|no longer/,
    ),
    over: PASSWORDS,
    source: 'https://github.com/nodemailer/nodemailer/issues/1715',
  },
  {
    means: 'MS_BASIC_AUTH_DISABLED_TENANT',
    at: ['auth'],
    about: near(
      /basic auth\w*|legacy auth\w*/,
      /authentication polic|tenant|organi[sz]ation|company|blocked by (?:a |an )?polic/,
    ),
    over: PASSWORDS,
    source: 'https://github.com/rpremraj/mailR/issues/107',
  },
  {
    means: 'MS_CONDITIONAL_ACCESS',
    at: ['auth', 'token'],
    about: near(
      /\bEntra\b|Azure AD|\bAAD\b|sign-?in log|tenant|organi[sz]ation/,
      /(?:location|country|device|named|access|risk)[\w ]{0,12}polic\w+|polic\w+[\w ]{0,12}(?:location|country|device|risk)|blocked by (?:a |the )?policy/,
    ),
    over: PASSWORDS,
    source: sources.entra,
  },
  {
    means: 'XOAUTH2_WRONG_AUDIENCE',
    at: ['auth'],
    about: near(
      /token|scopes?\b/,
      /graph\.microsoft|(?:for|works? (?:for|with)|of) (?:the )?(?:Microsoft )?Graph\b|Graph API/,
    ),
    over: ['XOAUTH2_TOKEN_REJECTED'],
    source: sources.exchangeOAuth,
  },
  {
    means: 'XOAUTH2_SCOPE_MISSING',
    at: ['auth'],
    about: near(
      /\bscopes?\b|token|consent/,
      /(?:not|no|without|lacks?|missing|but not) (?:the )?(?:https:\S+)?(?:SMTP\.Send|mail\.google\.com)|(?:only|just) (?:https:\S+)?(?:IMAP|Mail\.|gmail\.)/,
      80,
    ),
    over: ['XOAUTH2_TOKEN_REJECTED'],
    source: sources.exchangeOAuth,
  },
  {
    means: 'XOAUTH2_IDENTITY_MISMATCH',
    at: ['auth'],
    about: near(
      /token/,
      /(?:issued|belongs|granted|made) (?:to|for) (?:the |an? )?(?:\w+@|delegate|admin|owner|other|primary|user)|owner/,
    ),
    over: ['XOAUTH2_TOKEN_REJECTED'],
    source: sources.exchangeOAuth,
  },
  // ---- The token ----------------------------------------------------------------------------
  {
    means: 'OAUTH_MFA_REQUIRED',
    at: ['token'],
    about: near(
      /password grant|\bROPC\b|resource owner password|username and password/,
      /\bMFA\b|multi-?factor|second factor|2FA|two-?factor/,
    ),
    source: sources.entra,
  },
  {
    means: 'OAUTH_CLIENT_UNKNOWN',
    at: ['token', 'config'],
    about: near(
      /client[ _]?id\b|application id/,
      /quotes?\b|wrong|placeholder|typo|not (?:found|known|registered)|deleted|instead of|mixed up|other (?:app|project)/,
    ),
    source: sources.oauth,
  },
  {
    means: 'OAUTH_WRONG_AUTHORITY',
    at: ['token', 'config'],
    about: near(
      /tenant|authority|\/(?:common|consumers|organi[sz]ations)\b/,
      /endpoint|personal account|wrong|consumer|instead of|guest|other cloud/,
    ),
    source: sources.entra,
  },
  {
    means: 'OAUTH_REDIRECT_MISMATCH',
    at: ['token', 'config'],
    about: near(
      /callback|redirect/,
      /not registered|differs?|http (?:instead|vs)|trailing slash|wrong port|not (?:match|allowed)|missing|mismatch/,
    ),
    source: sources.oauth,
  },
  {
    means: 'GOOGLE_RELAY_NOT_REGISTERED',
    at: TRANSACTION,
    about: near(
      /Workspace|smtp-relay|G ?Suite|Google Apps/,
      /\bIP\b|address|allow ?list|regist(?:ered|ration)|relay (?:service|setting|rule)/,
    ),
    source: 'https://support.google.com/a/answer/6140680',
  },
  // ---- The transaction ----------------------------------------------------------------------
  {
    means: 'SENDER_NOT_OWNED',
    at: TRANSACTION,
    about: near(
      /sends? (?:as|from)|\bFrom\b|sender/,
      /log(?:s|ged)? ?in (?:is|as|with|user)?|authenticated (?:as|user)|\blogin\b|account name|visitor|other than the/,
    ),
    source: 'https://github.com/gophish/gophish/issues/2900',
  },
  {
    means: 'SENDER_IDENTITY_NOT_VERIFIED',
    at: TRANSACTION,
    about: near(
      /sandbox|trial|recipient|sender|domain|identity/,
      /(?:not|un|never|isn't|hasn't been) ?(?:yet )?verified|still in (?:the )?sandbox|has to be verified|not (?:associated|registered|linked|known|added|found|configured)[^.\n]{0,20}\baccount/,
    ),
    source: 'https://github.com/aschroder/Magento-SMTP-Pro-Email-Extension/issues/117',
  },
  {
    means: 'ENVELOPE_INVALID',
    at: ['mail', 'rcpt'],
    about: near(
      /recipients?\b|addresse?s?\b|\bRCPT\b|\bTo\b|\bFrom\b/,
      /semicolon|\bcomma\b|joined|\bin one\b|\bempty\b|blank\b|display name|angle|umlaut|trailing|newline|null\b|undefined/,
    ),
    source: sources.smtp,
  },
  {
    means: 'RELAY_DENIED',
    at: ['rcpt', 'mail'],
    about: any(
      near(
        /own (?:domain|users)|local (?:domain|users|recipients)|inside|internal/,
        /(?:external|outside|other|gmail\.com|foreign)[^.\n]{0,30}(?:refus|reject|fail|denied|not)/,
      ),
      near(/external|outside|foreign/, /(?:recipients?|addresses|domains?)[^.\n]{0,30}(?:refus|reject|fail|denied)/),
    ),
    source: sources.postfix,
  },
  {
    means: 'GREYLISTED',
    at: ['rcpt', 'data'],
    about: any(
      near(/first (?:attempt|try|time|delivery)/, /deferred|refused|4[05]\d|fails?|reject/),
      near(
        /(?:taken|accepted|works|goes through|delivered|succeeds)/,
        /(?:minutes?|an? (?:quarter|while)) (?:later|after)|second (?:attempt|try)|on retry/,
      ),
    ),
    over: ['TEMPORARY_SERVER_ERROR'],
    source: 'https://github.com/eleith/emailjs/issues/202',
  },
  {
    means: 'TOO_MANY_RECIPIENTS',
    at: ['rcpt', 'data', 'mail'],
    about: near(
      /\b(?:\d{3,}|hundreds of|thousands of) (?:addresses|recipients|users|people|subscribers|bcc)/,
      /\bBCC\b|one (?:mail|message|transaction)|at once|\bTo\b|single/,
      80,
    ),
    source: 'https://www.rfc-editor.org/rfc/rfc5321#section-4.5.3.1.10',
  },
  {
    means: 'QUOTA_EXHAUSTED',
    at: [...TRANSACTION, 'auth'],
    about: near(
      /until (?:tomorrow|the next day|midnight)|next day|a day later|24 ?h|per day|daily|this month|monthly/,
      /mails?\b|messages?\b|limit|sends?\b|no more|quota/,
    ),
    over: ['RATE_LIMITED'],
    source: sources.exchangeBounces,
  },
  {
    means: 'MESSAGE_TOO_LARGE',
    at: ['data', 'mail'],
    about: near(
      /\b\d+(?:\.\d+)? ?(?:MB|MiB|megabytes?|M)\b/,
      /attach\w*|file|PDF|video|zip|message|mail|refus|reject|fail|photo|image/,
    ),
    source: 'https://www.rfc-editor.org/rfc/rfc1870#section-6.1',
  },
  {
    means: 'MESSAGE_CONTENT_REJECTED',
    at: ['data'],
    about: any(
      near(/\.?(?:exe|js|bat|jar|vbs|scr|docm|xlsm|iso)\b/, /attach\w*|zip|inside|file|archive/),
      near(/\blines?\b/, /\bLF\b|\\n\b|line feed|without CR|CRLF|longer than|998/),
    ),
    over: ['TEMPORARY_SERVER_ERROR'],
    source: sources.smtp,
  },
  {
    means: 'DOMAIN_AUTH_FAILED',
    at: ['data', 'rcpt'],
    about: near(/\bSPF\b|\bDKIM\b|\bDMARC\b/, /no\b|record|missing|fail|not (?:set|published|signed|aligned)|align/),
    source: 'https://support.google.com/mail/answer/81126',
  },
  {
    means: 'CLIENT_REPLY_DESYNC',
    at: ['mail', 'rcpt', 'data', 'auth'],
    about: near(
      /\bRSET\b|pooled|reused?|kept? (?:open|alive)/,
      /without|503|never|not (?:sent|reset)|after a (?:refused|failed|rejected)|stale/,
    ),
    source: sources.smtp,
  },
];

export const topicRules: readonly Rule[] = topics.map(({ means, at, about, over = [], source }) => ({
  means,
  strength: 'points',
  when: { text: about, stage: at },
  over,
  because: 'What is told in between is about this, though no refusal of it is quoted.',
  source,
}));
