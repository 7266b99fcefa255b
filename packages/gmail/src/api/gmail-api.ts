import { type LimitRow, misuse } from '@ehlo/core';
import type { HttpApi, Refused } from '@ehlo/core/http';
import { causes } from '../causes.js';
import { pages } from '../sources.js';
import { gmailToken } from '../tokens.js';
import { apiAnswers } from './answers.js';
import { sendMedia, sendRaw, sendResumable } from './forms.js';

export interface GmailApiOptions {
  /** An https: address in place of `https://gmail.googleapis.com`: a test server, a gateway. */
  readonly url?: string;
  /** HTTPS. Default: the `fetch` of Node.js. For a private authority `fetchTrusting(ca)` of `@ehlo/oauth`. */
  readonly fetch?: typeof fetch;
}

/** A request of JSON may have 5 MB, and base64 makes four octets of three. */
const RAW_OCTETS = 3_500_000;
/** developers.google.com/workspace/gmail/api/guides/uploads: simple uploads are for up to 5 MB. */
const MEDIA_OCTETS = 5_000_000;

/** The Gmail API for an account of a service. Throws a MailError that names the option at fault. */
export function gmailApi(service: string, options: GmailApiOptions): HttpApi {
  const stranger = Object.keys(options).find((name) => name !== 'url' && name !== 'fetch');
  if (stranger !== undefined)
    throw misuse('CONFIG_VALUE_INVALID', 'gmailApi', 'has an option that is neither url nor fetch');
  return {
    id: `gmail-api:${service}`,
    name: 'Gmail API',
    url: options.url ?? 'https://gmail.googleapis.com',
    token: gmailToken,
    limits: apiLimits,
    answers: apiAnswers,
    causes,
    notes: ['Scope: https://www.googleapis.com/auth/gmail.send, or https://mail.google.com/, which SMTP takes too.'],
    readRefusal,
    send: ({ octets }, line) => {
      if (octets.length <= RAW_OCTETS) return sendRaw(octets, line);
      return octets.length <= MEDIA_OCTETS ? sendMedia(octets, line) : sendResumable(octets, line);
    },
    // Refused for want of a recipient, and before that for want of anything else.
    check: async (line) => {
      const raw = Buffer.from('Subject: check\r\n\r\n').toString('base64url');
      const headers = { 'content-type': 'application/json' };
      const path = '/gmail/v1/users/me/messages/send';
      await line.ask({ method: 'POST', path, headers, body: JSON.stringify({ raw }), expects: [400] });
    },
  };
}

/** The newer form has one text and a status; the older a list of reasons, which say more. */
function readRefusal(body: unknown): Refused {
  const { error } = (body ?? {}) as { error?: { message?: unknown; status?: unknown; errors?: unknown } };
  const [first] = Array.isArray(error?.errors) ? (error.errors as Array<{ reason?: unknown }>) : [];
  const code = first?.reason ?? error?.status;
  const text = error?.message;
  const time = typeof text === 'string' ? /Retry after (\d{4}-\d\d-\d\dT[\d:.]+Z)/i.exec(text)?.[1] : undefined;
  return {
    ...(typeof code === 'string' && { code }),
    ...(typeof text === 'string' && { text }),
    ...(time !== undefined && { retryAt: new Date(time) }),
  };
}

const apiLimits: readonly LimitRow[] = [
  {
    limit: 'messages-per-minute',
    value: 60,
    because: 'A message costs 100 units, and a user has 6,000 a minute. Projects from before May 2026 have more.',
    source: pages.apiQuota,
  },
  {
    limit: 'recipients-per-message',
    value: 100,
    because: 'By SMTP and by the API alike; the web allows 500.',
    source: pages.workspaceLimits,
  },
  {
    limit: 'message-octets',
    value: 36_700_160,
    because: 'The largest upload: 35 MB, attachments in base64 included.',
    source: pages.apiSend,
  },
];
