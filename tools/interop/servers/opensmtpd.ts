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

/** OpenSMTPD, Debian's package unpacked, in a root folder of its own. */
export const openSmtpd: MailServer = {
  id: 'opensmtpd',
  mechanisms,
  cannot: {
    clear: 'OpenSMTPD takes logins over TLS only.',
    crowded: 'OpenSMTPD has no limit for the connections of one client.',
    PIPELINING: 'OpenSMTPD has no PIPELINING.',
    CHUNKING: 'OpenSMTPD has no CHUNKING.',
    SMTPUTF8: 'OpenSMTPD has no SMTPUTF8.',
  },
  obstacle: async () => obstacle() ?? (await unavailable('opensmtpd')),
  version: async () => `OpenSMTPD ${await versionOf(await unpacked('opensmtpd'), 'opensmtpd')}`,
  start: () =>
    starting(async (ends): Promise<Running> => {
      // Debian's OpenSMTPD 6.8 with OpenSSL 3 cannot sign by ECDSA: its TLS processes look for the private key.
      const certificate = await makeCertificate(ends.folder, host, 'rsa');
      const packages = await unpacked('opensmtpd');
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
