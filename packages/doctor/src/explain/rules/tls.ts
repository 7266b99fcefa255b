import type { Rule } from '../rule.js';
import { sources } from './sources.js';

/** Clear text where TLS was expected, in the words of OpenSSL, Java, Android, Go, .NET, rustls and GnuTLS. */
const CLEAR_TEXT =
  /wrong version number|WRONG_VERSION_NUMBER|1408F10B|0A00010B|100000f7|packet length too long|PACKET_LENGTH_TOO_LONG|plaintext connection|Unable to parse TLS packet header|does not look like a TLS handshake|unsupported or unrecogni[sz]ed SSL message|SSL23_GET_SERVER_HELLO|:unknown protocol|140770FC|unexpected packet format|frame size or an internal error|cannot determine the frame size|InvalidContentType|corrupt message of type|invalid content type|record layer failure|http request|HTTP_REQUEST|unexpected TLS packet|SSL_ERROR_RX_RECORD_TOO_LONG|record too long|record overflow|oversized record|expected ServerHello|not an SSL\/TLS record/i;

const SELF_SIGNED =
  /self[- ]signed certificate(?! in)|DEPTH_ZERO_SELF_SIGNED_CERT|X509_V_ERR_DEPTH_ZERO|num=18\b|CaUsedAsEndEntity|CAUsedAsEndEntity/i;
const IN_CHAIN = /SELF_SIGNED_CERT_IN_CHAIN|self[- ]signed certificate in (?:certificate )?chain|num=19\b/i;
const UNKNOWN_ISSUER =
  /UNABLE_TO_VERIFY_LEAF_SIGNATURE|unable to verify the (?:first|leaf)|UNABLE_TO_GET_ISSUER_CERT(?:_LOCALLY)?|unable to get (?:local )?issuer certificate|signed by unknown authority|PKIX path (?:building|validation) failed|unable to find valid certification path|UnknownIssuer|SEC_ERROR_UNKNOWN_ISSUER|CERT_UNTRUSTED|authority that is not trusted|UnknownCA|unknown ca\b|UntrustedRoot|PartialChain|RemoteCertificateChainErrors|certificate verify failed|CERTIFICATE_VERIFY_FAILED|certificate (?:is )?not trusted|not (?:been )?signed by a trusted|untrusted certificate|not trusted by|issuer is not recogni[sz]ed|remote certificate (?:is|was) (?:invalid|rejected)|certificate (?:problem|validation (?:failed|failure|error))|invalid peer certificate|trust anchor|num=2[01]\b|peer certificate cannot be authenticated/i;
const WRONG_NAME =
  /ERR_TLS_CERT_ALTNAME_INVALID|ALTNAME_INVALID|(?:does not|doesn't|did not|didn't) match (?:the )?(?:server )?(?:certificate|cert|peer|host|expected|target|any)|certificate's altnames|hostname mismatch|HOSTNAME_MISMATCH|certificate is (?:not )?valid for|not valid for (?:the )?(?:name|host)|No (?:subject alternative (?:DNS )?names?|name)[\w\s]{0,20}(?:matching|match|found|present)|RemoteCertificateNameMismatch|NameMismatch|IP address mismatch|contain any IP SANs|doesn't contain any|no alternative certificate subject name|NotValidForName|did not match expected CN|names? (?:in|on) the certificate|certificate (?:common )?name|num=62\b|target principal name|not in the cert's/i;
const EXPIRED =
  /CERT_HAS_EXPIRED|certificate has expired|certificate (?:is |was )?expired|expired certificate|has expired or is not yet valid|CERT_NOT_YET_VALID|certificate is not yet valid|CertificateExpiredException|CertificateNotYetValid|NotTimeValid|validity check failed|NotAfter|num=10\b|DST Root CA X3|certificate.{0,30}\bExpired\b|\bcert(?:ificate)? expired|alert certificate expired/i;
