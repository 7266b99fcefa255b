import type { AccountOptions, LimitRow, MailMessage, Profile, Receipt, Transport } from '@ehlo/core';
import { generic, genericProfile } from '@ehlo/generic';
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

/** A provider of which these limits are known; `seconds` is the window of `messages-per-minute`. */
export function limited(limits: Partial<Record<LimitRow['limit'], number>>, seconds = 60): Profile {
  const rows = Object.entries(limits).map(([limit, value]) => ({
    limit: limit as LimitRow['limit'],
    value,
    seconds,
    because: 'for the test',
    source: 'recorded here',
  }));
  return { ...genericProfile, limits: rows };
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

/** What a test waits for in place of looking again and again: the first event that is meant, of a call or of an account. */
export function first(meant: (event: { readonly kind: string; readonly line?: string }) => boolean) {
  let tell: () => void = () => undefined;
  const came = new Promise<void>((resolve) => (tell = resolve));
  return { came, observe: (event: { readonly kind: string }): void => void (meant(event) && tell()) };
}

/** The first command of this name that the client said. */
export const firstSaid = (verb: string) => first(({ kind, line }) => kind === 'client' && line?.split(' ')[0] === verb);

/** For what a server does, which tells nobody: looked at again until it is so. */
export const patiently = { timeout: 15_000 } as const;
