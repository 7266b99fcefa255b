import type { AccountOptions, MailMessage, Receipt, Transport } from '@ehlo/core';
import { generic } from '@ehlo/generic';
import { sandbox } from '@ehlo/sandbox';

type Box = Awaited<ReturnType<typeof sandbox.generic>>;

/** A scriptable server and a transport that is made for it. */
export interface Pair extends AsyncDisposable {
  readonly box: Box;
  readonly transport: Transport;
  /** The message that tests send, with what differs. */
  mail(differing?: MailMessage): MailMessage;
}

export async function pair(
  server: Parameters<typeof sandbox.generic>[0] = {},
  account: Partial<AccountOptions> = {},
): Promise<Pair> {
  const box = await sandbox.generic(server);
  const transport = generic({ ...box.transportOptions, ...account });
  return {
    box,
    transport,
    mail: (differing = {}) => ({
      from: box.user,
      to: 'you@example.net',
      subject: 'Hello',
      text: 'Hello.\n',
      ...differing,
    }),
    async [Symbol.asyncDispose]() {
      await transport.close();
      await box.close();
    },
  };
}

/** What a receipt came to, in one line that a table can hold. */
export function verdict(receipt: Receipt): string {
  return receipt.outcome === 'accepted'
    ? 'accepted'
    : `${receipt.outcome} ${receipt.error.code} at ${receipt.error.phase}`;
}

/** What the client said on one connection, secrets and message left out. */
export function said(receipt: Receipt): string[] {
  return receipt.trace.events.flatMap((event) => (event.kind === 'client' ? [event.line] : []));
}
