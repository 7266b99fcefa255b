import { createHash, createHmac, pbkdf2Sync } from 'node:crypto';
import { generic } from '@ehlo/generic';
import { describe, expect, test } from 'vitest';
import { pair, verdict } from '../pair.js';
import { channels, cpu, growth, impatient, scripted } from './kit.js';

const mail = { from: 'a@example.com', to: 'b@example.net', text: 'Hello' };
const login = { user: 'me', password: 'open sesame', timeouts: impatient };

describe('T25: an EHLO reply without measure', () => {
  const replies: ReadonlyArray<readonly [string, string]> = [
    ['one line of 1 MB', `250 AUTH ${'PLAIN '.repeat(175_000)}\r\n`],
    ['one line of 1 MB that does not end', `250 AUTH ${'='.repeat(1_000_000)}`],
    ['1 MB of lines', `${'250-AUTH PLAIN LOGIN\r\n'.repeat(48_000)}250 x\r\n`],
    ['1 MB of empty lines', `${'250-\r\n'.repeat(170_000)}250 x\r\n`],
  ];
  test.each(replies)('%s: refused in no time and little memory', async (_name, reply) => {
    await using server = await scripted((line) => (line.startsWith('EHLO') ? reply : undefined));
    await using transport = generic({ ...server.account, ...login });
    const before = process.memoryUsage().rss;
    const spent = await cpu(async () => {
      expect(verdict(await transport.send(mail))).toBe('deferred SERVER_PROTOCOL_VIOLATION at hello');
    });
    expect(spent).toBeLessThan(1_000);
    expect(process.memoryUsage().rss - before).toBeLessThan(100_000_000);
  });

  test('the longest that is taken is read in time that grows with its length', async () => {
    let size = 0;
    const words = (count: number): string => `250-AUTH PLAIN ${'= '.repeat(7_000)}\r\n`.repeat(count);
    await using server = await scripted((line) => {
      if (line.startsWith('EHLO')) return `250-mx\r\n${words(size)}250 AUTH PLAIN\r\n`;
      return line.startsWith('MAIL') ? '421 bye\r\n' : undefined;
    });
    const session = async (lines: number): Promise<void> => {
      size = lines;
      for (let n = 0; n < 10; n++) {
        // No limits of time: what is measured is CPU, and the machine may give little of it.
        await using transport = generic({ ...server.account, ...login, timeouts: {} });
        expect((await transport.check()).error).toBeUndefined();
      }
    };
    expect(await growth(4, session)).toBeLessThan(2.5);
  });
});

