import { afterAll, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest';
import { ADDRESSES, PROVIDERS, type RunRequest, SECRET_MARK } from '../src/api.js';
import { playedBy, readLines } from '../src/server/pasted.js';
import { QD_BLOCK } from '../src/web/draft.js';
import { type Demo, endingOf, linesOf, openDemo } from './demo.js';

let demo: Demo;
beforeAll(async () => {
  demo = await openDemo();
});
afterAll(() => demo[Symbol.asyncDispose]());
beforeEach(async () => {
  for (const provider of PROVIDERS) await demo.post(`/api/sandbox/${provider}`, { reset: true });
});

const LETTER = { to: 'friend@example.net', subject: 'Grüße', text: 'Read me in the inbox.' };
const pasted = (text: string): RunRequest['settings'] => ({ kind: 'pasted', text });

describe('a run', () => {
  test.each([
    ['outlook', 'token'],
    ['microsoft365', 'token'],
    ['gmail', 'password'],
    ['gmail', 'token'],
    ['workspace-relay', 'password'],
    ['generic', 'password'],
    ['generic', 'token'],
  ] as const)('sends through %s with a %s, and the mail can be read', async (provider, login) => {
    const { events } = await demo.run({ settings: { kind: 'form', provider, login }, letter: LETTER });
    expect(endingOf(events)).toMatchObject({ word: 'accepted', refused: [] });
    const [mail] = await (await demo.get(`/api/inbox/${provider}`)).json();
    expect(mail).toMatchObject({
      subject: LETTER.subject,
      to: [LETTER.to],
      text: expect.stringContaining(LETTER.text),
    });
  });

  test('tells what was offered before and after TLS, and what was chosen', async () => {
    const { events } = await demo.run({ settings: { kind: 'form', provider: 'microsoft365', login: 'token' } });
    const told = events.flatMap((item) => (item.kind === 'trace' ? [item.event] : []));
    const offers = told.flatMap((event) => (event.kind === 'offer' ? [event] : []));
    expect(offers.map(({ secure, keywords }) => [secure, keywords.some((line) => line.startsWith('AUTH'))])).toEqual([
      [false, false],
      [true, true],
    ]);
    expect(told.find((event) => event.kind === 'plan')).toMatchObject({ mechanism: 'XOAUTH2' });
    expect(endingOf(events)).toMatchObject({ word: 'ready', mechanism: 'XOAUTH2' });
    expect(events.at(-1)).toEqual({ kind: 'done' });
  });

  test('names the cause in both languages when a switch forbids the login', async () => {
    await demo.post('/api/sandbox/microsoft365', { set: { smtpAuth: 'disabled-for-tenant' } });
    const { events } = await demo.run({ settings: { kind: 'form', provider: 'microsoft365', login: 'token' } });
    const fault = endingOf(events)?.fault;
    expect(fault).toMatchObject({ code: 'MS_SMTP_AUTH_DISABLED', phase: 'auth', who: 'tenant admin' });
    expect(fault?.words['zh-CN'].fix).toMatch(/\p{Script=Han}/u);
  });

  test('says unknown when the answer to the end of the message is lost', async () => {
    await demo.post('/api/sandbox/generic', { fault: 'lost-final-reply' });
    const { events } = await demo.run({
      settings: { kind: 'form', provider: 'generic', login: 'password' },
      letter: LETTER,
    });
    expect(endingOf(events)).toMatchObject({ word: 'unknown', fault: { code: 'REPLY_LOST', phase: 'sent' } });
  });

  test('refuses a login that cannot succeed before dialling', async () => {
    const { events } = await demo.run({ settings: { kind: 'form', provider: 'outlook', login: 'password' } });
    expect(endingOf(events)?.fault).toMatchObject({ code: 'MS_BASIC_AUTH_DISABLED_CONSUMER', phase: 'settings' });
    expect(linesOf(events, 'ehlo')).toEqual([]);
  });

  test('can be stopped from the page', async () => {
    await demo.post('/api/sandbox/generic', { fault: 'silent' });
    const settings = { kind: 'form', provider: 'generic', login: 'password' } as const;
    const { id } = (await (await demo.post('/api/runs', { settings })).json()) as { id: string };
    const events = demo.get(`/api/runs/${id}/events`).then((answer) => answer.text());
    expect((await demo.post(`/api/runs/${id}/abort`, {})).status).toBe(200);
    expect(await events).toContain('"word":"aborted"');
  });

  test('is followed from its first event by whoever asks later', async () => {
    const settings = { kind: 'form', provider: 'generic', login: 'password' } as const;
    const { id } = (await (await demo.post('/api/runs', { settings })).json()) as { id: string };
    const first = await (await demo.get(`/api/runs/${id}/events`)).text();
    const again = await (await demo.get(`/api/runs/${id}/events`)).text();
    expect(again).toBe(first);
    expect(first).toContain('"kind":"stage"');
  });

  test('is not begun while too many are running', async () => {
    await demo.post('/api/sandbox/generic', { fault: 'silent' });
    const settings = { kind: 'form', provider: 'generic', login: 'password' } as const;
    const answers = await Promise.all(Array.from({ length: 6 }, () => demo.post('/api/runs', { settings })));
    expect(answers.map((answer) => answer.status).sort()).toEqual([201, 201, 201, 201, 429, 429]);
    for (const answer of answers) {
      const { id } = (await answer.json()) as { id?: string };
      if (id) await demo.post(`/api/runs/${id}/abort`, {});
      if (id) await (await demo.get(`/api/runs/${id}/events`)).text();
    }
  });
});

describe('the fault that QD meets', () => {
  beforeEach(() => demo.post('/api/sandbox/microsoft365', { set: { basicAuth: 'enabled' } }));

  test.each([
    ['login-before-tls', 'SMTP AUTH extension not supported by server.'],
    ['connect-again', 'SMTP AUTH extension not supported by server.'],
    ['tls-at-once', expect.stringMatching(/^\[SSL: [A-Z_]+\] (wrong version number|packet length too long)/)],
    ['login-after-tls', undefined],
  ] as const)('%s ends with %j, and Ehlo gets through with the same settings', async (naive, error) => {
    const { events } = await demo.run({ settings: pasted(QD_BLOCK), naive });
    const ended = events.find((event) => event.kind === 'naive-ended');
    expect(ended).toEqual(error === undefined ? { kind: 'naive-ended' } : { kind: 'naive-ended', error });
    expect(endingOf(events)).toMatchObject({
      word: 'ready',
      mechanism: 'LOGIN',
      warnings: [
        {
          code: 'SETTINGS_CONTRADICT',
          message: { en: expect.stringContaining('exclude each other'), 'zh-CN': expect.stringContaining('互相排斥') },
        },
      ],
    });
  });

  test('the naive client gives up on a silent server when the run is stopped', async () => {
    await demo.post('/api/sandbox/generic', { fault: 'silent' });
    const settings = { kind: 'form', provider: 'generic', login: 'password', secret: '' } as const;
    const { id } = (await (await demo.post('/api/runs', { settings, naive: 'login-after-tls' })).json()) as {
      id: string;
    };
    const events = demo.get(`/api/runs/${id}/events`).then((answer) => answer.text());
    await demo.post(`/api/runs/${id}/abort`, {});
    expect(await events).toContain('"word":"aborted"');
  });

  test('the page is told which server was meant, who plays it and which names were read', async () => {
    const { events } = await demo.run({ settings: pasted(QD_BLOCK) });
    expect(events[0]).toMatchObject({
      kind: 'stage',
      provider: 'microsoft365',
      meant: 'smtp.office365.com:587',
      played: expect.stringMatching(/^127\.0\.0\.1:\d+$/),
      known: true,
      names: expect.arrayContaining(['MAIL_SSL', 'MAIL_STARTTLS']),
    });
  });
});

describe('pasted settings', () => {
  test.each([
    ['smtps://me%40gmail.com:abcdefghijklmnop@smtp.gmail.com', 'gmail', 'smtp.gmail.com:465', true],
    ['smtp+starttls://me%40gmail.com:abcdefghijklmnop@smtp.gmail.com:587', 'gmail', 'smtp.gmail.com:587', true],
    ['smtp://me:secret@mail.unheard-of.example:2525', 'generic', 'mail.unheard-of.example:2525', false],
    ['smtps://me%40163.com:secret@smtp.163.com', 'generic', 'smtp.163.com:465', false],
  ])('%s is played by %s', async (url, provider, meant, known) => {
    const { events } = await demo.run({ settings: pasted(url), letter: { ...LETTER, from: 'me@163.com' } });
    expect(events[0]).toMatchObject({ provider, meant, known });
    expect(endingOf(events)).toMatchObject({ word: 'accepted' });
  });

  test('that are badly encoded are named without being quoted', async () => {
    const { events, text } = await demo.run({ settings: pasted('smtps://me:canary/9f31@smtp.gmail.com') });
    expect(endingOf(events)?.fault).toMatchObject({ code: 'CONFIG_URL_NOT_ENCODED', field: 'url' });
    expect(text).not.toContain('canary');
  });

  test('that name no server say so', async () => {
    const { events } = await demo.run({ settings: pasted('hello') });
    expect(endingOf(events)).toMatchObject({ word: 'stopped', fault: { phase: 'settings', field: 'env' } });
  });

  test('are read as an .env file is', () => {
    const text =
      '# mail\nexport MAIL_SMTP = "smtp.gmail.com"\r\nMAIL_PORT=465\n\nMAIL_PASSWORD=\'a = b\'\nno sign here';
    expect(readLines(text)).toEqual({ MAIL_SMTP: 'smtp.gmail.com', MAIL_PORT: '465', MAIL_PASSWORD: 'a = b' });
  });

  test('hosts are compared as DNS does', () => {
    expect(playedBy('SMTP.Office365.com.')).toBe('microsoft365');
    expect(playedBy('smtp.office365.com.attacker.example')).toBeUndefined();
    expect(playedBy('constructor')).toBeUndefined();
  });
});

test('no secret comes back or is logged, in any slot', async () => {
  const printed = [process.stdout, process.stderr].map((stream) => vi.spyOn(stream, 'write'));
  const consoles = (['log', 'warn', 'error', 'info', 'debug'] as const).map((name) => vi.spyOn(console, name));
  const SECRETS = [
    'canary-form-7731',
    'canary-token-7732',
    'canarypastedabcd',
    'canary-url-7734',
    'canary-app-7735',
  ] as const;
  const requests: RunRequest[] = [
    {
      settings: { kind: 'form', provider: 'generic', login: 'password', secret: SECRETS[0] },
      naive: 'login-after-tls',
    },
    { settings: { kind: 'form', provider: 'gmail', login: 'token', secret: SECRETS[1] }, letter: LETTER },
    { settings: { kind: 'form', provider: 'gmail', login: 'password', secret: SECRETS[4] } },
    { settings: pasted(QD_BLOCK.replace(/(?<=MAIL_PASSWORD=).*/, SECRETS[2])), naive: 'login-after-tls' },
    { settings: pasted(`smtp://me:${SECRETS[3]}@mail.example.org:587`), letter: { ...LETTER, from: 'me@example.org' } },
  ];
  await demo.post('/api/sandbox/microsoft365', { set: { basicAuth: 'enabled' } });
  let said = '';
  for (const fault of [null, 'echo'] as const) {
    for (const provider of PROVIDERS) await demo.post(`/api/sandbox/${provider}`, { fault });
    for (const request of requests) said += (await demo.run(request)).text;
  }
  said += await (await demo.get('/api/sandbox')).text();
  for (const provider of PROVIDERS) said += await (await demo.get(`/api/inbox/${provider}`)).text();
  said += JSON.stringify([...printed, ...consoles].flatMap((spy) => spy.mock.calls.map(String)));
  expect(said).toContain(SECRET_MARK);
  for (const secret of SECRETS) {
    for (const form of [secret, ...inBase64(secret)]) expect(said).not.toContain(form);
  }
  for (const spy of [...printed, ...consoles]) spy.mockRestore();
});

/** What the secret looks like inside of base64, at each of the three ways it can be aligned. */
function inBase64(secret: string): string[] {
  return [0, 1, 2].map((shift) => {
    const encoded = Buffer.from('\0'.repeat(shift) + secret).toString('base64');
    return encoded.slice(shift === 0 ? 0 : 4, Math.floor((shift + secret.length) / 3) * 4);
  });
}

test('nothing of the demo itself failed', () => expect(demo.faults).toEqual([]));

test.each(ADDRESSES)('the page of %s comes under its own address, and under no longer one', async (address) => {
  const page = await demo.get(address);
  expect(page.status).toBe(200);
  expect(page.headers.get('content-type')).toContain('text/html');
  expect((await demo.get(`${address}x`)).status).toBe(404);
});
