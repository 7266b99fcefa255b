import { authorizationCode, deviceCode, type Flow } from '@ehlo/oauth';
import { Argument, Option } from 'commander';
import { type ClientFlags, clientOf } from '../account/client.js';
import { emulatedWeb } from '../account/emulated.js';
import { names, viaWords } from '../account/open-kept.js';
import { type Cloud, clouds, type KeptAccount, Register, type Via } from '../account/register.js';
import { signInHere } from '../account/sign-in-here.js';
import { openInBrowser } from '../browser.js';
import { type Exit, exit } from '../exit.js';
import type { Paint, Session } from '../session.js';
import { readSandbox } from '../settings/sandbox.js';
import { row } from '../show/rows.js';
import { timeText } from '../show/when.js';
import { Misuse } from '../trouble.js';
import { loginWords } from '../words/login.js';
import type { Define } from './index.js';

type Provider = KeptAccount['provider'];

interface LoginFlags extends ClientFlags {
  readonly via: Via;
  readonly browser?: boolean;
  readonly open: boolean;
  readonly tenant?: string;
  readonly cloud?: Cloud;
  readonly alias?: boolean;
  readonly sandbox?: string;
}

export const define: Define = (command, action) => {
  command
    .addArgument(new Argument('<provider>', 'whose account it is').choices(['microsoft', 'google']))
    .argument('[address]', 'the mailbox; left out, it is whoever signs in')
    .addOption(
      new Option('--via <road>', "what consent is asked for; graph is Microsoft's, gmail-api Google's")
        .choices(['smtp', 'graph', 'gmail-api', 'auto'])
        .default('smtp'),
    )
    .option('--browser', 'with the browser of this machine in place of a code; Google always does')
    .option('--no-open', 'show the page to open, and open nothing')
    .option('--client-id <id>', 'of your app registration. Else EHLO_MICROSOFT_CLIENT_ID or EHLO_GOOGLE_CLIENT_ID')
    .option('--client-secret-file <file>', "its secret, or Google's JSON. Else EHLO_GOOGLE_CLIENT_SECRET")
    .option('--tenant <name>', 'of Microsoft: consumers, organizations, common, or the one your app is registered in')
    .addOption(new Option('--cloud <name>', 'of Microsoft, where the mailbox is in a national cloud').choices(clouds))
    .option('--alias', 'keep it though another name signs in: an alias or a shared mailbox')
    .option('--sandbox <file>', 'what "ehlo sandbox --json" printed: sign in there')
    .addHelpText('after', examples)
    .action(action(login));
};

const examples = `
Examples:
  ehlo login microsoft me@outlook.com
  ehlo login microsoft me@contoso.com --via graph
  ehlo login microsoft me@contoso.com --via auto --browser
  ehlo login microsoft me@contoso.cn --cloud 21vianet
  ehlo login google me@gmail.com --client-secret-file client_secret.json

Microsoft shows a code that is typed on any device. Google keeps mail out of that flow, so it takes a browser of this
machine. A code is for one service, so --via auto, which asks for two, wants --browser.
The sign-in is kept sealed in the folder of your user's data (EHLO_HOME moves it, EHLO_STORE_KEY has its key) and
renewed by itself. Passwords are not kept: EHLO_PASSWORD or --password-file give them to the command that sends.`;

async function login(session: Session, provider: Provider, address: string | undefined, flags: LoginFlags) {
  const { via, tenant, cloud, sandbox, alias = false } = flags;
  refuseUnfit(provider, address, flags);
  const register = new Register(session.terminal);
  const kept = address === undefined ? undefined : await register.find(address);
  const web = sandbox === undefined ? undefined : emulatedWeb(await readSandbox(sandbox, session.terminal));
  const client = await clientOf(session, provider, flags, { web, kept, register });
  const at = web?.at ?? ((address: string) => address);
  const flow =
    provider === 'google' || flags.browser ? byBrowser(session, provider, flags, at) : byCode(session, provider, at);
  const asked = {
    provider,
    address,
    tenant: tenant ?? kept?.tenant,
    cloud: cloud ?? kept?.cloud,
    via,
    client,
    web,
    alias,
    flow,
  };
  const { account } = await signInHere(session, register, asked);
  return told(session, account);
}

