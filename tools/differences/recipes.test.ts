import { generateKeyPairSync } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import type { AccountOptions } from '@ehlo/core';
import { toNodemailer } from '@ehlo/core/nodemailer';
import { generic } from '@ehlo/generic';
import { type GenericOptions, type ReceivedMail, sandbox } from '@ehlo/sandbox';
import { createTransport, type SendMailOptions } from 'nodemailer';
import type { Email } from 'postal-mime';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { isSigned } from './dkim.js';

/** A server with STARTTLS and a login, and nodemailer's mailer over a transport that is made for it. */
async function open(
  server: GenericOptions = {},
  account: Partial<AccountOptions> = {},
  defaults: SendMailOptions = {},
) {
  const box = await sandbox.generic(server);
  const transport = generic({ ...box.transportOptions, ...account });
  const mailer = createTransport(toNodemailer(transport), { from: box.user, to: 'you@example.net', ...defaults });
  return {
    box,
    mailer,
    /** Sends one mail and gives what arrived. */
    async arrived(mail: SendMailOptions): Promise<{ mail: ReceivedMail; octets: string; email: Email }> {
      await mailer.sendMail(mail);
      const received = await box.nextMail();
      return { mail: received, octets: Buffer.from(received.raw).toString('latin1'), email: await received.parsed() };
    },
    async [Symbol.asyncDispose]() {
      await transport.close();
      await box.close();
    },
  };
}

const text = (content: unknown): string => Buffer.from(content as Uint8Array).toString();

describe('connections and logins', () => {
  test('a pool: many mails at once share its connections, and it says when it is idle', async () => {
    await using it = await open({}, { connections: 3 });
    const idle = new Promise((resolve) => it.mailer.once('idle', resolve));
    const infos = await Promise.all(
      Array.from({ length: 40 }, (_, n) => it.mailer.sendMail({ subject: `${n}`, text: 'x' })),
    );
    await idle;
    expect(infos.every(({ response }) => response.startsWith('250 '))).toBe(true);
    const subjects = await Promise.all(it.box.inbox.map(async (mail) => (await mail.parsed()).subject));
    expect(subjects.toSorted()).toEqual(Array.from({ length: 40 }, (_, n) => `${n}`).toSorted());
    expect(new Set(it.box.inbox.map(({ connection }) => connection)).size).toBeLessThanOrEqual(3);
    expect(it.mailer.isIdle()).toBe(true);
  });

  test('verify tells a good login from a bad one', async () => {
    await using good = await open();
    expect(await good.mailer.verify()).toBe(true);
    await using bad = await open({}, { password: 'not the password' });
    await expect(bad.mailer.verify()).rejects.toMatchObject({ code: 'EAUTH', responseCode: 535 });
  });

  test('OAuth2: the token comes by a callback, which is asked again where the server refuses it', async () => {
    const tokens = ['old-token', 'good-token'];
    await using it = await open(
      { accessToken: 'good-token', login: 'token', mechanisms: ['XOAUTH2'] },
      { auth: async () => tokens.shift()! },
    );
    const { mail } = await it.arrived({ text: 'x' });
    expect(mail.user).toBe(it.box.user);
    expect(tokens).toEqual([]);
  });
});

