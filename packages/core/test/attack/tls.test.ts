import type { AccountOptions } from '@ehlo/core';
import { generic } from '@ehlo/generic';
import { afterEach, describe, expect, test, vi } from 'vitest';
import { pair, verdict } from '../pair.js';
import { impatient, overTls, refusal, scripted } from './kit.js';

const starttls = {
  security: 'starttls',
  timeouts: impatient,
  user: 'me@example.com',
  password: 'open sesame',
} as const;
const offer = '250-mx.example\r\n250-STARTTLS\r\n250 AUTH PLAIN\r\n';
/** All that may be said in clear to a server that will not do TLS. */
const harmless = /^(EHLO \S+|HELO \S+|STARTTLS|QUIT)$/;

/** Plays to the end with a server that has no TLS; what it heard, and what came of it. */
async function withoutTls(answers: Readonly<Record<string, string>>, account: Partial<AccountOptions> = starttls) {
  await using server = await scripted((line) => answers[/^[A-Z]+|^$/.exec(line)?.[0] ?? 'other']);
  await using transport = generic({ ...server.account, ...account });
  const receipt = await transport.send({ from: 'a@example.com', to: 'b@example.net', text: 'secret' });
  // A TLS handshake that nobody answers is octets, not lines.
  const lines = server.lines.flatMap((line) => line.split(/\x16\x03/)[0] || []);
  return { lines, verdict: verdict(receipt), connections: server.connections };
}

describe('T20: bytes behind the 220 to STARTTLS end the session', () => {
  test.each([
    ['whole replies in the same segment', '250-x\r\n250-AUTH PLAIN\r\n250 x\r\n'],
    ['one reply', '250 x\r\n'],
    ['an incomplete line', '250-inje'],
    ['one octet', '2'],
    ['a line end', '\r\n'],
    ['a greeting', '220 mx.example\r\n'],
    ['a 421', '421 4.3.2 Bye\r\n'],
    ['a second 220', '220 go\r\n'],
  ])('%s', async (_name, behind) => {
    const seen = await withoutTls({ EHLO: offer, STARTTLS: `220 go\r\n${behind}` });
    expect(seen.verdict).toBe('rejected STARTTLS_INJECTION at tls');
    expect(seen.lines.filter((line) => !harmless.test(line))).toEqual([]);
    expect(seen.connections).toBe(1);
  });

  test.each(['whole', 'incomplete-line', 'two-segments'])('%s, and then TLS comes up', async (kind) => {
    await using it = await pair({ fault: { name: 'bytes-after-starttls', kind }, mechanismsInClear: ['PLAIN'] });
    expect(verdict(await it.transport.send(it.mail()))).toMatch(/^rejected (STARTTLS_INJECTION|TLS_\w+) at tls$/);
    expect(Object.keys(it.box.counters.commands).filter((verb) => !/^(EHLO|STARTTLS|QUIT)$/.test(verb))).toEqual([]);
  });
});

describe('T21: no TLS, so no AUTH and no MAIL', () => {
  const noTls = '250-mx.example\r\n250 AUTH PLAIN\r\n';
  test.each([
    ['STARTTLS is not offered', { EHLO: noTls }],
    ['STARTTLS is spelt otherwise', { EHLO: '250-mx.example\r\n250-XSTARTTLS\r\n250 AUTH PLAIN STARTTLS\r\n' }],
    ['454', { EHLO: offer, STARTTLS: '454 4.7.0 TLS not available\r\n' }],
    ['502', { EHLO: offer, STARTTLS: '502 5.5.1 Not implemented\r\n' }],
    ['250 in place of 220', { EHLO: offer, STARTTLS: '250 OK\r\n' }],
    ['235 in place of 220', { EHLO: offer, STARTTLS: '235 You are logged in\r\n' }],
    ['only HELO is known', { EHLO: '502 5.5.1 Not implemented\r\n', HELO: '250 mx.example\r\n' }],
    ['220 and no TLS', { EHLO: offer, STARTTLS: '220 go\r\n' }],
    ['a greeting that says it is done', { '': '235 Logged in already\r\n' }],
    ['a greeting and the replies to come', { '': `220 mx.example\r\n${offer}220 go\r\n` }],
    ['an EHLO reply and success at once', { EHLO: `${offer}220 go\r\n250 x\r\n235 OK\r\n` }],
    ['EHLO refused and welcomed', { EHLO: `502 no\r\n250 mx.example\r\n` }],
  ])('%s', async (_name, answers) => {
    const seen = await withoutTls(answers as Record<string, string>);
    expect(seen.verdict).toMatch(/^(rejected|deferred) [A-Z_0-9]+ at (greeting|hello|tls|ready)$/);
    expect(seen.lines.filter((line) => !harmless.test(line))).toEqual([]);
  });

  test('the same where security was left to be found out', async () => {
    const seen = await withoutTls({ EHLO: noTls }, { ...starttls, security: 'auto' });
    expect(seen.verdict).toBe('rejected STARTTLS_UNAVAILABLE at tls');
    expect(seen.lines.filter((line) => !harmless.test(line))).toEqual([]);
  });

  test('a server in clear where TLS is implicit hears no line at all', async () => {
    const seen = await withoutTls({}, { ...starttls, security: 'implicit' });
    expect(seen.verdict).toMatch(/at tls$/);
    expect(seen.lines).toEqual([]);
  });
});

