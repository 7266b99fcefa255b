import { causes } from './causes.js';
import { MailError } from './error.js';
import type { Login } from './login.js';
import { hasControl, misuse } from './misuse.js';
import type { AccountOptions } from './options.js';
import type { Profile } from './profile.js';
import type { Warning } from './receipt.js';

/**
 * Which login `user`, `password`, `auth` and `login` mean together. A password of another look than the provider's is
 * told by a warning; one that cannot be, and a login that the provider is known to refuse, are refused here.
 *
 * @throws MailError that names the field and shows nothing of its value.
 */
export function readLogin(profile: Profile, options: AccountOptions, warnings: Warning[]): Login {
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
