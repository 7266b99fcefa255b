import { once } from 'node:events';
import { type AddressInfo, createServer, type Server } from 'node:net';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { generic } from '../src/index.js';

const password = 'hunter2 @:/?#%';
const message = { from: 'me@example.com', to: 'you@example.net', subject: 'Hello', text: 'Hello.' };

describe('a message over a socket of this machine', () => {
  let server: Server;
  let heard: string[];
  let port: number;

  beforeEach(async () => {
    heard = [];
    server = createServer((socket) => {
      let inMessage = false;
      let rest = '';
      socket.setEncoding('latin1').write('220 mail.example ESMTP\r\n');
      socket.on('error', () => socket.destroy());
      socket.on('data', (text: string) => {
        const lines = (rest + text).split('\r\n');
        rest = lines.pop() as string;
        for (const line of lines) {
          if (inMessage && line !== '.') continue;
          heard.push(line);
          if (/^EHLO/.test(line)) socket.write('250-mail.example\r\n250 AUTH PLAIN\r\n');
          else if (/^AUTH/.test(line)) socket.write('235 Ok\r\n');
          else if (line === 'DATA') socket.write('354 Go ahead\r\n');
          else if (line === 'QUIT') socket.end('221 Bye\r\n');
          else socket.write('250 Ok\r\n');
          inMessage = line === 'DATA';
        }
      });
    });
    await once(server.listen(0, '127.0.0.1'), 'listening');
    port = (server.address() as AddressInfo).port;
  });

  afterEach(() => {
    server.close();
  });

  it.each([
    ['options', () => generic({ host: '127.0.0.1', port, security: 'none-on-loopback', user: 'me', password })],
    ['a URL', () => generic.fromUrl(`smtp://me:${encodeURIComponent(password)}@127.0.0.1:${port}?pool=true`)],
    [
      "QD's environment",
      () =>
        generic.fromEnv({
          MAIL_SMTP: '127.0.0.1',
          MAIL_PORT: String(port),
          MAIL_SSL: 'False',
          MAIL_STARTTLS: 'False',
          MAIL_USER: 'me',
          MAIL_PASSWORD: password,
        }),
    ],
    [
      'a preset',
      () => generic.preset('mailpit', { host: '127.0.0.1', port, security: 'none-on-loopback', user: 'me', password }),
    ],
  ])('with settings from %s', async (_from, make) => {
    await using transport = make();
    const receipt = await transport.send(message);
    expect(receipt.outcome === 'accepted' ? [] : receipt.error).toEqual([]);
    expect(heard).toContain(`AUTH PLAIN ${Buffer.from(`\0me\0${password}`).toString('base64')}`);
    expect(heard).toContain('RCPT TO:<you@example.net>');
    expect(JSON.stringify(receipt)).not.toContain(Buffer.from(`\0me\0${password}`).toString('base64'));
  });

  it('and tells what was noticed in the settings', async () => {
    await using transport = generic.fromUrl(`smtp://127.0.0.1:${port}?pool=true`);
    expect(transport.warnings).toMatchObject([{ code: 'SETTING_IGNORED', field: 'pool in url' }]);
    expect(await transport.check()).toMatchObject({ ok: true });
  });
});
