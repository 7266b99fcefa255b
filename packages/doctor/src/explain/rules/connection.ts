import type { Rule } from '../rule.js';
import { sources } from './sources.js';

/** A TCP connection that nobody answers, in the words of many clients. */
const TIMED_OUT =
  /\bETIMEDOUT\b|connect(?:ion)?(?: attempt)?(?: has)? timed? ?out|connection timeout|connect timeout|timed out (?:while )?connecting|i\/o timeout|operation timed out|WinError 10060|\b10060\b|\[?Errno (?:110|60)\]?|did not properly respond after a period|connection attempt failed because|ConnectTimeout|SMTPConnectTimeoutError|SocketTimeoutException|curl:? ?\(28\)|连接超时|OpenTimeout|execution expired|(?:network_failure|connect\w*)[^\n]{0,60}:timeout|operation has timed out|unable to connect to "?[\w.-]+"? (?:on )?port|没有正确答复|\(110\)|timeout was reached|Couldn't connect to (?:host|server)|Timed out connecting|Could not connect to SMTP host.{0,80}timed out/i;
const REFUSED =
  /\bECONNREFUSED\b|connection refused|refused the connection|actively refused|WinError 10061|\b10061\b|\[?Errno (?:111|61)\]?|\(111\)|curl:? ?\(7\)|积极拒绝|verweigerte/i;
const GREETING_NEVER =
  /greeting never received|no greeting|(?:waiting|wait) for (?:the )?(?:greeting|banner|220)|never (?:greets?|sends? (?:a )?(?:greeting|banner|220))|no (?:220|banner|bytes|data|reply|answer) (?:from|received|after|at all)?|hangs?\b|stuck|read timed out|Timed out (?:while )?waiting|idle timeout|socket timeout|silence/i;
const CUT =
  /\bECONNRESET\b|\bEPIPE\b|\bECONNABORTED\b|connection reset|broken pipe|Connection (?:unexpectedly )?closed(?: unexpectedly| by)?|closed (?:the )?connection|closed unexpectedly|Unexpected socket close|socket (?:hang up|close)|Server ?Disconnected|unexpectedly disconnected|disconnected unexpectedly|lost connection|connection (?:was |has been )?(?:lost|dropped|terminated|aborted|forcibly closed)|forcibly closed by the remote|WinError 100(?:53|54)|\b10054\b|unexpected EOF|\bEOF\b|end of (?:file|stream)|received an unexpected EOF|\[EOF\]|remote host closed/i;
const LOCAL = /(?:^|[^\d.])127\.0\.0\.1|\blocalhost\b|::1\b/;
const IMPLICIT_PORTS = [465, 994, 2465, 8465];

/** Hosting companies and networks that block outgoing SMTP. */
const HOSTERS =
  /digital ?ocean|droplet|railway|render\.com|\bon render\b|hetzner|\bec2\b|\baws\b|lambda|google cloud|\bgce\b|\bgcp\b|compute engine|cloud run|cloud function|azure|heroku|vercel|fly\.io|\bovh\b|vultr|linode|akamai|contabo|scaleway|oracle cloud|alibaba|aliyun|tencent cloud|\bvps\b|shared hosting|godaddy|bluehost|hostgator|siteground|pythonanywhere|replit|netlify|hugging ?face|\bisp\b|firewall|outbound|blocked|egress|free (?:plan|tier)|hobby|school|university|campus|corporate network|office network|hotel|container host|provider blocks|k8s|kubernetes/i;

