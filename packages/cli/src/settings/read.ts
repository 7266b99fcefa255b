import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { parseEnv } from 'node:util';
import type { Target } from '@ehlo/doctor';
import type { Session } from '../session.js';
import { Misuse, textOfFile, textOfInput } from '../trouble.js';
import type { SettingsFlags } from './flags.js';
import { type SandboxDescription, targetInSandbox } from './sandbox.js';

/** What is told of an account, and where it was read. */
export interface SettingsRead {
  readonly target: Target;
  readonly sandbox?: SandboxDescription;
  /** The file or surroundings that variables came from. */
  readonly variables?: string;
}

/**
 * Reads the settings of a command. `named` tells that the command line names an account already, so that variables
 * which happen to be set do not mix with it. Secrets come from files, variables or stdin, never from the command line.
 */
export async function readSettings(session: Session, flags: SettingsFlags, named: boolean): Promise<SettingsRead> {
  const { terminal } = session;
  const sandbox = flags.sandbox === undefined ? undefined : await targetInSandbox(flags.sandbox, terminal);
  const told = named || [flags.url, flags.host, flags.provider, flags.sandbox].some((each) => each !== undefined);
  const found = flags.envFile === undefined && told ? undefined : await variables(session, flags.envFile);
  const ca = flags.ca === undefined ? undefined : await textOfFile(flags.ca, terminal);
  const secret = await secretOf(session, flags);
  const { password, ...emulated } = sandbox?.target ?? {};
  return {
    target: {
      ...emulated,
      // The password of the sandbox, where no token is given in its place.
      ...(password !== undefined && secret.auth === undefined && { password }),
      ...(flags.url !== undefined && { url: flags.url }),
      ...(found !== undefined && { env: found.env }),
      ...(flags.provider !== undefined && { provider: flags.provider }),
      ...(flags.host !== undefined && { host: flags.host }),
      ...(flags.port !== undefined && { port: portOf(flags.port) }),
      ...(flags.security !== undefined && { security: flags.security }),
      ...(flags.user !== undefined && { user: flags.user }),
      ...(ca !== undefined && { tls: { ca } }),
      ...secret,
    },
    ...(sandbox !== undefined && { sandbox: sandbox.description }),
    ...(found !== undefined && { variables: found.from }),
  };
}

type Variables = Readonly<Record<string, string | undefined>>;

/** The file that is named; else the environment where it names a server; else .env. */
async function variables({ terminal }: Session, file?: string): Promise<{ env: Variables; from: string } | undefined> {
  if (file !== undefined) return { env: parseEnv(await textOfFile(file, terminal)), from: file };
  if (namesServer(terminal.env)) return { env: terminal.env, from: 'environment' };
  const text = await readFile(resolve(terminal.folder, '.env'), 'utf8').catch(() => undefined);
  const env = text === undefined ? {} : parseEnv(text);
  return namesServer(env) ? { env, from: '.env' } : undefined;
}

/** Whether one of the families of variables that `readEnv` of @ehlo/generic reads is there. */
function namesServer(env: Variables): boolean {
  const names = /^(SMTP_(URL|HOST|SERVER)|EMAIL_(URL|SERVER|SERVER_HOST|HOST)|MAIL_(URL|HOST|SMTP|SERVER))$/;
  return Object.entries(env).some(([name, value]) => names.test(name) && value !== undefined && value !== '');
}

async function secretOf(
  { terminal }: Session,
  { passwordFile, tokenFile }: SettingsFlags,
): Promise<Pick<Target, 'password' | 'auth'>> {
  if (passwordFile !== undefined && tokenFile !== undefined) throw new Misuse(both);
  const read = async (path: string) => {
    const text = path === '-' ? await textOfInput(terminal) : await textOfFile(path, terminal);
    // The line break that editors and `echo` put at the end is not part of it.
    return text.replace(/\r?\n$/, '');
  };
  const { EHLO_PASSWORD, EHLO_TOKEN } = terminal.env;
  if (passwordFile !== undefined) return { password: await read(passwordFile) };
  const token = tokenFile === undefined ? EHLO_TOKEN : await read(tokenFile);
  if (token) return { auth: async () => token };
  return EHLO_PASSWORD ? { password: EHLO_PASSWORD } : {};
}

const both = {
  en: '--password-file and --token-file are two ways to log in: give one',
  'zh-CN': '--password-file 和 --token-file 是两种登录方式，请只给一个',
};

function portOf(text: string): number {
  if (/^\d{1,5}$/.test(text)) return Number(text);
  throw new Misuse({ en: `--port wants 1 to 65535, not ${text}`, 'zh-CN': `--port 应为 1 到 65535，而不是 ${text}` });
}
