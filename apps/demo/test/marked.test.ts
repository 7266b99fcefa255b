import { explain } from '@ehlo/doctor';
import { describe, expect, test } from 'vitest';
import { EXAMPLES } from '../src/web/why/examples.js';
import { marked, sights } from '../src/web/why/marked.js';

const marks = (text: string, ...saw: string[]): string[] =>
  marked(
    text,
    saw.map((one) => ({ saw: one, because: '' })),
  ).flatMap((piece) => (piece.isMarked ? [piece.text] : []));

describe('what evidence names', () => {
  test.each([
    ['"wrong version number", port 587', ['"wrong version number"', 'port 587']],
    ['stage tls, "SSL"', ['stage tls', '"SSL"']],
    ['"refused, basic authentication is disabled.\')"', ['"refused, basic authentication is disabled.\')"']],
    ['"said "no" to me", reply 535 5.7.8', ['"said "no" to me"', 'reply 535 5.7.8']],
    ['QQ Mail (QQ邮箱, Foxmail), stage auth', ['QQ Mail (QQ邮箱, Foxmail)', 'stage auth']],
    ['"wrong version number"，端口 587', ['"wrong version number"', '端口 587']],
    ['QQ Mail (QQ邮箱, Foxmail)，登录（AUTH）阶段', ['QQ Mail (QQ邮箱, Foxmail)', '登录（AUTH）阶段']],
    ['"a, "b", c"，端口 25', ['"a, "b", c"', '端口 25']],
    ['', []],
  ])('%s', (saw, expected) => {
    expect(sights(saw).map(({ words, isQuoted }) => (isQuoted ? `"${words}"` : words))).toEqual(expected);
  });
});

describe('is marked in the text', () => {
  test.each([
    ['words', 'Error: wrong version number', '"wrong version number"', ['wrong version number']],
    ['words over a break of the line', 'wrong\n   version', '"wrong version"', ['wrong\n   version']],
    [
      'words over lines of one reply',
      '535-5.7.8 not\n535 5.7.8 accepted',
      '"not accepted"',
      ['not\n535 5.7.8 accepted'],
    ],
    ['words over a break that Python prints', "b'not\\naccepted'", '"not accepted"', ['not\\naccepted']],
    ['words that were cut', 'Please enter your code', '"Please enter y…"', ['Please enter y']],
    ['signs that patterns are made of', 'a (b) [c] $1.', '"(b) [c] $1."', ['(b) [c] $1.']],
    ['the codes of a reply', '535 5.7.139 no', 'reply 535 5.7.139', ['535', '5.7.139']],
    ['a port, and no part of a number', '15870:587', 'port 587', ['587']],
    ['a host', 'dial smtp.example.com: refused', 'host smtp.example.com', ['smtp.example.com']],
    ['no state that is told beside the text', 'stage tls', 'stage tls', []],
    ['nothing that does not stand there', 'something else', '"wrong version number"', []],
  ])('%s', (_, text, saw, expected) => {
    expect(marks(text, saw)).toEqual(expected);
  });

  test('once, where two pieces of evidence overlap or touch', () => {
    expect(marks('basic authentication is disabled', '"basic authentication"', '"authentication is"')).toEqual([
      'basic authentication is',
    ]);
  });

  test('and no letter of the text is lost', () => {
    for (const { text } of EXAMPLES) {
      const { seen, causes } = explain(text);
      const pieces = marked(seen, causes[0]?.evidence ?? []);
      expect(pieces.map((piece) => piece.text).join('')).toBe(seen);
    }
  });

  test.each(EXAMPLES)('each quotation of the example “$id”', ({ text }) => {
    const { seen, causes } = explain(text);
    const quoted = causes[0]!.evidence.flatMap(({ saw }) => sights(saw)).filter(({ isQuoted }) => isQuoted);
    expect(quoted.length).toBeGreaterThan(0);
    for (const { words } of quoted) expect(marks(seen, `"${words}"`), words).toHaveLength(1);
  });
});
