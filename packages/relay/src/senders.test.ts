import { expect, test } from 'vitest';
import { AllowedSenders, comparable } from './senders.js';

test.each([
  ['Me@Example.COM', 'me@example.com'],
  ['@Example.com', '@example.com'],
  ['me@bücher.example', 'me@xn--bcher-kva.example'],
  ['me@XN--BCHER-KVA.example', 'me@xn--bcher-kva.example'],
  ['Übel@example.com', 'Übel@example.com'],
  ['me', undefined],
  ['me@', undefined],
  ['a@b@example.com', undefined],
  ['"a@b"@example.com', undefined],
  ['a b@example.com', undefined],
  ['me@example.com>', undefined],
  ['me@a%41.example', undefined],
  ['me@é/example.com', undefined],
])('%s is %s to others', (address, form) => {
  expect(comparable(address)).toBe(form);
});

test.each([
  ['me@example.com', true],
  ['ME@EXAMPLE.com', true],
  ['you@example.com', false],
  ['anybody@all.example', true],
  ['anybody@sub.all.example', false],
  ['anybody@notall.example', false],
  ['@all.example', false],
  // The Kelvin sign, which lower case makes a k of.
  ['\u212aate@example.com', false],
  ['', false],
])('%s: %s', (address, allowed) => {
  expect(new AllowedSenders(['me@example.com', 'kate@example.com', '@all.example']).allows(address)).toBe(allowed);
});

test('the null reverse-path is allowed where it is named', () => {
  expect(new AllowedSenders(['<>']).allows('')).toBe(true);
  expect(new AllowedSenders(['<>']).allows('me@example.com')).toBe(false);
});
