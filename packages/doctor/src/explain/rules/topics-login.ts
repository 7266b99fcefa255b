import type { Stage } from '../observation.js';
import { sources } from './sources.js';
import type { Topic } from './topics.js';
import { any, near } from './wordings.js';

const TRANSACTION: readonly Stage[] = ['mail', 'rcpt', 'data', 'rate'];
const PASSWORDS = ['CREDENTIALS_REJECTED', 'GMAIL_PASSWORD_NOT_ACCEPTED', 'APP_PASSWORD_REQUIRED'];

/** The login and the token. */
export const loginTopics: readonly Topic[] = [
  {
    means: 'AUTH_MECHANISM_MISMATCH',
    at: ['auth'],
    about: any(
      near(
        /mechanism|AUTH (?:type|method)|authentication (?:type|method)/,
        /unsupported|not (?:in|among)|unknown|only (?:does|knows|offers|lists)|lists? (?:only|nothing but)|missing/,
      ),
    ),
    over: ['XOAUTH2_TOKEN_REJECTED'],
    source: sources.auth,
  },
  {
    means: 'AUTH_MECHANISM_MISMATCH',
    at: ['auth'],
    // Two mechanisms by their names: what the one side has, and what the other wants.
    about:
      /\b(PLAIN|LOGIN|CRAM-MD5|NTLM|XOAUTH2)\b(?:[^.\n]|\.(?=\w)){0,60}(?:takes?|offers?|lists?|wants?|supports?|accepts?|only|advertises?|but)[^.\n]{0,30}\b(?!\1)(?:PLAIN|LOGIN|CRAM-MD5|NTLM|XOAUTH2)\b/,
    over: ['XOAUTH2_TOKEN_REJECTED'],
    source: sources.auth,
  },
  {
    means: 'LOGIN_RATE_LIMITED',
    at: ['auth'],
    about: near(
      /\blog(?:s|ged)? ?ins?\b|sign-?ins?|authenticat\w+/,
      /(?:for |per |with )?(?:each|every) (?:mail|message|e-?mail|second|minute)|for a while|after (?:a )?(?:hundred|dozen|many|several|too many)|too often|in a loop/,
    ),
    over: PASSWORDS,
    source: 'https://github.com/gophish/gophish/issues/1836',
  },
  {
    means: 'ACCOUNT_NOT_READY',
    at: ['auth', ...TRANSACTION],
    about: near(
      /\baccount\b|\bmailbox\b/,
      /(?:temporarily |been )(?:locked|blocked|suspended|closed)|not (?:yet )?(?:activated|verified|confirmed|set up)|never (?:activated|confirmed)|(?:client|SMTP|IMAP|POP3?) access/,
    ),
    over: PASSWORDS,
    source: 'https://github.com/Foundry376/Mailspring/issues/240',
  },
  {
    means: 'ACCOUNT_SENDING_BLOCKED',
    at: ['auth', ...TRANSACTION],
    about: near(
      /un-?block\w*|blocks?\b|blocked|restrict\w*|frozen|on hold/,
      /captcha|\baccount\b|\bmailbox\b|\bsending\b|Defender|for spam/,
    ),
    over: PASSWORDS,
    source: 'https://github.com/Youans/nodejs-nodemailer-outlook/issues/11',
  },
  {
    means: 'RATE_LIMITED',
    at: TRANSACTION,
    about:
      /in a row|one after (?:the other|another)|burst|several (?:mails|emails|messages|notifications)|quick succession|if I wait a while|bulk/,
    source: sources.exchangeBounces,
  },
  {
    means: 'CREDENTIALS_REJECTED',
    at: ['auth'],
    about: near(
      /\bpassword\b/,
      /\b(?:was |has been |been |got )?(?:changed|reset)\b|old one|\btypo\b|mistyped|saved one|still the old|typed wrongly/,
    ),
    over: ['GMAIL_PASSWORD_NOT_ACCEPTED'],
    source: sources.auth,
  },
  {
    means: 'MS_SMTP_AUTH_DISABLED',
    at: ['auth', 'mail'],
    about: near(
      /SMTP ?AUTH\b|Authenticated SMTP|SMTP client auth\w*/,
      /\boff\b|disabled|not (?:enabled|on|allowed|ticked)|switched|blocked for the (?:tenant|mailbox)/,
      30,
    ),
    over: PASSWORDS,
    source: sources.exchangeDevices,
  },
  {
    means: 'MS_BASIC_AUTH_DISABLED_CONSUMER',
    at: ['auth'],
    about: near(
      /hotmail|outlook\.com|live\.com|msn\.com|personal (?:Microsoft )?account/,
      /app password|password|basic auth\w*|September 2024|no longer/,
    ),
    over: PASSWORDS,
    source: 'https://github.com/nodemailer/nodemailer/issues/1715',
  },
  {
    means: 'MS_BASIC_AUTH_DISABLED_TENANT',
    at: ['auth'],
    about: near(
      /basic auth\w*|legacy auth\w*/,
      /authentication polic|tenant|organi[sz]ation|company|blocked by (?:a |an )?polic/,
    ),
    over: PASSWORDS,
    source: 'https://github.com/rpremraj/mailR/issues/107',
  },
  {
    means: 'MS_CONDITIONAL_ACCESS',
    at: ['auth', 'token'],
    about: near(
      /\bEntra\b|Azure AD|\bAAD\b|sign-?in log|tenant|organi[sz]ation/,
      /(?:location|country|device|named|access|risk)[\w ]{0,12}polic\w+|polic\w+[\w ]{0,12}(?:location|country|device|risk)|blocked by (?:a |the )?policy/,
    ),
    over: PASSWORDS,
    source: sources.entra,
  },
  {
    means: 'XOAUTH2_WRONG_AUDIENCE',
    at: ['auth'],
    about: any(
      near(
        /token|scopes?\b/,
        /graph\.microsoft|(?:for|works? (?:for|with)|of) (?:the )?(?:Microsoft )?Graph\b|Graph API/,
      ),
      near(/\bGraph\b/, /\bsame\b|user data|\bworks?\b|calls?\b/),
    ),
    over: ['XOAUTH2_TOKEN_REJECTED'],
    source: sources.exchangeOAuth,
  },
  {
    means: 'XOAUTH2_SCOPE_MISSING',
    at: ['auth'],
    about: near(
      /\bscopes?\b|token|consent/,
      /(?:not|no|without|lacks?|missing|but not) (?:the )?(?:https:\S+)?(?:SMTP\.Send|mail\.google\.com)|(?:for )?(?:IMAP|POP3?|reading) only|(?:only|just) (?:for )?(?:https:\S+)?(?:IMAP|Mail\.|gmail\.)/,
      80,
    ),
    over: ['XOAUTH2_TOKEN_REJECTED'],
    source: sources.exchangeOAuth,
  },
  {
    means: 'XOAUTH2_IDENTITY_MISMATCH',
    at: ['auth'],
    about: near(
      /token/,
      /(?:issued|belongs|granted|made) (?:to|for) (?:the |an? )?(?:\w+@|delegate|admin|owner|other|primary|user)|owner|(?:and|with|for|but) (?:the )?(?:user|login|name|address)\b/,
    ),
    over: ['XOAUTH2_TOKEN_REJECTED'],
    source: sources.exchangeOAuth,
  },
];
