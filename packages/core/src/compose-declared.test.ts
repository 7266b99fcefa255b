import { describe, expect, it } from 'vitest';
import { asDeclared, checkDeclared, type Declared, declaredOf } from './compose-declared.js';
import { canonical } from './smtp/body.js';

async function* inPieces(text: string, size: number): AsyncGenerator<Uint8Array> {
  const bytes = Buffer.from(text, 'latin1');
  for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size);
}

/** What came of reading it: the octets that went by, or the words that it ended with. */
async function read(text: string, size: number, declared: Declared): Promise<string> {
  let passed = '';
  try {
    for await (const piece of asDeclared(inPieces(text, size), declared))
      passed += Buffer.from(piece).toString('latin1');
  } catch (error) {
    return `failed: ${(error as Error).message}`;
  }
  return passed;
}

const texts = [
  '',
  'a',
  'a\r\n',
  'a\nb\n',
  'a\rb\r',
  '\r',
  '\n',
  '\r\r\n\n',
  '\n\r',
  '\r\n\r\n',
  'a\r\r\rb\n\n\n',
  '.\r\n..\r\n',
];

describe('octets', () => {
  it.each(texts)('%j is counted as it goes over the wire, wherever it is cut', async (text) => {
    const { length } = canonical(Buffer.from(text));
    for (const size of [1, 2, 3, 100]) {
      expect(await read(text, size, { octets: length })).toBe(text);
      expect(await read(text, size, { octets: length + 1 })).toBe(
        `failed: octets is ${length + 1}, and there are ${length} in all, with line ends as CRLF`,
      );
      if (length > 0) expect(await read(text, size, { octets: length - 1 })).toMatch(`failed: octets is ${length - 1}`);
    }
    expect(() => checkDeclared(Buffer.from(text), { octets: length })).not.toThrow();
    expect(() => checkDeclared(Buffer.from(text), { octets: length + 1 })).toThrow(`(octets is ${length + 1}`);
  });

  it('that are too many end it before they are passed on', async () => {
    const passed: number[] = [];
    const reading = (async () => {
      for await (const piece of asDeclared(inPieces('abcdef', 2), { octets: 3 })) passed.push(piece.length);
    })();
    await expect(reading).rejects.toThrow('octets is 3, and there are 4 or more');
    expect(passed).toEqual([2]);
  });
});

describe('body', () => {
  it.each<[text: string, body: Declared['body'], expected: RegExp]>([
    ['plain\r\n', '7bit', /^plain/],
    ['plain\r\n', '8bitmime', /^plain/],
    ['\xfcber\r\n', '8bitmime', /^\xfcber/],
    ['\xfcber\r\n', undefined, /^\xfcber/],
    ['\xfcber\r\n', '7bit', /^failed: body is '7bit', and there is an octet above 127$/],
  ])('%j as %s', async (text, body, expected) => {
    expect(await read(text, 3, body === undefined ? {} : { body })).toMatch(expected);
  });
});

describe('what cannot be meant', () => {
  const message = { envelope: { from: 'a@example.com', to: ['b@example.com'] }, raw: '' };
  it.each([-1, 1.5, Number.NaN, Number.POSITIVE_INFINITY, '12', null])('octets: %s', (octets) => {
    expect(() => declaredOf({ ...message, octets: octets as number })).toThrow(/octets is /);
  });
  it.each(['8BITMIME', 'binarymime', '', null, 8])('body: %s', (body) => {
    expect(() => declaredOf({ ...message, body: body as '7bit' })).toThrow(/body is /);
  });
});
