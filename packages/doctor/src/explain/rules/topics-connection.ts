import type { Stage } from '../observation.js';
import { sources } from './sources.js';
import type { Topic } from './topics.js';
import { any, near, SPECIAL_CHARACTER } from './wordings.js';

const CONNECTING: readonly Stage[] = ['connect', 'greeting'];
const SECURING: readonly Stage[] = ['tls', 'starttls'];
const TRANSACTION: readonly Stage[] = ['mail', 'rcpt', 'data', 'rate'];

/** Settings, the network and TLS. */
export const connectionTopics: readonly Topic[] = [
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
      /connection string|\bURLs?\b|\bURI\b|\bDSN\b/,
      any(
        SPECIAL_CHARACTER,
        /[#@%+/] (?:in|sign)|encod|escap|everything (?:after|behind)|is cut|reserved|parsed (?:wrong|incorrect)/,
      ),
    ),
    over: ['CREDENTIALS_REJECTED'],
    source: 'https://www.rfc-editor.org/rfc/rfc3986#section-3.2.1',
  },
  {
    means: 'WRONG_HOST_OR_PORT',
    at: ['dns', 'connect', 'greeting', 'tls', 'auth'],
    about: near(
      /\bhost(?:name)?\b|\bserver\b|\bsmtp\.[\w.]+|\bport\b/,
      /\bregion|data cent(?:er|re)|(?:should|has to|must) be|(?:answer|right|correct)(?: (?:one|host|server|port))?(?: is|:)|typo|mistyped|misspel\w+|for (?:IMAP|POP3?|incoming)|\bIMAP (?:server|host|port)/,
    ),
    over: ['CREDENTIALS_REJECTED'],
    source: sources.exchangeDevices,
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
    means: 'CONNECT_PORT_BLOCKED',
    at: CONNECTING,
    about: near(
      /host(?:ing|er)?(?: provider| company)?\b|provider|\bISP\b|firewall|network|cloud|data cent(?:er|re)/,
      /(?:block|forbid|filter|clos|restrict|drop)\w*|(?:not|n't) (?:allow|permit|open)\w*|(?:outgoing|outbound|egress) (?:SMTP|mail|port|connection)/,
    ),
    source: 'https://github.com/railwayapp/docs/issues/1126',
  },
  {
    means: 'TLS_PLAIN_ON_IMPLICIT_PORT',
    at: CONNECTING,
    about: near(
      /\b465\b|\bport\b/,
      /(?:with|needs?|wants?|after|us\w+) (?:ssl:\/\/|SSL|SMTP_SSL|implicit TLS|SMTPS|secure: ?true)/,
    ),
    over: ['CONNECTION_STALLED_OR_DROPPED', 'CONNECT_PORT_BLOCKED'],
    source: 'https://www.rfc-editor.org/rfc/rfc8314#section-7.3',
  },
  {
    means: 'TLS_CERT_EXPIRED',
    at: SECURING,
    about: near(
      /\bcert(?:ificate)?s?\b|Let['’]s Encrypt|certbot/,
      /expir\w*|ran out|run out|out of date|renew\w*|too old|not yet valid/,
    ),
    source: sources.x509,
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
        /\bcert(?:ificate)?\b/,
        /(?:names?|is for|belongs to|issued (?:to|for)) (?:\w+ )?(?:mail|smtp|mx|www)\.|(?:names?|is for|belongs to|issued (?:to|for)) (?:the |another |a )?(?:server|other|host|domain|wrong)|another (?:name|host|domain)|wildcard|server of the host/,
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
];
