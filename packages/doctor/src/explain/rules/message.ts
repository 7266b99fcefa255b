import type { Rule } from '../rule.js';
import { sources } from './sources.js';

const POLICY = ['REFUSED_BY_SERVER', 'RELAY_DENIED', 'MESSAGE_CONTENT_REJECTED', 'ENVELOPE_INVALID'] as const;
const IN_TRANSACTION = ['mail', 'rcpt', 'data', 'rate'] as const;

/** From MAIL on: sender, recipients, limits, the message itself. */
export const messageRules: readonly Rule[] = [
  // ---- The sender ---------------------------------------------------------------------------
  {
    means: 'SENDER_NOT_OWNED',
    strength: 'strong',
    when: {
      text: /SendAsDenied|not allowed to send as|permissions? to send (?:as|on behalf)|not owned by|must (?:equal|be (?:the )?same as|match) (?:auth\w+|the auth\w+|login|your|the) ?\w*|relaying disallowed as|ErrorSendAsDenied|right to send mail on behalf|sender address[\w\s]{0,20}(?:not allowed|not permitted|not match|does not match|must match)|(?:from|sender)[\w\s"'<>@.-]{0,40}(?:does not|doesn't|must) match[\w\s]{0,30}(?:login|user|auth|account)|not (?:authorized|authorised|permitted|allowed) to (?:send (?:from|as|on behalf)|use (?:this|the) sender)|"From" header is missing or invalid|unauthorized sender|sender (?:is )?not (?:authorized|authorised|allowed|permitted)|sender mismatch|mail from.{0,30}authorized user|(?:different|another) (?:from|sender) address than|use your own address|envelope sender .{0,30}(?:login|auth)|not one of your addresses|from\/sender name is not valid|spoofing not allowed|(?:sender|from|mail from)[^.\n]{0,60}not (?:the )?same as|user[^.\n]{0,30}not match[^.\n]{0,30}(?:from|sender)|doesn't conform with authentication|from (?:address|header) (?:is )?not (?:allowed|permitted|yours)/i,
    },
    unless: [
      { stage: ['auth'], code: [535] },
      { text: /SPF|DMARC|not authorized to send (?:e-?mail )?directly|verified|multiple (?:addresses|from)/i },
    ],
    over: [
      ...POLICY,
      'CREDENTIALS_MISSING',
      'XOAUTH2_IDENTITY_MISMATCH',
      'MS_APP_NOT_AUTHORIZED_IN_EXCHANGE',
      'DOMAIN_AUTH_FAILED',
    ],
    because: 'The words say that this login may not use this sender.',
    source: 'https://github.com/rss2email/rss2email/issues/147',
  },
  {
    means: 'SENDER_NOT_OWNED',
    strength: 'strong',
    when: { enhanced: /^5\.(?:7\.60|2\.252)$/ },
    over: POLICY,
    because: 'The codes with which Exchange says it.',
    source: sources.exchangeBounces,
  },
  {
    means: 'SENDER_NOT_OWNED',
    strength: 'points',
    when: { text: /\bsend[ -]?as\b|send on behalf/i, stage: ['mail', 'rcpt', 'data'] },
    because: 'The right to send as another address is named.',
    source: 'https://github.com/gophish/gophish/issues/2900',
  },
  {
    means: 'ACCOUNT_NOT_READY',
    strength: 'points',
    when: { text: /relaying disallowed as/i, provider: /^zoho/ },
    because: 'Zoho says the same of an account whose outgoing mail is not enabled yet.',
    source: 'https://github.com/mattermost/mattermost/issues/13224',
  },
  {
    means: 'SENDER_NOT_OWNED',
    strength: 'points',
    when: {
      settings: /^from: .*(?:other|another|different|not the login|visitor|customer|form|user'?s address|alias)/im,
      code: [550, 553, 554, 501],
    },
    over: [],
    because: 'The sender is not the address that logged in.',
    source: 'https://github.com/gophish/gophish/issues/2900',
  },
  {
    means: 'SENDER_IDENTITY_NOT_VERIFIED',
    strength: 'strong',
    when: {
      text: /(?:e-?mail )?address(?:es)? (?:is|are) not verified|verified sender identity|(?:sender|from|identity|domain)[\w\s"'<>@.-]{0,60}(?:is |are |has )?(?:not (?:been )?|un)verified|sandbox subdomains?|free accounts are for test|only send (?:testing )?e?mails? to (?:your own|authorized|verified)|sandbox (?:domain|mode|account)|authorized recipients|verify (?:a|your|the) (?:domain|sender|from)|sender identity|unregistered domain|not a verified|domain (?:is )?not (?:registered|configured|authenticated)|sender (?:signature|domain)[\w\s]{0,30}not (?:found|confirmed|defined)|not a sender signature|unconfigured sending domain|demo domains?|sending domain[\w\s<>.@-]{0,40}not (?:verified|configured|confirmed)/i,
    },
    unless: [{ text: /DKIM|SPF\b|DMARC/ }, { text: /hasn't verified this app|Google verification/ }],
    over: [...POLICY, 'SENDER_NOT_OWNED', 'ACCOUNT_NOT_READY', 'TEMPORARY_SERVER_ERROR'],
    because: 'The words say that the sender, or while on trial the recipient, has to be verified first.',
    source: 'https://github.com/aschroder/Magento-SMTP-Pro-Email-Extension/issues/117',
  },
  {
    means: 'DOMAIN_AUTH_FAILED',
    strength: 'strong',
    when: {
      text: /\bDMARC\b|SPF (?:and|or|check|record|fail|validation|does)|DKIM (?:and|or|=|check|fail|sign|did|does)|SPF and DKIM|\[?5\.7\.26\]?|sender is unauthenticated|5\.7\.515|does not meet the required authentication|authentication checks|authentication results|AUP#(?:POL|DMARC)|not accepted due to domain|unauthenticated (?:e-?mail|mail) from|spf=|dkim=|(?:violates|due to|by) (?:the )?(?:domain'?s? )?(?:owner )?policy.{0,30}(?:domain|sender)|sender policy/i,
    },
    unless: [{ stage: ['auth', 'token'] }],
    over: [
      ...POLICY,
      'SENDER_NOT_OWNED',
      'TEMPORARY_SERVER_ERROR',
      'SENDING_IP_REJECTED',
      'GREYLISTED',
      'CREDENTIALS_MISSING',
      'RATE_LIMITED',
    ],
    because: 'SPF, DKIM or DMARC of the domain of the sender is named.',
    source: 'https://github.com/docker-mailserver/docker-mailserver/issues/2996',
  },
  // ---- Addresses ----------------------------------------------------------------------------
  {
    means: 'ENVELOPE_INVALID',
    strength: 'strong',
    when: {
      text: /bad (?:sender|recipient|destination|mailbox|e-?mail)?\s*address(?: syntax)?|address syntax|malformed (?:address|local part|e-?mail)|missing or malformed|(?:invalid|illegal|improper|unacceptable) (?:sender |recipient |from |to |e-?mail |mailbox |return |envelope |domain in )*(?:address|mailbox|recipient)s?|address (?:is )?(?:not valid|invalid|malformed|rejected: (?:domain|malformed|empty))|not a valid (?:RFC[ -]?\d+ )?(?:e-?mail )?address|syntax error(?: in)?(?: parameters| address| -|,|\.|$)|no recipients? (?:defined|specified|given|provided|addresses)|recipient addresses? (?:required|missing)|MAIL FROM:\s?<>|missing (?:from|sender|recipient|to) (?:address|field|header)?|no (?:from|sender) (?:address|was set|given|specified)|sender (?:verify|verification|address verification) failed|verification failed for|unable to verify sender|unroute?able (?:sender )?address|domain (?:of sender )?(?:address )?(?:not found|does not (?:exist|resolve))|SMTPUTF8|invalid (?:MAIL|RCPT)(?: FROM| TO)?(?: (?:address|argument|command|syntax))?|non-?ascii (?:characters|address|local)|internationali[sz]ed|must have at least one|AddressException|ErrorInvalidRecipients|Domain not found|need fully-qualified address|fully[- ]qualified (?:sender|address)|Illegal semicolon|Local address contains|punycode|angle brackets|display name|unbalanced|5\.1\.[37]\b|EENVELOPE.{0,40}No recipients/i,
    },
    unless: [
      { stage: ['auth', 'token', 'ehlo', 'dns', 'config', 'connect', 'tls', 'starttls'] },
      { text: /HELO|5\.1\.1\b|user unknown|bad outbound sender|not verified|5\.1\.10|Multiple (?:From|addresses)/i },
      { text: /not owned|not allowed|must (?:equal|be same)/i },
    ],
    over: [
      'REFUSED_BY_SERVER',
      'RECIPIENT_UNKNOWN',
      'RELAY_DENIED',
      'CLIENT_REPLY_DESYNC',
      'SENDER_NOT_OWNED',
      'MESSAGE_CONTENT_REJECTED',
      'SMTPUTF8_NOT_OFFERED',
      'AUTH_LINE_TOO_LONG',
    ],
    because: 'An address of the envelope is empty, wrongly written, or cannot be answered.',
    source: 'https://github.com/nodemailer/nodemailer/issues/693',
  },
  {
    means: 'ENVELOPE_INVALID',
    strength: 'strong',
    when: {
      code: [501, 555, 553, 500, 503],
      stage: ['mail', 'rcpt'],
      text: /syntax|address|sender|recipient|argument|parameter|mailbox|RCPT first|valid recipients/i,
    },
    unless: [
      {
        text: /HELO|EHLO|not owned|authorized user|must (?:be|equal)|relaying|nested|bad sequence|auth|verified|user unknown|no such user|5\.1\.[12]\b|does(?: not|n't) exist|find the recipient/i,
      },
    ],
    over: ['CLIENT_REPLY_DESYNC', 'RECIPIENT_UNKNOWN'],
    because: 'The syntax of an address, or a parameter of MAIL or RCPT, was not understood.',
    source: 'https://github.com/floatpane/matcha/pull/1496',
  },
  {
    means: 'ENVELOPE_INVALID',
    strength: 'strong',
    when: {
      text: /sender (?:address )?rejected: (?:user unknown|unverified|undeliverable|domain|need|malformed|unknown|invalid)|domain name required for sender|5\.1\.8\b/i,
    },
    unless: [{ text: /bad outbound sender|outgoing blocked|not owned/i }],
    over: ['RECIPIENT_UNKNOWN', 'REFUSED_BY_SERVER', 'SENDER_NOT_OWNED'],
    because: 'The sender is refused as an address that could not be answered.',
    source: 'https://www.postfix.org/ADDRESS_VERIFICATION_README.html',
  },
  {
    means: 'ENVELOPE_INVALID',
    strength: 'points',
    when: { settings: /^(?:from|to|sender|envelope|return_?path|recipient): /im, stage: ['mail', 'rcpt'] },
    unless: [{ text: /greylist|relay|5\.1\.1|auth|SendAs|owned|verified|try again|too many|SPF/i }],
    because: 'An address of the message was thought worth telling.',
    source: 'https://github.com/lkaesberg/EmailVerify/pull/61',
  },
  {
    means: 'ENVELOPE_INVALID',
    strength: 'points',
    when: { text: /\bEENVELOPE\b|UnicodeEncodeError|codec can't encode|SMTPUTF8/i, stage: ['mail', 'rcpt'] },
    unless: [{ reply: true }],
    because: 'The envelope was refused before or at MAIL.',
    source: sources.nodemailer,
  },
  {
    means: 'RELAY_DENIED',
    strength: 'strong',
    when: {
      text: /relay(?:ing)? (?:access )?(?:is )?(?:denied|not permitted|not allowed|prohibited|refused)|not permitted to relay|unable to relay|(?:can ?not|can't|won't|do(?:es)? not|don't) relay|client host rejected: access denied|relay (?:access|attempt|forbidden)|not (?:configured|authorized|authorised|allowed) to relay|we do not relay|RejectDirectSend|Direct Send not allowed|TenantInboundAttribution|TenantAttribution|Relay Access Denied|no relaying|sorry, that domain isn't in my list of allowed rcpthosts|rcpthosts|administrative prohibition|relaying (?:mail )?(?:to|from|for) \S+ (?:is )?(?:not allowed|denied|prohibited)/i,
    },
    unless: [{ text: /Mail relay denied|Invalid credentials for relay|relaying disallowed as/i }],
    over: [
      'REFUSED_BY_SERVER',
      'MESSAGE_CONTENT_REJECTED',
      'SENDING_IP_REJECTED',
      'CREDENTIALS_MISSING',
      'TEMPORARY_SERVER_ERROR',
      'SENDER_NOT_OWNED',
      'GREYLISTED',
      'ENVELOPE_INVALID',
      'RECIPIENT_UNKNOWN',
    ],
    because: 'The words say that the server does not relay for this client.',
    source: 'https://github.com/namshi/docker-smtp/issues/77',
  },
  {
    means: 'RECIPIENT_UNKNOWN',
    strength: 'strong',
    when: {
      text: /no such (?:user|mailbox|recipient|account)|user (?:is )?unknown|unknown (?:user|recipient|mailbox|local)|(?:user|mailbox|recipient|account|address)[\w\s<>@.'"-]{0,60}(?:does not|doesn't) exist|(?:user|recipient|mailbox|address) (?:was )?not found|recipient (?:address )?rejected: (?:user unknown|undeliverable|unverified|access denied)|local recipient table|mailbox (?:unavailable|not found)|invalid (?:recipient|mailbox)\b|nonexist|no mailbox here|account that you tried to reach|unknown recipients?|wrong address|bounce/i,
    },
    unless: [
      { stage: ['auth', 'token', 'tls', 'connect', 'dns', 'starttls', 'greeting', 'config'] },
      { text: /sender (?:address )?rejected|sender verif/i },
      { text: /HELO|sender|relay/i, code: [504, 554] },
      { text: /5\.7\.(?!1\b)|verified/ },
      { text: /mailbox unavailable.{0,60}(?:access denied|policy|SPF|spam|blocked)/i },
    ],
    over: ['REFUSED_BY_SERVER', 'ENVELOPE_INVALID', 'RELAY_DENIED'],
    because: 'There is no such mailbox.',
    source: 'https://github.com/nodemailer/nodemailer/issues/1042',
  },
  {
    means: 'RECIPIENT_UNKNOWN',
    strength: 'strong',
    when: { enhanced: /^5\.1\.(?:1|10)$/, stage: [...IN_TRANSACTION] },
    over: ['REFUSED_BY_SERVER'],
    because: 'X.1.1: there is no such mailbox.',
    source: sources.enhanced,
  },
  {
    means: 'RECIPIENT_UNAVAILABLE',
    strength: 'strong',
    when: {
      text: /(?:recipient|mailbox|user|inbox|account)[\w\s<>@.'"-]{0,60}(?:is full|over quota|quota exceeded|exceeded (?:its|the) (?:storage|quota))|mailbox full|over quota|5\.2\.[12]\b|4\.2\.[12]\b.{0,40}(?:quota|full)|insufficient storage .{0,20}recipient/i,
      stage: [...IN_TRANSACTION],
    },
    unless: [{ text: /gr[ae]y|daily|sending|too quickly/i }],
    because: 'The mailbox of the recipient is full or disabled.',
    source: sources.enhanced,
  },
  // ---- Limits and waits ---------------------------------------------------------------------
  {
    means: 'GREYLISTED',
    strength: 'proves',
    when: { text: /gr[ae]y-?list/i },
    unless: [{ text: /IP not in whitelist/ }],
    over: ['TEMPORARY_SERVER_ERROR', 'RECIPIENT_UNAVAILABLE', 'RATE_LIMITED', 'SENDING_IP_REJECTED', 'RELAY_DENIED'],
    because: 'The word itself.',
    source: 'https://github.com/eleith/emailjs/issues/202',
  },
  {
    means: 'GREYLISTED',
    strength: 'strong',
    when: {
      code: [450, 451],
      stage: ['rcpt', 'data', 'mail', 'rate'],
      text: /try again (?:later|in|after)|4\.7\.1|please (?:re)?try|come back|delayed|postponed|not yet/i,
    },
    unless: [
      {
        text: /helo|hostname|spam|reputation|rate|too many|quota|limit|PRX|Temporary (?:server|system|lookup|local)|domain|STOREDRV|resources|4\.3\.|4\.7\.0|4\.7\.[56]\d\d|blocked|DT:|MI:|load|connection/i,
      },
    ],
    over: ['TEMPORARY_SERVER_ERROR'],
    because: 'Not now, without another reason: the usual answer to a sender not seen before.',
    source: 'https://github.com/postalserver/postal/issues/576',
  },
  {
    means: 'TOO_MANY_RECIPIENTS',
    strength: 'strong',
    when: {
      text: /too many recipients|recipients? (?:count )?(?:limit|maximum)|(?:maximum|max)(?: number of)? recipients|#?[45]\.5\.3\b|number of recipients[\w\s]{0,20}exceed|exceed\w*[\w\s]{0,30}recipients per|recipients[\w\s]{0,20}per (?:message|transaction|mail)/i,
    },
    unless: [{ text: /recipient attempts|per (?:hour|day|minute)|daily|24.hour|out of \d/i }],
    over: [
      'TEMPORARY_SERVER_ERROR',
      'RATE_LIMITED',
      'QUOTA_EXHAUSTED',
      'REFUSED_BY_SERVER',
      'MESSAGE_TOO_LARGE',
      'RECIPIENT_UNAVAILABLE',
    ],
    because: 'The words count the recipients of one message.',
    source: 'https://github.com/jakartaee/mail-api/issues/20',
  },
  {
    means: 'QUOTA_EXHAUSTED',
    strength: 'strong',
    when: {
      text: /daily (?:user )?(?:sending|message|mail|smtp|e-?mail|relay)? ?(?:relay )?(?:limit|quota)|daily (?:SMTP relay|message\/recipient|recipient)|sending (?:limit|quota) (?:exceeded|reached)|(?:24[- ]?hour|per day|monthly|hourly|weekly)[\w\s-]{0,30}(?:limit|quota)|exceeded (?:its|your|the)?[\w\s-]{0,30}(?:sending|daily|monthly|hourly|message) ?(?:limit|quota)|(?:sending|daily|monthly|message) quota|quota (?:has been )?(?:exceeded|exhausted|reached|used up)|SubmissionQuotaExceeded|maximum credits exceeded|out of credits|no (?:more )?credits|5\.4\.5\b|5\.1\.90\b|5\.7\.23[23]\b|dailyLimitExceeded|ErrorExceededMessageLimit|reached your (?:daily )?limit|plan limit|MI:SFQ|limit (?:of|for) (?:your|this|the) (?:plan|account|day)|exceeded .{0,30}limit.{0,30}(?:day|24)/i,
    },
    unless: [
      { text: /mailbox|over quota|recipient'?s|storage/i, stage: ['rcpt'] },
      { text: /RefuseQuota|OutboundSpam/ },
      { text: /(?:sending )?rate exceeded|recipient attempts/i },
    ],
    over: [
      'TEMPORARY_SERVER_ERROR',
      'RATE_LIMITED',
      'REFUSED_BY_SERVER',
      'CREDENTIALS_REJECTED',
      'LOGIN_RATE_LIMITED',
      'ACCOUNT_NOT_READY',
      'SENDING_IP_REJECTED',
      'ACCOUNT_SENDING_BLOCKED',
      'RECIPIENT_UNAVAILABLE',
      'TOO_MANY_RECIPIENTS',
    ],
    because: 'The words speak of an allowance for a day, or of a plan.',
    source: 'https://github.com/mautic/mautic/issues/8721',
  },
  {
    means: 'RATE_LIMITED',
    strength: 'strong',
    when: {
      text: /throttl|rate (?:limit|exceeded)|(?:sending|message|request|submission) rate|too many (?:recipient attempts|messages|mails|e-?mails|requests|rcpt)|too (?:fast|quickly|much mail)|receiving mail at a rate|(?:messages|mails|emails|recipients|connections) (?:per|a|in a) (?:second|minute|hour)|userRateLimitExceeded|rateLimitExceeded|ApplicationThrottled|MailboxConcurrency|unusual rate|slow(?:ing)? down|temporarily (?:rate|deferred|limited)|\b429\b|if I wait a while|in a row|one after (?:the other|another)|burst|several (?:mails|emails|messages|notifications)|bulk|ratelimit|DMC|CEL\b|frequency (?:limit|limited)/i,
    },
    unless: [
      {
        text: /login|sign-?in attempts|daily|24.hour|5\.4\.5|concurrent (?:SMTP )?connections|too many (?:concurrent )?connections|quota/i,
      },
      { stage: ['dns', 'connect', 'config', 'tls', 'starttls', 'token', 'ehlo'] },
      { text: /greylist/i },
    ],
    over: [
      'TEMPORARY_SERVER_ERROR',
      'GREYLISTED',
      'TOO_MANY_RECIPIENTS',
      'RECIPIENT_UNAVAILABLE',
      'STARTTLS_UNAVAILABLE',
      'LOGIN_RATE_LIMITED',
    ],
    because: 'The words speak of mail that comes too fast.',
    source: 'https://github.com/Ombi-app/Ombi/issues/4429',
  },
  {
    means: 'RATE_LIMITED',
    strength: 'points',
    when: {
      words:
        /after (?:about |around |some |the first )?\d[\d–-]*(?: ?(?:to|or) ?\d+)? (?:e-?)?(?:mails?|messages?|recipients?|sends?)|first (?:\d+|few) (?:e-?)?(?:mails|messages) (?:go|are|were|work)|^messages: \d{3,}/im,
      stage: ['mail', 'rcpt', 'data', 'rate', 'auth'],
    },
    unless: [{ text: /login attempts|daily|24.hour|concurrent|too many connections|credits|spam|size|wrong version/i }],
    over: ['ENVELOPE_INVALID', 'REFUSED_BY_SERVER'],
    because: 'The first messages of many are taken, and the later ones are not.',
    source: 'https://github.com/Ombi-app/Ombi/issues/4429',
  },
  {
    means: 'RATE_LIMITED',
    strength: 'hints',
    when: { stage: ['rate'] },
    because: 'It came with the number of messages.',
    source: sources.exchangeBounces,
  },
  {
    means: 'TEMPORARY_SERVER_ERROR',
    strength: 'strong',
    when: { enhanced: /^4\.3\.\d+$/ },
    unless: [
      { text: /connections?\b|concurrent|thread limit|TLS|too many|STARTTLS|activate|quota|credits/i },
      { stage: ['starttls'] },
    ],
    over: ['CREDENTIALS_REJECTED', 'LOGIN_RATE_LIMITED'],
    because: 'X.3: the mail system itself has no room, no time or a fault.',
    source: 'https://www.rfc-editor.org/rfc/rfc3463#section-3.4',
  },
  {
    means: 'TEMPORARY_SERVER_ERROR',
    strength: 'strong',
    when: {
      text: /temporary (?:system|server|local|lookup|authentication|internal|backend)? ?(?:problem|error|failure|fault)|temporar(?:y|ily) (?:unavailable|unable|out of service)|service (?:is )?(?:temporarily )?(?:not available|unavailable)|internal (?:server |error)|server busy|backendError|insufficient (?:system )?(?:storage|resources)|out of (?:memory|disk)|4\.3\.[0-9]+\b|local error in processing|try again later|service outage|incident|queue file write error|mail system (?:is )?(?:full|congested)/i,
      code: [421, 430, 431, 432, 441, 442, 450, 451, 452, 454, 471, 500, 535, 554],
    },
    unless: [
      {
        text: /gr[ae]y|too many|\(EHLO\)|helo|rate|quota|limit|spam|blocked|reputation|TLS|SPF|credits|activate|exceed|concurrent|mailbox logon|hostname|verif|smtplf|bare/i,
      },
      { stage: ['greeting', 'ehlo'], code: [421, 554], text: /4\.7\.0/ },
      { code: [450, 451], text: /try again later/i, stage: ['rcpt'] },
    ],
    over: ['CREDENTIALS_REJECTED', 'LOGIN_RATE_LIMITED', 'GMAIL_PASSWORD_NOT_ACCEPTED'],
    because: 'A fault of the server that passes.',
    source: 'https://github.com/fastify/help/issues/800',
  },
  // ---- The message --------------------------------------------------------------------------
  {
    means: 'MESSAGE_TOO_LARGE',
    strength: 'strong',
    when: {
      text: /message size (?:limits?|exceeds?|too)|exceed\w*[\w\s'’]{0,30}(?:message )?size|(?:message|mail|e-?mail|attachment|body|request|payload)[\w\s]{0,20}(?:is |was )?too (?:large|big)|too (?:large|big)|maximum (?:message |allowed )?size|fixed maximum message size|MaxSizeError|size limit|ErrorMessageSizeExceeded|RequestEntityTooLarge|413\b|stream is more than|larger than (?:the )?(?:allowed|maximum|limit|\d)|message (?:length|size)|exceeds (?:the )?(?:maximum|limit|size)|SIZE \d+.{0,40}(?:exceed|larger|limit)/i,
    },
    unless: [
      { text: /header size|line (?:is )?too long|line length|token|AUTH/i },
      { stage: ['auth', 'token', 'tls', 'connect', 'dns', 'starttls'] },
      { text: /rate|quota|daily|recipients|connections/i, code: [421, 450, 451, 452, 454] },
    ],
    over: [
      'MESSAGE_CONTENT_REJECTED',
      'ENVELOPE_INVALID',
      'REFUSED_BY_SERVER',
      'RECIPIENT_UNAVAILABLE',
      'SENDER_NOT_OWNED',
      'QUOTA_EXHAUSTED',
    ],
    because: 'The words are about the size of the message.',
    source: 'https://github.com/kootenpv/yagmail/issues/268',
  },
  {
    means: 'MESSAGE_TOO_LARGE',
    strength: 'strong',
    when: { enhanced: /^5\.(?:2\.3|3\.4)$/, code: [552, 554, 523, 550] },
    unless: [{ text: /header/i }],
    over: ['MESSAGE_CONTENT_REJECTED'],
    because: 'X.2.3 and X.3.4: larger than this mailbox or system takes.',
    source: sources.enhanced,
  },
  {
    means: 'MESSAGE_CONTENT_REJECTED',
    strength: 'strong',
    when: {
      text: /potential security issue|bare (?:<?LF>?|<?CR>?|line ?feed|newline|carriage)|BareLinefeeds|smtplf\.html|line (?:is )?too long|line length|lines? longer|Multiple (?:addresses in a )?From|multiple From addresses|header size exceeds|size of the .{0,30}header|malformed (?:message|mime|header)|message (?:is )?malformed|not RFC ?5?[23]822|RFC ?5322 compliant|duplicate headers?|missing (?:or invalid )?(?:From|Date|Message-ID|header)|(?:attachment|file|content)[\w\s]{0,30}(?:blocked|forbidden|not allowed|prohibited|rejected|banned|dangerous)|executable|virus|malware|phish|8BITMIME|invalid header|header (?:injection|field|syntax)/i,
      stage: ['data', 'mail', 'rcpt'],
    },
    unless: [
      { text: /invalid or missing sender|5\.7\.26|DKIM|SPF/i },
      { stage: ['mail', 'rcpt'], text: /line (?:is )?too long/i, code: [500, 501] },
    ],
    over: [
      'MESSAGE_TOO_LARGE',
      'TEMPORARY_SERVER_ERROR',
      'REFUSED_BY_SERVER',
      'ENVELOPE_INVALID',
      'GREYLISTED',
      'RECIPIENT_UNKNOWN',
      'SENDER_NOT_OWNED',
      'AUTH_LINE_TOO_LONG',
    ],
    because: 'The words are about what stands in the message: line ends, headers, attachments.',
    source: 'https://github.com/gen-smtp/gen_smtp/issues/253',
  },
  {
    means: 'MESSAGE_CONTENT_REJECTED',
    strength: 'strong',
    when: {
      text: /\bspam\b|unsolicited|content (?:rejected|filter|policy|denied)|message (?:content )?(?:rejected|refused|blocked)|policy (?:violation|reasons)|DT:SPM|high probability of spam|junk|considered spam|classified as spam|URL.{0,30}(?:blocked|list)|suspicious/i,
      stage: ['data'],
    },
    unless: [
      { provider: /^(?:yahoo|aol|att)$/, enhanced: /^5\.7\.9$/ },
      {
        text: /OutboundSpam|not verified|spamhaus|blocked using|ip address|reputation|SPF|DKIM|DMARC|5\.1\.8|5\.7\.26|\b5\.7\.9\b|robot|unauthenticated|anti-?spam gt|S3140/i,
      },
    ],
    over: ['REFUSED_BY_SERVER', 'RELAY_DENIED'],
    because: 'A filter refused the message after it was seen.',
    source: 'https://github.com/mealie-recipes/mealie/issues/1887',
  },
];
