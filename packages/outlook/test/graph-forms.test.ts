import { randomBytes } from 'node:crypto';
import { inspect } from 'node:util';
import { isMailError, type MailError, type MailMessage } from '@ehlo/core';
import type { WebMail } from '@ehlo/sandbox';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { mail, startWeb, USER, verdict, type Web } from './web.js';

const MEGABYTE = 1024 * 1024;
let web: Web;
beforeEach(async () => {
  web = await startWeb({ maxMessageSize: 200 * MEGABYTE });
});
afterEach(() => web.box.close());

async function sent(message: MailMessage, differing: Parameters<Web['open']>[0] = {}): Promise<WebMail> {
  await using transport = web.open(differing);
  const receipt = await transport.send(message);
  expect(receipt.outcome === 'accepted' ? '' : receipt.error).toBe('');
  return await web.box.nextMail();
}

const rich = mail({
  from: { name: 'Jürgen Müller', address: USER },
  to: ['"You, of all" <you@example.net>', 'they@example.net'],
  cc: 'cc@example.net',
  bcc: ['secret@example.net', 'hidden@example.net'],
  subject: 'Grüße aus Köln – 你好',
  text: 'Hallo Köln.\n',
  html: '<p>Hallo <b>Köln</b>. <img src="cid:logo"></p>',
  replyTo: 'answers@example.net',
  headers: { 'X-Order': '7' },
  attachments: [
    { filename: 'Grüße 你好.txt', content: 'Grüße' },
    { filename: 'logo.png', content: Buffer.from('png'), cid: 'logo', contentType: 'image/png' },
  ],
});

describe('MIME, for all that fits one request', () => {
  it('keeps every header, body and file, and all recipients', async () => {
    const message = { ...rich, inReplyTo: '<a@b.c>', list: { unsubscribe: 'https://example.net/u' } };
    const got = await sent(message);
    expect(got).toMatchObject({ form: 'graph-mime', saved: true, user: USER });
    expect([...got.envelope.to].sort()).toEqual(
      ['they@example.net', 'you@example.net', 'cc@example.net', 'secret@example.net', 'hidden@example.net'].sort(),
    );
    const read = await got.parsed();
    expect(read).toMatchObject({
      from: { name: 'Jürgen Müller', address: USER },
      subject: 'Grüße aus Köln – 你好',
      text: expect.stringContaining('Hallo Köln.'),
      html: expect.stringContaining('<b>Köln</b>'),
      inReplyTo: '<a@b.c>',
    });
    expect(read.attachments.map(({ filename }) => filename).sort()).toEqual(['Grüße 你好.txt', 'logo.png']);
    expect(read.headers).toContainEqual(expect.objectContaining({ key: 'list-unsubscribe' }));
    const text = Buffer.from(got.raw).toString('latin1');
    expect(text.match(/^Bcc:/gm)).toHaveLength(1);
    expect(text).not.toMatch(/[^\r]\n/);
  });

  it('has no Bcc field where nobody is hidden', async () => {
    expect(Buffer.from((await sent(mail())).raw).toString()).not.toMatch(/^Bcc:/im);
  });

  it('passes a composed message through, its Bcc field replaced by whom the envelope hides', async () => {
    const raw = `From: ${USER}\r\nTo: you@example.net\r\nBcc: hidden@example.net\r\nX-A: 1\r\n\r\nHello\r\n`;
    await using transport = web.open();
    const envelope = { from: USER, to: ['you@example.net', 'hidden@example.net', 'more@example.net'] };
    expect(verdict(await transport.send({ envelope, raw }))).toBe('accepted');
    const got = await web.box.nextMail();
    expect(got.envelope.to).toEqual(['you@example.net', 'hidden@example.net', 'more@example.net']);
    expect(Buffer.from(got.raw).toString()).toBe(
      `Bcc: hidden@example.net,\r\n more@example.net\r\nFrom: ${USER}\r\nTo: you@example.net\r\nX-A: 1\r\n\r\nHello\r\n`,
    );
  });

  it('throws back a message whose headers name somebody who is not in the envelope', async () => {
    await using transport = web.open();
    const envelope = { from: USER, to: ['you@example.net'] };
    const raw = `From: ${USER}\r\nTo: you@example.net\r\nCc: stranger@example.net\r\n\r\nHello\r\n`;
    const error = await thrown(transport.send({ envelope, raw }));
    expect(error).toMatchObject({ code: 'ENVELOPE_INVALID', field: 'envelope' });
    expect(error.message).toContain('stranger@example.net');
    expect(web.box.inbox).toEqual([]);
  });

  it('says so where reverse-path and notifications cannot be passed on', async () => {
    await using transport = web.open();
    const envelope = { from: 'bounces@example.net', to: 'you@example.net' };
    const receipt = await transport.send(mail({ envelope, deliveryStatus: { notify: 'never' } }));
    expect(verdict(receipt)).toBe('accepted');
    expect(receipt.warnings.map(({ code }) => code)).toEqual(['DSN_NOT_OFFERED', 'ENVELOPE_FROM_IGNORED']);
  });
});

