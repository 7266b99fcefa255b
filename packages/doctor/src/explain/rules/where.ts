import type { Rule } from '../rule.js';
import { sources } from './sources.js';
import { GREETING_NEVER, HOSTERS, LOCAL, REFUSED, TIMED_OUT } from './wordings.js';

/** What was dialled: this machine, no submission server, or a port that is blocked. */
export const whereRules: readonly Rule[] = [
  // ---- This machine -------------------------------------------------------------------------
  {
    means: 'HOST_MISSING_LOCALHOST',
    strength: 'proves',
    when: { text: REFUSED, words: LOCAL },
    unless: [
      { host: /^(?!localhost$|127\.|::1$|\[::1\]$)[\w-]+\.[\w.-]+$/, text: /connected|established/i },
      { text: /lookup|query/i },
    ],
    over: ['WRONG_HOST_OR_PORT', 'CONNECT_PORT_BLOCKED', 'CONNECTION_STALLED_OR_DROPPED'],
    because: 'This machine itself was dialled, and nothing listens there.',
    source: sources.errno,
  },
  {
    means: 'HOST_MISSING_LOCALHOST',
    strength: 'points',
    when: { text: REFUSED, settings: /^(?!host:)/ },
    unless: [{ host: /./ }],
    over: ['WRONG_HOST_OR_PORT'],
    because: 'No host is set, and the default of most clients is this machine.',
    source: sources.nodemailer,
  },
  {
    means: 'HOST_MISSING_LOCALHOST',
    strength: 'strong',
    when: {
      text: /Failed to connect to mailserver at "?localhost|Couldn't connect to host, port: localhost|connect to localhost port \d+ failed/i,
    },
    over: ['WRONG_HOST_OR_PORT', 'CONNECT_PORT_BLOCKED'],
    because: 'The default host of the program was dialled.',
    source: 'https://www.php.net/manual/en/mail.configuration.php#ini.smtp',
  },
  // ---- Not a submission server --------------------------------------------------------------
  {
    means: 'WRONG_HOST_OR_PORT',
    strength: 'strong',
    when: { port: [80, 110, 143, 443, 993, 995, 3535, 4190] },
    over: [
      'TLS_IMPLICIT_ON_STARTTLS_PORT',
      'CONNECTION_STALLED_OR_DROPPED',
      'CONNECT_PORT_BLOCKED',
      'TLS_PLAIN_ON_IMPLICIT_PORT',
      'AUTH_NOT_OFFERED',
    ],
    because: 'The port is one of IMAP, POP, the web or another service.',
    source: 'https://www.iana.org/assignments/service-names-port-numbers',
  },
  {
    means: 'WRONG_HOST_OR_PORT',
    strength: 'proves',
    when: {
      text: /\* (?:OK|PREAUTH|BYE)\b.*(?:IMAP|ready|CAPABILITY)|\+OK\b.*(?:POP|ready|Dovecot)|HTTP\/1\.\d [345]\d\d|<html|Invalid greeting.{0,60}(?:IMAP|\+OK|HTTP|SSH)|SSH-2\.0|not an? SMTP server|220.{0,40}\bFTP\b/i,
    },
    over: ['SERVER_PROTOCOL_VIOLATION', 'CONNECTION_STALLED_OR_DROPPED'],
    because: 'The greeting is that of another protocol.',
    source: sources.smtp,
  },
  {
    means: 'WRONG_HOST_OR_PORT',
    strength: 'strong',
    when: {
      host: /^(?:imap|pop3?|outlook\.office365|webmail|ftp|www|autodiscover)\b|mail\.protection\.outlook\.com$|^smtp-legacy\.|^outlook\.(?:com|office\.com)$|^(?:gmail|google|yahoo|hotmail)\.com$/,
    },
    unless: [
      { login: ['none'] },
      { stage: ['token', 'dns', 'data', 'rcpt'] },
      { login: ['token'], stage: ['auth'] },
      // Exchange Online serves submission under the name for IMAP too, on the port for submission.
      { host: /^outlook\.office365\.com$/, port: [587] },
    ],
    over: [
      'AUTH_MECHANISM_MISMATCH',
      'STARTTLS_REQUIRED',
      'CONNECTION_STALLED_OR_DROPPED',
      'CONNECT_PORT_BLOCKED',
      'AUTH_NOT_OFFERED',
      'TLS_PLAIN_ON_IMPLICIT_PORT',
      'CREDENTIALS_REJECTED',
      'MS_BASIC_AUTH_DISABLED_TENANT',
    ],
    because: 'The host is not the one for submission: IMAP, POP, web, an MX, or an older name.',
    source: sources.exchangeDevices,
  },
  {
    means: 'WRONG_HOST_OR_PORT',
    strength: 'strong',
    when: { text: /\.eop-[\w<>-]+\.prod\.protection\.outlook\.com/i, code: [504, 503, 535] },
    over: ['AUTH_MECHANISM_MISMATCH', 'STARTTLS_REQUIRED', 'AUTH_NOT_OFFERED'],
    because: 'A login was refused by the MX of the organisation, which takes none.',
    source: 'https://github.com/deanproxy/eMail/issues/44',
  },
  {
    means: 'WRONG_HOST_OR_PORT',
    strength: 'strong',
    when: {
      text: /\.eop-[\w<>-]+\.prod\.protection\.outlook\.com|mail\.protection\.outlook\.com/i,
      login: ['password', 'token', 'app-password'],
    },
    over: ['AUTH_MECHANISM_MISMATCH', 'STARTTLS_REQUIRED', 'AUTH_NOT_OFFERED'],
    because: 'The server that answered is the MX of the organisation, which takes no logins.',
    source: 'https://github.com/deanproxy/eMail/issues/44',
  },
  {
    means: 'WRONG_HOST_OR_PORT',
    strength: 'strong',
    when: { endpoint: 'other port', stage: ['connect', 'greeting', 'tls'], reply: false },
    unless: [{ port: [25, 587, 2525, 2587], mode: ['implicit'] }, { port: [25] }],
    over: ['CONNECT_PORT_BLOCKED', 'CONNECTION_STALLED_OR_DROPPED', 'TLS_PLAIN_ON_IMPLICIT_PORT'],
    because: 'The provider publishes no submission server on this port.',
    source: sources.exchangeDevices,
  },
  {
    means: 'WRONG_HOST_OR_PORT',
    strength: 'points',
    when: { text: REFUSED, host: /^(?!localhost$|127\.|::1$|\[::1\]$)/ },
    unless: [{ endpoint: 'published', port: [465, 587, 25, 2525] }, { text: LOCAL }, { stage: ['dns'] }],
    because: 'The host answers, and nothing listens on that port.',
    source: sources.errno,
  },
  // ---- Blocked ------------------------------------------------------------------------------
  {
    means: 'CONNECT_PORT_BLOCKED',
    strength: 'points',
    when: { text: TIMED_OUT },
    unless: [
      { stage: ['greeting', 'tls', 'starttls', 'ehlo', 'auth', 'mail', 'rcpt', 'data', 'token', 'dns'] },
      { reply: true },
      { text: GREETING_NEVER },
      { text: /lookup .{0,60}i\/o timeout|queryA|ETIMEOUT/ },
    ],
    because: 'No answer to TCP: something in between drops the packets.',
    source: sources.errno,
  },
  {
    means: 'CONNECT_PORT_BLOCKED',
    strength: 'strong',
    when: { stage: ['connect'], text: TIMED_OUT, port: [25, 465, 587, 2525] },
    unless: [{ reply: true }, { text: GREETING_NEVER }, { endpoint: 'other port' }],
    because: 'No answer to TCP on a port of mail, which firewalls and hosting companies block.',
    source: 'https://github.com/railwayapp/docs/issues/1126',
  },
  {
    means: 'CONNECT_PORT_BLOCKED',
    strength: 'points',
    when: { stage: ['connect'], text: /time(?:s|d)?[ -]?out|no response|does not answer|unreachable from|hangs?\b/i },
    unless: [
      { reply: true },
      { text: GREETING_NEVER },
      { text: /ENETUNREACH|EHOSTUNREACH/ },
      { endpoint: 'other port' },
    ],
    because: 'It ran out of time before a connection came about.',
    source: 'https://github.com/railwayapp/docs/issues/1126',
  },
  {
    means: 'CONNECT_PORT_BLOCKED',
    strength: 'strong',
    when: { stage: ['connect'], words: HOSTERS },
    unless: [{ text: /\b(?:ENETUNREACH|EADDRNOTAVAIL|EHOSTUNREACH)\b/ }, { text: LOCAL }],
    over: ['CONNECTION_STALLED_OR_DROPPED'],
    because: 'The connection fails at a hosting company or network that blocks ports of mail.',
    source: 'https://github.com/railwayapp/docs/issues/1126',
  },
  {
    means: 'CONNECT_PORT_BLOCKED',
    strength: 'strong',
    when: { text: REFUSED, endpoint: 'published', port: [25, 465, 587, 2525] },
    unless: [{ text: LOCAL }],
    over: ['WRONG_HOST_OR_PORT'],
    because: 'Host and port are those of the provider, so it is the network here that refuses.',
    source: sources.errno,
  },
  {
    means: 'CONNECT_PORT_BLOCKED',
    strength: 'strong',
    when: {
      text: /\bEACCES\b|WinError 10013|\b10013\b|forbidden by its access permissions|Permission denied \(13\)|Operation not permitted|\bEPERM\b|port \d+ (?:is )?blocked|block(?:s|ed|ing)? (?:outbound |outgoing )?(?:smtp|port)/i,
    },
    unless: [{ reply: true }, { text: /certificate|\.pem|\.key/i }],
    because: 'The machine itself forbids the connection: a firewall, a virus scanner or SELinux.',
    source: sources.winsock,
  },
  {
    means: 'CONNECT_PORT_BLOCKED',
    strength: 'points',
    when: { stage: ['greeting'], words: HOSTERS, port: [25, 465, 587, 2525] },
    unless: [
      { reply: true },
      { text: /ECONNRESET|only (?:for )?some|sometimes/i },
      { mode: ['clear', 'not implicit'], port: [465] },
    ],
    over: ['CONNECTION_STALLED_OR_DROPPED'],
    because: 'Some hosting companies accept the connection and answer nothing.',
    source: 'https://github.com/railwayapp/docs/issues/1126',
  },
];
