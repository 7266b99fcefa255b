import { once } from 'node:events';
import { connect } from 'node:net';
import { describe, expect, it } from 'vitest';
import { type GenericOptions, type ReplyRule, sandbox } from '../src/index.js';
import { Client, plain } from './client.js';

async function hello(options: GenericOptions): Promise<string[]> {
  await using box = await sandbox.generic(options);
  const client = await Client.ready(box);
  return (await client.say('EHLO client.example')).split('\n');
}

describe('what is offered', () => {
  it('by default', async () => {
    expect(await hello({})).toEqual([
      '250-mail.example.com greets client.example',
      '250-PIPELINING',
      '250-SIZE 52428800',
      '250-DSN',
      '250-ENHANCEDSTATUSCODES',
      '250-8BITMIME',
      '250-CHUNKING',
      '250-SMTPUTF8',
      '250 AUTH PLAIN LOGIN CRAM-MD5 SCRAM-SHA-1 SCRAM-SHA-1-PLUS SCRAM-SHA-256 SCRAM-SHA-256-PLUS XOAUTH2 OAUTHBEARER',
    ]);
  });

  it('as differences', async () => {
    const extensions = {
      PIPELINING: false,
      SIZE: 1000,
      DSN: false,
      CHUNKING: false,
      BINARYMIME: true,
      REQUIRETLS: true,
      LIMITS: 'RCPTMAX=2',
    };
    expect(await hello({ extensions, mechanisms: ['PLAIN'] })).toEqual([
      '250-mail.example.com greets client.example',
      '250-SIZE 1000',
      '250-ENHANCEDSTATUSCODES',
      '250-8BITMIME',
      '250-BINARYMIME',
      '250-SMTPUTF8',
      '250-REQUIRETLS',
      '250-LIMITS RCPTMAX=2',
      '250 AUTH PLAIN',
    ]);
  });

  it('as a list, word for word', async () => {
    expect(await hello({ extensions: ['AUTH', 'X-Strange thing', 'SIZE'], mechanisms: ['PLAIN'] })).toEqual([
      '250-mail.example.com greets client.example',
      '250-AUTH PLAIN',
      '250-X-Strange thing',
      '250 SIZE',
    ]);
  });

  it('in clear: STARTTLS, no AUTH unless told so, no REQUIRETLS', async () => {
    for (const mechanismsInClear of [undefined, ['PLAIN']]) {
      await using box = await sandbox.generic({ mechanismsInClear, extensions: { REQUIRETLS: true } });
      const client = await Client.open(box);
      await client.reply();
      const offer = await client.say('EHLO client.example');
      expect(offer).toMatch(/^250[- ]STARTTLS$/m);
      expect(offer.includes('AUTH PLAIN')).toBe(mechanismsInClear !== undefined);
      expect(offer).not.toContain('REQUIRETLS');
      const reply = await client.say(`AUTH PLAIN ${plain(box.user, box.password)}`);
      expect(reply).toMatch(mechanismsInClear ? /^235 / : /^538 5\.7\.11 /);
    }
  });

  it('nothing to HELO', async () => {
    await using box = await sandbox.generic({ security: 'none' });
    const client = await Client.open(box);
    await client.reply();
    expect(await client.say('HELO client.example')).toBe('250 mail.example.com');
    expect(await client.say('AUTH PLAIN')).toBe('504 5.5.4 Unrecognized authentication type');
  });

  it('refuses what it does not know', async () => {
    await expect(sandbox.generic({ mechanism: ['PLAIN'] } as object)).rejects.toThrow('unknown switch "mechanism"');
    await expect(sandbox.generic({ mechanisms: ['GSSAPI'] })).rejects.toThrow(
      'unknown mechanism "GSSAPI"; known are PLAIN, LOGIN',
    );
  });
});

