import type { MailMessage } from '@ehlo/core';
import fc from 'fast-check';

const LETTERS = 'abc XYZ 019 .,;:!?=_-()<>@"\'\\/[]{}';
const FOREIGN = ['ä', 'õ', 'ß', 'é', '中', '文', '邮', '件', 'Ж', '😀', '\u200d', '\u00a0', 'ﬁ', '\ud800'];
const unit = fc.oneof({ weight: 8, arbitrary: fc.constantFrom(...LETTERS) }, fc.constantFrom(...FOREIGN));
const BREAKS = ['\n', '\r\n', '\r', ' \n', '\t\r\n', '\n\n', '\r\n.\r\n', '.', '=', '=3D', '\0', '\u007f', '\x0b'];
const inBody = fc.oneof({ weight: 20, arbitrary: unit }, fc.constantFrom(...BREAKS));

const line = fc.oneof(
  fc.array(unit, { maxLength: 12 }).map((units) => units.join('')),
  fc.array(fc.constantFrom(...LETTERS), { maxLength: 120 }).map((units) => units.join('')),
);
const filled = line.filter((text) => text.trim() !== '');
const body = fc.oneof(
  { weight: 12, arbitrary: fc.array(inBody, { maxLength: 300 }).map((units) => units.join('')) },
  // Plain lines, short or long.
  {
    weight: 6,
    arbitrary: fc
      .array(fc.constantFrom('lorem ipsum dolor sit amet, ', '\r\n', '\n'), { maxLength: 60 })
      .map((words) => words.join('')),
  },
  // Longer than the slices in which nodemailer encodes, and than the length up to which it looks for long lines.
  {
    weight: 1,
    arbitrary: fc
      .tuple(fc.array(inBody, { minLength: 5, maxLength: 60 }), fc.integer({ min: 1000, max: 6000 }))
      .map(([units, times]) => units.join('').repeat(times).slice(0, 150_000)),
  },
);
const bytes = fc.oneof(
  fc.uint8Array({ maxLength: 400 }).map((octets) => Buffer.from(octets)),
  body.map((text) => Buffer.from(text)),
);
const content = fc.oneof(body, bytes);
const local = fc.constantFrom('a', 'b.c', 'x+y', '"q q"', '"@"', 'jürgen', '用户', "o'neil", 'A=B');
const domain = fc.constantFrom('example.com', 'EXAMPLE.Org', 'jõgeva.ee', 'xn--jgeva-dua.ee', '例え.jp', '[127.0.0.1]');
const bare = fc.tuple(local, domain).map((parts) => parts.join('@'));
const name = line.map((text) => text.replace(/[\\":<>()[\],;@]/g, '').trim());
const mailbox = fc.oneof(
  bare,
  fc.tuple(name, bare).map(([display, address]) => ({ name: display, address })),
  fc.tuple(line, bare).map(([display, address]) => `${JSON.stringify(display.replace(/["\\]/g, ''))} <${address}>`),
);
const oneString = fc.array(bare, { minLength: 1, maxLength: 3 }).map((list) => list.join(', '));
const group = fc
  .tuple(fc.array(bare, { maxLength: 3 }), bare)
  .map(([list, last]) => `Group: ${list.join(', ')};, ${last}`);
const recipients = fc.oneof(mailbox, oneString, group, fc.array(mailbox, { minLength: 1, maxLength: 4 }));

const headerName = fc.constantFrom(
  'X-Foo',
  'x-bar-id',
  'Reply-By',
  'X-SMTPAPI',
  'mime-version',
  'List-Foo',
  'Comments',
);
const headerValue = fc.oneof(
  line,
  fc.integer(),
  fc.array(line, { maxLength: 3 }),
  fc.record({ prepared: fc.boolean(), foldLines: fc.boolean(), value: line }),
);
const headers = fc.oneof(
  fc.dictionary(headerName, headerValue, { maxKeys: 4 }),
  fc.array(fc.record({ key: headerName, value: line }), { maxLength: 4 }),
);
const listEntry = fc.oneof(
  fc.constant('https://example.com/u?a=1'),
  fc.constant('help@example.com'),
  fc.record({ url: fc.constant('example.com'), comment: line }),
);
const list = fc.record(
  { help: listEntry, unsubscribe: fc.array(listEntry, { maxLength: 3 }), id: listEntry },
  { requiredKeys: [] },
);
const type = fc.constantFrom(
  'text/plain',
  'text/html; charset=iso-8859-1',
  'image/png',
  'message/rfc822',
  'application/x-ü',
  'multipart/mixed',
);
const described = fc.record(
  {
    content,
    filename: fc.oneof(filled, fc.constant(false as const)),
    contentType: type,
    contentTransferEncoding: fc.constantFrom('7bit', '8bit', 'base64', 'quoted-printable', false as const),
    headers,
  },
  { requiredKeys: ['content'] },
);
const dataUrl = fc.tuple(fc.constantFrom('', 'text/plain', 'image/gif;charset=utf-8'), bytes).map(([media, data]) => ({
  path: `data:${media};base64,${data.toString('base64')}`,
}));
const encoded = fc.tuple(bytes, fc.constantFrom('base64' as const, 'hex' as const)).map(([data, encoding]) => ({
  content: data.toString(encoding),
  encoding,
}));
const attachment = fc.oneof(
  described,
  dataUrl,
  encoded,
  fc.record({ content, cid: filled, contentType: fc.constantFrom('image/png', 'text/plain') }),
  fc.record({ raw: content }),
  fc.record({
    content,
    filename: fc.constantFrom('a.PDF', 'ünï.txt', 'no extension', 'q"uo\\te.eml', 'x.eml', '../up/a.png'),
  }),
);
const some = content.filter((value) => value.length > 0);
// nodemailer itself fails on a body of `{ content: '' }`.
const part = fc.oneof(
  content,
  fc.record({ content: some }),
  fc.record({ raw: some }),
  encoded.filter((value) => value.content !== ''),
  dataUrl,
);
const messageId = fc.constantFrom('<1@example.com>', '2@example.com', '<ü@example.com>');

const fields = fc.record(
  {
    from: mailbox,
    to: recipients,
    cc: recipients,
    bcc: recipients,
    sender: mailbox,
    replyTo: recipients,
    subject: line,
    inReplyTo: messageId,
    references: fc.oneof(messageId, fc.array(messageId, { maxLength: 3 })),
    messageId,
    date: fc.constantFrom(new Date(0), new Date(1_700_000_000_000), 'Tue, 1 Jan 2030 00:00:00 +0800'),
    text: part,
    html: part,
    watchHtml: part,
    amp: part,
    icalEvent: fc.oneof(
      content,
      fc.record({
        content: content.filter((value) => value.length > 0),
        method: fc.constantFrom('request', 'PUBLISH'),
        filename: filled,
      }),
    ),
    alternatives: fc.array(fc.oneof(described, dataUrl, encoded), { maxLength: 2 }),
    attachments: fc.array(attachment, { maxLength: 4 }),
    headers,
    list,
    priority: fc.constantFrom('high', 'low', 'normal'),
    xMailer: filled,
    encoding: fc.constantFrom('base64', 'quoted-printable'),
    textEncoding: fc.constantFrom('Q' as const, 'B' as const, 'base64' as const),
    baseBoundary: fc.constantFrom('fixed', 'fïxed', 'a b'),
    boundaryPrefix: fc.constantFrom('--_Own', 'p"q', 'ü'),
    raw: some,
  },
  { requiredKeys: ['from', 'to', 'messageId', 'date', 'baseBoundary'] },
);

/**
 * Messages of every kind that nodemailer composes, with all that it draws by chance (Date, Message-ID, boundary) given.
 * `raw` takes the place of all else, so it is kept rare.
 */
export const randomMail = fc
  .tuple(fields, fc.integer({ min: 0, max: 19 }))
  .map(([mail, dice]) => (dice === 0 ? mail : { ...mail, raw: undefined })) as fc.Arbitrary<MailMessage>;

/** A copy for each side that composes: nodemailer writes into what it is given. */
export function copyOf<T>(value: T): T {
  if (Buffer.isBuffer(value)) return Buffer.from(value) as T;
  if (Array.isArray(value)) return value.map(copyOf) as T;
  if (typeof value !== 'object' || value === null || value instanceof Date) return value;
  return Object.fromEntries(Object.entries(value).map(([key, entry]) => [key, copyOf(entry)])) as T;
}

const word = fc.constantFrom('Ann', 'b2b', 'van_der', 'X', 'Weber');
const plainAddress = fc
  .tuple(
    fc.constantFrom('a', 'b.c', 'x+y', 'first_last-2'),
    fc.constantFrom('example.com', 'mx.example.org', '127.0.0.io'),
  )
  .map((parts) => parts.join('@'));
const plainMailbox = fc.oneof(
  plainAddress,
  fc.tuple(fc.array(word, { maxLength: 3 }), plainAddress).map(([words, address]) => `${words.join(' ')} <${address}>`),
  fc.record({ name: fc.array(word, { maxLength: 3 }).map((words) => words.join(' ')), address: plainAddress }),
);
const plainList = fc.array(plainMailbox, { minLength: 1, maxLength: 5 });
const plainRecipients = fc.oneof(
  plainMailbox,
  plainList,
  fc.array(plainAddress, { minLength: 1, maxLength: 4 }).map((list) => list.join(', ')),
);

const plainFields = {
  from: plainMailbox,
  to: plainRecipients,
  cc: plainRecipients,
  bcc: plainRecipients,
  sender: plainMailbox,
  replyTo: plainRecipients,
  subject: fc.oneof(
    line,
    fc.constantFrom('Hello', 'Your invoice of 2026', ' spaced ', '=?utf-8?Q?no?=', 'x'.repeat(90)),
  ),
  inReplyTo: messageId,
  references: fc.oneof(messageId, fc.array(messageId, { maxLength: 3 })),
  messageId,
  headers,
  list,
  priority: fc.constantFrom('high' as const, 'low' as const),
};
const plainText = fc
  .array(fc.constantFrom('Dear reader,', 'a line of text', 'x'.repeat(76), '.', '', 'tab\there', ' '), {
    maxLength: 20,
  })
  .chain((lines) => fc.constantFrom('\r\n', '\n').map((end) => lines.join(end)));

/** Messages as most people write them, with a given Message-ID, Date and boundary. */
export const ordinaryMail = (date: Date | undefined): fc.Arbitrary<MailMessage> =>
  fc
    .record(
      {
        ...plainFields,
        text: fc.oneof({ weight: 4, arbitrary: plainText }, content),
        html: body,
        attachments: fc.array(attachment, { maxLength: 2 }),
      },
      { requiredKeys: ['from', 'to', 'messageId', 'text'] },
    )
    .map((mail) => ({ ...mail, ...(date && { date }), baseBoundary: 'fixed' }) as MailMessage);

/** What may differ between the mails of one content. */
export const ordinaryHeader = fc.record(plainFields, {
  requiredKeys: ['from', 'to', 'messageId'],
}) as fc.Arbitrary<MailMessage>;
