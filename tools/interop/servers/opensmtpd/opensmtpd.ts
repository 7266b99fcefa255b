import { execFile } from 'node:child_process';
import { chmod, chown, copyFile, mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import type { Certificate } from '../../kit/certificates.js';
import { type Daemon, daemon } from '../../kit/daemon.js';
import { listening, portsFor } from '../../kit/ports.js';
import { accounts, domain, host } from '../../world.js';

const run = promisify(execFile);

export const mechanisms = ['PLAIN', 'LOGIN'];
/** The first two are compiled into Debian's OpenSMTPD by name; the last owns the mailbox. */
export const users = [
  { name: 'opensmtpd', id: 64_102 },
  { name: 'opensmtpq', id: 64_103 },
  { name: 'vmail', id: 64_104 },
];

type Endpoint = 'starttls' | 'implicit' | 'silent' | 'small';

export interface Settings {
  /** A root folder from kit/chroot.ts. */
  readonly root: string;
  readonly certificate: Certificate;
  readonly endpoints: readonly Endpoint[];
  readonly size: number;
}

export async function startOpenSmtpd(
  settings: Settings,
): Promise<{ daemon: Daemon; ports: Partial<Record<Endpoint, number>> }> {
  const { root, certificate, endpoints } = settings;
  for (const name of ['mail/tmp', 'mail/new', 'mail/cur', 'var/spool', 'var/lib/opensmtpd/empty']) {
    await mkdir(join(root, name), { recursive: true });
  }
  for (const name of ['mail', 'mail/tmp', 'mail/new', 'mail/cur']) {
    await chown(join(root, name), users[2]!.id, users[2]!.id);
  }
  await copyFile(certificate.certFile, join(root, 'etc/server.pem'));
  await copyFile(certificate.keyFile, join(root, 'etc/server.key'));
  await chmod(join(root, 'etc/server.key'), 0o600);
  // Compiled in; it does not start without.
  await mkdir(join(root, 'etc/ssl/certs'), { recursive: true });
  await writeFile(join(root, 'etc/ssl/certs/ca-certificates.crt'), certificate.ca);
  await copyFile(fileURLToPath(new URL('filter.sh', import.meta.url)), join(root, 'etc/filter.sh'));
  await chmod(join(root, 'etc/filter.sh'), 0o755);
  await writeFile(join(root, 'etc/credentials'), (await Promise.all(Object.values(accounts).map(credential))).join(''));
  const ports: Partial<Record<Endpoint, number>> = await portsFor(endpoints);
  await writeFile(join(root, 'etc/smtpd.conf'), configuration(settings, ports), { mode: 0o600 });
  const server = daemon(`${root}.log`, 'chroot', [root, '/usr/sbin/smtpd', '-d', '-f', '/etc/smtpd.conf']);
  try {
    await Promise.all(Object.values(ports).map((port) => listening(port, () => server.running)));
    return { daemon: server, ports };
  } catch (error) {
    await server.stop();
    throw new Error(`OpenSMTPD does not start.\n${server.log()}`, { cause: error });
  }
}

/** A line of a credentials table: the password as crypt(3) has it. */
async function credential({ user, password }: { user: string; password: string }): Promise<string> {
  const { stdout } = await run('openssl', ['passwd', '-6', password]);
  return `${user} ${stdout.trim()}\n`;
}

function configuration({ endpoints, size }: Settings, ports: Readonly<Record<string, number | undefined>>): string {
  const listener = (endpoint: Endpoint): string =>
    [
      `listen on 127.0.0.1 port ${ports[endpoint]}`,
      endpoint === 'implicit' ? 'smtps' : 'tls-require',
      'pki server auth <credentials>',
      ...(endpoint === 'silent' ? ['no-dsn'] : []),
      `filter recipients hostname ${host}`,
    ].join(' ');
  return `
pki server cert "/etc/server.pem"
pki server key "/etc/server.key"
table credentials file:/etc/credentials
table boxes { "@" = vmail }
smtp max-message-size ${size}
# No brake on floods: the rows make them on purpose.
smtp limit max-mails 100000
smtp limit max-rcpt 10000
filter recipients proc-exec "/etc/filter.sh ${domain}"
${endpoints.map(listener).join('\n')}
action boxes maildir "/mail" virtual <boxes>
# No mail leaves this machine.
action nowhere mda "true" user vmail
match from any for domain "${domain}" action boxes
match from any for any action nowhere
`.trimStart();
}
