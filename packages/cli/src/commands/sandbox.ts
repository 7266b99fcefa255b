import { sandboxCommand } from '@ehlo/sandbox/command';
import { type Exit, exit } from '../exit.js';
import type { Session } from '../session.js';
import type { Define } from './index.js';

export const define: Define = (command, action) => {
  command
    .argument('[provider]', 'outlook, microsoft365, gmail, workspace-relay, generic or web')
    .argument(
      '[options...]',
      'those of ehlo-sandbox: "ehlo sandbox help" lists them, and behind a provider its switches',
    )
    .allowUnknownOption()
    .addHelpText('after', examples)
    .action(action((session, provider, options) => serve(session, [provider ?? 'help', ...options])));
};

const examples = `
Examples:
  ehlo sandbox microsoft365 --web
  ehlo sandbox gmail --fault lost-final-reply
  ehlo sandbox microsoft365 --web --json > sandbox.json
  ehlo send --sandbox sandbox.json --to you@example.net --text Hello
  ehlo sandbox microsoft365 help

It serves on 127.0.0.1 until Ctrl-C, and no mail leaves the machine. Exits with 64 for options that it does not know.`;

/** `help` stands for the option, which commander takes for itself. */
async function serve(session: Session, words: readonly string[]): Promise<Exit> {
  const { terminal, json } = session;
  const own = words.filter((word, at) => word !== 'help' || at > 1);
  const args = [...own, ...(own.length < words.length ? ['--help'] : []), ...(json ? ['--json'] : [])];
  return (await sandboxCommand(args, terminal)) === 0 ? exit.ok : exit.usage;
}
