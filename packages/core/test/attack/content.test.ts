import { writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Message, RawMessage } from '@ehlo/core';
import { generic } from '@ehlo/generic';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Pair, pair, verdict } from '../pair.js';
import { channels, refusal, scripted } from './kit.js';

const envelope = { from: 'a@example.com', to: ['b@example.net'] };

/** RFC 5321 2.3.8, written without the engine. */
const canonical = (text: string): string => text.replace(/\r\n|\r|\n/g, '\r\n');

const bodies = [
  'x\n.\ny\n',
  'x\r.\ry\r',
  'x\n.\r\ny',
  'x\r\n.\ny',
  'x\r.\r\ny',
  'x\r\n.\r\ny\r\n',
  '.\r\n',
  '..\n...\r....\r\n',
  '\r\r\n\n\r',
  '\n.\n',
  '.',
  '\r',
  '',
  '\r\n.\r\nMAIL FROM:<evil@example.org>\r\nRCPT TO:<you@example.net>\r\nDATA\r\n',
  'x\r\n.\r\r\n.\r\n',
  'x\r\n\0.\r\n.\0\r\n',
].map((body) => `Subject: x\r\n\r\n${body}`);

async function* inPieces(text: string, size: number): AsyncGenerator<Uint8Array> {
  for (let at = 0; at < text.length; at += size) yield Buffer.from(text.slice(at, at + size));
}

const forms: ReadonlyArray<readonly [string, (text: string) => RawMessage['raw']]> = [
  ['a string', (text) => text],
  ['octets', (text) => new TextEncoder().encode(text)],
  ['a stream of octets one by one', (text) => inPieces(text, 1)],
  ['a stream in twos', (text) => inPieces(text, 2)],
  ['a stream in threes', (text) => inPieces(text, 3)],
];

describe('T30: between DATA and the last dot no CR and no LF stands alone, and dots are doubled', () => {
  test.each(forms)('on the wire, from %s', async (_name, form) => {
    await using server = await scripted();
    await using transport = generic(server.account);
    for (const body of bodies) {
      expect(verdict(await transport.send({ envelope, raw: form(body) }))).toBe('accepted');
      const octets = server.messages.at(-1)!.toString('latin1');
      expect(octets).not.toMatch(/\r(?!\n)|(?<!\r)\n/);
      expect(octets.endsWith('\r\n.\r\n')).toBe(true);
      const lines = octets.slice(0, -3).split('\r\n');
      for (const line of lines) expect(line.startsWith('.') ? line.slice(0, 2) : '..').toBe('..');
      const read = lines.map((line) => line.replace(/^\./, '')).join('\r\n');
      expect(read).toBe(canonical(body).replace(/(?<!\r\n)$/, '\r\n'));
    }
    expect(server.lines.filter((line) => /^MAIL/.test(line))).toHaveLength(bodies.length);
    expect(server.lines.filter((line) => !/^(EHLO|MAIL FROM:<a@|RCPT TO:<b@|DATA)/.test(line))).toEqual([]);
  });

  const each = channels.flatMap((channel) => ['DATA', 'BDAT'].map((form) => ({ ...channel, form })));
  test.each(each)('to a server that refuses such mail, $channel, $form', async ({ server, security, form }) => {
    await using it = await pair({ security: server, extensions: { CHUNKING: form === 'BDAT' } }, { security });
    for (const body of bodies.filter((text) => !text.includes('\0'))) {
      for (const [, make] of forms.slice(0, 3)) {
        expect(
          verdict(await it.transport.send({ envelope: { ...envelope, from: it.box.user }, raw: make(body) })),
        ).toBe('accepted');
        const raw = Buffer.from(it.box.inbox.at(-1)!.raw).toString('latin1');
        expect(raw.replace(/(?<!\r\n)$/, '\r\n')).toBe(canonical(body).replace(/(?<!\r\n)$/, '\r\n'));
      }
    }
    expect(it.box.counters.commands.unknown).toBeUndefined();
  });

  test.each(channels)('composed mail too, $channel', async ({ server, security }) => {
    await using it = await pair({ security: server, extensions: { CHUNKING: false } }, { security });
    for (const body of bodies) {
      const content = body.replaceAll('\0', '');
      const mail = it.mail({
        text: content,
        html: content,
        attachments: [{ content, contentTransferEncoding: '7bit' }],
      });
      expect(verdict(await it.transport.send(mail))).toBe('accepted');
      expect(Buffer.from(it.box.inbox.at(-1)!.raw).toString('latin1')).not.toMatch(/\r(?!\n)|(?<!\r)\n/);
    }
    expect(it.box.inbox).toHaveLength(bodies.length);
  });
});

