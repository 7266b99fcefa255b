import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { canonical, DotStuffing, dotStuffed, LineEnds } from './body.js';

const bytes = (text: string): Uint8Array => new Uint8Array(Buffer.from(text, 'latin1'));
const text = (octets: Uint8Array): string => Buffer.from(octets).toString('latin1');

/** Octets in which line ends and dots are frequent. */
const octets = fc
  .array(
    fc.oneof(
      { weight: 6, arbitrary: fc.constantFrom(10, 13, 46) },
      { weight: 2, arbitrary: fc.integer({ min: 0, max: 255 }) },
    ),
    {
      maxLength: 60,
    },
  )
  .map((list) => Uint8Array.from(list));

/** Octets, and a way to cut them. Cuts may fall together, which makes empty pieces. */
const cutOctets = fc.tuple(octets, fc.array(fc.nat(), { maxLength: 8 })).map(([whole, numbers]) => {
  const cuts = numbers.map((number) => number % (whole.length + 1)).sort((a, b) => a - b);
  const pieces = [0, ...cuts].map((from, at) => whole.slice(from, cuts[at] ?? whole.length));
  return { whole, pieces };
});

const each = (whole: Uint8Array) => [...whole].map((octet) => Uint8Array.of(octet));

function streamed(stream: LineEnds | DotStuffing, pieces: readonly Uint8Array[]): string {
  return pieces.map((piece) => text(stream.push(piece))).join('') + text(stream.end());
}

/** What the server makes of it (RFC 5321 4.5.2), and what stands behind the end. */
function unstuffed(wire: string): { message: string; rest: string } {
  const lines = wire.split('\r\n');
  const end = lines.indexOf('.');
  const message = lines.slice(0, end).map((line) => `${line.startsWith('.') ? line.slice(1) : line}\r\n`);
  return { message: message.join(''), rest: lines.slice(end + 1).join('\r\n') };
}

/** Written another way than what it checks. */
const endsMade = (from: string): string => from.replace(/\r\n|\r|\n/g, '\r\n');

describe('line ends', () => {
  it.each([
    ['', ''],
    ['a\r\nb', 'a\r\nb'],
    ['a\nb', 'a\r\nb'],
    ['a\rb', 'a\r\nb'],
    ['\n\r', '\r\n\r\n'],
    ['\r\r\n', '\r\n\r\n'],
    ['\r', '\r\n'],
    ['\n', '\r\n'],
    ['\r\n\n\r\r\n', '\r\n\r\n\r\n\r\n'],
  ])('%j becomes %j', (from, to) => {
    expect(text(canonical(bytes(from)))).toBe(to);
  });

  it('are left alone where they are right: the same array comes back', () => {
    const right = bytes('a\r\n.\r\n\xff');
    expect(canonical(right)).toBe(right);
    expect(new LineEnds().push(right)).toBe(right);
  });

  it('are made right in any octets, which are not changed', () => {
    fc.assert(
      fc.property(octets, (whole) => {
        const before = text(whole);
        expect(text(canonical(whole))).toBe(endsMade(before));
        expect(text(whole)).toBe(before);
      }),
      { numRuns: 2000 },
    );
  });

  it('are the same in any cutting', () => {
    fc.assert(
      fc.property(cutOctets, ({ whole, pieces }) => {
        const wanted = text(canonical(whole));
        expect(streamed(new LineEnds(), pieces)).toBe(wanted);
        expect(streamed(new LineEnds(), each(whole))).toBe(wanted);
      }),
      { numRuns: 2000 },
    );
  });
});

describe('dot-stuffing', () => {
  it.each([
    ['', '.\r\n'],
    ['a', 'a\r\n.\r\n'],
    ['a\r\n', 'a\r\n.\r\n'],
    ['.', '..\r\n.\r\n'],
    ['.\r\n', '..\r\n.\r\n'],
    ['..\r\n.a\r\n', '...\r\n..a\r\n.\r\n'],
    ['a.b\r\n.', 'a.b\r\n..\r\n.\r\n'],
    ['\r\n.\r\n.\r\n', '\r\n..\r\n..\r\n.\r\n'],
  ])('of %j is %j', (from, to) => {
    expect(text(dotStuffed(bytes(from)))).toBe(to);
    expect(streamed(new DotStuffing(), [bytes(from)])).toBe(to);
  });

  it('is the same in any cutting of any octets', () => {
    fc.assert(
      fc.property(cutOctets, ({ whole, pieces }) => {
        const wanted = text(dotStuffed(canonical(whole)));
        expect(streamed(new DotStuffing(), pieces)).toBe(wanted);
        expect(streamed(new DotStuffing(), each(whole))).toBe(wanted);
      }),
      { numRuns: 2000 },
    );
  });

  it('T30: has no bare CR, no bare LF, and one line that holds a single dot, which is the last', () => {
    fc.assert(
      fc.property(cutOctets, ({ pieces }) => {
        const wire = streamed(new DotStuffing(), pieces);
        expect(wire.replaceAll('\r\n', '')).not.toMatch(/[\r\n]/);
        expect(wire.split('\r\n').filter((line) => line === '.')).toHaveLength(1);
        expect(`\r\n${wire}`).toMatch(/\r\n\.\r\n$/);
        for (const line of wire.slice(0, -3).split('\r\n')) if (line.startsWith('.')) expect(line).toMatch(/^\.\./);
      }),
      { numRuns: 2000 },
    );
  });

  it.each(['\n.\n', '\r.\r', '\n.\r\n', '\r\n.\r', '\r.\r\n', '\r\n.\n'])('T30: lets no %j end the message', (end) => {
    const wire = streamed(new DotStuffing(), each(bytes(`a${end}MAIL FROM:<b@c>`)));
    expect(wire).toBe('a\r\n..\r\nMAIL FROM:<b@c>\r\n.\r\n');
  });

  it('T31: a message with commands behind a dot arrives as one message, as it was', () => {
    const message = 'x\r\n.\r\nMAIL FROM:<a@b>\r\nRCPT TO:<c@d>\r\n..\r\n';
    expect(unstuffed(text(dotStuffed(bytes(message))))).toEqual({ message, rest: '' });
  });

  it('is taken back by the server', () => {
    fc.assert(
      fc.property(octets, (whole) => {
        const wanted = text(canonical(whole));
        const open = wanted !== '' && !wanted.endsWith('\r\n');
        expect(unstuffed(text(dotStuffed(canonical(whole))))).toEqual({
          message: wanted + (open ? '\r\n' : ''),
          rest: '',
        });
      }),
      { numRuns: 2000 },
    );
  });

  it('works on a view of a larger memory', () => {
    const memory = bytes('.\r\n.XX.a\n.bYY');
    const part = memory.subarray(6, 11);
    expect(text(part)).toBe('.a\n.b');
    expect(text(dotStuffed(canonical(part)))).toBe('..a\r\n..b\r\n.\r\n');
  });
});
