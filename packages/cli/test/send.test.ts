import { randomBytes } from 'node:crypto';
import { mkdirSync, writeFileSync } from 'node:fs';
import type { Receipt } from '@ehlo/core';
import type { Sandbox } from '@ehlo/sandbox';
import { describe, expect, test } from 'vitest';
import { canary, leaks } from '../../core/test/canary.js';
import { boxed, fileOf } from './boxes.js';
import { type Around, ehlo, flat } from './terminal.js';

const nobodyHome = { EHLO_HOME: '/nonexistent/ehlo' };

/** Sends through an emulated server that anybody may use. */
async function sender(box: { readonly file: string }, ...flags: string[]) {
  const base = ['send', '--sandbox', box.file, '--from', 'me@example.com'];
  return (more: readonly string[] = [], around: Around = {}) =>
    ehlo([...base, ...flags, ...more], { ...around, env: { ...nobodyHome, ...around.env } });
}

async function onlyMail(box: Sandbox) {
  expect(box.inbox.length).toBe(1);
  const [mail] = box.inbox;
  return { ...mail!, text: Buffer.from(mail!.raw).toString('latin1'), parsed: await mail!.parsed() };
}

describe('what is sent', () => {
  test('the text that is piped in, to everybody who is named', async () => {
    const there = await boxed('generic');
    const send = await sender(there, '--to', 'a@x.org, B <b@x.org>', '--to', 'c@x.org', '--cc', 'd@x.org');
    const { exit, output } = await send(['--bcc', 'e@x.org', '--subject', '你好'], { input: 'one\n.\ntwo\n' });
    expect(flat(output)).toMatch(
      /^✓ accepted: the server took it to a@x.org, b@x.org, c@x.org, d@x.org, e@x.org server 250/,
    );
    expect(exit).toBe(0);
    const { envelope, parsed, text } = await onlyMail(there.box);
    expect(envelope.to).toEqual(['a@x.org', 'b@x.org', 'c@x.org', 'd@x.org', 'e@x.org']);
    expect(parsed).toMatchObject({ subject: '你好', text: 'one\n.\ntwo\n' });
    expect(text).not.toMatch(/e@x\.org|^bcc/im);
  });

  test('text, HTML, fields and files, their octets unchanged', async () => {
    const there = await boxed('generic');
    const octets = randomBytes(70_000);
    const file = fileOf('a=b.bin', 'x');
    const named = fileOf('wüst.bin', '');
    writeFileSync(named, octets);
    const send = await sender(there, '--to', 'a@x.org', '--text-file', fileOf('t.txt', 'Grüße'), '--html', '<p>Hi');
    const more = [
      '--attach',
      `brief.pdf=${named}`,
      '--attach',
      file,
      '--header',
      'X-Ticket: 7',
      '--reply-to',
      'r@x.org',
    ];
    expect((await send(more)).exit).toBe(0);
    const { parsed, text } = await onlyMail(there.box);
    expect(parsed).toMatchObject({ text: expect.stringContaining('Grüße'), html: expect.stringContaining('<p>Hi') });
    const [pdf, bin] = parsed.attachments;
    expect(Buffer.from(pdf?.content as ArrayBuffer).equals(octets)).toBe(true);
    expect([pdf?.filename, pdf?.mimeType, bin?.filename]).toEqual(['brief.pdf', 'application/pdf', 'a=b.bin']);
    expect(text).toMatch(/^X-Ticket: 7\r$/m);
    expect(text).toMatch(/^Reply-To: r@x.org\r$/m);
  });

  test('a whole message, octet by octet, but for its Bcc', async () => {
    const there = await boxed('generic');
    const raw = 'From: Me <me@example.com>\nTo: A <a@x.org>,\n b@x.org\nBcc: c@x.org\nMessage-ID: <1@x>\n\n.dot\nÄ\n';
    const { exit } = await ehlo(['send', '--sandbox', there.file, '--raw', '-'], { input: raw, env: nobodyHome });
    expect(exit).toBe(0);
    const { envelope, raw: received } = await onlyMail(there.box);
    expect(envelope).toMatchObject({ from: 'me@example.com', to: ['a@x.org', 'b@x.org', 'c@x.org'] });
    expect(Buffer.from(received).toString()).toBe(raw.replace('Bcc: c@x.org\n', '').replaceAll('\n', '\r\n'));
  });

  test('a whole message to whom the options name', async () => {
    const there = await boxed('generic');
    const send = await sender(there, '--raw', fileOf('mail.eml', 'From: other@x.org\r\nTo: a@x.org\r\n\r\nHi\r\n'));
    expect((await send(['--to', 'z@x.org'])).exit).toBe(0);
    expect((await onlyMail(there.box)).envelope).toMatchObject({ from: 'me@example.com', to: ['z@x.org'] });
  });
});

