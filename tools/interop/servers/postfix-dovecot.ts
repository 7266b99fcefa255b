import { makeCertificate } from '../kit/certificates.js';
import { starting } from '../kit/ends.js';
import { Maildir } from '../kit/maildir.js';
import { greylist } from '../kit/policy.js';
import { introspection } from '../kit/tokens.js';
import { obstacle } from '../needs.mjs';
import type { MailServer, Running } from '../server.js';
import { GREY, host, knownTokens } from '../world.js';
import { dovecotVersion, mechanisms, saslServer, startDovecot, unbound } from './postfix-dovecot/dovecot.js';
import {
  added,
  authSocket,
  mailFolder,
  postfixVersion,
  preparePostfix,
  startPostfix,
  submission,
} from './postfix-dovecot/postfix.js';

/** Postfix with Dovecot SASL, from the Debian packages. */
export const postfixDovecot: MailServer = {
  id: 'postfix-dovecot',
  mechanisms,
  cannot: { 'channel binding': unbound },
  obstacle: async () => obstacle(),
  version: async () => `${await postfixVersion()}, ${await dovecotVersion()}`,
  start: () =>
    starting(async (ends): Promise<Running> => {
      const { folder } = ends;
      const certificate = await makeCertificate(folder, host);
      const endpoint = await introspection(knownTokens);
      ends.add(endpoint.stop);
      const grey = await greylist((recipient) => recipient.startsWith(GREY));
      ends.add(grey.stop);
      await preparePostfix({ folder, certificate, greylistPort: grey.port });
      const dovecot = await startDovecot({ folder, ...saslServer(authSocket(folder)), introspectionUrl: endpoint.url });
      ends.add(dovecot.stop);
      const { daemon: postfix, ports } = await startPostfix(folder, submission);
      ends.add(postfix.stop);
      const maildir = new Maildir(mailFolder(folder), 'X-Original-To:');
      return {
        host: '127.0.0.1',
        ports,
        ca: certificate.ca,
        mailbox: (address, count, signal) => maildir.read(address, count, signal),
        added,
        log: () => `${postfix.log()}\n${dovecot.log()}`,
        stop: ends.stop,
      };
    }),
};
