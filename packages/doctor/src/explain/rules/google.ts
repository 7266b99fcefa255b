import type { Rule } from '../rule.js';
import { sources } from './sources.js';
import { any, OTHER_ACCOUNT } from './wordings.js';

const PASSWORDS = ['CREDENTIALS_REJECTED', 'XOAUTH2_TOKEN_REJECTED', 'REFUSED_BY_SERVER'] as const;

/** What only Google's servers say. Their own rows read the replies; these read what stands around them. */
export const googleRules: readonly Rule[] = [
  {
    means: 'GMAIL_PASSWORD_NOT_ACCEPTED',
    strength: 'strong',
    when: { text: /Username and Password not accepted|p=BadCredentials|BadCredentials/i },
    unless: [
      { login: ['token'] },
      { text: /web ?browser|InvalidSecondFactor|XOAUTH2|"scope"|access.?token/i },
      { mechanism: /XOAUTH2|OAUTHBEARER/ },
      { provider: /^(?!gmail|google)/ },
    ],
    over: PASSWORDS,
    because: 'Google refuses every password that is no app password with these words.',
    source: 'https://github.com/dword-design/nuxt-mail/issues/58',
  },
  {
    means: 'GMAIL_PASSWORD_NOT_ACCEPTED',
    strength: 'strong',
    when: { provider: /^(?:gmail|google-workspace)$/, code: [535], login: ['password', 'app-password'] },
    unless: [{ text: /5\.5\.4|Optional Argument|InvalidSecondFactor|web ?browser/i }],
    over: PASSWORDS,
    because: 'Google refuses the password of the account, with the words for a wrong one.',
    source: 'https://github.com/dword-design/nuxt-mail/issues/58',
  },
  {
    means: 'GMAIL_PASSWORD_NOT_ACCEPTED',
    strength: 'points',
    when: {
      provider: /^(?:gmail|google-workspace)$/,
      stage: ['auth'],
      login: ['password', 'app-password'],
      reply: false,
    },
    unless: [{ text: /TLS|SSL|timeout|reset|closed/i }],
    over: ['CREDENTIALS_REJECTED'],
    because: 'A password at Google, which takes app passwords only.',
    source: sources.googleErrors,
  },
  {
    means: 'GMAIL_PASSWORD_NOT_ACCEPTED',
    strength: 'points',
    when: { text: /less secure app/i },
    because: 'The setting for less secure apps is gone, and with it the password of the account.',
    source: 'https://support.google.com/accounts/answer/6010255',
  },
  {
    means: 'GMAIL_WEB_LOGIN_REQUIRED',
    strength: 'proves',
    when: {
      text: /log ?in (?:via|with) your web ?browser|WebLoginRequired|DisplayUnlockCaptcha|ContinueSignIn|signin\/continue|\b534[- ]5\.7\.14\b|answer\/78754/i,
    },
    over: [...PASSWORDS, 'APP_PASSWORD_REQUIRED', 'GMAIL_PASSWORD_NOT_ACCEPTED', 'AUTH_MECHANISM_MISMATCH'],
    because: 'Google wants to see the owner in a browser first.',
    source: 'https://github.com/firebase/functions-samples/issues/39',
  },
  {
    means: 'XOAUTH2_SCOPE_MISSING',
    strength: 'strong',
    when: {
      words: /googleapis\.com\/auth\/|gmail\.(?:send|compose|modify|readonly|labels|metadata)\b/i,
      stage: ['auth'],
      provider: /^(?:gmail|google)/,
    },
    unless: [{ grant: ['for SMTP'] }],
    over: [...PASSWORDS, 'GMAIL_PASSWORD_NOT_ACCEPTED', 'XOAUTH2_IDENTITY_MISMATCH'],
    because: 'The token has scopes of the Gmail API; SMTP takes https://mail.google.com/ only.',
    source: 'https://github.com/nodemailer/nodemailer/issues/1445',
  },
  {
    means: 'XOAUTH2_TOKEN_REJECTED',
    strength: 'strong',
    when: { text: /"status" ?: ?"40[01]"|"error" ?: ?"invalid_token"|status["': ]+40[01].{0,40}schemes/i },
    unless: [
      {
        words: any(
          OTHER_ACCOUNT,
          /googleapis\.com\/auth\/|gmail\.(?:send|compose|modify)\b|alias|delegat|service account|subject/,
        ),
      },
    ],
    over: ['GMAIL_PASSWORD_NOT_ACCEPTED', 'CREDENTIALS_REJECTED', 'XOAUTH2_IDENTITY_MISMATCH'],
    because: 'The 334 carries the reason: the bearer token is refused.',
    source: 'https://github.com/nodemailer/nodemailer/issues/114',
  },
  {
    means: 'XOAUTH2_TOKEN_REJECTED',
    strength: 'strong',
    when: {
      text: /cannot decode response|invalid XOAUTH2 auth data|malformed (?:XOAUTH2|token|auth)|5\.5\.12[47]|token (?:has |is )?(?:expired|revoked|invalid)|invalid (?:access )?token|InvalidAuthenticationToken|expired (?:access )?token|Invalid SASL argument|bearer token|CompactToken|authError\b|Lifetime validation failed/i,
      login: ['token'],
    },
    unless: [{ text: /invalid_grant|refresh|AADSTS/i }, { stage: ['token'] }],
    over: [
      'GMAIL_PASSWORD_NOT_ACCEPTED',
      'CREDENTIALS_REJECTED',
      'CREDENTIALS_ENCODING',
      'XOAUTH2_IDENTITY_MISMATCH',
      'XOAUTH2_SCOPE_MISSING',
    ],
    because: 'The token, or the string that it was put into, is refused as such.',
    source: sources.googleXoauth2,
  },
  {
    means: 'XOAUTH2_TOKEN_REJECTED',
    strength: 'points',
    when: { login: ['token'], stage: ['auth'], code: [535, 501, 334] },
    over: ['GMAIL_PASSWORD_NOT_ACCEPTED', 'CREDENTIALS_REJECTED'],
    because: 'A token was refused. The words on user name and password mean nothing here.',
    source: sources.googleXoauth2,
  },
  {
    means: 'XOAUTH2_TOKEN_REJECTED',
    strength: 'hints',
    when: { login: ['token'], stage: ['auth'] },
    because: 'It failed at the login by token.',
    source: sources.googleXoauth2,
  },
  {
    means: 'GOOGLE_RELAY_NOT_REGISTERED',
    strength: 'proves',
    when: { text: /Mail relay denied|Invalid credentials for relay/i },
    over: ['RELAY_DENIED', 'CREDENTIALS_REJECTED', 'SENDING_IP_REJECTED', 'EHLO_NAME_REJECTED'],
    because: 'The relay of Workspace knows neither this address nor this domain.',
    source: 'https://github.com/Ombi-app/Ombi/issues/1442',
  },
  {
    means: 'GOOGLE_RELAY_NOT_REGISTERED',
    strength: 'strong',
    when: {
      host: /^smtp-relay\.g/,
      text: /relay|denied|reject|refus|5[35][0-9]/i,
      stage: ['mail', 'rcpt', 'data', 'auth'],
    },
    unless: [{ text: /limit exceeded|5\.4\.5|5\.1\.1|5\.7\.26|\(EHLO\)|STARTTLS/i }],
    over: ['RELAY_DENIED'],
    because: 'The relay of Workspace serves registered addresses and domains only.',
    source: 'https://support.google.com/a/answer/6140680',
  },
  {
    means: 'GOOGLE_DELEGATION_MISSING',
    strength: 'proves',
    when: {
      text: /unauthorized_client|unauthorized to retrieve access tokens|Delegation denied|domain-wide delegation/i,
      words:
        /service[_ ]?account|jwt-?bearer|\bJWT\b|impersonat|\bsubject\b|delegat|\bsub\b|retrieve access tokens using this method/i,
    },
    unless: [{ words: /playground|refresh(?:ing|[ _]token)/i }],
    over: ['OAUTH_CLIENT_UNKNOWN', 'OAUTH_CLIENT_TYPE_MISMATCH', 'OAUTH_SCOPE_INVALID'],
    because: 'The service account is not allowed to act for the mailbox with these scopes.',
    source: 'https://github.com/Eagnir/GmailNotify-PubSub-GCP/issues/3',
  },
  {
    means: 'GOOGLE_DELEGATION_MISSING',
    strength: 'strong',
    when: {
      words: /service[_ ]?account|jwt-?bearer/i,
      stage: ['token'],
      text: /unauthorized|invalid_grant|Invalid email|not authorized|delegat|forbidden|denied|failedPrecondition|Precondition check failed/i,
    },
    unless: [{ text: /line too long|invalid JWT signature|clock|iat\b/i }],
    over: ['OAUTH_REFRESH_TOKEN_EXPIRED', 'XOAUTH2_TOKEN_REJECTED', 'OAUTH_CLIENT_UNKNOWN'],
    because: 'A service account acts for a mailbox only after an administrator has allowed it.',
    source: sources.googleService,
  },
];
