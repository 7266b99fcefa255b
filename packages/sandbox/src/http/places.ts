/** Where on the web something can be made to happen: a service and what is asked of it. */
export const webPlaces = [
  'microsoft/discovery',
  'microsoft/authorize',
  'microsoft/devicecode',
  'microsoft/token',
  'google/discovery',
  'google/authorize',
  'google/devicecode',
  'google/token',
  'google/revoke',
  'graph/send',
  'graph/draft',
  'graph/attachment',
  'graph/upload',
  'gmail/send',
  'gmail/upload',
] as const;

/**
 * `graph/send`: sendMail and the sending of a draft; `graph/draft`: making, reading and removing one;
 * `graph/attachment`: attachments and the opening of upload sessions; `graph/upload` and `gmail/upload`: what goes to
 * the address of an upload session. `gmail/send`: messages/send in all its forms, the opening of a session too.
 */
export type WebPlace = (typeof webPlaces)[number];

export type WebService = 'microsoft' | 'google' | 'graph' | 'gmail';

export function serviceOf(place: WebPlace): WebService {
  return place.slice(0, place.indexOf('/')) as WebService;
}

/** The real hosts, and whose they are. */
export const webHosts = {
  'login.microsoftonline.com': 'microsoft',
  'login.microsoftonline.us': 'microsoft',
  'login.partner.microsoftonline.cn': 'microsoft',
  'graph.microsoft.com': 'graph',
  'graph.microsoft.us': 'graph',
  'dod-graph.microsoft.us': 'graph',
  'microsoftgraph.chinacloudapi.cn': 'graph',
  'outlook.office.com': 'graph',
  'accounts.google.com': 'google',
  'oauth2.googleapis.com': 'google',
  'www.googleapis.com': 'google',
  'gmail.googleapis.com': 'gmail',
} as const satisfies Record<string, WebService>;

/** `outlook.office.com` takes Graph's upload sessions. */
export type WebHost = keyof typeof webHosts;

/** Which of the hosts a request is for, by the first part of its path or by its Host header, and the rest of its path. */
export function readAddress(address: string): { readonly host: WebHost | undefined; readonly path: string } {
  const { hostname, pathname } = new URL(address);
  const [, first = ''] = pathname.split('/', 2);
  if (isHost(first)) return { host: first, path: pathname.slice(first.length + 1) || '/' };
  return { host: isHost(hostname) ? hostname : undefined, path: pathname };
}

/** The address of a host's service for whoever sent this request: by the same way that the request came. */
export function addressOf(request: string, host: WebHost): string {
  const { hostname, origin, port } = new URL(request);
  if (isHost(hostname)) return `https://${host}${port && `:${port}`}`;
  return readAddress(request).host === undefined ? origin : `${origin}/${host}`;
}

/** Which login endpoint of Microsoft a request came to; where none is named, that of the world. */
export function loginHostOf(request: string): WebHost {
  const { host } = readAddress(request);
  return host !== undefined && webHosts[host] === 'microsoft' ? host : 'login.microsoftonline.com';
}

function isHost(name: string): name is WebHost {
  return Object.hasOwn(webHosts, name);
}
