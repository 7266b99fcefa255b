import { generateKeyPairSync, verify } from 'node:crypto';
import { once } from 'node:events';
import { createReadStream } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Composed, compose } from './compose.js';
import { CanonicalLines, messageIdOf } from './compose-raw.js';
import type { Message } from './message.js';

const mail = { from: 'a@example.com', to: 'b@example.org', subject: 'Hi', text: 'Hi' };
const envelope = { from: 'a@example.com', to: ['b@example.org'] };

async function octetsOf({ body }: Composed): Promise<string> {
  return (body instanceof Uint8Array ? Buffer.from(body) : await buffer(body())).toString('latin1');
}

describe('a mail of strings and bytes', () => {
  it('is composed within the call, with Date and Message-ID', async () => {
    const composed = compose(mail);
    const octets = await octetsOf(composed);
    expect(composed).toMatchObject({ envelope, eightBit: false, smtpUtf8: false, delivery: {} });
    expect(composed.body).toBeInstanceOf(Uint8Array);
    expect(composed.messageId).toMatch(/^<[0-9a-f-]{36}@example\.com>$/);
    expect(octets).toContain(`\r\nMessage-ID: ${composed.messageId}\r\n`);
    expect(octets).toMatch(/\r\nDate: \w{3}, \d\d \w{3} \d{4} \d\d:\d\d:\d\d \+0000\r\n/);
  });

  it.each([
    [{ messageId: '<own@example.com>' }],
    [{ messageId: 'own@example.com' }],
    [{ headers: { 'message-id': '<own@example.com>' } }],
    [{ headers: [{ key: 'Message-ID', value: '<own@example.com>' }] }],
  ])('keeps the Message-ID of %j', async (own) => {
    const composed = compose({ ...mail, ...own });
    expect(composed.messageId).toBe('<own@example.com>');
    expect((await octetsOf(composed)).match(/^message-id:.*$/gim)).toEqual(
      ['Message-ID: <own@example.com>\r'].map((s) => s.trim()),
    );
  });

  it('has eight-bit octets only where a part is sent as it is', () => {
    expect(compose({ ...mail, text: 'ü' }).eightBit).toBe(false);
    const part = { content: 'Subject: ü\r\n\r\nü', contentType: 'message/rfc822' };
    expect(compose({ ...mail, attachments: [part] }).eightBit).toBe(true);
    expect(compose({ ...mail, attachments: [{ ...part, content: Readable.from(['ü']) }] }).eightBit).toBe('unknown');
  });

  it('leaves the message of the caller alone, icalEvent and its bytes too', () => {
    const event = Buffer.from('BEGIN:VCALENDAR');
    const attachment = Object.freeze({ path: 'data:text/plain;base64,QQ==' });
    const message = Object.freeze({ ...mail, icalEvent: event, attachments: Object.freeze([attachment]) });
    compose(message as unknown as Message);
    expect(Object.keys(event)).toEqual(Object.keys(Buffer.from('BEGIN:VCALENDAR')));
  });

  it('turns images in data: URLs into attachments', async () => {
    const html = '<img src="data:image/png;base64,QUJD"><img src="data:image/gif;base64,REVG">';
    const octets = await octetsOf(compose({ ...mail, html, attachDataUrls: true }));
    const ids = [...octets.matchAll(/Content-Id: <([^>]+)>/gi)].map((found) => found[1]);
    expect(ids).toHaveLength(2);
    expect(octets).toMatch(/filename=image-1\.png[\s\S]*QUJD[\s\S]*filename=image-2\.gif[\s\S]*REVG/);
    expect(octets.replace(/=\r\n/g, '')).toContain(`cid:${ids[0]}`);
  });
});

