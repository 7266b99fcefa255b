import { causes } from './causes.js';
import { MailError } from './error.js';
import type { Login } from './login.js';
import { hasControl, misuse, shown } from './misuse.js';
import type { AccountOptions } from './options.js';
import type { Policy, Timeouts } from './policy.js';
import { limitOf, type Profile } from './profile.js';
import type { Warning } from './receipt.js';

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

const known = new Set([
  ...['user', 'password', 'auth', 'login', 'host', 'port', 'security', 'tls', 'helloName', 'timeouts', 'partial'],
  ...[
    'pipelining',
    'transfer',
    'mechanisms',
    'connections',
    'allowUrlAttachments',
    'allowFileAttachments',
    'dkim',
    'logger',
    'observe',
  ],
]);
const knownTls = new Set(['ca', 'cert', 'key', 'passphrase', 'servername', 'minVersion']);

/**
 * Refuses, before dialling, what cannot be meant: unknown option words, hosts with quotes, blanks or a
 * scheme, empty credentials, logins that the provider is known to refuse. Throws a MailError that names the field.
 */
export function checkSettings(profile: Profile, options: AccountOptions, defaults: Timeouts): Settings {
  const warnings: Warning[] = [];
  refuseUnknown(options, known, '');
  if (options.tls !== undefined) refuseUnknown(options.tls, knownTls, 'tls.');
  for (const [field, allowed] of Object.entries(words)) oneOf(field, options[field as keyof typeof words], allowed);
  oneOf('tls.minVersion', options.tls?.minVersion, ['TLSv1.2', 'TLSv1.3']);
  if (options.host !== undefined) checkHost('host', options.host);
  if (options.tls?.servername !== undefined) checkHost('tls.servername', options.tls.servername);
  if (options.port !== undefined) checkWhole('port', options.port, 1, 65_535);
  if (options.connections !== undefined) checkWhole('connections', options.connections, 1, 1_000);
  checkHelloName(options.helloName);
  if (options.security === 'none-on-loopback' && !/^(?:localhost|127\.\d+\.\d+\.\d+|::1)$/i.test(options.host ?? '')) {
    throw misuse(
      'SECURITY_NOT_LOOPBACK',
      'security',
      `is 'none-on-loopback', and ${shown(options.host ?? profile.name)} is not this machine`,
    );
  }
  const login = readLogin(profile, options, warnings);
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
      ...(options.mechanisms === undefined ? {} : { mechanisms: options.mechanisms.map(mechanismName) }),
    },
  };
}

/** RFC 5321 4.1.1.1: a fully qualified domain name or an address literal; RFC 6531 3.3: A-labels only. */
function checkHelloName(name: string | undefined): void {
  if (name === undefined) return;
  const label = '[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?';
  const good =
    typeof name === 'string' &&
    name.length <= 255 &&
    (new RegExp(`^${label}(?:\\.${label})+$`, 'i').test(name) ||
      /^\[(?:\d{1,3}(?:\.\d{1,3}){3}|IPv6:[0-9a-f:.]{2,45})\]$/i.test(name));
  if (!good)
    throw misuse(
      'CONFIG_VALUE_INVALID',
      'helloName',
      `${shown(name)} is neither a fully qualified domain name nor an address literal`,
    );
}

function readLogin(profile: Profile, options: AccountOptions, warnings: Warning[]): Login {
  const { user, password, auth } = options;
  if (auth !== undefined && password !== undefined)
    throw misuse('CONFIG_VALUE_INVALID', 'auth', 'and password exclude each other');
  if (options.login === 'external') {
    if (options.tls?.cert === undefined)
      throw misuse('CREDENTIALS_MISSING', 'tls.cert', 'is missing: SASL EXTERNAL logs in with a client certificate');
    return refuseHopeless(profile, { kind: 'external', user: user ?? '' });
  }
  if (user === undefined && password === undefined && auth === undefined) {
    // A key that is there with the value undefined is a variable that was never set.
    const forgotten = ['user', 'password', 'auth'].find((field) => field in options);
    if (forgotten !== undefined) throw misuse('CREDENTIALS_MISSING', forgotten, `${forgotten} is undefined`);
    return { kind: 'none' };
  }
  checkText('user', user);
  if (auth !== undefined) {
    if (typeof auth !== 'function')
      throw misuse('CONFIG_VALUE_INVALID', 'auth', 'is not a function that gives an access token');
    return refuseHopeless(profile, { kind: 'token', user: user as string, source: auth });
  }
  checkText('password', password);
  return refuseHopeless(profile, {
    kind: 'password',
    user: user as string,
    password: readPassword(profile, password as string, warnings),
  });
}

