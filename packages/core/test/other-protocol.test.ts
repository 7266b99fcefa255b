import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Server, type Socket } from 'node:net';
import { inspect } from 'node:util';
import type { AccountOptions } from '@ehlo/core';
import { generic } from '@ehlo/generic';
import { describe, expect, test } from 'vitest';
import { pair, verdict } from './pair.js';

/** Says its first words, and to every line the answer; ends where it has none. */
interface Strange {
  readonly begins: string;
  readonly answer?: string;
  readonly pieces?: 'octets';
}

async function listening(server: Server): Promise<AsyncDisposable & { readonly port: number }> {
  await once(server.listen(0, '127.0.0.1'), 'listening');
  return {
    port: (server.address() as AddressInfo).port,
    [Symbol.asyncDispose]: () => new Promise<void>((closed) => server.close(() => closed())),
  };
}

function strange({ begins, answer, pieces }: Strange): Server {
  return createServer((socket: Socket) => {
    socket.setNoDelay().on('error', () => undefined);
    for (const piece of pieces === 'octets' ? begins : [begins]) socket.write(Buffer.from(piece, 'latin1'));
    if (answer === undefined) socket.end();
    else socket.on('data', (bytes) => (bytes.includes('QUIT') ? socket.end('221 Goodbye.\r\n') : socket.write(answer)));
  });
}

async function failed(server: Strange, options: Partial<AccountOptions> = {}) {
  await using it = await listening(strange(server));
  await using transport = generic({ host: '127.0.0.1', port: it.port, security: 'starttls', ...options });
  const receipt = await transport.send({ from: 'me@example.com', to: 'you@example.net', text: 'Hello.\n' });
  if (receipt.outcome === 'accepted') throw new Error('nothing can have been accepted');
  return { receipt, error: receipt.error };
}

const IMAP = '* OK [CAPABILITY IMAP4rev1 STARTTLS AUTH=PLAIN] Dovecot ready.';
const ALERT = '\x15\x03\x03\x00\x02\x02\x0a';

describe('a server that greets as another one is named', () => {
  const notHere = 'rejected WRONG_HOST_OR_PORT at';
  test.each<[string, Strange, string]>([
    ['IMAP', { begins: `${IMAP}\r\n` }, `${notHere} greeting`],
    ['IMAP', { begins: `${IMAP}\r\n`, pieces: 'octets' }, `${notHere} greeting`],
    ['POP3', { begins: '+OK Dovecot ready.\r\n' }, `${notHere} greeting`],
    [
      'ManageSieve',
      { begins: '"IMPLEMENTATION" "Dovecot Pigeonhole"\r\n"SIEVE" "fileinto"\r\nOK "ready"\r\n' },
      `${notHere} greeting`,
    ],
    ['HTTP', { begins: 'HTTP/1.1 400 Bad Request\r\nConnection: close\r\n\r\n' }, `${notHere} greeting`],
    // A page without a line end, and the end of the connection behind it.
    ['HTTP', { begins: '<html>400 Bad Request</html>' }, `${notHere} greeting`],
    ['SSH', { begins: 'SSH-2.0-OpenSSH_9.2p1\r\n' }, `${notHere} greeting`],
    ['NNTP', { begins: '200 news.example.com ready (posting ok)\r\n', answer: '500 what?\r\n' }, `${notHere} greeting`],
    [
      'FTP',
      { begins: '220 (vsFTPd 3.0.3)\r\n', answer: '530 Please login with USER and PASS.\r\n' },
      `${notHere} hello`,
    ],
    [
      'FTP',
      { begins: '220-Welcome\r\n220 to Pure-FTPd\r\n', answer: '500 This security scheme is not implemented\r\n' },
      `${notHere} hello`,
    ],
    [
      'LMTP',
      { begins: '220 mail.example.com LMTP ready\r\n', answer: '500 5.5.1 Unknown command\r\n' },
      `${notHere} hello`,
    ],
    // An alert whose last octet, the description unexpected_message (10), is that of a line end; and one that has none.
    ['TLS', { begins: ALERT }, 'rejected TLS_PLAIN_ON_IMPLICIT_PORT at greeting'],
    ['TLS', { begins: '\x15\x03\x03\x00\x02\x01\x00' }, 'rejected TLS_PLAIN_ON_IMPLICIT_PORT at greeting'],
  ])('%s: %j', async (name, server, expected) => {
    const { receipt, error } = await failed(server);
    expect(verdict(receipt)).toBe(expected);
    expect(error.message).toContain(`(the server speaks ${name}: it begins with "`);
    expect(error.rule?.source).toMatch(/rfc\d+#section/);
  });

  test('what stands in a mail log is the place that is wrong, the words of the server, and what to set', async () => {
    const { error } = await failed({ begins: `${IMAP}\r\n` });
    const printed = inspect(error);
    expect(printed).toContain(
      `No mail submission server answers at this host and port. (the server speaks IMAP: it begins with "${IMAP}")`,
    );
    expect(printed).toContain('Set host and port to those that your provider names for sending');
    expect(error.words('zh-CN').what).toBe('该主机和端口上没有发信服务器。');
  });

  test.each(['imap', 'http', 'pop3', 'ssh'])('%s over implicit TLS', async (kind) => {
    await using it = await pair({ security: 'implicit', fault: { name: 'not-smtp', kind } });
    const receipt = await it.transport.send(it.mail());
    expect(verdict(receipt)).toBe(`${notHere} greeting`);
    expect(receipt.outcome !== 'accepted' && receipt.error.detail).toContain(`speaks ${kind.toUpperCase()}`);
  });
});

describe('what only looks like it is not', () => {
  test('a mail server that is called ftp and refuses the name in EHLO', async () => {
    const refusal = '550 Access denied - Invalid HELO name\r\n';
    const { receipt } = await failed({ begins: '220 ftp.example.com ESMTP\r\n', answer: refusal });
    expect(verdict(receipt)).toBe('rejected EHLO_NAME_REJECTED at hello');
  });

  test('lines of a reply that turn into something else', async () => {
    const { receipt } = await failed({ begins: `220-mail.example.com ESMTP\r\n${IMAP}\r\n` });
    expect(verdict(receipt)).toBe('deferred SERVER_PROTOCOL_VIOLATION at greeting');
  });

  test('such a line later in the session', async () => {
    const { receipt } = await failed({ begins: '220 mail.example.com ESMTP\r\n', answer: `${IMAP}\r\n` });
    expect(verdict(receipt)).toBe('deferred SERVER_PROTOCOL_VIOLATION at hello');
  });
});

test('an alert in clear sends auto on to implicit TLS, where it belongs', async () => {
  await using it = await pair({ security: 'implicit' });
  let first = true;
  const between = createServer((socket) => {
    socket.on('error', () => undefined);
    if (first) socket.end(Buffer.from(ALERT, 'latin1'));
    else
      socket
        .pipe(connect(Number(it.box.transportOptions.port), '127.0.0.1'))
        .on('error', () => undefined)
        .pipe(socket);
    first = false;
  });
  await using door = await listening(between);
  await using transport = generic({ ...it.box.transportOptions, port: door.port, security: 'auto' });
  const receipt = await transport.send(it.mail());
  expect(verdict(receipt)).toBe('accepted');
  expect(receipt.warnings.map(({ code, field }) => [code, field])).toEqual([
    ['TLS_PLAIN_ON_IMPLICIT_PORT', 'security'],
  ]);
});
