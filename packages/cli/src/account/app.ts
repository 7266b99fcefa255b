import { type GmailSignIn, signIn as signInToGmail } from '@ehlo/gmail';
import type { SignedIn, TokenStore } from '@ehlo/oauth';
import { type OutlookSignIn, signIn as signInToOutlook } from '@ehlo/outlook';
import type { EmulatedWeb } from './emulated.js';
import type { Cloud, KeptAccount } from './register.js';

/** An app at a provider, as an account of it is signed in. */
export interface AppOptions {
  readonly account: KeptAccount;
  readonly clientSecret?: string | undefined;
  readonly store: TokenStore;
  readonly web?: EmulatedWeb | undefined;
}

/** The sign-in of one account, and what its adapter takes as `auth`. */
export type App =
  | { readonly provider: 'microsoft'; readonly auth: OutlookSignIn; readonly signedIn: SignedIn }
  | { readonly provider: 'google'; readonly auth: GmailSignIn; readonly signedIn: SignedIn };

/** The roads of the account decide which consent is asked. Nothing is dialled. */
export function appOf({ account, clientSecret, store, web }: AppOptions): App {
  const { address, clientId, tenant, via, provider } = account;
  const options = {
    clientId,
    store,
    ...(clientSecret !== undefined && { clientSecret }),
    ...(web !== undefined && { fetch: web.fetch }),
  };
  if (provider === 'google') {
    const road = via === 'gmail-api' ? via : 'smtp';
    const auth = signInToGmail({ ...options, road });
    return { provider, auth, signedIn: auth.for(address) };
  }
  const auth = signInToOutlook({
    ...options,
    road: via === 'graph' ? via : 'smtp',
    ...(via === 'auto' && { alsoFor: ['graph'] as const }),
    ...(tenant !== undefined && { tenant }),
  });
  return { provider, auth, signedIn: auth.for(address, serviceOf(account)) };
}

/**
 * The service of Microsoft that an account belongs to. Persons may have any address there; where they do, the tenant
 * tells. Undefined: as the domain tells.
 */
export function serviceOf({ tenant, cloud }: Pick<KeptAccount, 'tenant' | 'cloud'>): Cloud | 'personal' | undefined {
  return cloud ?? (tenant === 'consumers' ? 'personal' : undefined);
}
