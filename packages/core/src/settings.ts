import type { Login } from './login.js';
import { hasControl, misuse, shown } from './misuse.js';
import type { AccountOptions } from './options.js';
import type { Policy, Timeouts } from './policy.js';
import { limitOf, type Profile } from './profile.js';
import type { Warning } from './receipt.js';
import { checkHelloNames, checkHost } from './settings-host.js';
import { readLogin } from './settings-login.js';

/** Options that were checked, with all that was left out filled in. */
export interface Settings {
  readonly login: Login;
  readonly policy: Policy;
  readonly connections: number;
  readonly warnings: readonly Warning[];
}

/** Words that an option may have. What is not listed here is refused by name. */
const words = {
  security: ['auto', 'implicit', 'starttls', 'none-on-loopback'],
  partial: ['send', 'refuse'],
  pipelining: ['none', 'group', 'transactions'],
  transfer: ['auto', 'data', 'bdat'],
  login: ['external'],
} as const;

/** The SASL mechanisms that are spoken here. */
const MECHANISMS = [
  ...['SCRAM-SHA-256-PLUS', 'SCRAM-SHA-1-PLUS', 'SCRAM-SHA-256', 'SCRAM-SHA-1', 'OAUTHBEARER', 'XOAUTH2'],
  ...['PLAIN', 'LOGIN', 'CRAM-MD5', 'EXTERNAL'],
];

const known = new Set([
  ...['user', 'password', 'auth', 'login', 'host', 'port', 'security', 'tls', 'helloName', 'timeouts', 'partial'],
  ...['pipelining', 'transfer', 'mechanisms', 'connections', 'dkim', 'logger', 'observe'],
  ...['allowUrlAttachments', 'allowFileAttachments'],
]);
const knownTls = new Set(['ca', 'cert', 'key', 'passphrase', 'servername', 'minVersion']);

/** What other libraries call these options, and what is said here in their place. */
const elsewhere: Readonly<Record<string, string>> = {
  secure: 'set security',
  requireTLS: 'set security',
  ignoreTLS: 'set security',
  pass: 'set password',
  username: 'set user',
  accessToken: 'set auth to a function that gives it',
  name: 'set helloName',
  pool: 'connections are always kept; set connections for how many',
  maxConnections: 'set connections',
  connectionTimeout: 'set timeouts.connect',
  greetingTimeout: 'set timeouts.greeting',
  'tls.rejectUnauthorized': 'certificates are always verified; set tls.ca to trust an authority of your own',
};

/**
 * Refuses, before dialling, what cannot be meant: unknown options and option words, hosts with quotes, blanks or a
 * scheme, empty credentials, logins that the provider is known to refuse. Throws a MailError that names the field and
 * shows no value that may hold a secret, not even one that stands in the wrong place.
 */
export function checkSettings(profile: Profile, options: AccountOptions, defaults: Timeouts): Settings {
  const warnings: Warning[] = [];
  refuseUnknown(options, known, '');
  for (const [field, allowed] of Object.entries(words)) oneOf(field, options[field as keyof typeof words], allowed);
  if (options.tls !== undefined) checkTls(options.tls);
  if (options.host !== undefined) checkHost('host', options.host);
  if (options.port !== undefined) checkWhole('port', options.port, 1, 65_535);
  if (options.connections !== undefined) checkWhole('connections', options.connections, 1, 1_000);
  for (const field of ['allowUrlAttachments', 'allowFileAttachments'] as const)
    oneOf(field, options[field], [true, false]);
  checkWatchers(options);
  if (options.security === 'none-on-loopback' && !/^(?:localhost|127\.\d+\.\d+\.\d+|::1)$/i.test(options.host ?? '')) {
    const where = options.host === undefined ? `host is not set, and ${profile.name}` : shown(options.host);
    throw misuse('SECURITY_NOT_LOOPBACK', 'security', `is 'none-on-loopback', and ${where} is not this machine`);
  }
  const login = readLogin(profile, options, warnings);
  checkHelloNames(profile, options);
  const limit = limitOf(profile, 'connections');
  return {
    login,
    warnings,
    connections: Math.min(options.connections ?? limit ?? 5, limit ?? 1_000),
    policy: {
      security: options.security ?? 'auto',
      minTls: options.tls?.minVersion ?? 'TLSv1.2',
      timeouts: readTimeouts(options.timeouts, defaults),
      partial: options.partial ?? 'send',
      pipelining: options.pipelining ?? 'group',
      transfer: options.transfer ?? 'auto',
      ...(options.mechanisms === undefined ? {} : { mechanisms: readMechanisms(options.mechanisms) }),
    },
  };
}

