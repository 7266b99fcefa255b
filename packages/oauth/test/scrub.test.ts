import { expect, test } from 'vitest';
import { scrub, secretsOf } from '../src/scrub.js';

const guid = '3f2a8c1e-9b7d-4e5f-8a6b-1c2d3e4f5a6b';
const long = 'M.C5'.repeat(13);

test.each([
  ['a sentence stays', 'AADSTS50076: You must use MFA.', 'AADSTS50076: You must use MFA.'],
  ['an identifier of a request stays', `Trace ID: ${guid}`, `Trace ID: ${guid}`],
  [
    'an address stays',
    'https://login.example/a/b/c/d/e/f/g/h/i/j/k/l/m/n/o/p/q',
    'https://login.example/a/b/c/d/e/f/g/h/i/j/k/l/m/n/o/p/q',
  ],
  ['lines become one', 'one\r\ntwo\u2028three\u0000four', 'one two three four'],
  ['a JWT goes, however short', 'token eyJhbGciOiJub25lIn0.e30. is bad', 'token [secret] is bad'],
  ['what has the look of a token goes', `token ${long} is bad`, 'token [secret] is bad'],
  ['a secret goes', 'got p4ss! back', 'got [secret] back'],
  ['a secret goes in its encoded form', 'got p4ss%21%2B back', 'got [secret] back'],
  ['a secret of three characters is none', 'abc', 'abc'],
])('%s', (_, said, shown) => {
  expect(scrub(said, ['p4ss!', encodeURIComponent('p4ss!+').replace('!', '%21'), 'abc'])).toBe(shown);
});

test('a long answer is cut', () => {
  expect(scrub('word '.repeat(500), []).length).toBeLessThan(410);
});

test('of a request, all is secret that is not known to be harmless', () => {
  const parameters = new URLSearchParams({
    client_id: 'app',
    scope: 'mail',
    grant_type: 'x',
    code: 'c0de',
    new_thing: 'hush',
  });
  const basic = `Basic ${Buffer.from('app:p4ss%2Bword').toString('base64')}`;
  const secrets = secretsOf(parameters, basic);
  expect(secrets).toEqual(expect.arrayContaining(['c0de', 'hush', 'p4ss%2Bword', 'p4ss+word', basic.slice(6)]));
  for (const harmless of ['app', 'mail', 'x']) expect(secrets).not.toContain(harmless);
});
