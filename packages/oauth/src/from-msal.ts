import type { TokenRequest, TokenSource } from '@ehlo/core';
import type { ErrorRow } from './error-rows.js';
import { microsoftErrors } from './error-rows-microsoft.js';
import { errorOf } from './failure.js';
import { judge } from './judge.js';
import { refusalFrom } from './refusal.js';

/** What is used of an application of `@azure/msal-node`, public or confidential. */
export interface MsalApplication<Account> {
  acquireTokenSilent(request: {
    account: Account;
    scopes: string[];
    forceRefresh?: boolean;
  }): Promise<MsalResult | null>;
  acquireTokenByClientCredential?(request: { scopes: string[]; skipCache?: boolean }): Promise<MsalResult | null>;
}

export interface MsalResult {
  readonly accessToken: string;
  readonly expiresOn: Date | null;
}

export interface FromMsalOptions<Account> {
  /** Such as `https://outlook.office.com/SMTP.Send`, or `https://outlook.office365.com/.default` without an account. */
  readonly scopes: readonly string[];
  /** Who has signed in; left out, the app acts for itself by client credentials. */
  readonly account?: Account;
}

/** Tokens of an MSAL application that is there already, with its cache. What it refuses gets its cause here. */
export function fromMsal<Account>(app: MsalApplication<Account>, options: FromMsalOptions<Account>): TokenSource {
  const { account } = options;
  return async ({ refused }) => {
    try {
      const result = await ask(app, options, refused);
      if (!result) throw Object.assign(new Error('no token'), { errorCode: 'no_tokens_found' });
      return { token: result.accessToken, ...(result.expiresOn && { expiresAt: result.expiresOn.getTime() }) };
    } catch (error) {
      const { errorCode, errorMessage } = error as { errorCode?: unknown; errorMessage?: unknown };
      if (typeof errorCode !== 'string') throw error;
      const refusal = refusalFrom(errorCode, typeof errorMessage === 'string' ? errorMessage : '');
      const grant = account === undefined ? 'client_credentials' : 'refresh_token';
      const asked = { grant, client: account === undefined ? 'secret' : 'none' } as const;
      throw errorOf(judge(refusal, asked, [...msalErrors, ...microsoftErrors]), nameOf(account));
    }
  };
}

/** MSAL gives the token of its cache as long as that is not over; one that was refused must be asked anew. */
async function ask<Account>(
  app: MsalApplication<Account>,
  { account, scopes }: FromMsalOptions<Account>,
  refused: TokenRequest['refused'],
): Promise<MsalResult | null | undefined> {
  const get = (anew: boolean) =>
    account === undefined
      ? app.acquireTokenByClientCredential?.({ scopes: [...scopes], skipCache: anew })
      : app.acquireTokenSilent({ account, scopes: [...scopes], forceRefresh: anew });
  return get(refused !== undefined);
}

function nameOf(account: unknown): string {
  const name = (account as { username?: unknown } | undefined)?.username;
  return typeof name === 'string' ? name : 'microsoft';
}

const source =
  'https://github.com/AzureAD/microsoft-authentication-library-for-js/blob/dev/lib/msal-common/docs/errors.md';

/** MSAL's own words, for what never came to an endpoint. */
const msalErrors: readonly ErrorRow[] = [
  {
    error: ['no_tokens_found', 'no_account_found', 'no_account_in_silent_request', 'native_account_unavailable'],
    means: 'SIGN_IN_NEEDED',
    because: 'The cache of MSAL has nothing for the account.',
    source,
  },
  {
    error: ['refresh_token_expired', 'bad_token'],
    means: 'OAUTH_REFRESH_TOKEN_EXPIRED',
    because: 'The refresh token in the cache of MSAL is over.',
    source,
  },
  {
    error: ['network_error', 'endpoints_resolution_error', 'openid_config_error', 'request_timeout'],
    means: 'OAUTH_ENDPOINT_UNREACHABLE',
    retry: true,
    because: 'MSAL could not reach the endpoint.',
    source,
  },
];
