import { type Flow, memoryStore, type Status } from '@ehlo/oauth';
import type { Session } from '../session.js';
import { Misuse } from '../trouble.js';
import { appOf } from './app.js';
import type { Client } from './client.js';
import type { EmulatedWeb } from './emulated.js';
import { type Cloud, isSame, type KeptAccount, type Register } from './register.js';

export interface SignInHere {
  readonly provider: KeptAccount['provider'];
  /** Undefined: whoever signs in. */
  readonly address: string | undefined;
  readonly tenant: string | undefined;
  readonly cloud: Cloud | undefined;
  readonly via: KeptAccount['via'];
  readonly client: Client;
  readonly web: EmulatedWeb | undefined;
  /** Another name may sign in: that of the owner of an alias or of a shared mailbox. */
  readonly alias: boolean;
  readonly flow: Flow;
}

/**
 * Has a person sign in and keeps the account, if it is the one that was asked for. Until then the grant is in memory, so
 * that a sign-in of somebody else takes nobody's place.
 */
export async function signInHere(
  { terminal }: Session,
  register: Register,
  { provider, address, tenant, cloud, via, client, web, alias, flow }: SignInHere,
): Promise<{ readonly account: KeptAccount; readonly status: Status }> {
  const { clientId, clientSecret } = client;
  const store = memoryStore();
  // Who they are is not known yet, so that any kind of account may sign in.
  const anyone = address === undefined && provider === 'microsoft' && cloud === undefined;
  const asked = tenant ?? (anyone ? 'common' : undefined);
  const place = { ...(asked !== undefined && { tenant: asked }), ...(cloud !== undefined && { cloud }) };
  const draft = { provider, clientId, via, ...place };
  const whoever = { ...draft, address: address ?? WHOEVER };
  const { signedIn } = appOf({ account: whoever, clientSecret, store, web });
  const status = await signedIn.signIn({ flow, signal: terminal.signal });
  const account = { ...draft, address: mailboxOf(status.subject, address, alias) };
  const grant = await store.read(whoever.address);
  if (clientSecret !== undefined) await register.keepClientSecret(clientId, clientSecret);
  await register.store.lock(account.address, () => register.store.write(account.address, grant));
  await register.keep(account);
  return { account, status: { ...status, account: account.address } };
}

/** No address, so that no page proposes it. */
const WHOEVER = 'whoever';

/** The address to keep it under. Throws a Misuse where somebody else signed in. */
function mailboxOf(subject: string | undefined, address: string | undefined, alias: boolean): string {
  if (address === undefined) {
    if (subject?.includes('@')) return subject;
    throw new Misuse(nameless);
  }
  // A guest's name holds a #, and those of a tenant's first domain need not be mail addresses.
  const tells = subject?.includes('@') && !/#|\.onmicrosoft\.(?:com|us|cn)$/i.test(subject);
  if (subject === undefined || !tells || alias || isSame(subject, address)) return address;
  throw new Misuse(somebodyElse(subject, address));
}

const nameless = {
  en: 'the provider does not say who signed in, so nothing was kept: give the address, ehlo login microsoft me@example.com',
  'zh-CN': '服务商没有说明登录者是谁，因此未保存：请给出地址，如 ehlo login microsoft me@example.com',
};

function somebodyElse(subject: string, address: string): Misuse['words'] {
  return {
    en: `${subject} signed in, not ${address}, so nothing was kept. Sign out of ${subject} in the browser or take a private window, and try again; where ${address} is an alias or a shared mailbox of ${subject}, add --alias`,
    'zh-CN': `登录的是 ${subject}，而不是 ${address}，因此未保存。请在浏览器中退出 ${subject} 或改用无痕窗口后重试；若 ${address} 是 ${subject} 的别名或共享邮箱，请加 --alias`,
  };
}
