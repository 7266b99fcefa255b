import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { DeliveryStatus } from '../message.js';
import { SECRET } from '../trace.js';
import * as command from './command.js';

const bytes = (text: string): Uint8Array => Buffer.from(text);
const bad = (value: unknown): never => value as never;
const long = (count: number): string => 'x'.repeat(count);

describe('lines that are said as they stand', () => {
  test.each([
    ['STARTTLS', command.startTls, 'tls'],
    ['DATA', command.data, 'data'],
    ['RSET', command.reset, 'envelope'],
    ['QUIT', command.quit, 'quit'],
    ['*', command.authCancel, 'auth'],
  ])('%s', (text, line, phase) => {
    expect(line).toEqual({ text, phase });
  });
});

describe('EHLO and HELO', () => {
  const good = [
    'client.example.org',
    'a.b',
    'A-1.xn--bcher-kva.example',
    '3com.example',
    '[192.0.2.1]',
    '[127.0.0.1]',
    '[IPv6:2001:db8::1]',
    '[IPv6:::1]',
    '[ipv6:::ffff:192.0.2.1]',
  ];
  test.each(good)('%s', (name) => {
    expect(command.ehlo(name)).toEqual({ text: `EHLO ${name}`, phase: 'hello' });
    expect(command.helo(name)).toEqual({ text: `HELO ${name}`, phase: 'hello' });
    expect(command.helloNameIsGood(name)).toBe(true);
  });

  const refused: unknown[] = [
    ...[
      '',
      ' ',
      'localhost',
      'mailer',
      'client.example.',
      '.example',
      'a..b',
      '-a.example',
      'a-.example',
      'a_b.example',
    ],
    ...[
      'client example.org',
      'client.example.org SIZE=1',
      'client.example.org\r\nMAIL FROM:<x@y>',
      'a.example\n',
      'a\0.example',
    ],
    ...[
      'bücher.example',
      'client。example',
      '127.0.0.1',
      '10.1',
      '[127.0.0.1',
      '127.0.0.1]',
      '[256.0.0.1]',
      '[1.2.3]',
      '[::1]',
    ],
    ...[
      '[IPv6:]',
      '[IPv6::]',
      '[IPv6:::::]',
      '[IPv6:fe80::1%eth0]',
      '[IPv6:::1]\r\n',
      '[mail.example]',
      `${long(64)}.example`,
    ],
    ...[`${'a.'.repeat(127)}aa`, undefined, null, 7, ['client.example.org']],
  ];
  test.each(refused)('%j is refused', (name) => {
    for (const say of [command.ehlo, command.helo])
      expect(() => say(bad(name))).toThrow(
        expect.objectContaining({ code: 'CONFIG_VALUE_INVALID', field: 'helloName', phase: 'settings' }),
      );
    expect(command.helloNameIsGood(bad(name))).toBe(false);
  });
});

