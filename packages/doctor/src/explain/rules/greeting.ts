import type { Rule } from '../rule.js';
import { sources } from './sources.js';

/** What a server thinks of the machine that connects, of its name, and of the order of its commands. */
export const greetingRules: readonly Rule[] = [
  // ---- The address of this machine ----------------------------------------------------------
  {
    means: 'SENDING_IP_REJECTED',
    strength: 'strong',
    when: {
      text: /spamhaus|spamcop|barracudacentral|\bdnsbl\b|\brbl\b|block ?list|black ?list|blocked using|banned sending ip|listed (?:at|by|in|on)\b|poor reputation|reverse (?:dns|ip|lookup|hostname)|\bPTR\b|cannot find your (?:reverse )?hostname|client host .{0,60}(?:blocked|rejected: cannot find)|bad reputation|(?:ip|address)[^.\n]{0,60}(?:is )?not (?:allowed|authorized|authorised) to send (?:e-?)?mail directly|dynamic ip|residential ip|(?:S3140|S3150)|\[TSS04\]|sbl|sending ip|your ip(?: address)? (?:is|has been|was) (?:blocked|banned|blacklisted)|traffic not accepted from this ip|no rdns|unauthorized ip|ip (?:address )?(?:is )?not (?:authorized|authorised|allowed|whitelisted)|unexpected volume or user complaints/i,
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
      text: /\(EHLO\)|\(HELO\)|(?:EHLO|HELO)(?:\/EHLO)? (?:argument|command rejected|name|requires|hostname)|Helo command rejected|syntactically invalid (?:E?HLO|EHLO|HELO)|invalid (?:EHLO|HELO)|(?:bad|illegal|malformed|unacceptable|missing|no|empty) (?:EHLO|HELO)|need fully-qualified hostname|EHLO argument|HELO argument|rejected because of (?:bad )?(?:EHLO|HELO)|host name is invalid|(?:server|host|client) ?name [\w.-]+ is not (?:an? )?(?:FQDN|fully)|(?:EHLO|HELO) (?:was )?(?:rejected|refused|not accepted)/i,
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
    means: 'EHLO_NAME_REJECTED',
    strength: 'points',
    when: { code: [501, 504, 550], text: /invalid (?:domain|host) ?name/i },
    unless: [{ stage: ['auth', 'rcpt', 'data', 'token', 'dns'] }, { text: /sender|recipient|<[^>]*@/i }],
    because: 'A domain name is refused, and no address is told: it is the one in EHLO.',
    source: 'https://www.rfc-editor.org/rfc/rfc5321#section-4.1.1.1',
  },
  {
    means: 'CLIENT_REPLY_DESYNC',
    strength: 'strong',
    when: {
      text: /nested MAIL|sender already (?:given|specified)|MAIL (?:command )?already|duplicate MAIL|STARTTLS may not be repeated|(?:out of sync|shifted|desync|off by one)|reply (?:to|of) the (?:previous|wrong|last) command|pipelin\w+ (?:not allowed|error|violation)|unauthori[sz]ed pipelining|improper (?:use of )?(?:SMTP )?command pipelining|short response:|synchroni[sz]ation error/i,
    },
    unless: [{ text: /IMAP/ }],
    over: [
      'RECIPIENT_UNKNOWN',
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
      text: /(?:not accepted|failed|rejected|ERROR)[^\n:]{0,40}: ?(?:220|250|235|354)[ -]|(?:unexpected|invalid|unrecogni[sz]ed|bad) (?:greeting|reply|response|banner|status)[^\n]{0,20}\b(?:2[235]\d|354)[ -]|expected[\w\s"'/]{0,40}\b[23]\d\d\b[\w\s"',/]{0,30}(?:got|but|received|was)[\w\s"',]{0,20}\b(?:2[235]\d|354)\b/i,
    },
    unless: [{ reply: true }, { text: /\bFTP\b|IMAP/ }],
    over: ['EHLO_NAME_REJECTED', 'AUTH_NOT_OFFERED', 'CREDENTIALS_REJECTED'],
    because: 'The reply is one of success, and that of another command.',
    source: sources.smtp,
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
