/** What the real servers need from the machine. Plain JavaScript, so that it can be asked before anything is installed. */
import { accessSync, constants } from 'node:fs';
import { delimiter, join } from 'node:path';

/** Debian packages, each with the programs that show that it is there. */
export const packages = [
  { name: 'postfix', programs: ['postfix', 'postconf'] },
  { name: 'dovecot-core', programs: ['dovecot', 'doveadm'] },
  { name: 'openssl', programs: ['openssl'] },
];

/**
 * The Debian packages that are not on this machine.
 * @returns {string[]}
 */
export function missing() {
  return packages.filter(({ programs }) => !programs.every(found)).map(({ name }) => name);
}

/**
 * Why the servers cannot run here and what mends it, in one line; undefined when they can.
 * @returns {string | undefined}
 */
export function obstacle() {
  const names = missing();
  if (names.length > 0) return `apt-get install -y --no-install-recommends ${names.join(' ')}`;
  // Both drop their rights by setuid, and Postfix's master refuses to start as anybody else.
  if (process.getuid?.() !== 0) return 'run as root: Postfix and Dovecot do not start as another user';
  return undefined;
}

/** Servers stand in sbin, which a user's PATH often leaves out. */
function found(program) {
  const folders = [...(process.env.PATH ?? '').split(delimiter), '/usr/sbin', '/usr/local/sbin'];
  return folders.some((folder) => {
    try {
      accessSync(join(folder, program), constants.X_OK);
      return true;
    } catch {
      return false;
    }
  });
}
