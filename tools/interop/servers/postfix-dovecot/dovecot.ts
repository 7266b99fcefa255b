import { execFile } from 'node:child_process';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { type Daemon, daemon } from '../../kit/daemon.js';
import { listening } from '../../kit/ports.js';
import type { Account } from '../../server.js';
import { accounts } from '../../world.js';

const run = promisify(execFile);

/** All that Dovecot 2.3 has for passwords and tokens. */
export const mechanisms = ['PLAIN', 'LOGIN', 'CRAM-MD5', 'SCRAM-SHA-1', 'SCRAM-SHA-256', 'OAUTHBEARER', 'XOAUTH2'];

/** Why there is no -PLUS form. */
export const unbound = 'Dovecot 2.3 has no SCRAM with channel binding.';

export interface DovecotSettings {
  readonly folder: string;
  /** Settings of what it serves: `protocols`, `ssl`, and its services with their listeners. */
  readonly serves: string;
  /** Sockets and ports that answer when it is up. */
  readonly listeners: ReadonlyArray<string | number>;
  /** Token introspection endpoint (RFC 7662). */
  readonly introspectionUrl: string;
}

/** Dovecot as nothing but the SASL server behind a mail server, which asks at a socket. */
export function saslServer(socket: string): Pick<DovecotSettings, 'serves' | 'listeners'> {
  const serves = `
protocols =
ssl = no
service auth {
  user = root
  unix_listener ${socket} {
    mode = 0666
  }
}
`;
  return { serves, listeners: [socket] };
}

/** An instance of its own; the system's stays untouched. */
export async function startDovecot(settings: DovecotSettings): Promise<Daemon> {
  const config = join(settings.folder, 'dovecot');
  await mkdir(config);
  await writeFile(join(config, 'dovecot.conf'), dovecotConf(settings, config));
  await writeFile(join(config, 'oauth2.conf.ext'), oauth2Conf(settings.introspectionUrl));
  await writeFile(join(config, 'users'), Object.values(accounts).map(passwdLine).join(''), { mode: 0o600 });
  const server = daemon(join(settings.folder, 'dovecot.log'), 'dovecot', ['-F', '-c', join(config, 'dovecot.conf')]);
  try {
    await Promise.all(settings.listeners.map((where) => listening(where, () => server.running)));
    return server;
  } catch (error) {
    await server.stop();
    throw new Error(`Dovecot does not start.\n${server.log()}`, { cause: error });
  }
}

export async function dovecotVersion(): Promise<string> {
  const { stdout } = await run('/usr/sbin/dovecot', ['--version']);
  return `Dovecot ${stdout.split(' ')[0]!.trim()}`;
}

/** The password as it is, which every mechanism can work from; in base64, since a colon would end the field. */
function passwdLine({ user, password }: Account): string {
  return `${user}:{PLAIN.b64}${Buffer.from(password).toString('base64')}\n`;
}

function dovecotConf({ serves }: DovecotSettings, config: string): string {
  const words = mechanisms.map((mechanism) => mechanism.toLowerCase());
  const token = words.filter((word) => /^(?:xoauth2|oauthbearer)$/.test(word));
  return `
${serves.trim()}

base_dir = ${join(config, 'run')}
state_dir = ${join(config, 'state')}
instance_name = ehlo-interop
log_path = /dev/stderr

auth_mechanisms = ${words.join(' ')}
# Which logins may go in clear is for the mail server to say.
disable_plaintext_auth = no
# Any character in a user name, also the = and , that SCRAM has to quote.
auth_username_chars =
auth_username_format = %u

passdb {
  driver = passwd-file
  mechanisms = ${words.filter((word) => !token.includes(word)).join(' ')}
  args = username_format=%u ${join(config, 'users')}
}
passdb {
  driver = oauth2
  mechanisms = ${token.join(' ')}
  args = ${join(config, 'oauth2.conf.ext')}
}
userdb {
  driver = static
  args = uid=nobody gid=nogroup home=/nonexistent
}

# A refused login is answered at once: the rows make many of them.
auth_failure_delay = 0
service anvil {
  unix_listener anvil-auth-penalty {
    mode = 0
  }
}
`.trimStart();
}

function oauth2Conf(url: string): string {
  return `
introspection_mode = post
introspection_url = ${url}
username_attribute = username
active_attribute = active
active_value = true
`.trimStart();
}