describe('AUTH', () => {
  test.each([
    ['PLAIN', undefined, 'AUTH PLAIN', undefined],
    ['PLAIN', bytes('\0u\0p'), 'AUTH PLAIN AHUAcA==', `AUTH PLAIN ${SECRET}`],
    // RFC 4954 4: an initial response of no octets.
    ['EXTERNAL', bytes(''), 'AUTH EXTERNAL =', `AUTH EXTERNAL ${SECRET}`],
    ['SCRAM-SHA-256-PLUS', undefined, 'AUTH SCRAM-SHA-256-PLUS', undefined],
  ])('%s', (mechanism, response, text, shown) => {
    expect(command.auth(mechanism, response)).toEqual({
      text,
      phase: 'auth',
      ...(shown === undefined ? {} : { shown }),
    });
  });

  test.each(['', 'plain', 'PLAIN LOGIN', 'PLAIN\r\nDATA', 'PLÄIN', long(21).toUpperCase(), undefined, ['PLAIN']])(
    'a mechanism of %j is refused',
    (mechanism) => {
      expect(() => command.auth(bad(mechanism))).toThrow(expect.objectContaining({ field: 'mechanisms' }));
    },
  );

  test('an answer is base64 and shown as a secret; an empty one is an empty line', () => {
    expect(command.authAnswer(bytes('password'))).toEqual({ text: 'cGFzc3dvcmQ=', phase: 'auth', shown: SECRET });
    expect(command.authAnswer(bytes(''))).toEqual({ text: '', phase: 'auth' });
  });

  test('an answer is a view of its own octets only', () => {
    const pool = Buffer.from('before|password|behind');
    expect(command.authAnswer(pool.subarray(7, 15)).text).toBe('cGFzc3dvcmQ=');
  });

  test('a line of 512 octets fits, the next longer one does not (RFC 4954 4)', () => {
    const fits = (octets: number): boolean => command.fitsAuthLine('PLAIN', new Uint8Array(octets));
    const lineOf = (octets: number): number => `${command.auth('PLAIN', new Uint8Array(octets)).text}\r\n`.length;
    // Base64 grows by four characters at a time, so that 509 is the longest line of this mechanism.
    expect([fits(372), lineOf(372)]).toEqual([true, 509]);
    expect([fits(373), lineOf(373)]).toEqual([false, 513]);
  });
});

describe('MAIL', () => {
  const all: Required<command.MailParameters> = {
    size: 1234,
    body: '8BITMIME',
    smtpUtf8: true,
    deliveryStatus: { return: 'headers', envelopeId: 'a+b=c d' },
    requireTls: true,
  };

  // RFC 1870 6, RFC 6152 2, RFC 6531 3.4, RFC 3461 4.3 and 4.4, RFC 8689 3.
  test.each<[string, command.MailParameters]>([
    ['MAIL FROM:<me@example.com>', {}],
    ['MAIL FROM:<me@example.com> SIZE=0', { size: 0 }],
    ['MAIL FROM:<me@example.com> BODY=8BITMIME', { body: '8BITMIME' }],
    ['MAIL FROM:<me@example.com> SMTPUTF8', { smtpUtf8: true }],
    ['MAIL FROM:<me@example.com>', { smtpUtf8: false, requireTls: false }],
    ['MAIL FROM:<me@example.com> RET=FULL', { deliveryStatus: { return: 'full' } }],
    ['MAIL FROM:<me@example.com> ENVID=x', { deliveryStatus: { envelopeId: 'x' } }],
    ['MAIL FROM:<me@example.com>', { deliveryStatus: { notify: 'never' } }],
    ['MAIL FROM:<me@example.com> REQUIRETLS', { requireTls: true }],
    ['MAIL FROM:<me@example.com> SIZE=1234 BODY=8BITMIME SMTPUTF8 RET=HDRS ENVID=a+2Bb+3Dc+20d REQUIRETLS', all],
  ])('%s', (text, parameters) => {
    expect(command.mailFrom('me@example.com', parameters)).toEqual({ text, phase: 'envelope' });
  });

  test('the null reverse-path', () => {
    expect(command.mailFrom('', { size: 3 }).text).toBe('MAIL FROM:<> SIZE=3');
  });

  test.each<[string, object]>([
    ['size', { size: -1 }],
    ['size', { size: 1.5 }],
    ['size', { size: Number.NaN }],
    ['size', { size: 2 ** 53 }],
    ['size', { size: '1 BODY=8BITMIME' }],
    ['body', { body: '8BITMIME SIZE=1' }],
    ['body', { body: 'BINARYMIME' }],
    ['body', { body: '7BIT\r\nDATA' }],
    ['deliveryStatus.return', { deliveryStatus: { return: 'HDRS' } }],
    ['deliveryStatus.return', { deliveryStatus: { return: 'full\r\nDATA' } }],
    ['deliveryStatus.envelopeId', { deliveryStatus: { envelopeId: '' } }],
    ['deliveryStatus.envelopeId', { deliveryStatus: { envelopeId: 'a\r\nDATA' } }],
    ['deliveryStatus.envelopeId', { deliveryStatus: { envelopeId: 'a\0' } }],
    ['deliveryStatus.envelopeId', { deliveryStatus: { envelopeId: 'ä' } }],
    ['deliveryStatus.envelopeId', { deliveryStatus: { envelopeId: 7 } }],
    ['deliveryStatus.envelopeId', { deliveryStatus: { envelopeId: long(101) } }],
    ['deliveryStatus.envelopeId', { deliveryStatus: { envelopeId: '+'.repeat(34) } }],
  ])('refuses by itself: %s of %j', (field, parameters) => {
    expect(() => command.mailFrom('me@example.com', bad(parameters))).toThrow(
      expect.objectContaining({ code: 'CONFIG_VALUE_INVALID', field }),
    );
  });

  test('an envelope id of 100 characters is the longest', () => {
    expect(command.mailFrom('', { deliveryStatus: { envelopeId: long(100) } }).text).toBe(
      `MAIL FROM:<> ENVID=${long(100)}`,
    );
    expect(command.mailFrom('', { deliveryStatus: { envelopeId: '+'.repeat(33) } }).text).toHaveLength(19 + 99);
  });
});

