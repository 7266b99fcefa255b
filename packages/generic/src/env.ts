import type { AccountOptions, Warning } from '@ehlo/core';
import { type Family, families, type Role } from './env-families.js';
import { refuse } from './refuse.js';
import { type SaidOfTls, securityOf } from './security.js';
import { readUrl } from './url.js';
import { readHost, readPort, readSwitch } from './words.js';

export type Env = Readonly<Record<string, string | undefined>>;

/** What the environment says. */
export interface EnvReading {
  readonly options: AccountOptions & { readonly host: string };
  /** Names of the variables whose values were used. */
  readonly used: readonly string[];
  /** The sender that the variables name, for the `from` of messages. */
  readonly from?: string;
  readonly warnings: readonly Warning[];
}

/**
 * Reads one family of variables: SMTP_*, EMAIL_SERVER, EMAIL_* or MAIL_*, whichever names a server. Nothing is
 * taken from a second family. Values with stray quotes or blanks are refused, not repaired; an empty value is as
 * good as none. Throws a MailError that names the variable and never shows a value.
 */
export function readEnv(env: Env): EnvReading {
  const present = families.filter((family) => find(env, family, 'url') ?? find(env, family, 'host'));
  const [first, ...others] = present;
  if (first === undefined) throw nothingFound(env);
  const reading = readFamily(env, first);
  const doubled: Warning[] = [];
  for (const other of others) {
    const second = readFamily(env, other);
    const names = `${server(env, first)} and ${server(env, other)}`;
    if (!sameAccount(reading, second)) {
      throw refuse(
        'CONFIG_VALUE_INVALID',
        server(env, other),
        `${names} are both set and do not say the same; unset the variables of one (${first.name} or ${other.name})`,
      );
    }
    doubled.push({
      code: 'SETTINGS_DOUBLED',
      field: server(env, other),
      message: `${names} are both set and say the same; those of ${first.name} are used`,
    });
  }
  return { ...reading, warnings: [...doubled, ...reading.warnings] };
}

function readFamily(env: Env, family: Family): EnvReading {
  const said = new Said(env, family);
  const sender = said.from();
  if (said.name('url') !== undefined) return { ...said.url(), ...sender, used: said.used };
  const port = said.port();
  const host = said.host();
  const { security, warning } = securityOf({ ...said.tls(), host, ...(port === undefined ? {} : { port }) });
  const options = { host, ...(port === undefined ? {} : { port }), security, ...said.login() };
  const warnings = [warning, said.passwordMissing()].filter((each) => each !== undefined);
  return { options, ...sender, used: said.used, warnings };
}

/** The variables of one family, by role. Takes note of what it was asked for. */
class Said {
  readonly used: string[] = [];

  constructor(
    private readonly env: Env,
    private readonly family: Family,
  ) {}

  /** The name under which a role is set; two names of one role must say the same. */
  name(role: Role): string | undefined {
    return find(this.env, this.family, role);
  }

