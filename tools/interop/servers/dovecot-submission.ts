import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { makeCertificate } from '../kit/certificates.js';
import type { Daemon } from '../kit/daemon.js';
import { installedVersion, unavailable, unpacked } from '../kit/debian.js';
import { starting } from '../kit/ends.js';
import { Maildir } from '../kit/maildir.js';
import { greylist } from '../kit/policy.js';
import { portsFor } from '../kit/ports.js';
import { introspection } from '../kit/tokens.js';
import { obstacle } from '../needs.mjs';
import { type MailServer, type Running, SMALL } from '../server.js';
import { GREY, host, knownTokens } from '../world.js';
import { submissionConf } from './dovecot-submission/configuration.js';
import { dovecotVersion, mechanisms, startDovecot, unbound } from './postfix-dovecot/dovecot.js';
import {
  added,
  internalRelay,
  mailFolder,
  postfixVersion,
  preparePostfix,
  startPostfix,
} from './postfix-dovecot/postfix.js';

/** Has to fit the Dovecot that is installed, to the revision. */
const submissiond = async (): Promise<string> => `dovecot-submissiond=${await installedVersion('dovecot-core')}`;

/** Dovecot's submission service, which hands every command on to a Postfix behind it. */
export const dovecotSubmission: MailServer = {
  id: 'dovecot-submission',
  mechanisms,
  cannot: {
    'channel binding': unbound,
    SMTPUTF8: 'Dovecot 2.3 has no SMTPUTF8 for submission.',
    serial: 'Dovecot offers PIPELINING in any case.',
    'AUTH after TLS only': 'Dovecot takes a client on the same address for secure, and offers AUTH to it in clear too.',
  },
  obstacle: async () => obstacle() ?? (await submissiond().then(unavailable, () => 'apt-get install -y dovecot-core')),
  version: async () => `${await dovecotVersion()}, behind it ${await postfixVersion()}`,
  start: () =>
    starting(async (ends): Promise<Running> => {
      const { folder } = ends;
      const packages = await unpacked(await submissiond());
      const certificate = await makeCertificate(folder, host);
      const endpoint = await introspection(knownTokens);
      ends.add(endpoint.stop);
      const grey = await greylist((recipient) => recipient.startsWith(GREY));
      ends.add(grey.stop);
      await preparePostfix({ folder, certificate, greylistPort: grey.port });
      const { daemon: postfix, ports: relay } = await startPostfix(folder, internalRelay);
      ends.add(postfix.stop);

      const own = await portsFor(['starttls', 'implicit', 'clear', 'small', 'silent', 'crowded']);
      const daemons: Daemon[] = [postfix];
      // Most settings are for all ports of an instance.
      const instance = async (
        name: string,
        ports: number[],
        options: Partial<Parameters<typeof submissionConf>[0]>,
      ) => {
        await mkdir(join(folder, name));
        const serves = submissionConf({ packages, certificate, relayPort: relay.relay, ports, ...options });
        const settings = { folder: join(folder, name), serves, listeners: ports, introspectionUrl: endpoint.url };
        const dovecot = await startDovecot(settings);
        ends.add(dovecot.stop);
        daemons.push(dovecot);
      };
      await instance('main', [own.starttls], { implicitPort: own.implicit, relayOffers: '8BITMIME DSN' });
      await instance('clear', [own.clear], { tls: false });
      await instance('small', [own.small], { size: SMALL });
      await instance('crowded', [own.crowded], { connections: 1 });
      await instance('silent', [own.silent], { relayOffers: '8BITMIME' });
      const maildir = new Maildir(mailFolder(folder), 'X-Original-To:');
      return {
        host: '127.0.0.1',
        ports: { ...own, data: own.starttls, ascii: own.starttls },
        ca: certificate.ca,
        mailbox: (address, count, signal) => maildir.read(address, count, signal),
        added,
        log: () => daemons.map((one) => one.log()).join('\n'),
        stop: ends.stop,
      };
    }),
};