describe('what a mail is made of', () => {
  test('templates by a plugin', async () => {
    await using it = await open();
    it.mailer.use('compile', (mail, done) => {
      const { template, context } = mail.data as unknown as { template: string; context: Record<string, string> };
      mail.data.html = template.replace(/\{(\w+)\}/g, (_all, name: string) => context[name]!);
      done();
    });
    const { email } = await it.arrived({ template: '<p>Dear {name}</p>', context: { name: 'Ada' } } as SendMailOptions);
    expect(email.html?.trim()).toBe('<p>Dear Ada</p>');
  });

  test('a calendar event', async () => {
    await using it = await open();
    const content = 'BEGIN:VCALENDAR\r\nMETHOD:REQUEST\r\nEND:VCALENDAR\r\n';
    const { octets, email } = await it.arrived({
      text: 'Come',
      icalEvent: { method: 'REQUEST', filename: 'invite.ics', content },
    });
    expect(octets).toMatch(/Content-Type: text\/calendar; charset=utf-8; method=REQUEST/);
    expect(email.attachments.map((each) => [each.mimeType, each.filename])).toContainEqual([
      'application/ics',
      'invite.ics',
    ]);
    for (const { content: arrived } of email.attachments) expect(text(arrived).replace(/\r?\n/g, '\r\n')).toBe(content);
  });

  test('embedded images, by cid and out of data: URLs', async () => {
    await using it = await open();
    const png = Buffer.from('89504e470d0a1a0a', 'hex');
    const { octets, email } = await it.arrived({
      html: `<img src="cid:logo@x"><img src="data:image/png;base64,${png.toString('base64')}">`,
      attachDataUrls: true,
      attachments: [{ cid: 'logo@x', filename: 'logo.png', content: png }],
    });
    expect(octets).toMatch(/Content-Type: multipart\/related/);
    expect(email.attachments.map((each) => Buffer.from(each.content as ArrayBuffer))).toEqual([png, png]);
    const [first, second] = email.attachments.map((each) => each.contentId?.slice(1, -1));
    expect(first).toBe('logo@x');
    expect(email.html).toContain(`src="cid:${second}"`);
  });

  test('raw, with an envelope of its own', async () => {
    await using it = await open();
    const raw = 'From: a@example.com\r\nSubject: as it is\r\n\r\n.leading dot\r\n';
    const { mail, octets } = await it.arrived({
      raw,
      envelope: { from: 'bounce@example.com', to: ['x@example.net', 'y@example.net'] },
    });
    expect(octets).toBe(raw);
    expect(mail.envelope).toMatchObject({ from: 'bounce@example.com', to: ['x@example.net', 'y@example.net'] });
  });

  test('an envelope that differs from the headers, the null reverse-path too', async () => {
    await using it = await open();
    const { mail, email } = await it.arrived({
      to: 'List <list@example.net>',
      text: 'x',
      envelope: { from: '', to: 'real@example.net' },
    });
    expect(mail.envelope).toMatchObject({ from: '', to: ['real@example.net'] });
    expect(email.to).toMatchObject([{ name: 'List', address: 'list@example.net' }]);
  });

  test('headers of lists, priority, own headers and threads', async () => {
    await using it = await open();
    const { octets, email } = await it.arrived({
      replyTo: 'Desk <desk@example.com>',
      inReplyTo: '<1@example.com>',
      references: ['<0@example.com>', '<1@example.com>'],
      priority: 'high',
      headers: { 'X-Job': '42', 'X-Many': ['a', 'b'] },
      list: {
        help: 'help@example.com?subject=help',
        unsubscribe: [{ url: 'https://example.com/u', comment: 'Leave' }],
        id: { url: 'news.example.com', comment: 'News' },
      },
      text: 'x',
    });
    for (const line of [
      'X-Job: 42',
      'X-Many: a',
      'X-Many: b',
      'X-Priority: 1 (Highest)',
      'Importance: High',
      'List-Help: <mailto:help@example.com?subject=help>',
      'List-Unsubscribe: <https://example.com/u> (Leave)',
      'List-ID: "News" <news.example.com>',
    ]) {
      expect(octets.toLowerCase().split('\r\n')).toContain(line.toLowerCase());
    }
    expect(email).toMatchObject({ inReplyTo: '<1@example.com>', references: '<0@example.com> <1@example.com>' });
    expect(email.replyTo).toMatchObject([{ name: 'Desk', address: 'desk@example.com' }]);
  });

  test('alternatives, in order of richness', async () => {
    await using it = await open();
    const { octets } = await it.arrived({
      text: 'plain',
      amp: '<!doctype html><html amp4email></html>',
      html: '<p>html</p>',
      alternatives: [{ contentType: 'text/x-web-markdown', content: '**markdown**' }],
    });
    const types = [...octets.matchAll(/^Content-Type: ([\w/.-]+)/gm)].map(([, type]) => type);
    expect(types).toEqual([
      'multipart/alternative',
      'text/plain',
      'text/x-amp-html',
      'text/html',
      'text/x-web-markdown',
    ]);
  });

  test('DSN', async () => {
    await using it = await open();
    const { mail } = await it.arrived({
      text: 'x',
      dsn: { id: 'job 7', return: 'headers', notify: ['failure', 'delay'] },
    });
    expect(mail.envelope.mailParameters).toMatchObject({ RET: 'HDRS', ENVID: 'job+207' });
    expect(mail.envelope.rcptParameters).toEqual([{ NOTIFY: 'FAILURE,DELAY' }]);
  });
});

