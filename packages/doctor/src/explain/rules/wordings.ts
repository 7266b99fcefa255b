/** How programs word what several rules ask for. */

/** Two things in one sentence, in either order, no more than so many characters apart. */
export function near(one: RegExp, other: RegExp, apart = 60): RegExp {
  // A full stop inside of a word ends no sentence: addresses and host names hold them.
  const between = `(?:[^.\\n]|\\.(?=\\w)){0,${apart}}`;
  return any(
    new RegExp(`(?:${one.source})${between}(?:${other.source})`),
    new RegExp(`(?:${other.source})${between}(?:${one.source})`),
  );
}

/** Any of these, whatever the case of their letters. */
export function any(...patterns: readonly RegExp[]): RegExp {
  return new RegExp(patterns.map(({ source }) => source).join('|'), 'i');
}

/** The password, in words or as the name of a setting. */
export const PASSWORD_WORD =
  /\bpass(?:word|wd|phrase|code)?s?\b|(?:\b|_)(?:PASS|PASSWORD|PASSWD|PWD|SECRET)\b|credentials?\b|app password|api[ _-]key|auth\.pass|密码/;
/** The name that logs in. */
export const USER_WORD =
  /\buser(?: ?names?)?\b|\blogin(?: names?)?\b|(?:\b|_)(?:USER|USERNAME|LOGIN)\b|auth\.user|sasl_passwd|用户名/;
