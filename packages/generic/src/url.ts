import type { AccountOptions, Warning } from '@ehlo/core';
import { refuse } from './refuse.js';
import { type SaidOfTls, securityOf } from './security.js';
import { readQuery, type UrlOptions } from './url-options.js';
import { readHost, readPort } from './words.js';

/** What a URL says. */
export interface UrlReading {
  readonly options: AccountOptions & { readonly host: string };
  readonly warnings: readonly Warning[];
}

type Said = { -readonly [K in keyof SaidOfTls]: SaidOfTls[K] };

/** Scheme, and what it says of TLS. `smtp` says nothing: the port and the options decide. */
const schemes: Readonly<Record<string, Pick<SaidOfTls, 'ssl' | 'starttls'>>> = {
  smtp: {},
  smtps: { ssl: true },
  'smtp+starttls': { starttls: true },
};

/**
 * Reads `smtps://user:password@host:465?partial=refuse`, user and password percent-encoded (RFC 3986 3.2.1).
 *
 * Not by the URL parsers of browsers and Node.js, which take `smtp://user:12/34@host` for host `user`, port 12.
 * A character that would change what is host and what is password is refused and named. The error names the place
 * by `field` and shows nothing of the URL, since any part of a URL that was put together wrong may be a password.
 */
export function readUrl(url: string, field = 'url'): UrlReading {
  const bad = (why: string) => refuse('CONFIG_VALUE_INVALID', field, `${field} ${why}`);
  if (typeof url !== 'string' || url === '')
    throw bad('is not a URL such as smtps://user:password@smtp.example.com:465');
  if (/^["'`\s]|["'`\s]$/.test(url)) throw bad('begins or ends with a quotation mark or a blank');
  const [, scheme = '', rest = ''] = /^([a-z+]+):\/\/(.*)$/is.exec(url) ?? [];
  const tls = schemes[scheme.toLowerCase()];
  if (tls === undefined) throw bad('does not begin with smtp://, smtps:// or smtp+starttls://');

  const { user, password, tail } = splitCredentials(rest, field);
  const [, name, port, path, query] = /^(\[[^\]]*\]|[^:/?]*)(:[^/?]*)?(\/[^?]*)?(?:\?(.*))?$/s.exec(tail) ?? [];
  if (path !== undefined && path !== '/') throw bad('has a path; a "/" in user name or password is written %2F');
  if (name === undefined || name === '') throw bad('names no host');
  const host = readHost(name, `the host in ${field}`, `the URL as :587`);
  const portNumber = port === undefined ? undefined : readPort(port.slice(1), `the port in ${field}`);

  const asked = readQuery(query ?? '', field);
  const options = accountOf({ ...asked.options, host, port: portNumber, user, password });
  if (asked.options.security !== undefined) return { options, warnings: asked.warnings };
  const said: Said = { ...tls, ...asked.tls, host, names: NAMES };
  if (tls.ssl && asked.tls.ssl === false) throw bad('says smtps:// and secure=false');
  if (portNumber !== undefined) said.port = portNumber;
  const { security, warning } = securityOf(said);
  const warnings = warning === undefined ? asked.warnings : [...asked.warnings, { ...warning, field }];
  return { options: { ...options, security }, warnings };
}

const NAMES: SaidOfTls['names'] = {
  ssl: 'smtps:// (or secure)',
  starttls: 'smtp+starttls:// (or requireTLS)',
  port: 'the port',
};

/** Only what is there: for core, a key with the value undefined is a setting that somebody forgot. */
function accountOf(options: UrlOptions & AccountOptions & { host: string }): UrlReading['options'] {
  return Object.fromEntries(
    Object.entries(options).filter(([, value]) => value !== undefined),
  ) as UrlReading['options'];
}

/** The part before the last @, decoded, and what stands behind it. */
function splitCredentials(rest: string, field: string): { user?: string; password?: string; tail: string } {
  if (rest.includes('#')) throw notEncoded('#', field);
  const end = rest.lastIndexOf('@');
  if (end < 0) return { tail: rest };
  const credentials = rest.slice(0, end);
  // A raw @ in the query would make the last @ the wrong one; then a ? stands before it, and is named here.
  const trap = /[@/?\\[\]]|%(?![0-9a-f]{2})|[\u0000- \u007f-\uffff]/i.exec(credentials)?.[0];
  if (trap !== undefined) throw notEncoded(trap, field);
  const colon = credentials.indexOf(':');
  if (colon >= 0 && credentials.indexOf(':', colon + 1) >= 0) throw notEncoded(':', field);
  const tail = rest.slice(end + 1);
  const user = decoded(colon < 0 ? credentials : credentials.slice(0, colon), 'user name', field);
  if (colon < 0) return { user, tail };
  return { user, password: decoded(credentials.slice(colon + 1), 'password', field), tail };
}

function decoded(text: string, what: string, field: string): string {
  if (text === '') throw refuse('CREDENTIALS_MISSING', field, `the ${what} in ${field} is empty`);
  if (text === 'undefined' || text === 'null') {
    throw refuse('CREDENTIALS_MISSING', field, `the ${what} in ${field} is the word ${text}: a variable was not set`);
  }
  try {
    return decodeURIComponent(text);
  } catch {
    throw refuse(
      'CONFIG_URL_NOT_ENCODED',
      field,
      `the ${what} in ${field} holds "%" followed by digits that are not the UTF-8 of a character: write "%" as "%25", which encodeURIComponent does`,
    );
  }
}

/** Names a delimiter, and of any other character only its kind: it is part of a password, most often. */
function notEncoded(character: string, field: string): Error {
  const delimiter = '@:/?#%[]\\'.includes(character);
  const kind = /\s/.test(character) ? 'a blank' : character > '~' ? 'a character outside ASCII' : 'a control character';
  const form = delimiter ? `, which writes "${character}" as "${encodeURIComponent(character)}"` : '';
  return refuse(
    'CONFIG_URL_NOT_ENCODED',
    field,
    `${delimiter ? `"${character}"` : kind} stands unencoded in the user name, the password or the query of ${field}: put each through encodeURIComponent${form}`,
  );
}
