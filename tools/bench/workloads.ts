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
  /** Names it in the JSON and in what is asserted of it. */
  readonly id: string;
  readonly title: string;
  readonly sink: 'plain' | 'postfix';
  readonly tls: 'none' | 'implicit';
  /** Milliseconds of a round trip. */
  readonly delay: number;
  readonly mail: { readonly kind: 'text' | 'html' | 'large'; readonly recipients: number };
  readonly connections: number;
  readonly entries: readonly Entry[];
  /** Messages of the first round, from which the others are reckoned. */
  readonly first: number;
  /** Among those of the short form. */
  readonly short: boolean;
}

const ehlo = (form: Form): Entry => ({ name: 'Ehlo', peer: 'ehlo', form });
const nodemailer = (form: Form): Entry => ({ name: 'nodemailer', peer: 'nodemailer', form });

const base = {
  sink: 'plain',
  tls: 'none',
  delay: 0,
  mail: { kind: 'text', recipients: 1 },
  connections: 5,
  entries: [ehlo('composed'), nodemailer('composed')],
  first: 200,
  short: false,
} as const satisfies Partial<Workload>;

export const workloads: readonly Workload[] = [
  { ...base, id: 'composed', title: '1 KB, composed on the way', short: true },
  {
    ...base,
    id: 'raw',
    title: '1 KB, composed before',
    entries: [ehlo('raw'), nodemailer('raw')],
    short: true,
  },
];