const TOO_OLD =
  /unsupported protocol|UNSUPPORTED_PROTOCOL|no protocols available|NO_PROTOCOLS_AVAILABLE|unsupported SSL\/TLS version|dh key too small|DH_KEY_TOO_SMALL|no shared cipher|no ciphers available|NO_SHARED_CIPHER|alert protocol version|PROTOCOL_VERSION|protocol version not supported|protocol_version|no appropriate protocol|inappropriate fallback|unsafe legacy renegotiation|UNSAFE_LEGACY_RENEGOTIATION|ee key too small|ca md too weak|legacy sigalg|TLS 1\.0 and 1\.1 are not supported|TLSv?1(?:\.0|\.1)? (?:is |are )?(?:not supported|disabled|deprecated|no longer)|unsupported protocol version|do not possess a common algorithm|no cipher suites? in common|handshake[ _]failure|SSLV3_ALERT_HANDSHAKE_FAILURE|sslv3 alert|requires? TLS ?1\.[23]|support TLS 1\.2|minimum TLS|client version|version too low|TLS_PROCESS_SKE|ERR_SSL_NO_|unknown cipher|cipher list|insufficient security|bad dh|modulus is too small/i;
/** Pins of old versions, as they are copied from old answers. */
const PINNED =
  /SSLv3|TLSv1_method|TLSv1\b(?!\.[23])|TLSv1\.[01]\b|TLS ?1\.[01]\b|SSL3|SSLv23|secureProtocol|ssl\.protocols|min(?:imum)?_?version["' :=]+TLSv1(?:\.1)?\b|old (?:java|php|openssl|windows|\.net)|java ?[67]\b|php ?5\.[0-5]|openssl (?:0\.9|1\.0\.0)|windows (?:server )?(?:2003|2008|xp|7)|\.net (?:framework )?[34]\.[0-5]/i;
const TLS_FAILS =
  /ECONNRESET|connection reset|handshake|alert|closed|EOF|SSL_ERROR_SYSCALL|EPROTO|errno 104|wrong version|could not (?:start|enable)|failed/i;
const INTERCEPTORS =
  /avast|\bavg\b|kaspersky|bitdefender|\beset\b|norton|mcafee|symantec|zscaler|forti(?:net|gate|guard)|sophos|palo alto|netskope|checkpoint|check point|anti-?virus|virus scanner|mail (?:shield|scan)|intercept|man.in.the.middle|\bmitm\b|(?:corporate|company|office|transparent|https?|ssl|tls) (?:proxy|firewall|inspection|network)|ssl inspection|deep inspection|redirect(?:s|ed|ion)?\b.{0,40}smtp|smtp (?:restriction|tweak)/i;
const REFUSES_STARTTLS =
  /STARTTLS (?:is )?(?:extension )?(?:not|un)(?: |-)?(?:supported|available|advertised|offered|accepted|implemented)|(?:not|n't|doesn't|does not) (?:support|offer|advertise|have|list|accept)s? (?:the )?(?:STARTTLS|TLS|secure connections?|encryption)|no STARTTLS|without STARTTLS|missing_requirement[^\n]{0,60}:tls\b|STARTTLS (?:absent|missing|denied|refused|failed)|(?:Must|need)[^.\n]{0,40}STARTTLS but|TLS (?:is )?(?:not available|currently unavailable|temporarily|unavailable)|not available due to|host does not support STARTTLS|Requested SSL level failed|STARTTLS not accepted|Could not start TLS|Unable to start TLS|starttls.{0,30}(?:500|501|502|503|554)\b/i;

/** TLS from the first byte, and STARTTLS. */
export const tlsRules: readonly Rule[] = [
  {
    means: 'TLS_IMPLICIT_ON_STARTTLS_PORT',
    strength: 'proves',
    when: { text: CLEAR_TEXT, port: [25, 587, 2525, 2587, 1025, 26] },
    unless: [{ mode: ['starttls'] }, { stage: ['starttls'] }, { text: /after (?:the )?220|STARTTLS injection/i }],
    over: ['TLS_PROTOCOL_TOO_OLD', 'TLS_CERT_UNTRUSTED', 'CONNECTION_STALLED_OR_DROPPED', 'STARTTLS_UNAVAILABLE'],
    because: 'TLS was begun at once on a port that greets in clear, and the greeting was read as a TLS record.',
    source: 'https://github.com/dawidd6/action-send-mail/issues/84',
  },
  {
    means: 'TLS_IMPLICIT_ON_STARTTLS_PORT',
    strength: 'strong',
    when: { text: CLEAR_TEXT },
    unless: [{ mode: ['starttls', 'clear'] }, { stage: ['starttls', 'token'] }],
    over: ['TLS_PROTOCOL_TOO_OLD', 'TLS_CERT_UNTRUSTED', 'CONNECTION_STALLED_OR_DROPPED'],
    because: 'Clear text where TLS was expected.',
    source: sources.openssl,
  },
  {
    means: 'TLS_IMPLICIT_ON_STARTTLS_PORT',
    strength: 'points',
    when: { port: [587, 25, 2525, 2587], mode: ['implicit'], stage: ['tls', 'greeting', 'connect'], reply: false },
    unless: [
      { text: EXPIRED },
      { text: WRONG_NAME },
      { text: SELF_SIGNED },
      { text: /ECONNREFUSED|ENOTFOUND|EAI_AGAIN|ENETUNREACH/ },
    ],
    over: ['CONNECTION_STALLED_OR_DROPPED', 'CONNECT_PORT_BLOCKED'],
    because: 'TLS from the first byte is set for a port that begins in clear.',
    source: 'https://www.rfc-editor.org/rfc/rfc8314#section-3.3',
  },
  {
    means: 'STARTTLS_UNAVAILABLE',
    strength: 'points',
    when: { text: CLEAR_TEXT, mode: ['starttls', 'clear'] },
    because: 'Clear text came after the 220 to STARTTLS.',
    source: sources.starttls,
  },
  {
    means: 'TLS_IMPLICIT_ON_STARTTLS_PORT',
    strength: 'points',
    when: { text: CLEAR_TEXT, mode: ['starttls', 'clear'] },
    unless: [{ stage: ['starttls'] }],
    because: 'The same words come most often from TLS begun at once, whatever the settings are meant to say.',
    source: sources.openssl,
  },
  // ---- Certificates -------------------------------------------------------------------------
  {
    means: 'TLS_CERT_HOSTNAME_MISMATCH',
    strength: 'proves',
    when: { text: WRONG_NAME },
    unless: [{ stage: ['auth', 'token', 'mail', 'rcpt', 'data'] }],
    over: ['TLS_CERT_UNTRUSTED', 'TLS_INTERCEPTED'],
    because: 'The certificate is for other names than the one dialled.',
    source: sources.nodeTls,
  },
  {
    means: 'TLS_CERT_EXPIRED',
    strength: 'proves',
    when: { text: EXPIRED },
    unless: [{ stage: ['auth', 'token', 'mail', 'rcpt', 'data'] }],
    over: ['TLS_CERT_UNTRUSTED', 'TLS_INTERCEPTED', 'TLS_PROTOCOL_TOO_OLD'],
    because: 'The certificate, or one it rests on, is outside its dates.',
    source: sources.x509,
  },
  {
    means: 'TLS_INTERCEPTED',
    strength: 'strong',
    when: {
      text: new RegExp(`${IN_CHAIN.source}|${SELF_SIGNED.source}|${UNKNOWN_ISSUER.source}`, 'i'),
      words: INTERCEPTORS,
    },
    over: ['TLS_CERT_UNTRUSTED'],
    because: 'The issuer is a virus scanner or a company, in the place of a public authority.',
    source: 'https://github.com/PHPMailer/PHPMailer/issues/776',
  },
  {
    means: 'TLS_INTERCEPTED',
    strength: 'strong',
    when: { words: INTERCEPTORS, stage: ['tls', 'starttls'] },
    unless: [
      { text: CLEAR_TEXT },
      { text: EXPIRED },
      { text: TOO_OLD },
      { text: REFUSES_STARTTLS },
      { text: /X{6,}|\*{5,}/ },
    ],
    because: 'Something that intercepts TLS is named.',
    source: 'https://github.com/PHPMailer/PHPMailer/issues/776',
  },
  {
    means: 'TLS_INTERCEPTED',
    strength: 'strong',
    when: { text: IN_CHAIN, provider: /./ },
    unless: [{ provider: /bridge|generic|mailpit|mailhog|maildev/ }, { host: /^(?:\d|\[|localhost|<)/ }],
    over: ['TLS_CERT_UNTRUSTED'],
    because: 'The chain of a public provider ends in an authority of somebody else.',
    source: 'https://github.com/PHPMailer/PHPMailer/issues/776',
  },
  {
    means: 'TLS_INTERCEPTED',
    strength: 'points',
    when: { text: new RegExp(`${SELF_SIGNED.source}|${UNKNOWN_ISSUER.source}`, 'i'), endpoint: 'published' },
    unless: [{ text: INTERCEPTORS }, { text: WRONG_NAME }, { text: EXPIRED }],
    over: ['TLS_CERT_UNTRUSTED'],
    because: 'A public provider has a certificate of a public authority; this one came from somewhere in between.',
    source: sources.nodeTls,
  },
  {
    means: 'TLS_CERT_UNTRUSTED',
    strength: 'strong',
    when: { text: SELF_SIGNED },
    unless: [{ text: IN_CHAIN }],
    because: 'The certificate is signed by itself.',
    source: sources.nodeTls,
  },
  {
    means: 'TLS_CERT_UNTRUSTED',
    strength: 'points',
    when: { text: new RegExp(`${IN_CHAIN.source}|${UNKNOWN_ISSUER.source}`, 'i') },
    unless: [{ text: WRONG_NAME }, { text: EXPIRED }],
    because: 'No authority that is trusted here signed the certificate.',
    source: sources.x509,
  },
  {
    means: 'TLS_CERT_UNTRUSTED',
    strength: 'strong',
    when: { text: new RegExp(`${IN_CHAIN.source}|${UNKNOWN_ISSUER.source}`, 'i'), endpoint: 'unknown' },
    unless: [
      { text: WRONG_NAME },
      { text: EXPIRED },
      { words: INTERCEPTORS },
      { provider: /^(?:gmail|outlook|microsoft365|google|qq|netease|yahoo|icloud|zoho|ses|sendgrid)/ },
    ],
    because: 'No authority that is trusted here signed the certificate of this server, which no list of providers has.',
    source: sources.x509,
  },
  // ---- Versions -----------------------------------------------------------------------------
  {
    means: 'TLS_PROTOCOL_TOO_OLD',
    strength: 'strong',
    when: { text: TOO_OLD },
    unless: [{ text: CLEAR_TEXT }, { text: EXPIRED }, { reply: true, code: [530, 535, 550, 554, 502, 454] }],
    over: ['CONNECTION_STALLED_OR_DROPPED', 'TEMPORARY_SERVER_ERROR', 'TLS_CERT_UNTRUSTED', 'CREDENTIALS_REJECTED'],
    because: 'The two sides have no version or cipher of TLS in common that is still safe.',
    source: sources.openssl,
  },
  {
    means: 'TLS_PROTOCOL_TOO_OLD',
    strength: 'strong',
    when: { settings: PINNED, text: TLS_FAILS },
    unless: [
      { reply: true, code: [535, 530] },
      { text: CLEAR_TEXT, mode: ['implicit'] },
    ],
    over: ['CONNECTION_STALLED_OR_DROPPED', 'TLS_IMPLICIT_ON_STARTTLS_PORT', 'TLS_PLAIN_ON_IMPLICIT_PORT'],
    because: 'The settings pin a version or ciphers of TLS that servers no longer take.',
    source: 'https://github.com/nodemailer/nodemailer/issues/1088',
  },
  {
    means: 'TLS_PROTOCOL_TOO_OLD',
    strength: 'points',
    when: { words: PINNED, stage: ['tls', 'starttls'] },
    unless: [{ text: CLEAR_TEXT }],
    because: 'An old version of TLS, or a program that knows no newer one, is named.',
    source: 'https://github.com/nodemailer/nodemailer/issues/824',
  },
  // ---- STARTTLS -----------------------------------------------------------------------------
  {
    means: 'STARTTLS_REQUIRED',
    strength: 'strong',
    when: {
      text: /must issue a? ?STARTTLS|STARTTLS (?:command )?(?:is )?(?:required|first)|secure conn(?:ection)? is requi|session encryption is required|encryption (?:is )?(?:required|needed) (?:for|to)|requires? (?:the use of )?(?:STARTTLS|SSL|TLS|encryption|a secure connection)(?! or the client)|(?:please |must |need to )(?:use|enable|start|turn on) (?:STARTTLS|SSL|TLS)|(?:TLS|SSL|encrypt(?:ion|ed)(?: connection)?) (?:is )?(?:required|needed|mandatory)|unencrypted connection|in clear ?text (?:is )?(?:not allowed|refused|disabled)|(?:authentication|AUTH|login) (?:is )?not allowed (?:over|on|without)|cleartext authentication disallowed|plaintext authentication disallowed/i,
    },
    unless: [
      { text: /TLS 1\.[0-3]|requires TLS ?v?1/i },
      { text: /(?:Must|is required but)[^.\n]{0,60}(?:does not|doesn't|not) (?:support|offer)/i },
      { mode: ['implicit'], text: /^(?!.*STARTTLS)/s },
    ],
    over: [
      'CREDENTIALS_MISSING',
      'AUTH_MECHANISM_MISMATCH',
      'AUTH_NOT_OFFERED',
      'REFUSED_BY_SERVER',
      'CREDENTIALS_REJECTED',
      'APP_PASSWORD_REQUIRED',
      'STARTTLS_UNAVAILABLE',
      'RELAY_DENIED',
    ],
    because: 'The server, or the client, wants TLS first.',
    source: sources.starttls,
  },
  {
    means: 'STARTTLS_REQUIRED',
    strength: 'proves',
    when: { text: /STARTTLS(?: and| but|,)? (?:has )?no AUTH|no AUTH (?:before|until|without) (?:STARTTLS|TLS)/i },
    over: ['AUTH_MECHANISM_MISMATCH', 'AUTH_NOT_OFFERED'],
    because: 'The server offers STARTTLS and no AUTH: it offers AUTH after TLS only.',
    source: 'https://github.com/PHPMailer/PHPMailer/issues/1254',
  },
  {
    means: 'STARTTLS_REQUIRED',
    strength: 'points',
    when: { text: /504 5\.7\.4|unrecogni[sz]ed authentication type/i },
    unless: [{ mode: ['implicit', 'starttls', 'clear', 'not implicit'] }, { client: /\bGo\b|PlainAuth/ }],
    because: 'Whether TLS was up is not told; without it every mechanism is unrecognized there.',
    source: 'https://github.com/PHPMailer/PHPMailer/issues/1254',
  },
  {
    means: 'STARTTLS_REQUIRED',
    strength: 'strong',
    when: { code: [538, 523] },
    over: ['AUTH_MECHANISM_MISMATCH', 'CREDENTIALS_REJECTED'],
    because: '538 5.7.11: encryption is required for this mechanism.',
    source: sources.auth,
  },
  {
    means: 'STARTTLS_REQUIRED',
    strength: 'strong',
    when: { enhanced: /^5\.7\.(?:7|10|11)$/, mode: ['clear', 'not implicit'] },
    over: ['CREDENTIALS_MISSING'],
    because: 'The code asks for encryption, and the connection is in clear.',
    source: 'https://github.com/PHPMailer/PHPMailer/issues/283',
  },
  {
    means: 'STARTTLS_REQUIRED',
    strength: 'strong',
    when: {
      mode: ['clear', 'not implicit'],
      text: /unrecogni[sz]ed authentication type|AUTH(?:entication)? (?:extension )?(?:is )?not (?:supported|available|advertised|offered|enabled)|(?:no|not|n't|doesn't|does not) (?:support|offer|advertise)s? (?:SMTP )?(?:AUTH|authentication)|no AUTH/i,
      also: /STARTTLS/i,
    },
    unless: [{ words: /no STARTTLS|without STARTTLS|starttls: true/i }, { host: /protection\.outlook\.com$/ }],
    over: ['AUTH_MECHANISM_MISMATCH', 'AUTH_NOT_OFFERED'],
    because: 'The server offers STARTTLS and no AUTH: it offers AUTH after TLS only.',
    source: 'https://github.com/PHPMailer/PHPMailer/issues/1254',
  },
  {
    means: 'STARTTLS_REQUIRED',
    strength: 'strong',
    when: {
      mode: ['clear'],
      text: /unrecogni[sz]ed authentication type|AUTH(?:entication)? (?:extension )?(?:is )?not (?:supported|available|advertised|offered|enabled)|(?:no|not|n't|doesn't|does not) (?:support|offer|advertise)s? (?:SMTP )?(?:AUTH|authentication)|SMTPNotSupportedError|not advertised/i,
      port: [25, 587, 2525, 2587],
    },
    unless: [
      { host: /protection\.outlook\.com$/ },
      { settings: /NTLM/ },
      { text: /NTLM|after (?:TLS|STARTTLS)/ },
      { words: /no STARTTLS/i },
      { endpoint: 'unknown', code: [504] },
    ],
    over: ['AUTH_MECHANISM_MISMATCH', 'AUTH_NOT_OFFERED'],
    because: 'AUTH before TLS: servers offer it after STARTTLS only.',
    source: 'https://www.rfc-editor.org/rfc/rfc4954#section-4',
  },
  {
    means: 'STARTTLS_REQUIRED',
    strength: 'strong',
    when: {
      provider: /^(?:outlook|microsoft365|gmail|google)/,
      text: /AUTH(?:entication)? (?:extension )?(?:is )?not (?:supported|available|advertised)|(?:not|n't|doesn't|does not) (?:support|offer|advertise)s? (?:SMTP )?(?:AUTH|authentication)/i,
    },
    unless: [{ mode: ['implicit', 'starttls'] }, { host: /protection\.outlook\.com$/ }],
    over: ['AUTH_NOT_OFFERED'],
    because: 'This provider offers AUTH after TLS only.',
    source: 'https://github.com/PHPMailer/PHPMailer/issues/1254',
  },
  {
    means: 'STARTTLS_REQUIRED',
    strength: 'points',
    when: {
      code: [530, 451, 550, 554, 503],
      mode: ['clear'],
      stage: ['auth', 'mail', 'rcpt', 'ehlo'],
      text: /\bTLS\b|\bSSL\b|encrypt|secure/i,
    },
    because: 'The refusal speaks of encryption, and the connection is in clear.',
    source: sources.starttls,
  },
  {
    means: 'STARTTLS_UNAVAILABLE',
    strength: 'strong',
    when: { text: REFUSES_STARTTLS },
    unless: [{ stage: ['auth', 'mail'], text: /must issue/i }, { text: /unencrypted connection/ }],
    over: [
      'STARTTLS_REQUIRED',
      'LOGIN_RATE_LIMITED',
      'TEMPORARY_SERVER_ERROR',
      'TLS_HANDSHAKE_FAILED',
      'REFUSED_BY_SERVER',
    ],
    because: 'The server does not start TLS.',
    source: sources.starttls,
  },
  {
    means: 'STARTTLS_UNAVAILABLE',
    strength: 'strong',
    when: {
      text: /X{6,}A?\b|\bXXXA\b|\*{6,}|ESMTP inspection|inspect esmtp|smtp fixup|fixup protocol smtp|\bcisco\b/i,
    },
    unless: [{ stage: ['auth', 'mail', 'rcpt', 'data'] }],
    over: [
      'AUTH_NOT_OFFERED',
      'SERVER_PROTOCOL_VIOLATION',
      'STARTTLS_REQUIRED',
      'CLIENT_REPLY_DESYNC',
      'EHLO_NAME_REJECTED',
      'TLS_INTERCEPTED',
    ],
    because: 'A firewall that inspects SMTP replaces the word STARTTLS.',
    source: 'https://github.com/PHPMailer/PHPMailer/wiki/Troubleshooting',
  },
  {
    means: 'STARTTLS_UNAVAILABLE',
    strength: 'strong',
    when: { code: [454, 500, 502, 503, 554, 501], stage: ['starttls'] },
    over: ['LOGIN_RATE_LIMITED', 'TEMPORARY_SERVER_ERROR', 'CLIENT_REPLY_DESYNC'],
    because: 'The server refused STARTTLS.',
    source: sources.starttls,
  },
  {
    means: 'STARTTLS_UNAVAILABLE',
    strength: 'hints',
    when: { stage: ['starttls'] },
    unless: [{ text: /certificate|\bcert\b|altname/i }],
    because: 'It failed at STARTTLS.',
    source: sources.starttls,
  },
  {
    means: 'TLS_HANDSHAKE_FAILED',
    strength: 'hints',
    when: { stage: ['tls', 'starttls'], text: /handshake|SSL|TLS/i },
    because: 'TLS did not come up.',
    source: sources.nodeErrors,
  },
];
