import { sandbox } from '@ehlo/sandbox';
import { describe, expect, test } from 'vitest';
import { diagnose, type Target } from '../src/index.js';
import { closedPort, resolverOf, SHORT, verdict, words } from './diagnose-kit.js';

const resolver = resolverOf();
const SECRET = 'c4n4ry-Passw0rd';

describe('settings that cannot be right are told before anything is dialled', () => {
  const login = { user: 'me@example.com', password: SECRET };
  const rows: ReadonlyArray<readonly [what: string, target: Target | string, code: string, field: string]> = [
    ['quotes in the host', { host: '"smtp.example.com"', ...login }, 'CONFIG_VALUE_INVALID', 'host'],
    ['a blank behind the host', { host: 'smtp.example.com ', ...login }, 'CONFIG_VALUE_INVALID', 'host'],
    ['a port that is none', { host: 'smtp.example.com', port: 70_000 }, 'CONFIG_VALUE_INVALID', 'port'],
    [
      'a URL that was not encoded',
      `smtps://me@example.com:${SECRET}/x@smtp.example.com`,
      'CONFIG_URL_NOT_ENCODED',
      'url',
    ],
    ['a variable with quotes', { env: { SMTP_HOST: "'smtp.example.com'" } }, 'CONFIG_VALUE_INVALID', 'SMTP_HOST'],
    ['no variable at all', { env: {} }, 'CONFIG_VALUE_INVALID', 'env'],
    ['an empty password', { host: 'smtp.example.com', user: 'me', password: '' }, 'CREDENTIALS_MISSING', 'password'],
    [
      'a variable that was not set',
      { host: 'smtp.example.com', user: 'me', password: undefined },
      'CREDENTIALS_MISSING',
      'password',
    ],
    [
      'clear text beyond this machine',
      { host: 'smtp.example.com', security: 'none-on-loopback' },
      'SECURITY_NOT_LOOPBACK',
      'security',
    ],
    [
      'a password for Outlook.com',
      { host: 'smtp-mail.outlook.com', user: 'me@outlook.com', password: SECRET },
      'MS_BASIC_AUTH_DISABLED_CONSUMER',
      'password',
    ],
    [
      'the same by the host of organisations',
      { host: 'smtp.office365.com', user: 'me@hotmail.com', password: SECRET },
      'MS_BASIC_AUTH_DISABLED_CONSUMER',
      'password',
    ],
    ['a provider that nobody knows', { provider: 'no such provider', ...login }, 'PROVIDER_UNKNOWN', 'provider'],
    ['nothing', {}, 'CONFIG_VALUE_INVALID', 'host'],
    ['an address that is none', { address: 'me at example.com' }, 'CONFIG_VALUE_INVALID', 'address'],
    ['a domain of which nothing can be found', 'me@nowhere.example', 'PROVIDER_UNKNOWN', 'address'],
  ];
  test.each(rows)('%s', async (_, target, code, field) => {
    const get = (): Promise<never> => Promise.reject(Object.assign(new Error(''), { code: 'ENOTFOUND' }));
    const diagnosis = await diagnose(target, { resolver, get });
    expect(diagnosis).toMatchObject({ ok: false, failedAt: 'settings', cause: { code, field }, neighbours: [] });
    expect(words(diagnosis)).toMatch(/^settings failed, dns not reached, /);
    expect(JSON.stringify(diagnosis)).not.toContain(SECRET);
  });
});

