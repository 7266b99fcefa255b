import { once } from 'node:events';
import { type AddressInfo, createServer } from 'node:net';
import { createInterface } from 'node:readline';

/**
 * A greylist (RFC 6647) on loopback: the first question for a recipient is answered with "not now", the next with
 * "go on". Speaks Postfix's policy delegation protocol (its SMTPD_POLICY_README): lines `name=value` and an empty
 * one; and, for whoever sends one line `grey ADDRESS`, answers `defer` or `pass`.
 */
export async function greylist(
  applies: (recipient: string) => boolean,
): Promise<{ port: number; stop(): Promise<void> }> {
  const seen = new Set<string>();
  const isNew = (recipient: string): boolean => {
    if (!applies(recipient) || seen.has(recipient)) return false;
    seen.add(recipient);
    return true;
  };
  const server = createServer(async (socket) => {
    socket.on('error', () => {});
    let recipient = '';
    for await (const line of createInterface({ input: socket })) {
      if (line.startsWith('grey ')) socket.end(isNew(line.slice(5)) ? 'defer' : 'pass');
      else if (line.startsWith('recipient=')) recipient = line.slice(10);
      else if (line === '') socket.write(`action=${isNew(recipient) ? GREYLISTED : 'DUNNO'}\n\n`);
    }
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    port: (server.address() as AddressInfo).port,
    stop: async () => {
      // Connections that a mail server keeps open end with that server, and are not waited for.
      server.close();
      server.unref();
    },
  };
}

const GREYLISTED = '451 4.7.1 Greylisted, try again later';