describe('T22: a certificate that is not good', () => {
  const wrongs = [
    ['self-signed', /TLS_CERT_UNTRUSTED/],
    ['expired', /TLS_CERT_EXPIRED/],
    ['wrong-name', /TLS_CERT_HOSTNAME_MISMATCH/],
    ['unknown-ca', /TLS_CERT_UNTRUSTED/],
  ] as const;
  const cases = overTls.flatMap((each) => wrongs.map(([kind, code]) => ({ ...each, kind, code })));
  test.each(cases)(
    '$kind, $channel: refused by its reason, and nobody logs in',
    async ({ server, security, kind, code }) => {
      await using it = await pair({ security: server, fault: { name: 'wrong-certificate', kind } }, { security });
      expect(verdict(await it.transport.send(it.mail()))).toMatch(code);
      expect([it.box.counters.logins, it.box.inbox.length]).toEqual([0, 0]);
    },
  );

  test.each(cases)('$kind, $channel, on the connection behind a good one', async ({ server, security, kind, code }) => {
    await using it = await pair({ security: server, extensions: { LIMITS: 'MAILMAX=1' } }, { security });
    expect(verdict(await it.transport.send(it.mail()))).toBe('accepted');
    it.box.fault('wrong-certificate', { kind });
    expect(verdict(await it.transport.send(it.mail()))).toMatch(code);
    expect([it.box.counters.logins, it.box.inbox.length]).toEqual([1, 1]);
  });
});

describe('T23: verification cannot be turned off', () => {
  afterEach(() => vi.unstubAllEnvs());

  test.each(overTls)('not by the environment, $channel', async ({ server, security }) => {
    vi.stubEnv('NODE_TLS_REJECT_UNAUTHORIZED', '0');
    await using it = await pair(
      { security: server, fault: { name: 'wrong-certificate', kind: 'self-signed' } },
      { security },
    );
    expect(verdict(await it.transport.send(it.mail()))).toBe('rejected TLS_CERT_UNTRUSTED at tls');
    expect(it.box.counters.logins).toBe(0);
  });

  test.each([
    'rejectUnauthorized',
    'checkServerIdentity',
    'secureContext',
    'ciphers',
    'secureOptions',
    'ALPNProtocols',
  ])('not by the option tls.%s', async (name) => {
    const error = await refusal(() => generic({ host: 'mail.example.com', tls: { [name]: false } as object }));
    expect(error).toMatchObject({ code: 'CONFIG_VALUE_INVALID', field: `tls.${name}` });
  });

  test.each(['TLSv1', 'TLSv1.1', 'SSLv3'])('not below TLS 1.2: %s', async (minVersion) => {
    const error = await refusal(() => generic({ host: 'mail.example.com', tls: { minVersion } as object }));
    expect(error).toMatchObject({ field: 'tls.minVersion' });
  });
});

test.each(['socket', 'connection', 'proxy', 'getSocket', 'secured', 'secure', 'ignoreTLS', 'opportunisticTLS'])(
  'T24: %s is no option: no socket that was made elsewhere passes for one with TLS',
  async (name) => {
    const error = await refusal(() => generic({ host: 'mail.example.com', [name]: {} } as never));
    expect(error).toMatchObject({ code: 'CONFIG_VALUE_INVALID', field: name });
  },
);

describe('T26: what was offered in clear is forgotten', () => {
  test('mechanisms', async () => {
    await using it = await pair({ mechanismsInClear: ['PLAIN', 'LOGIN'], mechanisms: ['SCRAM-SHA-256'] });
    const report = await it.transport.check();
    expect(report).toMatchObject({ ok: true, mechanism: 'SCRAM-SHA-256' });
    expect(report.after?.mechanisms).toEqual(['SCRAM-SHA-256']);
  });

  test('a fall from SCRAM to PLAIN over the upgrade can be seen', async () => {
    await using it = await pair({ mechanismsInClear: ['SCRAM-SHA-256', 'PLAIN'], mechanisms: ['PLAIN'] });
    const report = await it.transport.check();
    expect([report.before?.mechanisms, report.after?.mechanisms, report.mechanism]).toEqual([
      ['SCRAM-SHA-256', 'PLAIN'],
      ['PLAIN'],
      'PLAIN',
    ]);
    // Who wants SCRAM or nothing says so, and gets nothing.
    await using strict = generic({ ...it.box.transportOptions, mechanisms: ['SCRAM-SHA-256'] });
    expect((await strict.check()).error?.code).toBe('AUTH_MECHANISM_MISMATCH');
    expect(it.box.counters.logins).toBe(1);
  });

  test('PIPELINING, SIZE and the rest', async () => {
    await using it = await pair({
      replies: [
        {
          command: 'EHLO',
          reply: ['250-mx', '250-PIPELINING', '250-CHUNKING', '250-SIZE 10', '250-SMTPUTF8', '250 STARTTLS'],
          times: 1,
        },
      ],
      extensions: ['8BITMIME'],
    });
    const receipt = await it.transport.send(it.mail());
    expect(verdict(receipt)).toBe('accepted');
    expect(it.box.counters.commands).toMatchObject({ MAIL: 1, DATA: 1 });
    expect(it.box.counters.commands.BDAT).toBeUndefined();
    expect(it.box.inbox[0]!.envelope.mailParameters).toEqual({});
    expect(verdict(await it.transport.send(it.mail({ to: 'jürgen@example.net' })))).toBe(
      'rejected SMTPUTF8_NOT_OFFERED at envelope',
    );
  });
});
