import type { Tls } from './sinks.js';
import type { SinkName } from './world.js';

/** What is measured: a peer, and in what form it is given its mails. */
export interface Entry {
  /** As the tables name it. */
  readonly name: string;
  /** A file of peers/. */
  readonly peer: 'ehlo' | 'nodemailer' | 'upyo' | 'emailjs' | 'smtp-source';
  readonly form: Form;
  /** Options for Ehlo's transport, and for no other. */
  readonly ehlo?: Readonly<Record<string, unknown>>;
}

/**
 * `composed`: mail options, each message with a text of its own. `raw`: octets that were composed before. `one text`:
 * mail options that differ in the recipient only.
 */
export type Form = 'composed' | 'raw' | 'one text';

export interface Workload {
  /** Names it in the JSON and in what is to be reached. */
  readonly id: string;
  readonly title: string;
  readonly sink: SinkName;
  readonly tls: Tls;
  /** Milliseconds of a round trip. */
  readonly delay: number;
  /** About 1 KB, 30 KB and 25 MB. */
  readonly mail: { readonly kind: 'text' | 'html' | 'large'; readonly recipients: number };
  readonly connections: number;
  /** Messages that a peer with a queue is given at a time, for each connection. */
  readonly depth: number;
  readonly entries: readonly Entry[];
  /** Messages of the first round, from which the others are reckoned. */
  readonly first: number;
  /** Among those of the short form. */
  readonly short: boolean;
}

const ehlo = (form: Form, how = '', options: Entry['ehlo'] = {}): Entry => ({
  name: how === '' ? 'Ehlo' : `Ehlo, ${how}`,
  peer: 'ehlo',
  form,
  ehlo: options,
});
const nodemailer = (form: Form): Entry => ({ name: 'nodemailer', peer: 'nodemailer', form });
const upyo: Entry = { name: '@upyo/smtp', peer: 'upyo', form: 'composed' };
const emailjs: Entry = { name: 'emailjs', peer: 'emailjs', form: 'composed' };
const smtpSource: Entry = { name: 'smtp-source (C)', peer: 'smtp-source', form: 'raw' };

const everybody = [ehlo('composed'), nodemailer('composed'), upyo, emailjs];
const overData = (form: Form) => ehlo(form, 'DATA', { transfer: 'data' });
const overBdat = (form: Form) => ehlo(form, 'BDAT', { transfer: 'bdat' });
const window = (form: Form) => ehlo(form, 'BDAT, window', { transfer: 'bdat', pipelining: 'transactions' });
/** Composed before: the two others take no such message. */
const ready = [ehlo('raw'), nodemailer('raw'), smtpSource];

const base = {
  sink: 'plain',
  tls: 'none',
  delay: 0,
  mail: { kind: 'text', recipients: 1 },
  connections: 5,
  depth: 16,
  entries: everybody,
  first: 100,
  short: false,
} as const satisfies Partial<Workload>;

/** One after another along each axis, from the first two. */
export const workloads: readonly Workload[] = [
  { ...base, id: 'composed', title: '1 KB, composed on the way', short: true },
  {
    ...base,
    id: 'raw',
    title: '1 KB, composed before',
    entries: [...ready.slice(0, 1), overData('raw'), ...ready.slice(1)],
    short: true,
  },
  {
    ...base,
    id: 'one-text',
    title: '1 KB, one text to many, a mail each (`sendMany`)',
    entries: [
      ehlo('one text'),
      nodemailer('one text'),
      { ...upyo, form: 'one text' },
      { ...emailjs, form: 'one text' },
    ],
    short: true,
  },
  { ...base, id: 'connections-1', title: '1 KB, composed on the way, one connection', connections: 1 },
  { ...base, id: 'connections-20', title: '1 KB, composed on the way, 20 connections', connections: 20 },
  {
    ...base,
    id: 'recipients-100',
    title: '1 KB, composed on the way, 100 recipients a message',
    mail: { kind: 'text', recipients: 100 },
    first: 20,
  },
  {
    ...base,
    id: 'html',
    title: '30 KB, HTML with an image, composed on the way',
    mail: { kind: 'html', recipients: 1 },
  },
  {
    ...base,
    id: 'html-raw',
    title: '30 KB, composed before',
    mail: { kind: 'html', recipients: 1 },
    entries: ready,
  },
  {
    ...base,
    id: 'html-one-text',
    title: '30 KB, one text to many, a mail each (`sendMany`)',
    mail: { kind: 'html', recipients: 1 },
    entries: [ehlo('one text'), nodemailer('one text')],
  },
  {
    ...base,
    id: 'large',
    title: '25 MB attached, composed on the way',
    mail: { kind: 'large', recipients: 1 },
    connections: 1,
    depth: 1,
    first: 1,
  },
  {
    ...base,
    id: 'large-raw',
    title: '25 MB, composed before',
    mail: { kind: 'large', recipients: 1 },
    connections: 1,
    depth: 1,
    entries: ready,
    first: 1,
  },
  { ...base, id: 'tls', title: '1 KB, composed on the way, over TLS', tls: 'implicit' },
  {
    ...base,
    id: 'tls-raw',
    title: '1 KB, composed before, over TLS',
    tls: 'implicit',
    entries: [ehlo('raw'), nodemailer('raw')],
  },
  { ...base, id: 'postfix', title: '1 KB, composed on the way, to Postfix', sink: 'postfix' },
  {
    ...base,
    id: 'postfix-raw',
    title: '1 KB, composed before, to Postfix',
    sink: 'postfix',
    entries: [...ready.slice(0, 1), window('raw'), ...ready.slice(1)],
  },
  {
    ...base,
    id: 'postfix-tls',
    title: '1 KB, composed on the way, to Postfix over TLS',
    sink: 'postfix',
    tls: 'implicit',
  },
  ...[10, 30, 100].map(
    (delay): Workload => ({
      ...base,
      id: `delay-${delay}`,
      title: `1 KB, composed on the way, ${delay} ms of round trip`,
      delay,
      entries: [overData('composed'), overBdat('composed'), ...everybody.slice(1)],
      first: 20,
      short: delay === 30,
    }),
  ),
  {
    ...base,
    id: 'delay-30-postfix',
    title: '1 KB, composed on the way, to Postfix, 30 ms of round trip',
    sink: 'postfix',
    delay: 30,
    entries: [overData('composed'), overBdat('composed'), window('composed'), nodemailer('composed')],
    first: 20,
    short: true,
  },
  {
    ...base,
    id: 'delay-30-window',
    title: '1 KB, composed on the way, 30 ms of round trip, window',
    delay: 30,
    entries: [window('composed'), nodemailer('composed')],
    first: 20,
  },
];
