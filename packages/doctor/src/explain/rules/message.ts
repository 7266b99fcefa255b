import type { Rule } from '../rule.js';
import { sources } from './sources.js';
import { any, near } from './wordings.js';

/** Limits, waits, and the message itself. */
export const messageRules: readonly Rule[] = [
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
      text: /daily (?:user )?(?:sending|message|mail|smtp|e-?mail|relay)? ?(?:relay )?(?:limit|quota)|daily (?:SMTP relay|message\/recipient|recipient)|sending (?:limit|quota) (?:exceeded|reached)|(?:24[- ]?hour|per day|monthly|hourly|weekly)[\w\s-]{0,30}(?:limit|quota)|exceeded (?:its|your|the)?[\w\s-]{0,30}(?:sending|daily|monthly|hourly|message) ?(?:limit|quota)|(?:sending|daily|monthly|message) quota|quota (?:has been )?(?:exceeded|exhausted|reached|used up)|SubmissionQuotaExceeded|maximum credits exceeded|out of credits|no (?:more )?credits|5\.4\.5\b|5\.1\.90\b|5\.7\.23[23]\b|dailyLimitExceeded|ErrorExceededMessageLimit|reached your (?:daily )?limit|plan limit|limit (?:of|for) (?:your|this|the) (?:plan|account|day)|exceeded .{0,30}limit.{0,30}(?:day|24)/i,
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
      text: /throttl|rate (?:limit|exceeded)|(?:sending|message|request|submission) rate|too many (?:recipient attempts|messages|mails|e-?mails|requests|rcpt)|too (?:fast|quickly|much mail)|receiving mail at a rate|recipient thread limit|(?:messages|mails|emails|recipients|connections) (?:per|a|in a) (?:second|minute|hour)|userRateLimitExceeded|rateLimitExceeded|ApplicationThrottled|MailboxConcurrency|unusual rate|slow(?:ing)? down|temporarily (?:rate|deferred|limited)|\b429\b|ratelimit|DMC|CEL\b|frequency (?:limit|limited)/i,
    },
    unless: [
      {
        text: /(?:too many|failed) logins?|log-?in (?:attempts|frequency|rate)|sign-?in attempts|daily|24.hour|5\.4\.5|concurrent (?:SMTP )?connections|too many (?:concurrent )?connections|quota/i,
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
    when: { enhanced: /^4\.3\.(?!4$)\d+$/ },
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
      { text: /header|line (?:is )?too long|line length|token|AUTH/i },
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
    when: { enhanced: /^[45]\.(?:2\.3|3\.4)$/, code: [452, 552, 554, 523, 550] },
    unless: [{ text: /header/i }],
    over: ['MESSAGE_CONTENT_REJECTED', 'TEMPORARY_SERVER_ERROR'],
    because: 'X.2.3 and X.3.4: larger than this mailbox or system takes.',
    source: sources.enhanced,
  },
  {
    means: 'MESSAGE_CONTENT_REJECTED',
    strength: 'strong',
    when: {
      text: any(
        /potential security issue|bare (?:<?LF>?|<?CR>?|line ?feed|newline|carriage)|BareLinefeeds|smtplf\.html|lines? (?:is |are )?too long|line length|lines? longer|Multiple (?:addresses in a )?From|multiple From addresses|header size exceeds|size of the .{0,30}header|malformed (?:message|mime|header)|message (?:is )?malformed|not RFC ?5?[23]822|RFC ?5322 compliant|duplicate headers?|missing (?:or invalid )?(?:From|Date|Message-ID|header)|(?:attachment|file|content)[\w\s]{0,30}(?:blocked|forbidden|not allowed|prohibited|rejected|banned|dangerous)|executable|virus|malware|phish|invalid header|header (?:injection|field|syntax)/,
        near(
          /missing|invalid|duplicate|malformed|multiple|more than one|empty|bad\b|exceed\w*|too long/,
          /\bheaders?\b|\bFrom:|Message-ID|\bDate:|\bMIME\b|boundary|charset/,
          30,
        ),
      ),
      stage: ['data', 'mail', 'rcpt'],
    },
    unless: [
      { text: /invalid or missing sender|5\.7\.26|DKIM|SPF/i },
      // Of the command, not of the header.
      { stage: ['mail'], text: /(?:invalid|missing|bad|malformed) (?:MAIL )?FROM\b/i },
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
      { enhanced: /^5\.7\.9$/ },
      {
        text: /OutboundSpam|not verified|spamhaus|blocked using|ip address|reputation|SPF|DKIM|DMARC|5\.1\.8|5\.7\.26|\b5\.7\.9\b|robot|unauthenticated|anti-?spam gt|S3140/i,
      },
    ],
    over: ['REFUSED_BY_SERVER', 'RELAY_DENIED'],
    because: 'A filter refused the message after it was seen.',
    source: 'https://github.com/mealie-recipes/mealie/issues/1887',
  },
];
