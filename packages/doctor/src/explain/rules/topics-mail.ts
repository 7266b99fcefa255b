import type { Stage } from '../observation.js';
import { sources } from './sources.js';
import type { Topic } from './topics.js';
import { any, near } from './wordings.js';

const TRANSACTION: readonly Stage[] = ['mail', 'rcpt', 'data', 'rate'];

/** Sender, recipients, limits and the message. */
export const mailTopics: readonly Topic[] = [
  {
    means: 'GOOGLE_RELAY_NOT_REGISTERED',
    at: TRANSACTION,
    about: near(
      /Workspace|smtp-relay|G ?Suite|Google Apps/,
      /\bIP\b|address|allow ?list|regist(?:ered|ration)|relay (?:service|setting|rule)/,
    ),
    source: 'https://support.google.com/a/answer/6140680',
  },
  {
    means: 'SENDER_NOT_OWNED',
    at: TRANSACTION,
    about: near(
      /sends? (?:as|from)|\bFrom\b|sender/,
      /alias(?:es)?\b|may not send|must be one of|log(?:s|ged)? ?in (?:is|as|with|user)?|authenticated (?:as|user)|\blogin\b|account name|visitor|other than the/,
    ),
    source: 'https://github.com/gophish/gophish/issues/2900',
  },
  {
    means: 'SENDER_IDENTITY_NOT_VERIFIED',
    at: TRANSACTION,
    about: near(
      /sandbox|trial|recipient|sender|domain|identity/,
      /(?:not|un|never|isn't|hasn't been) ?(?:yet )?verified|still in (?:the )?sandbox|has to be verified|not (?:associated|registered|linked|known|added|found|configured)[^.\n]{0,20}\baccount/,
    ),
    source: 'https://github.com/aschroder/Magento-SMTP-Pro-Email-Extension/issues/117',
  },
  {
    means: 'ENVELOPE_INVALID',
    at: ['mail', 'rcpt'],
    about: near(
      /recipients?\b|addresse?s?\b|\bRCPT\b|\bTo\b|\bFrom\b/,
      /semicolon|\bcomma\b|joined|\bin one\b|\bempty\b|blank\b|display name|angle|umlaut|trailing|newline|null\b|undefined/,
    ),
    source: sources.smtp,
  },
  {
    means: 'RELAY_DENIED',
    at: ['rcpt', 'mail'],
    about: any(
      near(
        /own (?:domain|users)|local (?:domain|users|recipients)|inside|internal/,
        /(?:external|outside|other|gmail\.com|foreign)[^.\n]{0,30}(?:refus|reject|fail|denied|not)/,
      ),
      near(/external|outside|foreign/, /(?:recipients?|addresses|domains?)[^.\n]{0,30}(?:refus|reject|fail|denied)/),
    ),
    source: sources.postfix,
  },
  {
    means: 'GREYLISTED',
    at: ['rcpt', 'data'],
    about: any(
      near(/first (?:attempt|try|time|delivery)/, /deferred|refused|4[05]\d|fails?|reject/),
      near(
        /(?:taken|accepted|works|goes through|delivered|succeeds)/,
        /(?:minutes?|an? (?:quarter|while)) (?:later|after)|second (?:attempt|try)|on retry/,
      ),
    ),
    over: ['TEMPORARY_SERVER_ERROR'],
    source: 'https://github.com/eleith/emailjs/issues/202',
  },
  {
    means: 'TOO_MANY_RECIPIENTS',
    at: ['rcpt', 'data', 'mail'],
    about: near(
      /\b(?:\d{3,}|hundreds of|thousands of) (?:addresses|recipients|users|people|subscribers|bcc)/,
      /\bBCC\b|one (?:mail|message|transaction)|at once|\bTo\b|single/,
      80,
    ),
    source: 'https://www.rfc-editor.org/rfc/rfc5321#section-4.5.3.1.10',
  },
  {
    means: 'QUOTA_EXHAUSTED',
    at: [...TRANSACTION, 'auth'],
    about: near(
      /until (?:tomorrow|the next day|midnight)|next day|a day later|24 ?h|per day|daily|this month|monthly/,
      /mails?\b|messages?\b|limit|sends?\b|no more|quota/,
    ),
    over: ['RATE_LIMITED'],
    source: sources.exchangeBounces,
  },
  {
    means: 'MESSAGE_TOO_LARGE',
    at: ['data', 'mail'],
    about: near(
      /\b\d+(?:\.\d+)? ?(?:MB|MiB|megabytes?|M)\b/,
      /attach\w*|file|PDF|video|zip|message|mail|refus|reject|fail|photo|image/,
    ),
    source: 'https://www.rfc-editor.org/rfc/rfc1870#section-6.1',
  },
  {
    means: 'MESSAGE_CONTENT_REJECTED',
    at: ['data'],
    about: any(
      near(/\.?(?:exe|js|bat|jar|vbs|scr|docm|xlsm|iso)\b/, /attach\w*|zip|inside|file|archive/),
      near(/\blines?\b/, /\bLF\b|\\n\b|line feed|without CR|CRLF|longer than|998/),
    ),
    over: ['TEMPORARY_SERVER_ERROR'],
    source: sources.smtp,
  },
  {
    means: 'DOMAIN_AUTH_FAILED',
    at: ['data', 'rcpt'],
    about: near(/\bSPF\b|\bDKIM\b|\bDMARC\b/, /no\b|record|missing|fail|not (?:set|published|signed|aligned)|align/),
    source: 'https://support.google.com/mail/answer/81126',
  },
  {
    means: 'CLIENT_REPLY_DESYNC',
    at: ['greeting', 'ehlo', 'auth', 'mail', 'rcpt', 'data'],
    about: any(
      /(?:one|a) (?:reply|response) (?:behind|late|too (?:early|late))|first line of (?:a |the )?multi-?line|replies? (?:is |are |get )?(?:shifted|mixed up|out of order)/,
      near(
        /\bRSET\b|pooled|reused?|kept? (?:open|alive)/,
        /without|503|never|not (?:sent|reset)|after a (?:refused|failed|rejected)|stale/,
      ),
    ),
    over: ['EHLO_NAME_REJECTED'],
    source: sources.smtp,
  },
];
