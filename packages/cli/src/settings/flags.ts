import type { Command } from 'commander';
import { Option } from 'commander';

/** What the command line may tell of an account and its server. */
export interface SettingsFlags {
  readonly url?: string;
  readonly envFile?: string;
  readonly provider?: string;
  readonly host?: string;
  readonly port?: string;
  readonly security?: 'auto' | 'implicit' | 'starttls' | 'none-on-loopback';
  readonly user?: string;
  readonly passwordFile?: string;
  readonly tokenFile?: string;
  readonly ca?: string;
  readonly sandbox?: string;
}

/** No password and no token among them: the list of processes shows what stands on a command line. */
export function settingsOptions(command: Command): Command {
  return command
    .option('--url <url>', 'smtps://user:password@host:465, best from a variable')
    .option('--env-file <file>', 'a file of variables, such as SMTP_HOST or MAIL_SMTP')
    .option('--provider <name>', 'outlook, microsoft365, gmail, qq ...: in place of what the address tells')
    .option('--host <name>', 'the server')
    .option('--port <number>', 'and its port')
    .addOption(
      new Option('--security <word>', 'how TLS comes up').choices(['auto', 'implicit', 'starttls', 'none-on-loopback']),
    )
    .option('--user <name>', 'the login name')
    .option('--password-file <file>', 'the password; - is stdin. Else EHLO_PASSWORD, else it is asked for')
    .option('--token-file <file>', 'an OAuth 2.0 access token; - is stdin. Else EHLO_TOKEN')
    .option('--ca <file>', 'PEM of authorities to trust in place of the public ones')
    .option('--sandbox <file>', 'what "ehlo sandbox --json" printed: everything goes there');
}

export const settingsHelp = `
Settings come from the options, else from --url, else from the variables of --env-file. Where the command line names no
account and no server, from the environment, else from the file .env here: SMTP_*, EMAIL_SERVER, EMAIL_* or MAIL_*.`;
