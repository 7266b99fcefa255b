import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { commands } from '../src/commands/index.js';
import { exitOfCause } from '../src/exit.js';
import { languageOf } from '../src/language.js';
import { ehlo } from './terminal.js';

describe('ehlo', () => {
  test('lists its commands', async () => {
    const { exit, output } = await ehlo(['--help']);
    for (const name of Object.keys(commands)) expect(output).toMatch(new RegExp(`^ {2}${name} `, 'm'));
    expect(exit).toBe(0);
  });

  test.each(Object.keys(commands))('%s --help has examples', async (name) => {
    const { exit, output } = await ehlo([name, '--help']);
    expect(output).toContain(`Examples:\n  ehlo ${name}`);
    expect(exit).toBe(0);
    expect((await ehlo(['help', name])).output).toBe(output);
  });

  test('tells its version', async () => {
    const { version } = JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8'));
    expect((await ehlo(['--version'])).output).toBe(`${version}\n`);
  });

  test.each([[['no-such-command']], [['explain', '--no-such-option']], [['explain', '--lang', 'fr']]])(
    'refuses %j as a command line (EX_USAGE)',
    async (args) => {
      const { exit, output, errors } = await ehlo(args);
      expect(errors).toMatch(/^error: /);
      expect({ exit, output }).toEqual({ exit: 64, output: '' });
    },
  );
});

test.each([
  [{ LC_ALL: 'zh_CN.UTF-8', LANG: 'en_US' }, 'zh-CN'],
  [{ LC_ALL: '', LANG: 'zh_TW' }, 'zh-CN'],
  [{ LC_MESSAGES: 'de_DE', LANG: 'zh_CN' }, 'en'],
  [{ LANG: 'C' }, 'en'],
])('the locale %j speaks %s', (env, language) => expect(languageOf(env)).toBe(language));

test.each([
  ['RECIPIENT_UNKNOWN', false, 67],
  ['CREDENTIALS_REJECTED', false, 77],
  ['MS_SMTP_AUTH_DISABLED', false, 77],
  ['CREDENTIALS_MISSING', false, 78],
  ['MESSAGE_TOO_LARGE', false, 65],
  ['STARTTLS_REQUIRED', false, 78],
  ['GREYLISTED', true, 75],
  ['REPLY_LOST', true, 74],
  ['REFUSED_BY_SERVER', false, undefined],
])('%s ends with %s, %s', (code, deferred, exit) => expect(exitOfCause(code, deferred)).toBe(exit));
