import type { Rule } from '../rule.js';
import { sources } from './sources.js';
import { any, near } from './wordings.js';

const ELSEWHERE = ['CREDENTIALS_REJECTED', 'REFUSED_BY_SERVER'] as const;

/** What is wrong with the account rather than with the login: its kind of password, its state, its standing. */
export const accountRules: readonly Rule[] = [
  {
    means: 'APP_PASSWORD_REQUIRED',
    strength: 'strong',
    when: {
      text: /application-specific password|InvalidSecondFactor|app(?:lication)?[- ]specific password|authori[sz]ation code|授权码|parol prilozheniya|application password is required|#AUTH005|#MBR1212|no=1001256|requires? an? app(?:lication)? password|use an? app(?:lication)? password|app password (?:is )?(?:required|needed)|generate an app|SMTP token|��ʹ����Ȩ���¼|ÊÚÈ¨Âë|\uFFFD{4,}[^\n]*no=1001256|\\xca\\xda\\xc8\\xa8\\xc2\\xeb|password for external application/i,
    },
    unless: [
      { stage: ['token'] },
      { text: /AADSTS/ },
      { text: /authorization code (?:flow|grant)|already been redeemed|malformed auth code/i },
      { text: /5\.7\.139/ },
    ],
    over: [...ELSEWHERE, 'GMAIL_PASSWORD_NOT_ACCEPTED', 'AUTH_MECHANISM_MISMATCH', 'LOGIN_RATE_LIMITED'],
    because: 'The words ask for a password of another kind.',
    source: 'https://github.com/Der-Henning/tgtg/issues/517',
  },
  {
    means: 'APP_PASSWORD_REQUIRED',
    strength: 'strong',
    when: { provider: /^(?:qq|netease|icloud|yahoo|aol|att|mailru|proton$)/, stage: ['auth'] },
    unless: [
      { login: ['token', 'none', 'app-password'] },
      { code: [530, 421, 451, 454, 504, 538, 503, 502, 500, 501, 550, 552, 553, 554] },
      { text: /looks like spam|verif|activate|too many/i, code: [450, 535] },
      { mode: ['clear'], text: /secure/ },
    ],
    over: [...ELSEWHERE],
    because:
      'This provider refuses the password of the account like a wrong one: it takes app passwords or authorization codes only.',
    source: 'https://github.com/kellylford/QuickMail/issues/32',
  },
  {
    means: 'APP_PASSWORD_REQUIRED',
    strength: 'points',
    when: {
      provider: /^(?:qq|netease|icloud|yahoo|aol|att|mailru|proton$|fastmail|zoho)/,
      stage: ['auth'],
      code: [535, 534],
    },
    unless: [{ login: ['token', 'none'] }, { text: /looks like spam|robot/i }],
    because: 'This provider wants a password of its own for programs.',
    source: 'https://github.com/Vincedream/NodeMail/issues/11',
  },
  {
    means: 'APP_PASSWORD_REQUIRED',
    strength: 'strong',
    when: {
      words:
        /(?:two|2)[- ](?:factor|step)|\b2FA\b|\bMFA\b|\b2SV\b|normal (?:\w+ ){0,2}password|account password|login password|regular password/i,
      stage: ['auth'],
    },
    unless: [
      { login: ['token', 'app-password', 'none'] },
      // Google has words of its own for each.
      { provider: /^(?:microsoft365|outlook|gmail|google)/ },
      { text: /5\.7\.14|WebLoginRequired/ },
    ],
    over: [...ELSEWHERE],
    because: 'The account has a second factor, or its ordinary password was used.',
    source: 'https://github.com/nodemailer/nodemailer/issues/1116',
  },
  {
    means: 'LOGIN_RATE_LIMITED',
    strength: 'proves',
    when: {
      text: any(
        near(
          /\b(?:log ?ins?|sign-?ins?|auth(?:entication)?s?)\b/,
          /too (?:many|much|often|frequent\w*)|(?:rate|frequency|attempts?)[\w\s]{0,20}(?:limit|exceed)\w*|limit(?:ed)? (?:rate|frequency)|rate[- ]?limit\w*|frequency/,
          40,
        ),
        /too many failures|authentication rate/,
      ),
    },
    unless: [
      { text: /#AUTH005|credits|quota|password (?:is )?(?:incorrect|wrong)/i },
      // The login is named, and mail is counted.
      { text: /(?:sending|sent) too (?:many|much)|too many (?:e-?mails?|messages?)/i },
      { stage: ['mail', 'rcpt', 'data', 'token'] },
    ],
    over: [
      'TEMPORARY_SERVER_ERROR',
      'CREDENTIALS_REJECTED',
      'STARTTLS_UNAVAILABLE',
      'TOO_MANY_CONNECTIONS',
      'RATE_LIMITED',
    ],
    because: 'The words count logins.',
    source: 'https://github.com/gophish/gophish/issues/1836',
  },
  {
    means: 'LOGIN_RATE_LIMITED',
    strength: 'points',
    when: { code: [454], stage: ['auth'], text: /4\.7\.0|too many|try again/i },
    unless: [{ text: /TLS|throttl|temporary system problem|quota/i }],
    because: '454 to AUTH: not now, and most often because of too many logins.',
    source: 'https://github.com/nodemailer/nodemailer/issues/1388',
  },
  {
    means: 'ACCOUNT_NOT_READY',
    strength: 'strong',
    when: {
      text: /activat(?:e|ion|ed)|(?:phone|e-?mail|mobile|account|identity|postmaster)[\w\s]{0,20}(?:verif|confirm)|verify (?:your|the) (?:phone|account|identity)|mailbox (?:can ?not|cannot) be accessed|mailbox (?:is )?(?:disabled|inactive|locked)|account[\w\s]{0,20}(?:disabled|inactive|locked|deactivated|not active|frozen|blocked|not (?:yet )?(?:activated|enabled|confirmed))|(?:disabled|inactive|locked|deactivated) (?:user|account|mailbox)|accept(?:ing)? (?:the )?(?:new )?terms|access (?:to your account |by (?:mail )?(?:clients?|programs?) )?is disabled|(?:IMAP|POP3?|SMTP)(?:\/\w+)? (?:access |service )?(?:is )?(?:not |dis)(?:enabled|abled|allowed|open|active)|(?:enable|turn on|switch on) (?:IMAP|POP|SMTP)|mail client(?:s)? (?:access|not allowed)|storage[\w\s]{0,12}(?:fault|error|issue|problem|fail)|Mail service not enabled|MailboxNotEnabledForRESTAPI|not yet supported for this mailbox|user (?:is )?(?:suspended|disabled|locked)|5\.7\.13\b|trial (?:has )?(?:ended|expired)|license|unlicensed|user has no permission|does not have access rights to this service|accept (?:the )?EULA|not (?:yet )?activated|用户无权限/i,
      stage: ['auth', 'mail', 'rcpt', 'data', 'token'],
    },
    unless: [
      {
        text: /email address is not verified|verified sender|sender identity|domain is not verified|identity|sandbox|from address/i,
      },
      {
        text: /SmtpClientAuthentication is disabled|basic authentication is disabled|client authentication is disabled|AADSTS(?!50053|50057)/i,
      },
      { text: /5\.1\.1|5\.2\.1|recipient|RCPT|user unknown/i },
      { stage: ['rcpt'] },
      { text: /OutboundSpam|spam|robot/i },
      { text: /maximum credits/i },
    ],
    over: [
      ...ELSEWHERE,
      'APP_PASSWORD_REQUIRED',
      'TEMPORARY_SERVER_ERROR',
      'SENDER_IDENTITY_NOT_VERIFIED',
      'MESSAGE_CONTENT_REJECTED',
    ],
    because: 'The words are about the account: a step of its setting up is not done, or it is closed.',
    source: 'https://github.com/Foundry376/Mailspring/issues/240',
  },
  {
    means: 'ACCOUNT_NOT_READY',
    strength: 'strong',
    when: {
      text: /(?:account|mailbox|SMTP)[\w\s]{0,20}(?:is )?not (?:yet )?(?:been )?activated|activate your \w* ?account|user has no permission/i,
    },
    over: [
      'AUTH_NOT_OFFERED',
      'STARTTLS_REQUIRED',
      'REFUSED_BY_SERVER',
      'APP_PASSWORD_REQUIRED',
      'CLIENT_REPLY_DESYNC',
    ],
    because: 'The account has yet to be activated.',
    source: 'https://github.com/Monstarrrr/rebutify/issues/162',
  },
  {
    means: 'ACCOUNT_SENDING_BLOCKED',
    strength: 'strong',
    when: {
      text: /OutboundSpamException|WASCL|(?:account|mailbox|user|sender|domain)[\w\s]{0,20}(?:is |been |was )?suspended|suspended (?:user|account|mailbox|sender)|UnblockMe|Actual verdict is|bad outbound sender|not a robot|prove you are|looks like spam.{0,80}(?:account|robot|captcha|login|check)|blocked from sending|sending (?:is |has been )?(?:blocked|suspended|disabled|restricted)|restricted (?:users|from sending|entities)|outgoing (?:mail|messages) .{0,30}(?:suspended|blocked|disabled|held)|suspicious activity|outgoing blocked|tenant has exceeded threshold|unusual sending activity/i,
    },
    unless: [{ text: /web browser|verdict is TransientError/ }],
    over: [
      ...ELSEWHERE,
      'MESSAGE_CONTENT_REJECTED',
      'APP_PASSWORD_REQUIRED',
      'QUOTA_EXHAUSTED',
      'ACCOUNT_NOT_READY',
      'SENDER_NOT_OWNED',
      'SENDING_IP_REJECTED',
      'ENVELOPE_INVALID',
    ],
    because: 'The provider holds the account for a spammer, and lets it go after a check.',
    source: 'https://github.com/Youans/nodejs-nodemailer-outlook/issues/11',
  },
  {
    means: 'ACCOUNT_SENDING_BLOCKED',
    strength: 'strong',
    when: { enhanced: /^5\.(?:1\.8|7\.(?:50[123]|705))$/, provider: /^(?:outlook|microsoft365)/ },
    over: ['ENVELOPE_INVALID', 'REFUSED_BY_SERVER'],
    because: 'The codes with which Exchange Online names a sender that it has blocked.',
    source: sources.exchangeBounces,
  },
  {
    means: 'SES_CREDENTIALS_INVALID',
    strength: 'strong',
    when: { words: /\bIAM\b[\w\s]{0,20}(?:key|secret|user|credential)|AWS_(?:SECRET_)?ACCESS_KEY|\bAKIA/, code: [535] },
    over: [...ELSEWHERE],
    because: 'Keys of IAM stand where SMTP credentials are wanted.',
    source: 'https://docs.aws.amazon.com/ses/latest/dg/smtp-credentials.html',
  },
  {
    means: 'SES_CREDENTIALS_INVALID',
    strength: 'strong',
    when: { provider: /^ses-/, stage: ['auth'] },
    unless: [{ code: [530, 454, 421, 451, 504, 538, 501] }, { userForm: 'wrong', text: /never/ }],
    over: [...ELSEWHERE],
    because: 'SES knows SMTP credentials of one region only, and no IAM keys.',
    source: 'https://github.com/knadh/listmonk/issues/2076',
  },
];