function refuseUnfit(
  provider: Provider,
  address: string | undefined,
  { via, browser, tenant, cloud }: LoginFlags,
): void {
  if (address !== undefined && !/^[^@\s<>]+@[^@\s<>]+$/.test(address)) throw new Misuse(noAddress(address));
  if (via === (provider === 'google' ? 'graph' : 'gmail-api')) throw new Misuse(noRoad(provider, via));
  if (provider === 'google' && tenant !== undefined) throw new Misuse(microsoftOnly('--tenant'));
  if (provider === 'google' && cloud !== undefined) throw new Misuse(microsoftOnly('--cloud'));
  if (cloud !== undefined && tenant === 'consumers') throw new Misuse(noPersons);
  if (provider === 'microsoft' && via === 'auto' && !browser) throw new Misuse(oneService);
}

function byCode(session: Session, provider: Provider, at: (page: string) => string): Flow {
  const { language, paintNote } = session;
  const words = loginWords[language];
  return deviceCode({
    show: ({ userCode, verificationUri: page, expiresAt }) => {
      const verificationUri = at(page);
      if (session.json) return session.printJson({ prompt: { verificationUri, userCode, expiresAt } });
      session.note(`${words.signIn(names[provider])}\n`);
      session.note(row(words.open, paintNote(['bold', 'underline'], verificationUri), paintNote));
      session.note(`\n${framed(words.type, userCode, paintNote)}`);
      session.note(`\n${paintNote('dim', words.waiting(timeText(expiresAt, language)))}`);
    },
  });
}

/** The code is what has to be read and typed: it stands out. */
function framed(name: string, code: string, paint: Paint): string {
  const line = '─'.repeat(code.length + 4);
  const sides = [`╭${line}╮`, `│  ${paint(['bold', 'cyan'], code)}  │`, `╰${line}╯`];
  return sides.map((text, at) => row(at === 1 ? name : '', text, paint)).join('\n');
}

function byBrowser(session: Session, provider: Provider, flags: LoginFlags, at: (page: string) => string): Flow {
  const { terminal, language, paintNote } = session;
  const words = loginWords[language];
  return authorizationCode({
    open: async (page) => {
      const url = at(page);
      if (session.json) return session.printJson({ prompt: { url } });
      const opened = flags.open && (await openInBrowser(url, terminal));
      session.note(`${names[provider]}: ${opened ? words.opened : words.openIt}\n\n${url}\n`);
      if (!opened) session.note(paintNote('dim', words.remote));
    },
  });
}

function told(session: Session, account: KeptAccount): Exit {
  if (session.json) {
    session.printJson({ account });
    return exit.ok;
  }
  const { paint, language } = session;
  const { address, provider, via } = account;
  const words = loginWords[language];
  const columns = session.terminal.output.columns ?? 100;
  session.print(`${paint('green', '✓')} ${words.signedIn}${paint('bold', address)}, ${names[provider]}`);
  session.print(row(words.road, viaWords[language][via], paint, columns));
  session.print(row(words.kept, words.keptHow, paint, columns));
  session.print(row(words.next, `ehlo send --account ${address} --to you@example.net`, paint, columns));
  return exit.ok;
}

function noAddress(text: string): Misuse['words'] {
  return { en: `${text} is no mail address`, 'zh-CN': `${text} 不是邮件地址` };
}

function noRoad(provider: Provider, via: Via): Misuse['words'] {
  const own = provider === 'google' ? 'smtp, gmail-api, auto' : 'smtp, graph, auto';
  return {
    en: `${names[provider]} has no --via ${via}, but ${own}`,
    'zh-CN': `${names[provider]} 没有 --via ${via}，可用的是 ${own}`,
  };
}

function microsoftOnly(option: string): Misuse['words'] {
  return { en: `${option} belongs to Microsoft`, 'zh-CN': `${option} 只用于微软账户` };
}

const noPersons = {
  en: 'personal accounts are not in a national cloud: leave out --tenant consumers or --cloud',
  'zh-CN': '个人账户不在国家云中：请去掉 --tenant consumers 或 --cloud',
};

const oneService = {
  en: '--via auto needs consent for SMTP and for Graph, and a device code is for one service: add --browser',
  'zh-CN': '--via auto 需要同时授权 SMTP 和 Graph，而设备代码只能授权一个服务：请加 --browser',
};