  #value(role: Role): { name: string; value: string } | undefined {
    const name = this.name(role);
    if (name === undefined) return undefined;
    const value = this.env[name] as string;
    const wrapped =
      /^(["'`]).*\1$/s.test(value) || (role !== 'from' && role !== 'fromName' && /^["`]|["`]$/.test(value));
    if (wrapped)
      throw refuse('CONFIG_VALUE_INVALID', name, `${name} is wrapped in quotation marks that became part of the value`);
    if (/^\s|\s$/.test(value))
      throw refuse('CONFIG_VALUE_INVALID', name, `${name} begins or ends with a blank or a line break`);
    if (/[\u0000-\u001f\u007f]/.test(value))
      throw refuse('CONFIG_VALUE_INVALID', name, `${name} holds a control character`);
    this.used.push(name);
    return { name, value };
  }

  url(): Pick<EnvReading, 'options' | 'warnings'> {
    const { name, value } = this.#value('url') as { name: string; value: string };
    const parts = (['host', 'port', 'user', 'password', 'secure', 'ssl', 'starttls'] as const).map((role) =>
      this.name(role),
    );
    const part = parts.find((each) => each !== undefined);
    if (part !== undefined)
      throw refuse(
        'CONFIG_VALUE_INVALID',
        part,
        `${name} and ${part} are both set; the URL holds all there is to say, so unset one of them`,
      );
    return readUrl(value, name);
  }

  host(): string {
    const { name, value } = this.#value('host') as { name: string; value: string };
    return readHost(value, name, wanted(this.family, 'port'));
  }

  port(): number | undefined {
    const said = this.#value('port');
    return said && readPort(said.value, said.name);
  }

  /** No password without a user. */
  login(): Pick<AccountOptions, 'user' | 'password'> {
    const user = this.#value('user');
    const password = this.#value('password');
    for (const said of [user, password]) {
      if (said !== undefined && /^(?:undefined|null)$/.test(said.value)) {
        throw refuse(
          'CREDENTIALS_MISSING',
          said.name,
          `${said.name} is the word undefined or null: a variable was not set`,
        );
      }
    }
    if (password !== undefined && user === undefined) {
      throw refuse(
        'CREDENTIALS_MISSING',
        wanted(this.family, 'user'),
        `${password.name} is set, but ${wanted(this.family, 'user')} is not`,
      );
    }
    return { ...(user && { user: user.value }), ...(password && { password: password.value }) };
  }

  /** No error yet: a token source may take the place of the password. */
  passwordMissing(): Warning | undefined {
    const user = this.name('user');
    const password = wanted(this.family, 'password');
    if (user === undefined || this.name('password') !== undefined) return undefined;
    return { code: 'CREDENTIALS_MISSING', field: password, message: `${user} is set, but ${password} is not` };
  }

  tls(): Pick<SaidOfTls, 'ssl' | 'starttls' | 'either' | 'names'> {
    const secure = this.#value('secure');
    const ssl = this.#value('ssl');
    const starttls = this.#value('starttls');
    const names = {
      ssl: ssl?.name ?? secure?.name ?? wanted(this.family, 'ssl'),
      starttls: starttls?.name ?? secure?.name ?? wanted(this.family, 'starttls'),
      port: wanted(this.family, 'port'),
    };
    return {
      ...(secure && readSecure(secure.value, secure.name)),
      ...(ssl && { ssl: readSwitch(ssl.value, ssl.name) }),
      ...(starttls && { starttls: readSwitch(starttls.value, starttls.name) }),
      names,
    };
  }

  from(): { from?: string } {
    const from = this.#value('from');
    const name = this.#value('fromName');
    if (from === undefined) return {};
    if (name === undefined || from.value.includes('<')) return { from: from.value };
    return { from: `"${name.value.replace(/["\\]/g, '\\$&')}" <${from.value}>` };
  }
}

/** The words of Laravel's MAIL_ENCRYPTION and MAIL_SCHEME and of PHPMailer beside the switch. `tls` is either way, by port. */
function readSecure(value: string, field: string): Pick<SaidOfTls, 'ssl' | 'starttls' | 'either'> {
  switch (value.toLowerCase()) {
    case 'ssl':
    case 'smtps':
      return { ssl: true };
    case 'starttls':
      return { starttls: true };
    case 'tls':
      return { either: true };
    case 'none':
      return { ssl: false, starttls: false };
    case 'smtp':
      return {};
    default:
      return { ssl: readSwitch(value, field) };
  }
}

/** The name under which a role is set in this family. */
function find(env: Env, family: Family, role: Role): string | undefined {
  const names = (family.variables[role] ?? []).filter((name) => {
    const value = env[name];
    return value !== undefined && value !== '' && !family.unset?.includes(value.toLowerCase());
  });
  const [first, second] = names;
  if (first !== undefined && second !== undefined && env[first] !== env[second]) {
    throw refuse(
      'CONFIG_VALUE_INVALID',
      second,
      `${first} and ${second} are both set and do not say the same; keep one of them`,
    );
  }
  return first;
}

/** The variable that names the server. */
function server(env: Env, family: Family): string {
  return find(env, family, 'url') ?? find(env, family, 'host') ?? family.name;
}

/** What the user should set. */
function wanted(family: Family, role: Role): string {
  return family.variables[role]?.[0] ?? family.name;
}

function sameAccount(one: EnvReading, other: EnvReading): boolean {
  const keys = ['host', 'port', 'user', 'password', 'security'] as const;
  return keys.every((key) => one.options[key] === other.options[key]);
}

function nothingFound(env: Env): Error {
  for (const family of families) {
    const roles = ['port', 'user', 'password', 'ssl', 'starttls'] as const;
    const stray = roles.map((role) => find(env, family, role)).find((name) => name !== undefined);
    const host = family.variables.host?.join(' or ') ?? family.name;
    if (stray !== undefined)
      return refuse(
        'CONFIG_VALUE_INVALID',
        wanted(family, 'host'),
        `${stray} is set, but the server is not: set ${host}`,
      );
  }
  const servers = families.flatMap((family) => [wanted(family, 'url'), ...(family.variables.host ?? [])]);
  return refuse('CONFIG_VALUE_INVALID', 'env', `no mail server is named: none of ${servers.join(', ')} is set`);
}
