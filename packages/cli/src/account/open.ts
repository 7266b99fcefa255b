import type { AccountOptions, Language, Route, Transport, Warning } from '@ehlo/core';
import type { Session } from '../session.js';
import type { SettingsFlags } from '../settings/flags.js';
import { readSettings, type SettingsRead } from '../settings/read.js';
import { Misuse } from '../trouble.js';
import { bareAddress } from './address.js';
import { openKept } from './open-kept.js';
import { openSettings } from './open-settings.js';
import { isSame, type KeptAccount, Register, type Via } from './register.js';

/** What the command line may say of the account that mail is sent from. */
export interface AccountFlags extends SettingsFlags {
  /** The address of an account that `ehlo login` keeps. */
  readonly account?: string;
  readonly via?: Via;
  /** The sender, with or without a display name; where it is the address of a kept account, it names that one. */
  readonly from?: string;
  /** Nothing will be dialled, so that no login is asked for. */
  readonly dryRun?: boolean;
}

/** An account that mail can be sent from. Nothing was dialled yet. */
export interface OpenAccount {
  readonly transport: Transport;
  /** The sender where none is given: that of the variables, else the user where it is an address. */
  readonly from?: string;
  /** Which account it is and how it logs in, in words. */
  readonly how: Readonly<Record<Language, string>>;
  /** Where mail will go, in the order in which it is tried. */
  readonly roads: readonly Road[];
  /** The command that signs in again to an account that is kept, for the same road or another. */
  readonly login?: (via?: Via) => string;
  /** What was noticed in the settings, those of the transport included. */
  readonly warnings: readonly Warning[];
}

export type Road =
  | ({ readonly kind: 'smtp' } & Route)
  | { readonly kind: 'https'; readonly url: string; readonly after?: 'closed' };

/** What the caller adds to the options of the transport. */
export type More = Pick<
  AccountOptions,
  'observe' | 'logger' | 'partial' | 'connections' | 'allowFileAttachments' | 'allowUrlAttachments'
>;

/**
 * Opens the account that a command line means. The first of these decides: --account; a server, provider, URL or file
 * of settings that is named; a kept account whose address is --user or --from; the variables of the surroundings; the
 * provider of the address; the one account that is kept. Asks for a missing password at a terminal.
 *
 * Throws a Misuse where nothing names an account, and a MailError where settings cannot be used.
 */
export async function openAccount(session: Session, flags: AccountFlags, more: More = {}): Promise<OpenAccount> {
  const register = new Register(session.terminal);
  const accounts = await register.list();
  const named = namedOf(accounts, flags);
  const settings = await readSettings(session, flags, named !== undefined);
  const kept = named ?? (saysNothing(settings, flags) ? onlyOf(accounts) : undefined);
  if (kept !== undefined) return openKept({ kept, register, flags, settings, more });
  return openSettings(session, { flags, settings, more });
}

function namedOf(accounts: readonly KeptAccount[], flags: AccountFlags): KeptAccount | undefined {
  const find = (address: string) => accounts.find((one) => isSame(one.address, address));
  if (flags.account !== undefined) {
    const rival = rivals.find(([key]) => flags[key] !== undefined);
    if (rival !== undefined) throw new Misuse(exclude(rival[1]));
    const kept = find(flags.account);
    if (kept === undefined) throw new Misuse(notKept(flags.account, accounts));
    return kept;
  }
  const { url, host, provider, envFile, sandbox, passwordFile, tokenFile } = flags;
  if ([url, host, provider, envFile, sandbox, passwordFile, tokenFile].some((each) => each !== undefined)) return;
  return find(flags.user ?? bareAddress(flags.from) ?? '');
}

/** What tells of another login than the one that is kept. Host and port may lead a kept one elsewhere. */
const rivals = [
  ['url', '--url'],
  ['envFile', '--env-file'],
  ['provider', '--provider'],
  ['user', '--user'],
  ['passwordFile', '--password-file'],
  ['tokenFile', '--token-file'],
] as const;

function exclude(option: string): Misuse['words'] {
  return {
    en: `--account and ${option} exclude each other: the account is signed in already`,
    'zh-CN': `--account 与 ${option} 不能同时使用：该账户已登录`,
  };
}

function saysNothing({ target, variables }: SettingsRead, { from }: AccountFlags): boolean {
  const { url, provider, host, user } = target;
  return [url, provider, host, user, variables, from].every((each) => each === undefined);
}

function onlyOf(accounts: readonly KeptAccount[]): KeptAccount {
  const [only, second] = accounts;
  if (only === undefined) throw new Misuse(nothing);
  if (second !== undefined) throw new Misuse(several(accounts));
  return only;
}

function notKept(address: string, accounts: readonly KeptAccount[]): Misuse['words'] {
  const others = accounts.map((one) => one.address).join(', ');
  return {
    en: `nobody has signed in to ${address} here${others && `, but to ${others}`}: ehlo login microsoft|google ${address}`,
    'zh-CN': `此处尚未登录 ${address}${others && `，已登录的是 ${others}`}：ehlo login microsoft|google ${address}`,
  };
}

const nothing: Misuse['words'] = {
  en: 'nothing says which account sends. Sign in once with "ehlo login microsoft" or "ehlo login google"; or name a server with --host, --provider or --url; or set SMTP_HOST and its like in the environment or in .env',
  'zh-CN':
    '没有说明用哪个账户发信。请先用 "ehlo login microsoft" 或 "ehlo login google" 登录一次；或用 --host、--provider、--url 指定服务器；或在环境变量或 .env 中设置 SMTP_HOST 等',
};

function several(accounts: readonly KeptAccount[]): Misuse['words'] {
  const all = accounts.map((one) => one.address).join(', ');
  return {
    en: `several accounts are kept (${all}): say which with --account`,
    'zh-CN': `保存了多个账户（${all}）：请用 --account 指定一个`,
  };
}
