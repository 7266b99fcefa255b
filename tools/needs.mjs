/** What some suites need from the machine: how it is found, and the command that brings it. */
import { accessSync, constants } from 'node:fs';
import { delimiter, join } from 'node:path';

export const needs = [
  {
    name: 'Chromium',
    programs: ['chromium', 'chromium-browser', 'google-chrome'],
    what: "the demo's tests in a browser",
    packages: ['chromium'],
  },
  {
    name: 'Python 3',
    programs: ['python3'],
    what: "the sandbox's tests with smtplib",
    packages: ['python3'],
  },
  {
    name: 'Postfix with Dovecot',
    programs: ['postfix', 'dovecot'],
    all: true,
    what: 'the tests with real servers (npm run interop)',
    packages: ['postfix', 'dovecot-core'],
    interop: true,
  },
];

export const missing = needs
  .filter(({ programs, all }) => !(all ? programs.every(found) : programs.some(found)))
  .map((need) => ({ ...need, bring: `apt-get install -y ${need.packages.join(' ')}` }));

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
