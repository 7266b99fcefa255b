import {
  type AccountOptions,
  createSmtpTransport,
  misuse,
  type Profile,
  type TokenSource,
  type Transport,
} from '@ehlo/core';
import { checkedTokens, createHttpTransport, fallBack } from '@ehlo/core/http';
import { type Account, accountOf, profileOf } from './account.js';
import { closesSmtp } from './closing.js';
import { type GraphOptions, graphApi } from './graph/api.js';
import { isSignIn, type OutlookAuth, type Road, tokensFor } from './roads.js';

export interface OutlookOptions extends Omit<AccountOptions, 'auth'> {
  /** The mail address of the account, which is its login name. */
  readonly user: string;
  /** `signIn()`, or a function that gives an OAuth 2.0 access token whenever one is needed. Excludes `password`. */
  readonly auth?: OutlookAuth;
  /** Default: `personal` for the domains that Microsoft gives to persons, else `work`. */
  readonly account?: Account;
  /**
   * `smtp`, the default; `graph`: Microsoft Graph over HTTPS; `auto`: SMTP until it is found closed to this account, then
   * Graph. It never changes over after `unknown`.
   */
  readonly via?: Road | 'auto';
  /** Of Graph; not with `via: 'smtp'`. */
  readonly graph?: GraphOptions;
}

/**
 * Sends from Outlook.com and Microsoft 365. Throws a MailError that names the field when an option
 * cannot be used, or when the login can never succeed: a password for a personal account.
 */
export function outlook({ account: kind, via = 'smtp', graph, auth, ...options }: OutlookOptions): Transport {
  const account = accountOf(options.user, kind);
  const profile = profileOf(options.user, account);
  const roads = { options, auth, account, profile };
  switch (via) {
    case 'smtp':
      if (graph !== undefined) throw misuse('CONFIG_VALUE_INVALID', 'graph', "is set, and via is 'smtp'");
      return overSmtp(roads, via);
    case 'graph': {
      const foreign = ofSmtp.find((name) => options[name] !== undefined);
      if (foreign !== undefined)
        throw misuse('CONFIG_VALUE_INVALID', foreign, "is an option of SMTP, and via is 'graph'");
      return overGraph(roads, via, graph);
    }
    case 'auto':
      return fallBack({ first: overSmtp(roads, via), second: overGraph(roads, via, graph), closing: closesSmtp });
    default:
      throw misuse('CONFIG_VALUE_INVALID', 'via', "is none of 'smtp', 'graph', 'auto'");
  }
}

interface Roads {
  readonly options: Omit<OutlookOptions, 'account' | 'via' | 'graph' | 'auth'>;
  readonly auth: OutlookAuth | undefined;
  readonly account: Account;
  readonly profile: Profile;
}

function overSmtp({ options, auth, account, profile }: Roads, via: Road | 'auto'): Transport {
  const source = auth === undefined ? undefined : sourceFor(auth, 'smtp', via, options.user, account);
  // What is no source is refused by name, with all else.
  const checked =
    typeof source === 'function' && profile.token ? checkedTokens(source, profile.token, options.user) : source;
  return createSmtpTransport(profile, { ...options, ...(checked !== undefined && { auth: checked }) });
}

function overGraph(
  { options, auth, account, profile }: Roads,
  via: Road | 'auto',
  graph: GraphOptions = {},
): Transport {
  if (auth === undefined)
    throw misuse(
      'CREDENTIALS_MISSING',
      'auth',
      `is missing, and via: '${via}' needs it: auth: signIn({ clientId, store })`,
    );
  const { fetch } = graph;
  const api = graphApi(options.user, account, profile.id, graph);
  const { user, timeouts, partial, connections, dkim, logger, observe, allowUrlAttachments, allowFileAttachments } =
    options;
  const shared = { timeouts, partial, connections, dkim, logger, observe, allowUrlAttachments, allowFileAttachments };
  const given = Object.fromEntries(Object.entries(shared).filter(([, value]) => value !== undefined));
  const source = sourceFor(auth, 'graph', via, user, account);
  return createHttpTransport(api, { ...given, user, auth: source, ...(fetch !== undefined && { fetch }) });
}

function sourceFor(auth: OutlookAuth, road: Road, via: Road | 'auto', user: string, account: Account): TokenSource {
  return isSignIn(auth) || typeof auth === 'function' ? tokensFor(auth, road, via, user, account) : auth;
}

/** What Graph has no use for. */
const ofSmtp = [
  'password',
  'login',
  'host',
  'port',
  'security',
  'tls',
  'helloName',
  'pipelining',
  'transfer',
  'mechanisms',
] as const;