describe('RCPT', () => {
  test.each<[string, DeliveryStatus | undefined]>([
    ['RCPT TO:<you@example.net>', undefined],
    ['RCPT TO:<you@example.net>', { return: 'full', envelopeId: 'x' }],
    ['RCPT TO:<you@example.net> NOTIFY=NEVER', { notify: 'never' }],
    ['RCPT TO:<you@example.net> NOTIFY=SUCCESS', { notify: ['success'] }],
    ['RCPT TO:<you@example.net> NOTIFY=SUCCESS,FAILURE,DELAY', { notify: ['success', 'failure', 'delay'] }],
    ['RCPT TO:<you@example.net> NOTIFY=DELAY', { notify: ['delay', 'delay'] }],
  ])('%s', (text, deliveryStatus) => {
    expect(command.rcptTo('you@example.net', deliveryStatus)).toEqual({ text, phase: 'envelope' });
  });

  test.each([
    [[]],
    [['never', 'failure']],
    [['failure', 'never']],
    ['always'],
    [['SUCCESS']],
    [['success\r\nDATA']],
    ['success,failure'],
    [{ success: true }],
    [7],
    [null],
  ])('NOTIFY of %j is refused', (notify) => {
    expect(() => command.rcptTo('you@example.net', bad({ notify }))).toThrow(
      expect.objectContaining({ code: 'CONFIG_VALUE_INVALID', field: 'deliveryStatus.notify' }),
    );
  });
});

