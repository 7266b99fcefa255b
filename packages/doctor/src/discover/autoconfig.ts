import type { Found } from './discover.js';

type Server = Pick<Found, 'host' | 'port' | 'security' | 'mechanisms'> & { readonly user?: string };

/** Words of draft-ietf-mailmaint-autoconfig for the ways to log in, by the SASL mechanisms behind them. */
const AUTHENTICATION: Readonly<Record<string, readonly string[]>> = {
  OAuth2: ['OAUTHBEARER', 'XOAUTH2'],
  'password-cleartext': ['PLAIN', 'LOGIN'],
  plain: ['PLAIN', 'LOGIN'],
  'password-encrypted': ['CRAM-MD5'],
  secure: ['CRAM-MD5'],
  'TLS-client-cert': ['EXTERNAL'],
};

/** `plain` is passed over: mail and passwords do not travel in clear. */
const SECURITY: Readonly<Record<string, Server['security']>> = { SSL: 'implicit', STARTTLS: 'starttls' };

/**
 * The submission servers of a clientConfig document (draft-ietf-mailmaint-autoconfig; version 1.1 in the wild), in its
 * order. Of XML it reads elements, text and the five entities; a document that needs more of it tells nothing here. What
 * is no host, no port or not encrypted is passed over.
 */
export function readAutoconfig(
  xml: string,
  who: { readonly address: string; readonly local: string; readonly domain: string },
): Server[] {
  const text = xml.replace(/<!--[\s\S]*?-->/g, '');
  if (/<!(?:DOCTYPE|ENTITY)|<!\[CDATA\[/i.test(text)) return [];
  const blocks = [...text.matchAll(/<outgoingServer\b([^>]*)>([\s\S]*?)<\/outgoingServer>/g)];
  return blocks
    .filter(([, attributes]) => /\btype\s*=\s*["']smtp["']/.test(attributes ?? ''))
    .flatMap(([, , inside = '']) => serverOf(inside, who));
}

function serverOf(inside: string, { address, local, domain }: Parameters<typeof readAutoconfig>[1]): Server[] {
  const filled = (value: string): string =>
    value.replace(/%(EMAILADDRESS|EMAILLOCALPART|EMAILDOMAIN)%/g, (_, name: string) =>
      name === 'EMAILADDRESS' ? address : name === 'EMAILLOCALPART' ? local : domain,
    );
  const [host = ''] = elements(inside, 'hostname').map(filled);
  const port = Number(elements(inside, 'port')[0]);
  const security = SECURITY[elements(inside, 'socketType')[0] ?? ''];
  const [user] = elements(inside, 'username').map(filled);
  const isHost = host.length <= 253 && /^[a-z0-9_-]+(?:\.[a-z0-9_-]+)+$/i.test(host);
  if (!isHost || !Number.isInteger(port) || port < 1 || port > 65_535 || security === undefined) return [];
  const mechanisms = elements(inside, 'authentication').flatMap((word) => AUTHENTICATION[word] ?? []);
  const known = user === undefined || user === '' || /[\p{Cc}%]/u.test(user) ? {} : { user };
  return [{ host: host.toLowerCase(), port, security, mechanisms: [...new Set(mechanisms)], ...known }];
}

function elements(inside: string, name: string): string[] {
  const found = inside.matchAll(new RegExp(`<${name}\\b[^>]*>([^<]*)</${name}>`, 'g'));
  return [...found].map(([, text = '']) => unescaped(text.trim()));
}

const ENTITIES: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" };

function unescaped(text: string): string {
  return text.replace(/&(amp|lt|gt|quot|apos);/g, (_, name: string) => ENTITIES[name] as string);
}
