/** What some suites need from the machine beside Node.js, and how to get it. */
import { accessSync, constants } from 'node:fs';
import { delimiter, join } from 'node:path';
import { packages as interopPackages, obstacle } from './interop/needs.mjs';

/** What the relay is sent to with. Debian's own Python has aiosmtplib, whichever Python comes first on the path. */
const mailPrograms = ['curl', 'swaks', 'msmtp', 'git', 'git-email', 'python3-aiosmtplib'];

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
  const modules = ['/usr/lib/git-core/git-send-email', '/usr/lib/python3/dist-packages/aiosmtplib'];
  return ['curl', 'swaks', 'msmtp', 'git'].every((name) => anyOf(name)) && modules.every(isExecutable);
}

function anyOf(...programs) {
  const folders = (process.env.PATH ?? '').split(delimiter);
  return folders.some((folder) => programs.some((program) => isExecutable(join(folder, program))));
}

function isExecutable(path) {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