describe('addresses', () => {
  test.each([
    'me@example.com',
    "a.b+c=d!#$%&'*/?^_`{|}~-@example.com",
    '"a b"@example.com',
    '"a> SIZE=1"@example.com',
    '"a\\"> SIZE=1 <\\\\"@example.com',
    '"me@evil.example x"@example.com',
    'jürgen@bücher.example',
    '用户@例え.jp',
    '😀@example.com',
    'me@my_host.example',
    'me@[192.0.2.1]',
    'me@[IPv6:2001:db8::1]',
    'me@localhost',
    `${long(64)}@example.com`,
    `me@${long(63)}.example`,
  ])('%s', (address) => {
    expect(command.mailFrom(address, {}).text).toBe(`MAIL FROM:<${address}>`);
    expect(command.rcptTo(address).text).toBe(`RCPT TO:<${address}>`);
  });

  const refused: unknown[] = [
    ...[
      'me',
      '@example.com',
      'me@',
      'a@b@c',
      'a b@example.com',
      '<me@example.com>',
      'me@example.com>',
      'Me <me@example.com>',
    ],
    ...['a> SIZE=1@example.com', 'me@example.com> SIZE=1', 'me@example.com SIZE=1', 'a>@example.com', 'a<@example.com'],
    ...[
      '.a@example.com',
      'a.@example.com',
      'a..b@example.com',
      'a,b@example.com',
      'a;b@example.com',
      'a(b)@example.com',
    ],
    ...[
      '"a@example.com',
      'a"@example.com',
      '"a"b"@example.com',
      '"a\\"@example.com',
      '"a"b@example.com',
      '"a" @example.com',
    ],
    ...[
      'me@.example',
      'me@example.',
      'me@a..b',
      'me@-a.example',
      'me@a-.example',
      'me@a b',
      'me@[192.0.2.1',
      'me@[a]b',
    ],
    ...[
      'a\r\nRCPT TO:<b@c>@example.com',
      'me@example.com\r\n',
      'me@example.com\n',
      '"a\rb"@example.com',
      '"a\nb"@example.com',
    ],
    ...[
      '"a\0b"@example.com',
      '"a\tb"@example.com',
      '"a\\\tb"@example.com',
      'a\x7f@example.com',
      '"\\\x7f"@example.com',
    ],
    ...[
      'a\x85b@example.com',
      'a\x90b@example.com',
      'a\u2028b@example.com',
      '"a\u2029b"@example.com',
      'me@exam\x85ple.com',
    ],
    ...['a\ud800b@example.com', 'me@\udc00.example', `${long(65)}@example.com`, `${'ü'.repeat(33)}@example.com`],
    ...[`me@${long(64)}.example`, `me@${'a.'.repeat(127)}aa`, `${long(64)}@${'a.'.repeat(95)}a`],
    ...[undefined, null, 7, ['me@example.com'], { address: 'me@example.com' }],
  ];
  test.each(refused)('%j is refused', (address) => {
    const as = (field: string) => expect.objectContaining({ code: 'ENVELOPE_INVALID', field, phase: 'settings' });
    expect(() => command.mailFrom(bad(address), {})).toThrow(as('envelope.from'));
    expect(() => command.rcptTo(bad(address), undefined, 'envelope.to[3]')).toThrow(as('envelope.to[3]'));
  });

  test('a path of 256 octets is the longest, its brackets included (RFC 5321 4.5.3.1.3)', () => {
    const longest = `${long(64)}@${'a.'.repeat(94)}a`;
    expect(command.rcptTo(longest).text).toHaveLength('RCPT TO:'.length + 256);
    expect(() => command.rcptTo(`${longest}.aa`)).toThrow(/256 octets/);
  });

  test('no recipient is the null path', () => {
    expect(() => command.rcptTo('')).toThrow(expect.objectContaining({ field: 'envelope.to' }));
  });

  test('a refusal shows what is wrong in one line of printable ASCII', () => {
    let message = '';
    try {
      command.rcptTo('"a\r\nDATA\u2028"@example.com');
    } catch (error) {
      message = String(error);
    }
    expect(message).toContain('\\r\\nDATA\\u2028');
    expect(message).toMatch(/^[ -~]+$/);
  });
});

describe('BDAT', () => {
  test.each([
    [0, true, 'BDAT 0 LAST'],
    [86, false, 'BDAT 86'],
    [2 ** 53 - 1, true, 'BDAT 9007199254740991 LAST'],
  ])('%d %s', (octets, last, text) => {
    expect(command.bdat(octets, last)).toBe(text);
  });

  test.each([-1, 0.5, Number.NaN, Number.POSITIVE_INFINITY, '5 LAST'])('%j octets are refused', (octets) => {
    expect(() => command.bdat(bad(octets), true)).toThrow(expect.objectContaining({ field: 'size' }));
  });
});