describe('LIMITS', () => {
  it.each([
    ['RCPTMAX=1', ['RCPT TO:<a@x.example>', 'RCPT TO:<b@x.example>'], '452 4.5.3 Too many recipients'],
    [
      'RCPTDOMAINMAX=1',
      ['RCPT TO:<a@x.example>', 'RCPT TO:<b@x.example>', 'RCPT TO:<a@y.example>'],
      '452 4.5.3 Too many recipients',
    ],
    ['MAILMAX=1', ['RSET', 'MAIL FROM:<a@example.com>'], '421 4.5.3 Too many messages on this connection'],
  ])('%s is kept to', async (LIMITS, commands, words) => {
    await using box = await sandbox.generic({ extensions: { LIMITS }, security: 'none', mechanisms: [] });
    const client = await Client.ready(box);
    await client.say('MAIL FROM:<a@example.com>');
    const replies = [];
    for (const command of commands) replies.push(await client.say(command));
    expect(replies.pop()).toBe(words);
    expect(replies.every((reply) => reply.startsWith('250'))).toBe(true);
  });
});

describe('accounts', () => {
  it('may be several, and names in any case', async () => {
    const accounts = [
      { user: 'one@example.com', password: 'first' },
      { user: 'two@example.com', password: 'second', accessToken: 'token' },
    ];
    await using box = await sandbox.generic({ accounts });
    expect([box.user, box.password]).toEqual(['one@example.com', 'first']);
    const reply = async (user: string, password: string) =>
      (await Client.ready(box)).say(`AUTH PLAIN ${plain(user, password)}`);
    expect(await reply('TWO@example.com', 'second')).toMatch(/^235 /);
    expect(await reply('two@example.com', 'first')).toMatch(/^535 /);
  });
});

describe('transportOptions', () => {
  it.each([
    ['generic', () => sandbox.generic(), ['host', 'password', 'port', 'security', 'tls', 'user']],
    [
      'generic, tokens only',
      () => sandbox.generic({ mechanisms: ['XOAUTH2'] }),
      ['auth', 'host', 'port', 'security', 'tls', 'user'],
    ],
    ['generic, no login', () => sandbox.generic({ mechanisms: [] }), ['host', 'port', 'security', 'tls']],
    ['outlook', () => sandbox.outlook(), ['auth', 'host', 'port', 'tls', 'user']],
    [
      'microsoft365 with a password',
      () => sandbox.microsoft365({ login: 'password' }),
      ['host', 'password', 'port', 'tls', 'user'],
    ],
    ['gmail', () => sandbox.gmail(), ['host', 'password', 'port', 'security', 'tls', 'user']],
    [
      'workspaceRelay',
      () => sandbox.workspaceRelay({ login: 'token' }),
      ['auth', 'host', 'port', 'security', 'service', 'tls', 'user'],
    ],
  ])('%s', async (_name, start, names) => {
    await using box = await start();
    expect(Object.keys(box.transportOptions).sort()).toEqual(names);
    expect(box.transportOptions).toMatchObject({ host: '127.0.0.1', port: box.port, tls: { ca: box.ca } });
    expect(box.transportOptions.auth?.() ?? box.accessToken).toBe(box.accessToken);
  });

  it('names clear text for what it is', async () => {
    await using box = await sandbox.generic({ security: 'none' });
    expect(box.transportOptions.security).toBe('none-on-loopback');
  });
});

