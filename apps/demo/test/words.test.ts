import { catalogue, faults } from '@ehlo/sandbox';
import { describe, expect, test } from 'vitest';
import { PROVIDERS } from '../src/api.js';
import { DICTIONARIES } from '../src/web/words/index.js';

const { en, 'zh-CN': zh } = DICTIONARIES;

/** `settings.title` and so on, with the words. */
function leaves(value: unknown, path = ''): Array<[string, string]> {
  if (typeof value === 'string') return [[path, value]];
  return Object.entries(value as object).flatMap(([key, part]) => leaves(part, path === '' ? key : `${path}.${key}`));
}

test('the dictionaries have the same keys', () => {
  expect(leaves(zh).map(([path]) => path)).toEqual(leaves(en).map(([path]) => path));
});

test('no word is empty, and both fill in the same values', () => {
  const chinese = new Map(leaves(zh));
  for (const [path, words] of leaves(en)) {
    expect(words.trim(), path).not.toBe('');
    expect(chinese.get(path)?.match(/\{\w+\}/g), path).toEqual(words.match(/\{\w+\}/g));
  }
});

/** Names that are said the same in Chinese. */
const NAMES =
  /^(title|offer|ending|inbox|settings|providers|ladder|switches|stories|doctor\.securities|why\.examples\.items)\b.*$/;

test('Chinese is Chinese: what stands there unchanged is a name', () => {
  const chinese = new Map(leaves(zh));
  const same = leaves(en).filter(([path, words]) => chinese.get(path) === words);
  expect(same.map(([path]) => path).sort()).toEqual(
    [
      'doctor.securities.starttls',
      'ending.messageId',
      'inbox.bys.smtp',
      'ladder.ehlo',
      'ladder.https',
      'ladder.phases.tls',
      'ladder.tls.starttls',
      'providers.gmail.name',
      'providers.microsoft365.name',
      'providers.outlook.name',
      'settings.vias.api',
      'settings.vias.smtp',
      'stories.qd.title',
      'switches.names.smtpAuth',
      'title',
      'why.examples.items.mode.title',
      'why.examples.items.qd.title',
      'why.examples.items.qq.title',
      'why.examples.items.tenant.title',
      'why.examples.items.token.title',
    ].sort(),
  );
  expect(same.every(([path]) => NAMES.test(path))).toBe(true);
});

describe('everything that the sandbox can be switched to has words', () => {
  test.each(PROVIDERS)('%s', (provider) => {
    for (const [name, values] of Object.entries(catalogue[provider].switches)) {
      if (values === 'number') continue;
      for (const words of [en, zh]) {
        expect(words.switches.names, name).toHaveProperty([name]);
        for (const value of values) expect(words.switches.values, `${name}: ${value}`).toHaveProperty([value]);
      }
    }
  });

  test.each(Object.keys(faults))('%s', (fault) => {
    for (const words of [en, zh]) expect(words.switches.faults).toHaveProperty([fault]);
  });
});