describe.each(channels)('T31: a line with a dot ends nothing, $channel', ({ server, security }) => {
  test.each([
    ['DATA', false],
    ['BDAT', true],
  ] as const)('%s: one message arrives, octet for octet', async (_form, CHUNKING) => {
    await using it = await pair({ security: server, extensions: { CHUNKING } }, { security });
    const raw =
      'x: y\r\n\r\nx\r\n.\r\nMAIL FROM:<a@example.com>\r\nRCPT TO:<b@example.net>\r\nDATA\r\nx: z\r\n\r\n.\r\n..\r\n';
    const from = it.box.user;
    expect(verdict(await it.transport.send({ envelope: { ...envelope, from }, raw }))).toBe('accepted');
    expect(it.box.inbox).toHaveLength(1);
    expect(Buffer.from(it.box.inbox[0]!.raw).toString()).toBe(raw);
    expect(it.box.counters.commands.MAIL).toBe(1);
  });
});

describe.each(channels)('T32: BDAT says as many octets as follow, $channel', ({ server, security }) => {
  test('whatever line ends and letters are in them, whole and in pieces', async () => {
    await using it = await pair({ security: server }, { security });
    const texts = [...bodies.filter((text) => !text.includes('\0')), `Subject: ü\r\n\r\n${'€\n'.repeat(200_000)}`];
    for (const text of texts) {
      for (const raw of [text, inPieces(text, 50_001)]) {
        expect(verdict(await it.transport.send({ envelope: { ...envelope, from: it.box.user }, raw }))).toBe(
          'accepted',
        );
        expect(Buffer.from(it.box.inbox.at(-1)!.raw).toString()).toBe(canonical(text));
      }
    }
    expect(it.box.counters.commands.unknown).toBeUndefined();
    expect(it.box.counters.connections).toBe(1);
  });

  test.each([
    ['a source that fails', [], true],
    ['a chunk that is refused', [{ command: 'BDAT', reply: '451 4.3.0 Later' }] as const, false],
  ])('%s: the connection ends, without RSET', async (_name, replies, fails) => {
    await using it = await pair({ security: server, replies }, { security });
    async function* source(): AsyncGenerator<Uint8Array> {
      yield Buffer.from(`Subject: x\r\n\r\n${'x\r\n'.repeat(200_000)}`);
      if (fails) throw new Error('the disk is gone');
      yield* inPieces('x\r\n'.repeat(200_000), 65_536);
    }
    const receipt = await it.transport.send({ envelope: { ...envelope, from: it.box.user }, raw: source() });
    expect(verdict(receipt)).toMatch(/^deferred (MESSAGE_SOURCE_FAILED|\w+) at (data|sent)$/);
    it.box.reply();
    expect(verdict(await it.transport.send(it.mail()))).toBe('accepted');
    expect(it.box.counters.commands.RSET).toBeUndefined();
    expect([it.box.counters.connections, it.box.inbox.length]).toEqual([2, 1]);
  });
});

