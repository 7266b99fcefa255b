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
  'login.microsoftonline.us': { outlook: ['https://outlook.office365.us'], graph: ['https://graph.microsoft.us'] },
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

/**
 * Reads the `scope` of Microsoft's endpoints: the scopes of one resource, beside those of OpenID Connect. A login
 * endpoint knows the resources of its own cloud; where none is named, those of all are good.
 */
export function readScopes(
  text: string,
  host?: WebHost,
): AskedScopes | { readonly wrong: '70011' | '28000' | '500011'; readonly scope: string; readonly resource?: string } {
  const words = text.split(/\s+/).filter((word) => word !== '');
  const openid = words.filter((word) => OPENID.includes(word));
  const named = words.filter((word) => !OPENID.includes(word)).map(splitScope);
  if (words.length === 0) return { wrong: '70011', scope: '' };
  const resources = [...new Set(named.map(({ resource }) => resource))];
  if (resources.length > 1) return { wrong: '28000', scope: text };
  const [resource] = resources;
  if (resource === undefined) return { names: [], openid };
  const known = scopesOf(resource, host);
  if (known === undefined) return { wrong: '500011', scope: text, resource };
  const strange = named.find(
    ({ name }) => name !== '.default' && !known.some((one) => one.toLowerCase() === name.toLowerCase()),
  );
  if (strange !== undefined) return { wrong: '70011', scope: text };
  return { resource, names: named.map(({ name }) => name), openid };
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