describe('replies', () => {
  async function dialogue(
    replies: readonly ReplyRule[],
    commands: readonly string[],
  ): Promise<{ said: string[]; mails: number }> {
    await using box = await sandbox.generic({ security: 'none', mechanisms: [], replies });
    const client = await Client.open(box);
    const said = [await client.reply()];
    for (const command of commands) said.push(await client.say(command).catch((error: Error) => error.message));
    return { said, mails: box.inbox.length };
  }
  const transaction = [
    'EHLO x.example',
    'MAIL FROM:<a@example.com>',
    'RCPT TO:<b@example.net>',
    'RCPT TO:<c@example.net>',
    'DATA',
    'secret plan\r\n.',
  ];

  it('refuse one recipient of two', async () => {
    const { said, mails } = await dialogue(
      [{ command: 'RCPT', match: /<b@/, reply: '550 5.1.1 No such user' }],
      transaction,
    );
    expect(said.slice(3)).toEqual([
      '550 5.1.1 No such user',
      '250 2.1.5 Recipient OK',
      '354 Start mail input; end with <CRLF>.<CRLF>',
      '250 2.0.0 OK, 13 octets queued',
    ]);
    expect(mails).toBe(1);
  });

  it('judge a message by its text, so often and no more', async () => {
    const rule: ReplyRule = { command: 'end-of-data', match: /secret/, reply: '554 5.7.1 Not that', times: 1 };
    const { said, mails } = await dialogue([rule], [...transaction, ...transaction.slice(1)]);
    expect([said[6], said.at(-1)]).toEqual(['554 5.7.1 Not that', '250 2.0.0 OK, 13 octets queued']);
    expect(mails).toBe(1);
  });

  it('at every place: greeting, EHLO, MAIL, DATA, QUIT', async () => {
    const { said } = await dialogue(
      [
        { command: 'greeting', reply: ['220-{host} one', '220 two'] },
        { command: 'EHLO', reply: ['250-other', '250 AUTH PLAIN'], times: 1 },
        { command: 'MAIL', reply: '451 4.3.0 Later', times: 1 },
        { command: 'QUIT', reply: '250 2.0.0 Staying' },
      ],
      ['EHLO x.example', 'MAIL FROM:<a@example.com>', 'MAIL FROM:<a@example.com>', 'QUIT'],
    );
    expect(said).toEqual([
      '220-mail.example.com one\n220 two',
      '250-other\n250 AUTH PLAIN',
      '451 4.3.0 Later',
      '250 2.1.0 Sender OK',
      '250 2.0.0 Staying',
    ]);
  });

  it('close the connection where told so, and with 421', async () => {
    const closing = await dialogue(
      [{ command: 'MAIL', reply: '550 5.7.1 Go away', close: true }],
      ['EHLO x', 'MAIL FROM:<>', 'NOOP'],
    );
    expect(closing.said.slice(2)).toEqual(['550 5.7.1 Go away', 'the server left behind ""']);
    const busy = await dialogue([{ command: 'EHLO', reply: '421 4.3.2 Shutting down' }], ['EHLO x', 'NOOP']);
    expect(busy.said.slice(1)).toEqual(['421 4.3.2 Shutting down', 'the server left behind ""']);
  });

  it('answer AUTH, and the end of its exchange', async () => {
    await using box = await sandbox.generic();
    const client = await Client.ready(box);
    box.reply({ command: 'AUTH', match: /PLAIN/, reply: '454 4.7.0 Temporary authentication failure' });
    expect(await client.say(`AUTH PLAIN ${plain(box.user, box.password)}`)).toBe(
      '454 4.7.0 Temporary authentication failure',
    );
    box.reply({ command: 'login', reply: '535 5.7.8 No' });
    expect(await client.say(`AUTH PLAIN ${plain(box.user, box.password)}`)).toBe('535 5.7.8 No');
    box.reply();
    expect(await client.say(`AUTH PLAIN ${plain(box.user, box.password)}`)).toMatch(/^235 /);
    expect(box.counters.logins).toBe(1);
  });

  it('refuse BDAT LAST as the end of data, and as BDAT', async () => {
    for (const command of ['end-of-data', 'BDAT'] as const) {
      const { said, mails } = await dialogue(
        [{ command, reply: '552 5.2.2 Full' }],
        [...transaction.slice(0, 3), 'BDAT 2 LAST\r\n'],
      );
      expect(said.at(-1)).toBe('552 5.2.2 Full');
      expect(mails).toBe(0);
    }
  });

  it('must be replies', async () => {
    await using box = await sandbox.generic();
    expect(() => box.reply({ command: 'MAIL', reply: 'no' })).toThrow('no reply: "no"');
    expect(() => box.reply({ command: 'MAIL', reply: '250 a\r\nb' })).toThrow('no reply');
    expect(() => box.reply({ command: 'mail' as 'MAIL', reply: '250 a' })).toThrow('unknown place "mail"');
  });
});

it('ends a session whose client leaves while the first certificate is being made', async () => {
  await using box = await sandbox.generic({ security: 'implicit' });
  const socket = connect(box.transportOptions.port as number, '127.0.0.1');
  await once(socket, 'connect');
  socket.resetAndDestroy();
  await expect.poll(() => box.counters.connections, { timeout: 15_000 }).toBe(1);
  await expect.poll(() => box.counters.open, { timeout: 15_000 }).toBe(0);
});