describe('T33: a message reads no file and dials no host that it may not', () => {
  const secret = 'c4n4ry of a file';
  const path = join(tmpdir(), `ehlo-attack-${process.pid}.txt`);
  let asked = 0;
  const web = createServer((_request, response) => {
    asked += 1;
    response.end(secret);
  });
  let href: string;
  let it: Pair;
  beforeAll(async () => {
    writeFileSync(path, secret);
    await new Promise<void>((resolve) => web.listen(0, '127.0.0.1', resolve));
    href = `http://127.0.0.1:${(web.address() as AddressInfo).port}/`;
    it = await pair({ security: 'none' }, { allowFileAttachments: false });
  });
  afterAll(async () => {
    web.close();
    await it[Symbol.asyncDispose]();
  });

  const slots: ReadonlyArray<readonly [string, (part: object) => object]> = [
    ['attachments', (part) => ({ attachments: [part] })],
    ['attachments, one', (part) => ({ attachments: part })],
    ['attachments, raw', (part) => ({ attachments: [{ raw: part }] })],
    ['attachments, content', (part) => ({ attachments: [{ content: part }] })],
    ['alternatives', (part) => ({ alternatives: [part] })],
    ['alternatives, raw', (part) => ({ alternatives: [{ raw: part }] })],
    ['alternatives, content', (part) => ({ alternatives: [{ content: part }] })],
    ['text', (part) => ({ text: part })],
    ['html', (part) => ({ html: part })],
    ['watchHtml', (part) => ({ watchHtml: part })],
    ['amp', (part) => ({ amp: part })],
    ['icalEvent', (part) => ({ icalEvent: part })],
    ['icalEvent, content', (part) => ({ icalEvent: { content: part } })],
    ['raw', (part) => ({ raw: part })],
    ['raw, with an envelope', (part) => ({ raw: part, envelope })],
    ['dkim, the key', (part) => ({ dkim: { domainName: 'example.com', keySelector: 'one', privateKey: part } })],
  ];
  test.each(slots)('%s', async (_name, into) => {
    const parts = [
      { path },
      { href },
      { path: href },
      { path: `file://${path}` },
      { content: { path } },
      { content: { href } },
    ];
    for (const part of parts) {
      for (const access of [{}, { disableFileAccess: false, disableUrlAccess: false }]) {
        const mails = it.box.inbox.length;
        await refusal(() => it.transport.send({ ...it.mail(), ...into(part), ...access } as Message));
        for (const { raw } of it.box.inbox.slice(mails)) {
          const text = Buffer.from(raw).toString('latin1');
          expect(text).not.toContain(secret);
          expect(text).not.toContain(Buffer.from(secret).toString('base64').slice(0, 12));
        }
      }
    }
    expect(asked).toBe(0);
  });

  test('what is permitted is read, so that refusing all is no way to pass', async () => {
    await using free = await pair({ security: 'none' }, { allowUrlAttachments: true });
    expect(verdict(await free.transport.send(free.mail({ attachments: [{ path }, { href }] })))).toBe('accepted');
    const { attachments } = await free.box.inbox[0]!.parsed();
    expect(attachments.map(({ content }) => Buffer.from(content as ArrayBuffer).toString())).toEqual([secret, secret]);
    expect(asked).toBe(1);
  });
});

describe.each(channels)('T34: no Bcc in any output, $channel', ({ server, security }) => {
  test('whichever way it was given ({ envelope, raw } passes as it is, and is the only exception)', async () => {
    await using it = await pair({ security: server }, { security });
    for (const differing of [
      { bcc: 'hidden@example.org' },
      { bcc: ['hidden@example.org', { name: 'Hidden', address: 'hidden2@example.org' }] },
      { bcc: 'Group: hidden@example.org;' },
      { headers: { Bcc: 'hidden@example.org' } },
      { headers: [{ key: 'BCC', value: 'hidden@example.org' }] },
      { bcc: 'hidden@example.org', keepBcc: true },
      { bcc: 'hidden@example.org', attachments: [{ filename: 'a', content: 'b' }] },
    ] as object[]) {
      const mails = it.box.inbox.length;
      const error = await refusal(async () => {
        const receipt = await it.transport.send(it.mail(differing));
        expect(verdict(receipt)).toBe('accepted');
      });
      const mail = it.box.inbox[mails];
      if (error !== undefined) expect(mail).toBeUndefined();
      else {
        expect(mail!.envelope.to).toContain('hidden@example.org');
        expect(Buffer.from(mail!.raw).toString('latin1'), JSON.stringify(differing)).not.toMatch(/^bcc:|hidden/im);
      }
    }
  });
});
