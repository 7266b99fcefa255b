import {
  type AccountOptions,
  type Cause,
  createSmtpTransport,
  isMailError,
  MailError,
  type Profile,
  type Warning,
} from '@ehlo/core';
import { checkedTokens } from '@ehlo/core/http';
import { type Env, type EnvReading, genericProfile, type Preset, presetFor, readEnv, readUrl } from '@ehlo/generic';
import type { Discovery } from '../discover/discover.js';
import { allProfiles, type Provider, providerOf } from '../explain/providers.js';
import { vocabulary } from '../explain/vocabulary.js';
import { doubts } from './doubts.js';

/**
 * What is to be probed: an account, in whatever form its settings are at hand. What is given by itself counts for more
 * than what a URL or the environment says. `logger`, `observe` and `connections` have no effect here.
 */
export interface Target extends AccountOptions {
  /** `smtps://user:password@host:465`, as `readUrl` of @ehlo/generic takes it. */
  readonly url?: string;
  /** Variables, most often of a process or of a .env file, as `readEnv` of @ehlo/generic takes them. */
  readonly env?: Env;
  /** The mail address of the account: it tells provider and user name. */
  readonly address?: string;
  /** Id of a profile or preset, or a provider's common name: `outlook`, `microsoft365`, `gmail`, `qq`. */
  readonly provider?: string;
  /** The sender that is wanted; the user where it is an address. A sender is tried by MAIL FROM, and taken back. */
  readonly from?: string;
}

/** A target that can be dialled. */
export interface Account {
  readonly profile: Profile;
  readonly preset?: Preset;
  readonly options: AccountOptions;
  readonly from?: string;
  readonly hasLogin: boolean;
  readonly warnings: readonly Warning[];
  /** How it was read, in words. */
  readonly seen: readonly string[];
}

/** An address, a host with or without port, or a URL. */
export function targetOf(text: string): Target {
  if (text.includes('://')) return { url: text };
  if (text.includes('@')) return { address: text };
  const [, host, port] = /^([^:]*):(\d+)$/.exec(text) ?? [];
  return host === undefined ? { host: text } : { host, port: Number(port) };
}

/**
 * Reads the settings as a transport would, and throws the MailError that a transport would throw: nothing is dialled.
 * `find` is asked only for the address of a domain that no preset knows. `notice` hears what was noticed in the URL or
 * the variables, also where the settings are refused then.
 */
export async function readTarget(
  target: Target,
  find: (address: string) => Promise<Discovery>,
  notice: (warning: Warning) => void,
): Promise<Account> {
  const { url, env, address, provider: name, from: wanted, observe, logger, ...given } = target;
  const read = readingOf(url, env);
  const seen = read.used.length === 0 ? [] : [`read from ${read.used.join(', ')}`];
  const noticed = [...read.warnings];
  let options = merged(read.options, given);
  read.warnings.filter(isNoted(options)).forEach(notice);
  let known = knownProvider(options, name, address);
  if (known === undefined && options.host === undefined) {
    const [found] = (await find(needed(address))).found;
    if (found === undefined) throw refusal('PROVIDER_UNKNOWN', 'address', 'its domain tells of no submission server');
    seen.push(`found by ${found.step}: ${found.host}:${found.port}, ${found.security}`);
    known = found.provider === undefined ? undefined : knownProvider({}, found.provider, undefined);
    if (known === undefined) options = { ...options, host: found.host, port: found.port, security: found.security };
    // RFC 6186 6: what only DNS says has to be confirmed by a person before a password goes there.
    if (found.confirm !== undefined) {
      options = withoutLogin(options);
      const message = `the login is left out: ${found.confirm}. Set host to ${found.host} if it is right`;
      noticed.push({ code: 'HOST_UNCONFIRMED', field: 'host', message });
    }
  }
  const profile = serviceOf(known?.profile ?? genericProfile, options.user ?? address);
  if (options.host === undefined && known?.preset?.endpoints.length === 0)
    throw refusal('PROVIDER_HAS_NO_SMTP', 'host', known.preset.name, known.preset.notes);
  options = withToken(withUser(options, known?.preset, address), profile);
  const transport = createSmtpTransport(profile, options, noticed.filter(isNoted(options)));
  const hasLogin = options.password !== undefined || options.auth !== undefined || options.login !== undefined;
  const own = hasLogin && options.user?.includes('@') ? options.user : undefined;
  const from = wanted ?? read.from ?? own;
  return {
    profile,
    options,
    hasLogin,
    seen: [...seen, `taken for ${profile.name}`, loginWords(options)],
    warnings: [...transport.warnings, ...doubts(profile, known?.preset, options)],
    ...(known?.preset === undefined ? {} : { preset: known.preset }),
    ...(from === undefined ? {} : { from }),
  };
}

