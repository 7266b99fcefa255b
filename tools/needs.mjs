/** What some suites need from the machine beside Node.js, and how to get it. */
import { accessSync, constants } from 'node:fs';
import { delimiter, join } from 'node:path';
import { packages as interopPackages, obstacle } from './interop/needs.mjs';

/**
 * What the relay is sent to with. Debian's own Python has aiosmtplib, whichever Python comes first on the path. git
 * send-email and swaks have AUTH, TLS and addresses from modules of Perl, which their packages only recommend.
 */
const perlModules = ['libauthen-sasl-perl', 'libio-socket-ssl-perl', 'libmailtools-perl', 'libnet-ssleay-perl'];
const mailPrograms = ['curl', 'swaks', 'msmtp', 'git', 'git-email', ...perlModules, 'python3-aiosmtplib'];

/** Debian packages of every suite, for a machine that shall run them all. */
export const packages = ['chromium', 'python3', ...mailPrograms, ...interopPackages.map(({ name }) => name)];

/** The suites that cannot run here: what they are, and what brings what they need. */
export const missing = [
  {
    suite: "the demo's tests in a browser",
    bring: anyOf('chromium', 'chromium-browser', 'google-chrome') ? undefined : 'apt-get install -y chromium',
  },
  {
    suite: "the sandbox's tests with Python's smtplib",
    bring: anyOf('python3') ? undefined : 'apt-get install -y python3',
  },
  {
    suite: "the relay's tests with mail programs of all kinds",
    bring: mailProgramsAreHere() ? undefined : `apt-get install -y --no-install-recommends ${mailPrograms.join(' ')}`,
  },
  { suite: 'the tests with real mail servers (as in npm run interop)', bring: obstacle() },
].filter(({ bring }) => bring !== undefined);

function mailProgramsAreHere() {
  const modules = [
    '/usr/lib/git-core/git-send-email',
    '/usr/share/perl5/Authen/SASL.pm',
    '/usr/share/perl5/IO/Socket/SSL.pm',
    '/usr/share/perl5/Mail/Address.pm',
    '/usr/lib/python3/dist-packages/aiosmtplib',
  ];
  return ['curl', 'swaks', 'msmtp', 'git'].every((name) => anyOf(name)) && modules.every((path) => isHere(path));
}

function anyOf(...programs) {
  const folders = (process.env.PATH ?? '').split(delimiter);
  return folders.some((folder) => programs.some((program) => isExecutable(join(folder, program))));
}

function isExecutable(path) {
  return isHere(path, constants.X_OK);
}

function isHere(path, mode = constants.F_OK) {
  try {
    accessSync(path, mode);
    return true;
  } catch {
    return false;
  }
}
