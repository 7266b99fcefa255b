import { generateKeyPairSync } from 'node:crypto';
import { generic } from '@ehlo/generic';
import { outlook } from '@ehlo/outlook';
import { sandbox } from '@ehlo/sandbox';
import { describe, expect, test } from 'vitest';
import { pair, said, verdict } from './pair.js';

describe('the channel', () => {
  test.each([
    ['starttls', 'starttls'],
    ['implicit', 'implicit'],
    ['none', 'none-on-loopback'],
  ] as const)('comes up over %s', async (server, security) => {
    await using it = await pair({ security: server }, { security });
    const receipt = await it.transport.send(it.mail());
    expect(verdict(receipt)).toBe('accepted');
    expect(it.box.inbox[0]?.tls === undefined).toBe(server === 'none');
  });

  test.each(['starttls', 'implicit'] as const)(
    'auto finds a server of %s on any port, and says so where it guessed wrong',
    async (server) => {
      await using it = await pair({ security: server }, { security: 'auto', timeouts: { greeting: 150 } });
      const receipt = await it.transport.send(it.mail());
      expect(verdict(receipt)).toBe('accepted');
      expect(receipt.warnings.map((warning) => warning.field)).toEqual(server === 'implicit' ? ['security'] : []);
      // The road that was found is kept.
      await it.transport.send(it.mail());
      expect(it.box.counters.connections).toBe(server === 'implicit' ? 2 : 1);
    },
  );

  test.each([
    ['starttls', 'implicit', 'rejected TLS_IMPLICIT_ON_STARTTLS_PORT at tls'],
    ['implicit', 'starttls', 'deferred CONNECTION_STALLED_OR_DROPPED at greeting'],
  ] as const)('the wrong word for a server of %s is named', async (server, security, expected) => {
    await using it = await pair({ security: server }, { security, timeouts: { greeting: 150 } });
    expect(verdict(await it.transport.send(it.mail()))).toBe(expected);
    expect(it.box.counters.logins).toBe(0);
  });

  test('AUTH that stands in the offer only after TLS is found, and the two offers are told apart', async () => {
    await using box = await sandbox.microsoft365();
    await using transport = outlook({ ...box.transportOptions, user: box.user });
    const report = await transport.check();
    expect(report).toMatchObject({ ok: true, mechanism: 'XOAUTH2', endpoint: { tls: 'starttls' } });
    expect(report.before?.mechanisms).toEqual([]);
    expect(report.before?.has('STARTTLS')).toBe(true);
    expect(report.after?.mechanisms).toEqual(['LOGIN', 'XOAUTH2']);
    expect(report.after?.has('STARTTLS')).toBe(false);
  });

  test('a server without AUTH over TLS is told so, with both offers', async () => {
    await using it = await pair(
      { mechanisms: [], mechanismsInClear: ['PLAIN'] },
      { user: 'me@example.com', password: 'open sesame' },
    );
    const receipt = await it.transport.send(it.mail());
    expect(verdict(receipt)).toBe('rejected AUTH_NOT_OFFERED at auth');
    expect(receipt.outcome !== 'accepted' && receipt.error.detail).toBe(
      'offered in clear: AUTH PLAIN; offered over TLS: no AUTH',
    );
  });
});

