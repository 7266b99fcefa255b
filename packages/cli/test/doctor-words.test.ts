import stringWidth from 'fast-string-width';
import { describe, expect, test } from 'vitest';
import { cut, plain } from '../src/show/plain.js';
import { shortly, wholly } from '../src/show/seen.js';
import { linesOf } from '../src/show/wrap.js';
import { seenIn } from '../src/words/seen.js';
import { boxed } from './boxes.js';
import { ehlo } from './terminal.js';

describe('text in lines', () => {
  test('breaks at blanks, and between characters of Chinese, but not before its punctuation', () => {
    expect(linesOf('Set host and port.', 9)).toEqual(['Set host', 'and port.']);
    expect(linesOf('请把 host 设为您邮箱的发信服务器。', 12)).toEqual(['请把 host 设', '为您邮箱的发', '信服务器。']);
    expect(linesOf('一二三，四五六（七）。', 6)).toEqual(['一二', '三，四', '五六', '（七）。']);
    expect(linesOf('端口 465，然后 TLS。好', 9)).toEqual(['端口', '465，然后', 'TLS。好']);
  });

  test('leaves a long word whole, so that a URL can be copied', () => {
    const url = 'https://example.com/a/long/way';
    expect(linesOf(`see ${url} there`, 12)).toEqual(['see', url, 'there']);
  });

  test('keeps line breaks, and text that fits as it is', () => {
    expect(linesOf('a  b\n\nc', 40)).toEqual(['a  b', '', 'c']);
  });
});

test('a text is cut to a width in columns', () => {
  expect(cut('abcdef', 6)).toBe('abcdef');
  expect(cut('abcdefg', 6)).toBe('abcde…');
  expect(cut('服务器问候', 6)).toBe('服务…');
  expect(stringWidth(cut('服务器问候', 7))).toBeLessThanOrEqual(7);
});

test('text from outside cannot steer the terminal', () => {
  expect(plain('a\u001b[31mb\u0007\u009bc\u202ed')).toBe('a�[31mb��c�d');
  expect(plain('正常 text – ✓')).toBe('正常 text – ✓');
  const seen = ['TLSv1.3, X', 'certificate of \u001b[2J, for a', 'issued by \u009b1A, by b', 'S: 220 \u001b[2J'];
  for (const stage of ['settings', 'dns', 'tcp', 'greeting', 'ehlo', 'tls', 'auth'] as const) {
    const report = { stage, result: 'ok', milliseconds: 1, seen } as const;
    expect([shortly(report, 'en'), ...wholly(report, 'zh-CN')].join()).not.toMatch(/[\u001b\u009b]/);
  }
});

describe('what the doctor saw, in Chinese', () => {
  /** Names of protocols and what a server said have no translation. */
  const asItIs = /^(TLSv1|[\w.-]+:\d+ |noticed: )/;

  test.each([
    ['generic', {}, []],
    ['outlook', {}, ['--token']],
    ['generic', { fault: { name: 'wrong-certificate', kind: 'expired' } }, []],
    ['generic', {}, ['--port', '1']],
    ['generic', {}, ['--security', 'implicit']],
    ['generic', { fault: { name: 'cut', at: 'QUIT' } }, []],
  ] as const)('%s %j %j: no line is left in English', async (provider, options, flags) => {
    const { box, file } = await boxed(provider, options);
    const env: Record<string, string> = flags[0] === '--token' ? { EHLO_TOKEN: box.accessToken } : {};
    const given = flags.filter((flag) => flag !== '--token');
    const { json } = await ehlo(['doctor', '--sandbox', file, '--json', ...given], { env });
    const [{ stages, neighbours }] = json() as [
      { stages: Array<{ seen: string[] }>; neighbours: Array<{ why: string }> },
    ];
    const told = [...stages.flatMap(({ seen }) => seen), ...neighbours.map(({ why }) => why)];
    const own = told.filter((line) => !/^[CS]: /.test(line));
    expect(own.length).toBeGreaterThan(2);
    const left = own.filter((line) => !/\p{sc=Han}/u.test(seenIn('zh-CN', line)));
    expect(left.filter((line) => !asItIs.test(line))).toEqual([]);
  });

  test('English stays as it was said, but for the options of the command line', () => {
    expect(seenIn('en', 'login of me@example.com by token')).toBe('login of me@example.com by token');
    expect(seenIn('en', 'no sender is known: set from')).toBe('no sender is known: give --from');
    expect(seenIn('zh-CN', 'something new')).toBe('something new');
  });
});