describe('a composed message passes as it is', () => {
  const octets = 'Bcc: c@example.org\nMessage-ID:\r\n <1@example.com>\r\n\r\nü.\r\n.\r\nend';

  it.each([
    ['a string', octets],
    ['bytes', Buffer.from(octets)],
    ['a plain Uint8Array', new Uint8Array(Buffer.from(octets))],
  ])('%s', (_name, raw) => {
    const composed = compose({ envelope, raw });
    expect(Buffer.from(composed.body as Uint8Array).toString()).toBe(octets);
    expect(composed).toMatchObject({ envelope, messageId: '<1@example.com>', eightBit: true, smtpUtf8: false });
  });

  it('an async iterable is read when asked', async () => {
    let begun = false;
    async function* pieces() {
      begun = true;
      yield Buffer.from('one ');
      yield Buffer.from('two');
    }
    const composed = compose({ envelope, raw: pieces() });
    expect(begun).toBe(false);
    expect(composed).toMatchObject({ messageId: '', eightBit: 'unknown' });
    expect(await octetsOf(composed)).toBe('one two');
    expect(await octetsOf(compose({ envelope, raw: Readable.from(['ü', 'x']) }))).toBe('\xc3\xbcx');
  });

  it('display names in nodemailer’s envelope are read by both parsers', () => {
    const named = { from: 'A <a@example.com>', to: '"x@evil.com" <b@example.org>', cc: ['c@Example.org'] };
    expect(compose({ envelope: named, raw: octets } as Message).envelope).toEqual({
      from: 'a@example.com',
      to: ['b@example.org', 'c@example.org'],
    });
  });

  it('nodemailer’s `raw` without an envelope takes it from the fields', async () => {
    const composed = compose({ ...mail, bcc: 'c@example.org', raw: 'Subject: x\r\n\r\ny' });
    expect(composed.envelope.to).toEqual(['b@example.org', 'c@example.org']);
    expect(composed.messageId).toBe('');
    expect(await octetsOf(composed)).toBe('Subject: x\r\n\r\ny\r\n');
  });

  it.each([
    ['Message-Id: <a@b>\r\n\r\n', '<a@b>'],
    ['X: y\nMESSAGE-ID : \t<a@b>\n\n', '<a@b>'],
    ['X: y\r\n\r\nMessage-ID: <a@b>\r\n', ''],
    ['X-Message-ID: <a@b>\r\n\r\n', ''],
    ['', ''],
    [`${'X: y\r\n'.repeat(20_000)}Message-ID: <a@b>\r\n\r\n`, ''],
  ])('Message-ID of %j', (raw, id) => {
    expect(messageIdOf(raw)).toBe(id);
    expect(messageIdOf(Buffer.from(raw))).toBe(id);
  });
});

it('carries delivery in our words and in nodemailer’s', () => {
  const status = { envelopeId: 'id', return: 'headers', notify: ['success', 'delay'] } as const;
  expect(compose({ ...mail, deliveryStatus: status, requireTls: true }).delivery).toEqual({
    deliveryStatus: status,
    requireTls: true,
  });
  const dsn = { id: 'id', return: 'HDRS', notify: 'SUCCESS,DELAY' };
  expect(compose({ ...mail, dsn, requireTLSExtensionEnabled: true }).delivery).toEqual({
    deliveryStatus: status,
    requireTls: true,
  });
  expect(compose({ ...mail, dsn: { notify: 'NEVER' } }).delivery).toEqual({ deliveryStatus: { notify: 'never' } });
});

describe('what has to be loaded is streamed', () => {
  let folder: string;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'compose-'));
    await writeFile(join(folder, 'file.txt'), 'content of the file');
  });
  afterAll(() => rm(folder, { recursive: true }));

  it('files, and streams of files, read once', async () => {
    const path = join(folder, 'file.txt');
    for (const part of [{ attachments: [{ path }] }, { text: createReadStream(path) }, { html: { path } }]) {
      const composed = compose({ ...mail, ...part });
      expect(composed.body).toBeTypeOf('function');
      const octets = await octetsOf(composed);
      expect(/Y29udGVudCBvZiB0aGUgZmlsZQ==|content of the file/.test(octets)).toBe(true);
    }
    const open = createReadStream(path);
    expect(await octetsOf(compose({ ...mail, text: open }, { allowFileAttachments: false }))).toContain(
      'content of the file',
    );
  });

  it('with backpressure: a source is not read ahead of its reader', async () => {
    let given = 0;
    const source = new Readable({
      read() {
        given += 65_536;
        this.push(given > 64 * 1024 * 1024 ? null : Buffer.alloc(65_536));
      },
    });
    const composed = compose({ ...mail, attachments: [{ content: source }] });
    const reader = (composed.body as () => AsyncIterable<Uint8Array>)()[Symbol.asyncIterator]();
    let read = 0;
    while (read < 1_000_000) read += (await reader.next()).value.length;
    expect(given).toBeLessThan(3_000_000);
    await reader.return?.();
    if (!source.closed) await once(source, 'close');
  });

  it('a source that fails fails the body', async () => {
    const source = new Readable({
      read() {
        this.destroy(new Error('disk gone'));
      },
    });
    await expect(octetsOf(compose({ ...mail, attachments: [{ content: source }] }))).rejects.toThrow('disk gone');
  });
});

