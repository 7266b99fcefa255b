import { PassThrough } from 'node:stream';
import { stripVTControlCharacters } from 'node:util';
import type { TraceEvent } from '@ehlo/core';
import stringWidth from 'fast-string-width';
import { describe, expect, test } from 'vitest';
import { Session } from '../src/session.js';
import { ladderText } from '../src/show/ladder.js';

/** What happens at these milliseconds, on one connection. */
function events(...happened: ReadonlyArray<readonly [at: number, event: object]>): TraceEvent[] {
  return happened.map(([at, event]) => ({ at, phase: 'hello', connection: 1, ...event }) as TraceEvent);
}

const client = (line: string) => ({ kind: 'client', line });
const server = (line: string) => ({ kind: 'server', line });
const route = { kind: 'route', host: 'mail.example.com', port: 587, tls: 'starttls', why: [] };
const secured = {
  ...{ kind: 'secured', protocol: 'TLSv1.3', cipher: 'TLS_AES_256_GCM_SHA384' },
  ...{ subject: 'mail.example.com', issuer: 'Example CA', validTo: '' },
};

function sessionOf(columns: number, flags: { lang?: 'en' | 'zh-CN'; colours?: boolean } = {}): Session {
  const stream = () => Object.assign(new PassThrough(), { isTTY: false, columns });
  const { lang = 'en', colours = false } = flags;
  const env = colours ? { FORCE_COLOR: '1' } : {};
  const signal = new AbortController().signal;
  return new Session({ input: stream(), output: stream(), errors: stream(), env, folder: '.', signal }, { lang });
}

const ladder = (happened: TraceEvent[], columns = 80) => ladderText(happened, sessionOf(columns)).join('\n');

describe('the ladder of a conversation', () => {
  const happened = events(
    [0, route],
    [1, { kind: 'connected', address: '192.0.2.1', port: 587 }],
    [12, server('220 mail.example.com ready')],
    [12, client('EHLO client.example')],
    [20, server('250-mail.example.com')],
    [20, server('250 STARTTLS')],
    [20, { kind: 'offer', secure: false, keywords: ['STARTTLS'] }],
    [21, client('STARTTLS')],
    [22, server('220 ready')],
    [40, secured],
    [41, { kind: 'message', octets: 214 }],
    [42, client('')],
    [900, server('535 5.7.8 no')],
    [901, { kind: 'closed', by: 'client', reason: 'TRANSPORT_CLOSED' }],
  );

  test('has the client on the left, the server on the right, and TLS as a band', () => {
    expect(`\n${ladder(happened, 73)}\n`).toBe(`
        client                               server mail.example.com:587
  12 ms │◀───────────────────────────────── 220 mail.example.com ready │
        │ EHLO client.example ────────────────────────────────────────▶│
  20 ms │◀─────────────────────────────────────── 250-mail.example.com │
        │                                         250 STARTTLS         │
  21 ms │ STARTTLS ───────────────────────────────────────────────────▶│
  22 ms │◀────────────────────────────────────────────────── 220 ready │
  40 ms ╞═══════ TLSv1.3 TLS_AES_256_GCM_SHA384, certificate of ═══════╡
        ╞═══════════ mail.example.com, issued by Example CA ═══════════╡
  41 ms ║ (214 octets of message) ────────────────────────────────────▶║
  42 ms ║ (an empty line) ────────────────────────────────────────────▶║
 900 ms ║◀─────────────────────────────────────────────── 535 5.7.8 no ║
 901 ms └──────────────────── closed by the client ────────────────────┘
`);
  });

  test.each([60, 61, 80, 100, 240])('fits %i columns, with and without colours, in both languages', (columns) => {
    const long = `250 ${'a word '.repeat(30)}${'x'.repeat(150)} 很长的中文回复，没有空格，也要能折行显示在右边`;
    const more = [
      ...happened,
      ...events([1000, route], [1001, client(`NOOP ${'y'.repeat(200)}`)], [1002, server(long)]),
    ];
    for (const lang of ['en', 'zh-CN'] as const) {
      const plain = ladderText(more, sessionOf(columns, { lang }));
      const widths = plain.filter((line) => line !== '').map((line) => stringWidth(line));
      expect(new Set(widths.slice(1))).toEqual(new Set([Math.min(columns, 100) - 1]));
      const coloured = ladderText(more, sessionOf(columns, { lang, colours: true }));
      expect(coloured.join('\n')).not.toBe(plain.join('\n'));
      expect(coloured.map(stripVTControlCharacters)).toEqual(plain);
    }
  });

  test('begins anew with each connection, in clear', () => {
    const twice = [...happened, ...events([0, route], [3, server('220 again')])];
    const lines = ladder(twice).split('\n');
    expect(lines.filter((line) => line.includes('server mail.example.com:587'))).toHaveLength(2);
    expect(lines.at(-1)).toMatch(/^ {3}3 ms │.*220 again │$/);
  });

  test('says by what a connection was broken off', () => {
    const broken = events([0, route], [9, { kind: 'closed', by: 'error', reason: 'TLS_CERT_EXPIRED' }]);
    expect(ladder(broken)).toMatch(/└─+ broken off: TLS_CERT_EXPIRED ─+┘$/);
  });

  test('a pipelined group keeps its order', () => {
    const group = events(
      [0, route],
      [1, client('MAIL FROM:<a@x>')],
      [1, client('DATA')],
      [2, server('250 a')],
      [2, server('354 b')],
    );
    expect(
      ladder(group)
        .split('\n')
        .slice(1)
        .join(' ')
        .match(/MAIL|DATA|250 a|354 b/g),
    ).toEqual(['MAIL', 'DATA', '250 a', '354 b']);
  });

  test('in less than 60 columns the lines stand one below the other', () => {
    const lines = ladder([...happened, ...events([1, client('x'.repeat(90))])], 40).split('\n');
    expect(lines.slice(0, 4)).toEqual([
      '-- server mail.example.com:587',
      'S: 220 mail.example.com ready',
      'C: EHLO client.example',
      'S: 250-mail.example.com',
    ]);
    for (const line of lines) expect(line.length).toBeLessThanOrEqual(40);
  });

  test('nothing that a server or a certificate says moves the cursor', () => {
    const hostile = '\u001b[2J\u009b1A\r\u202egnp.exe';
    const said = events(
      [0, route],
      [1, server(`220 ${hostile}`)],
      [2, { ...secured, subject: hostile, issuer: hostile }],
    );
    for (const columns of [80, 40]) expect(ladder(said, columns)).not.toMatch(/[\u001b\u009b\r\u202e]/);
  });
});
