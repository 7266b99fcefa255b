import type { MailMessage, Receipt, Transport } from '@ehlo/core';
import { fetchTrusting } from '@ehlo/oauth';
import { sandbox, type WebSandbox } from '@ehlo/sandbox';
import { type OutlookOptions, outlook } from '../src/index.js';

export const USER = 'someone@contoso.com';
export const GRAPH = 'https://graph.microsoft.com/Mail.Send https://graph.microsoft.com/Mail.ReadWrite';
export const SMTP = 'https://outlook.office.com/SMTP.Send';

/** Microsoft's web on this machine, and what a transport needs to find it. */
export interface Web extends AsyncDisposable {
  readonly box: WebSandbox;
  readonly graph: NonNullable<OutlookOptions['graph']>;
  token(scope?: string, user?: string): string;
  /** Over Graph, unless told otherwise. */
  open(differing?: Partial<OutlookOptions>): Transport;
}

export async function startWeb(switches: Parameters<typeof sandbox.web>[0] = {}): Promise<Web> {
  const box = await sandbox.web(switches);
  const graph = { url: box.urls['graph.microsoft.com'], fetch: fetchTrusting(box.ca) };
  const token = (scope = GRAPH, user: string | undefined = USER): string =>
    box.mint({ provider: 'microsoft', scope, ...(user !== '' && { user }) }).accessToken;
  return {
    box,
    graph,
    token,
    open: (differing = {}) => outlook({ user: USER, auth: () => token(), via: 'graph', graph, ...differing }),
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
