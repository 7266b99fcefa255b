import { generateKeyPairSync } from 'node:crypto';
import type { AccountOptions, MailMessage } from '@ehlo/core';
import { generic } from '@ehlo/generic';
import { describe, expect, test, vi } from 'vitest';
import { type Pair, pair, verdict } from '../pair.js';
import { channels, refusal, scripted } from './kit.js';

/** The composer, which checks what it is given, can be taken away: what stands here is handed to the writer as it is. */
const unchecked = vi.hoisted(() => ({ composed: undefined as object | undefined }));
vi.mock('../../src/compose.js', async (original) => {
  const real = await original<typeof import('../../src/compose.js')>();
  return {
    ...real,
    compose: (...given: Parameters<typeof real.compose>) => unchecked.composed ?? real.compose(...given),
  };
});

const breaks = ['\r\n', '\n', '\r', '\u0085', '\u2028', '\0'];
const cargo = 'RCPT TO:<evil@example.org>';

/** What the server heard, without logins. */
const commands = ({ box }: Pair, from = 0): string[] =>
  box.conversation
    .slice(from)
    .flatMap(({ direction, line }) =>
      direction === 'client' && /^(MAIL|RCPT|RSET|DATA|BDAT)/.test(line) ? [line.slice(0, 4)] : [],
    );

describe.each(channels)(
  'T8: the writer refuses by itself what no checks have stopped, $channel',
  ({ server, security }) => {
    const clean = {
      envelope: { from: 'a@example.com', to: ['b@example.net'] },
      messageId: '<x@example.com>',
      body: Buffer.from('Subject: x\r\n\r\nx\r\n'),
      eightBit: false,
      smtpUtf8: false,
      delivery: {},
    };
    const [from, to] = ['a@example.com', ['b@example.net']];
    const status = (deliveryStatus: object) => ({ ...clean, delivery: { deliveryStatus } });
    /** Where a blank or an angle bracket is as bad as a line end. */
    const bare = (text: string) => [
      { ...clean, envelope: { from: from + text, to } },
      { ...clean, envelope: { from, to: [to[0] + text] } },
      status({ notify: ['success', `delay${text}`] }),
      status({ return: `full${text}` }),
    ];
    /** Where those two have a written form. */
    const written = (text: string) => [
      { ...clean, envelope: { from, to: [...to, `"${text}"@example.net`] } },
      status({ envelopeId: `a${text}` }),
    ];
    test('line ends, borders and whole commands', async () => {
      await using it = await pair({ security: server, extensions: { DSN: true, CHUNKING: false } }, { security });
      const all = [
        ...breaks.flatMap((each) => [...bare(each + cargo), ...written(each + cargo)]),
        ...['> SIZE=1', `>${cargo}`, ' NOTIFY=NEVER', ' '].flatMap(bare),
      ];
      for (const composed of all) {
        unchecked.composed = composed;
        const before = it.box.conversation.length;
        const error = await refusal(() => it.transport.send(it.mail()));
        unchecked.composed = undefined;
        expect(error, JSON.stringify(composed)).toMatchObject({ phase: 'settings' });
        expect(commands(it, before)).toEqual([]);
      }
      expect(verdict(await it.transport.send(it.mail()))).toBe('accepted');
      expect(commands(it)).toEqual(['MAIL', 'RCPT', 'DATA']);
    });
  },
);

const key = generateKeyPairSync('rsa', { modulusLength: 1024 }).privateKey.export({ type: 'pkcs8', format: 'pem' });
const signing = { domainName: 'example.com', keySelector: 'one', privateKey: key as string };
const attached = (part: object) => ({ attachments: [{ filename: 'a.txt', content: 'x', ...part }] });

