import type { WebHost } from './places.js';

/** What a request for access asks for. */
export interface AskedScopes {
  /** Undefined where only scopes of OpenID Connect are named. */
  readonly resource?: string;
  /** Of the resource, without its address: `SMTP.Send`, or `.default`. */
  readonly names: readonly string[];
  /** `openid`, `profile`, `email`, `offline_access`. */
  readonly openid: readonly string[];
}

const OPENID = ['openid', 'profile', 'email', 'offline_access'];

/** Exchange Online and Graph, by the login endpoint of their cloud. */
const clouds = {
  'login.microsoftonline.com': {
    outlook: ['https://outlook.office.com', 'https://outlook.office365.com'],
    graph: ['https://graph.microsoft.com'],
  },
  // The government's two clouds, GCC High and DoD, sign in at one place.
  'login.microsoftonline.us': {
    outlook: ['https://outlook.office365.us', 'https://outlook-dod.office365.us'],
    graph: ['https://graph.microsoft.us', 'https://dod-graph.microsoft.us'],
  },
  'login.partner.microsoftonline.cn': {
    outlook: ['https://partner.outlook.cn'],
    graph: ['https://microsoftgraph.chinacloudapi.cn'],
  },
} as const;

export const outlookResources: readonly string[] = Object.values(clouds).flatMap(({ outlook }) => outlook);
export const graphResources: readonly string[] = Object.values(clouds).flatMap(({ graph }) => graph);

const OUTLOOK = [
  'SMTP.Send',
  'IMAP.AccessAsUser.All',
  'POP.AccessAsUser.All',
  'EWS.AccessAsUser.All',
  'Mail.Send',
  'Mail.ReadWrite',
];
const GRAPH = [
  'Mail.Send',
  'Mail.Send.Shared',
  'Mail.ReadWrite',
  'Mail.ReadWrite.Shared',
  'Mail.Read',
  'User.Read',
  'SMTP.Send',
];

/** Those of OpenID Connect among the scopes. */
export function openidOf(scopes: readonly string[]): readonly string[] {
  return scopes.filter((scope) => OPENID.includes(scope));
}

/** As a consent keeps them, with the address of the resource. */
export function fullNames({ resource, names, openid }: AskedScopes): readonly string[] {
  return [...names.map((name) => `${resource}/${name}`), ...openid];
}

/** What `.default` of a resource means where a user consents: what the app was registered for. */
export function withoutDefault(scopes: AskedScopes): AskedScopes {
  if (!scopes.names.includes('.default')) return scopes;
  const isGraph = graphResources.includes(scopes.resource ?? '');
  return { ...scopes, names: isGraph ? ['Mail.Send', 'Mail.ReadWrite'] : ['SMTP.Send'] };
}

/** Those of an app's roles that are roles of the resource. */
export function rolesAt(resource: string, roles: readonly string[] = []): readonly string[] {
  return roles.filter((role) => role.startsWith('SMTP.') === outlookResources.includes(resource));
}

/** What is wrong with the scopes, as an AADSTS code and what its words name. */
export interface WrongScopes {
  readonly wrong: '70011' | '28000' | '500011';
  readonly scope: string;
  readonly resource?: string;
}

/**
 * Reads the `scope` of a request for a token: the scopes of one resource, beside those of OpenID Connect. A login
 * endpoint knows the resources of its own cloud; where none is named, those of all are good.
 */
export function readScopes(text: string, host?: WebHost): AskedScopes | WrongScopes {
  const [asked, ...others] = readConsent(text, host);
  if (asked === undefined) return { wrong: '70011', scope: text };
  const wrong = [asked, ...others].find((one) => 'wrong' in one);
  return wrong ?? (others.length > 0 ? { wrong: '28000', scope: text } : asked);
}

/** Reads the `scope` of a request for consent, which may name several resources: one entry for each. */
export function readConsent(text: string, host?: WebHost): readonly (AskedScopes | WrongScopes)[] {
  const words = text.split(/\s+/).filter((word) => word !== '');
  const openid = openidOf(words);
  const named = words.filter((word) => !OPENID.includes(word)).map(splitScope);
  if (named.length === 0) return words.length > 0 ? [{ names: [], openid }] : [];
  return [...new Set(named.map(({ resource }) => resource))].map((resource) => {
    const known = scopesOf(resource, host)?.map((name) => name.toLowerCase());
    if (known === undefined) return { wrong: '500011', scope: text, resource };
    const names = named.filter((one) => one.resource === resource).map(({ name }) => name);
    const strange = names.find((name) => name !== '.default' && !known.includes(name.toLowerCase()));
    return strange === undefined ? { resource, names, openid } : { wrong: '70011', scope: text };
  });
}

/** `https://outlook.office.com/SMTP.Send`. A name without an address is one of Graph's. */
function splitScope(word: string): { readonly resource: string; readonly name: string } {
  const slash = word.lastIndexOf('/');
  if (!word.startsWith('https://')) return { resource: 'https://graph.microsoft.com', name: word };
  return { resource: word.slice(0, slash).replace(/\/$/, ''), name: word.slice(slash + 1) };
}

function scopesOf(resource: string, host: WebHost | undefined): readonly string[] | undefined {
  const { outlook, graph }: { outlook: readonly string[]; graph: readonly string[] } =
    host !== undefined && host in clouds
      ? clouds[host as keyof typeof clouds]
      : { outlook: outlookResources, graph: graphResources };
  if (outlook.includes(resource)) return OUTLOOK;
  return graph.includes(resource) ? GRAPH : undefined;
}
