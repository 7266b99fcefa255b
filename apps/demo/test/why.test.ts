import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Explained, type ExplainRequest, MOST_CHARACTERS } from '../src/api-why.js';
import { EXAMPLES } from '../src/web/why/examples.js';
import { type Demo, openDemo } from './demo.js';

let demo: Demo;
beforeAll(async () => {
  demo = await openDemo();
});
afterAll(() => demo[Symbol.asyncDispose]());

async function explained(text: string, known: ExplainRequest['known'] = {}): Promise<Explained> {
  const answer = await demo.post('/api/explain', { text, known });
  expect(answer.status).toBe(200);
  return (await answer.json()) as Explained;
}

test('one answer has both languages, and the evidence', async () => {
  const told = await explained('535 5.7.139 Authentication unsuccessful, SmtpClientAuthentication is disabled');
  const [first] = told.causes;
  expect(first).toMatchObject({ code: 'MS_SMTP_AUTH_DISABLED', who: 'tenant admin' });
  expect(first!.words.en.fix).toMatch(/[a-z]{4}/);
  expect(first!.words['zh-CN'].fix).toMatch(/\p{Script=Han}/u);
  const { en, 'zh-CN': zh } = first!.words;
  expect(en.evidence[0]).toEqual({
    saw: '"SmtpClientAuthentication is disabled"',
    because: 'SMTP AUTH is switched off, whatever the credentials.',
  });
  expect(zh.evidence).toHaveLength(en.evidence.length);
  for (const { because } of zh.evidence) expect(because).toMatch(/\p{Script=Han}/u);
  expect(first!.page).toMatch(/^https:\/\/.*MS_SMTP_AUTH_DISABLED/);
});

test('what is known beside the words counts, and so does the program', async () => {
  const words = 'Connection unexpectedly closed';
  const [bare] = (await explained(words)).causes;
  const { causes } = await explained(words, { port: 465, tls: 'none', client: 'QD' });
  expect(causes[0]).toMatchObject({
    code: 'TLS_PLAIN_ON_IMPLICIT_PORT',
    words: { en: { setting: expect.stringMatching(/^QD: MAIL_/) } },
  });
  expect(bare).not.toMatchObject({ code: causes[0]!.code });
});

test('what would tell causes apart is said in both languages', async () => {
  const { apart } = await explained('535 5.7.3 Authentication unsuccessful', { login: 'xoauth2' });
  expect(apart!.en).toMatch(/^[A-Z][ -~]+$/);
  expect(apart!['zh-CN']).toMatch(/\p{Script=Han}/u);
});

test('words without meaning are said to have none', async () => {
  expect(await explained('it does not work')).toMatchObject({ certainty: 'none', causes: [] });
});

test('no secret of a pasted log comes back', async () => {
  const log = [
    'MAIL_PASSWORD=canary-1',
    'C: AUTH PLAIN AGNhbmFyeQBjYW5hcnktMg==',
    'smtps://me:canary-3@smtp.example.com',
    'Authorization: Bearer canary-4-eyJhbGciOiJub25l',
    '535 5.7.8 Username and Password not accepted',
  ];
  const text = await (await demo.post('/api/explain', { text: log.join('\n'), known: {} })).text();
  expect(text).toContain('[secret]');
  expect(text).not.toMatch(/canary|AGNhbmFyeQ/);
});

test.each(EXAMPLES)('the example “$id” is understood', async ({ text, known, means }) => {
  expect((await explained(text, known)).causes[0]?.code).toBe(means);
});

describe('a body', () => {
  test.each([
    ['no text', { known: {} }],
    ['a text that is no string', { text: ['canary'], known: {} }],
    ['too long a text', { text: 'canary'.padEnd(MOST_CHARACTERS + 1), known: {} }],
    ['an unknown field', { text: '', known: { canary: 1 } }],
    ['a port that is none', { text: '', known: { port: 70_000 } }],
    ['an unknown way to TLS', { text: '', known: { tls: 'canary' } }],
    ['an unknown login', { text: '', known: { login: 'canary' } }],
  ])('with %s is refused without being quoted', async (_, body) => {
    const answer = await demo.post('/api/explain', body);
    expect(answer.status).toBe(400);
    expect(await answer.text()).not.toContain('canary"');
  });

  test('of another page is refused', async () => {
    const foreign = { origin: 'https://attacker.example' };
    expect((await demo.post('/api/explain', { text: '', known: {} }, foreign)).status).toBe(403);
  });
});
