import type { Rule } from '../rule.js';
import { sources } from './sources.js';
import { any, near } from './wordings.js';

/** Something counted that may not be more. */
const LIMIT =
  /exceed\w*|too (?:many|much)|more than (?:the )?(?:\d|allowed|permitted|max)|limit(?:s|ed)?\b|maximum|\bmax\b|\bonly \d|over (?:the )?\d|at most|reached/;
const RECIPIENTS = /\brecipients?\b|\brcpts?\b|\bRCPT TO\b|\baddressees\b/;
const MESSAGES = /\b(?:messages?|mails?|e-?mails?|recipients?|submissions?|sends?|sending)\b/;
const CONNECTIONS = /\b(?:connections?|sessions?|threads?)\b/;
/** An allowance for so long that waiting for it is no retry. */
const PER_DAY =
  /(?:per|a|each|every|this|in a) (?:day|month|week|24)|daily|monthly|weekly|\b24[- ]?(?:h\b|hours?)|\/ ?(?:day|month)/;
/** A pace. */
const PER_MOMENT =
  /(?:per|a|each|every|in a|in one) (?:second|minute|hour|connection|session)|hourly|(?:second|minute|hour) limit|\/ ?(?:s|sec|min|hour|h)\b/;

/** Limits, by what is counted and for how long, whatever the sentence that says so. */
export const limitRules: readonly Rule[] = [
  {
    means: 'QUOTA_EXHAUSTED',
    strength: 'strong',
    when: { text: near(MESSAGES, PER_DAY, 40), also: LIMIT, stage: ['mail', 'rcpt', 'data', 'rate', 'auth'] },
    unless: [{ text: /RefuseQuota|OutboundSpam|recipient'?s mailbox/i }],
    over: ['MESSAGE_CONTENT_REJECTED', 'RATE_LIMITED', 'TOO_MANY_RECIPIENTS', 'REFUSED_BY_SERVER', 'SENDER_NOT_OWNED'],
    because: 'Messages are counted by the day or the month.',
    source: sources.exchangeBounces,
  },
  {
    means: 'QUOTA_EXHAUSTED',
    strength: 'strong',
    when: {
      text: near(/\bquota\b/, /\brelay\b|\bsending\b|outgoing|submission|\bused\b|over your/, 30),
      stage: ['mail', 'rcpt', 'data', 'rate'],
    },
    unless: [{ text: /mailbox|recipient|storage|disk|RefuseQuota/i }],
    over: ['MESSAGE_TOO_LARGE', 'RECIPIENT_UNAVAILABLE', 'REFUSED_BY_SERVER'],
    because: 'An allowance for sending is used up.',
    source: sources.exchangeBounces,
  },
  {
    means: 'RATE_LIMITED',
    strength: 'strong',
    when: { text: near(MESSAGES, PER_MOMENT, 40), also: LIMIT, stage: ['mail', 'rcpt', 'data', 'rate'] },
    unless: [{ text: PER_DAY }],
    over: ['MESSAGE_CONTENT_REJECTED', 'TOO_MANY_RECIPIENTS', 'REFUSED_BY_SERVER', 'GREYLISTED', 'ACCOUNT_NOT_READY'],
    because: 'Messages are counted by the second, the minute or the hour.',
    source: sources.exchangeBounces,
  },
  {
    means: 'TOO_MANY_RECIPIENTS',
    strength: 'strong',
    when: { text: near(RECIPIENTS, LIMIT, 30), stage: ['mail', 'rcpt', 'data'] },
    unless: [
      {
        text: any(
          PER_DAY,
          PER_MOMENT,
          /recipient attempts|too (?:quickly|fast)|thread|quota|out of \d|size|receiving mail/,
        ),
      },
    ],
    over: ['REFUSED_BY_SERVER', 'TEMPORARY_SERVER_ERROR', 'ENVELOPE_INVALID', 'MESSAGE_TOO_LARGE'],
    because: 'The recipients of one message are counted.',
    source: 'https://www.rfc-editor.org/rfc/rfc5321#section-4.5.3.1.10',
  },
  {
    means: 'TOO_MANY_CONNECTIONS',
    strength: 'strong',
    when: {
      text: near(CONNECTIONS, LIMIT, 30),
      stage: ['connect', 'greeting', 'ehlo', 'auth', 'mail', 'data', 'rate'],
    },
    unless: [
      { text: any(/time|attempts|rate\b|recipient|per (?:second|minute|hour)|duration|messages? per|idle/) },
      { reply: false, stage: ['connect'] },
    ],
    over: ['TEMPORARY_SERVER_ERROR', 'RATE_LIMITED', 'SENDING_IP_REJECTED', 'REFUSED_BY_SERVER', 'LOGIN_RATE_LIMITED'],
    because: 'Connections are counted.',
    source: 'https://github.com/in2code-de/luxletter/issues/247',
  },
];
