import { makeCertificate } from '../kit/certificates.js';
import { newFolder, removeFolder } from '../kit/folder.js';
import { Maildir } from '../kit/maildir.js';
import { introspection } from '../kit/tokens.js';
import { obstacle } from '../needs.mjs';
import type { MailServer, Running } from '../server.js';
import { dovecotVersion, startDovecot } from './postfix-dovecot/dovecot.js';
import { authSocket, mailFolder, postfixVersion, preparePostfix, startPostfix } from './postfix-dovecot/postfix.js';

// Reserved for tests (RFC 2606 2).
const domain = 'ehlo.test';
const name = `mx.${domain}`;

// Dovecot 2.3 has no -PLUS form: it does not see the TLS channel, which is Postfix's.
const mechanisms = ['PLAIN', 'LOGIN', 'CRAM-MD5', 'SCRAM-SHA-1', 'SCRAM-SHA-256', 'OAUTHBEARER', 'XOAUTH2'];

const accounts = {
  plain: { user: `anna@${domain}`, password: 'correct horse battery staple' },
  odd: { user: `o=dd,name@${domain}`, password: 'pä:ss,w=ö%rd "\\ 密码' },
};

const tokens = { valid: 'token-of-anna', expired: 'old-token-of-anna', foreign: 'token-of-berta' };
const knownTokens = new Map([
  [tokens.valid, { active: true, user: accounts.plain.user }],
  [tokens.expired, { active: false, user: accounts.plain.user }],
  [tokens.foreign, { active: true, user: `berta@${domain}` }],
]);

/** Postfix with Dovecot SASL, from the Debian packages. */
export const postfixDovecot: MailServer = {
  id: 'postfix-dovecot',
  mechanisms,
  obstacle,
  version: async () => `${await postfixVersion()}, ${await dovecotVersion()}`,
  start,
};

async function start(): Promise<Running> {
  const folder = newFolder();
  const ends: Array<() => unknown> = [() => removeFolder(folder)];
  const stop = async (): Promise<void> => {
    for (let end = ends.pop(); end !== undefined; end = ends.pop()) await end();
  };
  try {
    const busy = `busy@${domain}`;
    const certificate = await makeCertificate(folder, name);
    const endpoint = await introspection(knownTokens);
    ends.push(endpoint.stop);
    await preparePostfix({ folder, certificate, name, domain, busy });
    const dovecot = await startDovecot({
      folder,
      mechanisms,
      socket: authSocket(folder),
      accounts: Object.values(accounts),
      introspectionUrl: endpoint.url,
    });
    ends.push(dovecot.stop);
    const { daemon: postfix, ports } = await startPostfix(folder);
    ends.push(postfix.stop);
    const maildir = new Maildir(mailFolder(folder), 'X-Original-To:');
    return {
      host: '127.0.0.1',
      ports,
      ca: certificate.ca,
      accounts,
      tokens,
      domain,
      busy,
      mailbox: (address, count, signal) => maildir.read(address, count, signal),
      added: new Set(['return-path', 'x-original-to', 'delivered-to', 'received']),
      log: () => `${postfix.log()}\n${dovecot.log()}`,
      stop,
    };
  } catch (error) {
    await stop();
    throw error;
  }
}
