import {
  type MicrosoftOptions,
  microsoft,
  type Provider,
  type Road,
  type SignedIn,
  type SignInOptions,
  signIn as signInWith,
} from '@ehlo/oauth';
import { type Account, accountOf } from './account.js';

/** How people sign in at your app; what is left out is known of their accounts. */
export interface OutlookSignInOptions extends Omit<SignInOptions, 'provider' | 'account' | 'road' | 'alsoFor'> {
  /**
   * Default: `consumers` for personal accounts, `organizations` for the others. An app that was registered for one
   * organisation needs its tenant: the GUID, or a domain of it.
   */
  readonly tenant?: MicrosoftOptions['tenant'];
  /** What a sign-in is for. Default `smtp`; `graph` for `via: 'graph'`. */
  readonly road?: 'smtp' | 'graph';
  /** What consent is asked for beside that: `['graph']` for `via: 'auto'`. */
  readonly alsoFor?: ReadonlyArray<'smtp' | 'graph'>;
  /** In place of Microsoft's endpoints: a test server. */
  readonly provider?: Provider;
}

/** Sign-ins at one app, for any number of accounts: what `outlook()` takes as `auth`. */
export interface OutlookSignIn {
  readonly roads: readonly Road[];
  /** The sign-in of one account: to have its owner sign in, to see its status, to sign out. The same for the same account. */
  for(user: string, account?: Account): SignedIn;
}

/**
 * Signs in once and stays signed in: `outlook({ user, auth: signIn({ clientId, store }) })`. Whose authority and whose
 * scopes are asked follows from the account.
 */
export function signIn({ tenant, provider, ...options }: OutlookSignInOptions): OutlookSignIn {
  const signedIn = new Map<string, SignedIn>();
  const { road = 'smtp', alsoFor = [] } = options;
  return {
    roads: [road, ...alsoFor],
    for(user, account) {
      const service = accountOf(user, account);
      const key = `${service} ${user}`;
      const known = signedIn.get(key);
      if (known !== undefined) return known;
      const made = signInWith({ ...options, provider: provider ?? providerOf(service, tenant), account: user });
      signedIn.set(key, made);
      return made;
    },
  };
}

function providerOf(service: Account, tenant: MicrosoftOptions['tenant']): Provider {
  const cloud = service === 'gcc-high' ? 'us-government' : service === '21vianet' ? '21vianet' : 'world';
  return microsoft({ tenant: tenant ?? (service === 'personal' ? 'consumers' : 'organizations'), cloud });
}
