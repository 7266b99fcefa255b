import type { AccountOptions, Warning } from '@ehlo/core';
import { refuse } from './refuse.js';
import { readHost, readNumber, readSwitch } from './words.js';

export type UrlOptions = { -readonly [K in keyof AccountOptions]: AccountOptions[K] };

/** What the query of a URL says. */
export interface QueryReading {
  readonly options: UrlOptions;
  readonly tls: { ssl?: boolean; starttls?: boolean };
  readonly warnings: Warning[];
}

type Reader = (value: string, into: QueryReading, field: string) => void;

/**
 * The options of a URL: our own names first, then those that nodemailer's users know, where they make sense. In
 * lower case; a URL may write them in any.
 */
const readers: Readonly<Record<string, Reader>> = {
  security: oneOf('security', ['auto', 'implicit', 'starttls', 'none-on-loopback']),
  partial: oneOf('partial', ['send', 'refuse']),
  pipelining: oneOf('pipelining', ['none', 'group', 'transactions']),
  transfer: oneOf('transfer', ['auto', 'data', 'bdat']),
  helloname: (value, { options }) => {
    options.helloName = value;
  },
  mechanisms: (value, { options }) => {
    options.mechanisms = value.split(',');
  },
  connections: (value, { options }, field) => {
    options.connections = readNumber(value, field, 1, 1000);
  },
  servername: (value, { options }, field) => {
    options.tls = { ...options.tls, servername: readHost(value, field, 'the URL') };
  },

  requiretls: (value, { tls }, field) => {
    if (readSwitch(value, field)) tls.starttls = true;
  },
  secure: (value, { tls }, field) => {
    const on = readSwitch(value, field);
    if (on !== undefined) tls.ssl = on;
  },
  ignoretls: (value, { options }, field) => {
    // Core refuses it for any host but this machine.
    if (readSwitch(value, field)) options.security = 'none-on-loopback';
  },
  name: same('helloname'),
  authmethod: same('mechanisms'),
  maxconnections: same('connections'),
  'tls.servername': same('servername'),
  connectiontimeout: timeout('connect'),
  greetingtimeout: timeout('greeting'),
  'tls.rejectunauthorized': (value, _into, field) => {
    if (readSwitch(value, field) !== false) return;
    throw refuse(
      'CONFIG_VALUE_INVALID',
      field,
      `${field} cannot be off: certificates are always verified; trust a private one with the option tls.ca`,
    );
  },
  pool: ignored('connections are always pooled'),
  maxmessages: ignored('a connection is used as long as the server and the provider allow'),
  sockettimeout: ignored('each phase has a time of its own: see the option timeouts'),
  logger: ignored('give a logger as an option'),
  debug: ignored('every receipt and error carries its trace'),
};

/** Our names in the spelling of the documentation, for errors. */
const NAMES =
  'security, partial, pipelining, transfer, helloName, mechanisms, connections, servername, requireTLS, secure';

/** Reads `a=b&c=d`. A name that is not known is told by its place, not shown: it may be a piece of a password. */
export function readQuery(query: string, field: string): QueryReading {
  const into: QueryReading = { options: {}, tls: {}, warnings: [] };
  if (query === '') return into;
  const seen = new Set<string>();
  for (const [at, pair] of query.split('&').entries()) {
    const place = `option ${at + 1} in the query of ${field}`;
    const [name = '', value = ''] = split(pair).map((part) => decode(part, place));
    const key = name.toLowerCase();
    const reader = Object.hasOwn(readers, key) ? readers[key] : undefined;
    if (reader === undefined) throw refuse('CONFIG_VALUE_INVALID', field, `${place} is not known; known are ${NAMES}`);
    if (seen.has(key)) throw refuse('CONFIG_VALUE_INVALID', field, `${place} is there twice`);
    seen.add(key);
    reader(value, into, `${key} in ${field}`);
  }
  return into;
}

function split(pair: string): string[] {
  const equals = pair.indexOf('=');
  return equals < 0 ? [pair] : [pair.slice(0, equals), pair.slice(equals + 1)];
}

function decode(text: string, place: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    throw refuse(
      'CONFIG_URL_NOT_ENCODED',
      'url',
      `${place} holds a "%" that begins no encoded character: write it as "%25"`,
    );
  }
}

function oneOf<K extends 'security' | 'partial' | 'pipelining' | 'transfer'>(
  key: K,
  words: ReadonlyArray<NonNullable<AccountOptions[K]>>,
): Reader {
  return (value, { options }, field) => {
    const word = words.find((each) => each === value);
    if (word === undefined) throw refuse('CONFIG_VALUE_INVALID', field, `${field} is none of ${words.join(', ')}`);
    options[key] = word as UrlOptions[K];
  };
}

function same(key: string): Reader {
  return (value, into, field) => readers[key]?.(value, into, field);
}

function timeout(phase: 'connect' | 'greeting'): Reader {
  return (value, { options }, field) => {
    options.timeouts = { ...options.timeouts, [phase]: readNumber(value, field, 1, 86_400_000) };
  };
}

function ignored(why: string): Reader {
  return (_value, { warnings }, field) => {
    warnings.push({ code: 'SETTING_IGNORED', field, message: `${field} is ignored: ${why}` });
  };
}
