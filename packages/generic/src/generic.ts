import { type AccountOptions, createSmtpTransport, type Transport, type Warning } from '@ehlo/core';
import { type Env, readEnv } from './env.js';
import { domainOf, type Preset, presetFor, presetNamed, presetOfHost } from './presets.js';
import { genericProfile, profileOf } from './profile.js';
import { refuse } from './refuse.js';
import { readUrl } from './url.js';

/** An account at any SMTP server: its host, or the id of a preset. */
export type GenericOptions = AccountOptions &
  ({ readonly host: string; readonly preset?: undefined } | { readonly preset: string });

/**
 * A transport for any SMTP server. `host` is a bare name; without `port` and `security` mail is submitted on port
 * 587 with STARTTLS, and 465 means TLS from the first byte. Where the host is that of a known provider, its rules
 * and notes are used. Throws a MailError that names the option for settings that cannot be used; dials nothing yet.
 */
function fromOptions(options: GenericOptions): Transport {
  return make(options, []);
}

/** `noticed` are the warnings of the reader that made the options. */
function make(options: GenericOptions, noticed: readonly Warning[]): Transport {
  const { preset: id, ...account } = options;
  if (id !== undefined) return makePreset(id, account, noticed);
  if (typeof account.host !== 'string')
    throw refuse('CONFIG_VALUE_INVALID', 'host', 'host is not set; give the name of the SMTP server, or a preset');
  const known = presetOfHost(account.host);
  if (known?.package === undefined)
    return createSmtpTransport(known === undefined ? genericProfile : profileOf(known), account, noticed);
  const message = `${account.host} belongs to ${known.name}, which ${known.package} knows: its sign-in, its limits and what its replies mean`;
  return createSmtpTransport(genericProfile, account, [
    ...noticed,
    { code: 'PROVIDER_HAS_ITS_OWN_PACKAGE', field: 'host', message },
  ]);
}

/**
 * From a URL: `smtps://user:password@host:465`, `smtp://` (by port) or `smtp+starttls://`, user and password
 * percent-encoded. Options may stand in its query, or in `more`, which counts for more. Throws a MailError,
 * CONFIG_URL_NOT_ENCODED where a character breaks the URL; no error shows any of the URL.
 */
function fromUrl(url: string, more: AccountOptions = {}): Transport {
  const { options, warnings } = readUrl(url);
  return make(merged(options, more), warnings);
}

/**
 * From the environment, most often `process.env`: one family of SMTP_*, EMAIL_SERVER, EMAIL_* or MAIL_*. What was
 * noticed is in `warnings` of the transport; `generic.readEnv` tells the names that are used, and the sender.
 */
function fromEnv(env: Env, more: AccountOptions = {}): Transport {
  const { options, warnings } = readEnv(env);
  const hasLogin = more.password !== undefined || more.auth !== undefined || more.login !== undefined;
  const missing = warnings.find((each) => each.code === 'CREDENTIALS_MISSING');
  if (missing !== undefined && !hasLogin)
    throw refuse('CREDENTIALS_MISSING', missing.field ?? 'password', missing.message);
  const noticed = warnings.filter((each) => each !== missing);
  return make(merged(options, more), noticed);
}

/** What was read, and over it what was given. A token source takes the place of a password that was read. */
function merged(read: AccountOptions & { readonly host: string }, more: AccountOptions): GenericOptions {
  const { password, ...rest } = read;
  const kept = more.auth === undefined && password !== undefined ? { password } : {};
  return { ...rest, ...kept, ...more, host: more.host ?? read.host };
}

/**
 * For the mailbox of an address, by its domain. `user` is derived from the address: most providers want the whole
 * of it, some the part before the @. Throws PROVIDER_UNKNOWN for a domain without a preset: then give `host`.
 */
function forAddress(address: string, more: AccountOptions = {}): Transport {
  if (typeof address !== 'string' || !/^[^@\s]+@[^@\s]+$/.test(address)) {
    throw refuse('CONFIG_VALUE_INVALID', 'address', 'address is not a bare mail address such as me@example.com');
  }
  const account = { ...more, user: more.user ?? address };
  const known = presetFor(address);
  if (known !== undefined) return openPreset(known, account, 'address');
  if (account.host !== undefined) return fromOptions({ ...account, host: account.host });
  throw refuse('PROVIDER_UNKNOWN', 'address', `the domain ${domainOf(address)} is in no preset; give the host option`);
}

/** For a provider by the id of its preset, or by the name that nodemailer's `service` option has for it. */
function preset(id: string, more: AccountOptions = {}): Transport {
  return makePreset(id, more, []);
}

function makePreset(id: string, more: AccountOptions, noticed: readonly Warning[]): Transport {
  const known = typeof id === 'string' ? presetNamed(id) : undefined;
  if (known === undefined) throw refuse('PROVIDER_UNKNOWN', 'preset', 'no preset has this id; presets lists them all');
  return openPreset(known, more, 'preset', noticed);
}

function openPreset(known: Preset, more: AccountOptions, field: string, noticed: readonly Warning[] = []): Transport {
  if (known.package !== undefined || known.endpoints.length === 0) {
    if (more.host !== undefined) return make({ ...more, host: more.host }, noticed);
    if (known.package !== undefined) {
      throw refuse('PROVIDER_HAS_ITS_OWN_PACKAGE', field, `${known.name} is served by ${known.package}`, known.notes);
    }
    throw refuse('PROVIDER_HAS_NO_SMTP', field, known.name, known.notes);
  }
  const user = loginName(known, more.user);
  const security = more.security ?? (more.host === undefined ? known.security : undefined);
  const options = { ...more, ...(user === undefined ? {} : { user }), ...(security === undefined ? {} : { security }) };
  const message = `the settings of ${known.name} were seen in one place only; if the server cannot be reached, ask the provider`;
  const warnings = known.confidence === 'low' ? [{ code: 'PRESET_UNCONFIRMED', field, message }] : [];
  return createSmtpTransport(profileOf(known), options, [...noticed, ...warnings]);
}

/** The user name in the form that the provider wants. What is no address of this provider is left as it is. */
function loginName(known: Preset, user: string | undefined): string | undefined {
  if (user === undefined) return known.fixedUser;
  const isAddress = user.includes('@') && known.domains.includes(domainOf(user));
  return known.user === 'localpart' && isAddress ? user.slice(0, user.lastIndexOf('@')) : user;
}

export const generic = Object.assign(fromOptions, { fromUrl, fromEnv, readEnv, forAddress, preset });
