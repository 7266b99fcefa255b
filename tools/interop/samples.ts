import { createCipheriv } from 'node:crypto';
import { Readable } from 'node:stream';
import type { Envelope, MailMessage, Message } from '@ehlo/core';
import MailComposer from 'nodemailer/lib/mail-composer';
import type { Need } from './server.js';
import { accounts } from './world.js';

/** A message to be sent, and the octets that must arrive. */
export interface Sample {
  readonly name: string;
  /** Extensions that it wants. */
  readonly needs?: readonly Need[];
  /** The one of its kind that is tried where time is short. */
  readonly short?: true;
  /** Milliseconds that it may take, where it is more than for the others. */
  readonly limit?: number;
  make(envelope: Envelope): { readonly message: Message; octets(): Promise<Buffer> };
}

const MEGABYTE = 1024 * 1024;
const DATE = 'Fri, 02 Jan 2026 03:04:05 +0000';

/** Messages that have broken mail software before: each must arrive as it is. */
export const samples: readonly Sample[] = [
  raw('plain text', 'Hello.\r\n'),
  { ...raw('8-bit text', 'Grüße aus Zürich, 你好, привет\r\n'), needs: ['8BITMIME'] },
  {
    ...raw('every octet over 127', Buffer.from(Array.from({ length: 128 }, (_, at) => 128 + at))),
    needs: ['8BITMIME'],
  },
  {
    ...raw('leading dots', '.\r\n..\r\n.a\r\n...\r\n\r\n.\r\nMAIL FROM:<evil@example.com>\r\n.\r\n'),
    short: true,
  },
  raw('lines of 998 octets', `${'x'.repeat(998)}\r\n.${'y'.repeat(997)}\r\n`),
  raw('bare LF and bare CR', 'one\ntwo\rthree\r\n\n.\n.\r.\r\rfour\n\r\n'),
  raw('an empty body', ''),
  raw('no line end at the end', 'The end'),
  composed('a long line, composed', { text: `${'word '.repeat(2_000)}${'w'.repeat(5_000)}` }),
  composed('text, HTML and an image', {
    subject: 'Grüße, 你好',
    text: 'Grüße\n.\n..\n',
    html: '<p>Grüße <img src="cid:dot"></p>',
    attachments: [
      { filename: 'Übersicht 表.bin', content: noise(3_000, 1) },
      { filename: 'dot.png', content: noise(500, 2), cid: 'dot' },
    ],
  }),
  { ...raw('UTF-8 addresses and header', 'Hi.\r\n', 'Subject: 你好\r\nX-Greeting: Grüße'), needs: ['SMTPUTF8'] },
  streamedRaw('25 MB of lines, streamed', 25 * MEGABYTE),
  streamedRaw('100 MB of lines, streamed', 100 * MEGABYTE),
  streamedAttachment('a 25 MB attachment, streamed', 25 * MEGABYTE),
];

/**
 * The fields that a message must have (RFC 5322 3.6), and Message-ID: what is missing a submission server may add
 * (RFC 6409 8), and then the message would not arrive as it was sent.
 */
export function header(subject = 'Subject: raw'): string {
  const from = accounts.plain.user;
  return `${subject}\r\nFrom: ${from}\r\nDate: ${DATE}\r\nMessage-ID: <${nextId()}@ehlo.test>\r\n\r\n`;
}

function raw(name: string, body: string | Buffer, subject?: string): Sample {
  return {
    name,
    make: (envelope) => {
      const octets = Buffer.concat([Buffer.from(header(subject)), Buffer.from(body)]);
      return { message: { envelope, raw: octets }, octets: async () => onTheWire(octets) };
    },
  };
}

/** What nodemailer's own `build()` makes of the same options. */
function composed(name: string, mail: MailMessage): Sample {
  return {
    name,
    make: ({ from, to }) => {
      const whole = { ...fixed(), ...mail, from, to: [...to] };
      return { message: whole, octets: () => build(whole) };
    },
  };
}

/** Text lines with leading dots, in pieces that end anywhere, also between CR and LF. */
function streamedRaw(name: string, size: number): Sample {
  const line = Buffer.from(`.${'0123456789abcdef'.repeat(4)}\u00e9\r\n`);
  const body = (): Buffer => Buffer.alloc(Math.ceil(size / line.length) * line.length, line);
  return {
    name,
    limit: 60_000,
    make: (envelope) => {
      const octets = Buffer.concat([Buffer.from(header('Subject: stream')), body()]);
      return { message: { envelope, raw: pieces(octets) }, octets: async () => octets };
    },
  };
}

function streamedAttachment(name: string, size: number): Sample {
  return {
    name,
    limit: 60_000,
    make: ({ from, to }) => {
      const content = noise(size, 3);
      const mail = { ...fixed(), from, to: [...to], text: 'See the attachment.' };
      const attached = (data: Buffer | Readable): MailMessage => ({
        ...mail,
        attachments: [{ filename: 'noise.bin', content: data }],
      });
      return { message: attached(Readable.from(pieces(content))), octets: () => build(attached(content)) };
    },
  };
}

/** What a composer would choose anew each time, fixed, so that the octets can be told beforehand. */
function fixed(): MailMessage & { readonly baseBoundary: string } {
  return {
    subject: 'composed',
    date: new Date('2026-01-02T03:04:05Z'),
    messageId: `<${nextId()}@ehlo.test>`,
    baseBoundary: 'a-boundary-of-our-own',
  };
}

async function build(mail: MailMessage): Promise<Buffer> {
  return onTheWire(await new MailComposer(mail).compile().build());
}

/** CRLF for every line end, and one at the end: a message on the wire is made of whole lines (RFC 5321 2.3.8). */
function onTheWire(octets: Buffer): Buffer {
  const text = octets.toString('latin1').replace(/\r\n|\r|\n/g, '\r\n');
  return Buffer.from(text.endsWith('\r\n') ? text : `${text}\r\n`, 'latin1');
}

async function* pieces(octets: Buffer): AsyncGenerator<Buffer> {
  // A prime, so that every place in a line is a cut sooner or later.
  const length = 65_521;
  for (let at = 0; at < octets.length; at += length) yield octets.subarray(at, at + length);
}

/** Octets without a pattern, the same each time. */
function noise(size: number, seed: number): Buffer {
  return createCipheriv('aes-128-ctr', Buffer.alloc(16, seed), Buffer.alloc(16)).update(Buffer.alloc(size));
}

let ids = 0;

function nextId(): string {
  return `${process.pid}.${++ids}`;
}