describe('a draft, for what does not', () => {
  it.each([
    ['below 3 MB each, in requests', [1.5 * MEGABYTE, 1.5 * MEGABYTE, 1.6 * MEGABYTE], ['POST', 'POST']],
    ['of 9 MB, in ranges of a session', [9 * MEGABYTE], ['POST', 'PUT', 'PUT', 'PUT']],
  ])('files %s', async (_name, sizes, requests) => {
    const files = sizes.map((size) => randomBytes(size));
    const attachments = files.map((content, at) => ({ filename: `Datei ${at} ü.bin`, content }));
    const got = await sent({ ...rich, attachments: [...(rich.attachments ?? []), ...attachments] });
    expect(got.form).toBe('graph-draft');
    expect([...got.envelope.to].sort()).toContain('secret@example.net');
    const read = await got.parsed();
    expect(read.subject).toBe(rich.subject);
    for (const [at, content] of files.entries()) {
      const found = read.attachments.find(({ filename }) => filename === `Datei ${at} ü.bin`);
      expect(Buffer.from(found?.content as ArrayBuffer).equals(content), `file ${at}`).toBe(true);
    }
    const places = web.box.requests.filter(({ place }) => place === 'graph/attachment' || place === 'graph/upload');
    expect(places.map(({ method }) => method)).toEqual(requests);
    // The address of an upload session is its key, and is on another host.
    const uploads = web.box.requests.filter(({ place }) => place === 'graph/upload');
    expect(uploads.every(({ authorized }) => !authorized)).toBe(true);
  });

  it('a message that is one file', async () => {
    const content = randomBytes(5 * MEGABYTE);
    const got = await sent(mail({ text: undefined, attachments: [{ filename: 'one.bin', content }] }));
    const [file] = (await got.parsed()).attachments;
    expect(Buffer.from(file?.content as ArrayBuffer).equals(content)).toBe(true);
  });

  it('the key of an upload session is seen nowhere', async () => {
    const seen: unknown[] = [];
    await using transport = web.open({ observe: (event) => seen.push(event) });
    const receipt = await transport.send(mail({ attachments: [{ content: randomBytes(4 * MEGABYTE) }] }));
    expect(String(receipt.trace)).toMatch(/^C: PUT https:.*AttachmentSessions/m);
    expect(inspect([receipt, receipt.trace.events, seen], { depth: 9 })).not.toContain('authtoken');
  });

  it('takes the draft away when a file does not go up', async () => {
    web.box.refuse('graph', 'RequestEntityTooLarge', { at: 'graph/upload' });
    await using transport = web.open();
    const receipt = await transport.send(mail({ attachments: [{ content: randomBytes(5 * MEGABYTE) }] }));
    expect(verdict(receipt)).toBe('rejected MESSAGE_TOO_LARGE at data');
    const last = web.box.requests.at(-1);
    expect([last?.place, last?.method, last?.status]).toEqual(['graph/draft', 'DELETE', 204]);
    expect(web.box.inbox).toEqual([]);
  });

  it.each(['html', 'truncated', 'empty', 'array'])(
    'an answer without what is needed (%s) takes nothing',
    async (kind) => {
      web.box.fault('wrong-json', { at: 'graph/draft', kind });
      await using transport = web.open();
      const receipt = await transport.send(mail({ attachments: [{ content: randomBytes(4 * MEGABYTE) }] }));
      expect(verdict(receipt)).toBe('deferred API_ANSWER_INVALID at data');
      expect(web.box.inbox).toEqual([]);
    },
  );

  it('a text that alone is too large is refused', async () => {
    await using transport = web.open();
    const receipt = await transport.send(mail({ text: 'x'.repeat(4 * MEGABYTE) }));
    expect(verdict(receipt)).toBe('rejected MESSAGE_TOO_LARGE at envelope');
    expect(web.box.requests).toEqual([]);
  });
});

