import { isMailError } from '@ehlo/core';
import { presetFor } from '@ehlo/generic';
import type { Status } from '@ehlo/oauth';
import { Argument } from 'commander';
import { appOf } from '../account/app.js';
import { names, viaWords } from '../account/open-kept.js';
import { type KeptAccount, Register } from '../account/register.js';
import { type Exit, exit } from '../exit.js';
import type { Session } from '../session.js';
import { row } from '../show/rows.js';
import { dateText } from '../show/when.js';
import { Misuse } from '../trouble.js';
import { accountsWords } from '../words/accounts.js';
import type { Define } from './index.js';

export const define: Define = (command, action) => {
  command
    .addArgument(new Argument('[action]', 'list, or remove an account').choices(['list', 'remove']).default('list'))
    .argument('[address]', 'which one to remove')
    .addHelpText('after', examples)
    .action(action((session, act, address) => (act === 'remove' ? remove(session, address) : list(session))));
};

const examples = `
Examples:
  ehlo accounts
  ehlo accounts --json
  ehlo accounts remove me@outlook.com

What is listed is kept on this machine, and nobody is asked. Exits with 0 also where nobody is signed in.`;

/** What is known of a sign-in without asking anybody. */
type State = { readonly state: 'signed-in' | 'ended' | 'missing' | 'unreadable'; readonly status?: Status };

async function list(session: Session): Promise<Exit> {
  const register = new Register(session.terminal);
  const accounts = await register.list();
  for (const [at, account] of accounts.entries()) {
    const known = await stateOf(register, account);
    if (session.json) session.printJson(asValue(account, known));
    else session.print(`${at === 0 ? '' : '\n'}${textOf(account, known, session)}`);
  }
  if (accounts.length === 0 && !session.json) session.print(accountsWords[session.language].none);
  return exit.ok;
}

async function stateOf(register: Register, account: KeptAccount): Promise<State> {
  try {
    const status = await appOf({ account, store: register.store }).signedIn.status();
    if (status === undefined) return { state: 'missing' };
    return { state: status.renewable ? 'signed-in' : 'ended', status };
  } catch (error) {
    // The key of the store is gone, or belongs to another session: of the others there is still something to say.
    if (isMailError(error)) return { state: 'unreadable' };
    throw error;
  }
}

function asValue(account: KeptAccount, { state, status }: State): object {
  const { signedInAt, renewals, subject } = status ?? {};
  const expiresAt = lastEnd(status);
  return { ...account, state, subject, signedInAt, renewals, expiresAt };
}

function textOf(account: KeptAccount, { state, status }: State, { language, paint, terminal }: Session): string {
  const words = accountsWords[language];
  const good = state === 'signed-in';
  const mark = good ? paint('green', '✓') : paint('red', '✗');
  const end = lastEnd(status);
  const said =
    status !== undefined && good
      ? `${words.since(dateText(status.signedInAt, language))}${language === 'en' ? ', ' : '，'}${words.renewed(status.renewals)}`
      : `${words[state === 'signed-in' ? 'ended' : state]}: ehlo login ${account.provider} ${account.address}`;
  const rows: Array<readonly [string, string]> = [
    [words.state, said],
    [words.token, good && end !== undefined ? words.until(dateText(end, language)) : ''],
    [words.road, viaWords[language][account.via]],
    [words.app, account.clientId],
  ];
  const columns = terminal.output.columns ?? 100;
  return [
    `${mark} ${paint('bold', account.address)}  ${names[account.provider]}`,
    ...rows.filter(([, text]) => text !== '').map(([name, text]) => row(name, text, paint, columns)),
  ].join('\n');
}

function lastEnd(status: Status | undefined): number | undefined {
  const ends = (status?.tokens ?? []).flatMap(({ expiresAt }) => expiresAt ?? []);
  return ends.length === 0 ? undefined : Math.max(...ends);
}

async function remove(session: Session, address: string | undefined): Promise<Exit> {
  const register = new Register(session.terminal);
  if (address === undefined) throw new Misuse(whom);
  const account = await register.find(address);
  if (account === undefined) throw new Misuse(unknown(address));
  await appOf({ account, store: register.store }).signedIn.signOut();
  await register.remove(account.address);
  const words = accountsWords[session.language];
  if (session.json) session.printJson({ removed: account.address });
  else {
    session.print(`${session.paint('green', '✓')} ${words.removed(account.address)}`);
    session.print(words.stays(names[account.provider], pageOf(account)));
  }
  return exit.ok;
}

/** Where the owner of an account sees the apps that it consented to. */
function pageOf({ provider, address, tenant, cloud }: KeptAccount): string {
  if (provider === 'google') return 'https://myaccount.google.com/connections';
  if (cloud !== undefined) return portals[cloud];
  const personal = tenant === 'consumers' || presetFor(address)?.id === 'outlook';
  return personal ? 'https://account.live.com/consent/Manage' : 'https://myapps.microsoft.com';
}

/** https://learn.microsoft.com/entra/identity-platform/authentication-national-cloud */
const portals = { 'gcc-high': 'https://portal.azure.us', '21vianet': 'https://portal.azure.cn' } as const;

const whom = {
  en: 'say which account: ehlo accounts remove me@example.com',
  'zh-CN': '请指明账户：ehlo accounts remove me@example.com',
};

function unknown(address: string): Misuse['words'] {
  return { en: `nobody is signed in to ${address} here`, 'zh-CN': `此处没有登录 ${address}` };
}