/** A character that programs lose or change, by its name or in quotes. */
export const SPECIAL_CHARACTER =
  /special char\w*|\bsymbols?\b|accent(?:s|ed)?\b|umlauts?|diaeresis|cedilla|tilde|non-?ascii|unicode|emoji|cyrillic|(?:euro|pound|dollar|percent|plus|minus|equals|section|paragraph|at|hash|pound) signs?|(?:question|exclamation|quotation) marks?|ampersand|backslash\w*|slash(?:es)?\b|(?:square |curly |angle )?brackets?\b|semicolon|(?:has|have|holds?|contain(?:s|ing)?|includ(?:es|ing)|with) (?:an? |the |some )?["'`“]?[$%&§@#!?^~+*/\\<>|;=-]|[\u00a1-\u024f€]|["'`“(][$%&§@#!?^~+*/\\<>|-]["'`”)]/;
/** Another account than the one that is meant. */
export const OTHER_ACCOUNT =
  /(?:other|another|different|wrong|second|not the same) (?:[\w'-]+ ){0,3}(?:account|user|mailbox|profile)\b|shared (?:mailbox|inbox)|on behalf|impersonat|not the (?:token )?owner|signed in as|logged in as|(?:signs?|logs?|signed|logged) in (?:by|with|under) (?:an)?other address/i;
/** A login that the server does not offer, in the words of many clients. */
export const NO_AUTH =
  /AUTH(?:entication)? (?:extension |command )?(?:is )?not (?:supported|available|advertised|offered|enabled|implemented|allowed here)|(?:\bno|not|n't|doesn't|does not) (?:support|offer|advertise)s? (?:SMTP )?(?:AUTH|authentication)\b|\bno AUTH\b|without AUTH|AUTH is (?:missing|absent)|auth(?:entication)? method [\w-]+ (?:is )?not supported|authentication (?:is )?not enabled|missing_requirement[^\n]{0,60}:auth\b/;

/** A relay of one's own network, which often takes mail without a login and without TLS. */
export const OWN_RELAY =
  /^<?(?:own|local|lan|internal|private|postfix|exim|sendmail|smtp relay)\b|on the LAN|^(?!localhost$)[a-z][\w-]*$|^(?:10\.|192\.168\.|172\.(?:1[6-9]|2\d|3[01])\.)/i;

/** A name that DNS does not know, or so the client says. */
export const NO_SUCH_NAME =
  /\bENOTFOUND\b|\bENODATA\b|EAI_NONAME|name or service not known|no such host|could not resolve host|UnknownHostException|Unknown SMTP host|nodename nor servname|Errno (?:-2|8|11001)\b|\b11001\b|no address associated|getaddrinfo failed|NXDOMAIN|name could not be resolved|failed to lookup address|host (?:not found|unknown)/i;
/** Mail without a login, from an address that the server knows. */
export const DIRECT_SEND = /direct send|connector|(?:IP|address)[- ](?:based|trusted|allow)|anonymous relay/i;
/** A TCP connection that nobody answers, in the words of many clients. */
export const TIMED_OUT =
  /\bETIMEDOUT\b|connect(?:ion)?(?: attempt)?(?: has)? timed? ?out|connection timeout|connect timeout|timed out (?:while )?connecting|i\/o timeout|operation timed out|WinError 10060|\b10060\b|\[?Errno (?:110|60)\]?|did not properly respond after a period|connection attempt failed because|ConnectTimeout|SMTPConnectTimeoutError|SocketTimeoutException|curl:? ?\(28\)|连接超时|OpenTimeout|execution expired|(?:network_failure|connect\w*)[^\n]{0,60}:timeout|operation has timed out|unable to connect to "?[\w.-]+"? (?:on )?port|没有正确答复|\(110\)|timeout was reached|Couldn't connect to (?:host|server)|Timed out connecting|Could not connect to SMTP host.{0,80}timed out/i;
/** Of these, the words that say that TCP itself got no answer. */
export const CONNECT_TIMED_OUT =
  /connect(?:ion)?(?: attempt)?(?: has)? timed? ?out|connection timeout|connect ETIMEDOUT|dial tcp [^\n]{0,80}(?:i\/o timeout|timed out)|connect to [^\n]{0,80}timed out|OpenTimeout|\[Errno 110\]|unable to connect[^\n]{0,80}timed out/i;
export const REFUSED =
  /\bECONNREFUSED\b|connection refused|refused the connection|actively refused|WinError 10061|\b10061\b|\[?Errno (?:111|61)\]?|\(111\)|curl:? ?\(7\)|积极拒绝|verweigerte/i;
export const GREETING_NEVER =
  /greeting never received|no greeting|(?:waiting|wait) for (?:the )?(?:greeting|banner|220)|never (?:greets?|sends? (?:a )?(?:greeting|banner|220))|no (?:220|banner|bytes|data|reply|answer) (?:from|received|after|at all)?|hangs?\b|stuck|read timed out|Timed out (?:while )?waiting|idle timeout|socket timeout|silence/i;
export const CUT =
  /\bECONNRESET\b|\bEPIPE\b|\bECONNABORTED\b|connection reset|broken pipe|Connection (?:unexpectedly )?closed(?: unexpectedly| by)?|closed (?:the )?connection|closed unexpectedly|Unexpected socket close|socket (?:hang up|close)|Server ?Disconnected|unexpectedly disconnected|disconnected unexpectedly|lost connection|connection (?:was |has been )?(?:lost|dropped|terminated|aborted|forcibly closed)|forcibly closed by the remote|WinError 100(?:53|54)|\b10054\b|unexpected EOF|\bEOF\b|end of (?:file|stream)|received an unexpected EOF|\[EOF\]|remote host closed/i;
export const LOCAL = /(?:^|[^\d.])127\.0\.0\.1|\blocalhost\b|::1\b/;
export const IMPLICIT_PORTS = [465, 994, 2465, 8465];

/** Hosting companies and networks that block outgoing SMTP. */
export const HOSTERS =
  /digital ?ocean|droplet|railway|render\.com|\bon render\b|hetzner|\bec2\b|\baws\b|lambda|google cloud|\bgce\b|\bgcp\b|compute engine|cloud run|cloud function|azure|heroku|vercel|fly\.io|\bovh\b|vultr|linode|akamai|contabo|scaleway|oracle cloud|alibaba|aliyun|tencent cloud|\bvps\b|shared hosting|godaddy|bluehost|hostgator|siteground|pythonanywhere|replit|netlify|hugging ?face|\bisp\b|firewall|outbound|blocked|egress|free (?:plan|tier)|hobby|school|university|campus|corporate network|office network|hotel|container host|provider blocks|k8s|kubernetes/i;

/** Clear text where TLS was expected, in the words of OpenSSL, Java, Android, Go, .NET, rustls and GnuTLS. */
export const CLEAR_TEXT =
  /wrong version number|SSL wrong version\b|\bUNKNOWN_PROTOCOL\b|unknown protocol \(_ssl|(?:header|content|record) type:? ?(?:0x32|50|72|0x48)\b|WRONG_VERSION_NUMBER|1408F10B|0A00010B|100000f7|packet length too long|PACKET_LENGTH_TOO_LONG|plaintext connection|Unable to parse TLS packet header|does not look like a TLS handshake|unsupported or unrecogni[sz]ed SSL message|SSL23_GET_SERVER_HELLO|:unknown protocol|140770FC|unexpected packet format|frame size or an internal error|cannot determine the frame size|InvalidContentType|corrupt message of type|invalid content type|record layer failure|http request|HTTP_REQUEST|unexpected TLS packet|SSL_ERROR_RX_RECORD_TOO_LONG|record too long|record overflow|oversized record|expected ServerHello|not an SSL\/TLS record/i;

export const SELF_SIGNED =
  /self[- ]signed certificate(?! in)|DEPTH_ZERO_SELF_SIGNED_CERT|X509_V_ERR_DEPTH_ZERO|num=18\b|CaUsedAsEndEntity|CAUsedAsEndEntity/i;
export const IN_CHAIN = /SELF_SIGNED_CERT_IN_CHAIN|self[- ]signed certificate in (?:certificate )?chain|num=19\b/i;
export const UNKNOWN_ISSUER =
  /UNABLE_TO_VERIFY_LEAF_SIGNATURE|unable to verify the (?:first|leaf)|UNABLE_TO_GET_ISSUER_CERT(?:_LOCALLY)?|unable to get (?:local )?issuer certificate|signed by unknown authority|PKIX path (?:building|validation) failed|unable to find valid certification path|UnknownIssuer|SEC_ERROR_UNKNOWN_ISSUER|CERT_UNTRUSTED|authority that is not trusted|UnknownCA|unknown ca\b|UntrustedRoot|PartialChain|RemoteCertificateChainErrors|certificate verify failed|CERTIFICATE_VERIFY_FAILED|certificate (?:is )?not trusted|not (?:been )?signed by a trusted|untrusted certificate|not trusted by|issuer is not recogni[sz]ed|alert bad certificate|alert certificate unknown|remote certificate (?:is|was) (?:invalid|rejected)|certificate (?:problem|validation (?:failed|failure|error))|invalid peer certificate|trust anchor|num=2[01]\b|peer certificate cannot be authenticated/i;
export const WRONG_NAME =
  /ERR_TLS_CERT_ALTNAME_INVALID|ALTNAME_INVALID|(?:does not|doesn't|did not|didn't) match (?:the )?(?:server )?(?:certificate|cert|peer|host|expected|target|any)|certificate's altnames|hostname mismatch|HOSTNAME_MISMATCH|certificate is (?:not )?valid for|not valid for (?:the )?(?:name|host)|No (?:subject alternative (?:DNS )?names?|name)[\w\s]{0,20}(?:matching|match|found|present)|RemoteCertificateNameMismatch|NameMismatch|IP address mismatch|contain any IP SANs|doesn't contain any|no alternative certificate subject name|NotValidForName|did not match expected CN|names? (?:in|on) the certificate|certificate (?:common )?name|num=62\b|target principal name|name given in the server|hostname does not verify|not in the cert's/i;
export const EXPIRED =
  /CERT_HAS_EXPIRED|certificate has expired|certificate (?:is |was )?expired|expired certificate|has expired or is not yet valid|CERT_NOT_YET_VALID|certificate is not yet valid|CertificateExpiredException|CertificateNotYetValid|NotTimeValid|validity check failed|NotAfter|num=10\b|DST Root CA X3|certificate.{0,30}\bExpired\b|\bcert(?:ificate)? expired|alert certificate expired/i;
export const TOO_OLD =
  /unsupported protocol|UNSUPPORTED_PROTOCOL|no protocols available|NO_PROTOCOLS_AVAILABLE|unsupported SSL\/TLS version|dh key too small|DH_KEY_TOO_SMALL|no shared cipher|no ciphers available|NO_SHARED_CIPHER|alert protocol version|PROTOCOL_VERSION|protocol version not supported|protocol_version|no appropriate protocol|inappropriate fallback|unsafe legacy renegotiation|UNSAFE_LEGACY_RENEGOTIATION|ee key too small|ca md too weak|legacy sigalg|TLS 1\.0 and 1\.1 are not supported|TLSv?1(?:\.0|\.1)? (?:is |are )?(?:not supported|disabled|deprecated|no longer)|unsupported protocol version|do not possess a common algorithm|no cipher suites? in common|handshake[ _]failure|SSLV3_ALERT_HANDSHAKE_FAILURE|sslv3 alert handshake|requires? TLS ?1\.[23]|support TLS 1\.2|minimum TLS|client version|version too low|TLS_PROCESS_SKE|ERR_SSL_NO_|unknown cipher|cipher list|insufficient security|bad dh|modulus is too small/i;
/** Pins of old versions, as they are copied from old answers. */
export const PINNED =
  /SSLv3|TLSv1_method|TLSv1\b(?!\.[23])|TLSv1\.[01]\b|TLS ?1\.[01]\b|SSL3|SSLv23|secureProtocol|ssl\.protocols|min(?:imum)?_?version["' :=]+TLSv1(?:\.1)?\b|old (?:java|php|openssl|windows|\.net)|java ?[67]\b|php ?5\.[0-5]|openssl (?:0\.9|1\.0\.0)|windows (?:server )?(?:2003|2008|xp|7)|\.net (?:framework )?[34]\.[0-5]/i;
export const TLS_FAILS =
  /ECONNRESET|connection reset|handshake|alert|closed|EOF|SSL_ERROR_SYSCALL|EPROTO|errno 104|wrong version|could not (?:start|enable)|failed/i;
export const INTERCEPTORS =
  /avast|\bavg\b|kaspersky|bitdefender|\beset\b|norton|mcafee|symantec|zscaler|forti(?:net|gate|guard)|sophos|palo alto|netskope|checkpoint|check point|anti-?virus|virus scanner|mail (?:shield|scan)|intercept|man.in.the.middle|\bmitm\b|(?:corporate|company|office|transparent|https?|ssl|tls) (?:proxy|firewall|inspection|network)|ssl inspection|deep inspection|redirect(?:s|ed|ion)?\b.{0,40}smtp|smtp (?:restriction|tweak)/i;
export const REFUSES_STARTTLS =
  /MissingStartTls|unrecogni[sz]ed command:? ["'`]?STARTTLS|STARTTLS (?:is )?(?:extension )?(?:not|un)(?: |-)?(?:supported|available|advertised|offered|accepted|implemented)|(?:not|n't|doesn't|does not) (?:support|offer|advertise|have|list|accept)s? (?:the )?(?:STARTTLS|TLS|secure connections?|encryption)|no STARTTLS|without STARTTLS|missing_requirement[^\n]{0,60}:tls\b|STARTTLS (?:absent|missing|denied|refused|failed)|(?:Must|need)[^.\n]{0,40}STARTTLS but|TLS (?:is )?(?:not available|currently unavailable|temporarily|unavailable)|not available due to|host does not support STARTTLS|Requested SSL level failed|STARTTLS not accepted|Could not start TLS|Unable to start TLS|starttls.{0,30}(?:500|501|502|503|554)\b/i;