describe('JSON, for what shall not be kept in Sent Items', () => {
  const graph = () => ({ ...web.graph, saveToSentItems: false });

  it('carries people, text and files', async () => {
    const { text: _text, ...html } = rich;
    const got = await sent(html, { graph: graph() });
    expect(got).toMatchObject({ form: 'graph-json', saved: false });
    expect([...got.envelope.to].sort()).toContain('hidden@example.net');
    const read = await got.parsed();
    expect(read).toMatchObject({
      from: { name: 'Jürgen Müller', address: USER },
      to: [{ name: 'You, of all', address: 'you@example.net' }, { address: 'they@example.net' }],
      replyTo: [{ address: 'answers@example.net' }],
      subject: 'Grüße aus Köln – 你好',
      html: expect.stringContaining('<b>Köln</b>'),
    });
    expect(read.headers).toContainEqual(expect.objectContaining({ key: 'x-order', value: '7' }));
    const byName = Object.fromEntries(read.attachments.map((file) => [file.filename, file]));
    expect(Buffer.from(byName['Grüße 你好.txt']?.content as ArrayBuffer).toString()).toBe('Grüße');
    expect(byName['logo.png']).toMatchObject({ mimeType: 'image/png', contentId: '<logo>' });
    expect(Buffer.from(got.raw).toString()).not.toMatch(/^Bcc:/im);
  });

  it('keeps the Message-ID that the receipt names', async () => {
    await using transport = web.open({ graph: graph() });
    const receipt = await transport.send(mail());
    expect((await (await web.box.nextMail()).parsed()).messageId).toBe(receipt.messageId);
  });

  it.each<[string, MailMessage, field: string]>([
    ['a reference', { inReplyTo: '<a@b.c>' }, 'headers'],
    ['a List- header', { list: { unsubscribe: 'https://example.net/u' } }, 'headers'],
    ['six X- headers', { headers: Object.fromEntries([1, 2, 3, 4, 5, 6].map((n) => [`X-${n}`, 'v'])) }, 'headers'],
    ['an event', { icalEvent: { content: 'BEGIN:VCALENDAR\r\nEND:VCALENDAR\r\n' } }, 'icalEvent'],
    ['two authors', { from: [USER, 'other@contoso.com'], sender: USER }, 'from'],
  ])('throws back what it cannot carry: %s', async (_name, differing, field) => {
    await using transport = web.open({ graph: graph() });
    const error = await thrown(transport.send(mail(differing)));
    expect(error).toMatchObject({ code: 'MESSAGE_INVALID', field });
    expect(error.message).toContain('saveToSentItems');
    expect(web.box.requests).toEqual([]);
  });

  it('refuses what does not fit one request', async () => {
    await using transport = web.open({ graph: graph() });
    const receipt = await transport.send(mail({ attachments: [{ content: randomBytes(4 * MEGABYTE) }] }));
    expect(verdict(receipt)).toBe('rejected MESSAGE_TOO_LARGE at envelope');
  });
});

async function thrown(promise: Promise<unknown>): Promise<MailError> {
  const error = await promise.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  if (!isMailError(error)) throw new Error('it should have thrown a MailError', { cause: error });
  return error;
}
