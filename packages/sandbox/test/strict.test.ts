import { describe, expect, it } from 'vitest';
import { type GenericOptions, type Sandbox, sandbox } from '../src/index.js';
import { Client, plain } from './client.js';

const raw = (box: Sandbox, at = 0): string => Buffer.from(box.inbox[at]!.raw).toString('latin1');

/** A server in clear text and without a login, and a client that has said EHLO. */
async function open(options: GenericOptions = {}): Promise<{ box: Sandbox; client: Client }> {
  const box = await sandbox.generic({ security: 'none', mechanisms: [], ...options });
  return { box, client: await Client.ready(box) };
}

async function deliver(message: string | Buffer, options: GenericOptions = {}) {
  const { box, client } = await open(options);
  for (const command of ['MAIL FROM:<a@example.com>', 'RCPT TO:<b@example.net>', 'DATA']) await client.say(command);
  client.send(message);
  return { box, client, reply: await client.reply() };
}

describe('the octets of a message', () => {
  const bare = '550 5.6.11 Bare CR or LF in the message';
  it.each([
    ['bare LF', 'a\nb\r\n.\r\n', bare],
    ['bare CR', 'a\rb\r\n.\r\n', bare],
    ['CR before CRLF', 'a\r\r\n.\r\n', bare],
    ['LF.LF, which is no end', 'a\n.\nMAIL FROM:<x@example.com>\r\n.\r\n', bare],
    ['LF.CRLF, which is no end', 'a\n.\r\nb\r\n.\r\n', bare],
    ['CR.CR, which is no end', 'a\r.\rb\r\n.\r\n', bare],
    ['NUL', 'a\0b\r\n.\r\n', '550 5.6.11 NUL in the message'],
    ['line of 999', `${'x'.repeat(999)}\r\n.\r\n`, '550 5.6.0 Line of more than 998 octets'],
    ['line without end', `${'x'.repeat(200_000)}\r\n.\r\n`, '550 5.6.0 Line of more than 998 octets'],
    ['dot that was not doubled', 'a\r\n.b\r\n.\r\n', '550 5.6.0 Leading dot without transparency'],
  ])('%s is refused', async (_name, message, words) => {
    const { box, reply } = await deliver(message);
    expect(reply).toBe(words);
    expect(box.inbox.length).toBe(0);
    await box.close();
  });

  it.each([
    ['nothing', '.\r\n', ''],
    ['a line of 998', `${'x'.repeat(998)}\r\n.\r\n`, `${'x'.repeat(998)}\r\n`],
    ['a stuffed line of 998', `.${`.${'x'.repeat(997)}`}\r\n.\r\n`, `.${'x'.repeat(997)}\r\n`],
    ['doubled dots', '..\r\n...\r\n..a\r\n.\r\n', '.\r\n..\r\n.a\r\n'],
    [
      'a body that looks like an end',
      'x\r\n..\r\nMAIL FROM:<x@example.com>\r\n.\r\n',
      'x\r\n.\r\nMAIL FROM:<x@example.com>\r\n',
    ],
    ['octets above 127', 'caf\u00e9\r\n.\r\n', 'caf\u00c3\u00a9\r\n'],
  ])('%s arrives as it was', async (_name, message, expected) => {
    const { box, reply } = await deliver(message);
    expect(reply).toMatch(/^250 /);
    expect(raw(box)).toBe(expected);
    await box.close();
  });

  it('comes the same at every cut', async () => {
    const { box, client } = await open();
    const message = 'Subject: x\r\n\r\n..dot\r\n..\r\nend\r\n.\r\n';
    for (let cut = 1; cut < message.length; cut += 1) {
      for (const command of ['MAIL FROM:<a@example.com>', 'RCPT TO:<b@example.net>', 'DATA']) await client.say(command);
      client.send(message.slice(0, cut));
      await new Promise(setImmediate);
      client.send(message.slice(cut));
      expect(await client.reply()).toMatch(/^250 /);
      expect(raw(box, cut - 1)).toBe('Subject: x\r\n\r\n.dot\r\n.\r\nend\r\n');
    }
    await box.close();
  });

  it("says so with Exchange's words", async () => {
    await using box = await sandbox.microsoft365();
    const client = await Client.loggedIn(box);
    expect(await client.deliver(box, 'a\nb\r\n')).toMatch(/^550 5\.6\.11 Invalid characters \[Hostname=/);
  });
});

describe('BDAT', () => {
  async function envelope(options: GenericOptions = {}, parameters = '') {
    const opened = await open(options);
    await opened.client.say(`MAIL FROM:<a@example.com>${parameters}`);
    await opened.client.say('RCPT TO:<b@example.net>');
    return opened;
  }

  it('counts the octets of a chunk, up to the last', async () => {
    const { box, client } = await envelope();
    client.send('BDAT 6\r\n.\r\na\r\nRSET\r\n');
    expect(await client.reply()).toBe('250 2.0.0 6 octets received');
    expect(await client.reply()).toBe('250 2.0.0 Reset');
    await box.close();
  });

  it('takes chunks in a group, dots as they are', async () => {
    const { box, client } = await envelope();
    client.send('BDAT 6\r\n.a\r\n..BDAT 4 LAST\r\n\r\nb\nNOOP\r\n');
    expect(await client.reply()).toMatch(/^250 /);
    expect(await client.reply()).toBe('550 5.6.11 Bare CR or LF in the message');
    expect(await client.reply()).toMatch(/^250 /);
    await client.say('MAIL FROM:<a@example.com>');
    await client.say('RCPT TO:<b@example.net>');
    client.send('BDAT 4\r\n.a\r\nBDAT 3 LAST\r\n.\r\n');
    expect(await client.reply()).toMatch(/^250 /);
    expect(await client.reply()).toMatch(/^250 /);
    expect(raw(box)).toBe('.a\r\n.\r\n');
    expect(box.inbox[0]!.form).toBe('bdat');
    await box.close();
  });

  it('takes binary octets where BINARYMIME was declared, over BDAT only', async () => {
    const { box, client } = await envelope({ extensions: { BINARYMIME: true } }, ' BODY=BINARYMIME');
    expect(await client.say('DATA')).toBe('503 5.5.1 BINARYMIME needs BDAT');
    client.send('BDAT 4 LAST\r\n\0\n\r.');
    expect(await client.reply()).toMatch(/^250 /);
    expect(raw(box)).toBe('\0\n\r.');
    await box.close();
  });

  it('lets no chunk pass behind a refused one until RSET', async () => {
    const { box, client } = await envelope({ extensions: { SIZE: 5 } });
    client.send('BDAT 6\r\nabcdefBDAT 1 LAST\r\nx');
    expect(await client.reply()).toMatch(/^552 5\.3\.4/);
    expect(await client.reply()).toMatch(/^503 /);
    expect(await client.say('RSET')).toMatch(/^250 /);
    await box.close();
  });

  it.each([
    ['BDAT x', '501 5.5.4 Syntax error in parameters or arguments', true],
    ['BDAT 0 FIRST', '501 5.5.4 Syntax error in parameters or arguments', true],
    ['DATA now', '501 5.5.4 Syntax error in parameters or arguments', false],
  ])('%s', async (command, words, ends) => {
    const { box, client } = await envelope();
    expect(await client.say(command)).toBe(words);
    if (ends) expect(await client.rest()).toBe('');
    await box.close();
  });

  it('swallows the chunk of a transaction that is not there', async () => {
    const { box, client } = await open();
    expect(await client.say('BDAT 4 LAST\r\nNO')).toBe('503 5.5.1 MAIL first');
    expect(await client.say('NOOP')).toMatch(/^250 /);
    await box.close();
  });
});

describe('the order of commands', () => {
  it.each([
    [[], 'RCPT TO:<b@example.net>', '503 5.5.1 MAIL first'],
    [[], 'DATA', '503 5.5.1 MAIL first'],
    [['MAIL FROM:<a@example.com>'], 'DATA', '503 5.5.1 RCPT first'],
    [['MAIL FROM:<a@example.com>'], 'MAIL FROM:<a@example.com>', '503 5.5.1 Nested MAIL command'],
    [['MAIL FROM:<a@example.com>', 'RSET'], 'RCPT TO:<b@example.net>', '503 5.5.1 MAIL first'],
    [['MAIL FROM:<a@example.com>', 'EHLO client.example'], 'RCPT TO:<b@example.net>', '503 5.5.1 MAIL first'],
    [['MAIL FROM:<a@example.com>', 'RCPT TO:<b@example.net>', 'BDAT 0'], 'DATA', /^503 5\.5\.1 No DATA after BDAT/],
    [[], 'STARTTLS', '502 5.5.1 STARTTLS is not offered'],
    [[], 'AUTH PLAIN', '504 5.5.4 Unrecognized authentication type'],
  ])('%j, then %s', async (before, command, words) => {
    const { box, client } = await open();
    for (const line of before) await client.say(line);
    const reply = await client.say(command);
    if (typeof words === 'string') expect(reply).toBe(words);
    else expect(reply).toMatch(words);
    await box.close();
  });

  it('AUTH within a transaction', async () => {
    await using box = await sandbox.workspaceRelay({ relay: 'ip-registered' });
    const client = await Client.ready(box);
    await client.say(`MAIL FROM:<${box.user}>`);
    expect(await client.say('AUTH PLAIN')).toMatch(/^503 5\.5\.1 Bad sequence of commands /);
  });
});

describe('commands in a group', () => {
  const refused = '503 5.5.1 Commands may not be sent together here';

  it('are taken where PIPELINING is offered', async () => {
    const { box, client } = await open();
    client.send('RSET\r\nMAIL FROM:<a@example.com>\r\nRCPT TO:<b@example.net>\r\nRCPT TO:<c@example.net>\r\nDATA\r\n');
    for (const code of [/^250 /, /^250 /, /^250 /, /^250 /, /^354 /]) expect(await client.reply()).toMatch(code);
    client.send('hello\r\n.\r\nRSET\r\nMAIL FROM:<a@example.com>\r\n');
    for (const code of [/^250 /, /^250 /, /^250 /]) expect(await client.reply()).toMatch(code);
    await box.close();
  });

  it.each([
    ['EHLO client.example\r\nNOOP\r\n'],
    ['NOOP\r\nNOOP\r\n'],
    ['VRFY x\r\nNOOP\r\n'],
    ['MAIL FROM:<a@example.com>\r\nRCPT TO:<b@example.net>\r\nDATA\r\nhello\r\n.\r\n'],
  ])('are refused behind a command that must be the last: %j', async (group) => {
    const { box, client } = await open();
    client.send(group);
    expect((await client.rest()).trimEnd().split('\r\n').at(-1)).toBe(refused);
    expect(box.inbox.length).toBe(0);
    await box.close();
  });

  it('are refused where PIPELINING is not offered', async () => {
    const { box, client } = await open({ extensions: { PIPELINING: false } });
    client.send('MAIL FROM:<a@example.com>\r\nRCPT TO:<b@example.net>\r\n');
    expect(await client.rest()).toBe(`${refused}\r\n`);
    await box.close();
  });

  it('are refused behind the final dot where PIPELINING is not offered', async () => {
    const { box, client, reply } = await deliver('hello\r\n.\r\nNOOP\r\n', { extensions: { PIPELINING: false } });
    expect(reply).toBe(refused);
    expect(await client.rest()).toBe('');
    expect(box.inbox.length).toBe(0);
    await box.close();
  });

  it('are refused behind BDAT LAST, where the server keeps to RFC 4468', async () => {
    for (const groupsBehindLast of [true, false]) {
      const { box, client } = await open({ groupsBehindLast });
      client.send(
        'MAIL FROM:<a@example.com>\r\nRCPT TO:<b@example.net>\r\nBDAT 2 LAST\r\n\r\nMAIL FROM:<a@example.com>\r\n',
      );
      for (const code of [/^250 /, /^250 /, groupsBehindLast ? /^250 / : /^503 /])
        expect(await client.reply()).toMatch(code);
      expect(box.inbox.length).toBe(groupsBehindLast ? 1 : 0);
      await box.close();
    }
  });

  it('are refused behind STARTTLS, which then does not happen', async () => {
    await using box = await sandbox.gmail({ security: 'starttls' });
    const client = await Client.open(box);
    await client.reply();
    await client.say('EHLO client.example');
    client.send('STARTTLS\r\nMAIL FROM:<a@example.com>\r\n');
    expect(await client.rest()).toMatch(
      /^454 4\.5\.0 SMTP protocol violation, no commands allowed to pipeline after STARTTLS, see RFC 3207\. .*\r\n$/,
    );
    expect(box.counters.commands.MAIL).toBeUndefined();
  });

  it('are refused behind AUTH and behind its responses', async () => {
    await using box = await sandbox.generic();
    const client = await Client.ready(box);
    client.send(`AUTH PLAIN\r\n${plain(box.user, box.password)}\r\n`);
    expect(await client.rest()).toBe(`${refused}\r\n`);
    const other = await Client.ready(box);
    await other.say('AUTH PLAIN');
    other.send(`${plain(box.user, box.password)}\r\nMAIL FROM:<a@example.com>\r\n`);
    expect(await other.rest()).toBe(`${refused}\r\n`);
    expect(box.counters.logins).toBe(0);
  });

  it('are refused before the greeting', async () => {
    await using box = await sandbox.generic({ security: 'implicit' });
    const { connect } = await import('node:tls');
    const socket = connect({ host: box.host, port: box.port, ca: box.ca });
    socket.write('EHLO client.example\r\n');
    let text = '';
    for await (const data of socket) text += data;
    expect(text).toBe('554 5.5.1 The server speaks first\r\n');
  });
});

describe('the form of a command', () => {
  it.each([
    ['EHLO', '501 5.5.4 Invalid domain name'],
    ['EHLO a b', '501 5.5.4 Invalid domain name'],
    ['EHLO "quoted"', '501 5.5.4 Invalid domain name'],
    ['MAIL FROM: <a@example.com>', '501 5.5.4 Syntax error in parameters or arguments'],
    ['MAIL FROM:a@example.com', '501 5.5.4 Syntax error in parameters or arguments'],
    ['MAIL FROM:<a@example.com', '501 5.5.4 Syntax error in parameters or arguments'],
    ['MAIL FROM:<a@@example.com>', '501 5.5.4 Syntax error in parameters or arguments'],
    ['MAIL FROM:<a b@example.com>', '501 5.5.4 Syntax error in parameters or arguments'],
    [`MAIL FROM:<${'a'.repeat(65)}@example.com>`, '501 5.5.4 Syntax error in parameters or arguments'],
    ['MAIL FROM:<a@example.com>SIZE=1', '501 5.5.4 Syntax error in parameters or arguments'],
    ['MAIL FROM:<a@example.com> FOO=1', /^555 5\.5\.4 /],
    ['MAIL FROM:<a@example.com> SIZE=x', /^555 5\.5\.4 /],
    ['MAIL FROM:<a@example.com> SIZE=1 SIZE=1', /^555 5\.5\.4 /],
    ['MAIL FROM:<a@example.com> BODY=BINARYMIME', /^555 5\.5\.4 /],
    ['MAIL FROM:<a@example.com> REQUIRETLS', /^555 5\.5\.4 /],
    ['MAIL FROM:<a@example.com> SMTPUTF8=1', /^555 5\.5\.4 /],
    ['MAIL FROM:<m\u00fcller@example.com>', '553 5.6.7 Address needs SMTPUTF8'],
    ['MAIL FROM:<m\u00fcller@example.com> SMTPUTF8', /^250 /],
    ['MAIL FROM:<>', /^250 /],
    ['MAIL FROM:<"a b"@example.com>', /^250 /],
    ['MAIL FROM:<a@[127.0.0.1]> BODY=8BITMIME RET=HDRS ENVID=a+2Bb', /^250 /],
    ['EHL\u00d6 x', /^500 5\.5\.1 /],
    ['EHLO a\0b', '500 5.5.2 Bare CR, bare LF or control character in the command'],
    ['', /^500 5\.5\.1 /],
  ])('%j', async (command, words) => {
    const { box, client } = await open();
    const reply = await client.say(command);
    if (typeof words === 'string') expect(reply).toBe(words);
    else expect(reply).toMatch(words);
    await box.close();
  });

  it.each([
    ['RCPT TO:<>', /^501 /],
    ['RCPT TO:<Postmaster>', /^250 /],
    ['RCPT TO:<b@example.net> NOTIFY=NEVER ORCPT=rfc822;b@example.net', /^250 /],
    ['RCPT TO:<b@example.net> NOTIFY=NEVER,SUCCESS', /^555 /],
    ['RCPT TO:<\u4f8b@example.net>', '553 5.6.7 Address needs SMTPUTF8'],
  ])('%j', async (command, words) => {
    const { box, client } = await open();
    await client.say('MAIL FROM:<a@example.com>');
    const reply = await client.say(command);
    if (typeof words === 'string') expect(reply).toBe(words);
    else expect(reply).toMatch(words);
    await box.close();
  });

  it.each(['NOOP\n', 'NO\rOP\r\n', 'NOOP\r\r\n'])('%j, a bare CR or LF, ends the connection', async (command) => {
    const { box, client } = await open();
    client.send(command);
    expect(await client.rest()).toBe('500 5.5.2 Bare CR, bare LF or control character in the command\r\n');
    await box.close();
  });
});

describe('those who mean harm', () => {
  it.each(['GET / HTTP/1.1', 'POST /send HTTP/1.1', 'CONNECT a:1 HTTP/1.1'])('%s ends the connection', async (line) => {
    const { box, client } = await open();
    expect(await client.say(line)).toBe('421 4.7.0 Too many errors');
    expect(await client.rest()).toBe('');
    await box.close();
  });

  it('unknown commands end it after the tenth', async () => {
    const { box, client } = await open();
    for (let count = 0; count < 10; count += 1)
      expect(await client.say('FOO')).toBe('500 5.5.1 Command unrecognized: FOO');
    expect(await client.say('FOO')).toBe('421 4.7.0 Too many errors');
    expect(await client.rest()).toBe('');
    await box.close();
  });

  it('a command line of more than 512 octets ends it', async () => {
    const { box, client } = await open();
    expect(await client.say(`NOOP ${'x'.repeat(505)}`)).toMatch(/^250 /);
    expect(await client.say(`NOOP ${'x'.repeat(506)}`)).toBe('500 5.5.2 Line too long');
    expect(await client.rest()).toBe('');
    await box.close();
  });

  // Garbage of something else may spoil a measurement; memory that is kept spoils each of them.
  it('a line without end is cut off, and not kept in memory', { retry: 2 }, async () => {
    const { box, client } = await open();
    const before = process.memoryUsage().arrayBuffers;
    const piece = Buffer.alloc(1024 * 1024, 'x');
    for (let count = 0; count < 256; count += 1) client.send(piece);
    await client.closed();
    expect(client.failure).toMatch(/^(ECONNRESET|EPIPE)$/);
    expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(16 * 1024 * 1024);
    expect(box.conversation.map(({ line }) => line)).toContain('500 5.5.2 Line too long');
    expect(JSON.stringify(box.conversation).length).toBeLessThan(4096);
    await box.close();
  });

  it('a response to AUTH without end is cut off too', async () => {
    await using box = await sandbox.generic({ security: 'implicit' });
    const client = await Client.ready(box);
    await client.say('AUTH PLAIN');
    for (let count = 0; count < 64; count += 1) client.send(Buffer.alloc(1024 * 1024, 'x'));
    await client.rest();
    expect(box.conversation.map(({ line }) => line)).toContain('500 5.5.6 Authentication exchange line is too long');
  });
});
