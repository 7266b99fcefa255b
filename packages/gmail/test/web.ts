import type { MailMessage, Receipt, Transport } from '@ehlo/core';
import { fetchTrusting } from '@ehlo/oauth';
import { sandbox, type WebSandbox } from '@ehlo/sandbox';
import { type GmailOptions, gmail } from '../src/index.js';

export const USER = 'someone@gmail.com';
export const SEND = 'https://www.googleapis.com/auth/gmail.send';
export const FULL = 'https://mail.google.com/';

type MailboxOptions = Extract<GmailOptions, { user: string; gmailApi?: object }>;

/** Google's web on this machine, and what a transport needs to find it. */
export interface Web extends AsyncDisposable {
  readonly box: WebSandbox;
  readonly gmailApi: NonNullable<MailboxOptions['gmailApi']>;
  token(scope?: string): string;
  /** Over the API, unless told otherwise. */
  open(differing?: Partial<MailboxOptions>): Transport;
}

export async function startWeb(switches: Parameters<typeof sandbox.web>[0] = {}): Promise<Web> {
  const box = await sandbox.web(switches);
  const gmailApi = { url: box.urls['gmail.googleapis.com'], fetch: fetchTrusting(box.ca) };
  const token = (scope = SEND): string => box.mint({ provider: 'google', user: USER, scope }).accessToken;
  return {
    box,
    gmailApi,
    token,
    open: (differing = {}) => gmail({ user: USER, auth: () => token(), via: 'gmail-api', gmailApi, ...differing }),
    [Symbol.asyncDispose]: () => box.close(),
  };
}

export const mail = (differing: MailMessage = {}): MailMessage => ({
  from: USER,
  to: 'you@example.net',
  subject: 'Hello',
  text: 'Hello.\n',
  ...differing,
});

/** What a receipt came to, in one line that a table can hold. */
export function verdict(receipt: Receipt): string {
  return receipt.outcome === 'accepted'
    ? 'accepted'
    : `${receipt.outcome} ${receipt.error.code} at ${receipt.error.phase}`;
}
