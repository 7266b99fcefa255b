import type { AccountOptions, RawMessage } from '@ehlo/core';
import type { sandbox } from '@ehlo/sandbox';

type Server = NonNullable<Parameters<typeof sandbox.generic>[0]>;

/** A dialogue that is cut: how the server is, what the account is, what is sent. */
export interface Dialogue {
  readonly name: string;
  readonly server: Server;
  readonly account?: Partial<AccountOptions>;
  /** Recipients of each message; more than one message goes out at once. */
  readonly messages: readonly (readonly string[])[];
  /** Sent as a stream, so that DATA and BDAT come in pieces. */
  readonly stream?: true;
  /** What becomes of each message where nothing is cut. */
  readonly ends: 'accepted' | 'rejected';
  /**
   * Where it is cut: after every octet; after every octet from the end of the TLS handshake on; at the joints of
   * every record of TLS; or at samples of every connection.
   */
  readonly cuts: 'octets' | 'octets behind TLS' | 'records' | 'load';
  /** What becomes of connections that are made after the cut. */
  readonly afterwards: 'heals' | 'dead';
}

type Security = 'none' | 'starttls' | 'implicit';

const one = [['you@example.net']] as const;
const three = [...one, ...one, ...one] as const;
const many = Array.from({ length: 40 }, () => one[0]);
const overData = { CHUNKING: false } as const;
const refuseNobody = [{ command: 'RCPT', match: /nobody/, reply: '550 5.1.1 No such user' }] as const;
const refuseAll = [{ command: 'end-of-data', reply: '554 5.7.1 No {messageId}' }] as const;
const called = { none: 'clear', starttls: 'STARTTLS', implicit: 'implicit TLS' } as const;

const passwords = ['PLAIN', 'LOGIN', 'CRAM-MD5', 'SCRAM-SHA-256'];
const tokens = ['XOAUTH2', 'OAUTHBEARER'];
/** These have nothing to stand on without TLS. */
const bound = ['SCRAM-SHA-256-PLUS', 'EXTERNAL'];

/** One handshake of TLS is like the other: it is cut in these, with and without a certificate of the client. */
const fromTheFirstOctet = ['STARTTLS, PLAIN', 'implicit TLS, PLAIN', 'implicit TLS, EXTERNAL'];

export const dialogues: readonly Dialogue[] = [
  // Every way to log in. The message goes in one group behind it, over BDAT.
  ...(['none', 'starttls', 'implicit'] as const).flatMap((security) =>
    [...passwords, ...tokens, ...(security === 'none' ? [] : bound)].map((mechanism) =>
      dialogue(security, mechanism, { server: { mechanisms: [mechanism] }, account: { mechanisms: [mechanism] } }),
    ),
  ),
  // Every way to bring a message over.
  ...(['none', 'implicit'] as const).flatMap((security) => [
    dialogue(security, 'DATA', { server: { extensions: overData } }),
    dialogue(security, 'DATA, no PIPELINING', { server: { extensions: { ...overData, PIPELINING: false } } }),
    dialogue(security, 'BDAT, no PIPELINING', { server: { extensions: { PIPELINING: false } } }),
    dialogue(security, 'DATA from a stream', { server: { extensions: overData }, stream: true }),
    dialogue(security, 'BDAT from a stream', { stream: true }),
    dialogue(security, 'a recipient is refused', {
      server: { replies: refuseNobody, extensions: overData },
      messages: [['you@example.net', 'nobody@example.net']],
    }),
    dialogue(security, 'a message is refused', {
      server: { replies: refuseAll, extensions: overData },
      ends: 'rejected',
    }),
    dialogue(security, 'DATA, three in a row', {
      server: { extensions: overData },
      account: { connections: 1 },
      messages: three,
    }),
    dialogue(security, 'BDAT, a window of three', {
      account: { connections: 1, pipelining: 'transactions' },
      messages: three,
    }),
  ]),
  // No connection comes up again, so that what is tried a second time dies a second time.
  dialogue('none', 'DATA, dead afterwards', { server: { extensions: overData }, afterwards: 'dead' }),
  dialogue('none', 'DATA, three in a row, dead afterwards', {
    server: { extensions: overData },
    account: { connections: 1 },
    messages: three,
    afterwards: 'dead',
  }),
  // The joints of TLS.
  dialogue('starttls', 'inside records', { cuts: 'records' }),
  dialogue('implicit', 'inside records', { server: { extensions: overData }, cuts: 'records' }),
  // Five connections under load.
  load('none', 'DATA', { server: { extensions: overData } }),
  load('none', 'BDAT', {}),
  load('none', 'BDAT, a window', { account: { pipelining: 'transactions' } }),
  load('implicit', 'DATA', { server: { extensions: overData } }),
  load('starttls', 'BDAT, a window', { account: { pipelining: 'transactions' } }),
];

type More = Partial<Omit<Dialogue, 'name'>>;

function dialogue(security: Security, name: string, { server, ...more }: More): Dialogue {
  const full = `${called[security]}, ${name}`;
  return {
    name: full,
    messages: one,
    ends: 'accepted',
    cuts: security === 'none' || fromTheFirstOctet.includes(full) ? 'octets' : 'octets behind TLS',
    afterwards: 'heals',
    ...more,
    // The id in the reply tells whose it is.
    server: { security, mechanisms: ['PLAIN'], lines: { taken: '250 2.0.0 OK {messageId}' }, ...server },
  };
}

function load(security: Security, name: string, { account, ...more }: More): Dialogue {
  const five = { account: { connections: 5, ...account }, messages: many, cuts: 'load' } as const;
  return dialogue(security, `40 messages over five connections, ${name}`, { ...more, ...five });
}

/** A message whose last line holds its id. */
export function message(from: string, to: readonly string[], id: string, stream: boolean): RawMessage {
  const text = `Message-ID: <${id}>\r\nSubject: cut\r\n\r\n.one\r\ntwo\r\nend of ${id}\r\n`;
  async function* pieces(): AsyncGenerator<Uint8Array> {
    for (let at = 0; at < text.length; at += 20) yield Buffer.from(text.slice(at, at + 20));
  }
  return { envelope: { from, to }, raw: stream ? pieces() : text };
}

/** The last octets of that message on the wire. */
export function endOf({ server }: Dialogue, id: string): string {
  const { extensions = {} } = server;
  const data = 'CHUNKING' in extensions && extensions.CHUNKING === false;
  return `end of ${id}\r\n${data ? '.\r\n' : ''}`;
}
