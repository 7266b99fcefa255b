import { misuse } from '@ehlo/core';
import { microsoftErrors } from './error-rows-microsoft.js';
import type { Provider } from './provider.js';

const pages = {
  smtp: 'https://learn.microsoft.com/en-us/exchange/client-developer/legacy-protocols/how-to-authenticate-an-imap-pop-smtp-application-by-using-oauth',
  clouds: 'https://learn.microsoft.com/en-us/entra/identity-platform/authentication-national-cloud',
  graphClouds: 'https://learn.microsoft.com/en-us/graph/deployments',
  graph: 'https://learn.microsoft.com/en-us/graph/api/user-sendmail',
} as const;

/** The clouds of Microsoft: who signs people in, and what the mail services are called in a scope. */
const clouds = {
  world: {
    authority: 'login.microsoftonline.com',
    smtp: 'https://outlook.office.com',
    app: 'https://outlook.office365.com',
    graph: 'https://graph.microsoft.com',
    source: pages.smtp,
  },
  'us-government': {
    authority: 'login.microsoftonline.us',
    smtp: 'https://outlook.office365.us',
    app: 'https://outlook.office365.us',
    graph: 'https://graph.microsoft.us',
    source: pages.clouds,
  },
  'us-government-dod': {
    authority: 'login.microsoftonline.us',
    smtp: 'https://outlook-dod.office365.us',
    app: 'https://outlook-dod.office365.us',
    graph: 'https://dod-graph.microsoft.us',
    source: pages.graphClouds,
  },
  '21vianet': {
    authority: 'login.partner.microsoftonline.cn',
    smtp: 'https://partner.outlook.cn',
    app: 'https://partner.outlook.cn',
    graph: 'https://microsoftgraph.chinacloudapi.cn',
    source: pages.clouds,
  },
} as const;

/** Names that stand for the tenant of whoever signs in. */
const shared = ['common', 'organizations', 'consumers'];

export type MicrosoftCloud = keyof typeof clouds;

export interface MicrosoftOptions {
  /**
   * `consumers`: personal accounts (Outlook.com, Hotmail, Live). `organizations`: work accounts. `common`: both.
   * Or one organisation: the GUID of its tenant or a domain of it, which client credentials need. Default `common`.
   */
  readonly tenant?: 'common' | 'organizations' | 'consumers' | (string & {});
  /** Default `world`. */
  readonly cloud?: MicrosoftCloud;
}

/** The Microsoft identity platform: Outlook.com and Microsoft 365, by SMTP and by Graph. */
export function microsoft({ tenant = 'common', cloud = 'world' }: MicrosoftOptions = {}): Provider {
  if (!Object.hasOwn(clouds, cloud)) {
    throw misuse('CONFIG_VALUE_INVALID', 'cloud', `is none of ${Object.keys(clouds).join(', ')}`);
  }
  if (typeof tenant !== 'string' || !/^[a-z0-9](?:[a-z0-9.-]*[a-z0-9])?$/i.test(tenant)) {
    throw misuse(
      'CONFIG_VALUE_INVALID',
      'tenant',
      'is neither common, organizations or consumers nor a GUID or domain',
    );
  }
  const { authority, smtp, app, graph, source } = clouds[cloud];
  const base = `https://${authority}/${tenant}/oauth2/v2.0`;
  return {
    id: 'microsoft',
    name: 'Microsoft',
    because: 'The endpoints of the identity platform, by cloud and tenant.',
    source,
    issuer: `https://${authority}/{tid}/v2.0`,
    endpoints: {
      authorization: `${base}/authorize`,
      token: `${base}/token`,
      deviceAuthorization: `${base}/devicecode`,
    },
    scopes: [
      {
        road: 'smtp',
        delegated: `${smtp}/SMTP.Send`,
        app: `${app}/.default`,
        because: 'Delegated: SMTP.Send of Exchange Online. App-only: whatever was consented to, SMTP.SendAsApp.',
        source: pages.smtp,
      },
      {
        road: 'graph',
        delegated: `${graph}/Mail.Send ${graph}/Mail.ReadWrite`,
        app: `${graph}/.default`,
        because: 'Mail.Send sends; drafts with large attachments need Mail.ReadWrite.',
        source: pages.graph,
      },
    ],
    identityScope: 'openid profile email offline_access',
    // AADSTS28000: a token is for one resource, a refresh token for all that were consented to.
    scopeOnRefresh: true,
    secretIn: 'body',
    // 127.0.0.1 would have to be registered literally; http://localhost fits any port.
    loopback: 'localhost',
    authorizationParameters: {},
    // AADSTS9001023, and a token of no tenant that Exchange refuses.
    ...(shared.includes(tenant) && {
      noClientCredentials: 'needs a tenant of its own for client credentials: set tenant',
    }),
    errors: microsoftErrors,
  };
}