/** DNS, and TCP up to the greeting. */
export const connectionRules: readonly Rule[] = [
  // ---- DNS ----------------------------------------------------------------------------------
  {
    means: 'DNS_RESOLVER_UNAVAILABLE',
    strength: 'proves',
    when: {
      text: /\bEAI_AGAIN\b|\bESERVFAIL\b|\bSERVFAIL\b|query\w* (?:EREFUSED|ETIMEOUT|ESERVFAIL|ECONNREFUSED)|\bEREFUSED\b|\bETIMEOUT\b|temporary failure in name resolution|\[Errno -3\]|\bgaierror\(-3|server misbehaving|lookup \S+ (?:on|:) .{0,60}(?:i\/o timeout|connection refused|server misbehaving)|WSATRY_AGAIN|\b11002\b|resolving timed out|DNS (?:server|query|lookup|request|resolution)[^.\n]{0,30}(?:timed? ?out|timeout|unavailable|not (?:available|respond|reachable))|temporarily unable to resolve|name server .{0,20}unreachable|non-recoverable failure in name resolution|could not contact DNS/i,
    },
    over: ['WRONG_HOST_OR_PORT', 'CONNECT_PORT_BLOCKED', 'HOST_MISSING_LOCALHOST', 'CONFIG_URL_NOT_ENCODED'],
    because: 'The resolver gave no answer. A name that does not exist is told otherwise (ENOTFOUND).',
    source: sources.nodeDns,
  },
  {
    means: 'DNS_RESOLVER_UNAVAILABLE',
    strength: 'points',
    when: {
      text: /\bENOTFOUND\b|getaddrinfo|name or service not known|no such host|could not resolve|UnknownHost|nodename nor servname|Errno (?:-2|8|11001)|\b11001\b/i,
      endpoint: 'published',
    },
    unless: [{ text: /ENOTFOUND +["'`]|;|,"/ }],
    over: ['WRONG_HOST_OR_PORT'],
    because: 'The host is spelled as its provider publishes it, so the name exists and the lookup failed here.',
    source: sources.nodeDns,
  },
  {
    means: 'WRONG_HOST_OR_PORT',
    strength: 'points',
    when: {
      text: /\bENOTFOUND\b|\bENODATA\b|EAI_NONAME|name or service not known|no such host|could not resolve host|UnknownHostException|Unknown SMTP host|nodename nor servname|Errno (?:-2|8|11001)\b|\b11001\b|no address associated|getaddrinfo failed|NXDOMAIN|name could not be resolved|failed to lookup address|host (?:not found|unknown)/i,
    },
    unless: [{ text: /550|450|Helo|sender/i, reply: true }],
    because: 'DNS knows no such host.',
    source: sources.nodeDns,
  },
  // ---- Addresses ----------------------------------------------------------------------------
  {
    means: 'CONNECT_ADDRESS_FAMILY',
    strength: 'strong',
    when: {
      text: /\bENETUNREACH\b|\bEHOSTUNREACH\b|\bEADDRNOTAVAIL\b|\bEAFNOSUPPORT\b|network (?:is )?(?:unreachable|unavailable|down)|no route to host|cannot assign requested address|can't assign requested address|address family not supported|Errno (?:101|113|99|97|51|65|49|47)\]|WinError 100(?:51|65|49|47)|\b10051\b|\b10065\b/i,
    },
    because: 'There is no way to an address of this family (IPv4 or IPv6).',
    source: sources.errno,
  },
  {
    means: 'CONNECT_ADDRESS_FAMILY',
    strength: 'strong',
    when: {
      words:
        /\bIPv6\b|\bAAAA\b|(?:[\da-f]{1,4}:){3,}[\da-f:]*|Local \(:::0\)|happy eyeballs|prefer(?:s|red)? ipv[46]|family: [046]/i,
      stage: ['connect'],
      text: /unreach|ENET|EHOST|EADDR|timeout|timed out|no route|cannot assign|ETIMEDOUT|refused|fail/i,
    },
    unless: [{ text: /<ipv4>[^;]*timed out;/i }],
    because: 'The failing address is of one family, and the other may work.',
    source: 'https://www.rfc-editor.org/rfc/rfc8305',
  },
  {
    means: 'CONNECT_ADDRESS_FAMILY',
    strength: 'strong',
    when: {
      text: /(?:connect|dial|connecting to|ETIMEDOUT|timed out|timeout)[^\n]{0,40}\[?[\da-f]{1,4}:(?:[\da-f]{0,4}:){2,}[\da-f]{0,4}/i,
    },
    unless: [
      { reply: true },
      { text: /ECONNREFUSED ::1|refused/i },
      { text: /(?:\d{1,3}\.){3}\d{1,3}[^;\n]*(?:timed out|timeout|ETIMEDOUT)/ },
    ],
    over: ['CONNECT_PORT_BLOCKED'],
    because: 'The address that gives no answer is one of IPv6.',
    source: 'https://www.rfc-editor.org/rfc/rfc8305',
  },
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
  // ---- Connected, and then ------------------------------------------------------------------
  {
    means: 'TLS_PLAIN_ON_IMPLICIT_PORT',
    strength: 'strong',
    when: { port: IMPLICIT_PORTS, mode: ['clear', 'starttls', 'not implicit'] },
    unless: [
      { reply: true },
      { text: /wrong version number|certificate|packet length|refused|ENOTFOUND|EAI_AGAIN/i },
      { stage: ['token', 'dns', 'auth', 'mail', 'rcpt', 'data'] },
      { endpoint: 'other port' },
    ],
    over: ['CONNECTION_STALLED_OR_DROPPED', 'CONNECT_PORT_BLOCKED', 'STARTTLS_UNAVAILABLE'],
    because: 'This port speaks TLS from the first byte; client and server wait for each other.',
    source: 'https://github.com/nodemailer/nodemailer/issues/441',
  },
  {
    means: 'TLS_PLAIN_ON_IMPLICIT_PORT',
    strength: 'points',
    when: { port: IMPLICIT_PORTS, text: GREETING_NEVER },
    unless: [{ mode: ['implicit'] }, { endpoint: 'other port' }],
    over: ['CONNECT_PORT_BLOCKED', 'CONNECTION_STALLED_OR_DROPPED'],
    because: 'Silence on a port that speaks TLS from the first byte.',
    source: 'https://www.rfc-editor.org/rfc/rfc8314#section-7.3',
  },
  {
    means: 'TLS_PLAIN_ON_IMPLICIT_PORT',
    strength: 'strong',
    when: { port: IMPLICIT_PORTS, text: /bad greeting|response: (?:-1|\[EOF\])|Exception reading response/i },
    unless: [{ mode: ['implicit'] }, { endpoint: 'other port' }],
    over: ['CONNECT_PORT_BLOCKED', 'CONNECTION_STALLED_OR_DROPPED'],
    because: 'The connection ended in place of a greeting, on a port that speaks TLS from the first byte.',
    source: 'https://github.com/eclipse-ee4j/angus-mail/issues/134',
  },
  {
    means: 'CONNECTION_STALLED_OR_DROPPED',
    strength: 'points',
    when: { text: GREETING_NEVER, stage: ['greeting', 'connect'] },
    because: 'TCP was connected, and no greeting came.',
    source: 'https://github.com/nodemailer/nodemailer/issues/1099',
  },
  {
    means: 'CONNECTION_STALLED_OR_DROPPED',
    strength: 'strong',
    when: {
      stage: ['greeting', 'connect'],
      words:
        /some of the (?:resolved )?address|only (?:for )?some|intermittent|sometimes|random(?:ly)?|occasional|comes and goes|once in a while|flak|sporadic|every (?:few|other)|not always|works? (?:again|on retry|after)|retry (?:works|succeeds)/i,
    },
    unless: [{ reply: true }],
    over: ['CONNECT_PORT_BLOCKED', 'TLS_PROTOCOL_TOO_OLD'],
    because: 'It differs by address or comes and goes: the settings are right.',
    source: 'https://github.com/nodemailer/nodemailer/issues/1099',
  },
  {
    means: 'CONNECTION_STALLED_OR_DROPPED',
    strength: 'points',
    when: { text: CUT },
    unless: [{ reply: true }, { stage: ['token', 'dns', 'config'] }],
    because: 'The connection was cut.',
    source: sources.errno,
  },
  {
    means: 'CONNECTION_STALLED_OR_DROPPED',
    strength: 'strong',
    when: {
      enhanced: /^4\.(?:4\.[12]|7\.0)$/,
      text: /connection timed out|timeout (?:while )?(?:waiting|exceeded|-)|idle|connection (?:expired|dropped)|timed out waiting|session duration/i,
    },
    over: ['TEMPORARY_SERVER_ERROR', 'SENDING_IP_REJECTED', 'GREYLISTED'],
    because: 'The server ended a connection that was idle, or that had grown old.',
    source: 'https://github.com/zone-eu/zone-mta/issues/161',
  },
  {
    means: 'CONNECTION_STALLED_OR_DROPPED',
    strength: 'hints',
    when: { stage: ['greeting', 'connect'] },
    unless: [{ reply: true }],
    because: 'It failed before the server said anything.',
    source: sources.smtp,
  },
  {
    means: 'TOO_MANY_CONNECTIONS',
    strength: 'strong',
    when: {
      text: /too many (?:concurrent |simultaneous |open |smtp |parallel |active )*(?:connections?|sessions)|(?:concurrent|simultaneous|maximum|max|parallel)[\w\s]{0,20}(?:connections?|sessions)[\w\s]{0,20}(?:limit|exceed|reached)|connections? (?:limit|rate|count)[\w\s]{0,12}(?:exceed|reached)|(?:sender|client|connection) thread limit exceeded|exceeded the (?:maximum )?number of (?:concurrent )?connections|HL:ICC|smtp_accept_max/i,
    },
    unless: [{ text: /recipient thread limit/i }, { text: /max(?:imum)? connection attempts/i }],
    over: ['TEMPORARY_SERVER_ERROR', 'RATE_LIMITED', 'SENDING_IP_REJECTED', 'REFUSED_BY_SERVER', 'LOGIN_RATE_LIMITED'],
    because: 'The words count connections.',
    source: 'https://github.com/in2code-de/luxletter/issues/247',
  },
  // ---- The address of this machine ----------------------------------------------------------
  {
    means: 'SENDING_IP_REJECTED',
    strength: 'strong',
    when: {
      text: /spamhaus|spamcop|barracudacentral|\bdnsbl\b|\brbl\b|block ?list|black ?list|blocked using|banned sending ip|listed (?:at|by|in|on)\b|poor reputation|reverse dns|\bPTR\b|cannot find your (?:reverse )?hostname|client host .{0,60}(?:blocked|rejected: cannot find)|bad reputation|(?:ip|address)[^.\n]{0,60}(?:is )?not (?:allowed|authorized|authorised) to send (?:e-?)?mail directly|dynamic ip|residential ip|(?:S3140|S3150)|\[TSS04\]|sbl|sending ip|your ip(?: address)? (?:is|has been|was) (?:blocked|banned|blacklisted)|traffic not accepted from this ip|no rdns|unauthorized ip|ip (?:address )?(?:is )?not (?:authorized|authorised|allowed|whitelisted)|unexpected volume or user complaints/i,
    },
    unless: [{ text: /5\.7\.26|unauthenticated|DKIM/i }, { stage: ['auth'], code: [535, 534] }],
    over: [
      'RELAY_DENIED',
      'REFUSED_BY_SERVER',
      'MESSAGE_CONTENT_REJECTED',
      'DOMAIN_AUTH_FAILED',
      'GREYLISTED',
      'TEMPORARY_SERVER_ERROR',
    ],
    because: 'The words are about the address of the machine that sends.',
    source: 'https://github.com/nodemailer/nodemailer/issues/1089',
  },
  {
    means: 'SENDING_IP_REJECTED',
    strength: 'strong',
    when: { enhanced: /^5\.7\.(?:25|60[6-9]|6[1-4]\d|708)$/ },
    over: ['REFUSED_BY_SERVER'],
    because: 'The code is about the address of the connection.',
    source: sources.exchangeBounces,
  },
  {
    means: 'SENDING_IP_REJECTED',
    strength: 'strong',
    when: {
      stage: ['greeting'],
      code: [421, 554, 550, 521],
      text: /4\.7\.0|5\.7\.|try again later|reject|denied|not (?:welcome|accept|allowed)|no SMTP service here/i,
    },
    unless: [{ text: /\(EHLO\)|too many|concurrent/i }],
    over: ['TEMPORARY_SERVER_ERROR'],
    because: 'Before any command there is nothing to judge but the address.',
    source: 'https://www.rfc-editor.org/rfc/rfc5321#section-3.1',
  },
  // ---- EHLO ---------------------------------------------------------------------------------
  {
    means: 'EHLO_NAME_REJECTED',
    strength: 'strong',
    when: {
      text: /\(EHLO\)|\(HELO\)|(?:EHLO|HELO)(?:\/EHLO)? (?:argument|command rejected|name|requires|hostname)|Helo command rejected|syntactically invalid (?:E?HLO|EHLO|HELO)|invalid (?:EHLO|HELO)|(?:bad|illegal|malformed|unacceptable|missing|no|empty) (?:EHLO|HELO)|need fully-qualified hostname|EHLO argument|HELO argument|rejected because of (?:bad )?(?:EHLO|HELO)|host name is invalid|(?:EHLO|HELO) (?:was )?(?:rejected|refused|not accepted)/i,
    },
    unless: [{ text: /EHLO command failed|as obtained from HELO/i }],
    over: [
      'SENDING_IP_REJECTED',
      'TEMPORARY_SERVER_ERROR',
      'ENVELOPE_INVALID',
      'RECIPIENT_UNKNOWN',
      'REFUSED_BY_SERVER',
      'RELAY_DENIED',
      'CONNECTION_STALLED_OR_DROPPED',
      'RATE_LIMITED',
      'GREYLISTED',
      'AUTH_MECHANISM_MISMATCH',
    ],
    because: 'The words are about the name in EHLO.',
    source: 'https://github.com/dawidd6/action-send-mail/pull/302',
  },
  {
    means: 'EHLO_NAME_REJECTED',
    strength: 'strong',
    when: { stage: ['ehlo'], code: [421, 450, 501, 504, 550, 554, 521] },
    because: 'The server refused EHLO, and all there is in it is a name.',
    source: 'https://www.rfc-editor.org/rfc/rfc5321#section-4.3.2',
  },
  {
    means: 'EHLO_NAME_REJECTED',
    strength: 'strong',
    when: {
      settings: /^(?:ehlo|helo|name|local_?hostname|hostname|ehlo_?name): /im,
      code: [421, 450, 501, 504, 550, 554],
      stage: ['ehlo', 'greeting', 'rcpt', 'mail'],
    },
    over: ['TEMPORARY_SERVER_ERROR', 'ENVELOPE_INVALID', 'SENDING_IP_REJECTED'],
    because: 'The name in EHLO was thought worth telling, and the reply allows for it.',
    source: sources.smtp,
  },
  {
    means: 'EHLO_NAME_REJECTED',
    strength: 'points',
    when: { stage: ['ehlo'] },
    because: 'It failed at EHLO, and all there is in it is a name.',
    source: sources.smtp,
  },
  {
    means: 'CLIENT_REPLY_DESYNC',
    strength: 'strong',
    when: {
      text: /nested MAIL|sender already (?:given|specified)|MAIL (?:command )?already|duplicate MAIL|(?:out of sync|shifted|desync|off by one)|reply (?:to|of) the (?:previous|wrong|last) command|pipelin\w+ (?:not allowed|error|violation)|unauthori[sz]ed pipelining|improper (?:use of )?(?:SMTP )?command pipelining|short response:|synchroni[sz]ation error/i,
    },
    unless: [{ text: /IMAP/ }],
    over: [
      'ENVELOPE_INVALID',
      'SERVER_PROTOCOL_VIOLATION',
      'REFUSED_BY_SERVER',
      'AUTH_NOT_OFFERED',
      'CREDENTIALS_MISSING',
    ],
    because: 'Client and server do not agree where they stand.',
    source: 'https://github.com/knadh/listmonk/issues/1239',
  },
  {
    means: 'CLIENT_REPLY_DESYNC',
    strength: 'strong',
    when: {
      code: [503],
      text: /bad sequence|need (?:RCPT|MAIL|EHLO|HELO)|(?:EHLO|HELO|MAIL|RCPT) first|send (?:EHLO|HELO|MAIL)|out of (?:order|sequence)|polite people/i,
    },
    unless: [{ text: /auth/i }],
    over: ['AUTH_NOT_OFFERED', 'ENVELOPE_INVALID'],
    because: '503 finds the commands in the wrong order.',
    source: sources.smtp,
  },
];
