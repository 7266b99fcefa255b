import {
  type DiagnoseOptions,
  type Diagnosis,
  type DiagnosisEvent,
  diagnose,
  type Resolver,
  type Target,
} from '@ehlo/doctor';
import { presetFor } from '@ehlo/generic';
import { withOwnLogin } from '../account/probed.js';
import { type Exit, exit, exitOfCause } from '../exit.js';
import type { Session } from '../session.js';
import { type SettingsFlags, settingsHelp, settingsOptions } from '../settings/flags.js';
import { withPassword } from '../settings/password.js';
import { readSettings } from '../settings/read.js';
import { diagnosisText } from '../show/diagnosis.js';
import { StageView } from '../show/stages.js';
import { Misuse } from '../trouble.js';
import { doctorWords } from '../words/doctor.js';
import type { Define } from './index.js';

interface DoctorFlags extends SettingsFlags {
  readonly from?: string;
  readonly sendTo?: string;
  readonly within: string;
  readonly verbose?: boolean;
}

export const define: Define = (command, action) => {
  settingsOptions(command.argument('[target]', 'a mail address, a host with or without port, or a URL'))
    .option('--from <address>', 'the sender to try; else the user, where that is an address')
    .option('--send-to <address>', 'send a short test message there; without this no mail is sent')
    .option('--within <seconds>', 'for all of it, 1 to 30', '30')
    .option('-v, --verbose', 'all that was seen, and the conversation as a ladder')
    .addHelpText('after', examples)
    .action(action(examine));
};

const examples = `${settingsHelp}

Examples:
  ehlo doctor me@example.com
  ehlo doctor me@outlook.com        # with the sign-in that "ehlo login" keeps
  ehlo doctor smtp.example.com:465 --user me@example.com --from shop@example.com
  ehlo doctor --env-file qd.env --lang zh-CN
  ehlo doctor smtp.example.com --verbose

Looks at the settings, DNS, TCP, greeting, EHLO, TLS, AUTH and MAIL FROM, each
in its turn, and says where it fails, who can mend it and how. Logs in once at
most, and sends no mail without --send-to. Where a place is at fault, other
ports, hosts and ways to TLS are tried without credentials.

--json is one object: ok, answer, stages, cause, works, neighbours, warnings;
with --verbose the trace too.
Exits with 0 where all is well, else by the cause, as sysexits.h has it.`;

async function examine(session: Session, named: string | undefined, flags: DoctorFlags): Promise<Exit> {
  const options = optionsOf(session, flags);
  const target = await targetOf(session, named, flags);
  if (target === undefined) return exit.interrupted;
  const diagnosis = session.json
    ? await diagnose(target, options)
    : await shown(session, flags, (observe) => diagnose(target, { ...options, observe }));
  if (session.json) session.printJson(flags.verbose ? diagnosis : { ...diagnosis, trace: undefined });
  else if (diagnosis.ok) hint(session, target);
  return exitOf(diagnosis);
}

/** A probe before the eyes of a person. */
async function shown(
  session: Session,
  { verbose = false }: DoctorFlags,
  probe: (observe: (event: DiagnosisEvent) => void) => Promise<Diagnosis>,
): Promise<Diagnosis> {
  const view = new StageView(session, verbose);
  try {
    const diagnosis = await probe((event) => view.happened(event));
    view.close();
    session.print(diagnosisText(diagnosis, session, verbose));
    return diagnosis;
  } finally {
    view.close();
  }
}

/** How the login is tried too, where a provider takes tokens of `ehlo login` and there was none. */
function hint(session: Session, { address, password, auth }: Target): void {
  const provider = { outlook: 'microsoft', gmail: 'google' }[presetFor(address ?? '')?.id ?? ''];
  if (address === undefined || provider === undefined || (password ?? auth) !== undefined) return;
  session.print(session.paint('dim', `  ${doctorWords[session.language].signIn(provider, address)}`));
}

/** Undefined where the person ended the prompt. */
async function targetOf(session: Session, named: string | undefined, flags: DoctorFlags): Promise<Target | undefined> {
  const { target: told, sandbox, variables } = await readSettings(session, flags, named !== undefined);
  const place = named === undefined ? {} : placeOf(named);
  const sender = flags.from === undefined ? {} : { from: flags.from };
  const target = await withOwnLogin(session, flags, { ...told, ...place, ...sender }, sandbox);
  const { url, env, host, address, user, provider } = target;
  if ([url, env, host, address, user, provider].every((each) => each === undefined)) throw new Misuse(nothing);
  const words = doctorWords[session.language];
  if (variables !== undefined && !session.json) session.print(session.paint('dim', words.settingsFrom(variables)));
  return withPassword(session, target);
}

/** An address, a host with or without port, or a URL. */
function placeOf(text: string): Pick<Target, 'url' | 'address' | 'host' | 'port'> {
  if (text.includes('://')) return { url: text };
  if (text.includes('@')) return { address: text };
  const [, host, port] = /^(.+):(\d+)$/.exec(text) ?? [];
  // What has two colons is an IPv6 address.
  return host === undefined || host.includes(':') ? { host: text } : { host, port: Number(port) };
}

function optionsOf({ language, terminal }: Session, { within, sendTo, sandbox }: DoctorFlags): DiagnoseOptions {
  const seconds = Number(within);
  if (!(seconds >= 1 && seconds <= 30)) throw new Misuse(notWithin(within));
  return {
    language,
    within: seconds * 1000,
    signal: terminal.signal,
    ...(sendTo !== undefined && { sendTo }),
    ...(sandbox !== undefined && { resolver: nobody }),
  };
}

/** Knows no host: what is meant for a sandbox must not leave this machine, neighbours included. */
const nobody: Resolver = { lookup: unknown, srv: unknown, mx: unknown };

async function unknown(): Promise<never> {
  throw Object.assign(new Error('the sandbox stands at an address, and knows no other host'), { code: 'ENOTFOUND' });
}

function exitOf({ ok, cause, failedAt }: Diagnosis): Exit {
  if (ok || cause === undefined) return exit.ok;
  const known = exitOfCause(cause.code, cause.outcome === 'deferred');
  return known ?? (failedAt === 'settings' ? exit.config : exit.unavailable);
}

const nothing = {
  en: 'nothing to look at: name a mail address, a host or a URL; or sign in once with ehlo login; or set SMTP_HOST, MAIL_SMTP or such in the environment',
  'zh-CN':
    '没有诊断对象：请给出邮箱地址、主机或 URL；或用 ehlo login 登录一次；或在环境变量里设置 SMTP_HOST、MAIL_SMTP 等',
};

const notWithin = (within: string) => ({
  en: `--within wants 1 to 30 seconds, not ${within}`,
  'zh-CN': `--within 应为 1 到 30 秒，而不是 ${within}`,
});
