import { Readable } from 'node:stream';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { compose } from './compose.js';
import { isMailError, type MailError } from './error.js';
import type { Message } from './message.js';

const mail = { from: 'a@example.com', to: 'b@example.org', subject: 'Hi', text: 'Hi' };
const envelope = { from: 'a@example.com', to: ['b@example.org'] };

function refusal(message: unknown, options?: object): MailError {
  try {
    compose(message as Message, options);
  } catch (error) {
    if (isMailError(error)) return error;
    throw error;
  }
  throw new Error('it was composed');
}

describe('line ends and controls are refused in every field (T6, T9, T10), naming it', () => {
  const slots: [field: string, put: (bad: string) => object][] = [
    ['from', (bad) => ({ from: `a@example.com${bad}` })],
    ['to', (bad) => ({ to: `"b${bad}c"@example.org` })],
    ['to[1]', (bad) => ({ to: ['c@example.org', `${bad}b@example.org`] })],
    ['cc.name', (bad) => ({ cc: { name: `C${bad}`, address: 'c@example.org' } })],
    ['bcc.address', (bad) => ({ bcc: { name: 'C', address: `c${bad}@example.org` } })],
    ['sender', (bad) => ({ sender: `S${bad} <s@example.com>` })],
    ['replyTo', (bad) => ({ replyTo: `r@example.com (${bad})` })],
    ['envelope.from', (bad) => ({ envelope: { from: `a${bad}@example.com`, to: 'b@example.org' } })],
    ['envelope.to[2]', (bad) => ({ envelope: { from: 'a@b.c', to: ['b@b.c', 'c@b.c', `d@b.c${bad}`] } })],
    ['subject', (bad) => ({ subject: `one${bad}Bcc: c@example.org` })],
    ['messageId', (bad) => ({ messageId: `<a${bad}@b>` })],
    ['inReplyTo', (bad) => ({ inReplyTo: `<a${bad}@b>` })],
    ['references[1]', (bad) => ({ references: ['<a@b>', `<${bad}c@d>`] })],
    ['date', (bad) => ({ date: `today${bad}` })],
    ['xMailer', (bad) => ({ xMailer: `x${bad}` })],
    ['priority', (bad) => ({ priority: `high${bad}` })],
    ['encoding', (bad) => ({ encoding: `base64${bad}` })],
    ['baseBoundary', (bad) => ({ baseBoundary: `b${bad}` })],
    ['boundaryPrefix', (bad) => ({ boundaryPrefix: `b${bad}` })],
    ['headers.X-Foo', (bad) => ({ headers: { 'X-Foo': `a${bad}` } })],
    ['headers.X-Foo[1]', (bad) => ({ headers: { 'X-Foo': ['a', `a${bad}`] } })],
    ['headers.X-Foo.value', (bad) => ({ headers: { 'X-Foo': { prepared: true, value: `a${bad}` } } })],
    ['headers[0]', (bad) => ({ headers: [{ key: 'X-Foo', value: `a${bad}` }] })],
    ['headers[0]', (bad) => ({ headers: [{ key: `X-Foo${bad}`, value: 'a' }] })],
    ['headers', (bad) => ({ headers: { [`X${bad}Foo`]: 'a' } })],
    ['headers', (bad) => ({ headers: { key: 'X-Foo', value: `a${bad}` } })],
    ['headers.To', (bad) => ({ to: undefined, headers: { To: `b@example.org${bad}` } })],
    ['list.help', (bad) => ({ list: { help: `a@b${bad}` } })],
    ['list.help.url', (bad) => ({ list: { help: { url: `b${bad}`, comment: 'c' } } })],
    ['list.help.comment', (bad) => ({ list: { help: [[{ url: 'b', comment: `c${bad}` }]] } })],
    ['list', (bad) => ({ list: { [`help${bad}`]: 'a@b' } })],
    ['otp.code', (bad) => ({ otp: { code: `1${bad}`, origin: 'https://example.com' } })],
    ['attachments[0].filename', (bad) => ({ attachments: [{ content: 'x', filename: `a${bad}.txt` }] })],
    ['attachments[0].cid', (bad) => ({ attachments: [{ content: 'x', cid: `a${bad}` }] })],
    ['attachments[0].contentType', (bad) => ({ attachments: [{ content: 'x', contentType: `text/plain${bad}` }] })],
    [
      'attachments[0].contentDisposition',
      (bad) => ({ attachments: [{ content: '', contentDisposition: `in${bad}` }] }),
    ],
    ['attachments[0].contentTransferEncoding', (bad) => ({ attachments: [{ contentTransferEncoding: `7bit${bad}` }] })],
    ['attachments[0].headers.X-A', (bad) => ({ attachments: [{ content: 'x', headers: { 'X-A': `a${bad}` } }] })],
    ['attachments[0].path', (bad) => ({ attachments: [{ path: `/tmp/a${bad}` }] })],
    ['attachments[0].path', (bad) => ({ attachments: [{ path: `data:text/plain${bad};base64,AAAA` }] })],
    ['alternatives[0].contentType', (bad) => ({ alternatives: [{ content: 'x', contentType: `text/x${bad}` }] })],
    ['icalEvent.method', (bad) => ({ icalEvent: { content: 'x', method: `PUBLISH${bad}` } })],
    ['icalEvent.filename', (bad) => ({ icalEvent: { content: 'x', filename: `a${bad}` } })],
    ['text.headers.X-A', (bad) => ({ text: { content: 'x', headers: { 'X-A': bad } } })],
    ['dkim.keySelector', (bad) => ({ dkim: { domainName: 'a.b', keySelector: `s${bad}`, privateKey: 'k' } })],
    ['deliveryStatus.envelopeId', (bad) => ({ deliveryStatus: { envelopeId: `id${bad}` } })],
    ['deliveryStatus.envelopeId', (bad) => ({ dsn: { id: `id${bad}` } })],
  ];
  const bad = ['\r\n', '\n', '\r', '\0', '\t', '\x1b', '\x7f', '\u0085', '\u2028', '\u2029'];

  it.each(slots)('%s', (field, put) => {
    for (const control of bad) {
      const error = refusal({ ...mail, ...put(control) });
      expect(['ENVELOPE_INVALID', 'MESSAGE_INVALID']).toContain(error.code);
      expect(error.phase).toBe('settings');
      expect(error.field?.startsWith(field), `${error.field} for ${field}`).toBe(true);
      expect(hasLineEnd(error.message), JSON.stringify(error.message)).toBe(false);
    }
  });

  it('in a raw message’s envelope', () => {
    for (const control of bad) {
      expect(refusal({ envelope: { ...envelope, from: `a@b.c${control}` }, raw: 'x' }).field).toBe('envelope.from');
      expect(refusal({ envelope: { ...envelope, to: ['a@b.c', `${control}a@b.c`] }, raw: 'x' }).field).toBe(
        'envelope.to[1]',
      );
    }
  });
});

