import { connect as connectTls } from 'node:tls';
import { describe, expect, it } from 'vitest';
import { type FaultArguments, type FaultName, faults, type Place, type Sandbox, sandbox } from '../src/index.js';
import { Client } from './client.js';

const MESSAGE = 'Subject: x\r\n\r\nhello\r\n';

/** What the client saw up to the end of the connection, or until it heard nothing for a while. */
async function untilSilence(
  box: Sandbox,
  run: (client: Client) => Promise<unknown>,
): Promise<'silence' | 'closed' | 'done'> {
  const client = await Client.open(box);
  const noted = new Promise<'silence'>((resolve) => {
    box.watch((event) => event.kind === 'line' && event.line.line.startsWith('a fault: silence') && resolve('silence'));
  });
  return Promise.race([
    noted,
    run(client).then(
      () => 'done' as const,
      () => 'closed' as const,
    ),
  ]);
}

async function wholeSession(box: Sandbox, client: Client): Promise<void> {
  await client.reply();
  await client.say('EHLO client.example');
  if (box.security === 'starttls') {
    await client.say('STARTTLS');
    await client.startTls(box);
    await client.say('EHLO client.example');
  }
  await client.say(
    `AUTH XOAUTH2 ${Buffer.from(`user=${box.user}\x01auth=Bearer ${box.accessToken}\x01\x01`).toString('base64')}`,
  );
  await client.deliver(box, MESSAGE);
  await client.say(`MAIL FROM:<${box.user}>`);
  await client.say('RCPT TO:<to@example.net>');
  client.send('BDAT 2\r\n\r\nBDAT 0 LAST\r\n');
  await client.reply();
  await client.reply();
  await client.say('RSET');
  await client.say('QUIT');
}

describe('at every place', () => {
  const everywhere: Place[] = [
    'greeting',
    'EHLO',
    'STARTTLS',
    'AUTH',
    'login',
    'MAIL',
    'RCPT',
    'DATA',
    'end-of-data',
    'BDAT',
    'RSET',
    'QUIT',
  ];

  it.each(everywhere)('stall at %s: silence, and the connection stays', async (at) => {
    await using box = await sandbox.generic({ fault: { name: 'stall', at } });
    expect(await untilSilence(box, (client) => wholeSession(box, client))).toBe('silence');
    expect(box.counters.open).toBe(1);
  });

  it.each([...everywhere, 'TLS', 'message'] as Place[])('cut at %s: the end, once', async (at) => {
    await using box = await sandbox.generic({ fault: { name: 'cut', at, times: 1 } });
    expect(await untilSilence(box, (client) => wholeSession(box, client))).toBe('closed');
    expect(await untilSilence(box, (client) => wholeSession(box, client))).toBe('done');
  });

  it('stall at TLS: no handshake', async () => {
    await using box = await sandbox.generic({ security: 'implicit', fault: { name: 'stall', at: 'TLS' } });
    const socket = connectTls({ host: box.host, port: box.port, ca: box.ca });
    const outcome = new Promise((resolve) =>
      socket.once('secureConnect', () => resolve('secured')).once('close', () => resolve('closed')),
    );
    while (box.counters.open === 0) await new Promise(setImmediate);
    await box.close();
    socket.on('error', () => {});
    expect(await outcome).toBe('closed');
  });

  it('half-reply at EHLO: half of it, then silence or the end', async () => {
    await using box = await sandbox.generic({ security: 'none', fault: 'half-reply' });
    const client = await Client.open(box);
    await client.reply();
    client.send('EHLO client.example\r\n');
    const half = await client.octets(100);
    expect(half).toMatch(/^250-mail\.example\.com greets client\.example\r\n/);
    expect(half).not.toMatch(/^250 /m);

    box.fault('half-reply', { kind: 'cut', at: 'greeting' });
    expect(await (await Client.open(box)).rest()).toBe('220 mail.example.');
  });
});

describe('the pieces that replies come in', () => {
  const greeting = '220 mail.example.com ESMTP ready\r\n';

  it('split-replies: every octet by itself, and the mail arrives', async () => {
    await using box = await sandbox.generic({ fault: 'split-replies' });
    const client = await Client.loggedIn(box);
    client.pieces.length = 0;
    expect(await client.deliver(box)).toMatch(/^250 /);
    expect(client.pieces.every((piece) => piece.length === 1)).toBe(true);
    expect(client.pieces.length).toBeGreaterThan(100);
  });

  it('glued-replies: those of a group in one piece, and the mail arrives', async () => {
    await using box = await sandbox.generic({ fault: 'glued-replies' });
    const client = await Client.loggedIn(box);
    client.pieces.length = 0;
    client.send(`MAIL FROM:<${box.user}>\r\nRCPT TO:<to@example.net>\r\nDATA\r\n`);
    for (const code of [/^250 /, /^250 /, /^354 /]) expect(await client.reply()).toMatch(code);
    expect(client.pieces.length).toBe(1);
    client.send(`${MESSAGE}.\r\nQUIT\r\n`);
    expect(await client.reply()).toMatch(/^250 /);
    expect(await client.reply()).toMatch(/^221 /);
    expect(await client.rest()).toBe('');
  });

  it('unasked-reply: one too many', async () => {
    await using box = await sandbox.generic({ fault: { name: 'unasked-reply', at: 'greeting' } });
    const client = await Client.open(box);
    expect(await client.octets(greeting.length + 1)).toBe(`${greeting}250 2.0.0 Nobody asked for this\r\n`);
  });
});

