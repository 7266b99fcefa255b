import { chmod, readdir, readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { type Sandbox, sandbox } from '@ehlo/sandbox';
import { createTransport, type SentMessageInfo } from 'nodemailer';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { limitsOf } from '../src/relay/limits.js';
import { homeFor, type RunningRelay, startRelayCommand } from './running-relay.js';
import { ehlo } from './terminal.js';

let box: Sandbox;
let place: Awaited<ReturnType<typeof homeFor>>;

beforeEach(async () => {
  box = await sandbox.outlook();
  place = await homeFor(box);
});
afterEach(async () => {
  await box.close();
  await place[Symbol.asyncDispose]();
});

/** What an old program does: user and password, no TLS, this machine. */
async function submit(relay: RunningRelay, mail: object = {}, password = relay.password): Promise<SentMessageInfo> {
  const client = createTransport({
    host: '127.0.0.1',
    port: relay.port,
    ignoreTLS: true,
    auth: { user: relay.user, pass: password },
  });
  return client.sendMail({ from: box.user, to: 'you@example.net', subject: 'Old', text: 'Hello.', ...mail });
}

describe('ehlo relay', () => {
  test('sends by a token what a program hands it by a password, and tells of each mail', async () => {
    const relay = await startRelayCommand(place);
    expect((await submit(relay)).response).toMatch(/^250 /);
    expect(box.inbox.map(({ envelope }) => envelope)).toEqual([
      expect.objectContaining({ from: box.user, to: ['you@example.net'] }),
    ]);
    const { exit, json, errors } = await relay.stop();
    expect(json()).toEqual([
      expect.objectContaining({ kind: 'listening' }),
      expect.objectContaining({ kind: 'mail', outcome: 'accepted', from: box.user, to: ['you@example.net'] }),
    ]);
    expect(errors).toMatch(/stopped; \d finished/);
    expect(exit).toBe(0);
  });

  test('makes its own user once, keeps the hash alone, and puts the password where only its owner reads it', async () => {
    const first = await startRelayCommand(place);
    expect(first.password).toMatch(/^[\w-]{24}$/);
    const folder = join(place.home, 'relay', box.user);
    expect((await stat(folder)).mode & 0o077).toBe(0);
    for (const file of await readdir(folder)) expect((await stat(join(folder, file))).mode & 0o077, file).toBe(0);
    expect(await readFile(join(folder, 'clients.json'), 'utf8')).not.toContain(first.password);
    const { output, errors } = await first.stop();
    expect(output + errors).not.toContain(first.password);

    const second = await startRelayCommand(place);
    expect(second.password).toBe(first.password);
    expect((await submit(second)).response).toMatch(/^250 /);
    await second.stop();

    // Somebody made them readable for all.
    await chmod(folder, 0o755);
    await chmod(join(folder, 'password'), 0o644);
    const third = await startRelayCommand(place, ['--new-password']);
    for (const path of [folder, join(folder, 'password')]) expect((await stat(path)).mode & 0o077, path).toBe(0);
    expect(third.password).not.toBe(first.password);
    await expect(submit(third, {}, first.password)).rejects.toMatchObject({ responseCode: 535 });
    await third.stop();
  });

  test('takes no sender but that of the account, unless --allow-from says so', async () => {
    const relay = await startRelayCommand(place);
    await expect(submit(relay, { from: 'boss@example.com' })).rejects.toMatchObject({ responseCode: 550 });
    const { json } = await relay.stop();
    expect(box.inbox).toEqual([]);
    expect(json().slice(1)).toEqual([
      expect.objectContaining({
        kind: 'refused',
        error: expect.objectContaining({ code: 'RELAY_SENDER_NOT_ALLOWED' }),
      }),
    ]);
  });

  test('sends a message to all of its recipients or to nobody, since there is one answer', async () => {
    const refused = 'nobody@example.net';
    await box.close();
    box = await sandbox.generic({ replies: [{ command: 'RCPT', match: /<nobody@/, reply: '550 5.1.1 No such user' }] });
    await place[Symbol.asyncDispose]();
    place = await homeFor(box);
    const relay = await startRelayCommand(place);
    await expect(submit(relay, { to: ['you@example.net', refused] })).rejects.toMatchObject({ responseCode: 451 });
    expect(box.inbox).toEqual([]);
    await relay.stop();
  });

  test('needs no login on this machine with --no-login', async () => {
    const relay = await startRelayCommand(place, ['--no-login']);
    const client = createTransport({ host: '127.0.0.1', port: relay.port, ignoreTLS: true });
    const { response } = await client.sendMail({ from: box.user, to: 'you@example.net', text: 'Hello.' });
    expect(response).toMatch(/^250 /);
    await relay.stop();
  });

  test.each([
    ['beyond loopback without TLS', ['--listen', '0.0.0.0:0'], 78, 'RELAY_NOT_PROTECTED'],
    ['half a certificate', ['--tls-cert', 'box.json'], 64, '--tls-cert and --tls-key belong together'],
    ['no address to listen on', ['--listen', 'here'], 64, '--listen wants an address'],
    ['a size that is none', ['--max-size', 'big'], 78, 'maxSize'],
  ])('refuses to start: %s', async (_, args, code, words) => {
    const { exit, errors } = await ehlo(['relay', '--sandbox', place.description, '--listen', '127.0.0.1:0', ...args], {
      env: { EHLO_HOME: place.home },
      folder: place.home,
    });
    expect(errors).toContain(words);
    expect(exit).toBe(code);
  });

  test('says at once, and in the language asked for, that the account will not do', async () => {
    await box.close();
    box = await sandbox.microsoft365({ smtpAuth: 'disabled-for-tenant' });
    await place[Symbol.asyncDispose]();
    place = await homeFor(box);
    const stopping = new AbortController();
    const { exit, errors, output } = await ehlo(
      ['relay', '--sandbox', place.description, '--listen', '127.0.0.1:0', '--lang', 'zh-CN', '--verbose'],
      {
        env: { EHLO_HOME: place.home },
        signal: stopping.signal,
        watchErrors: (piece) => piece.includes('MS_SMTP_AUTH_DISABLED') && stopping.abort(),
      },
    );
    expect(errors).toContain('MS_SMTP_AUTH_DISABLED');
    expect(errors).toContain('账户尚不可用');
    expect(output).toContain('正在监听');
    expect(exit).toBe(0);
  });

  test('lets a message go that may have arrived: --forget', async () => {
    await box.close();
    box = await sandbox.outlook({ fault: 'lost-final-reply' });
    await place[Symbol.asyncDispose]();
    place = await homeFor(box);
    const relay = await startRelayCommand(place);
    const messageId = '<kettle@example.com>';
    await expect(submit(relay, { messageId })).rejects.toMatchObject({ responseCode: 451 });
    await expect(submit(relay, { messageId })).rejects.toMatchObject({ responseCode: 451 });
    const { json } = await relay.stop();
    expect(json().slice(1)).toEqual([
      expect.objectContaining({ outcome: 'unknown', sent: true, warning: 'may-have-arrived' }),
      expect.objectContaining({ outcome: 'unknown', sent: false }),
    ]);
    const forget = ['relay', '--sandbox', place.description, '--forget', messageId];
    const env = { EHLO_HOME: place.home };
    expect(await ehlo(forget, { env })).toMatchObject({ exit: 0, output: expect.stringContaining('is forgotten') });
    expect(await ehlo(forget, { env })).toMatchObject({ exit: 65, output: expect.stringContaining('not remembered') });
  });
});

test.each([
  ['smtp:microsoft365', { maxSize: 157_286_400, maxRecipients: 500 }],
  ['graph:microsoft365', { maxRecipients: 500 }],
  ['smtp:gmail', { maxSize: 35_882_577, maxRecipients: 100 }],
  ['smtp:generic', {}],
])('programs are told what %s takes at once', (id, limits) => expect(limitsOf({ id })).toEqual(limits));