const messageOptions: ReadonlyArray<readonly [string, (text: string) => object]> = [
  ['from', (x) => ({ from: `a@example.com${x}` })],
  ['to', (x) => ({ to: `a@example.com${x}` })],
  ['envelope', (x) => ({ envelope: { from: `a@example.com${x}`, to: 'b@example.net' } })],
  ['envelope.size', (x) => ({ envelope: { from: 'a@example.com', to: 'b@example.net', size: `1${x}` } })],
  ['envelope.use8BitMime', (x) => ({ envelope: { from: 'a@example.com', to: 'b@example.net', use8BitMime: x } })],
  ['dsn.id', (x) => ({ dsn: { id: `1${x}`, return: 'full' } })],
  ['dsn.notify', (x) => ({ dsn: { id: '1', notify: `success${x}` } })],
  ['dsn.recipient', (x) => ({ dsn: { id: '1', notify: 'success', recipient: `a@example.com${x}` } })],
  ['deliveryStatus', (x) => ({ deliveryStatus: { envelopeId: `1${x}` } })],
  ['size', (x) => ({ size: `1${x}` })],
  ['baseBoundary', (x) => ({ ...attached({}), baseBoundary: `b${x}` })],
  ['filename', (x) => attached({ filename: `a${x}` })],
  ['cid', (x) => attached({ cid: `a${x}` })],
  ['contentType', (x) => attached({ contentType: `text/plain${x}` })],
  ['contentTransferEncoding', (x) => attached({ contentTransferEncoding: `7bit${x}` })],
  ['list', (x) => ({ list: { help: `a@example.com${x}` } })],
  ['dkim', (x) => ({ dkim: { ...signing, keySelector: `one${x}` } })],
];
const accountOptions: ReadonlyArray<readonly [string, (text: string) => object]> = [
  ['helloName', (x) => ({ helloName: `client.example${x}` })],
  ['user', (x) => ({ user: `me@example.com${x}` })],
  ['password', (x) => ({ password: `open sesame${x}` })],
  ['mechanisms', (x) => ({ mechanisms: [`PLAIN${x}`] })],
  ['host', (x) => ({ host: `127.0.0.1${x}` })],
  ['auth', (x) => ({ password: undefined, auth: () => `token${x}` })],
];

describe.each(channels)('T9: a line end in any option makes no further command, $channel', ({ server, security }) => {
  test('of a message', async () => {
    await using it = await pair({ security: server, extensions: { DSN: true } }, { security });
    for (const [name, differing] of messageOptions) {
      for (const each of breaks) {
        const from = it.box.conversation.length;
        const mails = it.box.inbox.length;
        const error = await refusal(() => it.transport.send(it.mail(differing(each + cargo) as MailMessage)));
        const said = commands(it, from);
        if (error !== undefined) expect(said, name).toEqual([]);
        else expect(said, name).toEqual(['MAIL', 'RCPT', 'BDAT']);
        for (const { envelope, raw } of it.box.inbox.slice(mails)) {
          expect([...envelope.to].join()).not.toContain('evil');
          expect(Buffer.from(raw).toString('latin1')).not.toMatch(/^RCPT TO/m);
        }
      }
    }
  });

  test('of an account', async () => {
    await using it = await pair({ security: server, mechanisms: ['PLAIN', 'XOAUTH2'] }, { security });
    for (const [name, differing] of accountOptions) {
      for (const each of breaks) {
        const { password, ...rest } = it.box.transportOptions;
        const { password: own = password, ...more } = differing(each + cargo) as AccountOptions;
        const login = 'auth' in more ? {} : { password: own as string };
        const counted = { ...it.box.counters.commands };
        const error = await refusal(async () => {
          await using transport = generic({ ...rest, security, ...login, ...more });
          const report = await transport.check();
          if (report.error !== undefined) throw report.error;
        });
        expect(error, name).toBeDefined();
        expect(it.box.counters.commands.RCPT, name).toBe(counted.RCPT);
        expect(it.box.counters.commands.unknown, name).toBe(counted.unknown);
        expect(it.box.counters.logins).toBe(0);
      }
    }
  });
});

const headerOptions: ReadonlyArray<readonly [string, (text: string) => object]> = [
  ['an object, a value', (x) => ({ headers: { 'X-One': `1${x}` } })],
  ['an object, a name', (x) => ({ headers: { [`X-One${x}`]: '1' } })],
  ['an object, several values', (x) => ({ headers: { 'X-One': ['1', `2${x}`] } })],
  ['a list, a value', (x) => ({ headers: [{ key: 'X-One', value: `1${x}` }] })],
  ['a list, a name', (x) => ({ headers: [{ key: `X-One${x}`, value: '1' }] })],
  ['a prepared value', (x) => ({ headers: { 'X-One': { prepared: true, value: `1${x}` } } })],
  ['a value that prints itself', (x) => ({ headers: { 'X-One': { toString: () => `1${x}` } } })],
  ['a name without a value', (x) => ({ headers: [{ key: `${x}`, value: '' }] })],
  ['List-*, a URL', (x) => ({ list: { unsubscribe: `https://example.com/${x}` } })],
  ['List-*, a name', (x) => ({ list: { [`help${x}`]: 'https://example.com/' } })],
  ['List-*, a comment', (x) => ({ list: { help: { url: 'https://example.com/', comment: `c${x}` } } })],
  ['a part', (x) => attached({ headers: { 'X-Part': `1${x}` } })],
  ['a part, a name', (x) => attached({ headers: { [`X-Part${x}`]: '1' } })],
  ['subject', (x) => ({ subject: `Hello${x}` })],
  ['subject as an object', (x) => ({ subject: { toString: () => `Hello${x}` } })],
  ['messageId', (x) => ({ messageId: `<a${x}@example.com>` })],
  ['inReplyTo', (x) => ({ inReplyTo: `<a@example.com>${x}` })],
  ['references', (x) => ({ references: [`<a@example.com>${x}`] })],
  ['xMailer', (x) => ({ xMailer: `x${x}` })],
  ['date', (x) => ({ date: `2026-01-01${x}` })],
  ['priority', (x) => ({ priority: `high${x}` })],
];

