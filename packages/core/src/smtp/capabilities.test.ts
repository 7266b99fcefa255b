import { expect, test } from 'vitest';
import { readCapabilities } from './capabilities.js';

const offer = (...lines: string[]) =>
  readCapabilities({ code: 250, lines: ['mx.example at your service', ...lines] }, true);

test('keywords in any case, with their words', () => {
  const capabilities = offer('size 1000', 'Pipelining', 'DELIVERBY 240', 'X-ODD  a   b');
  expect(capabilities.host).toBe('mx.example');
  expect(capabilities.has('PIPELINING')).toBe(true);
  expect(capabilities.has('CHUNKING')).toBe(false);
  expect(capabilities.args('x-odd')).toEqual(['a', 'b']);
  expect(capabilities.args('CHUNKING')).toEqual([]);
});

test.each([
  [['AUTH PLAIN LOGIN'], ['PLAIN', 'LOGIN']],
  [['AUTH=PLAIN LOGIN'], ['PLAIN', 'LOGIN']],
  [
    ['AUTH LOGIN', 'AUTH=PLAIN LOGIN'],
    ['LOGIN', 'PLAIN'],
  ],
  [['auth plain xoauth2'], ['PLAIN', 'XOAUTH2']],
  [['AUTH'], []],
  [[], []],
])('mechanisms of %j', (lines, mechanisms) => {
  expect(offer(...lines).mechanisms).toEqual(mechanisms);
});

test.each([
  ['SIZE 35882577', 35_882_577],
  ['SIZE 0', undefined],
  ['SIZE', undefined],
  ['SIZE lots', undefined],
  ['SIZE -1', undefined],
  ['SIZE 99999999999999999999', undefined],
])('the maximum of %j', (line, octets) => {
  expect(offer(line).maxSize).toBe(octets);
});

test('limits: what is unknown or malformed is ignored (RFC 9422 3)', () => {
  expect(offer('LIMITS MAILMAX=20 RCPTMAX=100 RCPTDOMAINMAX=x NEW=5 MAILMAX').limits).toEqual({
    MAILMAX: 20,
    RCPTMAX: 100,
  });
});

test('an offer of a million octets is read once over', () => {
  const words = Array.from({ length: 100_000 }, (_, at) => `M${at}`).join(' ');
  expect(offer(`AUTH ${words}`).mechanisms).toHaveLength(100_000);
});