describe('attachments of all kinds', () => {
  let folder: string;
  let file: string;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'ehlo-recipes-'));
    file = join(folder, 'from-file.txt');
    await writeFile(file, 'from a file');
  });
  afterAll(() => rm(folder, { recursive: true }));

  test.each<[string, (path: string) => NonNullable<SendMailOptions['attachments']>[number], string | null, string]>([
    ['a path', (path) => ({ path }), 'from-file.txt', 'from a file'],
    [
      'a stream',
      () => ({ filename: 's.txt', content: Readable.from(['streamed ', 'text']) }),
      's.txt',
      'streamed text',
    ],
    ['a stream of a file', (path) => ({ filename: 'f.txt', content: createReadStream(path) }), 'f.txt', 'from a file'],
    ['a buffer', () => ({ filename: 'b.bin', content: Buffer.from('octets') }), 'b.bin', 'octets'],
    ['a string', () => ({ filename: 'ünï.txt', content: 'text' }), 'ünï.txt', 'text'],
    ['a data: URL', () => ({ filename: 'd.txt', path: 'data:text/plain;base64,ZGF0YQ==' }), 'd.txt', 'data'],
    [
      'an encoded string',
      () => ({ filename: 'h.txt', content: '68 65 78'.replaceAll(' ', ''), encoding: 'hex' }),
      'h.txt',
      'hex',
    ],
    ['raw MIME', () => ({ raw: 'Content-Disposition: attachment; filename=r.txt\r\n\r\nraw' }), 'r.txt', 'raw'],
  ])('%s', async (_name, attachment, filename, content) => {
    await using it = await open();
    const { email } = await it.arrived({ text: 'see', attachments: [attachment(file)] });
    expect(email.text?.trim()).toBe('see');
    expect(email.attachments).toHaveLength(1);
    expect(email.attachments[0]?.filename).toBe(filename);
    expect(text(email.attachments[0]?.content).replace(/\r?\n$/, '')).toBe(content);
  });
});

describe('DKIM: the signature holds for what arrived, and for nothing else', () => {
  const { privateKey, publicKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
  const dkim = {
    domainName: 'example.com',
    keySelector: 's1',
    privateKey: privateKey.export({ type: 'pkcs8', format: 'pem' }) as string,
  };
  const mail = { subject: 'Signed', text: 'two  blanks \nand lines\n\n\n', html: '<p>ü</p>' };

  test.each<[string, Partial<AccountOptions>, SendMailOptions, SendMailOptions?]>([
    ['of the mail', {}, { ...mail, dkim }],
    ['of the defaults', {}, mail, { dkim }],
    ['of the transport', { dkim }, mail],
  ])('%s', async (_name, account, message, defaults = {}) => {
    await using it = await open({}, account, defaults);
    const { octets } = await it.arrived(message);
    expect(isSigned(octets, publicKey)).toBe(true);
    expect(isSigned(octets.replace('Subject: Signed', 'Subject: Forged'), publicKey)).toBe(false);
    expect(isSigned(octets.replace('and lines', 'and  words'), publicKey)).toBe(false);
  });
});