describe('settings that look wrong are noticed, and tried all the same', () => {
  const rows: ReadonlyArray<readonly [what: string, target: Target, code: string, message: RegExp]> = [
    [
      'a port that the provider has not',
      { host: 'smtp.office365.com', port: 465 },
      'WRONG_HOST_OR_PORT',
      /no port 465 .* smtp\.office365\.com:587/,
    ],
    [
      'a host for reading mail',
      { host: 'imap.gmail.com', port: 993 },
      'WRONG_HOST_OR_PORT',
      /no submission host of Gmail: that is smtp\.gmail\.com:465/,
    ],
    [
      'TLS at once where STARTTLS is',
      { host: 'mail.example.com', port: 587, security: 'implicit' },
      'TLS_IMPLICIT_ON_STARTTLS_PORT',
      /port 587/,
    ],
    [
      'STARTTLS where TLS is at once',
      { host: 'mail.example.com', port: 465, security: 'starttls' },
      'TLS_PLAIN_ON_IMPLICIT_PORT',
      /port 465/,
    ],
    [
      'a name where an address is wanted',
      { host: 'smtp.fastmail.com', user: 'me', password: SECRET },
      'CREDENTIALS_USERNAME_FORM',
      /whole mail address/,
    ],
    [
      'an address where a word is wanted',
      { host: 'smtp.sendgrid.net', user: 'me@example.com', password: SECRET },
      'CREDENTIALS_USERNAME_FORM',
      /'apikey'/,
    ],
    [
      'no app password',
      { host: 'smtp.gmail.com', user: 'me@gmail.com', password: SECRET },
      'GMAIL_PASSWORD_NOT_ACCEPTED',
      /sixteen small letters/,
    ],
    [
      'a secret access key',
      { host: 'email-smtp.us-east-1.amazonaws.com', user: 'AKIA', password: 'x'.repeat(40) },
      'SES_CREDENTIALS_INVALID',
      /SMTP password/,
    ],
    [
      'a blank at the end of the password',
      { host: 'mail.example.com', user: 'me', password: `${SECRET} ` },
      'CREDENTIALS_ENCODING',
      /blank/,
    ],
  ];
  test.each(rows)('%s', async (_, target, code, message) => {
    const diagnosis = await diagnose(target, { resolver });
    expect(diagnosis.warnings.find((warning) => warning.code === code)?.message).toMatch(message);
    expect(diagnosis.stages[0]).toMatchObject({ stage: 'settings', result: 'ok' });
    expect(diagnosis.failedAt).toBe('dns');
    expect(JSON.stringify(diagnosis)).not.toContain(SECRET);
  });

  test('and explain a failure that says little', async () => {
    await using box = await sandbox.generic({ fault: 'silent' });
    const own = resolverOf({ 'smtp.office365.com': ['127.0.0.1'] });
    const target = { host: 'smtp.office365.com', port: box.port, timeouts: SHORT };
    const diagnosis = await diagnose(target, { resolver: own });
    expect(verdict(diagnosis)).toBe('WRONG_HOST_OR_PORT at greeting');
    expect(diagnosis.cause?.detail).toMatch(/publishes no port \d+ for submission, but smtp\.office365\.com:587/);
  });
});

