import type { AccountOptions, Warning } from '@ehlo/core';
import { type EnvReading, generic, presetFor, readEnv, readUrl } from '@ehlo/generic';
import { gmail } from '@ehlo/gmail';
import { outlook } from '@ehlo/outlook';
import { askPassword } from '../ask.js';
import type { Session } from '../session.js';
import type { SettingsRead } from '../settings/read.js';
import { Misuse } from '../trouble.js';
import { type Adapter, adapterOf } from './adapter.js';
import { bareAddress } from './address.js';
import { emulatedWeb } from './emulated.js';
import type { AccountFlags, More, OpenAccount } from './open.js';
import { present, viaWords } from './open-kept.js';
import { roadsOf } from './roads.js';

export interface SettingsOptions {
  readonly flags: AccountFlags;
  readonly settings: SettingsRead;
  readonly more: More;
}

/** An account that is told by options, a URL, variables or its address: the adapter that knows it best. */
export async function openSettings(session: Session, { flags, settings, more }: SettingsOptions): Promise<OpenAccount> {
  const { url, env, provider, address: _, from: __, ...given } = settings.target;
  const read: Partial<EnvReading> | undefined = url !== undefined ? readUrl(url) : env && readEnv(env);
  const said = saidOf(read?.options, given as AccountOptions, flags);
  const adapter = adapterOf(provider, said.host, said.user);
  if (!leadsSomewhere(adapter, said)) throw new Misuse(noServer(said.user));
  const options = await withLogin(session, adapter, inSandbox(adapter, said, settings), flags);
  const { transport, via } = make(adapter, { ...options, ...more }, flags, settings);
  const user = options.user?.includes('@') ? options.user : undefined;
  const from = flags.from ?? read?.from ?? user;
  const noticed = (read?.warnings ?? []).filter(({ code }) => code !== 'CREDENTIALS_MISSING');
  return {
    transport,
    ...(from !== undefined && { from }),
    how: howOf(options, settings, via),
    roads: roadsOf(transport, options, via),
    warnings: distinct([...noticed, ...transport.warnings]),
  };
}

/** What was read, and over it what was given. A sender is the user where no server is named or a secret waits for one. */
function saidOf(read: AccountOptions | undefined, given: AccountOptions, flags: AccountFlags): AccountOptions {
  const { password, ...rest } = { ...read };
  const secret = given.password !== undefined || given.auth !== undefined;
  const said = { ...rest, ...(password !== undefined && given.auth === undefined && { password }), ...present(given) };
  if (said.user !== undefined || (said.host !== undefined && !secret)) return said;
  const user = bareAddress(flags.from);
  return user === undefined ? said : { ...said, user };
}

/** Said before a password is asked for. */
function leadsSomewhere(adapter: Adapter, { host, user }: AccountOptions): boolean {
  if (adapter.of !== 'generic' || adapter.preset !== undefined || host !== undefined) return true;
  return user !== undefined && presetFor(user) !== undefined;
}

/** The emulated providers take the token of their description; Outlook.com takes nothing else. */
function inSandbox(adapter: Adapter, said: AccountOptions, { sandbox }: SettingsRead): AccountOptions {
  if (sandbox === undefined || adapter.of === 'generic' || said.password !== sandbox.password) return said;
  const { password: _, ...rest } = said;
  return { ...rest, auth: rest.auth ?? (async () => sandbox.accessToken) };
}

/** Asks at a terminal for the password of whoever has none. A server without a user is one that wants no login. */
async function withLogin(
  session: Session,
  adapter: Adapter,
  options: AccountOptions,
  { dryRun }: AccountFlags,
): Promise<AccountOptions> {
  const { user, password, auth, login } = options;
  if (password !== undefined || auth !== undefined || login !== undefined) return options;
  if (user === undefined || (adapter.of === 'gmail' && adapter.service !== undefined)) return options;
  if (dryRun) return { ...options, auth: neverAsked };
  if (adapter.of === 'outlook' && presetFor(user)?.id === 'outlook') throw new Misuse(noPasswords(user));
  if (!session.interactive) throw new Misuse(noLogin(user, adapter));
  return { ...options, password: await askPassword(session, user) };
}

/** A transport is made, and does nothing. */
const neverAsked = async () => '';

