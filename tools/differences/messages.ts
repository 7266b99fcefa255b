import { Readable } from 'node:stream';
import type { MailMessage } from '@ehlo/core';
import fc from 'fast-check';
import { copyOf, randomMail } from '../../packages/core/test/random-mail.js';

/** What is drawn by chance where the message does not give it. */
const drawn = fc.subarray(['messageId', 'date', 'baseBoundary'] as const);

const address = fc.constantFrom(
  'a@example.com',
  'A@EXAMPLE.com',
  'a.@example.com',
  'a..b@example.com',
  '.a@example.com',
  'a b@example.com',
  'a@b@example.com',
  '"a@example.com" <b@example.net>',
  'a@example.com <b@example.net>',
  'x@example.com y@example.net',
  'a(b@example.net)@example.com',
  'a@example.com; b@example.com',
  'a@example.com,, b@example.com,',
  '<a@example.com>',
  '<a@example.com',
  'Name <a@example.com> behind',
  'Name',
  'a@',
  '@example.com',
  'a@localhost',
  'a@127.1',
  'a@exa_mple.com',
  'a@[IPv6:::1]',
  'a@bücher.example',
  '"quoted"@example.com',
  '"two words"@example.com',
  'jürgen@example.com',
  'Undisclosed:;',
  'Group: a@example.com, b@example.com;',
  'A: B: a@example.com;;',
  'a@example.com\r\nBcc: b@example.net',
  'a@example.com\n',
  'a\0@example.com',
  'Name (comment) <a@example.com>',
  '=?utf-8?q?a?= <a@example.com>',
  `${'l'.repeat(65)}@example.com`,
  `a@${'d'.repeat(64)}.com`,
  `a@${'d.'.repeat(126)}com`,
);
const addressField = fc.oneof(
  address,
  fc.array(address, { maxLength: 3 }),
  address.map((one) => ({ name: 'Name', address: one })),
  fc.constantFrom(
    { name: 'a\r\nBcc: b@example.net', address: 'a@example.com' },
    { name: 'N\0', address: 'a@example.com' },
  ),
);
const hostile = fc.constantFrom(
  'a\r\nBcc: hidden@example.net',
  'a\nb',
  'a\rb',
  'a\0b',
  'tab\tbed',
  'bell\u0007',
  'del\u007f',
  'next\u0085line',
  'separator\u2028line',
  'a'.repeat(1200),
  '',
  ' ',
);
// A boundary has at most 70 characters (RFC 2046 5.1.1).
const short = (text: string): boolean => text.length < 70;
const longLine = fc.constantFrom('x'.repeat(998), 'x'.repeat(999), 'ü'.repeat(600), `${'x'.repeat(1100)}\nb`);
const octets = fc.oneof(
  longLine,
  fc.constantFrom('\r', '\n', 'a\rb', '.\n.', '..', 'a\0b', '\n.\n', 'end without', 'ä'),
);

/** Content that becomes a stream of these pieces, a new one for each side: a stream can be read once. */
export class Streamed {
  constructor(readonly pieces: readonly Buffer[]) {}
}
const piece = fc.oneof(
  fc.constantFrom('\r', '\n', '\r\n', '.', '\r\n.', 'ü', 'line\r\n').map((text) => Buffer.from(text)),
  fc.uint8Array({ minLength: 1, maxLength: 200 }).map((bytes) => Buffer.from(bytes)),
);
const streamed = fc.array(piece, { minLength: 1, maxLength: 12 }).map((pieces) => new Streamed(pieces));
/** Not wrong at all, and read while it is sent. */
const streams = fc.record(
  {
    text: streamed,
    html: streamed,
    attachments: fc.array(
      fc.record(
        {
          content: streamed,
          filename: fc.constantFrom('a.txt', 'ünï.bin'),
          contentTransferEncoding: fc.constantFrom('7bit', '8bit', 'base64', 'quoted-printable'),
        },
        { requiredKeys: ['content'] },
      ),
      { minLength: 1, maxLength: 2 },
    ),
  },
  { requiredKeys: [] },
);