describe('TLS', () => {
  const refusal = (box: Sandbox, options = {}): Promise<string> =>
    Client.ready(box, options).then(
      () => 'accepted',
      (error: NodeJS.ErrnoException) => error.code ?? error.message,
    );

  it.each([
    ['self-signed', /DEPTH_ZERO_SELF_SIGNED_CERT|UNABLE_TO_VERIFY_LEAF_SIGNATURE/],
    ['expired', /CERT_HAS_EXPIRED/],
    ['wrong-name', /ERR_TLS_CERT_ALTNAME_INVALID/],
    ['unknown-ca', /UNABLE_TO_VERIFY_LEAF_SIGNATURE|CERT_SIGNATURE_FAILURE/],
  ])('wrong-certificate, %s, on both paths', async (kind, code) => {
    for (const security of ['implicit', 'starttls'] as const) {
      await using box = await sandbox.gmail({ security, fault: { name: 'wrong-certificate', kind } });
      expect(await refusal(box)).toMatch(code);
      box.fault(null);
      expect(await refusal(box)).toBe('accepted');
    }
  });

  it.each(['smtp.office365.com', 'localhost', '127.0.0.1', '::1'])(
    'the right certificate is good for %s',
    async (servername) => {
      await using box = await sandbox.microsoft365();
      const options = servername.includes(':') || servername.startsWith('127') ? { host: servername } : { servername };
      expect(await refusal(box, options)).toBe('accepted');
    },
  );

  it('is not trusted by clients of another sandbox', async () => {
    await using box = await sandbox.generic();
    await using other = await sandbox.generic();
    expect(await refusal(box, { ca: other.ca })).not.toBe('accepted');
  });

  it('tls-1.0-only', async () => {
    await using box = await sandbox.generic({ security: 'implicit', fault: 'tls-1.0-only' });
    expect(await refusal(box, { minVersion: 'TLSv1.2' })).toMatch(/PROTOCOL|ECONNRESET/);
    const old = await Client.ready(box, { minVersion: 'TLSv1', ciphers: 'DEFAULT@SECLEVEL=0' });
    expect(old.tls.getProtocol()).toBe('TLSv1');
  });

  it('takes nothing below TLS 1.2 without the fault', async () => {
    await using box = await sandbox.generic({ security: 'implicit' });
    const old = { minVersion: 'TLSv1', maxVersion: 'TLSv1.1', ciphers: 'DEFAULT@SECLEVEL=0' } as const;
    expect(await refusal(box, old)).not.toBe('accepted');
  });
});

describe('STARTTLS', () => {
  /** Greeted, EHLO said, STARTTLS asked for. */
  async function asked(
    name: FaultName,
    args?: FaultArguments,
  ): Promise<{ box: Sandbox; client: Client; offer: string }> {
    const box = await sandbox.microsoft365({ fault: { name, ...args } });
    const client = await Client.open(box);
    await client.reply();
    const offer = await client.say('EHLO client.example');
    client.pieces.length = 0;
    client.send('STARTTLS\r\n');
    return { box, client, offer };
  }

  it.each([
    ['whole', /^220 [^\n]*\r\n250-injected\.example\r\n250-AUTH PLAIN\r\n250 SIZE\r\n$/],
    ['incomplete-line', /^220 [^\n]*\r\n250-injected\.exam$/],
  ])('bytes-after-starttls, %s, in one segment', async (kind, octets) => {
    const { box, client } = await asked('bytes-after-starttls', { kind });
    await client.octets(40);
    expect(client.pieces).toEqual([expect.stringMatching(octets)]);
    await box.close();
  });

  it('bytes-after-starttls, two-segments', async () => {
    const { box, client } = await asked('bytes-after-starttls', { kind: 'two-segments' });
    await client.octets(60);
    expect(client.pieces.join('')).toMatch(/^220 [^\n]*\r\n250-injected\.example\r\n/);
    await box.close();
  });

  it('starttls-stripped: not offered', async () => {
    const { box, offer } = await asked('starttls-stripped');
    expect(offer).not.toContain('STARTTLS');
    expect(offer).toContain('PIPELINING');
    await box.close();
  });

  it('starttls-refused: 454, in clear', async () => {
    const { box, client } = await asked('starttls-refused');
    expect(await client.reply()).toMatch(/^454 4\.7\.0 /);
    expect(await client.say('NOOP')).toBe('250 2.0.0 OK');
    await box.close();
  });

  it('clear-text-after-starttls: 220 and no TLS', async () => {
    const { box, client } = await asked('clear-text-after-starttls');
    expect(await client.reply()).toMatch(/^220 /);
    expect(await client.say('\x16\x03\x01 a ClientHello')).toBe('250-in.clear.example\n250 AUTH PLAIN LOGIN');
    await box.close();
  });
});

