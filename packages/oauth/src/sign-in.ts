import { type AccessToken, misuse, type TokenRequest, type TokenSource } from '@ehlo/core';
import { given } from './cached.js';
import type { ClientOptions } from './client-auth.js';
import { Asker } from './endpoint.js';
import { errorOf } from './failure.js';
import type { Flow } from './flow.js';
import type { Provider, Road } from './provider.js';
import { scopeOf } from './scope.js';
import { Session, type Status } from './session.js';
import type { TokenStore } from './store.js';
import type { Surroundings } from './surroundings.js';

export interface SignInOptions extends ClientOptions, Surroundings {
  readonly provider: Provider;
  readonly store: TokenStore;
  /**
   * Under which name the sign-in is kept, and whom the page may propose: the mail address. It may be left out where
   * an adapter fills in its `user`, by `forAccount`.
   */
  readonly account?: string;
  /** What the tokens are for. Default `smtp`. */
  readonly road?: Road;
  /** In place of the scope of the provider for that road. */
  readonly scope?: string;
  /**
   * Roads to ask consent for in the same sign-in, so that `road()` gives tokens for them later without a person. By
   * `authorizationCode()`: a device code is for one service (AADSTS28000).
   */
  readonly alsoFor?: readonly Road[];
  /**
   * Allows a sign-in whenever one is needed, in the middle of sending: for programs with a person before them. Left
   * out, the mail fails with SignInNeeded at once, and `signIn()` is called when the person is there.
   */
  readonly flow?: Flow;
  /** A refresh token that is there already. It is used as long as the store has nothing for the account. */
  readonly refreshToken?: string;
}

/** A token source that remembers a sign-in. It is what an adapter takes as `auth`. */
export interface SignedIn {
  /** A token that is good for at least some minutes. Rejects with SignInNeeded where only a person can help. */
  (request?: TokenRequest): Promise<AccessToken>;
  /** Has the person sign in now, whatever the store holds. `flow` is that of the options where it is left out. */
  signIn(options?: { readonly flow?: Flow; readonly signal?: AbortSignal }): Promise<Status>;
  /** Forgets the sign-in. At the provider it stays until the owner takes it back there. */
  signOut(): Promise<void>;
  /** What is stored, without the tokens. Undefined where nobody has signed in. */
  status(): Promise<Status | undefined>;
  /** Tokens of the same sign-in for another road. Microsoft has a token for each; elsewhere it is the same. */
  road(road: Road): TokenSource;
  /** The same with another account, always the same one for the same account. */
  forAccount(account: string): SignedIn;
}

/**
 * Signs in once and stays signed in: tokens come from the store, are renewed before they end, and every new refresh
 * token is stored before the access token that came with it is used. Any number of processes may share the store.
 * Throws a MailError that names the option at fault.
 */
export function signIn(options: SignInOptions): SignedIn {
  if (typeof options.store?.lock !== 'function') {
    throw misuse('CONFIG_VALUE_INVALID', 'store', 'is no token store, such as fileStore() or memoryStore()');
  }
  const accounts = new Map<string, SignedIn>();
  const forAccount = (account: string): SignedIn => {
    const signedIn = accounts.get(account) ?? signedInAs(account, options, forAccount);
    accounts.set(account, signedIn);
    return signedIn;
  };
  if (options.account !== undefined) return forAccount(options.account);
  // What else is wrong with the options is said now, and not when the account is known.
  signedInAs('nobody', options, forAccount);
  const missing = async (): Promise<never> => {
    throw misuse('CREDENTIALS_MISSING', 'account', 'is missing: the sign-in is kept under it');
  };
  return Object.assign(missing, {
    signIn: missing,
    signOut: missing,
    status: missing,
    road: () => missing,
    forAccount,
  });
}

function signedInAs(account: string, options: SignInOptions, forAccount: SignedIn['forAccount']): SignedIn {
  const { provider, store, flow, refreshToken } = options;
  if (typeof account !== 'string' || account === '') {
    throw misuse('CREDENTIALS_MISSING', 'account', 'is empty: the sign-in is kept under it');
  }
  const scope = scopeOf(provider, 'delegated', options);
  const session: Session = new Session({
    asker: new Asker(provider, options, (event) => session.tell(event)),
    store,
    account,
    consent: (options.alsoFor ?? []).map((each) => scopeOf(provider, 'delegated', { road: each })).join(' '),
    ...(refreshToken !== undefined && { refreshToken }),
  });

  const source =
    (wanted: string) =>
    async (request: TokenRequest = {}): Promise<AccessToken> => {
      const asked = await session.token(wanted, request, flow);
      if ('verdict' in asked) throw errorOf(asked.verdict, account);
      return given(asked.answer);
    };

  return Object.assign(source(scope), {
    signIn: async (now: { readonly flow?: Flow; readonly signal?: AbortSignal } = {}): Promise<Status> => {
      const chosen = now.flow ?? flow;
      if (chosen === undefined) {
        throw misuse('CONFIG_VALUE_INVALID', 'flow', 'is missing: deviceCode() or authorizationCode()');
      }
      const asked = await session.signIn(scope, chosen, now.signal);
      if ('verdict' in asked) throw errorOf(asked.verdict, account);
      return asked.answer;
    },
    signOut: () => session.signOut(),
    status: () => session.status(),
    // Where one token serves all, asking for a part of it would be refused.
    road: (other: Road) => source(provider.scopeOnRefresh ? scopeOf(provider, 'delegated', { road: other }) : scope),
    forAccount,
  });
}
