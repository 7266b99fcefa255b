import { type Command, Option } from 'commander';
import type { AccountFlags } from '../account/open.js';

/** What the command line says of a mail. */
export interface MailFlags extends AccountFlags {
  readonly to?: readonly string[];
  readonly cc?: readonly string[];
  readonly bcc?: readonly string[];
  readonly replyTo?: string;
  readonly subject?: string;
  readonly text?: string;
  readonly textFile?: string;
  readonly html?: string;
  readonly htmlFile?: string;
  readonly attach?: readonly string[];
  readonly header?: readonly string[];
  readonly raw?: string;
}

export function mailOptions(command: Command): Command {
  const many = (flags: string, text: string) =>
    new Option(flags, text).argParser((value: string, before: readonly string[] = []) => [...before, value]);
  return command
    .option('--from <address>', 'the sender: "Me <me@example.com>". Default: the address of the account')
    .addOption(many('--to <addresses>', 'recipients, parted by commas; may be given often, as may --cc and --bcc'))
    .addOption(many('--cc <addresses>', 'who gets a copy'))
    .addOption(many('--bcc <addresses>', 'who gets a copy that the others do not see'))
    .option('--reply-to <address>', 'where answers should go')
    .option('--subject <text>', 'what it is about')
    .option('--text <text>', 'the text; without it, what is piped in')
    .option('--text-file <file>', 'or a file of it, UTF-8; - is stdin')
    .option('--html <html>', 'the same as HTML')
    .option('--html-file <file>', 'or a file of it, UTF-8; - is stdin')
    .addOption(many('--attach <file>', 'a file, or name=file; may be given often'))
    .addOption(many('--header <field>', 'a header field, such as "X-Ticket: 7"; may be given often'))
    .option('--raw <file>', 'a whole message (RFC 5322) in place of all that; - is stdin');
}
