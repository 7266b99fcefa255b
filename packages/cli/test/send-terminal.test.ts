import { stripVTControlCharacters } from 'node:util';
import { describe, expect, test } from 'vitest';
import { canary, leaks } from '../../core/test/canary.js';
import { boxed, fileOf } from './boxes.js';
import { atTerminal, hasPty } from './pty.js';

const ENTER = '\r';

describe.skipIf(!hasPty)('ehlo send at a terminal (skipped where python3 is not installed)', () => {
  test('asks for the password, hidden, then for recipient, subject and text', async () => {
    const password = canary();
    const { box } = await boxed('generic', { user: 'me@example.com', password });
    const server = ['--host', box.host, '--port', String(box.port), '--ca', fileOf('ca.pem', box.ca)];
    const screen = atTerminal(['send', ...server, '--user', 'me@example.com'], { EHLO_HOME: '/nonexistent/ehlo' });
    await screen.until('Password of me@example.com');
    screen.type(`${password}${ENTER}`);
    await screen.until('To (several parted by commas)');
    screen.type(`nonsense${ENTER}`);
    await screen.until('That is no mail address.');
    screen.type(`${'\u007f'.repeat(8)}you@example.net${ENTER}`);
    await screen.until('Subject');
    screen.type(`Kettle${ENTER}`);
    await screen.until('Text (Enter twice ends it)');
    screen.type('It is on.');
    await screen.until('It is on.');
    screen.type(ENTER + ENTER);
    expect(await screen.ended).toBe(0);
    expect(stripVTControlCharacters(screen.text())).toMatch(/✓ accepted: the server took it\s+to\s+you@example.net/);
    expect(leaks(screen.text(), [password])).toEqual([]);
    const mail = await box.inbox[0]?.parsed();
    expect(mail).toMatchObject({ subject: 'Kettle', text: expect.stringContaining('It is on.') });
    expect(box.inbox[0]?.envelope).toMatchObject({ from: 'me@example.com', to: ['you@example.net'] });
  });

  test('Ctrl-C at a question ends it, and nothing is dialled', async () => {
    const { box, file } = await boxed('generic');
    const screen = atTerminal(['send', '--sandbox', file, '--text', 'Hi', '--lang', 'zh-CN']);
    await screen.until(/发件人|收件人/);
    screen.type('\u0003');
    expect(await screen.ended).toBe(130);
    expect(screen.text()).toContain('已取消');
    expect(box.counters.connections).toBe(0);
  });
});