describe('messages', () => {
  it('lost-final-reply: taken, by DATA and by BDAT LAST, and no answer', async () => {
    await using box = await sandbox.generic({ fault: 'lost-final-reply' });
    await expect((await Client.loggedIn(box)).deliver(box)).rejects.toThrow('the server left');
    expect(box.inbox.length).toBe(1);
    const client = await Client.loggedIn(box);
    await client.say(`MAIL FROM:<${box.user}>`);
    await client.say('RCPT TO:<to@example.net>');
    await expect(client.say('BDAT 0 LAST')).rejects.toThrow('the server left');
    expect(box.inbox.length).toBe(2);
  });

  it('cut at end-of-data: not taken', async () => {
    await using box = await sandbox.generic({ fault: { name: 'cut', at: 'end-of-data' } });
    await expect((await Client.loggedIn(box)).deliver(box)).rejects.toThrow('the server left');
    expect(box.inbox.length).toBe(0);
  });

  it('slow-reader: takes its time, and takes it all', async () => {
    await using box = await sandbox.generic({ security: 'none', mechanisms: [] });
    const client = await Client.ready(box);
    for (const command of [`MAIL FROM:<a@example.com>`, 'RCPT TO:<to@example.net>', 'DATA']) await client.say(command);
    box.fault('slow-reader', { octetsPerSecond: 1000 });
    const begun = performance.now();
    expect(await client.say(`${`${'x'.repeat(98)}\r\n`.repeat(4)}.`)).toMatch(/^250 /);
    expect(performance.now() - begun).toBeGreaterThan(350);
    expect(box.inbox[0]!.raw.length).toBe(400);
  });

  it('echo: the line comes back, at AUTH with what it holds', async () => {
    await using box = await sandbox.generic({ fault: 'echo' });
    const client = await Client.ready(box);
    const response = Buffer.from(`\0${box.user}\0canary-canary`).toString('base64');
    expect(await client.say(`AUTH PLAIN ${response}`)).toBe(
      `535-5.7.8 Cannot make sense of "AUTH PLAIN ${response}"\n535 5.7.8 that is " ${box.user} canary-canary"`,
    );
    box.fault('echo', { at: 'NOOP' });
    expect(await client.say('NOOP canary')).toBe('500 5.5.2 Cannot make sense of "NOOP canary"');
    expect(JSON.stringify(box.conversation)).not.toContain('canary-canary');
    expect(JSON.stringify(box.conversation)).not.toContain(response);
  });
});

describe('no SMTP', () => {
  it('silent: never a word', async () => {
    await using box = await sandbox.generic({ fault: 'silent' });
    const client = await Client.open(box);
    client.send('EHLO client.example\r\n');
    while (box.conversation.length === 0) await new Promise(setImmediate);
    await box.close();
    expect(await client.rest()).toBe('');
  });

  it.each([
    ['imap', '* OK ['],
    ['http', 'HTTP/1.1 400 '],
    ['pop3', '+OK '],
    ['ssh', 'SSH-2.0-'],
  ])('not-smtp, %s', async (kind, start) => {
    await using box = await sandbox.generic({ fault: { name: 'not-smtp', kind } });
    expect((await (await Client.open(box)).octets(10)).startsWith(start)).toBe(true);
  });
});

describe('names', () => {
  it.each<[string, FaultArguments, message: string]>([
    ['stal', {}, `unknown fault "stal"; known are ${Object.keys(faults).join(', ')}`],
    ['stall', { at: 'ehlo' as Place }, 'unknown place "ehlo"; known are greeting, TLS, EHLO'],
    ['wrong-certificate', { kind: 'old' }, 'unknown kind of wrong-certificate "old"; known are self-signed, expired'],
    ['stall', { kind: 'old' }, 'unknown kind of stall "old"; known is none'],
  ])('%s %o is refused', async (name, args, message) => {
    await using box = await sandbox.generic();
    expect(() => box.fault(name as FaultName, args)).toThrow(message);
  });
});