test('T10: no header, name or value, brings another header or ends them all', async () => {
  await using it = await pair({ security: 'none' });
  for (const [name, differing] of headerOptions) {
    for (const each of breaks) {
      for (const text of [`${each}X-Evil: 1`, `${each}${each}Evil body`, `${each} X-Evil: 1`]) {
        const mails = it.box.inbox.length;
        const error = await refusal(() => it.transport.send(it.mail(differing(text) as MailMessage)));
        if (error !== undefined) expect([error.phase, it.box.inbox.length], name).toEqual(['settings', mails]);
        else expect(Buffer.from(it.box.inbox.at(-1)!.raw).toString('latin1'), name).not.toMatch(/^(X-Evil|Evil body)/m);
      }
    }
  }
});

describe('T12: nothing that a server says is ever in a command', () => {
  const word = 'c4n4ry.evil.example';

  test.each(channels)('greeting, EHLO and replies, $channel', async ({ server, security }) => {
    await using it = await pair(
      {
        security: server,
        extensions: ['SIZE 1000000', `X-${word} ${word}`, 'PIPELINING', 'DSN', 'SMTPUTF8'],
        lines: {
          greeting: `220 ${word} ${word}`,
          ehlo: `${word} ${word}`,
          authenticated: `235 2.7.0 ${word}`,
          mailOk: `250 2.1.0 ${word}`,
          startData: `354 ${word}`,
        },
      },
      { security },
    );
    for (let n = 0; n < 2; n++) expect(verdict(await it.transport.send(it.mail()))).toBe('accepted');
    const { conversation } = it.box;
    expect(
      conversation.filter(({ direction, line }) => direction === 'server' && line.includes(word)).length,
    ).toBeGreaterThan(4);
    expect(conversation.filter(({ direction, line }) => direction === 'client' && line.includes(word))).toEqual([]);
    expect(Buffer.from(it.box.inbox[1]!.raw).toString()).not.toContain(word);
  });

  test('the name for EHLO is an address literal or what was set, not what DNS says of this host', async () => {
    await using server = await scripted();
    await using transport = generic(server.account);
    await transport.check();
    expect(server.lines[0]).toMatch(/^EHLO (\[127\.0\.0\.1\]|[a-z0-9-]+(\.[a-z0-9-]+)+)$/i);
  });

  test('nor does a control character of it reach a terminal: replies, offers, challenges', async () => {
    const evil = '\u001b]0;owned\u0007\u001b[2J\u0085\u009b31m';
    const challenge = Buffer.from(`{"status":"${evil}"}`).toString('base64');
    const answers: Readonly<Record<string, string>> = {
      '': `220 mx${evil}\r\n`,
      EHLO: `250-mx${evil}\r\n250-X${evil}\r\n250 AUTH XOAUTH2 ${evil}\r\n`,
      AUTH: `334 ${challenge}\r\n`,
      QUIT: `221 ${evil}\r\n`,
    };
    let lines = 0;
    await using server = await scripted((line) => {
      const verb = /^[A-Z]+/.exec(line)?.[0] ?? '';
      return verb === '' && lines++ > 0 ? `535 5.7.8 ${evil}\r\n` : answers[verb];
    });
    await using transport = generic({ ...server.account, user: 'me', auth: () => 'token' });
    const { error, trace, after } = await transport.check();
    expect(error?.detail).toContain('its challenge was {"status":');
    for (const text of [error?.message, error?.stack, error?.detail, String(trace), JSON.stringify(error), after?.host])
      expect(text ?? '').not.toMatch(/[\x00-\x09\x0b-\x1f\x7f-\x9f]/);
  });
});
