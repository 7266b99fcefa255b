import { type AccountOptions, createSmtpTransport, misuse, type Profile, type Transport } from '@ehlo/core';
import { checkedTokens, createHttpTransport, fallBack } from '@ehlo/core/http';
import { type GmailApiOptions, gmailApi } from './api/gmail-api.js';
import { closesSmtp } from './closing.js';
import { type GmailAuth, type Road, tokensFor } from './roads.js';
import { profileOf } from './service.js';

type Common = Omit<AccountOptions, 'auth'> & {
  /** `signIn()`, or a function that gives an OAuth 2.0 access token whenever one is needed. Excludes `password`. */
  readonly auth?: GmailAuth;
};

export type GmailOptions = Common &
  (
    | {
        /** The mail address of the account, which is its login name. */
        readonly user: string;
        /** Default: `mailbox`. */
        readonly service?: 'mailbox';
        /**
         * `smtp`, the default; `gmail-api`: the Gmail API over HTTPS; `auto`: SMTP until it is found closed to this
         * account, then the API. It never changes over after `unknown`.
         */
        readonly via?: Road | 'auto';
        /** Of the Gmail API; not with `via: 'smtp'`. */
        readonly gmailApi?: GmailApiOptions;
      }
    | {
        /** The SMTP relay of Google Workspace. Without `user` it goes by the address of this machine. */
        readonly service: 'workspace-relay';
        readonly via?: 'smtp';
        readonly gmailApi?: undefined;
      }
  );

/**
 * Sends from Gmail and Google Workspace. `password` is an app password; blanks in it are taken out.
 * Throws a MailError that names the field when an option cannot be used.
 */
export function gmail({ service, via = 'smtp', gmailApi: api, auth, ...options }: GmailOptions): Transport {
  const profile = profileOf(options.user, service);
  const roads = { options, auth, profile };
  if (via !== 'smtp' && service === 'workspace-relay')
    throw misuse('CONFIG_VALUE_INVALID', 'via', "must be 'smtp' for the relay");
  switch (via) {
    case 'smtp':
      if (api !== undefined) throw misuse('CONFIG_VALUE_INVALID', 'gmailApi', "is set, and via is 'smtp'");
      return overSmtp(roads);
    case 'gmail-api': {
      const foreign = ofSmtp.find((name) => options[name] !== undefined);
      if (foreign !== undefined)
        throw misuse('CONFIG_VALUE_INVALID', foreign, "is an option of SMTP, and via is 'gmail-api'");
      return overApi(roads, via, api);
    }
    case 'auto':
      return fallBack({ first: overSmtp(roads), second: overApi(roads, via, api), closing: closesSmtp });
    default:
      throw misuse('CONFIG_VALUE_INVALID', 'via', "is none of 'smtp', 'gmail-api', 'auto'");
  }
}

interface Roads {
  readonly options: AccountOptions;
  readonly auth: GmailAuth | undefined;
  readonly profile: Profile;
}

function overSmtp({ options, auth, profile }: Roads): Transport {
  const source = auth === undefined ? undefined : tokensFor(auth, 'smtp', options.user);
  const { token } = profile;
  const checked = typeof source === 'function' && token ? checkedTokens(source, token, options.user ?? '') : source;
  return createSmtpTransport(profile, { ...options, ...(checked !== undefined && { auth: checked }) });
}

function overApi({ options, auth, profile }: Roads, via: Road | 'auto', api: GmailApiOptions = {}): Transport {
  if (auth === undefined)
    throw misuse(
      'CREDENTIALS_MISSING',
      'auth',
      `is missing, and via: '${via}' needs it: auth: signIn({ clientId, clientSecret, store })`,
    );
  const { user = '', timeouts, partial, connections, dkim, logger, observe } = options;
  const { allowUrlAttachments, allowFileAttachments } = options;
  const shared = { timeouts, partial, connections, dkim, logger, observe, allowUrlAttachments, allowFileAttachments };
  const given = Object.fromEntries(Object.entries(shared).filter(([, value]) => value !== undefined));
  return createHttpTransport(gmailApi(profile.id, api), {
    ...given,
    user,
    auth: tokensFor(auth, 'gmail-api', user),
    ...(api.fetch !== undefined && { fetch: api.fetch }),
  });
}

/** What the API has no use for. */
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