describe('what became of it', () => {
  const refused = { command: 'RCPT', match: /<no@/, reply: '550 5.1.1 No such user here' } as const;
  const later = { command: 'MAIL', reply: '451 4.7.1 Greylisted, try again later' } as const;
  const large = { command: 'end-of-data', reply: '552 5.3.4 Message too big' } as const;

  test.each<[string, Readonly<Record<string, unknown>>, string[], exit: number, RegExp]>([
    ['accepted', {}, ['a@x.org'], 0, /^✓ accepted: the server took it/],
    [
      'partly',
      { replies: [refused] },
      ['a@x.org', 'no@x.org'],
      67,
      /took it for 1 of 2 recipients to a@x.org .* ✗ RECIPIENT_UNKNOWN .* who .* fix .* to no@x.org$/,
    ],
    [
      'an unknown recipient',
      { replies: [refused] },
      ['no@x.org'],
      67,
      /^✗ rejected: nothing was sent.* RECIPIENT_UNKNOWN .*550 5.1.1/,
    ],
    [
      'deferred',
      { replies: [later] },
      ['a@x.org'],
      75,
      /^… deferred: nothing was sent; the same may be accepted later .* GREYLISTED/,
    ],
    ['too large', { replies: [large] }, ['a@x.org'], 65, /^✗ rejected: .* MESSAGE_TOO_LARGE/],
    [
      'unknown',
      { fault: [{ name: 'lost-final-reply' }] },
      ['a@x.org'],
      74,
      /^\? unknown: all of it left, .* It may have arrived: .* id <.*> ✗ REPLY_LOST/,
    ],
  ])('%s', async (_, options, to, exit, words) => {
    const there = await boxed('generic', options);
    const send = await sender(there, '--text', 'Hi', ...to.flatMap((each) => ['--to', each]));
    const ran = await send();
    expect(flat(ran.output).trim()).toMatch(words);
    expect(ran.exit).toBe(exit);
    const chinese = await send(['--lang', 'zh-CN']);
    expect(chinese.output).toMatch(/^[✓✗…?] (已接受|被拒绝|暂缓|结果未知)：/);
    expect(chinese.exit).toBe(exit);
  });

  test('in Chinese, what the engine and the profiles say is Chinese too', async () => {
    const mail = ['--user', 'me@gmail.com', '--to', 'a@x.org', '--text', 'Hi', '--lang', 'zh-CN'];
    const shown = await ehlo(['send', '--provider', 'gmail', ...mail, '--dry-run']);
    expect(flat(shown.errors)).toContain('优先从第一个字节起就使用 TLS（RFC 8314 3.3）');
    const nowhere = ['--host', '127.0.0.1', '--port', '1', '--security', 'none-on-loopback'];
    const failed = await ehlo(['send', ...nowhere, ...mail], { env: { EHLO_PASSWORD: 'secret' } });
    expect(flat(failed.output)).toMatch(/现象 127\.0\.0\.1:1，TCP 连接：ECONNREFUSED/);
    expect(failed.exit).toBe(68);
  });

  test('unknown is never sent again', async () => {
    const there = await boxed('generic', { fault: [{ name: 'lost-final-reply', times: 1 }] });
    const send = await sender(there, '--text', 'Hi', '--to', 'a@x.org');
    expect((await send()).exit).toBe(74);
    expect([there.box.inbox.length, there.box.counters.connections]).toEqual([1, 1]);
  });

  test('for programs, on one line', async () => {
    const there = await boxed('generic', { replies: [refused] });
    const send = await sender(there, '--text', 'Hi', '--to', 'a@x.org,no@x.org', '--json');
    const { json, errors, exit } = await send();
    const [receipt, ...others] = json() as Receipt[];
    expect(receipt).toMatchObject({
      outcome: 'accepted',
      transport: 'smtp:generic',
      envelope: { from: 'me@example.com', to: ['a@x.org', 'no@x.org'] },
      messageId: expect.stringMatching(/^<.*>$/),
      reply: { code: 250 },
      refused: [
        { recipient: 'no@x.org', error: { code: 'RECIPIENT_UNKNOWN', reply: { code: 550, enhanced: '5.1.1' } } },
      ],
    });
    expect([others, errors, exit, 'trace' in receipt!]).toEqual([[], '', 67, false]);
    expect((await send(['--verbose'])).json()).toMatchObject([{ trace: expect.any(Array) }]);
  });

  test('with the conversation, where it is asked for', async () => {
    const there = await boxed('generic');
    const { output } = await (await sender(there, '--text', 'Hi', '--to', 'a@x.org'))(['--verbose']);
    expect(output).toMatch(/The conversation\n.*EHLO.*STARTTLS.*RCPT TO:<a@x.org>/s);
  });

  test('called off before the whole mail had left, says that nothing was sent', async () => {
    const there = await boxed('generic', {
      fault: [{ name: 'stall', at: 'DATA' }],
      extensions: { PIPELINING: false, CHUNKING: false },
    });
    const stop = new AbortController();
    there.box.watch((event) => event.kind === 'line' && event.line.line === 'a fault: silence' && stop.abort());
    const send = await sender(there, '--text', 'Hi', '--to', 'a@x.org');
    const { exit, errors } = await send([], { signal: stop.signal });
    expect(errors).toContain('Called off before the whole mail had left: nothing was sent.');
    expect([exit, there.box.inbox.length]).toEqual([130, 0]);
  });

  test('called off after it, says that nobody knows', async () => {
    const there = await boxed('generic', { fault: [{ name: 'stall', at: 'end-of-data' }] });
    const stop = new AbortController();
    there.box.watch((event) => event.kind === 'line' && event.line.line === 'a fault: silence' && stop.abort());
    const { exit, output } = await (await sender(there, '--text', 'Hi', '--to', 'a@x.org'))([], {
      signal: stop.signal,
    });
    expect(flat(output)).toMatch(/^\? unknown: all of it left/);
    expect(exit).toBe(74);
  });
});