/** What a URL or the environment says; nothing, where neither is given. */
function readingOf(
  url: string | undefined,
  env: Env | undefined,
): Partial<EnvReading> & Pick<EnvReading, 'used' | 'warnings'> {
  if (url !== undefined) return { ...readUrl(url), used: [] };
  return env === undefined ? { used: [], warnings: [] } : readEnv(env);
}

function merged(read: AccountOptions = {}, given: AccountOptions): AccountOptions {
  const { password, ...rest } = read;
  const told = Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined));
  // A key that is there with the value undefined is a variable that was never set: the check names it.
  const unset = Object.fromEntries(
    Object.entries(given).filter(([name, value]) => value === undefined && !(name in read)),
  );
  return { ...rest, ...(password !== undefined && given.auth === undefined ? { password } : {}), ...unset, ...told };
}

/** By the name given, else by the host, else by the address. A host that nobody knows is nobody's, whatever the user. */
function knownProvider(options: AccountOptions, name?: string, address?: string): Provider | undefined {
  const { host } = options;
  const user = options.user ?? address;
  if (name !== undefined) {
    const profile = allProfiles.find((one) => one.id === name);
    const provider = providerOf({ name, text: '' });
    if (provider === undefined && profile === undefined)
      throw refusal('PROVIDER_UNKNOWN', 'provider', 'no profile and no preset has this name');
    return profile === undefined ? provider : { ...provider, id: profile.id, profile, guessed: false };
  }
  if (typeof host === 'string') {
    const hosted = { host: host.toLowerCase(), text: '' };
    return providerOf(hosted) && providerOf({ ...hosted, ...(typeof user === 'string' ? { user } : {}) });
  }
  return typeof user === 'string' && presetFor(user) !== undefined ? providerOf({ user, text: '' }) : undefined;
}

/** Mailboxes of organisations answer under the host of the persons'. */
function serviceOf(profile: Profile, user: unknown): Profile {
  if (profile.id !== 'gmail' || typeof user !== 'string' || !user.includes('@')) return profile;
  const domain = user.slice(user.lastIndexOf('@') + 1).toLowerCase();
  if (profile.domains.includes(domain)) return profile;
  return allProfiles.find(({ id }) => id === 'google-workspace') ?? profile;
}

/** The user name in the form that the provider wants, where only an address was given. */
function withUser(options: AccountOptions, preset: Preset | undefined, address: string | undefined): AccountOptions {
  const secret = options.password ?? options.auth;
  if (options.user !== undefined || address === undefined || secret === undefined) return options;
  switch (preset?.user) {
    case 'localpart':
      return { ...options, user: address.slice(0, address.lastIndexOf('@')) };
    case 'fixed':
      return { ...options, user: preset.fixedUser ?? address };
    default:
      return { ...options, user: address };
  }
}

function withoutLogin({ user, password, auth, login, ...options }: AccountOptions): AccountOptions {
  return options;
}

/** A token that says of itself that it will not do is not shown to a server, as the provider's own package has it. */
function withToken(options: AccountOptions, { token }: Profile): AccountOptions {
  const { auth, user = '' } = options;
  return typeof auth !== 'function' || token === undefined
    ? options
    : { ...options, auth: checkedTokens(auth, token, user) };
}

/** A password that the environment lacks is none where a token is given. */
function isNoted({ password, auth }: AccountOptions): (warning: Warning) => boolean {
  return ({ code }) => code !== 'CREDENTIALS_MISSING' || (password === undefined && auth === undefined);
}

function needed(address: string | undefined): string {
  if (address !== undefined && /^[^@\s]+@[^@\s]+$/.test(address)) return address;
  const what = address === undefined ? 'host is not set, and neither is address' : 'address is no bare mail address';
  throw refusal('CONFIG_VALUE_INVALID', address === undefined ? 'host' : 'address', what);
}

function loginWords({ user, password, auth, login }: AccountOptions): string {
  if (auth !== undefined) return `login of ${user} by token`;
  if (password !== undefined) return `login of ${user} by password`;
  return login === 'external' ? 'login by client certificate' : 'no login';
}

function refusal(code: string, field: string, detail: string, notes?: readonly string[]): MailError {
  return new MailError({ code, means: vocabulary[code] as Cause, phase: 'settings', field, detail, notes });
}

/** What was thrown for settings, as an error to report. What else is thrown is a fault of this program. */
export function settingsError(error: unknown): MailError {
  if (isMailError(error)) return error;
  throw error;
}
