import { type Command, Option } from 'commander';
import { settingsHelp, settingsOptions } from '../settings/flags.js';
import { vias } from './register.js';

/** The options of every command that sends: which account, by which road, and the settings where none is kept. */
export function accountOptions(command: Command): Command {
  const own = command
    .option('--account <address>', 'an account that "ehlo login" keeps; the only one is taken unasked')
    .addOption(new Option('--via <road>', "the road; graph is Microsoft's, gmail-api Google's").choices([...vias]));
  return settingsOptions(own);
}

export const accountHelp = `${settingsHelp}
With none of these the one account that "ehlo login" keeps is taken; a --from that is kept names its account.`;