/** No way to an address, as strerror(3) and Winsock say it. */
export const NO_WAY =
  /\bENETUNREACH\b|\bEHOSTUNREACH\b|\bEADDRNOTAVAIL\b|\bEAFNOSUPPORT\b|network (?:is )?(?:unreachable|unavailable|down)|no route to host|(?:cannot|can't) assign requested address|address family not supported|Errno (?:101|113|99|97|51|65|49|47)\]|WinError 100(?:51|65|49|47)|\b10051\b|\b10065\b/i;
export const IPV6 =
  /\bIPv6\b|\bAAAA\b|(?:[\da-f]{1,4}:){3,}[\da-f:]*|Local \(:::0\)|happy eyeballs|prefer(?:s|red)? ipv[46]|family: [046]/i;
/** An address of IPv4 that gives no answer, before or behind the words for it. Placeholders count. */
export const IPV4_FAILS =
  /(?:(?<![\d.])(?:\d{1,3}\.){3}\d{1,3}|<ipv4>)[^\n;]{0,80}(?:time(?:d|s)?[ -]?out|expired|ETIMEDOUT|no response)|(?:ETIMEDOUT|timed out|timeout)[^\n;]{0,40}(?:(?<![\d.])(?:\d{1,3}\.){3}\d{1,3}|<ipv4>)/i;
/** A server that wants no login, as people tell it. */
export const NEEDS_NO_LOGIN = any(
  near(
    /\bserver\b|\brelay\b|\bhost\b|\bport \d+/,
    /(?:needs?|requires?|wants?|takes?|with|has) no (?:auth\w*|login|password|credentials)|without auth\w*|(?:not|n't) (?:need|require|want|use) (?:any )?(?:auth\w*|login|password|credentials)/,
  ),
  /unauthenticated (?:SMTP |mail )?(?:server|relay|host)\b/,
  near(/internal (?:relay|server)|open relay/, /auth\w*|password|login/),
);