/** The writers are the second wall: nothing was checked before them here. */
describe('whatever a writer is handed, it says one line in its own form or refuses', () => {
  const nasty = fc.constantFrom(
    ...['\r\n', '\n', '\r', '\x85', '\u2028', '\0', '\t', '\x1b', '\x7f', '\ud800'],
    ...[
      '> SIZE=1',
      '>',
      '<',
      ' ',
      '"',
      '\\',
      '@',
      ',',
      '\r\nMAIL FROM:<evil@example.org>\r\n',
      '\r\n.\r\nQUIT\r\n',
      '=',
      '+',
    ],
  );
  const piece = fc.oneof(nasty, fc.string({ maxLength: 8 }), fc.string({ unit: 'binary', maxLength: 4 }));
  const near = (...seeds: string[]) =>
    fc.tuple(fc.constantFrom(...seeds), fc.array(fc.tuple(fc.nat(), piece), { maxLength: 4 })).map(([seed, inserted]) =>
      inserted.reduce((text, [at, what]) => {
        const cut = at % (text.length + 1);
        return text.slice(0, cut) + what + text.slice(cut);
      }, seed),
    );
  const address = near('me@example.com', '"a b"@example.com', 'jürgen@example.com', 'me@[192.0.2.1]');
  const PATH = String.raw`<(?:[^\s"<>(),:;\\[\]@]+|"(?:[^"\\]|\\.)*")@(?:[^\s"<>(),:;\\[\]@]+|\[[A-Za-z0-9:.]+\])>`;

  function saysOrRefuses(say: () => string, form: RegExp): boolean {
    let text: string;
    try {
      text = say();
    } catch (error) {
      expect(error).toMatchObject({ name: 'MailError', phase: 'settings', field: expect.any(String) });
      return false;
    }
    expect(text).toMatch(form);
    expect(text).not.toMatch(/[\x00-\x1f\x7f-\x9f\u2028\u2029]/);
    expect(Buffer.from(text).toString()).toBe(text);
    return true;
  }

  test.each<[string, fc.Arbitrary<string>, (value: string) => string, RegExp]>([
    ['EHLO', near('client.example.org', '[192.0.2.1]', '[IPv6:::1]'), (v) => command.ehlo(v).text, /^EHLO [^ ]+$/],
    [
      'AUTH',
      near('PLAIN', 'SCRAM-SHA-256'),
      (v) => command.auth(v, bytes(v)).text,
      /^AUTH [A-Z0-9_-]+ [A-Za-z0-9+/]+=*$/,
    ],
    ['AUTH, its answer', near('secret', ''), (v) => command.authAnswer(bytes(v)).text, /^[A-Za-z0-9+/]*=*$/],
    [
      'MAIL',
      address,
      (v) => command.mailFrom(v, { size: 7 }).text,
      new RegExp(`^MAIL FROM:(?:<>|${PATH}) SIZE=7$`, 'u'),
    ],
    [
      'RCPT',
      address,
      (v) => command.rcptTo(v, { notify: 'never' }).text,
      new RegExp(`^RCPT TO:${PATH} NOTIFY=NEVER$`, 'u'),
    ],
    [
      'ENVID',
      near('id', 'a b'),
      (v) => command.mailFrom('', { deliveryStatus: { envelopeId: v }, requireTls: true }).text,
      /^MAIL FROM:<> ENVID=(?:[!-*,-<>-~]|\+[0-9A-F]{2})+ REQUIRETLS$/,
    ],
    [
      'RET',
      near('full', 'headers'),
      (v) => command.mailFrom('', { deliveryStatus: { return: bad(v) } }).text,
      /^MAIL FROM:<> RET=(?:FULL|HDRS)$/,
    ],
    ['BODY', near('8BITMIME'), (v) => command.mailFrom('', { body: bad(v) }).text, /^MAIL FROM:<> BODY=8BITMIME$/],
    [
      'NOTIFY',
      near('never', 'success'),
      (v) => command.rcptTo('me@example.com', { notify: bad(v.length % 2 ? v : v.split(',')) }).text,
      /^RCPT TO:<me@example\.com> NOTIFY=(?:NEVER|SUCCESS)$/,
    ],
  ])('%s', (_name, values, say, form) => {
    let said = 0;
    let refused = 0;
    fc.assert(
      fc.property(values, (value) => {
        if (saysOrRefuses(() => say(value), form)) said += 1;
        else refused += 1;
      }),
      { numRuns: 2_000 },
    );
    // Neither half of the property may go without proof.
    expect(said).toBeGreaterThan(20);
    if (_name !== 'AUTH, its answer') expect(refused).toBeGreaterThan(20);
  });
});
