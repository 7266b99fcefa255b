import { type AddressInfo, createServer, type Socket } from 'node:net';
import { stripVTControlCharacters } from 'node:util';
import { describe, expect, onTestFinished, test } from 'vitest';
import { canary, leaks } from '../../core/test/canary.js';
import { boxed, fileOf } from './boxes.js';
import { atTerminal, hasPty } from './pty.js';

/** A server without STARTTLS that greets when it is told to. */
async function hesitant(): Promise<{ readonly port: number; greet(): void }> {
  const waiting: Socket[] = [];
  let greets = false;
  const server = createServer((socket) => {
    socket.on('error', () => undefined);
    socket.on('data', (data) => socket.write(String(data).startsWith('EHLO') ? '250 slow.example\r\n' : '221 bye\r\n'));
    if (greets) socket.write('220 slow.example\r\n');
    else waiting.push(socket);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => {
    for (const socket of waiting) socket.destroy();
    server.close();
  });
  const greet = () => {
    greets = true;
    for (const socket of waiting) if (!socket.destroyed) socket.write('220 slow.example\r\n');
  };
  return { port: (server.address() as AddressInfo).port, greet };
}

const erased = '\u001b[1G\u001b[2K';
const SPINNER = /[⠋⠙⠹⠸⠼⠴⠦⠧⠇⠏]/;

describe.skipIf(!hasPty)('ehlo doctor at a terminal (skipped where python3 is not installed)', () => {
  test('ticks: the stage under way has a live line, which gives way to what came of it', async () => {
    const { port, greet } = await hesitant();
    const screen = atTerminal(['doctor', `127.0.0.1:${port}`]);
    // Two frames: the picture moves while nothing comes.
    await screen.until(/⠸\u001b\[39m greeting.*⠼\u001b\[39m greeting/s);
    expect(screen.text()).toMatch(/✓\u001b\[39m TCP/);
    expect(screen.text()).not.toMatch(/[✓✗]\u001b\[39m greeting/);
    greet();
    await screen.until(/✓\u001b\[39m greeting/);
    expect(await screen.ended).toBe(69);
    expect(screen.text()).toContain(`${erased}\u001b[32m✓\u001b[39m greeting`);
    expect(screen.text()).toContain('\u001b[1m\u001b[31mSTARTTLS_UNAVAILABLE');
    // What stays when everything has been erased that was: no spinner, each stage once.
    const left = screen
      .text()
      .split('\n')
      .map((line) => line.slice(line.lastIndexOf(erased) + 1));
    expect(left.filter((line) => SPINNER.test(line))).toEqual([]);
    expect(left.filter((line) => / greeting +/.test(stripVTControlCharacters(line)))).toHaveLength(1);
  });

  test('asks for the password that is missing, and never shows it', async () => {
    const password = canary();
    const { box } = await boxed('generic', { password });
    const where = ['--host', '127.0.0.1', '--port', String(box.port), '--user', box.user, '--ca', fileOf('ca', box.ca)];
    const screen = atTerminal(['doctor', ...where, '--verbose'], { LANG: 'zh_CN.UTF-8' });
    await screen.until(`${box.user} 的密码`);
    screen.type(`${password}\r`);
    expect(await screen.ended).toBe(0);
    expect(screen.text()).toContain('登录成功');
    expect(box.counters.logins).toBe(1);
    expect(leaks(screen.text(), [password])).toEqual([]);
  });

  test('Enter alone leaves the login out; Ctrl-C at the prompt ends it before anything was dialled', async () => {
    const { box } = await boxed('generic');
    const where = [`smtp://${encodeURIComponent(box.user)}@127.0.0.1:${box.port}`, '--ca', fileOf('ca', box.ca)];
    const [skipped, ended] = [atTerminal(['doctor', ...where]), atTerminal(['doctor', '127.0.0.1:1', '--user', 'me'])];
    await Promise.all([skipped.until('Password of'), ended.until('Password of me')]);
    skipped.type('\r');
    ended.type('\u0003');
    expect(await skipped.ended).toBe(0);
    expect(skipped.text()).toContain('no credentials were given');
    expect(await ended.ended).toBe(130);
    expect(ended.text()).not.toContain('settings');
  });

  test('Ctrl-C ends a probe, and takes the live line away', async () => {
    const { port } = await hesitant();
    const screen = atTerminal(['doctor', `127.0.0.1:${port}`]);
    await screen.until(/⠸\u001b\[39m greeting/);
    screen.type('\u0003');
    expect(await screen.ended).toBe(130);
    expect(screen.text()).toMatch(/\u001b\[2K(\^C)?\s*$/);
  });
});
