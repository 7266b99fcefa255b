import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';
import { makeCertificate, noCertificates } from '../kit/certificates.js';
import { daemon } from '../kit/daemon.js';
import { starting } from '../kit/ends.js';
import { Maildir } from '../kit/maildir.js';
import { nodeWorld } from '../kit/node-world.js';
import { listening, portsFor } from '../kit/ports.js';
import { type MailServer, type Running, roles, SMALL } from '../server.js';
import { host } from '../world.js';

const mechanisms = ['PLAIN', 'LOGIN', 'CRAM-MD5', 'XOAUTH2'];
const program = fileURLToPath(new URL('smtp-server/main.mjs', import.meta.url));

/** smtp-server of npm: what many applications take mail with. It has no mailboxes; main.mjs delivers. */
export const smtpServer: MailServer = {
  id: 'smtp-server',
  mechanisms,
  cannot: {
    'channel binding': 'smtp-server has no SCRAM.',
    CHUNKING: 'smtp-server has no CHUNKING.',
    'AUTH after TLS only': 'smtp-server offers AUTH in clear too, and refuses it there (538).',
    'success notification': 'smtp-server delivers nothing itself, hence sends no notifications.',
  },
  obstacle: async () => noCertificates(),
  version: async () => `smtp-server ${createRequire(import.meta.url)('smtp-server/package.json').version}`,
  start: () =>
    starting(async (ends): Promise<Running> => {
      const { certFile, keyFile, ca } = await makeCertificate(ends.folder, host);
      const { maildir, env } = await nodeWorld(ends.folder);
      const ports = await portsFor(roles);
      const settings = JSON.stringify({ ports, certFile, keyFile, small: SMALL, mechanisms, name: host });
      const server = daemon(`${ends.folder}/log`, process.execPath, [program, settings], env);
      ends.add(server.stop);
      await Promise.all(Object.values(ports).map((port) => listening(port, () => server.running))).catch((error) => {
        throw new Error(`smtp-server does not start.\n${server.log()}`, { cause: error });
      });
      const mails = new Maildir(maildir, 'Envelope-To:', 'crlf');
      return {
        host: '127.0.0.1',
        ports,
        ca,
        mailbox: (address, count, signal) => mails.read(address, count, signal),
        added: new Set(['envelope-to']),
        log: () => server.log(),
        stop: ends.stop,
      };
    }),
};
