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

/** The name for EHLO that was set, or that the provider's row takes from the user. */
function checkHelloNames(profile: Profile, { helloName, user }: AccountOptions): void {
  if (helloName !== undefined) {
    const why = faultOfHelloName(helloName);
    if (why !== undefined) throw misuse('CONFIG_VALUE_INVALID', 'helloName', why);
  } else if (profile.hello?.name === 'domain of the user') {
    const domain = user?.split('@')[1];
    const why = domain === undefined ? undefined : faultOfHelloName(domain);
    if (why !== undefined)
      throw misuse(
        'CONFIG_VALUE_INVALID',
        'helloName',
        `is not set, and the domain of user cannot take its place: it ${why}`,
      );
  }
}

const LABEL = /^[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?$/i;
const OCTET = '(?:25[0-5]|2[0-4]\\d|1?\\d?\\d)';
const IPV4 = new RegExp(`^${OCTET}(?:\\.${OCTET}){3}$`);

/** RFC 5321 4.1.1.1: a fully qualified domain name or an address literal; RFC 6531 3.3: A-labels only. */
function faultOfHelloName(name: unknown): string | undefined {
  if (typeof name !== 'string') return 'is not a string';
  if (name === '') return 'is empty';
  if (hasControl(name)) return 'holds a control character';
  if (name.startsWith('[')) {
    const inside = name.slice(1, -1);
    const good =
      name.endsWith(']') && (IPV4.test(inside) || /^IPv6:(?=.*:.*:)(?!.*:::)[0-9a-f:.]{2,45}$/i.test(inside));
    return good
      ? undefined
      : `is ${shown(name)}, which is no address literal such as [192.0.2.1] or [IPv6:2001:db8::1]`;
  }
  if (/^[\d.]+$|:/.test(name)) return `is ${shown(name)}: an address stands in brackets, such as [192.0.2.1]`;
  if (/[^\0-\x7f]/.test(name)) return `is ${shown(name)}: a name beyond ASCII is written in its xn-- form`;
  const labels = name.split('.');
  if (labels.length < 2)
    return `is ${shown(name)}, a bare name that servers refuse: give the fully qualified one, or an address literal`;
  if (name.length > 255 || !labels.every((label) => LABEL.test(label)))
    return `is ${shown(name)}, which is no domain name`;
  return /^\d+$/.test(labels[labels.length - 1] as string) ? `is ${shown(name)}, which is no domain name` : undefined;
}

function readLogin(profile: Profile, options: AccountOptions, warnings: Warning[]): Login {
  const { user, password, auth } = options;
  const secret = password !== undefined ? 'password' : 'auth';
  if (auth !== undefined && password !== undefined)
    throw misuse('CONFIG_VALUE_INVALID', 'auth', 'and password exclude each other');
  if (options.login === 'external') {
    if (options[secret] !== undefined)
      throw misuse('CONFIG_VALUE_INVALID', secret, "and login: 'external' exclude each other");
    if (options.tls?.cert === undefined)
      throw misuse('CREDENTIALS_MISSING', 'tls.cert', 'is missing: SASL EXTERNAL logs in with a client certificate');
    if (user !== undefined) checkText('user', options);
    return refuseHopeless(profile, { kind: 'external', user: user ?? '' });
  }
  if (user === undefined && password === undefined && auth === undefined) {
    const forgotten = (['user', 'password', 'auth'] as const).find((field) => field in options);
    if (forgotten !== undefined) checkText(forgotten, options);
    return { kind: 'none' };
  }
  checkText('user', options);
  if (auth === undefined) checkText('password', options);
  else if (typeof auth !== 'function') {
    throw misuse(
      'CONFIG_VALUE_INVALID',
      'auth',
      'is not a function that gives an access token; a password stands in the option password',
    );
  }
  return refuseHopeless(
    profile,
    auth === undefined
      ? { kind: 'password', user: user as string, password: readPassword(profile, password as string, warnings) }
      : { kind: 'token', user: user as string, source: auth },
  );
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
    field: login.kind === 'token' ? 'auth' : login.kind === 'password' ? 'password' : 'login',
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

function checkText(field: 'user' | 'password' | 'auth', options: AccountOptions): void {
  const value: unknown = options[field];
  const missing = (why: string) => misuse('CREDENTIALS_MISSING', field, why);
  if (value === undefined) {
    // A key that is there with the value undefined is a variable that was never set.
    if (field in options) throw missing('is undefined: a variable was not set');
    throw missing(field === 'password' ? 'is missing, and so is auth: one of them logs in' : 'is missing');
  }
  if (value === null || value === '') throw missing(value === '' ? 'is empty' : 'is null');
  if (typeof value !== 'string') throw missing('is not a string');
  if (value === 'undefined' || value === 'null') throw missing(`is the word ${value}: a variable was not set`);
  if (/[\r\n]$/.test(value)) throw misuse('CONFIG_VALUE_INVALID', field, 'ends with a line end that was copied along');
  if (hasControl(value)) throw misuse('CONFIG_VALUE_INVALID', field, 'holds a control character');
}

/** Shows nothing of the value: whole URLs are pasted here, passwords and all. */
function checkHost(field: string, host: unknown): void {
  const bad = (why: string) => misuse('CONFIG_VALUE_INVALID', field, why);
  if (typeof host !== 'string') throw bad('is not a string');
  if (host === '') throw bad('is empty');
  if (host === 'undefined' || host === 'null') throw bad(`is the word ${host}: a variable was not set`);
  if (hasControl(host)) throw bad('holds a control character');
  if (/["'`,;]/.test(host)) throw bad('holds quotes or separators');
  if (/\s/.test(host)) throw bad('holds blanks');
  if (host.includes('://')) throw bad('holds a scheme: write the name alone');
  if (host.includes('@')) throw bad('holds an @: write the name alone; user and password have options of their own');
  if (host.startsWith('[')) throw bad('holds brackets: write the address alone');
  if (/^[0-9a-f:.]+$/i.test(host) && host.split(':').length > 2) return;
  if (/:\d*$/.test(host)) throw bad('holds a port: set port');
  if (host.length > 253 || !/^(?:[\p{L}\p{N}_](?:[\p{L}\p{M}\p{N}_-]*[\p{L}\p{M}\p{N}_])?(?:\.|$))+$/u.test(host))
    throw bad('is not a host name');
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