function hasLineEnd(text: string): boolean {
  return /[\r\n\0\u0085\u2028\u2029]/.test(text);
}

describe('sender and recipients', () => {
  it.each([
    ['no sender', { ...mail, from: undefined }, 'from'],
    ['only a Sender', { ...mail, from: undefined, sender: 's@example.com' }, 'from'],
    ['no recipient', { ...mail, to: undefined }, 'to'],
    ['an empty list', { ...mail, to: [] }, 'to'],
    ['an empty group', { ...mail, to: 'undisclosed-recipients:;' }, 'to'],
    ['an envelope without recipients', { ...mail, envelope: { from: 'a@b.c' } }, 'envelope.to'],
    ['an envelope whose sender was forgotten', { ...mail, envelope: { to: 'a@b.c' } }, 'envelope.from'],
    ['an envelope with two senders', { ...mail, envelope: { from: 'a@b.c, d@e.f', to: 'a@b.c' } }, 'envelope.from'],
    ['a raw message without recipients', { raw: 'x', envelope: { from: 'a@b.c', to: [] } }, 'envelope.to'],
    ['a group object, which nodemailer does not read', { ...mail, to: { name: 'g', group: [] } }, 'to'],
    ['a number', { ...mail, to: 7 }, 'to'],
  ])('%s', (_name, message, field) => {
    expect(refusal(message)).toMatchObject({ code: 'ENVELOPE_INVALID', field });
  });

  it('takes the null reverse-path where it is spelled', () => {
    for (const from of ['', false]) {
      expect(compose({ ...mail, envelope: { from, to: 'b@example.org' } } as Message).envelope.from).toBe('');
    }
    expect(compose({ envelope: { from: '', to: ['b@example.org'] }, raw: 'x' }).envelope.from).toBe('');
  });
});

