import { readFileSync } from 'node:fs';
import { replyRows } from '@ehlo/core';
import { presets } from '@ehlo/generic';
import { googleErrors, microsoftErrors, standardErrors } from '@ehlo/oauth';
import { describe, expect, test } from 'vitest';
import { answerRows } from '../../core/src/http/answer-rows.js';
import { protocols } from '../../core/src/smtp/protocols.js';
import { apiAnswers } from '../../gmail/src/api/answers.js';
import { closesSmtp as closesSmtpGoogle } from '../../gmail/src/closing.js';
import { closesSmtp as closesSmtpMicrosoft } from '../../outlook/src/closing.js';
import { graphAnswers } from '../../outlook/src/graph/answers.js';
import { allProfiles } from '../src/explain/providers.js';
import { rules } from '../src/explain/rules/index.js';
import { evidenceIn, explain, inLanguage } from '../src/index.js';
import { findings, reasons } from '../src/words/in-language.js';
import { translator } from '../src/words/translator.js';
import { states } from '../src/words/zh-cn-states.js';
import { phrasings } from './phrasings/index.js';

const oauthRows = [...microsoftErrors, ...standardErrors, ...googleErrors];

/** Every sentence that can stand behind a cause, by who says it. */
const said: Readonly<Record<string, readonly string[]>> = {
  'the rules of explain': rules.map(({ because }) => because),
  'replies, of core and of the providers': [replyRows, ...allProfiles.map(({ replies }) => replies)].flatMap((rows) =>
    rows.map(({ because }) => because),
  ),
  'what is refused before it is shown': allProfiles
    .flatMap(({ refusedLogins = [], password, token }) => [...refusedLogins, password, token])
    .flatMap((row) => (row === undefined ? [] : [row.because])),
  'what closes SMTP': [...closesSmtpMicrosoft, ...closesSmtpGoogle].map(({ because }) => because),
  'greetings of other protocols': protocols.map(({ because }) => because),
  'answers of HTTP APIs': [...answerRows, ...graphAnswers, ...apiAnswers].map(({ because }) => because),
  'endpoints, mechanisms, forms and limits of profiles': allProfiles
    .flatMap(({ endpoints, auth, hello, transfer = [], limits }) => [
      ...endpoints,
      ...auth,
      ...transfer,
      ...limits,
      hello,
    ])
    .flatMap((row) => (row === undefined ? [] : [row.because])),
  'notes of profiles and presets': [...allProfiles, ...presets].flatMap(({ notes = [] }) => notes),
  'token endpoints': oauthRows.flatMap(({ because, note }) => (note === undefined ? [because] : [because, note])),
};

const HAN = /\p{sc=Han}/u;

describe('Chinese for every sentence', () => {
  test.each(Object.entries(said))('of %s', (_who, sentences) => {
    expect(new Set(sentences).size).toBeGreaterThan(0);
    const left = [...new Set(sentences)].filter((sentence) => !HAN.test(inLanguage(sentence, 'zh-CN')));
    expect(left, 'add these to a table in packages/doctor/src/words').toEqual([]);
  });

  test('and for none that nobody says', () => {
    const all = new Set(Object.values(said).flat());
    const keys = reasons.flatMap((table) => Object.keys(table));
    expect(keys.filter((key) => !all.has(key))).toEqual([]);
  });

  test('each once, and written as Chinese is', () => {
    const keys = [...reasons, ...findings].flatMap((table) => Object.keys(table));
    expect(keys.filter((key, at) => keys.indexOf(key) !== at)).toEqual([]);
    for (const chinese of reasons.flatMap((table) => Object.values(table))) expect(chinese).toMatch(/[。）]$/);
    for (const chinese of [states, ...reasons, ...findings].flatMap((table) => Object.values(table))) {
      expect(chinese).not.toMatch(/\p{sc=Han}[,;:!?]/u);
    }
  });

  test('with every placeholder of the English, and no other', () => {
    const placeholders = (text: string) => [...text.matchAll(/\{[\w.]+\}/g)].map(([name]) => name).sort();
    for (const [english, chinese] of [states, ...reasons, ...findings].flatMap((table) => Object.entries(table)))
      expect(placeholders(chinese), english).toEqual(placeholders(english));
  });

  test('and with the names that a reader has to find again', () => {
    const names = /\b(?:[A-Z]{2,}[A-Z0-9-]*|\d\.\d\.\d+|\d{3,}|https?:\/\/[\w./-]+\w|[a-z]+\.[a-z]+\.\w+)\b/g;
    for (const [english, chinese] of reasons.flatMap((table) => Object.entries(table)))
      for (const [name] of english.matchAll(names)) expect(chinese, english).toContain(name);
  });
});

describe('evidence in Chinese', () => {
  const cases = readFileSync(new URL('cases.jsonl', import.meta.url), 'utf8')
    .trim()
    .split('\n');
  const observed = [
    ...cases.map((line) => JSON.parse(line) as object),
    ...Object.values(phrasings)
      .flat()
      .map((one) => ({ ...one.with, symptom: one.say })),
  ];

  test('has no state in English, whatever was pasted', () => {
    const names = new Set(allProfiles.map(({ name }) => name));
    const stateInChinese = translator(states);
    const seen = observed.flatMap((one) =>
      explain(one).causes.flatMap(({ evidence }) => evidence.map(({ saw }) => saw)),
    );
    const parts = new Set(seen.flatMap((saw) => evidenceIn({ saw, because: '' }, 'zh-CN').saw.split('，')));
    expect(parts.size).toBeGreaterThan(500);
    const own = [...parts].filter((part) => !/["“”]/.test(part) && !names.has(part) && part !== '');
    expect(own.filter((part) => !HAN.test(part) && stateInChinese(part) === undefined && part !== 'STARTTLS')).toEqual(
      [],
    );
  });

  test('leaves quoted words and names as they are, commas and all', () => {
    const saw = 'QQ Mail (QQ邮箱, Foxmail), stage auth, "Error: a, "b", port 25", reply 535 5.7.8';
    const evidence = { saw, because: 'No such sentence.' };
    expect(evidenceIn(evidence, 'zh-CN')).toEqual({
      saw: 'QQ Mail (QQ邮箱, Foxmail)，登录（AUTH）阶段，"Error: a, "b", port 25"，应答 535 5.7.8',
      because: 'No such sentence.',
    });
    expect(evidenceIn(evidence, 'en')).toEqual(evidence);
  });
});

describe('a table with placeholders', () => {
  const german = translator({
    '{host} is {what...}': '{host} ist {what...}',
    'an address': 'eine Adresse',
    address: 'Adresse',
    '(a.b) {x...}': '[{x...}]',
  });

  test.each([
    ['mail.example.com is an address', 'mail.example.com ist eine Adresse'],
    ['a is b is an address', 'a ist b ist eine Adresse'],
    ['address is an address', 'address ist eine Adresse'],
    ['the host is an address', undefined],
    ['(a.b) $& {y}', '[$& {y}]'],
    ['(acb) x', undefined],
    ['constructor', undefined],
  ])('%s', (english, translation) => {
    expect(german(english)).toBe(translation);
  });
});
