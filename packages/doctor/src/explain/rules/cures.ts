import type { Stage } from '../observation.js';
import type { Condition, Rule } from '../rule.js';
import { sources } from './sources.js';
import { near } from './wordings.js';

/** That something helped, and not that it did not. */
const HELPED =
  /(?<!\bnot |n't |\bnever |\bno longer |\bstill |\bcannot |\bto )\b(?:works?|worked|fix(?:es|ed)|solve[sd]|resolve[sd]|help(?:s|ed)|succeeds?|goes through|went through|is (?:fine|ok|accepted)|does the trick|(?:the )?(?:fix|solution|cure|workaround) (?:is|was))\b/;

interface Cure {
  readonly means: string;
  readonly at: readonly Stage[];
  /** What was changed. */
  readonly change: RegExp;
  /** Where the change is a cure for something else. */
  readonly unless?: Condition;
  readonly source: string;
}

const CONNECTING: readonly Stage[] = ['dns', 'connect', 'greeting', 'tls', 'starttls', 'ehlo'];
const SECURING: readonly Stage[] = ['tls', 'starttls', 'greeting', 'connect', 'auth'];
const TRANSACTION: readonly Stage[] = ['mail', 'rcpt', 'data', 'rate'];

/** What helped tells what it was. */
const cures: readonly Cure[] = [
  {
    means: 'CONNECT_ADDRESS_FAMILY',
    at: CONNECTING,
    change:
      /(?:forc|prefer|us)\w* IPv4|IPv4 (?:only|forced|address|first)|(?:disabl|turn|switch)\w*(?: off)? IPv6|IPv6 (?:disabled|off)|family: ?4|without IPv6/,
    source: 'https://www.rfc-editor.org/rfc/rfc8305',
  },
  {
    means: 'CONNECT_PORT_BLOCKED',
    at: ['connect', 'greeting'],
    change:
      /(?:other|another|different|home|mobile) (?:network|connection|provider|ISP|Wi-?Fi|machine)|hot ?spot|port 2525|(?:firewall|outbound|egress) rule|(?:open|unblock|allow)\w* (?:the )?(?:outbound |outgoing )?port|without (?:the )?VPN|HTTP API/,
    source: 'https://github.com/railwayapp/docs/issues/1126',
  },
  {
    means: 'TLS_INTERCEPTED',
    at: SECURING,
    change:
      /anti-?virus|virus scanner|mail shield|web shield|Avast|Kaspersky|\bESET\b|Bitdefender|SMTP (?:restrictions?|tweak)|SSL inspection|without the proxy/,
    source: 'https://github.com/PHPMailer/PHPMailer/issues/776',
  },
  {
    means: 'TLS_PROTOCOL_TOO_OLD',
    at: SECURING,
    change:
      /TLS ?v?1\.[23]|(?:min|max)(?:imum)?[_ ]?(?:TLS )?version|SECLEVEL|legacy (?:providers?|renegotiation|server)|(?:updat|upgrad)\w* (?:openssl|java|jdk|php|node|\.net|windows)|SecurityProtocol|ssl\.protocols/,
    source: sources.openssl,
  },
  {
    means: 'TLS_CERT_UNTRUSTED',
    at: ['tls', 'starttls'],
    change:
      /(?:add|import|install)\w* (?:the |its |our )?(?:\w+ )?(?:CA|root|certificate|intermediate)|full ?chain|NODE_EXTRA_CA_CERTS|cacerts|trust ?store|update-ca-certificates/,
    source: sources.x509,
  },
  {
    means: 'EHLO_NAME_REJECTED',
    at: ['ehlo', 'greeting', ...TRANSACTION],
    change: /local_?hostname|\bE?HELO\b|mail\.smtp\.localhost|name: ?['"]|own host ?name|\bFQDN\b/,
    source: sources.smtp,
  },
  {
    means: 'AUTH_MECHANISM_MISMATCH',
    at: ['auth'],
    change:
      /mechanisms?\b|(?:AUTH|forc\w*|us\w*|set to|with|only) (?:PLAIN|LOGIN)\b|(?:PLAIN|LOGIN) (?:instead|only|auth)|auth_?method/,
    source: sources.auth,
  },
  {
    means: 'CREDENTIALS_USERNAME_FORM',
    at: ['auth'],
    change:
      /(?:full|whole|complete) (?:e-?mail )?address|primary (?:address|account|e-?mail)|without (?:the )?(?:domain|@)|user ?name ["'`]?\w+["'`]? (?:instead|in place)|DOMAIN\\/,
    source: 'https://github.com/AlverezYari/phillips-homelab/pull/347',
  },
  {
    means: 'APP_PASSWORD_REQUIRED',
    at: ['auth'],
    unless: { provider: /^(?:outlook|microsoft365|gmail|google)/ },
    change: /app(?:lication)?(?:[- ]specific)? passwords?|授权码|authori[sz]ation code|SMTP token/,
    source: 'https://github.com/Der-Henning/tgtg/issues/517',
  },
  {
    means: 'CREDENTIALS_ENCODING',
    at: ['auth'],
    change:
      /(?:password|passphrase) (?:without|with only|of only|that has only)|(?:simpler|alphanumeric|ASCII) password|(?:remov|chang)\w* (?:the )?(?:special|accent|umlaut|symbol)\w*/,
    source: sources.smtplib,
  },
  {
    means: 'ACCOUNT_NOT_READY',
    at: ['auth', ...TRANSACTION],
    change:
      /(?:enabl|activat|allow|switch|turn)\w*(?: on)? (?:IMAP|POP3?|SMTP access|(?:access for )?(?:mail )?clients?)|(?:accept|confirm|verif)\w* (?:the )?(?:terms|phone|account|e-?mail address)/,
    source: 'https://github.com/Foundry376/Mailspring/issues/240',
  },
  {
    means: 'SENDER_NOT_OWNED',
    at: TRANSACTION,
    change:
      /(?:From|sender)(?: address)? (?:is |set |changed |was )*(?:to |is |as )?(?:the )?(?:same|login|account|user|authenticated|own)|same (?:address|e-?mail)[^.\n]{0,20}(?:From|login|user)|(?:grant|giv)\w* Send ?As/,
    source: 'https://github.com/gophish/gophish/issues/2900',
  },
  {
    means: 'ENVELOPE_INVALID',
    at: TRANSACTION,
    change:
      /bare address|without (?:the )?(?:display )?name|(?:address|e-?mail) (?:alone|only)|angle brackets|only the address|valid (?:From|sender|address)/,
    source: sources.smtp,
  },
  {
    means: 'TOO_MANY_CONNECTIONS',
    at: ['connect', 'greeting', 'auth', ...TRANSACTION],
    change:
      /pool(?:ed|ing)?\b|one (?:connection|transport)|maxConnections|reus\w+ (?:the )?(?:connection|transport)|sequential|one at a time/,
    source: sources.exchangeBounces,
  },
  {
    means: 'MESSAGE_TOO_LARGE',
    at: ['mail', 'data'],
    change: /smaller (?:attachment|file|message|mail|PDF|image)|without (?:the )?attachments?|link instead/,
    source: 'https://www.rfc-editor.org/rfc/rfc1870#section-6.1',
  },
];

/** Causes whose words servers say of others too. */
const WORDS_OF_SEVERAL = [
  'CREDENTIALS_REJECTED',
  'GMAIL_PASSWORD_NOT_ACCEPTED',
  'AUTH_NOT_OFFERED',
  'CONNECTION_STALLED_OR_DROPPED',
  'SENDER_NOT_OWNED',
  'RELAY_DENIED',
  'MESSAGE_CONTENT_REJECTED',
  'REFUSED_BY_SERVER',
];

export const cureRules: readonly Rule[] = cures.map(({ means, at, change, unless, source }) => ({
  means,
  strength: 'settles',
  when: { text: near(HELPED, change, 50), stage: at },
  ...(unless === undefined ? {} : { unless: [unless] }),
  over: WORDS_OF_SEVERAL.filter((other) => other !== means),
  because: 'It is told what helped, and that tells what it was.',
  source,
}));
