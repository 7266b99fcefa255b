import type { AccountOptions, Profile, Warning } from '@ehlo/core';
import { type Preset, presetOfHost } from '@ehlo/generic';

/**
 * What looks wrong in settings that could still be right: a provider may listen where nobody wrote it down. A stage
 * that fails later is explained by them.
 */
export function doubts(profile: Profile, preset: Preset | undefined, options: AccountOptions): Warning[] {
  return [
    place(profile, options),
    mode(profile, options),
    userForm(preset, options),
    iamSecret(preset, options),
    blanks(options),
  ].filter((each) => each !== undefined);
}

/** The provider's table: its hosts for submission, and their ports. */
function place(profile: Profile, { host, port }: AccountOptions): Warning | undefined {
  if (host === undefined || profile.endpoints.length === 0 || isLiteral(host)) return undefined;
  const endpoints = [...profile.endpoints, ...(presetOfHost(host)?.endpoints ?? [])];
  const published = profile.endpoints.map((each) => `${each.host}:${each.port}`).join(', ');
  const hosted = endpoints.filter((each) => each.host === host.toLowerCase());
  if (hosted.length === 0)
    return doubt(
      'WRONG_HOST_OR_PORT',
      'host',
      `${host} is no submission host of ${profile.name}: that is ${published}`,
    );
  if (port === undefined || hosted.some((each) => each.port === port)) return undefined;
  return doubt(
    'WRONG_HOST_OR_PORT',
    'port',
    `${profile.name} publishes no port ${port} for submission, but ${published}`,
  );
}

/** RFC 8314 7.3: implicit TLS has port 465. RFC 6409 3.1: submission has port 587, in clear until STARTTLS. */
function mode(profile: Profile, { host, port, security }: AccountOptions): Warning | undefined {
  const row = profile.endpoints.find((each) => each.port === port && (host === undefined || each.host === host));
  const usual = row?.security ?? (port === 465 ? 'implicit' : port === 587 || port === 25 ? 'starttls' : undefined);
  if (usual === undefined || (security !== 'implicit' && security !== 'starttls') || usual === security)
    return undefined;
  return usual === 'starttls'
    ? doubt('TLS_IMPLICIT_ON_STARTTLS_PORT', 'security', `port ${port} begins in clear, and security is 'implicit'`)
    : doubt('TLS_PLAIN_ON_IMPLICIT_PORT', 'security', `port ${port} speaks TLS at once, and security is 'starttls'`);
}

function userForm(preset: Preset | undefined, { user }: AccountOptions): Warning | undefined {
  if (preset === undefined || user === undefined) return undefined;
  const { user: form, fixedUser, name } = preset;
  if (form === 'email' && !user.includes('@') && preset.domains.length > 0)
    return doubt('CREDENTIALS_USERNAME_FORM', 'user', `${name} wants the whole mail address as user name`);
  if (form === 'fixed' && fixedUser !== undefined && user !== fixedUser)
    return doubt('CREDENTIALS_USERNAME_FORM', 'user', `${name} wants the word '${fixedUser}' as user name`);
  return undefined;
}

/** https://docs.aws.amazon.com/ses/latest/dg/smtp-credentials.html: 44 characters, derived from a secret key of 40. */
function iamSecret(preset: Preset | undefined, { password }: AccountOptions): Warning | undefined {
  if (!preset?.id.startsWith('ses-') || password?.length !== 40) return undefined;
  return doubt(
    'SES_CREDENTIALS_INVALID',
    'password',
    'password is as long as a secret access key: SES wants the SMTP password that is made of it',
  );
}

function blanks({ user, password }: AccountOptions): Warning | undefined {
  const field = /^\s|\s$/.test(user ?? '') ? 'user' : /^\s|\s$/.test(password ?? '') ? 'password' : undefined;
  return field && doubt('CREDENTIALS_ENCODING', field, `${field} begins or ends with a blank, which is sent as it is`);
}

/** Test servers and tunnels stand at an address or on this machine, whoever's rules they follow. */
function isLiteral(host: string): boolean {
  return /^[\d.]+$|:|^localhost$/i.test(host);
}

function doubt(code: string, field: string, message: string): Warning {
  return { code, field, message };
}
