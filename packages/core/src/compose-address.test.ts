import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { compose } from './compose.js';
import { addressesOf, wireAddress } from './compose-address.js';
import { isMailError } from './error.js';
import type { MailMessage } from './message.js';

function recipients(to: MailMessage['to'], more: Partial<MailMessage> = {}): readonly string[] {
  return compose({ from: 'a@example.com', text: 'x', ...more, to }).envelope.to;
}

describe('what is read', () => {
  it.each<[MailMessage['to'], string[]]>([
    ['b@example.org', ['b@example.org']],
    [' b@example.org ', ['b@example.org']],
    ['<b@example.org>', ['b@example.org']],
    ['B <b@example.org>, "C, D" <c@example.org>', ['b@example.org', 'c@example.org']],
    ['b@example.org, ', ['b@example.org']],
    ['b@example.org (the (inner) one)', ['b@example.org']],
    ['B. von Ä <b@example.org>', ['b@example.org']],
    ['b@example.org <c@example.org>', ['c@example.org']],
    ['"<x@y>" <b@example.org>', ['b@example.org']],
    ['Team: b@example.org, C <c@example.org>;, d@example.org', ['b@example.org', 'c@example.org', 'd@example.org']],
    [
      [['b@example.org'], ['c@example.org, d@example.org']],
      ['b@example.org', 'c@example.org', 'd@example.org'],
    ],
    [{ name: 'a@evil.com, "x', address: 'b@example.org' }, ['b@example.org']],
    // Each once, in the order of To, Cc, Bcc.
    ['b@Example.ORG, b@example.org', ['b@example.org']],
    ['"b"@example.org', ['b@example.org']],
    ['b@[192.0.2.1]', ['b@[192.0.2.1]']],
    ['b@[IPv6:2001:DB8::1]', ['b@[IPv6:2001:db8::1]']],
  ])('%j', (to, expected) => {
    expect(recipients(to)).toEqual(expected);
  });

  it('Cc and Bcc are recipients, and Bcc stands nowhere in the message (T34)', () => {
    for (const form of [{ bcc: 'hidden@example.org' }, { headers: { bCc: 'hidden@example.org' } }]) {
      const { envelope, body } = compose({ from: 'a@b.c', to: 'b@b.c', cc: 'c@b.c', text: 'x', ...form });
      expect(envelope.to).toEqual(['b@b.c', 'c@b.c', 'hidden@example.org']);
      expect(Buffer.from(body as Uint8Array).toString()).not.toMatch(/bcc|hidden/i);
    }
  });
});

it.each([
  '"user@evil.com x"@good.com',
  '"@evil.com"@good.com',
  '"a b"@good.com',
  '<"x@evil.com,"@good.com>',
  'x <"a@evil.com>"@good.com>',
  '"a\\"@evil.com"@good.com',
  '"<a@evil.com>"@good.com',
  '"a@evil.com" <b@good.com>',
  'a@evil.com@good.com',
  'a@[x@evil.com]',
  'b@good.com (a@evil.com)',
  'b@good.com a@evil.com',
  '"a" "b"@good.com',
  'a@evil.com <b@good.com> c@evil.com',
  'a@evil.com(,b@)good.com',
  '"a"<b@good.com>"@evil.com"',
])('the domain is the one behind the last unquoted @, or the address is refused (T1): %s', (to) => {
  try {
    for (const address of recipients(to))
      expect(address.replace(/^"(?:[^"\\]|\\.)*"/, 'local')).toMatch(/^[^@]+@good\.com$/);
  } catch (error) {
    expect(isMailError(error) && error.code).toBe('ENVELOPE_INVALID');
  }
});