/** A login that the provider is known to refuse is not tried: it would fail, and failures are counted. */
function refuseHopeless(profile: Profile, login: Login): Login {
  const row = profile.refusedLogins?.find((each) => each.login === login.kind);
  if (row === undefined) return login;
  const means = profile.causes[row.means] ?? causes[row.means as keyof typeof causes];
  throw new MailError({
    code: row.means,
    means,
    phase: 'settings',
    field: login.kind === 'token' ? 'auth' : 'password',
    rule: row,
    detail: row.because,
    notes: profile.notes,
  });
}

function readPassword(profile: Profile, password: string, warnings: Warning[]): string {
  const row = profile.password;
  if (row === undefined) return password;
  const bare = row.strip === undefined ? password : password.replace(new RegExp(row.strip, 'g'), '');
  if (row.looksLike.test(bare)) return bare;
  warnings.push({ code: row.means, field: 'password', message: row.because });
  return password;
}

function checkText(field: string, value: unknown): void {
  if (value === undefined || value === null || value === '')
    throw misuse('CREDENTIALS_MISSING', field, `is ${value === '' ? 'empty' : value}`);
  if (typeof value !== 'string') throw misuse('CREDENTIALS_MISSING', field, 'is not a string');
  if (value === 'undefined' || value === 'null')
    throw misuse('CREDENTIALS_MISSING', field, `is the word ${value}: a variable was not set`);
  if (hasControl(value))
    throw misuse('CONFIG_VALUE_INVALID', field, 'holds a control character, such as a line end that was copied along');
}

function checkHost(field: string, host: unknown): void {
  const bad = (why: string) => misuse('CONFIG_VALUE_INVALID', field, `${shown(host)} ${why}`);
  if (typeof host !== 'string' || host === '') throw bad('is not a host name');
  if (host.includes('://')) throw bad('holds a scheme: write the name alone');
  if (/["'`,;]/.test(host)) throw bad('holds quotes or separators');
  if (/\s/.test(host)) throw bad('holds blanks');
  if (/^[0-9a-f:]+$/i.test(host) && host.split(':').length > 2) return;
  if (/:\d+$/.test(host)) throw bad('holds a port: set port');
  if (!/^[\p{L}\p{N}_](?:[\p{L}\p{N}_.-]*[\p{L}\p{N}_])?\.?$/u.test(host) || host.length > 253)
    throw bad('is not a host name');
}

function checkWhole(field: string, value: unknown, least: number, most: number): void {
  if (!Number.isInteger(value) || (value as number) < least || (value as number) > most) {
    throw misuse('CONFIG_VALUE_INVALID', field, `${shown(value)} is not a whole number from ${least} to ${most}`);
  }
}

function readTimeouts(wanted: Partial<Timeouts> | undefined, defaults: Timeouts): Timeouts {
  if (wanted === undefined) return defaults;
  refuseUnknown(wanted, new Set(Object.keys(defaults)), 'timeouts.');
  for (const [field, value] of Object.entries(wanted)) checkWhole(`timeouts.${field}`, value, 1, 86_400_000);
  return { ...defaults, ...wanted };
}

function mechanismName(name: unknown): string {
  if (typeof name !== 'string' || !/^[A-Za-z0-9_-]{1,20}$/.test(name))
    throw misuse('CONFIG_VALUE_INVALID', 'mechanisms', `${shown(name)} is not a SASL mechanism name`);
  return name.toUpperCase();
}

function oneOf(field: string, value: unknown, allowed: readonly string[]): void {
  if (value !== undefined && !allowed.includes(value as string)) {
    throw misuse(
      'CONFIG_VALUE_INVALID',
      field,
      `${shown(value)} is none of ${allowed.map((word) => `'${word}'`).join(', ')}`,
    );
  }
}

/** A misspelt option would be ignored in silence; names are shown, values are not. */
function refuseUnknown(options: object, names: ReadonlySet<string>, prefix: string): void {
  const stranger = Object.keys(options).find((name) => !names.has(name));
  if (stranger !== undefined) throw misuse('CONFIG_VALUE_INVALID', `${prefix}${stranger.slice(0, 40)}`, 'is no option');
}