describe('a dry run', () => {
  test('shows account, road, envelope and the mail, and dials nobody', async () => {
    const there = await boxed('microsoft365');
    const flags = ['--sandbox', there.file, '--to', 'a@x.org', '--bcc', 'b@x.org', '--subject', 'Hi', '--dry-run'];
    const { exit, output, errors } = await ehlo(['send', ...flags], { input: 'Hello\n', env: nobodyHome });
    expect(flat(errors)).toMatch(
      /^Nothing is dialled and nothing is sent. account someone@contoso.com .* road 127.0.0.1:\d+ STARTTLS: .* plan .* envelope someone@contoso.com → a@x.org, b@x.org message \d+ B/,
    );
    expect(output).toMatch(/^From: someone@contoso.com\r\nTo: a@x.org\r\nSubject: Hi\r\n.*\r\n\r\nHello\r\n$/s);
    expect(output).not.toContain('b@x.org');
    expect([exit, there.box.counters.connections]).toEqual([0, 0]);
  });

  test('needs no password', async () => {
    const flags = ['--from', 'me@gmail.com', '--to', 'a@x.org', '--text', 'Hi', '--dry-run', '--json'];
    const [plan] = (await ehlo(['send', ...flags], { env: nobodyHome })).json();
    expect(plan).toMatchObject({
      roads: [
        { kind: 'smtp', host: 'smtp.gmail.com', port: 465, tls: 'implicit', why: [expect.any(String)] },
        { port: 587, after: 'unreachable' },
      ],
      envelope: { from: 'me@gmail.com', to: ['a@x.org'] },
      message: expect.stringMatching(/\r\n\r\nHi\r\n$/),
    });
  });

  test('of a whole message is that message', async () => {
    const raw = 'From: me@gmail.com\r\nTo: a@x.org\r\n\r\nHi\r\n';
    const { output } = await ehlo(['send', '--from', 'me@gmail.com', '--raw', '-', '--dry-run'], {
      input: raw,
      env: nobodyHome,
    });
    expect(output).toBe(raw);
  });
});

