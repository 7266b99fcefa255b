import type { AccountOptions, RawMessage } from '@ehlo/core';
import type { sandbox } from '@ehlo/sandbox';

type Server = NonNullable<Parameters<typeof sandbox.generic>[0]>;

/** A dialogue that is cut at every octet: how the server is, what the account is, what is sent. */
export interface Dialogue {
  readonly name: string;
  readonly server: Server;
  readonly account?: Partial<AccountOptions>;
  /** Recipients of each message; more than one message goes out at once. */
  readonly messages: readonly (readonly string[])[];
  /** Sent as a stream, so that DATA and BDAT come in pieces. */
  readonly stream?: true;
}

const one = [['you@example.net']] as const;
const three = [['you@example.net'], ['you@example.net'], ['you@example.net']] as const;
const refuseNobody = [{ command: 'RCPT', match: /nobody/, reply: '550 5.1.1 No such user' }] as const;
const plain = { mechanisms: ['PLAIN'] } as const;

export const dialogues: readonly Dialogue[] = [
  { name: 'clear, DATA', server: { security: 'none', ...plain, extensions: { CHUNKING: false } }, messages: one },
  {
    name: 'clear, DATA, no PIPELINING',
    server: { security: 'none', ...plain, extensions: { CHUNKING: false, PIPELINING: false } },
    messages: one,
  },
  { name: 'clear, BDAT', server: { security: 'none', ...plain }, messages: one },
  { name: 'clear, BDAT from a stream', server: { security: 'none', ...plain }, messages: one, stream: true },
  {
    name: 'clear, DATA from a stream',
    server: { security: 'none', ...plain, extensions: { CHUNKING: false } },
    messages: one,
    stream: true,
  },
  { name: 'clear, LOGIN', server: { security: 'none', mechanisms: ['LOGIN'] }, messages: one },
  { name: 'clear, SCRAM-SHA-256', server: { security: 'none', mechanisms: ['SCRAM-SHA-256'] }, messages: one },
  { name: 'clear, XOAUTH2', server: { security: 'none', mechanisms: ['XOAUTH2'] }, messages: one },
  {
    name: 'clear, a recipient is refused',
    server: { security: 'none', ...plain, replies: refuseNobody, extensions: { CHUNKING: false } },
    messages: [['you@example.net', 'nobody@example.net']],
  },
  {
    name: 'clear, a message is refused',
    server: {
      security: 'none',
      ...plain,
      replies: [{ command: 'end-of-data', reply: '554 5.7.1 No' }],
      extensions: { CHUNKING: false },
    },
    messages: one,
  },
  {
    name: 'clear, DATA, three in a row',
    server: { security: 'none', ...plain, extensions: { CHUNKING: false } },
    account: { connections: 1 },
    messages: three,
  },
  {
    name: 'clear, a window over BDAT',
    server: { security: 'none', ...plain },
    account: { connections: 1, pipelining: 'transactions' },
    messages: three,
  },
  { name: 'implicit TLS', server: { security: 'implicit', ...plain }, messages: one },
  { name: 'STARTTLS', server: { security: 'starttls', ...plain, extensions: { CHUNKING: false } }, messages: one },
];

export function message(from: string, to: readonly string[], id: string, stream: boolean): RawMessage {
  const text = `Message-ID: <${id}>\r\nSubject: cut\r\n\r\n.one\r\ntwo\r\n`;
  async function* pieces(): AsyncGenerator<Uint8Array> {
    for (let at = 0; at < text.length; at += 20) yield Buffer.from(text.slice(at, at + 20));
  }
  return { envelope: { from, to }, raw: stream ? pieces() : text };
}
