import { chown, copyFile, mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Certificate } from '../../kit/certificates.js';
import { type Daemon, daemon } from '../../kit/daemon.js';
import { listening, portsFor } from '../../kit/ports.js';
import { type Role, roles, SMALL } from '../../server.js';
import { domain, GREY, host, recipients } from '../../world.js';
import { mechanisms } from '../postfix-dovecot/dovecot.js';

// Paths as Exim sees them, in its root folder.
export const SOCKET = '/run/auth';
export const LOGS = ['/log/main', '/log/panic'];
/** Compiled into Debian's Exim by name. */
export const USER = { name: 'Debian-exim', id: 64_101 };

/** Folders and certificate in the root folder. */
export async function prepareExim({ root, certificate }: { root: string; certificate: Certificate }): Promise<void> {
  for (const name of ['spool', 'log', 'mail']) {
    await mkdir(join(root, name));
    await chown(join(root, name), USER.id, USER.id);
  }
  for (const [file, name] of [
    [certificate.certFile, 'server.pem'],
    [certificate.keyFile, 'server.key'],
  ] as const) {
    await copyFile(file, join(root, 'etc', name));
    await chown(join(root, 'etc', name), USER.id, USER.id);
  }
}

/** Starts it; should a port be taken in the meantime, once more with others. */
export async function startExim(
  root: string,
  greylistPort: number,
): Promise<{ daemon: Daemon; ports: Record<Role, number> }> {
  const ports = await portsFor(roles);
  await writeFile(join(root, 'etc/exim.conf'), configuration(ports, greylistPort));
  const server = daemon(join(root, 'log/daemon'), 'chroot', [root, '/usr/sbin/exim4', '-C', '/etc/exim.conf', '-bdf']);
  try {
    await Promise.all(Object.values(ports).map((port) => listening(port, () => server.running)));
    return { daemon: server, ports };
  } catch (error) {
    const log = server.log();
    await server.stop();
    throw new Error(`Exim does not start.\n${log}`, { cause: error });
  }
}

/** An expansion that holds at the endpoints of a role. */
const at = (ports: Record<Role, number>, role: Role, yes: string, no: string): string =>
  `\${if ={$received_port}{${ports[role]}}{${yes}}{${no}}}`;

function configuration(ports: Record<Role, number>, greylistPort: number): string {
  return `
primary_hostname = ${host}
domainlist ours = ${domain}
spool_directory = /spool
log_file_path = /log/%s
pid_file_path = /run/exim.pid
local_interfaces = 127.0.0.1
daemon_smtp_ports = ${Object.values(ports).join(' : ')}
tls_on_connect_ports = ${ports.implicit}
tls_certificate = /etc/server.pem
tls_privatekey = /etc/server.key
keep_environment =
exim_user = ${USER.name}
exim_group = ${USER.name}
never_users =
# No rights are needed to write to the only mailbox there is.
deliver_drop_privilege = true

# What an endpoint offers, by its port.
tls_advertise_hosts = ${at(ports, 'clear', '', '*')}
auth_advertise_hosts = \${if or{{def:tls_in_cipher}{={$received_port}{${ports.clear}}}}{*}{}}
chunking_advertise_hosts = ${at(ports, 'data', '', '*')}
pipelining_advertise_hosts = ${at(ports, 'serial', '', '*')}
smtputf8_advertise_hosts = ${at(ports, 'ascii', '', '*')}
dsn_advertise_hosts = ${at(ports, 'silent', '', '*')}
message_size_limit = ${at(ports, 'small', `${SMALL}`, '200M')}
smtp_accept_max_per_host = ${at(ports, 'crowded', '1', '0')}

# No brake on errors and floods: the rows make both on purpose.
smtp_accept_max = 200
smtp_accept_max_nonmail = 100000
smtp_accept_queue_per_connection = 0
smtp_max_unknown_commands = 1000
smtp_max_synprot_errors = 1000
host_lookup =
rfc1413_query_timeout = 0s
smtp_enforce_sync = true

acl_smtp_mail = acl_mail
acl_smtp_rcpt = acl_rcpt

begin acl

acl_mail:
  accept

acl_rcpt:
  deny message = 550 5.7.1 Relaying denied
       !authenticated = *
  deny message = 552 5.2.2 Mailbox is full
       recipients = ${recipients.full}
  defer message = 450 4.2.1 Mailbox is busy, try again later
       recipients = ${recipients.busy}
  defer message = 451 4.7.1 Greylisted, try again later
       condition = \${if match{$local_part}{^${GREY}}}
       condition = \${if eq{\${readsocket{inet:127.0.0.1:${greylistPort}}{grey $local_part@$domain\\n}{5s}}}{defer}}
  deny message = 550 5.1.1 No such mailbox
       domains = +ours
       !condition = \${if match{$local_part}{^box-}}
  accept

begin routers

boxes:
  driver = accept
  domains = +ours
  transport = boxes

# No mail leaves this machine, and a bounce goes nowhere.
others:
  driver = redirect
  data = :blackhole:

begin transports

boxes:
  driver = appendfile
  directory = /mail
  maildir_format
  user = ${USER.name}
  # The message is to arrive as it was sent.
  message_prefix =
  message_suffix =
  envelope_to_add
  return_path_add
  delivery_date_add

begin authenticators

${mechanisms.map((mechanism) => authenticator(mechanism)).join('\n')}
`.trimStart();
}

function authenticator(mechanism: string): string {
  return `
${mechanism.toLowerCase().replaceAll('-', '_')}:
  driver = dovecot
  public_name = ${mechanism}
  server_socket = ${SOCKET}
  server_set_id = $auth1
`.trim();
}