test.each<[string, string[], number, RegExp]>([
  ['no recipient', ['--text', 'Hi'], 64, /no recipient: give --to, --cc or --bcc/],
  ['no text', ['--to', 'a@x.org'], 64, /no text: give --text or --text-file/],
  [
    'a file that is not there',
    ['--to', 'a@x.org', '--text', 'Hi', '--attach', 'gone.pdf'],
    66,
    /gone.pdf cannot be read: ENOENT/,
  ],
  ['a folder in place of a file', ['--to', 'a@x.org', '--text-file', 'folder'], 66, /folder cannot be read: EISDIR/],
  ['a bad address', ['--to', 'a@@x.org', '--text', 'Hi'], 65, /ENVELOPE_INVALID .*to\[0\] is not an address/s],
  ['a bad sender', ['--to', 'a@x.org', '--text', 'Hi', '--from', 'me'], 65, /ENVELOPE_INVALID/],
  ['an injected field', ['--to', 'a@x.org', '--text', 'Hi', '--subject', 'x\r\nBcc: b@x.org'], 65, /MESSAGE_INVALID/],
  ['an injected recipient', ['--to', 'a@x.org>\r\nRCPT TO:<b@x.org', '--text', 'Hi'], 65, /ENVELOPE_INVALID/],
  [
    'two texts',
    ['--to', 'a@x.org', '--text', 'Hi', '--text-file', 'x'],
    64,
    /--text and --text-file exclude each other/,
  ],
  ['a text beside a whole message', ['--raw', '-', '--text', 'Hi'], 64, /--raw and --text exclude each other/],
  ['two readers of stdin', ['--to', 'a@x.org', '--text-file', '-', '--html-file', '-'], 64, /stdin can be read once/],
  ['half a field', ['--to', 'a@x.org', '--text', 'Hi', '--header', 'X-Ticket'], 64, /--header wants "Name: value"/],
  [
    'a field with an option',
    ['--to', 'a@x.org', '--text', 'Hi', '--header', 'Bcc: b@x.org'],
    64,
    /option of its own: --bcc/,
  ],
  ['a road that is none', ['--to', 'a@x.org', '--text', 'Hi', '--via', 'graph'], 64, /no road of this account|--web/],
])('%s is refused before anybody is dialled', async (_, flags, exit, words) => {
  const there = await boxed('generic');
  const folder = fileOf('x', '').slice(0, -2);
  mkdirSync(`${folder}/folder`);
  const ran = await ehlo(['send', '--sandbox', there.file, ...flags], { folder, env: nobodyHome });
  expect(ran.errors).toMatch(words);
  expect([ran.exit, ran.output, there.box.counters.connections]).toEqual([exit, '', 0]);
});

test('shows no secret, wherever it came from and whatever happens', async () => {
  const password = canary();
  const there = await boxed('generic', { user: 'me', password, fault: [{ name: 'echo' }] });
  const { host, port, ca } = there.box;
  const server = ['--host', host, '--port', String(port), '--ca', fileOf('ca.pem', ca)];
  const mail = ['--from', 'me@example.com', '--to', 'a@x.org', '--text', 'Hi', '--verbose'];
  const url = `smtp+starttls://me:${encodeURIComponent(password)}@${host}:${port}`;
  const ways: ReadonlyArray<readonly [flags: string[], env: Record<string, string>]> = [
    [[...server, '--user', 'me', '--password-file', fileOf('p', `${password}\n`)], {}],
    [[...server, '--user', 'me'], { EHLO_PASSWORD: password }],
    [['--ca', server[5]!], { SMTP_URL: url }],
    [['--ca', server[5]!, '--env-file', fileOf('.env', `SMTP_URL=${url}`)], {}],
  ];
  for (const [flags, env] of ways) {
    for (const json of [[], ['--json']]) {
      const ran = await ehlo(['send', ...flags, ...mail, ...json], { env: { ...nobodyHome, ...env } });
      expect(ran.output, ran.errors).toMatch(/CREDENTIALS_REJECTED/);
      expect(leaks(ran.output + ran.errors, [password])).toEqual([]);
    }
  }
  expect(there.box.counters.connections).toBe(8);
});
