import { createServer } from 'node:net';
import { inspect } from 'node:util';
import { describe, expect, it } from 'vitest';
import { catalogue, providerNames, type SandboxEvent, sandbox } from '../src/index.js';
import { Client, plain } from './client.js';

describe('inbox', () => {
  it('holds envelope, octets, and where they came from', async () => {
    await using box = await sandbox.generic();
    const client = await Client.loggedIn(box);
    await client.say('MAIL FROM:<a@example.com> SIZE=60 BODY=8BITMIME RET=HDRS ENVID=x1');
    await client.say('RCPT TO:<b@example.net> NOTIFY=SUCCESS,FAILURE');
    await client.say('RCPT TO:<c@example.net>');
    await client.say('DATA');
    await client.say('From: A <a@example.com>\r\nSubject: =?utf-8?q?caf=C3=A9?=\r\n\r\n..hello\r\n.');
    const [mail] = box.inbox;
    expect(mail!.envelope).toEqual({
      from: 'a@example.com',
      to: ['b@example.net', 'c@example.net'],
      mailParameters: { SIZE: '60', BODY: '8BITMIME', RET: 'HDRS', ENVID: 'x1' },
      rcptParameters: [{ NOTIFY: 'SUCCESS,FAILURE' }, {}],
    });
    expect(Buffer.from(mail!.raw).toString()).toContain('\r\n\r\n.hello\r\n');
    expect(mail).toMatchObject({ user: box.user, form: 'data', connection: 1, tls: { protocol: 'TLSv1.3' } });
    expect(Math.abs(mail!.receivedAt.getTime() - Date.now())).toBeLessThan(60_000);
    const parsed = await mail!.parsed();
    expect([parsed.subject, parsed.from?.address, parsed.text?.trim()]).toEqual(['café', 'a@example.com', '.hello']);
    await client.say('QUIT');
    expect(mail!.conversation.at(-1)!.line).toMatch(/^221 |^closed/);
  });

  it('hands out mail in order, to those who wait and to those who come later', async () => {
    await using box = await sandbox.outlook();
    const waiting = box.nextMail();
    const client = await Client.loggedIn(box);
    for (const subject of ['one', 'two']) await client.deliver(box, `Subject: ${subject}\r\n\r\n\r\n`);
    expect((await (await waiting).parsed()).subject).toBe('one');
    expect((await (await box.nextMail()).parsed()).subject).toBe('two');
    await expect(box.nextMail({ signal: AbortSignal.abort(new Error('enough')) })).rejects.toThrow('enough');
    const controller = new AbortController();
    const aborted = box.nextMail({ signal: controller.signal });
    controller.abort(new Error('enough of it'));
    await expect(aborted).rejects.toThrow('enough of it');
  });
});

describe('clear', () => {
  it('forgets what came, and goes on', async () => {
    await using box = await sandbox.generic();
    const client = await Client.loggedIn(box);
    await client.deliver(box, 'Subject: one\r\n\r\n');
    box.clear();
    expect([box.inbox, box.conversation]).toEqual([[], []]);
    expect(box.counters).toEqual({ connections: 0, open: 1, turns: 0, commands: {}, messages: 0, logins: 0 });
    await client.deliver(box, 'Subject: two\r\n\r\n');
    expect((await (await box.nextMail()).parsed()).subject).toBe('two');
  });
});

describe('counters', () => {
  it('count connections, turns, commands, messages and logins', async () => {
    await using box = await sandbox.generic({ security: 'none' });
    const client = await Client.open(box);
    await client.reply();
    expect(box.counters.turns).toBe(0);
    await client.say('EHLO client.example');
    await client.say(`AUTH PLAIN ${plain(box.user, box.password)}`);
    expect(box.counters.turns).toBe(2);
    client.send('MAIL FROM:<a@example.com>\r\nRCPT TO:<b@example.net>\r\nDATA\r\n');
    for (let count = 0; count < 3; count += 1) await client.reply();
    expect(box.counters.turns).toBe(3);
    client.send('hello\r\n.\r\nMAIL FROM:<a@example.com>\r\nRCPT TO:<b@example.net>\r\nDATA\r\n');
    for (let count = 0; count < 4; count += 1) await client.reply();
    expect(box.counters.turns).toBe(4);
    client.close();
    const other = await Client.open(box);
    await other.reply();
    expect(box.counters).toEqual({
      connections: 2,
      open: 1,
      turns: 4,
      commands: { EHLO: 1, AUTH: 1, MAIL: 2, RCPT: 2, DATA: 2 },
      messages: 1,
      logins: 1,
    });
  });
});