/** What programs hand to a mail library by mistake, by habit or by an attacker's will. Each stands over a random message. */
const oddities = fc.record(
  {
    from: addressField,
    to: addressField,
    cc: addressField,
    bcc: addressField,
    sender: addressField,
    replyTo: addressField,
    subject: hostile,
    messageId: fc.oneof(hostile, fc.constantFrom('no brackets', '<a@b> <c@d>', 'ü@example.com')),
    inReplyTo: fc.oneof(hostile, fc.constantFrom('no@brackets')),
    references: fc.oneof(hostile, fc.constantFrom('<a@b> <c@d>', 'a@b c@d')),
    date: fc.constantFrom(new Date(Number.NaN), 'not a date', 0, 'Mon, 1 Jan 2024\r\nX: y'),
    headers: fc.oneof(
      fc.dictionary(
        fc.constantFrom('X-A', 'x a', 'X-B:', 'X\r\nY', 'Bcc', 'To', 'Subject', 'ü', 'Content-Type', 'Message-ID'),
        hostile,
        {
          maxKeys: 2,
        },
      ),
      fc.constant({ 'X-Object': { value: 'a\r\nb' } }),
      fc.constant({ 'X-Prepared': { prepared: true, value: 'a\r\nX-Second: b' } }),
      fc.constant({ Bcc: 'hidden@example.net' }),
      fc.constant({ To: 'other@example.net' }),
    ),
    list: fc.constantFrom(
      { help: 'a\r\nb@example.com' },
      { unsubscribe: { url: 'https://example.com/\r\nX: y', comment: 'c' } },
      { 'x y': 'a@example.com' },
      { id: { url: 'example.com', comment: 'ü' } },
    ),
    envelope: fc.constantFrom(
      { from: 'bounce@example.com', to: 'b@example.net' },
      { from: 'Name <bounce@EXAMPLE.com>', to: ['b@example.net', 'b@example.net', 'B@example.net'] },
      { from: '', to: 'b@example.net' },
      { from: false, to: ['b@example.net'] },
      { to: 'b@example.net' },
      { from: 'a@example.com' },
      { from: 'a@example.com', to: [] },
      { from: 'a@example.com\r\nRCPT TO:<x@example.net>', to: 'b@example.net' },
      { from: 'a@example.com', to: 'b@example.net> NOTIFY=NEVER' },
      { from: 'a@example.com, b@example.com', to: 'b@example.net' },
      { from: 'a@example.com', to: 'jürgen@bücher.example' },
      { from: 'a@example.com', to: 'b@example.net', cc: 'c@example.net', bcc: 'd@example.net' },
      { from: 'a@example.com', to: 'b@example.net', size: 77, use8BitMime: true },
    ),
    dsn: fc.constantFrom(
      { id: 'some-id', return: 'headers', notify: ['failure', 'delay'] },
      { envid: 'a b+c', ret: 'FULL', notify: 'success' },
      { notify: 'never' },
      { notify: ['never', 'success'] },
      { notify: 'sometimes' },
      { return: 'all' },
      { id: 'x\r\ny' },
      { recipient: 'rfc822;a@example.com', notify: 'failure' },
    ),
    text: octets,
    html: octets,
    attachments: fc.array(
      fc.oneof(
        fc.record({ content: octets, contentTransferEncoding: fc.constantFrom('7bit', '8bit', 'binary') }),
        fc.record({ content: fc.constant('x'), filename: hostile }),
        fc.record({ content: fc.constant('x'), cid: hostile }),
        fc.record({ content: fc.constant('x'), contentType: hostile }),
        fc.record({
          content: fc.constant('x'),
          contentDisposition: fc.constantFrom('inline', 'attachment', 'in\r\nline'),
        }),
        fc.record({ content: fc.constant('x'), headers: fc.record({ 'X-A': hostile }) }),
        fc.constantFrom(
          { path: 'http://127.0.0.1:9/' },
          { href: 'http://127.0.0.1:9/' },
          { path: 'data:nothing' },
          {},
          { filename: 'empty.txt' },
          { content: '' },
        ),
        fc.constantFrom({ content: '%%%', encoding: 'base64' }, { content: 'x', encoding: 'unheard-of' }),
      ),
      { minLength: 1, maxLength: 2 },
    ),
    alternatives: fc.array(fc.record({ content: octets, contentType: hostile }, { requiredKeys: ['content'] }), {
      minLength: 1,
      maxLength: 2,
    }),
    icalEvent: fc.constantFrom(
      { method: 'request\r\nX: y', content: 'BEGIN:VCALENDAR' },
      { content: '' },
      { filename: 'a\r\nb', content: 'x' },
    ),
    priority: fc.constantFrom('urgent', 'high\r\nX: y'),
    xMailer: hostile,
    encoding: fc.constantFrom('7bit', '8bit', 'unheard-of'),
    baseBoundary: hostile.filter(short),
    boundaryPrefix: hostile.filter(short),
    newline: fc.constantFrom('unix', 'windows', 'mac'),
    raw: fc.oneof(
      octets,
      fc.constantFrom('Subject: raw\n\nbody', 'Subject: raw\r\nBcc: hidden@example.net\r\n\r\nbody\r\n'),
    ),
    disableFileAccess: fc.boolean(),
    disableUrlAccess: fc.boolean(),
    attachDataUrls: fc.constant(true),
    normalizeHeaderKey: fc.constant((key: string) => key.toUpperCase()),
    auth: fc.constant({ user: 'other', pass: 'word' }),
    amp: octets,
    watchHtml: octets,
    maxRecipients: fc.constantFrom(0, 1),
  },
  { requiredKeys: [] },
);

const kinds = fc.oneof(
  { weight: 3, arbitrary: fc.constant({}) },
  { weight: 1, arbitrary: streams },
  // One or two at a time: more would only hide each other.
  {
    weight: 5,
    arbitrary: fc.tuple(oddities, fc.nat(), fc.nat()).map(([all, first, second]) => {
      const entries = Object.entries(all);
      if (entries.length === 0) return {};
      return Object.fromEntries([entries[first % entries.length]!, entries[second % entries.length]!]);
    }),
  },
);

/** Any message that a program may hand over: what both take, and what one of them refuses. */
export const anyMail = fc.tuple(randomMail, drawn, kinds).map(([mail, without, odd]) => {
  const own = { ...mail } as Record<string, unknown>;
  for (const field of without) delete own[field];
  return { ...own, ...odd } as MailMessage;
});

/** A copy that one side may write into and read. */
export function forSending<T>(value: T): T {
  if (value instanceof Streamed) return Readable.from(value.pieces.map((one) => Buffer.from(one))) as T;
  if (Array.isArray(value)) return value.map(forSending) as T;
  if (value === null || typeof value !== 'object' || Buffer.isBuffer(value) || value instanceof Date)
    return copyOf(value);
  return Object.fromEntries(Object.entries(value).map(([key, entry]) => [key, forSending(entry)])) as T;
}
