import { execFileSync } from 'node:child_process';
import { cpus, loadavg, totalmem } from 'node:os';
import { join } from 'node:path';
import { textOf } from '../files.js';

/** What the figures were measured on and with. */
export interface Machine {
  readonly platform: string;
  readonly processor: string;
  readonly cores: number;
  /** GiB. */
  readonly memory: number;
  /** Processes that wanted a core in the minute before (getloadavg(3)): near 0 where nothing else was going on. */
  readonly load: number;
  /** Names and versions of Node.js, the peers and Postfix. */
  readonly versions: Readonly<Record<string, string>>;
}

export function machine(): Machine {
  const [processor] = cpus();
  const postfix = firstLine('postconf', ['-d', '-h', 'mail_version']);
  return {
    platform: `${process.platform} ${process.arch}`,
    processor: processor?.model.trim() ?? 'unknown',
    cores: cpus().length,
    memory: Math.round(totalmem() / 2 ** 30),
    load: Math.round(loadavg()[0]! * 10) / 10,
    versions: {
      'Node.js': process.version.slice(1),
      Ehlo: versionOf('@ehlo/generic'),
      nodemailer: versionOf('nodemailer'),
      '@upyo/smtp': versionOf('@upyo/smtp'),
      emailjs: versionOf('emailjs'),
      ...(postfix !== undefined && { 'Postfix and smtp-source': postfix }),
    },
  };
}

let smtpSource: boolean | undefined;

/** Whether Postfix's load generator is here. */
export function hasSmtpSource(): boolean {
  smtpSource ??= firstLine('sh', ['-c', 'command -v smtp-source']) !== undefined;
  return smtpSource;
}

function firstLine(program: string, args: readonly string[]): string | undefined {
  try {
    const said = execFileSync(program, args, {
      env: withSbin(),
      stdio: ['ignore', 'pipe', 'ignore'],
      encoding: 'utf8',
    });
    return said.trim().split('\n', 1)[0];
  } catch {
    return undefined;
  }
}

/** Servers stand in sbin, which a user's PATH often leaves out. */
function withSbin(): NodeJS.ProcessEnv {
  return { ...process.env, PATH: `${process.env.PATH}:/usr/sbin` };
}

function versionOf(name: string): string {
  return JSON.parse(textOf(join('node_modules', name, 'package.json'))).version;
}