describe('content from elsewhere (T33)', () => {
  const url = 'https://127.0.0.1/secret';
  const path = '/etc/hostname';
  const slots = (source: object): [string, object][] => [
    ['text', { text: source }],
    ['html', { html: source }],
    ['watchHtml', { watchHtml: source }],
    ['amp', { amp: source }],
    ['icalEvent', { icalEvent: source }],
    ['raw', { raw: source, envelope }],
    ['alternatives[0]', { alternatives: [source] }],
    ['attachments[0]', { attachments: [source] }],
    ['attachments[0].content', { attachments: [{ content: source }] }],
    ['attachments[0].raw', { attachments: [{ raw: source }] }],
    ['html.content', { html: { content: source } }],
    ['icalEvent.raw', { icalEvent: { raw: source } }],
  ];

  it.each(slots({ href: url }))('a URL in %s is refused, unless permitted', (field, put) => {
    expect(refusal({ ...mail, ...put })).toMatchObject({ code: 'MESSAGE_INVALID', field: `${field}.href` });
    expect(compose({ ...mail, ...put } as Message, { allowUrlAttachments: true }).body).toBeTypeOf('function');
  });

  it.each(slots({ path }))('a file in %s is read, unless forbidden', (field, put) => {
    expect(refusal({ ...mail, ...put }, { allowFileAttachments: false })).toMatchObject({ field: `${field}.path` });
    expect(compose({ ...mail, ...put } as Message).body).toBeTypeOf('function');
  });

  it('a path that is a URL is a URL', () => {
    expect(refusal({ ...mail, attachments: [{ path: url }] }).field).toBe('attachments[0].path');
    expect(refusal({ ...mail, attachments: [{ path: 'HTTP://x' }] }).field).toBe('attachments[0].path');
  });

  it('nodemailer itself is told too, and a message can only close an access', async () => {
    const composed = compose({ ...mail, attachments: [{ path }], disableFileAccess: true });
    await expect(read(composed.body as () => AsyncIterable<Uint8Array>)).rejects.toThrow('File access rejected');
    expect(refusal({ ...mail, disableUrlAccess: false, attachments: [{ href: url }] }).field).toBe(
      'attachments[0].href',
    );
  });
});

async function read(body: () => AsyncIterable<Uint8Array>): Promise<Buffer> {
  return Buffer.concat(await Readable.from(body()).toArray());
}

it.each([
  ['auth', { auth: { user: 'u', pass: 'secret' } }],
  ['text', { text: 7 }],
  ['text', { text: { contents: 'x' } }],
  ['attachments[0].content', { attachments: [{ content: 7 }] }],
  ['attachments[0].content', { attachments: [{ content: {} }] }],
  ['attachments[0]', { attachments: ['x'] }],
  ['attachments[0].path', { attachments: [{ path: 'data:no-comma' }] }],
  ['attachments[0].cid', { attachments: [{ content: 'x', cid: 7 }] }],
  ['headers.a b', { headers: { 'a b': 'x' } }],
  ['headers.X:', { headers: { 'X:': 'x' } }],
  ['headers.X-O', { headers: { 'X-O': { toString: () => 'a\r\nb' } } }],
  ['date', { date: new Date(Number.NaN) }],
  ['newline', { newline: 'x\r\n' }],
  ['deliveryStatus.notify', { deliveryStatus: { notify: ['success', 'never'] } }],
  ['deliveryStatus.return', { deliveryStatus: { return: 'all' } }],
  ['dsn.recipient', { dsn: { recipient: 'a@b' } }],
  ['dkim.privateKey', { dkim: { domainName: 'a.b', keySelector: 's', privateKey: 'secret' } }],
  ['attachDataUrls', { attachDataUrls: true, html: { path: '/x' } }],
])('refuses %s of %j', (field, put) => {
  const error = refusal({ ...mail, ...put });
  expect(error).toMatchObject({ code: 'MESSAGE_INVALID', field });
  expect(`${error.message} ${JSON.stringify(error)}`).not.toContain('secret');
});

it('no header of any name and value makes a line of its own (T10)', { timeout: 120_000 }, () => {
  const text = fc.string({ unit: 'binary', maxLength: 20 });
  fc.assert(
    fc.property(text, text, (name, value) => {
      try {
        const octets = Buffer.from(compose({ ...mail, headers: { [name]: value } }).body as Uint8Array).toString();
        const [head] = octets.split('\r\n\r\n');
        expect(octets.replaceAll('\r\n', '')).not.toMatch(/[\r\n]/);
        for (const line of head!.split('\r\n')) expect(line).toMatch(/^([!-9;-~]+:|[ \t])/);
      } catch (error) {
        if (!isMailError(error)) throw error;
      }
    }),
    { numRuns: 500 },
  );
});
