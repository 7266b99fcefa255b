/** Sends over both HTTP APIs with the `fetch` of Node.js; prints what became of each message. Its work comes by argument. */
import { randomBytes } from 'node:crypto';
import { gmail } from '@ehlo/gmail';
import { outlook } from '@ehlo/outlook';

interface Work {
  readonly graph: { readonly url: string; readonly user: string; readonly token: string };
  readonly gmail: { readonly url: string; readonly user: string; readonly token: string };
}

const work = JSON.parse(process.argv[2] as string) as Work;
const transports = [
  outlook({ user: work.graph.user, auth: () => work.graph.token, via: 'graph', graph: { url: work.graph.url } }),
  gmail({ user: work.gmail.user, auth: () => work.gmail.token, via: 'gmail-api', gmailApi: { url: work.gmail.url } }),
];
const outcomes: string[] = [];
for (const transport of transports) {
  for (const size of [10, 4_000_000, 12_000_000]) {
    const attachments = [{ filename: 'a.bin', content: randomBytes(size) }];
    const from = transport.id.startsWith('graph') ? work.graph.user : work.gmail.user;
    const receipt = await transport.send({ from, to: 'you@example.net', text: 'Hello.\n', attachments });
    outcomes.push(receipt.outcome === 'accepted' ? 'accepted' : `${receipt.outcome} ${receipt.error.message}`);
  }
  await transport.close();
}
process.stdout.write(JSON.stringify(outcomes));
