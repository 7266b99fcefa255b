import { discover } from '@ehlo/doctor';
import { type Exit, exit } from '../exit.js';
import type { Session } from '../session.js';
import { foundText, StepView } from '../show/discovery.js';
import type { Define } from './index.js';

export const define: Define = (command, action) => {
  command
    .argument('<address>', 'a mail address, such as me@example.com')
    .option('--ispdb', "also ask Mozilla's database, which then learns the domain")
    .addHelpText('after', examples)
    .action(action(find));
};

const examples = `
Examples:
  ehlo discover me@example.com
  ehlo discover me@example.com --ispdb
  ehlo discover me@example.com --json

Looks in what ehlo knows of providers; where that has nothing, in the domain's
own autoconfig, its SRV records (RFC 6186, RFC 8314) and its MX. Only what is
encrypted counts. No third party is told without --ispdb, and no password is
asked for or sent.
Exits with 0 where a server was found, 68 where none was.`;

async function find(session: Session, address: string, { ispdb = false }: { ispdb?: boolean }): Promise<Exit> {
  const { signal } = session.terminal;
  const view = session.json ? undefined : new StepView(session);
  try {
    const discovery = await discover(address, { ispdb, signal, observe: (step) => view?.ended(step) });
    view?.close();
    if (session.json) session.printJson(discovery);
    else session.print(foundText(discovery, session));
    return discovery.found.length > 0 ? exit.ok : exit.noHost;
  } finally {
    view?.close();
  }
}