describe('no TLS, no login and no mail', () => {
  test.each([
    ['starttls-stripped', undefined, /STARTTLS_UNAVAILABLE at tls/],
    ['starttls-refused', undefined, /STARTTLS_UNAVAILABLE at tls/],
    ['clear-text-after-starttls', undefined, /STARTTLS_INJECTION at tls/],
    ['bytes-after-starttls', 'whole', /STARTTLS_INJECTION at tls/],
    ['bytes-after-starttls', 'incomplete-line', /STARTTLS_INJECTION at tls/],
    ['bytes-after-starttls', 'two-segments', /(STARTTLS_INJECTION|TLS_\w+) at tls/],
    ['tls-1.0-only', undefined, /TLS_PROTOCOL_TOO_OLD at tls/],
    ['wrong-certificate', 'self-signed', /TLS_CERT_UNTRUSTED at tls/],
    ['wrong-certificate', 'expired', /TLS_CERT_EXPIRED at tls/],
    ['wrong-certificate', 'wrong-name', /TLS_CERT_HOSTNAME_MISMATCH at tls/],
    ['wrong-certificate', 'unknown-ca', /TLS_CERT_UNTRUSTED at tls/],
  ] as const)('%s %s', async (name, kind, expected) => {
    for (const security of name.includes('starttls') ? (['starttls'] as const) : (['starttls', 'implicit'] as const)) {
      await using it = await pair({ security, fault: kind === undefined ? name : { name, kind } });
      expect(verdict(await it.transport.send(it.mail()))).toMatch(expected);
      expect(it.box.counters.logins).toBe(0);
      expect(
        Object.keys(it.box.counters.commands).filter((verb) => !['EHLO', 'STARTTLS', 'QUIT'].includes(verb)),
      ).toEqual([]);
    }
  });

  test('clear text is refused for a host beyond this machine, whatever its name', () => {
    expect(() =>
      outlook({ user: 'me@contoso.com', auth: () => 'token', security: 'none-on-loopback', host: 'smtp.example.com' }),
    ).toThrow(expect.objectContaining({ code: 'SECURITY_NOT_LOOPBACK', field: 'security' }));
  });
});

describe('EHLO', () => {
  test('names an address literal or what was set, and HELO follows only a 5yz', async () => {
    await using it = await pair({
      replies: [{ command: 'EHLO', reply: '502 5.5.1 Not here', times: 1 }],
      security: 'none',
      mechanisms: [],
    });
    const receipt = await it.transport.send(it.mail());
    expect(verdict(receipt)).toBe('accepted');
    expect(said(receipt).slice(0, 2)).toEqual(['EHLO [127.0.0.1]', 'HELO [127.0.0.1]']);
    await using named = await pair({}, { helloName: 'client.example.org' });
    expect(said(await named.transport.send(named.mail()))[0]).toBe('EHLO client.example.org');
  });

  test('a 4yz to EHLO ends it without HELO', async () => {
    await using it = await pair({ replies: [{ command: 'EHLO', reply: '451 4.3.0 Later' }] });
    const receipt = await it.transport.send(it.mail());
    expect(verdict(receipt)).toBe('deferred TEMPORARY_SERVER_ERROR at hello');
    expect(it.box.counters.commands.HELO).toBeUndefined();
  });
});

