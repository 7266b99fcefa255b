import { type LimitRow, misuse } from '@ehlo/core';
import type { HttpApi, Refused } from '@ehlo/core/http';
import type { Account } from '../account.js';
import { causes } from '../causes.js';
import { pages } from '../sources.js';
import { graphToken } from '../tokens.js';
import { graphAnswers } from './answers.js';
import { sendDraft } from './draft.js';
import { sendJson } from './json.js';
import { type Mailbox, mailboxPath } from './mailbox.js';
import { fitsMime, sendMime } from './mime-form.js';

export interface GraphOptions {
  /** Send from this mailbox, by address or id, where it is not that of `user`: a shared one. Wants Mail.Send.Shared. */
  readonly mailbox?: string;
  /**
   * Default true. False wants Graph's JSON form, which carries one body, X- headers only (five at most) and no
   * `inReplyTo` or `list`; a message that it cannot carry is thrown back.
   */
  readonly saveToSentItems?: boolean;
  /** An https: address in place of `https://graph.microsoft.com`: a test server, a gateway. */
  readonly url?: string;
  /** HTTPS. Default: the `fetch` of Node.js. For a private authority `fetchTrusting(ca)` of `@ehlo/oauth`. */
  readonly fetch?: typeof fetch;
}

interface Cloud {
  readonly url: string;
  /** Where its upload sessions are. */
  readonly uploads: string;
}

const world: Cloud = { url: 'https://graph.microsoft.com', uploads: 'https://outlook.office.com' };

/** learn.microsoft.com/graph/deployments. High Volume Email has no mailboxes behind it. */
const clouds: Readonly<Partial<Record<Account, Cloud>>> = {
  personal: world,
  work: world,
  'gcc-high': { url: 'https://graph.microsoft.us', uploads: 'https://outlook.office365.us' },
  '21vianet': { url: 'https://microsoftgraph.chinacloudapi.cn', uploads: 'https://partner.outlook.cn' },
};

/** Graph for an account. Throws a MailError that names the option at fault. */
export function graphApi(user: string, account: Account, service: string, options: GraphOptions): HttpApi {
  const cloud = clouds[account];
  if (cloud === undefined) throw misuse('CONFIG_VALUE_INVALID', 'via', `must be 'smtp': ${account} has no Graph`);
  checkGraph(options);
  const { mailbox: shared, saveToSentItems = true, url = cloud.url } = options;
  const mailbox: Mailbox = { user, ...(shared !== undefined && { shared }) };
  return {
    id: `graph:${service}`,
    name: 'Microsoft Graph',
    url,
    uploads: [cloud.uploads],
    token: graphToken(cloud.url),
    limits: graphLimits,
    answers: graphAnswers,
    causes,
    notes: [`Scope: ${cloud.url}/Mail.Send, and Mail.ReadWrite for messages over 3 MB. A token for SMTP is refused.`],
    readRefusal,
    send: async (mail, line) => {
      if (!saveToSentItems) return sendJson(mail, mailbox, line);
      return fitsMime(mail) ? sendMime(mail, mailbox, line) : sendDraft(mail, mailbox, line);
    },
    // Refused for want of a recipient, and before that for want of anything else.
    check: async (line) => {
      const body = JSON.stringify({ message: { subject: '', toRecipients: [] }, saveToSentItems: false });
      const headers = { 'content-type': 'application/json' };
      await line.ask({ method: 'POST', path: mailboxPath(mailbox, '/sendMail'), headers, body, expects: [400] });
    },
  };
}

function readRefusal(body: unknown): Refused {
  const { code, message } = (body as { error?: { code?: unknown; message?: unknown } } | undefined)?.error ?? {};
  return { ...(typeof code === 'string' && { code }), ...(typeof message === 'string' && { text: message }) };
}

const known = ['mailbox', 'saveToSentItems', 'url', 'fetch'];

function checkGraph(options: GraphOptions): void {
  const stranger = Object.keys(options).find((name) => !known.includes(name));
  if (stranger !== undefined)
    throw misuse('CONFIG_VALUE_INVALID', 'graph', `has an option that is none of ${known.join(', ')}`);
  const { mailbox, saveToSentItems } = options;
  if (mailbox !== undefined && (typeof mailbox !== 'string' || !/^[\w.@'+-]+$/.test(mailbox)))
    throw misuse('CONFIG_VALUE_INVALID', 'graph.mailbox', 'is neither a mail address nor an id');
  if (saveToSentItems !== undefined && typeof saveToSentItems !== 'boolean')
    throw misuse('CONFIG_VALUE_INVALID', 'graph.saveToSentItems', 'is neither true nor false');
}

/** The limits of Graph, and of the mailbox, which hold for whatever road. */
const graphLimits: readonly LimitRow[] = [
  {
    limit: 'connections',
    value: 4,
    because: 'Four requests of one app to one mailbox at a time; a fifth is ApplicationThrottled.',
    source: pages.graphLimits,
  },
  {
    limit: 'messages-per-minute',
    value: 30,
    because: 'The limit of the mailbox: more are not refused but carried over to the following minutes, out of sight.',
    source: pages.submission,
  },
  {
    limit: 'recipients-per-message',
    value: 500,
    because: 'The default of the mailbox; an admin may set 1 to 1,000.',
    source:
      'https://learn.microsoft.com/en-us/office365/servicedescriptions/exchange-online-service-description/exchange-online-limits',
  },
  {
    limit: 'message-octets',
    value: 157_286_400,
    because: 'The most that an admin may allow a mailbox. The default is 35 MB.',
    source: pages.graphLarge,
  },
];
