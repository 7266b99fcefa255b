import { join } from 'node:path';
import { makeCertificate } from '../kit/certificates.js';
import { makeChroot } from '../kit/chroot.js';
import { unavailable, unpacked, versionOf } from '../kit/debian.js';
import { starting } from '../kit/ends.js';
import { Maildir } from '../kit/maildir.js';
import { obstacle } from '../needs.mjs';
import { type MailServer, type Running, SMALL } from '../server.js';
import { host } from '../world.js';
import { mechanisms, type Settings, startOpenSmtpd, users } from './opensmtpd/opensmtpd.js';

const programs = [
  '/bin/sh',
  ...['smtpd', 'smtpctl'].map((name) => `/usr/sbin/${name}`),
  ...['mail.maildir', 'lockspool'].map((name) => `/usr/libexec/opensmtpd/${name}`),
];

// Debian 12 itself has 6.8, which cannot do TLS with the OpenSSL 3 that it is built with: its processes without
// the private key look for one (https://github.com/OpenSMTPD/OpenSMTPD/issues/1239).
const source = 'opensmtpd/backports';

/** OpenSMTPD, Debian's package unpacked, in a root folder of its own. */
export const openSmtpd: MailServer = {
  id: 'opensmtpd',
  mechanisms,
  cannot: {
    'channel binding': 'OpenSMTPD has no SCRAM.',
    clear: 'OpenSMTPD takes logins over TLS only.',
    crowded: 'OpenSMTPD has no limit for the connections of one client.',
    PIPELINING: 'OpenSMTPD has no PIPELINING.',
    CHUNKING: 'OpenSMTPD has no CHUNKING.',
    SMTPUTF8: 'OpenSMTPD has no SMTPUTF8.',
  },
  faults: {
    'recipients: delivery status: the notification bears the ENVID':
      'OpenSMTPD leaves out Original-Envelope-Id; RFC 3461 6.3 wants it where the sender gave an ENVID.',
  },
  obstacle: async () => obstacle() ?? (await unavailable(source)),
  version: async () => `OpenSMTPD ${await versionOf(await unpacked(source), 'opensmtpd')}`,
  start: () =>
    starting(async (ends): Promise<Running> => {
      const certificate = await makeCertificate(ends.folder, host);
      const packages = await unpacked(source);
      // The size is one for all endpoints of a server.
      const start = async (name: string, settings: Pick<Settings, 'endpoints' | 'size'>) => {
        const root = join(ends.folder, name);
        await makeChroot(root, { packages, programs, users });
        const server = await startOpenSmtpd({ root, certificate, ...settings });
        ends.add(server.daemon.stop);
        return { root, ...server };
      };
      const main = await start('main', { endpoints: ['starttls', 'implicit', 'silent'], size: 200_000_000 });
      const little = await start('small', { endpoints: ['small'], size: SMALL });
      const { starttls } = main.ports;
      const maildir = new Maildir(join(main.root, 'mail'), 'Delivered-To:');
      return {
        host: '127.0.0.1',
        ports: { ...main.ports, ...little.ports, data: starttls, serial: starttls, ascii: starttls },
        ca: certificate.ca,
        mailbox: (address, count, signal) => maildir.read(address, count, signal),
        added: new Set(['return-path', 'delivered-to', 'received']),
        log: () => [main, little].map(({ daemon }) => daemon.log()).join('\n'),
        stop: ends.stop,
      };
    }),
};