describe('T27: no server keeps a client at it', () => {
  test.each(channels.slice(1, 2))('a refused STARTTLS is asked for once, $channel', async ({ server, security }) => {
    await using it = await pair({ security: server, fault: 'starttls-refused' }, { security });
    expect(verdict(await it.transport.send(it.mail()))).toMatch(/STARTTLS_UNAVAILABLE at tls$/);
    expect(it.box.counters.commands).toEqual({ EHLO: 1, STARTTLS: 1, QUIT: 1 });
    expect(it.box.counters.connections).toBe(1);
  });

  test('STARTTLS that is offered again over TLS is not said again', async () => {
    await using it = await pair({
      replies: [{ command: 'EHLO', reply: ['250-mx', '250-STARTTLS', '250 AUTH PLAIN'] }],
      mechanisms: ['PLAIN'],
    });
    expect((await it.transport.check()).ok).toBe(true);
    expect(it.box.counters.commands.STARTTLS).toBe(1);
  });

  const challenges = ['', 'VXNlcm5hbWU6', 'bm9uc2Vuc2U=', '!!!', Buffer.from('{"status":"401"}').toString('base64')];
  const mechanisms = ['PLAIN', 'LOGIN', 'CRAM-MD5', 'SCRAM-SHA-1', 'SCRAM-SHA-256', 'XOAUTH2', 'OAUTHBEARER'];
  test.each(mechanisms)('challenges without end, %s', async (mechanism) => {
    for (const challenge of challenges) {
      await using server = await scripted((line) => {
        if (line.startsWith('EHLO')) return `250-mx\r\n250 AUTH ${mechanism}\r\n`;
        return line === '' && server.lines.length === 0
          ? undefined
          : line === 'QUIT'
            ? undefined
            : `334 ${challenge}\r\n`;
      });
      const { password, ...rest } = login;
      const own = /OAUTH/.test(mechanism) ? { auth: () => 'token' } : { password };
      await using transport = generic({ ...server.account, ...rest, ...own });
      expect((await transport.send(mail)).outcome).toMatch(/rejected|deferred/);
      expect(server.lines.length).toBeLessThan(10);
    }
  });

  test('challenges without end by a server that knows the password', async () => {
    const scram = scramServer(login.password);
    await using server = await scripted((line) => {
      if (line.startsWith('EHLO')) return '250-mx\r\n250 AUTH SCRAM-SHA-256\r\n';
      return line === '' && server.lines.length === 0
        ? undefined
        : line === 'QUIT'
          ? undefined
          : `334 ${scram(line)}\r\n`;
    });
    await using transport = generic({ ...server.account, ...login });
    const receipt = await transport.send(mail, { signal: AbortSignal.timeout(2_000) });
    expect(receipt.outcome).toMatch(/rejected|deferred/);
    expect(server.lines.length).toBeLessThan(10);
  });

  test.each([
    ['greeting', ''],
    ['hello', 'EHLO'],
    ['auth', 'AUTH'],
    ['envelope', 'MAIL'],
    ['sent', '.'],
  ])('a reply that comes octet by octet has the time of one reply, %s', async (phase, verb) => {
    const dripping = new WeakSet<object>();
    await using server = await scripted((line, socket) => {
      if (dripping.has(socket)) return '';
      if (/^(?:[A-Z]+|\.)?/.exec(line)![0] !== verb) return undefined;
      dripping.add(socket);
      const drip = setInterval(() => (socket.writable ? socket.write('2') : clearInterval(drip)), 20);
      socket.on('close', () => clearInterval(drip));
      return '250-';
    });
    await using transport = generic({ ...server.account, ...login });
    const begun = performance.now();
    expect(verdict(await transport.send(mail, { signal: AbortSignal.timeout(5_000) }))).toMatch(
      phase === 'sent' ? /^unknown REPLY_LOST at sent$/ : new RegExp(`^deferred \\w+ at ${phase}$`),
    );
    expect(performance.now() - begun).toBeLessThan(3_000);
  });

  test('a connection that dies at every MAIL is tried once more and no further', async () => {
    await using server = await scripted((line, socket) => {
      if (line.startsWith('MAIL')) socket.destroy();
      return undefined;
    });
    await using transport = generic({ ...server.account, ...login });
    expect(verdict(await transport.send(mail))).toBe('deferred CONNECTION_STALLED_OR_DROPPED at envelope');
    expect(server.connections).toBe(2);
  });
});

/** The server's half of SCRAM-SHA-256, and then an empty challenge each time. */
function scramServer(password: string): (line: string) => string {
  const salt = Buffer.from('salt');
  const said: string[] = [];
  return (line) => {
    const text = Buffer.from(line.split(' ').at(-1)!, 'base64').toString('utf8');
    const base64 = (plain: string): string => Buffer.from(plain).toString('base64');
    const first = /^n,,(n=.*,r=(.*))$/.exec(text);
    if (first !== null) {
      said.push(first[1]!, `r=${first[2]}more,s=${salt.toString('base64')},i=4096`);
      return base64(said[1]!);
    }
    if (!/^c=/.test(text)) return '';
    const salted = pbkdf2Sync(password, salt, 4096, 32, 'sha256');
    const hmac = (key: Buffer, words: string): Buffer => createHmac('sha256', key).update(words).digest();
    expect(createHash('sha256').update(hmac(salted, 'Client Key')).digest()).toHaveLength(32);
    return base64(
      `v=${hmac(hmac(salted, 'Server Key'), [...said, text.replace(/,p=.*$/, '')].join()).toString('base64')}`,
    );
  };
}
