import type { Rule } from '../rule.js';
import { sources } from './sources.js';
import { any, OTHER_ACCOUNT } from './wordings.js';

/** An access token that was had, and is refused. */
export const accessTokenRules: readonly Rule[] = [
  {
    means: 'MS_APP_NOT_AUTHORIZED_IN_EXCHANGE',
    strength: 'strong',
    when: {
      words:
        /client[_ -]?credentials|app(?:lication)?[- ]only|SendAsApp|service principal|\broles\b|application permission|daemon|New-ServicePrincipal|without (?:a )?user/i,
      provider: /^(?:microsoft365|outlook)/,
      stage: ['auth', 'mail', 'data'],
    },
    unless: [{ text: /AADSTS/ }, { words: /audience|graph\.microsoft\.com|00000003-0000/i, stage: ['auth'] }],
    over: [
      'XOAUTH2_TOKEN_REJECTED',
      'CREDENTIALS_REJECTED',
      'XOAUTH2_SCOPE_MISSING',
      'MS_CONDITIONAL_ACCESS',
      'XOAUTH2_IDENTITY_MISMATCH',
    ],
    because: 'A token without a user, and Exchange has to know the app as well as Entra does.',
    source: 'https://github.com/jstedfast/MailKit/issues/1733',
  },
  {
    means: 'MS_APP_NOT_AUTHORIZED_IN_EXCHANGE',
    strength: 'proves',
    when: { text: /mailbox logon failure/i },
    over: ['TEMPORARY_SERVER_ERROR', 'CREDENTIALS_REJECTED'],
    because: 'The app logged in and has no right on the mailbox.',
    source: 'https://github.com/simonrob/email-oauth2-proxy/issues/271',
  },
  {
    means: 'XOAUTH2_WRONG_AUDIENCE',
    strength: 'proves',
    when: {
      words:
        /\b(?:token[_ ]?)?(?:aud(?:ience)?|resource)\b["']?[\s:=]+(?:is |was )?["']?\S*(?:graph\.microsoft|00000003-0000|graph)|graph (?:access )?token|token (?:is |was )?(?:issued |made |meant )?for (?:the )?(?:microsoft )?graph|InvalidAudience|invalid audience|audience (?:is )?(?:wrong|invalid)/i,
    },
    over: [
      'XOAUTH2_TOKEN_REJECTED',
      'CREDENTIALS_REJECTED',
      'XOAUTH2_SCOPE_MISSING',
      'MS_APP_NOT_AUTHORIZED_IN_EXCHANGE',
      'XOAUTH2_IDENTITY_MISMATCH',
    ],
    because: 'The token was made for Microsoft Graph, and SMTP wants one for Outlook.',
    source: sources.exchangeOAuth,
  },
  {
    means: 'XOAUTH2_WRONG_AUDIENCE',
    strength: 'strong',
    when: { grant: ['of another service'], stage: ['auth'], login: ['token'] },
    unless: [{ text: /AADSTS/ }],
    over: [
      'XOAUTH2_TOKEN_REJECTED',
      'CREDENTIALS_REJECTED',
      'XOAUTH2_SCOPE_MISSING',
      'MS_APP_NOT_AUTHORIZED_IN_EXCHANGE',
    ],
    because: 'The scopes are those of Microsoft Graph: the token is for it, and SMTP wants one for Outlook.',
    source: sources.exchangeOAuth,
  },
  {
    means: 'XOAUTH2_SCOPE_MISSING',
    strength: 'strong',
    when: { grant: ['not for SMTP', 'of several services'], stage: ['auth'], login: ['token'] },
    unless: [{ words: /client[_ -]?credentials|app-only/i }, { text: /AADSTS/ }],
    over: [
      'XOAUTH2_TOKEN_REJECTED',
      'CREDENTIALS_REJECTED',
      'GMAIL_PASSWORD_NOT_ACCEPTED',
      'XOAUTH2_IDENTITY_MISMATCH',
    ],
    because: 'The scopes were told, and the one for SMTP is not among them, or not alone: the token does not hold it.',
    source: 'https://github.com/Azure-Samples/ms-identity-python-webapp/issues/70',
  },
  {
    means: 'XOAUTH2_SCOPE_MISSING',
    strength: 'strong',
    when: {
      words:
        /(?<!token )\bscp\b|SMTP\.Send (?:is |was )?(?:not|missing)|(?:missing|lacks?|without|no|not) (?:the )?(?:\S+ )?(?:SMTP\.Send|scope|mail scope)|only IMAP|(?<!graph\.microsoft\.com\/)IMAP\.AccessAsUser\.All(?![\s\S]*SMTP\.Send)|insufficient (?:authentication )?scopes?|ACCESS_TOKEN_SCOPE_INSUFFICIENT|insufficientPermissions/i,
      stage: ['auth', 'mail', 'data'],
    },
    unless: [{ words: /client[_ -]?credentials|roles and no scp|\broles\b/i }],
    over: ['XOAUTH2_TOKEN_REJECTED', 'CREDENTIALS_REJECTED', 'XOAUTH2_WRONG_AUDIENCE'],
    because: 'The token has no right to send mail.',
    source: sources.exchangeOAuth,
  },
  {
    means: 'XOAUTH2_IDENTITY_MISMATCH',
    strength: 'strong',
    when: {
      words: any(
        OTHER_ACCOUNT,
        /delegat|\balias\b|identity|user= ?(?:differs|is not|and)|upn\b(?! (?:is |are )?(?:equal|the same|same|match))|send as|service account|subject\b/,
      ),
      login: ['token'],
      stage: ['auth'],
    },
    unless: [{ words: /delegated permission|domain-wide/i }, { text: /AADSTS/ }],
    over: [
      'XOAUTH2_TOKEN_REJECTED',
      'CREDENTIALS_REJECTED',
      'MS_APP_NOT_AUTHORIZED_IN_EXCHANGE',
      'GMAIL_PASSWORD_NOT_ACCEPTED',
      'CREDENTIALS_USERNAME_FORM',
      'XOAUTH2_SCOPE_MISSING',
    ],
    because: 'The token belongs to another account than the one that user= names.',
    source: 'https://github.com/nextcloud/mail/issues/13667',
  },
  {
    means: 'XOAUTH2_IDENTITY_MISMATCH',
    strength: 'strong',
    when: {
      text: /IMAP (?:with [\w\s]+ )?works|works? (?:with|for|over|in|via) IMAP/i,
      login: ['token'],
      stage: ['auth'],
    },
    unless: [{ words: /scope|client_credentials/i }],
    over: ['XOAUTH2_TOKEN_REJECTED', 'CREDENTIALS_REJECTED'],
    because: 'The same token works for IMAP, which is less strict about the name.',
    source: 'https://github.com/frappe/frappe/issues/23079',
  },
  {
    means: 'XOAUTH2_IDENTITY_MISMATCH',
    strength: 'points',
    when: { login: ['token'], stage: ['auth'], enhanced: /^5\.7\.3$/, provider: /^(?:microsoft365|outlook)/ },
    unless: [
      { grant: ['for SMTP', 'not for SMTP', 'of another service', 'of several services'] },
      { words: /expir|refresh|an hour|60 minutes|stale|\bGraph\b/i },
    ],
    over: ['XOAUTH2_TOKEN_REJECTED'],
    because: 'Nothing is told against the token, which clients renew by themselves: the name in user= is left.',
    source: 'https://github.com/jstedfast/MailKit/issues/1770',
  },
  {
    means: 'XOAUTH2_IDENTITY_MISMATCH',
    strength: 'hints',
    when: { login: ['token'], stage: ['auth'], code: [535] },
    because: 'A token of another account is refused with the same words.',
    source: sources.exchangeOAuth,
  },
  {
    means: 'XOAUTH2_SCOPE_MISSING',
    strength: 'hints',
    when: { login: ['token'], stage: ['auth'], code: [535] },
    because: 'A token without the scope for SMTP is refused with the same words.',
    source: sources.exchangeOAuth,
  },
  {
    means: 'XOAUTH2_WRONG_AUDIENCE',
    strength: 'hints',
    when: { login: ['token'], stage: ['auth'], code: [535], provider: /^(?:microsoft365|outlook)/ },
    because: 'A token for another service is refused with the same words.',
    source: sources.exchangeOAuth,
  },
  {
    means: 'STARTTLS_REQUIRED',
    strength: 'proves',
    when: { text: /451 5\.7\.3 STARTTLS|5\.7\.3 STARTTLS is required/i },
    over: ['TEMPORARY_SERVER_ERROR'],
    because: 'MAIL before STARTTLS. Said as 451, though it never clears by itself.',
    source: sources.exchangeBounces,
  },
  {
    means: 'TEMPORARY_SERVER_ERROR',
    strength: 'strong',
    when: {
      text: /\bPRX\d*\b|Temporary server error|4\.3\.111|MRH1|STOREDRV.{0,40}(?:temporary|transient)|verdict is TransientError/i,
    },
    unless: [{ text: /mailbox logon failure/ }],
    over: ['CREDENTIALS_REJECTED', 'GREYLISTED', 'LOGIN_RATE_LIMITED', 'RATE_LIMITED'],
    because: 'A fault inside of the service, whatever command it answers.',
    source: 'https://github.com/jstedfast/MailKit/issues/566',
  },
];
