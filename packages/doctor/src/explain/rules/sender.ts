import type { Rule } from '../rule.js';
import { sources } from './sources.js';
import { near } from './wordings.js';

const POLICY = ['REFUSED_BY_SERVER', 'RELAY_DENIED', 'MESSAGE_CONTENT_REJECTED', 'ENVELOPE_INVALID'] as const;
const IN_TRANSACTION = ['mail', 'rcpt', 'data', 'rate'] as const;

/** The sender, and the addresses of the envelope. */
export const senderRules: readonly Rule[] = [
  // ---- The sender ---------------------------------------------------------------------------
  {
    means: 'SENDER_NOT_OWNED',
    strength: 'strong',
    when: {
      text: /SendAsDenied|not allowed to send as|permissions? to send (?:as|on behalf)|not owned by|must (?:equal|be (?:the )?same as|match) (?:auth\w+|the auth\w+|login|your|the) ?\w*|relaying disallowed|ErrorSendAsDenied|right to send mail on behalf|sender address[\w\s]{0,20}(?:not allowed|not permitted|not match|does not match|must match)|(?:from|sender)[\w\s"'<>@.-]{0,40}(?:is not|isn't|other than) the address of|(?:from|sender)[\w\s"'<>@.-]{0,40}(?:does not|doesn't|must) match[\w\s]{0,30}(?:login|user|auth|account)|not (?:authorized|authorised|permitted|allowed) to (?:send (?:from|as|on behalf)|use (?:this|the) sender)|"From" header is missing or invalid|unauthorized sender|sender (?:is )?not (?:authorized|authorised|allowed|permitted)|sender mismatch|mail from.{0,30}authorized user|(?:different|another) (?:from|sender) address than|use your own address|envelope sender .{0,30}(?:login|auth)|not one of your addresses|from\/sender name is not valid|spoofing not allowed|(?:sender|from|mail from)[^.\n]{0,60}not (?:the )?same as|user[^.\n]{0,30}not match[^.\n]{0,30}(?:from|sender)|doesn't conform with authentication|from (?:address|header) (?:is )?not (?:allowed|permitted|yours)/i,
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
    when: {
      text: near(
        /\b(?:sender|from|return-?path|envelope)\b(?: address| header| field)?/,
        /(?:not|n't|never) (?:be )?(?:allowed|permitted|authori[sz]ed|owned|accepted for|belong|match|correspond|from one of|the same|one of|yours?\b)|must (?:be (?:the|one|your|from|an? (?:allowed|authori[sz]ed|alias))|match|equal|correspond)|has to (?:be the|match|equal)|\bmismatch|differs? from|is forbidden|unauthori[sz]ed/,
      ),
      stage: [...IN_TRANSACTION],
      code: [450, 451, 501, 530, 535, 550, 551, 552, 553, 554, 571],
    },
    unless: [
      { text: /SPF|DMARC|DKIM|verified|verif(?:y|ication)|\bIP\b|HELO|unauthenticated|relay|valid|syntax|RFC|spoof/i },
      { text: /multiple (?:addresses|from)|not authenticated|not logged|authentication required/i },
      { enhanced: /^5\.(?:1\.[0-8]|7\.(?:1\d\d|2\d|5\d\d))$/, text: /Domain not found|user unknown/i },
    ],
    over: [...POLICY, 'CREDENTIALS_MISSING'],
    because: 'The sender is refused because of whose it is.',
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
    when: { sender: 'not the login', code: [501, 550, 553, 554], stage: [...IN_TRANSACTION] },
    because: 'Sender and login are two addresses.',
    source: 'https://github.com/gophish/gophish/issues/2900',
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
    over: ['ENVELOPE_INVALID', 'RECIPIENT_UNKNOWN'],
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
    strength: 'points',
    when: { enhanced: /^5\.7\.9$/, text: /policy reasons/i },
    unless: [{ stage: ['auth', 'token'] }],
    because: '5.7.9 behind a message is the policy of the domain in From.',
    source: 'https://senders.yahooinc.com/smtp-error-codes/',
  },
  {
    means: 'DOMAIN_AUTH_FAILED',
    strength: 'strong',
    when: {
      text: /\bDMARC\b|\bSPF\b|\bDKIM\b|\[?5\.7\.26\]?|sender is unauthenticated|5\.7\.515|does not meet the required authentication|authentication checks|authentication results|AUP#(?:POL|DMARC)|not accepted due to domain|unauthenticated (?:e-?mail|mail) from|spf=|dkim=|(?:violates|due to|by) (?:the )?(?:domain'?s? )?(?:owner )?policy.{0,30}(?:domain|sender)|sender policy/i,
    },
    unless: [{ stage: ['auth', 'token'] }, { text: /SPF[ =]pass/i }],
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
      text: /(?:invalid|bad|malformed) (?:MAIL )?FROM\b|missing domain|bad (?:sender|recipient|destination|mailbox|e-?mail)?\s*address(?: syntax)?|address syntax|malformed (?:address|local part|e-?mail)|missing or malformed|(?:invalid|illegal|improper|unacceptable) (?:sender |recipient |from |to |e-?mail |mailbox |return |envelope |domain in )*(?:address|mailbox|recipient)s?|address (?:is )?(?:not valid|invalid|malformed|rejected: (?:domain|malformed|empty))|not a valid (?:RFC[ -]?\d+ )?(?:e-?mail )?address|syntax error(?: in)?(?: parameters| address| -|,|\.|$)|no recipients? (?:defined|specified|given|provided|addresses)|recipient addresses? (?:required|missing)|MAIL FROM:\s?<>|missing (?:from|sender|recipient|to) (?:address|field|header)?|no (?:from|sender) (?:address|was set|given|specified)|sender (?:verify|verification|address verification) failed|verification failed for|unable to verify sender|unroute?able (?:sender )?address|domain (?:of sender )?(?:address )?(?:not found|does not (?:exist|resolve))|SMTPUTF8|invalid (?:MAIL|RCPT)(?: FROM| TO)?(?: (?:address|argument|command|syntax))?|non-?ascii (?:characters|address|local)|internationali[sz]ed|must have at least one|AddressException|ErrorInvalidRecipients|Domain not found|need fully-qualified address|fully[- ]qualified (?:sender|address)|Illegal semicolon|Local address contains|punycode|angle brackets|display name|unbalanced|5\.1\.[37]\b|EENVELOPE.{0,40}No recipients|(?:not|n't) comply with (?:addr-spec|RFC)|not RFC ?2822 compliant address/i,
    },
    unless: [
      { stage: ['auth', 'token', 'ehlo', 'dns', 'connect', 'tls', 'starttls'] },
      { text: /HELO|5\.1\.1\b|user unknown|bad outbound sender|not verified|5\.1\.10|Multiple (?:From|addresses)/i },
      {
        text: /not owned|not allowed|must (?:equal|be same)|line (?:is )?too long|recipient address rejected: domain/i,
      },
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
      text: /(?:invalid|missing|no|without|lacks?)[^.\n]{0,20}\b(?:MX|A\/AAAA|A record|DNS)\b|mailbox unavailable|user unknown|no such user/i,
      stage: ['mail'],
    },
    unless: [{ text: /recipient|RCPT|\bPTR\b|reverse|blocked|spam|policy/i }],
    over: ['RECIPIENT_UNKNOWN', 'REFUSED_BY_SERVER'],
    because: 'MAIL was refused for a mailbox or a domain that cannot be answered: it is the one of the sender.',
    source: 'https://www.postfix.org/ADDRESS_VERIFICATION_README.html',
  },
  {
    means: 'ENVELOPE_INVALID',
    strength: 'proves',
    when: { text: /MAIL FROM: ?<>/i, stage: ['mail', 'rcpt', 'data'] },
    over: ['SENDER_NOT_OWNED', 'RELAY_DENIED', 'REFUSED_BY_SERVER'],
    because: 'The client named no sender, whatever is said of it.',
    source: 'https://www.rfc-editor.org/rfc/rfc5321#section-4.5.5',
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
        text: /unrecogni[sz]ed command|need (?:mail|rcpt) command|HELO|EHLO|not owned|authorized user|must (?:be|equal)|relaying|nested|bad sequence|auth|verified|user unknown|no such user|5\.1\.[12]\b|does(?: not|n't) exist|find the recipient/i,
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
    unless: [{ text: /Mail relay denied|Invalid credentials for relay|relaying disallowed/i }],
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
      // At MAIL there is no recipient yet.
      { stage: ['mail'], text: /^(?!.*(?:recipient|RCPT|bounce))/is },
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
    when: {
      text: /recipient address rejected: domain|(?:recipient|destination)[^.\n]{0,30}domain[^.\n]{0,20}(?:not found|does(?: not|n't) exist|unknown|invalid)/i,
    },
    over: ['ENVELOPE_INVALID', 'TEMPORARY_SERVER_ERROR'],
    because: 'The domain of the recipient does not exist, or does not take mail.',
    source: sources.enhanced,
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
    unless: [{ text: /STOREDRV\.Submission/ }, { text: /gr[ae]y|daily|sending|too quickly/i }],
    because: 'The mailbox of the recipient is full or disabled.',
    source: sources.enhanced,
  },
];
