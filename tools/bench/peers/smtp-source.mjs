import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);
// As bash's `time` tells it: wall, user, system, in seconds with three decimals.
const TIMED = 'TIMEFORMAT="%R %U %S"; time "$@"';

/**
 * Postfix's load generator, in C: the same octets again and again, without pipelining (smtp-source(1)). Its time is that
 * of its process, and includes its connections.
 */
export function open({ host, port }, { connections }) {
  const folder = mkdtempSync(join(tmpdir(), 'ehlo-bench-'));
  const file = join(folder, 'message');
  return {
    async sendAll(mails) {
      let count = 0;
      let first;
      for (const mail of mails) {
        first ??= mail;
        count += 1;
      }
      writeFileSync(file, first.raw.toString('latin1').replaceAll('\r\n', '\n'), 'latin1');
      const address = first.to[0].slice(1);
      const options = ['-d', '-N', '-s', String(Math.min(connections, count)), '-m', String(count)];
      const to = ['-f', first.from, '-t', address, '-r', String(first.to.length), '-F', file];
      const { stderr } = await run('bash', ['-c', TIMED, 'bash', 'smtp-source', ...options, ...to, `${host}:${port}`], {
        env: { ...process.env, PATH: `${process.env.PATH}:/usr/sbin` },
      });
      const [wall, user, system] = stderr.trim().split('\n').at(-1).split(' ').map(Number);
      return { wall: wall * 1000, cpu: (user + system) * 1000 };
    },
    close: () => rmSync(folder, { recursive: true, force: true }),
  };
}