function make(adapter: Adapter, options: AccountOptions, flags: AccountFlags, { sandbox }: SettingsRead) {
  const { via = 'smtp' } = flags;
  const user = options.user as string;
  const web = sandbox === undefined || via === 'smtp' ? undefined : emulatedWeb(sandbox);
  const { host, port, security, tls, ...bare } = options;
  const { of } = adapter;
  if (of === 'outlook' && via !== 'gmail-api') {
    const account = adapter.account && { account: adapter.account };
    const graph = web && { graph: { fetch: web.fetch } };
    const there = via === 'graph' && web !== undefined ? bare : options;
    return { via, transport: outlook({ ...there, ...account, ...graph, user, via }) };
  }
  if (of === 'gmail' && adapter.service !== undefined && via === 'smtp') {
    return { via, transport: gmail({ ...options, service: adapter.service }) };
  }
  if (of === 'gmail' && adapter.service === undefined && via !== 'graph') {
    const api = web && { gmailApi: { fetch: web.fetch } };
    const there = via === 'gmail-api' && web !== undefined ? bare : options;
    return { via, transport: gmail({ ...there, ...api, user, via }) };
  }
  if (via !== 'smtp') throw new Misuse(noSuchRoad(via));
  if (of === 'generic' && adapter.preset !== undefined) {
    return { via, transport: generic.preset(adapter.preset, options) };
  }
  if (host !== undefined) return { via, transport: generic({ ...options, host }) };
  return { via, transport: generic.forAddress(user, options) };
}

function howOf(
  { user, host, password, auth }: AccountOptions,
  { variables, sandbox }: SettingsRead,
  via: keyof typeof viaWords.en,
): OpenAccount['how'] {
  const who = [user, host].filter((each) => each !== undefined).join(' @ ');
  const login =
    auth === neverAsked ? 'dry' : auth !== undefined ? 'token' : password !== undefined ? 'password' : 'none';
  const where = sandbox !== undefined ? 'sandbox' : variables;
  const en = {
    token: 'with an access token',
    password: 'with a password',
    none: 'without a login',
    dry: 'with a login that is not given yet',
  }[login];
  const zh = { token: '用访问令牌登录', password: '用密码登录', none: '不登录', dry: '登录方式尚未给出' }[login];
  return {
    en: `${who}, ${en}, ${viaWords.en[via]}${where === undefined ? '' : ` (from ${where})`}`,
    'zh-CN': `${who}，${zh}，${viaWords['zh-CN'][via]}${where === undefined ? '' : `（来自 ${where}）`}`,
  };
}

function distinct(warnings: readonly Warning[]): readonly Warning[] {
  return [...new Map(warnings.map((each) => [`${each.code} ${each.message}`, each])).values()];
}

function noPasswords(user: string): Misuse['words'] {
  return {
    en: `Microsoft takes no passwords for ${user}: sign in once with "ehlo login microsoft ${user}"`,
    'zh-CN': `微软不接受 ${user} 用密码登录：请先执行 "ehlo login microsoft ${user}" 登录一次`,
  };
}

function noLogin(user: string, { of }: Adapter): Misuse['words'] {
  const login = of === 'generic' ? '' : `ehlo login ${of === 'gmail' ? 'google' : 'microsoft'} ${user}`;
  return {
    en: `nothing says how ${user} logs in: set EHLO_PASSWORD, or give --password-file or --token-file${login && `; or sign in once: ${login}`}`,
    'zh-CN': `没有说明 ${user} 如何登录：请设置 EHLO_PASSWORD，或给出 --password-file 或 --token-file${login && `；或登录一次：${login}`}`,
  };
}

function noSuchRoad(via: string): Misuse['words'] {
  return {
    en: `--via ${via} is no road of this account: graph is Microsoft's, gmail-api is Google's`,
    'zh-CN': `此账户没有 --via ${via}：graph 属于微软，gmail-api 属于 Google`,
  };
}

function noServer(user: string | undefined): Misuse['words'] {
  if (user === undefined) return { en: 'no server is named: give --host', 'zh-CN': '没有指定服务器：请给出 --host' };
  return {
    en: `who serves ${user} is not known: "ehlo discover ${user}" finds the server, --host names it; --provider microsoft365 or gmail where they host the domain`,
    'zh-CN': `不知道 ${user} 由谁提供服务：可用 "ehlo discover ${user}" 查找服务器，再用 --host 指定；若域名托管在微软或 Google，请用 --provider microsoft365 或 gmail`,
  };
}
