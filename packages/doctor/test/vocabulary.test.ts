import { MailError, replyRows } from '@ehlo/core';
import { describe, expect, test } from 'vitest';
import { allProfiles } from '../src/explain/providers.js';
import { rules } from '../src/explain/rules/index.js';
import { ownRules, VAGUE } from '../src/explain/rules/own.js';
import { usualRules } from '../src/explain/rules/usual.js';
import { vocabulary } from '../src/explain/vocabulary.js';
import { explain } from '../src/index.js';

const causes = Object.entries(vocabulary);

describe.each(causes)('%s', (code, means) => {
  /** From text to the printed fix, in both languages. */
  test.each(['en', 'zh-CN'] as const)('is known from what Ehlo printed, in %s', (language) => {
    const { what, fix } = means.words[language];
    const { causes: found, certainty } = explain(`2026-01-01 mail failed: ${what} (detail)`, { language });
    expect(certainty).toBe(VAGUE.includes(code) ? 'low' : 'high');
    expect(found[0]).toMatchObject({ code, what, fix, who: means.who, outcome: means.outcome });
  });

  test('is known from an error of Ehlo', () => {
    const error = new MailError({ code, means, phase: 'auth', detail: 'seen today' });
    expect(explain(error).causes.map((one) => one.code)).toContain(code);
    if (!VAGUE.includes(code)) expect(explain(error)).toMatchObject({ code, certainty: 'high' });
  });
});

test('no rule and no row without a cause', () => {
  const meant = [...rules, ...replyRows, ...allProfiles.flatMap(({ replies }) => replies)].map(({ means }) => means);
  expect([...new Set(meant)].filter((code) => vocabulary[code] === undefined)).toEqual([]);
  const pushedBack = rules.flatMap(({ over }) => over ?? []);
  expect([...new Set(pushedBack)].filter((code) => vocabulary[code] === undefined)).toEqual([]);
});

/** Causes that are met only inside of Ehlo: what it refuses before dialling, or knows of its own state. */
const ONLY_EHLO = [
  'API_ANSWER_INVALID',
  'SECURITY_NOT_LOOPBACK',
  'MESSAGE_INVALID',
  'MESSAGE_SOURCE_FAILED',
  'TRANSPORT_CLOSED',
  'SEND_ABORTED',
  'REPLY_LOST',
  'STARTTLS_INJECTION',
  'AUTH_SERVER_UNPROVEN',
  'LOGIN_IN_CLEAR_REFUSED',
  'TOKEN_SOURCE_FAILED',
  'PROVIDER_HAS_NO_SMTP',
  'PROVIDER_HAS_ITS_OWN_PACKAGE',
  'PROVIDER_UNKNOWN',
];

test('no cause without a rule or a row that knows it in the words of others', () => {
  const known = new Set([
    ...rules.filter((rule) => !ownRules.includes(rule) && !usualRules.includes(rule)).map(({ means }) => means),
    ...replyRows.map(({ means }) => means),
    ...allProfiles.flatMap(({ replies }) => replies.map(({ means }) => means)),
  ]);
  const without = causes.map(([code]) => code).filter((code) => !known.has(code));
  // What @ehlo/oauth tells more finely than anybody pastes it, and what the relay says, is known by its own words.
  expect(without.filter((code) => !/^OAUTH_|^SIGN_IN_|^RELAY_/.test(code)).sort()).toEqual([...ONLY_EHLO].sort());
});

test('every rule says why, and where it is written', () => {
  for (const { because, source } of rules) {
    expect(because).toMatch(/^.{15,}[.]$/);
    expect(source).toMatch(/^https:\/\//);
  }
});
