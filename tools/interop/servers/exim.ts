import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { makeCertificate } from '../kit/certificates.js';
import { makeChroot } from '../kit/chroot.js';
import { unavailable, unpacked, versionOf } from '../kit/debian.js';
import { starting } from '../kit/ends.js';
import { Maildir } from '../kit/maildir.js';
import { greylist } from '../kit/policy.js';
import { introspection } from '../kit/tokens.js';
import { obstacle } from '../needs.mjs';
import type { MailServer, Running } from '../server.js';
import { GREY, host, knownTokens } from '../world.js';
import { LOGS, prepareExim, SOCKET, startExim, USER } from './exim/exim.js';
import { dovecotVersion, mechanisms, saslServer, startDovecot, unbound } from './postfix-dovecot/dovecot.js';

const packages = ['exim4-daemon-heavy', 'exim4-base'];

/** Exim 4 with Dovecot SASL, Debian's packages unpacked, in a root folder of its own. */
export const exim: MailServer = {
  id: 'exim',
  mechanisms,
  cannot: { 'channel binding': `Debian's Exim is built without GSASL, and asks Dovecot. ${unbound}` },
  faults: {
    'recipients: delivery status: the notification bears the ENVID':
      'Exim repeats the ENVID as it came, in xtext; RFC 3461 6.3 wants it decoded in Original-Envelope-Id.',
  },
  obstacle: async () => obstacle() ?? (await unavailable(...packages)),
  version: async () =>
    `Exim ${await versionOf(await unpacked(...packages), 'exim4-daemon-heavy')}, ${await dovecotVersion()}`,
  start: () =>
    starting(async (ends): Promise<Running> => {
      const root = join(ends.folder, 'root');
      await makeChroot(root, {
        packages: await unpacked(...packages),
        programs: ['/usr/sbin/exim4'],
        users: [USER],
      });
      const certificate = await makeCertificate(ends.folder, host);
      const endpoint = await introspection(knownTokens);
      ends.add(endpoint.stop);
      const grey = await greylist((recipient) => recipient.startsWith(GREY));
      ends.add(grey.stop);
      const dovecot = await startDovecot({
        folder: ends.folder,
        ...saslServer(join(root, SOCKET)),
        introspectionUrl: endpoint.url,
      });
      ends.add(dovecot.stop);
      await prepareExim({ root, certificate });
      const { daemon, ports } = await startExim(root, grey.port);
      ends.add(daemon.stop);
      const maildir = new Maildir(join(root, 'mail'), 'Envelope-to:');
      return {
        host: '127.0.0.1',
        ports,
        ca: certificate.ca,
        mailbox: (address, count, signal) => maildir.read(address, count, signal),
        added: new Set(['return-path', 'envelope-to', 'delivery-date', 'received']),
        log: () => [...LOGS.map((log) => end(join(root, log))), daemon.log(), dovecot.log()].join('\n'),
        stop: ends.stop,
      };
    }),
};

function end(file: string): string {
  try {
    return readFileSync(file, 'utf8').split('\n').slice(-100).join('\n');
  } catch {
    // Nothing was logged yet.
    return '';
  }
}
