import { once } from 'node:events';
import { join } from 'node:path';
import { fileMemory, type Relay, type RelayEvent, relayLine, startRelay } from '@ehlo/relay';
import { Option } from 'commander';
import { bareAddress } from '../account/address.js';
import { keptFolder } from '../account/folder.js';
import { type AccountFlags, type OpenAccount, openAccount } from '../account/open.js';
import { vias } from '../account/register.js';
import { type Exit, exit } from '../exit.js';
import { clientsOf, folderAt, type NewLogin, passwordFile } from '../relay/clients.js';
import { limitsOf } from '../relay/limits.js';
import { listenAt } from '../relay/listen.js';
import type { Session } from '../session.js';
import { settingsHelp, settingsOptions } from '../settings/flags.js';
import { failureText } from '../show/failure.js';
import { row } from '../show/rows.js';
import { type Wording, wordingIn } from '../show/wording.js';
import { Misuse, textOfFile } from '../trouble.js';
import { relayWords } from '../words/relay.js';
import type { Define } from './index.js';

interface RelayFlags extends AccountFlags {
  readonly listen: string;
  readonly allowFrom?: readonly string[];
  readonly tlsCert?: string;
  readonly tlsKey?: string;
  readonly tlsImplicit?: boolean;
  readonly login: boolean;
  readonly newPassword?: boolean;
  readonly check: boolean;
  readonly maxSize?: string;
  readonly maxRecipients?: string;
  readonly stopWithin: string;
  readonly forget?: string;
  readonly verbose?: boolean;
}

export const define: Define = (command, action) => {
  settingsOptions(command.option('--account <address>', 'an account that "ehlo login" keeps'))
    .addOption(new Option('--via <road>', 'SMTP, or the API of the provider').choices([...vias]))
    .option('--listen <address:port>', 'where programs find it; port 0 takes a free one', '127.0.0.1:2525')
    .option('--allow-from <senders...>', 'addresses or @domains that may stand as sender; else that of the account')
    .option('--no-login', 'programs of this machine need no user and password')
    .option('--new-password', 'make a new password for the programs, in place of the one there was')
    .option('--tls-cert <file>', 'PEM of a certificate: STARTTLS is offered')
    .option('--tls-key <file>', 'PEM of its key')
    .option('--tls-implicit', 'TLS from the first octet, in place of STARTTLS')
    .option('--max-size <octets>', 'of a message; else what the account takes')
    .option('--max-recipients <number>', 'of a message; else what the account takes')
    .option('--stop-within <seconds>', 'for what was taken, when it is stopped', '30')
    .option('--no-check', 'do not try the account at the start')
    .option('--forget <message-id>', 'let a message go that may have arrived: when it comes again, it is sent')
    .option('-v, --verbose', 'connections and logins too')
    .addHelpText('after', examples)
    .action(action(relay));
};

const examples = `${settingsHelp}

Examples:
  ehlo relay --account me@outlook.com --listen 127.0.0.1:2525
  ehlo relay --account me@contoso.com --via graph --allow-from me@contoso.com @shop.contoso.com
  ehlo relay --host smtp.example.com --user me@example.com --password-file secret --no-login
  ehlo relay --account me@gmail.com --listen 0.0.0.0:587 --tls-cert cert.pem --tls-key key.pem

Takes mail over SMTP from programs that cannot sign in as the provider wants, and sends it from the account. Programs
set this host and port, and the user and password that it makes at its first start.

250 means that the provider took the message. A 4yz or 5yz says what it said, with the cause. Of a message that may have
arrived without an answer the same is not sent again. A line for each mail; --json: an object a line.
Ctrl-C and SIGTERM finish what was taken.`;

async function relay(session: Session, flags: RelayFlags): Promise<Exit> {
  // With 'refuse' a message goes to all of its recipients or to nobody, as its one answer says. Paths and addresses in a
  // message of a stranger are not followed.
  const account = await openAccount(session, flags, { partial: 'refuse', allowFileAttachments: false });
  try {
    const folder = join(keptFolder(session.terminal), 'relay', folderName(account));
    await folderAt(folder);
    if (flags.forget !== undefined) return await forget(session, folder, flags.forget);
    const running = await started(session, account, folder, flags);
    try {
      await served(session, account, flags);
    } finally {
      await stopped(session, running, flags);
    }
    return exit.ok;
  } finally {
    await account.transport.close();
  }
}

async function started(session: Session, account: OpenAccount, folder: string, flags: RelayFlags): Promise<Relay> {
  const from =
    flags.allowFrom ?? (account.from === undefined ? undefined : [bareAddress(account.from) ?? account.from]);
  if (from === undefined) throw new Misuse(noSender);
  const tls = await tlsOf(session, flags);
  const { users, made } = flags.login
    ? await clientsOf(folder, flags.newPassword === true)
    : { users: 'none' as const };
  // A new password is shown to a person, and else put where only its owner reads it.
  const file = made === undefined || session.interactive ? undefined : await passwordFile(folder, made);
  const running = await startRelay({
    transport: account.transport,
    from,
    users,
    ...listenAt(flags.listen),
    ...(tls !== undefined && { tls }),
    ...limitsOf(account.transport),
    ...(flags.maxSize !== undefined && { maxSize: Number(flags.maxSize) }),
    ...(flags.maxRecipients !== undefined && { maxRecipients: Number(flags.maxRecipients) }),
    memory: fileMemory(join(folder, 'memory.jsonl')),
    observe: (event) => logged(session, event, flags),
  });
  const name = users === 'none' ? undefined : users.map((user) => user.name).join(', ');
  if (!session.json)
    introduced(session, await wordingIn(session.language), { running, account, from, name, made, file });
  return running;
}

