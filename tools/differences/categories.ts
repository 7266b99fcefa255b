import type { MailMessage } from '@ehlo/core';
import type { ReceivedEnvelope } from '@ehlo/sandbox';
import type { Refused } from './senders.js';

/** A difference that is meant, as docs/nodemailer.md tells it. */
export interface Category {
  readonly id: string;
  readonly nodemailer: string;
  readonly ehlo: string;
  readonly because: string;
  /** The least message that shows it; the run begins with it. */
  readonly example: MailMessage;
  /** Only where a message is given to Ehlo itself: the plugin sends what nodemailer composed. */
  readonly ownSendOnly?: true;
  readonly shows: Shows;
}

/** What makes the two sides the same where this is all that differs, or which refusal it is. */
export type Shows =
  /** Of MAIL. */
  | { readonly parameter: 'SIZE' | 'BODY' | 'SMTPUTF8' }
  | { readonly octets: (text: string) => string }
  | { readonly envelope: (envelope: ReceivedEnvelope) => ReceivedEnvelope }
  | { readonly refusedBy: 'nodemailer' | 'Ehlo'; readonly fits: (refused: Refused, mail: MailMessage) => boolean };

const plain = { from: 'a@example.com', to: 'b@example.net', text: 'Hello.' };
const addressField =
  /^(?:envelope\.)?(?:from|to|cc|bcc|sender|replyTo|headers\.(?:from|to|cc|bcc|sender|reply-to))(?:[.[]|$)/i;

/** Differences of what arrives. */
export const sent: readonly Category[] = [
  {
    id: 'SIZE is told',
    nodemailer: 'MAIL without SIZE, unless the mail gives `envelope.size`.',
    ehlo: '`SIZE=` with the number of octets, where the server offers it and the message is no stream.',
    because: 'A server that will not take a message of this size says so before it travels (RFC 1870 3).',
    example: plain,
    shows: { parameter: 'SIZE' },
  },
  {
    id: 'BODY=8BITMIME where it is true',
    nodemailer: 'Only with `envelope.use8BitMime`.',
    ehlo: 'Whenever octets over 127 are in the message, or it is a stream that was not read yet.',
    because: 'Without it a message is promised to be ASCII (RFC 6152 3), and a relay may spoil the other octets.',
    example: { ...plain, raw: 'Subject: 8 bit\r\n\r\n\u00fc\r\n' },
    shows: { parameter: 'BODY' },
  },
  {
    id: 'SMTPUTF8 for headers too',
    nodemailer: 'Only where an address of the envelope is not ASCII.',
    ehlo: 'Also where a header holds UTF-8, such as an address of From that is not in the envelope.',
    because: 'Such headers are only allowed in a message that was sent with SMTPUTF8 (RFC 6531 3.4).',
    example: { ...plain, replyTo: 'j\u00fcrgen@example.com' },
    shows: { parameter: 'SMTPUTF8' },
  },
  {
    id: 'Domains as A-labels',
    nodemailer: 'A domain stays in Unicode where the part before the @ is not ASCII.',
    ehlo: 'Domains in MAIL and RCPT are A-labels (`xn--`), always.',
    because: 'Both are valid, and every server knows the A-label; headers keep what nodemailer writes.',
    example: { ...plain, to: 'j\u00fcrgen@b\u00fccher.example' },
    shows: { envelope: (it) => once({ ...it, from: domain(it.from), to: it.to.map(domain) }) },
  },
  {
    id: 'Quotes that are not needed',
    nodemailer:
      '`{ address: \'"quoted"@example.com\' }` keeps its quotes in MAIL and RCPT; in a list they are taken off.',
    ehlo: 'Quotes stand only where they are needed.',
    because: 'The two forms are the same mailbox, and quotes are to be left out (RFC 5321 4.1.2).',
    example: { ...plain, to: { name: 'Name', address: '"quoted"@example.com' } },
    shows: { envelope: (it) => ({ ...it, from: unquoted(it.from), to: it.to.map(unquoted) }) },
  },
  {
    id: 'IPv6 literals',
    nodemailer: '`a@[ipv6:::1]`, in lower case.',
    ehlo: '`a@[IPv6:::1]`.',
    because: 'RFC 5321 4.1.3 spells the tag so, and some servers (the sandbox is one) refuse the recipient otherwise.',
    example: { ...plain, cc: { name: 'Name', address: 'a@[IPv6:::1]' } },
    shows: { envelope: (it) => only(it, (address) => !address.includes('@[IPv6:')) },
  },
  {
    id: 'Order of recipients',
    nodemailer: 'Recipients that stand in custom headers come first.',
    ehlo: 'To, Cc, Bcc.',
    because: 'Their order means nothing.',
    example: { ...plain, headers: { Bcc: 'c@example.net' } },
    shows: { envelope: (it) => ({ ...it, to: [...it.to].sort() }) },
  },
  {
    id: 'No line end is added',
    nodemailer: 'A `raw` message that does not end with a line end is given one.',
    ehlo: 'One that comes with its `envelope` travels over BDAT as it is; DATA cannot do without.',
    because: 'BDAT counts octets (RFC 3030 2), and what was not asked for is not added.',
    example: { ...plain, raw: 'Subject: raw\r\n\r\nbody', envelope: { from: 'a@example.com', to: 'b@example.net' } },
    ownSendOnly: true,
    shows: { octets: (text) => text.replace(/\r\n$/, '') },
  },
  {
    id: 'Message-ID before Date',
    nodemailer: 'A mail with a `date` and no `messageId` has Date first.',
    ehlo: 'Message-ID first.',
    because:
      'Ehlo draws the Message-ID before it composes, so that the receipt has it. Their order means nothing (RFC 5322 3.6).',
    example: { ...plain, date: new Date(0) },
    ownSendOnly: true,
    shows: { octets: (text) => text.replace(/^(Message-ID: \(drawn\)\r\n)(Date: .*\r\n)/im, '$2$1') },
  },
];

/** What nodemailer sends and Ehlo refuses before anybody is dialled, and the reverse. */
export const refused: readonly Category[] = [
  {
    id: 'Control characters',
    nodemailer: 'Makes blanks of line ends in a header, a name or a file name, and encodes NUL and its like.',
    ehlo: 'Refuses them and names the field.',
    because:
      'A line end in a header is an injected header. Who meant none gets an error; who meant one gets no mail that says something else.',
    example: { ...plain, subject: 'Hi\r\nBcc: hidden@example.net' },
    shows: { refusedBy: 'Ehlo', fits: ({ message }) => /holds a control character/.test(message) },
  },
  {
    id: 'What is no address',
    nodemailer: 'Finds an address somewhere in the text, or sends to what is left.',
    ehlo: 'Refuses an address that does not parse (RFC 5321 4.1.2, RFC 5322 3.4), or is longer than a path may be (RFC 5321 4.5.3.1). Commas separate addresses, no semicolons.',
    because: 'Parsers that disagree have sent mail to strangers (CVE-2025-13033).',
    example: { ...plain, to: 'x@example.com y@example.net' },
    shows: {
      refusedBy: 'Ehlo',
      fits: ({ code, field, message }) =>
        code === 'ENVELOPE_INVALID' &&
        addressField.test(field ?? '') &&
        !/control character|envelope\.from is missing|more than one/.test(message),
    },
  },
  {
    id: 'One address, two readings',
    nodemailer: 'Takes its own reading: `a@127.1` goes to `a@127.0.0.1`.',
    ehlo: 'Refuses where nodemailer’s parser and its own find different recipients.',
    because: 'As above: nobody can say whom the sender meant.',
    example: { ...plain, to: 'a@127.1' },
    shows: { refusedBy: 'Ehlo', fits: ({ message }) => /can be read as more than one address/.test(message) },
  },
  {
    id: 'An envelope without a sender, or with two',
    nodemailer: 'Sends with the null reverse-path, or with the first.',
    ehlo: 'Refuses. `from: ""` or `false` says the null reverse-path.',
    because: 'An envelope whose `from` was forgotten must not become a bounce: failures would be reported to nobody.',
    example: { ...plain, envelope: { to: 'b@example.net' } },
    shows: {
      refusedBy: 'Ehlo',
      fits: ({ message }) => /^envelope\.from (?:is missing|names more than one)/.test(message),
    },
  },
  {
    id: 'Header names',
    nodemailer: 'Takes out blanks and line ends (`X A` becomes `Xa`), and lets pass what is not ASCII.',
    ehlo: 'Refuses a name that is not printable ASCII without a colon (RFC 5322 3.6.8).',
    because: 'A header of another name than was asked for is worse than an error.',
    example: { ...plain, headers: { 'X A': 'b' } },
    shows: { refusedBy: 'Ehlo', fits: ({ message }) => /is not a header name/.test(message) },
  },
  {
    id: 'A login for one message',
    nodemailer: 'Logs in as the `auth` of the mail; a pool ignores it and sends as its own user.',
    ehlo: 'Refuses `auth` in a mail: make a transport for each account.',
    because: 'A connection is one login (RFC 4954 4), and whoever can write mail options must not choose it.',
    example: { ...plain, auth: { user: 'other', pass: 'word' } },
    shows: { refusedBy: 'Ehlo', fits: ({ field }) => field === 'auth' },
  },
  {
    id: 'Invalid dates',
    nodemailer: 'Writes `Date: Invalid Date` for `new Date(NaN)`.',
    ehlo: 'Refuses it.',
    because: 'No reader can make anything of it, and RFC 5322 3.6.1 wants a date.',
    example: { ...plain, date: new Date(Number.NaN) },
    shows: { refusedBy: 'Ehlo', fits: ({ field, message }) => field === 'date' && /is not a valid date/.test(message) },
  },
  {
    id: 'Content by URL',
    nodemailer: 'Fetches it, unless `disableUrlAccess` is set.',
    ehlo: 'Refuses it, unless `allowUrlAttachments` is set.',
    because: 'Whoever can write mail options must not make this host dial others.',
    example: { ...plain, raw: 'x', attachments: [{ href: 'http://127.0.0.1:9/' }] },
    shows: { refusedBy: 'Ehlo', fits: ({ message }) => /names its content by URL/.test(message) },
  },
  {
    id: 'Words that mean nothing',
    nodemailer: 'Ignores a `newline`, a DSN identifier or a part that it cannot use, or sends it as it is.',
    ehlo: 'Refuses it and names the field.',
    because: 'A misspelt option that is ignored is found by the recipient.',
    example: { ...plain, newline: 'mac' },
    shows: {
      refusedBy: 'Ehlo',
      fits: ({ message }) =>
        /has a value that cannot be used|is a data: URL without content|is neither a string, bytes/.test(message),
    },
  },
  {
    id: 'ORCPT',
    nodemailer: '`dsn.recipient` becomes ORCPT of every recipient.',
    ehlo: 'Refuses it.',
    because: 'ORCPT is the original address of one recipient (RFC 3461 4.2); the same one for all is untrue.',
    example: { ...plain, dsn: { recipient: 'rfc822;a@example.com', notify: 'failure' } },
    shows: { refusedBy: 'Ehlo', fits: ({ field }) => field === 'dsn.recipient' },
  },
  {
    id: 'An IPv6 literal as sender',
    nodemailer: 'As above: `[ipv6:::1]`, which such a server refuses in MAIL.',
    ehlo: '`[IPv6:::1]`.',
    because: 'As above.',
    example: { ...plain, from: 'a@[IPv6:::1]' },
    shows: {
      refusedBy: 'nodemailer',
      fits: ({ message }, { from, envelope }) =>
        /^Mail command failed: 501/.test(message) && JSON.stringify([from, envelope]).includes('@[IPv6:'),
    },
  },
  {
    id: 'Embedded images of html that has yet to be loaded',
    nodemailer: '`attachDataUrls` loads html that is given by path, stream or URL.',
    ehlo: 'Wants the html itself, a string or bytes.',
    because: 'Composition is synchronous, so that a bad message is refused before a connection is made.',
    example: { ...plain, html: { path: 'data:text/html,<p>Hi</p>' }, attachDataUrls: true },
    ownSendOnly: true,
    shows: { refusedBy: 'Ehlo', fits: ({ field }) => field === 'attachDataUrls' },
  },
  {
    id: 'Empty content',
    nodemailer: 'Fails on `{ content: "" }` in place of a body.',
    ehlo: 'Sends an empty part.',
    because: 'A template may well come out empty.',
    example: { ...plain, text: { content: '' } },
    ownSendOnly: true,
    shows: { refusedBy: 'nodemailer', fits: ({ code }) => code === 'ESTREAM' },
  },
];

export const categories: readonly Category[] = [...sent, ...refused];

function domain(address: string): string {
  const at = address.lastIndexOf('@') + 1;
  const name = address.slice(at);
  return at === 0 || name.startsWith('[') ? address : address.slice(0, at) + new URL(`http://${name}`).hostname;
}

function unquoted(address: string): string {
  return address.replace(/^"([A-Za-z0-9.]+)"@/, '$1@');
}

/** Two forms of one address are one recipient. */
function once(envelope: ReceivedEnvelope): ReceivedEnvelope {
  return only(envelope, (address, at) => envelope.to.indexOf(address) === at);
}

function only(envelope: ReceivedEnvelope, keep: (address: string, at: number) => boolean): ReceivedEnvelope {
  return {
    ...envelope,
    to: envelope.to.filter(keep),
    rcptParameters: envelope.rcptParameters.filter((_, at) => keep(envelope.to[at]!, at)),
  };
}
