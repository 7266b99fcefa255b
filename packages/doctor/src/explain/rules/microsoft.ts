import type { Rule } from '../rule.js';
import { sources } from './sources.js';
import { any, near } from './wordings.js';

const PASSWORDS = [
  'CREDENTIALS_REJECTED',
  'CREDENTIALS_MISSING',
  'XOAUTH2_TOKEN_REJECTED',
  'AUTH_NOT_OFFERED',
  'ACCOUNT_NOT_READY',
] as const;
const PERSONAL = any(
  /@(?:outlook|hotmail|live|msn)\.|@\w*(?:outlook|hotmail)|consumer account|smtp-mail\.outlook\.com/,
  near(
    /account|address|mailbox|\busers?\b|e-?mails?\b/,
    /outlook\.com|hotmail|live\.com|msn\.com|\bpersonal\b|free outlook/,
    30,
  ),
);

/** What only Microsoft's servers say. Their own rows read the replies; these read what stands around them. */
export const microsoftRules: readonly Rule[] = [
  {
    means: 'MS_SMTP_AUTH_DISABLED',
    strength: 'proves',
    when: {
      text: /SmtpClientAuthentication is disabled|smtp_auth_disabled|SMTP ?client ?authentication (?:is )?disabled|SmtpClientAuthenticationDisabled\W+true|authenticated SMTP (?:is )?(?:disabled|off|not enabled)/i,
    },
    over: PASSWORDS,
    because: 'SMTP AUTH is switched off, whatever the credentials.',
    source: 'https://github.com/nodemailer/nodemailer/issues/1484',
  },
  {
    means: 'MS_SMTP_AUTH_DISABLED',
    strength: 'strong',
    when: {
      text: near(
        /\b(?:after|once|until|when|by) |helped|fixed|solved|then it works?|it worked/,
        /(?:enabl|turn|switch|tick|toggl|activat|check)\w*[^.\n]{0,40}(?:SMTP ?AUTH|Authenticated SMTP|SmtpClientAuth)|(?:SMTP ?AUTH|Authenticated SMTP|SmtpClientAuth)\w*[^.\n]{0,40}(?:enabl|turn|switch|tick|toggl|activat)/,
      ),
      provider: /^microsoft365/,
    },
    unless: [{ text: /although|even though|despite|is on\b|already/i }],
    over: PASSWORDS,
    because: 'Switching SMTP AUTH on is what helped.',
    source: sources.exchangeDevices,
  },
  {
    means: 'MS_SMTP_AUTH_DISABLED',
    strength: 'points',
    when: {
      text: /(?:password|credentials|login)[\w\s]{0,30}(?:is|are|were|was) (?:definitely |surely )?(?:correct|right|valid|fine|checked|verified)|(?:correct|right|valid) (?:password|credentials)|(?:works?|can log ?in|log ?in works) (?:in|on|to|with) (?:the )?(?:web|owa|outlook|browser|portal)/i,
      provider: /^microsoft365/,
      stage: ['auth'],
      enhanced: /^5\.7\.3$/,
    },
    unless: [{ login: ['token'] }],
    over: ['CREDENTIALS_REJECTED'],
    because: 'The password works elsewhere: what is refused is SMTP AUTH, which older servers told with 5.7.3.',
    source: 'https://github.com/nodemailer/nodemailer/issues/1071',
  },
  {
    means: 'MS_SMTP_AUTH_DISABLED',
    strength: 'points',
    when: { text: /5\.7\.57.*Error: 535 5\.7\.3/is },
    because: 'Older servers said 5.7.3 when SMTP AUTH was off, and .NET shows it behind the refusal of MAIL.',
    source: sources.exchangeDevices,
  },
  {
    means: 'MS_SMTP_AUTH_DISABLED',
    strength: 'hints',
    when: { provider: /^microsoft365/, stage: ['auth'], login: ['password', 'app-password'], enhanced: /^5\.7\.3$/ },
    because: 'Older servers said 5.7.3 when SMTP AUTH was off.',
    source: sources.exchangeDevices,
  },
  {
    means: 'MS_BASIC_AUTH_DISABLED_CONSUMER',
    strength: 'proves',
    when: { text: /basic authentication is (?:disabled|not supported)/i, provider: /^outlook$/ },
    over: [...PASSWORDS, 'MS_BASIC_AUTH_DISABLED_TENANT'],
    because: 'The account is a personal one: Microsoft takes no passwords there since September 2024.',
    source: 'https://github.com/nodemailer/nodemailer/issues/1715',
  },
  {
    means: 'MS_BASIC_AUTH_DISABLED_CONSUMER',
    strength: 'proves',
    when: { text: /basic authentication is (?:disabled|not supported)/i, words: PERSONAL },
    over: [...PASSWORDS, 'MS_BASIC_AUTH_DISABLED_TENANT'],
    because: 'The account is a personal one: Microsoft takes no passwords there since September 2024.',
    source: 'https://github.com/nodemailer/nodemailer/issues/1715',
  },
  {
    means: 'MS_BASIC_AUTH_DISABLED_CONSUMER',
    strength: 'points',
    when: { text: /basic authentication is (?:disabled|not supported)/i },
    unless: [{ host: /./ }, { user: /@/ }, { provider: /^outlook$/ }],
    because: 'Whose mailbox it is was not told: the words are the same for personal accounts.',
    source: 'https://github.com/nodemailer/nodemailer/issues/1715',
  },
  {
    means: 'MS_BASIC_AUTH_DISABLED_TENANT',
    strength: 'strong',
    when: { text: /basic authentication is (?:disabled|not supported)|\b5\.7\.30\b/i },
    unless: [{ text: /REQUIRETLS/ }, { provider: /^outlook$/ }, { words: PERSONAL }],
    over: [...PASSWORDS, 'REQUIRETLS_NOT_OFFERED'],
    because: 'A policy of the organisation refuses passwords.',
    source: 'https://github.com/rpremraj/mailR/issues/107',
  },
  {
    means: 'MS_BASIC_AUTH_DISABLED_CONSUMER',
    strength: 'points',
    when: { provider: /^outlook$/, stage: ['auth'], login: ['password', 'app-password'], reply: false },
    over: PASSWORDS,
    because: 'A password at a personal account of Microsoft, which takes none.',
    source: 'https://github.com/nodemailer/nodemailer/issues/1715',
  },
  {
    means: 'MS_BASIC_AUTH_DISABLED_CONSUMER',
    strength: 'points',
    when: { provider: /^outlook$/, stage: ['auth'], login: ['password', 'app-password'], code: [535] },
    unless: [{ text: /TLS|did not meet|credentials were incorrect|PRX/i }],
    over: PASSWORDS,
    because: 'A password at a personal account of Microsoft, which takes none.',
    source: 'https://github.com/nodemailer/nodemailer/issues/1715',
  },
  {
    means: 'MS_SECURITY_DEFAULTS',
    strength: 'proves',
    when: { text: /secur(?:e|ity) defaults/i, stage: ['auth', 'mail', 'config', 'token'] },
    unless: [
      {
        text: /secur(?:e|ity) defaults (?:had been|have been|were|was|is|are) (?:turned |switched )?(?:ruled out|off|disabled)/i,
      },
    ],
    over: [...PASSWORDS, 'MS_CONDITIONAL_ACCESS'],
    because: 'The words name the security defaults of the organisation.',
    source: 'https://docs.bookyourpto.com/features/smtp-troubleshoot',
  },
  {
    means: 'MS_CONDITIONAL_ACCESS',
    strength: 'proves',
    when: {
      text: /did not meet the criteria to be authenticated|n(?:ã|a)o atendeu aos crit(?:é|e)rios|no cumpl(?:e|ió|io) los criterios|erfüllte nicht die kriterien|\bAADSTS5300[0-4]\b|\bAADSTS530032\b|conditional access|block(?:s|ed|ing)? legacy authentication|\bAADSTS50131\b/i,
    },
    unless: [{ text: /security defaults policy/i }],
    over: [...PASSWORDS, 'OAUTH_CONSENT_REQUIRED', 'OAUTH_REFRESH_TOKEN_EXPIRED'],
    because: 'A policy of the organisation refused the sign-in.',
    source: sources.entra,
  },
  {
    means: 'MS_CONDITIONAL_ACCESS',
    strength: 'strong',
    when: {
      text: /although|even though|despite|is enabled|is on\b|was enabled|already enabled/i,
      provider: /^microsoft365/,
      stage: ['auth', 'mail'],
      words: /SMTP ?AUTH|Authenticated SMTP|SmtpClientAuth/i,
    },
    unless: [{ text: /5\.7\.139 .*(?:SmtpClient|basic)|5\.7\.3\b/i }, { login: ['token'] }],
    over: PASSWORDS,
    because: 'SMTP AUTH is on and refused all the same: what else decides is conditional access.',
    source: 'https://github.com/MicrosoftDocs/OfficeDocs-Exchange/pull/2707',
  },
  {
    means: 'MS_CONDITIONAL_ACCESS',
    strength: 'proves',
    when: { text: /^.{0,40}235[ -]2\.7\.0[\s\S]*5\.7\.57/m },
    over: PASSWORDS,
    because:
      'Logged in, and still not authenticated: a policy that blocks legacy authentication applied to the mailbox.',
    source: 'https://github.com/MicrosoftDocs/OfficeDocs-Exchange/pull/2707',
  },
  {
    means: 'MS_CONDITIONAL_ACCESS',
    strength: 'points',
    when: {
      text: /not authenticated to send mail|5\.7\.57/i,
      provider: /^microsoft365/,
      stage: ['auth'],
      login: ['password', 'app-password'],
    },
    unless: [{ text: /Error: 5\d\d/ }, { text: /anonymous/ }],
    over: ['CREDENTIALS_MISSING'],
    because: 'There is a login, and the server says after it that there was none.',
    source: 'https://github.com/MicrosoftDocs/OfficeDocs-Exchange/pull/2707',
  },
  {
    means: 'CREDENTIALS_MISSING',
    strength: 'strong',
    when: { enhanced: /^5\.7\.57$/, stage: ['mail', 'rcpt', 'data'] },
    unless: [{ text: /Error: 5\d\d|235[ -]2\.7\.0/ }],
    over: ['MS_CONDITIONAL_ACCESS'],
    because: 'MAIL without a login, and no earlier refusal is told.',
    source: 'https://github.com/MicrosoftDocs/OfficeDocs-Exchange/issues/1944',
  },
  {
    means: 'MS_CONDITIONAL_ACCESS',
    strength: 'points',
    when: { enhanced: /^5\.7\.57$/ },
    unless: [{ text: /Error: 5\d\d|anonymous/ }, { stage: ['mail', 'rcpt', 'data'] }, { login: ['none'] }],
    because: 'It is not told whether there was a login before; after one, the words mean conditional access.',
    source: 'https://github.com/MicrosoftDocs/OfficeDocs-Exchange/pull/2707',
  },
  {
    means: 'CREDENTIALS_REJECTED',
    strength: 'points',
    when: { text: /5\.7\.57.*Error: 535 5\.7\.3|credentials were incorrect/is },
    over: ['CREDENTIALS_MISSING', 'MS_CONDITIONAL_ACCESS'],
    because: 'The refusal of MAIL repeats the refusal of the login.',
    source: 'https://github.com/renevanosnabrugge/SendEmail-BuildTask/issues/49',
  },
];
