import type { ReplyRow } from '@ehlo/core';

const MESSAGE = ['envelope', 'data', 'sent'] as const;

const NETEASE_CODES = 'https://biecuoliao.com/pa/MBRrwEM.html';

/** Tencent: qq.com, foxmail.com and the company mailboxes. No enhanced codes; a failed login closes the connection. */
const qq: readonly ReplyRow[] = [
  {
    at: 'auth',
    code: 535,
    text: /authorization code|no=1001256/i,
    means: 'APP_PASSWORD_REQUIRED',
    because: 'The text, or the help page that stands behind it where the text is GBK, asks for an authorization code.',
    source: 'https://github.com/pandolia/qqbot/issues/36',
    transcript: 'qq-authorization-code-wanted',
  },
  {
    at: 'auth',
    code: 535,
    text: /account is abnormal, service is not open, password is incorrect/i,
    means: 'CREDENTIALS_REJECTED',
    because:
      'One text for five things: account abnormal, SMTP not turned on, wrong password, too many logins, system busy. The first to look at is the authorization code.',
    source: 'recorded session with smtp.qq.com:465',
    transcript: 'qq-login-fail-closes',
  },
  {
    at: 'auth',
    code: 530,
    text: /secure connection is requi/i,
    means: 'STARTTLS_REQUIRED',
    because: 'QQ offers AUTH in clear and refuses it there, in a text with a slip of the pen.',
    source: 'https://github.com/lx1169732264/zdm/issues/3',
    transcript: 'qq-clear-refused',
  },
  {
    at: MESSAGE,
    code: [501, 550],
    text: /must be same as authorization user|"From" header is missing or invalid/i,
    means: 'SENDER_NOT_OWNED',
    because: 'Envelope sender and From header must be the login.',
    source: 'https://github.com/nodeSolidServer/node-solid-server/issues/1281',
    transcript: 'qq-sender-is-not-the-login',
  },
];

/** NetEase: 163.com, 126.com, yeah.net (Coremail). Policy codes such as `DT:SPM` stand in the text. */
const netease: readonly ReplyRow[] = [
  {
    at: 'auth',
    code: 535,
    means: 'APP_PASSWORD_REQUIRED',
    because: 'Mail programs log in with an authorization code; the mailbox password gets the same 535 as a wrong one.',
    source: 'https://github.com/Vincedream/NodeMail/issues/11',
    transcript: 'netease-mailbox-password',
  },
  {
    at: 'auth',
    code: 451,
    text: /too much fail authentication/i,
    means: 'LOGIN_RATE_LIMITED',
    because: 'Too many failed logins: this account is barred for a while, with the right password too.',
    source: NETEASE_CODES,
    transcript: 'netease-too-many-failed-logins',
  },
  {
    at: MESSAGE,
    code: 553,
    text: /mail from must equal authorized user/i,
    means: 'SENDER_NOT_OWNED',
    because: 'The envelope sender must be the login.',
    source: 'https://github.com/xuxueli/xxl-job/issues/3858',
    transcript: 'netease-sender-is-not-the-login',
  },
  {
    at: ['greeting', 'hello', ...MESSAGE],
    code: 421,
    text: /HL:ICC/,
    means: 'TOO_MANY_CONNECTIONS',
    because: 'HL:ICC: too many connections of this address at a time.',
    source: NETEASE_CODES,
    transcript: 'netease-too-many-connections',
  },
  {
    at: ['greeting', 'hello', ...MESSAGE],
    code: 421,
    text: /HL:(?:REP|IFC|MEP)/,
    means: 'SENDING_IP_REJECTED',
    outcome: 'deferred',
    because: 'HL:REP, HL:IFC, HL:MEP: what this address has sent lately bars it for a while.',
    source: NETEASE_CODES,
    transcript: 'netease-address-barred',
  },
  {
    at: MESSAGE,
    code: [450, 451],
    text: /(?:MI|RP):(?:DMC|DRC|SFQ|CEL|CCL)/,
    means: 'RATE_LIMITED',
    because: 'MI:SFQ counts messages in 15 minutes; DMC, DRC, CEL and CCL count on this connection.',
    source: NETEASE_CODES,
    transcript: 'netease-too-many-messages',
  },
  {
    at: MESSAGE,
    code: 450,
    text: /DT:RBL/,
    means: 'SENDING_IP_REJECTED',
    outcome: 'deferred',
    because: 'DT:RBL: the address of this client is on a blocklist.',
    source: NETEASE_CODES,
    transcript: 'netease-blocklisted',
  },
  {
    at: MESSAGE,
    code: 451,
    text: /DT:SPM/,
    means: 'MESSAGE_CONTENT_REJECTED',
    outcome: 'deferred',
    because: '451 DT:SPM: taken for spam for now; the page asks to keep it and to try again after two minutes.',
    source: NETEASE_CODES,
    transcript: 'netease-spam-for-now',
  },
  {
    at: MESSAGE,
    code: [552, 554],
    text: /DT:SPM/,
    means: 'MESSAGE_CONTENT_REJECTED',
    because: '554 DT:SPM: taken for spam.',
    source: NETEASE_CODES,
    transcript: 'netease-spam',
  },
];