/** Until it is asked to stop. That the account works is tried beside it, since a relay must also start without a line. */
async function served(session: Session, { transport, from }: OpenAccount, { check }: RelayFlags): Promise<void> {
  const { signal } = session.terminal;
  const words = relayWords[session.language];
  if (check) {
    const report = await transport.check({ signal, ...(from !== undefined && { from }) }).catch(() => undefined);
    if (report?.ok === true && !session.json) session.note(session.paintNote('dim', words.ready));
    if (report?.error !== undefined) {
      const wording = await wordingIn(session.language);
      const text = failureText(report.error, wording, session.paintNote, session.terminal.errors.columns);
      session.note(`${session.paintNote('yellow', words.notReady)}\n${text}`);
    }
  }
  if (!signal.aborted) await once(signal, 'abort');
}

async function stopped(session: Session, running: Relay, { stopWithin }: RelayFlags): Promise<void> {
  const words = relayWords[session.language];
  session.note(session.paintNote('dim', words.stopping));
  const mails = await running.close({ timeout: Number(stopWithin) * 1_000 });
  session.note(session.paintNote('dim', words.stopped(mails.length)));
}

interface Introduction {
  readonly running: Relay;
  readonly account: OpenAccount;
  readonly from: readonly string[];
  readonly name: string | undefined;
  readonly made: NewLogin | undefined;
  /** Where the new password stands, where it is not shown. */
  readonly file: string | undefined;
}

/** What a program has to be set to. */
function introduced(
  session: Session,
  { said }: Wording,
  { running, account, from, name, made, file }: Introduction,
): void {
  const words = relayWords[session.language];
  const { paintNote, terminal } = session;
  const rows: Array<readonly [string, string]> = [
    [words.sendsBy, session.in(account.how)],
    [words.may, from.join(', ')],
    [words.listensOn, `${running.host}:${running.port}, ${words.tls[running.tls]}`],
    [words.login, name ?? words.noLogin],
    ...(made !== undefined && file === undefined ? [[words.newPassword, made.password] as const] : []),
    ...(file === undefined ? [] : [[words.newPassword, words.passwordIn(file)] as const]),
    ...(name !== undefined && made === undefined ? [[words.newPassword, words.onlyHash] as const] : []),
    ['', words.set],
  ];
  for (const [left, text] of rows) session.note(row(left, text, paintNote, terminal.errors.columns));
  for (const { message } of account.warnings) session.note(paintNote('yellow', `! ${said(message)}`));
}

function logged(session: Session, event: RelayEvent, { verbose = false }: RelayFlags): void {
  const everyday = event.kind === 'mail' || event.kind === 'refused' || event.kind === 'recovered';
  if (!everyday && !verbose && !(session.json && event.kind === 'listening')) return;
  if (session.json) session.printJson(event);
  else session.print(session.paint(styleOf(event), relayLine(event, session.language)));
}

function styleOf(event: RelayEvent): 'red' | 'yellow' | 'green' | 'dim' {
  if (event.kind === 'refused') return 'yellow';
  if (event.kind !== 'mail') return event.kind === 'recovered' ? 'yellow' : 'dim';
  return ({ accepted: 'green', deferred: 'yellow', rejected: 'red', unknown: 'red' } as const)[event.outcome];
}

async function forget(session: Session, folder: string, id: string): Promise<Exit> {
  const words = relayWords[session.language];
  const memory = fileMemory(join(folder, 'memory.jsonl'));
  const found = (await memory.open()).filter((mail) => mail.id === id);
  for (const mail of found) await memory.drop(mail);
  await memory.close();
  session.print(found.length > 0 ? words.forgotten(id) : words.notRemembered(id));
  return found.length > 0 ? exit.ok : exit.data;
}

async function tlsOf({ terminal }: Session, { tlsCert, tlsKey, tlsImplicit = false }: RelayFlags) {
  if (tlsCert === undefined && tlsKey === undefined && !tlsImplicit) return undefined;
  if (tlsCert === undefined || tlsKey === undefined) throw new Misuse(halfTls);
  return {
    cert: await textOfFile(tlsCert, terminal),
    key: await textOfFile(tlsKey, terminal),
    implicit: tlsImplicit,
  };
}

/** One relay for an account: what it remembers and who logs in is that account's. */
function folderName({ from, transport }: OpenAccount): string {
  return (bareAddress(from) ?? transport.id).toLowerCase().replace(/[^\w.@+-]/g, '_');
}

const noSender = {
  en: 'nothing says which senders are allowed: give --allow-from with addresses or @domains',
  'zh-CN': '没有说明允许哪些发件人：请用 --allow-from 给出地址或 @域名',
};

const halfTls = {
  en: '--tls-cert and --tls-key belong together',
  'zh-CN': '--tls-cert 和 --tls-key 必须同时给出',
};