describe('a target may be', () => {
  test('a URL', async () => {
    await using box = await sandbox.generic({ user: 'me@example.com', password: 'p@ss/word', mechanisms: ['PLAIN'] });
    const url = `smtp+starttls://me%40example.com:p%40ss%2Fword@127.0.0.1:${box.port}`;
    const diagnosis = await diagnose({ url, tls: { ca: box.ca } }, { resolver });
    expect([verdict(diagnosis), box.counters.logins]).toEqual(['ok', 1]);
    expect(JSON.stringify(diagnosis)).not.toMatch(/p@ss|p%40ss/);
  });

  test.each([
    ['True', 'True', 'ok'],
    ['False', 'True', 'ok'],
    ['True', 'False', 'TLS_IMPLICIT_ON_STARTTLS_PORT at tls'],
    ['False', 'False', 'STARTTLS_REQUIRED at auth'],
  ])('variables, with SSL %s and STARTTLS %s', async (ssl, starttls, expected) => {
    await using box = await sandbox.generic({ mechanisms: ['PLAIN'] });
    const env = {
      ...{ MAIL_SMTP: '127.0.0.1', MAIL_PORT: String(box.port), MAIL_SSL: ssl, MAIL_STARTTLS: starttls },
      ...{ MAIL_USER: box.user, MAIL_PASSWORD: box.password, MAIL_FROM: 'Some One <sender@example.com>' },
    };
    const diagnosis = await diagnose({ env, tls: { ca: box.ca } }, { resolver });
    expect(verdict(diagnosis)).toBe(expected);
    if (!diagnosis.ok) expect(diagnosis.answer).toContain(`127.0.0.1 port ${box.port} with STARTTLS works from here.`);
    expect(diagnosis.stages[0]?.seen[0]).toMatch(/^read from .*MAIL_SMTP.*MAIL_USER/);
    if (diagnosis.ok) expect(String(diagnosis.trace)).toContain('C: MAIL FROM:<sender@example.com>');
  });

  test('an address, whose provider is known', async () => {
    const diagnosis = await diagnose({ address: 'me@163.com', password: 'x' }, { resolver });
    expect(diagnosis).toMatchObject({ failedAt: 'dns', endpoint: { host: 'smtp.163.com' } });
    expect(diagnosis.stages[0]?.seen).toContain('login of me@163.com by password');
  });

  test('an address, whose server is found', async () => {
    await using box = await sandbox.generic({ mechanisms: ['PLAIN'], user: 'me@corp.example' });
    const srv = (name: string) =>
      name === '_submission._tcp.corp.example'
        ? Promise.resolve([{ name: 'smtp.corp.example', port: box.port, priority: 0, weight: 0 }])
        : Promise.resolve([]);
    const get = (): Promise<never> => Promise.reject(Object.assign(new Error(''), { code: 'ENOTFOUND' }));
    const own = resolverOf({ 'smtp.corp.example': ['127.0.0.1'] }, { srv });
    const target = {
      address: 'me@corp.example',
      password: box.password,
      tls: { ca: box.ca, servername: 'mail.example.com' },
    };
    const diagnosis = await diagnose(target, { resolver: own, get });
    expect(verdict(diagnosis)).toBe('ok');
    expect(diagnosis.stages[0]?.seen[0]).toBe(`found by srv: smtp.corp.example:${box.port}, starttls`);
  });

  test('an address, whose server is told by DNS alone: the login waits for a person', async () => {
    await using box = await sandbox.generic({ mechanisms: ['PLAIN'], user: 'me@corp.example' });
    const srv = () => Promise.resolve([{ name: 'elsewhere.example', port: box.port, priority: 0, weight: 0 }]);
    const get = (): Promise<never> => Promise.reject(Object.assign(new Error(''), { code: 'ENOTFOUND' }));
    const own = resolverOf({ 'elsewhere.example': ['127.0.0.1'] }, { srv });
    const tls = { ca: box.ca, servername: 'mail.example.com' };
    const target = { address: 'me@corp.example', password: box.password, tls };
    const diagnosis = await diagnose(target, { resolver: own, get });
    expect(diagnosis.warnings.map(({ code }) => code)).toContain('HOST_UNCONFIRMED');
    expect(box.counters.commands.AUTH).toBeUndefined();
    expect(diagnosis.endpoint?.host).toBe('elsewhere.example');
  });

  test('a host with a port, as text', async () => {
    const port = await closedPort();
    const diagnosis = await diagnose(`127.0.0.1:${port}`, { resolver });
    expect(diagnosis).toMatchObject({ failedAt: 'tcp', endpoint: { host: '127.0.0.1', port } });
  });
});

test('a sender that is no address is told before the conversation', async () => {
  await using box = await sandbox.generic();
  const diagnosis = await diagnose({ ...box.transportOptions, from: 'nobody' }, { resolver });
  expect(verdict(diagnosis)).toBe('ENVELOPE_INVALID at settings');
  expect(words(diagnosis)).toMatch(/^settings failed, dns not reached, tcp not reached, /);
  expect(box.counters.logins).toBe(0);
});

test('tells what it noticed in the variables also where the settings are refused', async () => {
  const env = { MAIL_SMTP: 'smtp-mail.outlook.com', MAIL_PORT: '587', MAIL_SSL: 'True', MAIL_STARTTLS: 'True' };
  const { cause, warnings, stages } = await diagnose({ env, user: 'me@outlook.com', password: 'kettle' });
  expect(cause?.code).toBe('MS_BASIC_AUTH_DISABLED_CONSUMER');
  expect(warnings.map(({ code }) => code)).toEqual(['SETTINGS_CONTRADICT']);
  expect(stages[0]?.seen.join('\n')).toContain('noticed: ');
});