describe('conversation', () => {
  const password = 'canary-password';
  const accessToken = 'canary-token';

  /** Every way in which a secret can come over the wire, right and wrong. */
  async function talkAboutSecrets(box: Awaited<ReturnType<typeof sandbox.generic>>): Promise<void> {
    const encode = (text: string): string => Buffer.from(text).toString('base64');
    const client = await Client.ready(box);
    for (const line of [
      `AUTH PLAIN ${plain(box.user, 'canary-wrong')}`,
      'AUTH LOGIN',
      encode(box.user),
      encode('canary-wrong'),
      `AUTH GSSAPI ${encode('canary-wrong')}`,
      encode('canary-unasked'),
      `AUTH XOAUTH2 ${encode(`user=${box.user}\x01auth=Bearer canary-wrong\x01\x01`)}`,
      '',
      `auth plain ${plain(box.user, password)} ${encode(password)}`,
      `NOOP ${password}`,
      `NOOP ${accessToken}`,
      `AUTH PLAIN ${plain(box.user, password)}`,
    ]) {
      await client.say(line);
    }
  }

  it('holds no secret, nor does anything else that is printed', async () => {
    const seen: SandboxEvent[] = [];
    await using box = await sandbox.generic({ password, accessToken });
    box.watch((event) => seen.push(event));
    await talkAboutSecrets(box);
    const printed = [
      JSON.stringify(box.conversation),
      JSON.stringify(seen),
      inspect(box, { depth: 9 }),
      String(box),
    ].join('\n');
    expect(printed).toContain('[secret]');
    expect(printed).not.toMatch(/canary/);
    expect(printed).not.toMatch(/Y2FuYXJ5|NhbmFye|jYW5hcn/);
  });

  it('tells direction, connection, time and TLS of each line', async () => {
    await using box = await sandbox.generic();
    const client = await Client.ready(box);
    await client.say('NOOP');
    const lines = box.conversation.map(({ connection, direction, secure, line }) => [
      connection,
      direction,
      secure,
      line,
    ]);
    expect(lines[0]).toEqual([1, 'note', false, expect.stringMatching(/^connected from /)]);
    expect(lines[1]).toEqual([1, 'server', false, '220 mail.example.com ESMTP ready']);
    expect(lines[2]).toEqual([1, 'client', false, 'EHLO client.example']);
    expect(lines).toContainEqual([1, 'note', true, expect.stringMatching(/^TLS is up: TLSv1\.3 /)]);
    expect(lines.slice(-2)).toEqual([
      [1, 'client', true, 'NOOP'],
      [1, 'server', true, '250 2.0.0 OK'],
    ]);
  });

  it('stops for a watcher that has enough', async () => {
    await using box = await sandbox.generic();
    let count = 0;
    const stop = box.watch(() => (count += 1));
    box.watch(() => {
      throw new Error('a watcher of no use');
    });
    await (await Client.open(box)).reply();
    stop();
    const before = count;
    await (await Client.open(box)).reply();
    expect(before).toBeGreaterThan(0);
    expect(count).toBe(before);
  });
});

describe('start and end', () => {
  it('says that a port is taken', async () => {
    const taken = createServer();
    await new Promise<void>((resolve) => taken.listen(0, '127.0.0.1', resolve));
    const { port } = taken.address() as { port: number };
    await expect(sandbox.gmail({ port })).rejects.toThrow(`port ${port} of 127.0.0.1 is taken`);
    taken.close();
  });

  it('cuts the connections, frees the port, and may be closed twice', async () => {
    const box = await sandbox.generic();
    const client = await Client.ready(box);
    await box.close();
    await box.close();
    expect(await client.rest()).toBe('');
    await using again = await sandbox.generic({ port: box.port });
    expect(again.port).toBe(box.port);
  });

  it('by name, with the values of every switch', async () => {
    for (const name of providerNames) {
      const { defaults, switches, securities, start } = catalogue[name];
      await using box = await start({ security: securities[0] });
      expect(box.provider).toBe(name);
      expect(box.security).toBe(securities[0]);
      expect(box.switches).toEqual(defaults);
      for (const [word, values] of Object.entries(switches)) {
        for (const value of values === 'number' ? [1] : values) box.set({ [word]: value });
      }
    }
  });
});