describe('DKIM', () => {
  const { privateKey, publicKey } = generateKeyPairSync('rsa', { modulusLength: 1024 });
  const key = privateKey.export({ type: 'pkcs8', format: 'pem' }) as string;
  const dkim = { domainName: 'example.com', keySelector: 's1', privateKey: key };

  /** RFC 6376 3.4: relaxed/relaxed, by the letter and by nobody's library. */
  function isSigned(octets: string): boolean {
    const end = octets.indexOf('\r\n\r\n');
    const fields = octets
      .slice(0, end + 2)
      .split(/\r\n(?![ \t])/)
      .slice(0, -1);
    const relaxed = (field: string) =>
      field
        .replace(/\r\n/g, '')
        .replace(/[ \t]+/g, ' ')
        .replace(/^([^:]*?) ?: ?/, (_all, name: string) => `${name.toLowerCase()}:`)
        .trimEnd();
    const signature = fields.find((field) => /^dkim-signature:/i.test(field))!;
    const tags = Object.fromEntries(
      relaxed(signature)
        .slice('dkim-signature:'.length)
        .split(';')
        .map((tag) => tag.trim().split(/=(.*)/s)),
    );
    const signed = tags.h
      .split(':')
      .map((name: string) =>
        fields.findLast((field) => field.toLowerCase().startsWith(`${name.trim().toLowerCase()}:`)),
      );
    const input = [
      ...signed.filter(Boolean).map(relaxed),
      relaxed(signature)
        .replace(/([; ]b=)[^;]*/, '$1')
        .trimEnd(),
    ].join('\r\n');
    return verify(
      'rsa-sha256',
      Buffer.from(input, 'latin1'),
      publicKey,
      Buffer.from(tags.b.replace(/ /g, ''), 'base64'),
    );
  }

  it.each([
    ['of the transport', mail, { dkim }],
    ['of the message', { ...mail, dkim }, {}],
    ['of a composed message', { envelope, raw: 'From: a@example.com\nSubject: x\r\n\nbare\nline\rends\n' }, { dkim }],
    [
      'of a composed stream',
      { envelope, raw: Readable.from([Buffer.from('From: a@example.com\r'), Buffer.from('\n\r\nx\n')]) },
      { dkim },
    ],
  ])('%s', async (_name, message, options) => {
    const composed = compose(message as Message, options);
    expect(composed.body).toBeTypeOf('function');
    expect(composed.eightBit).toBe('raw' in message && message.raw instanceof Readable ? 'unknown' : false);
    const octets = await octetsOf(composed);
    expect(octets).toMatch(/^DKIM-Signature: v=1; a=rsa-sha256; c=relaxed\/relaxed; d=example\.com;/);
    expect(octets.replaceAll('\r\n', '')).not.toMatch(/[\r\n]/);
    expect(isSigned(octets)).toBe(true);
    expect(isSigned(octets.replace(/a@example/, 'z@example'))).toBe(false);
  });

  it('refuses a key that cannot sign, instead of sending unsigned', () => {
    const ed = generateKeyPairSync('ed25519').privateKey.export({ type: 'pkcs8', format: 'pem' }) as string;
    for (const bad of ['no key', ed]) {
      expect(() => compose(mail, { dkim: { ...dkim, privateKey: bad } })).toThrow(
        expect.objectContaining({ field: 'dkim.privateKey' }),
      );
    }
    const keys = [dkim, { ...dkim, keySelector: '' }];
    expect(() => compose(mail, { dkim: { keys } })).toThrow(
      expect.objectContaining({ field: 'dkim.keys[1].keySelector' }),
    );
  });
});

it('line ends become CRLF at whatever point the pieces are cut', async () => {
  const text = fc.array(fc.constantFrom('\r', '\n', 'a'), { maxLength: 12 }).map((units) => units.join(''));
  await fc.assert(
    fc.asyncProperty(fc.array(text, { maxLength: 5 }), async (pieces) => {
      const source = Readable.from(pieces.filter((piece) => piece !== '').map((piece) => Buffer.from(piece)));
      const whole = (await buffer(source.pipe(new CanonicalLines()))).toString();
      expect(whole).toBe(pieces.join('').replace(/\r\n|\r|\n/g, '\r\n'));
    }),
    { numRuns: 300 },
  );
});
