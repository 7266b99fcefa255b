/** A relay to an emulated server, with a memory in a file; prints its port. Its work comes by argument. */
import { outlook } from '@ehlo/outlook';
import { fileMemory, startRelay } from '../../src/index.js';

interface Work {
  readonly account: {
    readonly host: string;
    readonly port: number;
    readonly user: string;
    readonly tls: { readonly ca: string };
  };
  readonly token: string;
  readonly memory: string;
}

const { account, token, memory } = JSON.parse(process.argv[2] as string) as Work;
const relay = await startRelay({
  transport: outlook({ ...account, auth: () => token, partial: 'refuse' }),
  from: [account.user],
  users: 'none',
  port: 0,
  memory: fileMemory(memory),
});
process.stdout.write(`${relay.port}\n`);
