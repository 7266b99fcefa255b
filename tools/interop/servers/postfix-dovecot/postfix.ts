import { execFile } from 'node:child_process';
import { chown, mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { Certificate } from '../../kit/certificates.js';
import { type Daemon, daemon } from '../../kit/daemon.js';
import { listening, portsFor } from '../../kit/ports.js';
import { type Role, SMALL } from '../../server.js';
import { domain, host, recipients } from '../../world.js';

const run = promisify(execFile);

const ATTEMPTS = 4;
// nobody and nogroup of Debian: who owns the delivered mail.
const OWNER = 65_534;

export interface PostfixSettings {
  readonly folder: string;
  readonly certificate: Certificate;
  /** Of a policy server, see kit/policy.ts. */
  readonly greylistPort: number;
}

/** Where Postfix expects the socket of Dovecot's auth service. */
export const authSocket = (folder: string): string => join(folder, 'queue', 'private', 'auth');
/** The header fields that it puts in front of a message. */
export const added = new Set(['return-path', 'x-original-to', 'delivered-to', 'received']);
export const mailFolder = (folder: string): string => join(folder, 'mail', 'all');

/** The folders and settings of an instance of its own; the system's stays untouched. */
export async function preparePostfix(settings: PostfixSettings): Promise<void> {
  const { folder } = settings;
  const config = join(folder, 'postfix');
  for (const name of ['postfix', 'queue', 'data', 'mail']) await mkdir(join(folder, name));
  await writeFile(join(config, 'main.cf'), mainCf(settings));
  await writeFile(join(config, 'master.cf'), `${services}\n`);
  await writeFile(join(config, 'mailboxes'), `/^box-[^@]*@${literal(domain)}$/ all/\n`);
  await writeFile(join(config, 'recipients'), answers);
  const { stdout: user } = await run('id', ['-u', 'postfix']);
  await chown(join(folder, 'data'), Number(user), 0);
  await chown(join(folder, 'mail'), OWNER, OWNER);
  // Makes the folders of the queue, `private` among them, with their owners.
  await run('postfix', ['-c', config, 'check']);
}

// As Dovecot's quota-status and other policies say it through Postfix.
const answers = `/^${literal(recipients.busy)}$/ 450 4.2.1 Mailbox is busy, try again later
/^${literal(recipients.full)}$/ 552 5.2.2 Mailbox is full
`;

/** Starts it; should a port be taken in the meantime, once more with others. */
export async function startPostfix<Name extends string>(
  folder: string,
  endpoints: Readonly<Record<Name, readonly string[]>>,
): Promise<{ daemon: Daemon; ports: Record<Name, number> }> {
  const names = Object.keys(endpoints) as Name[];
  for (let attempt = 1; ; attempt++) {
    const ports = await portsFor(names);
    const listeners = names.map((name) => listener(ports[name], endpoints[name]));
    await writeFile(join(folder, 'postfix', 'master.cf'), `${[...listeners, services].join('\n')}\n`);
    // As `postfix start-fg` does, without its shell script in between (-s: keep the standard output for the log).
    const master = daemon(join(folder, 'postfix.log'), '/usr/lib/postfix/sbin/master', [
      '-c',
      join(folder, 'postfix'),
      '-s',
    ]);
    try {
      await Promise.all(names.map((name) => listening(ports[name], () => master.running)));
      return { daemon: master, ports };
    } catch (error) {
      const log = master.log();
      await master.stop();
      if (attempt === ATTEMPTS || !/Address already in use/.test(log)) {
        throw new Error(`Postfix does not start.\n${log}`, { cause: error });
      }
    }
  }
}

export async function postfixVersion(): Promise<string> {
  const { stdout } = await run('/usr/sbin/postconf', ['-d', '-h', 'mail_version']);
  return `Postfix ${stdout.trim()}`;
}

const starttls = ['smtpd_tls_security_level=encrypt', 'smtpd_tls_auth_only=yes'];

/** An endpoint for each role, as settings of its own. */
export const submission: Readonly<Record<Role, readonly string[]>> = {
  starttls,
  implicit: ['smtpd_tls_wrappermode=yes'],
  clear: ['smtpd_tls_security_level=none'],
  data: [...starttls, 'smtpd_discard_ehlo_keywords=chunking'],
  serial: [...starttls, 'smtpd_discard_ehlo_keywords=pipelining'],
  silent: [...starttls, 'smtpd_discard_ehlo_keywords=dsn'],
  ascii: [...starttls, 'smtputf8_enable=no'],
  small: [...starttls, `message_size_limit=${SMALL}`],
  // By default the limit is not for this machine.
  crowded: [...starttls, 'smtpd_client_connection_count_limit=1', 'smtpd_client_event_limit_exceptions='],
};

/** One endpoint for a server in front of it, which has checked the login. */
export const internalRelay = {
  relay: [
    'smtpd_tls_security_level=none',
    'smtpd_sasl_auth_enable=no',
    'smtpd_relay_restrictions=permit_mynetworks,reject',
  ],
};

function listener(port: number, overrides: readonly string[]): string {
  return `127.0.0.1:${port} inet n - n - - smtpd${overrides.map((override) => ` -o ${override}`).join('')}`;
}

const services = `
postlog unix-dgram n - n - 1 postlogd
cleanup unix n - n - 0 cleanup
qmgr unix n - n 300 1 qmgr
tlsmgr unix - - n 1000? 1 tlsmgr
rewrite unix - - n - - trivial-rewrite
bounce unix - - n - 0 bounce
defer unix - - n - 0 bounce
trace unix - - n - 0 bounce
proxymap unix - - n - - proxymap
error unix - - n - - error
retry unix - - n - - error
discard unix - - n - - discard
virtual unix - n n - - virtual
anvil unix - - n - 1 anvil
`.trim();

function mainCf({ folder, certificate, greylistPort }: PostfixSettings): string {
  const config = join(folder, 'postfix');
  return `
compatibility_level = 3.6
queue_directory = ${join(folder, 'queue')}
data_directory = ${join(folder, 'data')}
daemon_directory = /usr/lib/postfix/sbin
maillog_file = /dev/stdout
maillog_file_prefixes = /dev/stdout
myhostname = ${host}
inet_interfaces = 127.0.0.1
inet_protocols = ipv4
mynetworks = 127.0.0.0/8

# No mail leaves this machine, and a bounce goes nowhere.
mydestination =
default_transport = discard
alias_maps =

# Submission as Debian's master.cf has it: who has logged in may send, the others may not.
smtpd_relay_restrictions = permit_sasl_authenticated, reject
smtpd_recipient_restrictions = check_recipient_access regexp:${config}/recipients,
  check_policy_service inet:127.0.0.1:${greylistPort}
smtpd_sasl_auth_enable = yes
smtpd_sasl_type = dovecot
smtpd_sasl_path = private/auth
smtpd_sasl_security_options = noanonymous
smtpd_tls_cert_file = ${certificate.certFile}
smtpd_tls_key_file = ${certificate.keyFile}
smtpd_tls_protocols = >=TLSv1.2
smtpd_tls_mandatory_protocols = >=TLSv1.2
tls_random_source = dev:/dev/urandom

virtual_mailbox_domains = ${domain}
virtual_mailbox_base = ${join(folder, 'mail')}
virtual_mailbox_maps = regexp:${config}/mailboxes
virtual_uid_maps = static:${OWNER}
virtual_gid_maps = static:${OWNER}
virtual_mailbox_limit = 0
message_size_limit = 200000000

# The message is to arrive as it was sent: no field added, no address completed.
local_header_rewrite_clients =

# No brake on errors and floods: the rows make both on purpose.
in_flow_delay = 0
smtpd_error_sleep_time = 0
smtpd_soft_error_limit = 1000
smtpd_hard_error_limit = 1000
virtual_destination_concurrency_limit = 4
`.trimStart();
}

function literal(text: string): string {
  return text.replaceAll('.', '\\.');
}
