import { describe, expect, test } from 'vitest';
import { files, textOf } from '../files.js';

/** Names of providers, their products and their brands. */
const providers =
  /outlook|hotmail|office\s*365|microsoft|exchange (online|server)|azure|entra\b|gmail|google|yahoo|icloud|\bAOL\b|zoho|fastmail|proton|yandex|\bqq\b|\b163\b|netease|sendgrid|mailgun|amazon/i;
/** Within a sentence and with a capital it is the product; an exchange of keys is not. */
const product = /[a-z,] Exchange\b/;

/** Folders of people and of machines. Put together here, so that this file does not hold what it looks for. */
const machinePaths = new RegExp(
  ['/ro' + 'ot/', '/wo' + 'rk/', '/ho' + 'me/\\w', '/Us' + 'ers/\\w', '[A-Z]:\\\\Us' + 'ers'].join('|'),
);
const leftovers = new RegExp(`\\b(TO${'DO'}|FIX${'ME'}|HA${'CK'})\\b`);

const text = files().filter((path) => !/^package-lock\.json$|\.(png|ico|jpg|woff2?)$/.test(path));

describe("core's source names no provider", () => {
  const core = text.filter((path) => path.startsWith('packages/core/src/') && !/\.test\.ts$/.test(path));
  test.each(core)('%s', (path) => {
    expect([...lines(path, providers), ...lines(path, product)]).toEqual([]);
  });
  test('and the pattern knows one when it meets it', () => {
    for (const name of ['smtp.office365.com', "Microsoft's", 'GMAIL', 'Exchange Online', 'smtp.163.com']) {
      expect(name).toMatch(providers);
    }
    for (const word of ['the mail exchanger', 'a key exchange', 'RFC 5163', 'a provider'])
      expect(word).not.toMatch(providers);
  });
});

test('no file names a folder of one machine', () => {
  expect(text.flatMap((path) => lines(path, machinePaths))).toEqual([]);
});

test('no file leaves work behind in a comment', () => {
  expect(text.flatMap((path) => lines(path, leftovers))).toEqual([]);
});

function lines(path: string, pattern: RegExp): string[] {
  return textOf(path)
    .split('\n')
    .map((line, index) => `${path}:${index + 1} ${line.trim()}`)
    .filter((line) => pattern.test(line.slice(line.indexOf(' '))));
}