function checkTls(tls: object): void {
  refuseUnknown(tls, knownTls, 'tls.');
  const { ca, cert, key, passphrase, servername, minVersion } = tls as Record<string, unknown>;
  oneOf('tls.minVersion', minVersion, ['TLSv1.2', 'TLSv1.3']);
  if (servername !== undefined) checkHost('tls.servername', servername);
  // RFC 6066 3: literal addresses are not permitted in the name that is asked for.
  if (/^\d+(?:\.\d+){3}$|:/.test(String(servername)))
    throw misuse('CONFIG_VALUE_INVALID', 'tls.servername', 'is an address: certificates are asked for by name');
  if (ca !== undefined) for (const each of Array.isArray(ca) ? ca : [ca]) checkPem('tls.ca', each, 'CERTIFICATE');
  if (cert !== undefined) checkPem('tls.cert', cert, 'CERTIFICATE');
  if (key !== undefined) checkPem('tls.key', key, 'PRIVATE KEY');
  if ((cert === undefined) !== (key === undefined))
    throw misuse(
      'CREDENTIALS_MISSING',
      cert === undefined ? 'tls.cert' : 'tls.key',
      'is missing: a client certificate and its key go together',
    );
  if (passphrase !== undefined && typeof passphrase !== 'string')
    throw misuse('CONFIG_VALUE_INVALID', 'tls.passphrase', 'is not a string');
  if (!passphrase && /^-----BEGIN ENCRYPTED|^Proc-Type:.*ENCRYPTED/m.test(String(key)))
    throw misuse('CREDENTIALS_MISSING', 'tls.passphrase', 'is missing: the key is encrypted');
}

function checkPem(field: string, value: unknown, label: string): void {
  if (typeof value === 'string' && new RegExp(`-----BEGIN [A-Z0-9 ]*${label}-----`).test(value)) return;
  const seen = typeof value === 'string' ? '' : ': it is not a string';
  throw misuse(
    'CONFIG_VALUE_INVALID',
    field,
    `is no PEM with a ${label}${seen}; give the text itself, not the name of a file`,
  );
}

/** A logger that lacks a level would fail when a message is already sent. */
function checkWatchers({ logger, observe }: AccountOptions): void {
  if (observe !== undefined && typeof observe !== 'function')
    throw misuse('CONFIG_VALUE_INVALID', 'observe', 'is not a function');
  if (logger === undefined) return;
  const lacks = (['debug', 'info', 'warn', 'error'] as const).find((level) => typeof logger?.[level] !== 'function');
  if (lacks !== undefined) throw misuse('CONFIG_VALUE_INVALID', 'logger', `has no function ${lacks}`);
}

function checkWhole(field: string, value: unknown, least: number, most: number): void {
  if (!Number.isInteger(value) || (value as number) < least || (value as number) > most) {
    const seen = typeof value === 'number' ? value : shown(value);
    throw misuse('CONFIG_VALUE_INVALID', field, `is ${seen}, not a whole number from ${least} to ${most}`);
  }
}

function readTimeouts(wanted: Partial<Timeouts> | undefined, defaults: Timeouts): Timeouts {
  if (wanted === undefined) return defaults;
  refuseUnknown(wanted, new Set(Object.keys(defaults)), 'timeouts.');
  for (const [field, value] of Object.entries(wanted)) checkWhole(`timeouts.${field}`, value, 1, 86_400_000);
  return { ...defaults, ...wanted };
}

function readMechanisms(wanted: unknown): string[] {
  if (!Array.isArray(wanted) || wanted.length === 0)
    throw misuse('CONFIG_VALUE_INVALID', 'mechanisms', 'is not a list of at least one SASL mechanism');
  for (const name of wanted) oneOf('mechanisms', typeof name === 'string' ? name.toUpperCase() : null, MECHANISMS);
  return wanted.map((name: string) => name.toUpperCase());
}

function oneOf(field: string, value: unknown, allowed: readonly unknown[]): void {
  if (value === undefined || allowed.includes(value)) return;
  const list = allowed.map((each) => (typeof each === 'string' ? `'${each}'` : String(each))).join(', ');
  const seen = typeof value === 'boolean' ? value : shown(value);
  throw misuse('CONFIG_VALUE_INVALID', field, `is ${seen}, none of ${list}`);
}

/** A misspelt option would be ignored in silence; names are shown, values are not. */
function refuseUnknown(options: unknown, names: ReadonlySet<string>, prefix: string): void {
  if (typeof options !== 'object' || options === null || Array.isArray(options))
    throw misuse('CONFIG_VALUE_INVALID', prefix.slice(0, -1) || 'options', 'is not an object of options');
  const stranger = Object.keys(options).find((name) => !names.has(name));
  if (stranger === undefined) return;
  const field = `${prefix}${hasControl(stranger) ? shown(stranger) : stranger.slice(0, 40)}`;
  const hint = Object.hasOwn(elsewhere, field) ? elsewhere[field] : `known are ${[...names].join(', ')}`;
  throw misuse('CONFIG_VALUE_INVALID', field, `is no option; ${hint}`);
}