describe('AUTH', () => {
  const byPassword = [
    'PLAIN',
    'LOGIN',
    'CRAM-MD5',
    'SCRAM-SHA-1',
    'SCRAM-SHA-256',
    'SCRAM-SHA-1-PLUS',
    'SCRAM-SHA-256-PLUS',
  ];
  test.each(byPassword)('%s', async (mechanism) => {
    await using it = await pair({ mechanisms: [mechanism] });
    expect((await it.transport.check()).mechanism).toBe(mechanism);
    expect(it.box.counters.logins).toBe(1);
  });

  test.each(['XOAUTH2', 'OAUTHBEARER'])('%s', async (mechanism) => {
    await using it = await pair({ mechanisms: [mechanism] });
    expect((await it.transport.check()).mechanism).toBe(mechanism);
  });

  test.each(['PLAIN', 'STARTTLS', 'LOGIN'])(
    'a password that is a word of the dialogue takes nothing from it: %s',
    async (password) => {
      await using it = await pair({ mechanisms: ['PLAIN', 'LOGIN'], password });
      const report = await it.transport.check();
      expect([report.ok, report.mechanism]).toEqual([true, 'PLAIN']);
    },
  );

  test('a key that the passphrase does not open is refused before dialling', async () => {
    const { privateKey } = generateKeyPairSync('ec', {
      namedCurve: 'P-256',
      privateKeyEncoding: { type: 'pkcs8', format: 'pem', cipher: 'aes-256-cbc', passphrase: 'the right one' },
      publicKeyEncoding: { type: 'spki', format: 'pem' },
    });
    await using box = await sandbox.generic({ mechanisms: ['EXTERNAL'] });
    const { tls, ...rest } = box.transportOptions;
    const open = () => generic({ ...rest, tls: { ...tls, key: privateKey, passphrase: 'the wrong one' } });
    expect(open).toThrow(expect.objectContaining({ code: 'CONFIG_VALUE_INVALID', field: 'tls.passphrase' }));
    expect(open).not.toThrow(/wrong one/);
  });

  test('EXTERNAL, by a client certificate', async () => {
    await using it = await pair({ mechanisms: ['EXTERNAL'] });
    const report = await it.transport.check();
    expect(report.error).toBeUndefined();
    expect(report.mechanism).toBe('EXTERNAL');
  });

  test('the strongest that both can do comes first', async () => {
    await using it = await pair({ mechanisms: byPassword });
    expect((await it.transport.check()).mechanism).toBe('SCRAM-SHA-256-PLUS');
  });

  test('a refused password is not tried again by another mechanism', async () => {
    await using it = await pair({ mechanisms: ['PLAIN', 'LOGIN'] }, { password: 'not the password' });
    const receipt = await it.transport.send(it.mail());
    expect(verdict(receipt)).toBe('rejected CREDENTIALS_REJECTED at auth');
    expect(it.box.counters.commands.AUTH).toBe(1);
  });

  test('a mechanism that is offered and not supported gives way to the next', async () => {
    await using it = await pair({
      mechanisms: ['PLAIN', 'LOGIN'],
      replies: [{ command: 'AUTH', match: /PLAIN/, reply: '504 5.5.4 Unrecognized authentication type' }],
    });
    expect((await it.transport.check()).mechanism).toBe('LOGIN');
  });

  test('a long initial response waits for the empty challenge', async () => {
    await using it = await pair({ mechanisms: ['XOAUTH2'], accessToken: 'x'.repeat(2_000) });
    const report = await it.transport.check();
    expect(report.mechanism).toBe('XOAUTH2');
    expect(String(report.trace)).toContain('C: AUTH XOAUTH2\n');
  });

  test('a refused token is told to its source, and one more handshake is tried with another', async () => {
    const asked: Array<string | undefined> = [];
    await using it = await pair(
      { mechanisms: ['XOAUTH2'], token: 'expired' },
      { auth: ({ refused }) => `token-${asked.push(refused)}` },
    );
    const receipt = await it.transport.send(it.mail());
    expect(verdict(receipt)).toBe('deferred XOAUTH2_TOKEN_REJECTED at auth');
    expect(asked).toEqual([undefined, 'token-1']);
    expect(it.box.counters.commands.AUTH, 'never a loop').toBe(2);
    expect(String(receipt.trace).match(/^C: AUTH /gm), 'both handshakes are in the trace').toHaveLength(2);
    await it.transport.send(it.mail());
    expect(asked).toEqual([undefined, 'token-1', 'token-2', 'token-3']);
  });

  test('a renewed token makes good for a refused one', async () => {
    await using it = await pair(
      { mechanisms: ['XOAUTH2'] },
      { auth: ({ refused }) => (refused === undefined ? 'stale' : it.box.accessToken) },
    );
    expect(verdict(await it.transport.send(it.mail()))).toBe('accepted');
    expect(it.box.counters.commands.AUTH).toBe(2);
  });

  test('the same token again is not tried again', async () => {
    await using it = await pair({ mechanisms: ['XOAUTH2'], token: 'expired' }, { auth: () => 'always-the-same' });
    expect(verdict(await it.transport.send(it.mail()))).toBe('deferred XOAUTH2_TOKEN_REJECTED at auth');
    expect(it.box.counters.commands.AUTH).toBe(1);
  });

  test('a refused token brings the words of the challenge', async () => {
    await using it = await pair({ mechanisms: ['XOAUTH2'], token: 'expired' });
    const receipt = await it.transport.send(it.mail());
    expect(verdict(receipt)).toBe('deferred XOAUTH2_TOKEN_REJECTED at auth');
    expect(receipt.outcome !== 'accepted' && receipt.error.detail).toMatch(
      /its challenge was \{"status":"invalid_token"/,
    );
  });
});