/** Yahoo, AOL and AT&T share one platform. */
const yahoo: readonly ReplyRow[] = [
  {
    at: 'auth',
    code: 535,
    text: /#AUTH005|#MBR1212/,
    means: 'APP_PASSWORD_REQUIRED',
    because:
      'The first refused login already says "too many bad auth attempts"; the account password is always refused.',
    source: 'https://github.com/nedimf/maildroid/issues/17',
    transcript: 'yahoo-auth005',
  },
  {
    at: MESSAGE,
    code: [550, 554],
    enhanced: '5.7.9',
    means: 'DOMAIN_AUTH_FAILED',
    because: '5.7.9: the policy of the domain in From does not let this server send for it.',
    source: 'https://senders.yahooinc.com/smtp-error-codes/',
    transcript: 'yahoo-domain-policy',
  },
];

const yandex: readonly ReplyRow[] = [
  {
    at: 'auth',
    code: 535,
    text: /looks like spam|not a robot/i,
    means: 'ACCOUNT_SENDING_BLOCKED',
    because: 'The login is refused, with the right password, until a check on the web is passed.',
    source: 'https://github.com/higty/higlabo/pull/17',
    transcript: 'yandex-looks-like-spam',
  },
  {
    at: 'auth',
    code: 535,
    text: /invalid user or password/i,
    means: 'CREDENTIALS_REJECTED',
    because: 'Said for a wrong password and for the account password where an app password is wanted.',
    source: 'recorded session with smtp.yandex.ru:465',
    transcript: 'yandex-invalid-user-or-password',
  },
  {
    at: ['auth', ...MESSAGE],
    code: 530,
    enhanced: '5.7.7',
    means: 'STARTTLS_REQUIRED',
    because: 'Yandex offers AUTH in clear and refuses it there.',
    source: 'https://github.com/PHPMailer/PHPMailer/issues/283',
    transcript: 'yandex-clear-refused',
  },
];

const mailru: readonly ReplyRow[] = [
  {
    at: 'auth',
    code: 535,
    text: /parol prilozheniya|application password is required/i,
    means: 'APP_PASSWORD_REQUIRED',
    because: 'The text asks for the password of an external application.',
    source: 'https://github.com/lmanukyan/print-designer/issues/5',
    transcript: 'mailru-app-password',
  },
];

const zoho: readonly ReplyRow[] = [
  {
    at: MESSAGE,
    code: 553,
    text: /relaying disallowed as/i,
    means: 'SENDER_NOT_OWNED',
    because: 'MAIL and RCPT are accepted; after the message Zoho says that this login may not use the sender.',
    source: 'https://github.com/mattermost/mattermost/issues/13224',
    transcript: 'zoho-relaying-disallowed',
  },
];

const icloud: readonly ReplyRow[] = [
  {
    at: 'auth',
    code: 535,
    means: 'APP_PASSWORD_REQUIRED',
    because: 'The password of the Apple Account is refused like a wrong one.',
    source: 'https://github.com/kellylford/QuickMail/issues/32',
    transcript: 'icloud-account-password',
  },
];

const fastmail: readonly ReplyRow[] = [
  {
    at: MESSAGE,
    code: 551,
    text: /multiple addresses in a From header/i,
    means: 'MESSAGE_CONTENT_REJECTED',
    because: '551 in place of 554; the display name in From most often holds a comma without quotes.',
    source: 'https://github.com/mealie-recipes/mealie/issues/1887',
    transcript: 'fastmail-two-addresses-in-from',
  },
];

