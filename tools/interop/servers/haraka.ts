import { copyFile, mkdir, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type Certificate, makeCertificate, noCertificates } from '../kit/certificates.js';
import { type Daemon, daemon } from '../kit/daemon.js';
import { starting } from '../kit/ends.js';
import { Maildir } from '../kit/maildir.js';
import { nodeWorld } from '../kit/node-world.js';
import { listening, portsFor } from '../kit/ports.js';
import { type MailServer, type Role, type Running, roles, SMALL } from '../server.js';
import { host } from '../world.js';

const require = createRequire(import.meta.url);
const mechanisms = ['PLAIN', 'LOGIN', 'CRAM-MD5'];
const file = (path: string): string => fileURLToPath(new URL(path, import.meta.url));

/** Haraka of npm, with one plugin that has the accounts and the mailboxes. */
export const haraka: MailServer = {
  id: 'haraka',
  mechanisms,
  cannot: {
    'channel binding': 'Haraka has no SCRAM.',
    CHUNKING: 'Haraka has no CHUNKING.',
    DSN: 'Haraka has no DSN.',
  },
  faults: {
    'sizes: too large, found while streaming by DATA':
      'Haraka answers 550 without an enhanced code, which may mean anything; RFC 5321 4.5.3.1.9 has 552.',
  },
  obstacle: async () => noCertificates(),
  version: async () => `Haraka ${require('Haraka/package.json').version}`,
  start: () =>
    starting(async (ends): Promise<Running> => {
      const certificate = await makeCertificate(ends.folder, host);
      const { maildir, env } = await nodeWorld(ends.folder);
      const ports = await portsFor(roles);
      const { small, ...others } = ports;
      const world = { ...JSON.parse(env.EHLO_INTEROP!), ports, mechanisms };
      const variables = { EHLO_INTEROP: JSON.stringify(world), EHLO_INTEROP_MAILBOX: file('../kit/mailbox.cjs') };
      // The size is one for all ports of a process.
      const processes = [
        await startHaraka(join(ends.folder, 'main'), { ports: others, size: 200_000_000, certificate, variables }),
        await startHaraka(join(ends.folder, 'small'), { ports: { small }, size: SMALL, certificate, variables }),
      ];
      for (const { stop } of processes) ends.add(stop);
      const log = (): string => processes.map((one) => one.log()).join('\n');
      await Promise.all(
        Object.values(ports).map((port) => listening(port, () => processes.every(({ running }) => running))),
      ).catch((error) => {
        throw new Error(`Haraka does not start.\n${log()}`, { cause: error });
      });
      const mails = new Maildir(maildir, 'Envelope-To:', 'crlf');
      return {
        host: '127.0.0.1',
        ports,
        ca: certificate.ca,
        mailbox: (address, count, signal) => mails.read(address, count, signal),
        added: new Set(['envelope-to', 'received', 'authentication-results']),
        log,
        stop: ends.stop,
      };
    }),
};

interface Settings {
  readonly ports: Readonly<Partial<Record<Role, number>>>;
  readonly size: number;
  readonly certificate: Certificate;
  readonly variables: Readonly<Record<string, string>>;
}

/** A process of its own with a folder of its own, as `haraka -c FOLDER` wants it. */
async function startHaraka(folder: string, { ports, size, certificate, variables }: Settings): Promise<Daemon> {
  for (const name of ['config', 'plugins', 'queue']) await mkdir(join(folder, name), { recursive: true });
  await copyFile(file('haraka/plugins/ehlo.js'), join(folder, 'plugins/ehlo.js'));
  const config: Readonly<Record<string, string>> = {
    me: host,
    plugins: 'tls\nehlo\n',
    'log.ini': '[main]\nlevel=info\n',
    'smtp.ini': `listen=${Object.values(ports)
      .map((port) => `127.0.0.1:${port}`)
      .join(',')}\nsmtps_port=${ports.implicit ?? 0}\n`,
    'tls.ini': [
      `key=${certificate.keyFile}`,
      `cert=${certificate.certFile}`,
      `no_starttls_ports[]=${ports.clear ?? 0}`,
      '',
    ].join('\n'),
    // All sections: Haraka counts on them. RFC 5321 4.5.3.1.6: lines of 1,000 octets with
    // CRLF, and a dot that transparency adds does not count. With Haraka it does, and it breaks longer ones.
    'connection.ini': `[main]\n[haproxy]\n[headers]\n[message]\n[uuid]\n[max]\nbytes=${size}\ndata_line_length=1001\n`,
  };
  for (const [name, text] of Object.entries(config)) await writeFile(join(folder, 'config', name), text);
  const program = require.resolve('Haraka/bin/haraka');
  return daemon(join(folder, 'log'), process.execPath, [program, '-c', folder], variables);
}