it('no string at all reaches a domain that is not behind an unquoted @ (T1, T7)', () => {
  const piece = fc.constantFrom(
    'a',
    '@',
    '"',
    '\\',
    '<',
    '>',
    ' ',
    ',',
    ';',
    ':',
    '(',
    ')',
    '[',
    ']',
    'evil.com',
    'good.com',
    '.',
    'ü',
    'SIZE=1',
  );
  fc.assert(
    fc.property(fc.array(piece, { minLength: 1, maxLength: 14 }), (pieces) => {
      try {
        for (const address of recipients(pieces.join(''))) {
          // What stands between the angle brackets of RCPT has one reading.
          expect(address).toMatch(
            /^(?:[^\s"<>@,;:()[\]\\]+|"(?:[^"\\]|\\["\\])*")@(?:[a-z0-9.-]+|\[[0-9A-Za-z.:]+\])$/,
          );
        }
      } catch (error) {
        if (!isMailError(error)) throw error;
      }
    }),
    { numRuns: 3000 },
  );
});

it.each([
  'b',
  'b@',
  '@example.org',
  'b@example..org',
  'b@-example.org',
  'b@example.org.',
  '.b@example.org',
  'b..c@example.org',
  'b c@example.org',
  'b@exa mple.org',
  'b@example.org; c@example.org',
  'b@example.org c@example.org',
  '<>',
  '<b@example.org',
  'b@example.org>',
  '<b@example.org> SIZE=1',
  'b@example.org> SIZE=1',
  '<<b@example.org>>',
  '<@relay.example:b@example.org>',
  '"b@example.org',
  'b@example.org (',
  '(comment)',
  'Group: b@example.org',
  'Group: Inner: b@example.org;;',
  'Group: b@example.org; c@example.org',
  'b@[300.1.1.1]',
  'b@[IPv6:zz]',
  'b@[evil.com]',
  'b@good.com/evil',
  'b@good%2ecom',
  'b@１２７.１',
  'b\ud800@example.org',
  `${'x'.repeat(65)}@example.org`,
  `${'ü'.repeat(33)}@example.org`,
  `b@${'x'.repeat(64)}.org`,
  `b@${'x.'.repeat(127)}org`,
  `${'x'.repeat(64)}@${'abcdefg.'.repeat(23)}example`,
])('refused: %j', (to) => {
  expect(() => recipients(to)).toThrow(expect.objectContaining({ code: 'ENVELOPE_INVALID', field: 'to' }));
});

it('takes addresses up to the limits of RFC 5321 4.5.3.1', () => {
  const longest = `${'x'.repeat(64)}@${`${'y'.repeat(62)}.`.repeat(3)}${'z'.repeat(0)}`
    .slice(0, 253)
    .replace(/\.$/, 'y');
  expect(wireAddress(longest, 'to')).toBe(longest);
  expect(recipients(longest)).toEqual([longest]);
});

describe('the wire form (T4)', () => {
  it.each([
    ['b@JÕGEVA.ee', 'b@xn--jgeva-dua.ee'],
    ['jürgen@jõgeva.ee', 'jürgen@xn--jgeva-dua.ee'],
    ['b@例え.jp', 'b@xn--r8jz45g.jp'],
    ['b@XN--JGEVA-DUA.ee', 'b@xn--jgeva-dua.ee'],
    ['b@faß.de', 'b@xn--fa-hia.de'],
    ['b@example。org', 'b@example.org'],
  ])('%s', (given, wire) => {
    const members = {
      cc: `Group: ${given.replace('b@', 'c@')};`,
      bcc: { name: '', address: given.replace('b@', 'd@') },
    };
    const expected = [wire, wire.replace('b@', 'c@'), wire.replace('b@', 'd@')];
    expect(recipients(given, members)).toEqual([...new Set(expected)]);
  });

  it.each([
    ['b@jõgeva.ee', false],
    ['jürgen@example.org', true],
    ['"用户"@example.org', true],
  ])('SMTPUTF8 for %s: %s', (to, needed) => {
    expect(compose({ from: 'Jürgen <a@b.c>', to, subject: 'ü', text: 'ü' }).smtpUtf8).toBe(needed);
    expect(compose({ envelope: { from: 'a@b.c', to: [to] }, raw: 'x' }).smtpUtf8).toBe(needed);
    expect(compose({ from: 'a@b.c', to: 'b@b.c', replyTo: to, text: '' }).smtpUtf8).toBe(needed);
  });
});

/** Milliseconds of this process's own work: other processes do not count. */
function processorTime(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1000;
}

// Other work on the machine may spoil a measurement; what is not linear spoils each of them.
describe('the cost of hostile and of long lists', { retry: 2 }, () => {
  it.each([
    ['nested groups', 'g0:'.repeat(10_000)],
    ['a megabyte of groups', 'g0:'.repeat(350_000)],
    ['open comments', '('.repeat(1_000_000)],
    ['open brackets', '['.repeat(1_000_000)],
    ['open angles', '<'.repeat(1_000_000)],
    ['quotes', '"'.repeat(1_000_001)],
    ['escapes', `"${'\\"'.repeat(500_000)}`],
    ['at signs', '@'.repeat(1_000_000)],
    ['blanks', `a${' '.repeat(1_000_000)}@b`],
    ['one long name', `${'x'.repeat(1_000_000)} <a@`],
  ])('%s are refused in under 100 ms (T2)', (_name, text) => {
    const started = processorTime();
    expect(() => recipients(text)).toThrow(expect.objectContaining({ code: 'ENVELOPE_INVALID' }));
    expect(processorTime() - started).toBeLessThan(100);
  });

  it('arrays nested deeper than any stack are walked', () => {
    let nested: unknown = ['b@example.org'];
    for (let i = 0; i < 100_000; i++) nested = [nested];
    expect(addressesOf(nested, 'to')).toEqual(['b@example.org']);
    const circle: unknown[] = [];
    circle.push(circle);
    expect(() => addressesOf(circle, 'to')).toThrow(expect.objectContaining({ code: 'ENVELOPE_INVALID' }));
  });

  it('100,000 addresses take linear time (T3)', () => {
    const list = (count: number) => Array.from({ length: count }, (_, i) => `User ${i} <u${i}@example.com>`).join(', ');
    const cost = (count: number) => {
      const text = list(count);
      const started = processorTime();
      expect(recipients(text)).toHaveLength(count);
      return processorTime() - started;
    };
    cost(10_000);
    const half = cost(50_000);
    const whole = cost(100_000);
    expect(whole / half).toBeLessThan(3);
  });
});