const ses: readonly ReplyRow[] = [
  {
    at: 'auth',
    code: 535,
    means: 'SES_CREDENTIALS_INVALID',
    because:
      '535 "Authentication Credentials Invalid": most often an IAM secret key, or the credentials of another region.',
    source: 'https://github.com/knadh/listmonk/issues/2076',
    transcript: 'ses-credentials-invalid',
  },
  {
    at: MESSAGE,
    code: 554,
    text: /email address is not verified/i,
    means: 'SENDER_IDENTITY_NOT_VERIFIED',
    because: 'A listed address that is the sender wants verifying; one that is a recipient shows the SES sandbox.',
    source: 'https://github.com/mageplaza/magento-2-smtp/issues/211',
    transcript: 'ses-not-verified',
  },
  {
    at: ['auth', ...MESSAGE],
    code: 454,
    text: /daily message quota exceeded/i,
    means: 'QUOTA_EXHAUSTED',
    because: '454 is shared with the rate; this text counts 24 hours.',
    source: 'https://github.com/2amigos/yii2-usuario/issues/527',
    transcript: 'ses-daily-quota',
  },
  {
    at: ['auth', ...MESSAGE],
    code: 454,
    text: /maximum sending rate exceeded/i,
    means: 'RATE_LIMITED',
    because: '454 after DATA: more messages a second than the account may send.',
    source: 'https://github.com/nodemailer/nodemailer/issues/436',
    transcript: 'ses-sending-rate',
  },
];

const sendgrid: readonly ReplyRow[] = [
  {
    at: 'auth',
    code: 451,
    text: /maximum credits exceeded/i,
    means: 'QUOTA_EXHAUSTED',
    because: 'The plan of the account is used up: no credential fault, and a retry helps only when it renews.',
    source: 'https://github.com/mautic/mautic/issues/8721',
    transcript: 'sendgrid-credits',
  },
  {
    at: MESSAGE,
    code: 550,
    text: /verified sender identity/i,
    means: 'SENDER_IDENTITY_NOT_VERIFIED',
    because: 'The From address is no verified sender of the account.',
    source: 'https://github.com/sahat/hackathon-starter/issues/1083',
    transcript: 'sendgrid-sender-not-verified',
  },
];

const mailgun: readonly ReplyRow[] = [
  {
    at: MESSAGE,
    code: [421, 450, 554],
    text: /activate your mailgun account/i,
    means: 'ACCOUNT_NOT_READY',
    outcome: 'rejected',
    because: '421 that never clears by itself: the account waits for its activation mail to be answered.',
    source: 'https://github.com/Monstarrrr/rebutify/issues/162',
    transcript: 'mailgun-not-activated',
  },
  {
    at: MESSAGE,
    code: [421, 554],
    text: /sandbox subdomains are for test purposes/i,
    means: 'SENDER_IDENTITY_NOT_VERIFIED',
    outcome: 'rejected',
    because: 'A sandbox domain sends to authorized recipients only; said with 554, and with a 421 that never clears.',
    source: 'https://github.com/swapmyvote/swapmyvote/issues/891',
    transcript: 'mailgun-sandbox',
  },
];

const resend: readonly ReplyRow[] = [
  {
    at: 'auth',
    code: 535,
    text: /invalid username/i,
    means: 'CREDENTIALS_USERNAME_FORM',
    because: 'The user name is the word resend, not an address.',
    source: 'https://github.com/donetick/donetick/issues/680',
    transcript: 'resend-user-name',
  },
];

/** Which presets each list is for. */
const families: ReadonlyArray<readonly [presets: RegExp, rows: readonly ReplyRow[]]> = [
  [/^qq/, qq],
  [/^netease-/, netease],
  [/^(?:yahoo|aol|att)$/, yahoo],
  [/^yandex$/, yandex],
  [/^mailru$/, mailru],
  [/^zoho-/, zoho],
  [/^icloud$/, icloud],
  [/^fastmail$/, fastmail],
  [/^ses-/, ses],
  [/^sendgrid/, sendgrid],
  [/^mailgun/, mailgun],
  [/^resend$/, resend],
];

/** The rows that read the replies of a preset's provider. */
export function repliesOf(presetId: string): readonly ReplyRow[] {
  return families.filter(([presets]) => presets.test(presetId)).flatMap(([, rows]) => rows);
}

/** Texts of server software that any host may run, where the RFCs' reading alone would mislead. */
export const serverReplies: readonly ReplyRow[] = [
  {
    at: ['envelope', 'data'],
    code: 454,
    text: /relay access denied/i,
    means: 'RELAY_DENIED',
    outcome: 'rejected',
    because: "Postfix's default defers what it will not relay, with 454 4.7.1; no later try is relayed either.",
    source: 'https://www.postfix.org/postconf.5.html#smtpd_relay_restrictions',
    transcript: 'postfix-relay-deferred',
  },
  {
    at: ['envelope', 'data', 'sent'],
    code: [450, 451],
    enhanced: '4.1.8',
    means: 'ENVELOPE_INVALID',
    outcome: 'deferred',
    because: 'Postfix, 450 4.1.8 "Domain not found": the domain of the sender does not resolve, which DNS may cure.',
    source: 'https://www.postfix.org/postconf.5.html#reject_unknown_sender_domain',
    transcript: 'postfix-sender-domain-unknown',
  },
];
