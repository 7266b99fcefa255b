import { isMailError, type MailError } from '@ehlo/core';
import { describe, expect, it } from 'vitest';
import { type Env, generic, readEnv } from '../src/index.js';

const { MAIL_SMTP, MAIL_USER, MAIL_PASSWORD } = {
  MAIL_SMTP: 'mail.example',
  MAIL_USER: 'me@example.com',
  MAIL_PASSWORD: 'hunter2',
};
const qd = { MAIL_SMTP, MAIL_USER, MAIL_PASSWORD, MAIL_FROM: 'me@example.com' };

function refusal(env: Env): MailError {
  try {
    readEnv(env);
  } catch (error) {
    if (isMailError(error)) return error;
    throw error;
  }
  throw new Error('it was read');
}

describe("QD's MAIL_SSL and MAIL_STARTTLS", () => {
  const on = ['True', 'true', '1', 'yes', 'on'];
  const off = ['False', 'false', '0', 'no', 'off'];
  const absent = [undefined, ''];
  // `!` stands for a warning.
  const table: ReadonlyArray<readonly [ssl: boolean, starttls: boolean, port: string | undefined, expected: string]> = [
    [true, true, '465', 'implicit !'],
    [true, true, '587', 'starttls !'],
    [true, true, '25', 'starttls !'],
    [true, true, '2525', 'starttls !'],
    [true, true, undefined, 'starttls !'],
    [true, false, '465', 'implicit'],
    [true, false, '587', 'auto !'],
    [true, false, '25', 'auto !'],
    [true, false, '2525', 'implicit'],
    [true, false, undefined, 'implicit'],
    [false, true, '465', 'auto !'],
    [false, true, '587', 'starttls'],
    [false, true, '25', 'starttls'],
    [false, true, '2525', 'starttls'],
    [false, true, undefined, 'starttls'],
    [false, false, '465', 'implicit'],
    [false, false, '587', 'starttls'],
    [false, false, '25', 'starttls'],
    [false, false, '2525', 'auto'],
    [false, false, undefined, 'auto'],
  ];

  for (const [ssl, starttls, port, expected] of table) {
    it(`SSL ${ssl ? 'on' : 'off'}, STARTTLS ${starttls ? 'on' : 'off'}, port ${port ?? 'absent'}: ${expected}, in every spelling`, () => {
      for (const MAIL_SSL of ssl ? on : [...off, ...absent]) {
        for (const MAIL_STARTTLS of starttls ? on : [...off, ...absent]) {
          const { options, warnings } = readEnv({ ...qd, MAIL_SSL, MAIL_STARTTLS, MAIL_PORT: port });
          const bothOff = off.includes(String(MAIL_SSL)) && off.includes(String(MAIL_STARTTLS)) && port !== '465';
          expect(`${options.security}${warnings.length === 0 ? '' : ' !'}`).toBe(bothOff ? `${expected} !` : expected);
          expect(options).toMatchObject({ host: MAIL_SMTP, user: MAIL_USER, password: MAIL_PASSWORD });
          expect(options.port).toBe(port === undefined ? undefined : Number(port));
        }
      }
    });
  }

  it('tells why, for SSL and STARTTLS on port 587', () => {
    const { options, warnings } = readEnv({ ...qd, MAIL_PORT: '587', MAIL_SSL: 'True', MAIL_STARTTLS: 'True' });
    expect(options.security).toBe('starttls');
    expect(warnings).toEqual([
      {
        code: 'SETTINGS_CONTRADICT',
        field: 'MAIL_STARTTLS',
        message:
          'MAIL_SSL and MAIL_STARTTLS are both on. They are two ways to TLS and exclude each other: port 587 begins in clear, so MAIL_STARTTLS is followed. Turn the other off.',
      },
    ]);
  });

  it.each(['127.0.0.1', 'localhost', '::1'])('lets %s do without TLS, except on port 465', (host) => {
    const off = { MAIL_SSL: 'False', MAIL_STARTTLS: 'False' };
    expect(readEnv({ ...qd, ...off, MAIL_SMTP: host, MAIL_PORT: '2525' })).toMatchObject({
      options: { security: 'none-on-loopback' },
      warnings: [],
    });
    expect(readEnv({ ...qd, ...off, MAIL_SMTP: host, MAIL_PORT: '465' }).options.security).toBe('implicit');
    expect(readEnv({ ...qd, MAIL_SMTP: host, MAIL_STARTTLS: 'on' }).options.security).toBe('starttls');
  });

  it.each(['maybe', 'TLS!', 'hunter2', 'none', '2'])('refuses %s and names the variable', (value) => {
    for (const name of ['MAIL_SSL', 'MAIL_STARTTLS']) {
      const error = refusal({ ...qd, [name]: value });
      expect(error).toMatchObject({ code: 'CONFIG_VALUE_INVALID', field: name, phase: 'settings' });
      expect(error.message).not.toContain(value);
    }
  });
});

describe('families', () => {
  it.each<[string, Env, object, string[]]>([
    [
      'SMTP_*',
      {
        SMTP_HOST: 'h.example',
        SMTP_PORT: '465',
        SMTP_USER: 'u',
        SMTP_PASS: 'p',
        SMTP_SECURE: 'true',
        SMTP_FROM: 'a@b.example',
      },
      { host: 'h.example', port: 465, user: 'u', password: 'p', security: 'implicit' },
      ['SMTP_FROM', 'SMTP_PORT', 'SMTP_HOST', 'SMTP_SECURE', 'SMTP_USER', 'SMTP_PASS'],
    ],
    [
      'SMTP_PASSWORD',
      { SMTP_HOST: 'h.example', SMTP_USER: 'u', SMTP_PASSWORD: 'p' },
      { host: 'h.example', user: 'u', password: 'p', security: 'auto' },
      ['SMTP_HOST', 'SMTP_USER', 'SMTP_PASSWORD'],
    ],
    [
      'SMTP_URL',
      { SMTP_URL: 'smtps://u:p@h.example' },
      { host: 'h.example', user: 'u', password: 'p', security: 'implicit' },
      ['SMTP_URL'],
    ],
    [
      'EMAIL_SERVER',
      { EMAIL_SERVER: 'smtp://u:p@h.example:587', EMAIL_FROM: 'a@b.example' },
      { host: 'h.example', port: 587, user: 'u', password: 'p', security: 'starttls' },
      ['EMAIL_FROM', 'EMAIL_SERVER'],
    ],
    [
      'EMAIL_SERVER_*',
      { EMAIL_SERVER_HOST: 'h.example', EMAIL_SERVER_PORT: '587', EMAIL_SERVER_USER: 'u', EMAIL_SERVER_PASSWORD: 'p' },
      { host: 'h.example', port: 587, user: 'u', password: 'p', security: 'starttls' },
      ['EMAIL_SERVER_PORT', 'EMAIL_SERVER_HOST', 'EMAIL_SERVER_USER', 'EMAIL_SERVER_PASSWORD'],
    ],
    [
      'Django',
      {
        EMAIL_HOST: 'h.example',
        EMAIL_PORT: '587',
        EMAIL_HOST_USER: 'u',
        EMAIL_HOST_PASSWORD: 'p',
        EMAIL_USE_TLS: 'True',
      },
      { host: 'h.example', port: 587, user: 'u', password: 'p', security: 'starttls' },
      ['EMAIL_PORT', 'EMAIL_HOST', 'EMAIL_USE_TLS', 'EMAIL_HOST_USER', 'EMAIL_HOST_PASSWORD'],
    ],
    [
      'Laravel',
      {
        MAIL_HOST: 'h.example',
        MAIL_PORT: '465',
        MAIL_USERNAME: 'u',
        MAIL_PASSWORD: 'p',
        MAIL_ENCRYPTION: 'tls',
        MAIL_FROM_ADDRESS: 'a@b.example',
      },
      { host: 'h.example', port: 465, user: 'u', password: 'p', security: 'implicit' },
      ['MAIL_FROM_ADDRESS', 'MAIL_PORT', 'MAIL_HOST', 'MAIL_ENCRYPTION', 'MAIL_USERNAME', 'MAIL_PASSWORD'],
    ],
    [
      "Laravel's .env.example",
      { MAIL_HOST: '127.0.0.1', MAIL_PORT: '2525', MAIL_USERNAME: 'null', MAIL_PASSWORD: 'null', MAIL_SCHEME: 'null' },
      { host: '127.0.0.1', port: 2525, security: 'none-on-loopback' },
      ['MAIL_PORT', 'MAIL_HOST'],
    ],
  ])('%s', (_name, env, options, used) => {
    const reading = readEnv({ ...env, PATH: '/bin' });
    expect(reading.options).toEqual(options);
    expect(reading.used).toEqual(used);
    expect(reading.warnings).toEqual([]);
  });

  it('gives the sender, with its name where there is one', () => {
    expect(readEnv(qd).from).toBe('me@example.com');
    expect(readEnv({ MAIL_HOST: 'h.example', MAIL_FROM_ADDRESS: 'a@b.example', MAIL_FROM_NAME: 'A "B"' }).from).toBe(
      '"A \\"B\\"" <a@b.example>',
    );
    expect(readEnv({ SMTP_HOST: 'h.example', SMTP_FROM: '"My App" <a@b.example>' }).from).toBe(
      '"My App" <a@b.example>',
    );
  });

  it('warns of SECURE on port 587', () => {
    const { options, warnings } = readEnv({ SMTP_HOST: 'h.example', SMTP_PORT: '587', SMTP_SECURE: 'true' });
    expect(options.security).toBe('auto');
    expect(warnings).toMatchObject([{ code: 'SETTINGS_CONTRADICT', field: 'SMTP_SECURE' }]);
    expect(warnings[0]?.message).toContain('Set SMTP_PORT to 465');
  });

  it('warns of a switched-off TLS that stays on', () => {
    expect(readEnv({ MAIL_HOST: 'h.example', MAIL_ENCRYPTION: 'none' }).warnings[0]?.message).toMatch(
      /^MAIL_ENCRYPTION turns TLS off, but /,
    );
  });

  it('refuses two families that do not say the same, naming both', () => {
    const error = refusal({ ...qd, SMTP_HOST: 'other.example' });
    expect(error.code).toBe('CONFIG_VALUE_INVALID');
    expect(error.message).toContain('SMTP_HOST and MAIL_SMTP are both set');
  });

  it('takes the first of two families that say the same, with a warning', () => {
    const { used, warnings } = readEnv({ SMTP_HOST: 'h.example', MAIL_HOST: 'h.example' });
    expect(used).toEqual(['SMTP_HOST']);
    expect(warnings).toMatchObject([{ code: 'SETTINGS_DOUBLED', field: 'MAIL_HOST' }]);
  });

  it('does not mix families: a sender of another one is no contradiction', () => {
    const { from, used } = readEnv({ SMTP_HOST: 'h.example', MAIL_FROM: 'a@b.example' });
    expect(from).toBeUndefined();
    expect(used).toEqual(['SMTP_HOST']);
  });
});

describe('what is refused, by name', () => {
  it.each<[string, Env, string]>([
    ['MAIL_SMTP', { ...qd, MAIL_SMTP: '"mail.example"' }, 'wrapped in quotation marks'],
    ['MAIL_SMTP', { ...qd, MAIL_SMTP: ' mail.example' }, 'blank'],
    ['MAIL_SMTP', { ...qd, MAIL_SMTP: 'mail.example,' }, 'not a host name'],
    ['MAIL_SMTP', { ...qd, MAIL_SMTP: 'mail.example:587' }, 'the port belongs into MAIL_PORT'],
    ['MAIL_SMTP', { ...qd, MAIL_SMTP: 'https://mail.example' }, 'scheme'],
    ['MAIL_SMTP', { ...qd, MAIL_SMTP: 'me@example.com' }, 'not an address'],
    ['MAIL_PORT', { ...qd, MAIL_PORT: '587;' }, 'whole number from 1 to 65535'],
    ['MAIL_PORT', { ...qd, MAIL_PORT: '65536' }, 'whole number from 1 to 65535'],
    ['MAIL_PASSWORD', { ...qd, MAIL_PASSWORD: "'hunter2'" }, 'wrapped in quotation marks'],
    ['MAIL_PASSWORD', { ...qd, MAIL_PASSWORD: 'hunter2\n' }, 'line break'],
    ['MAIL_PASSWORD', { ...qd, MAIL_PASSWORD: 'hunter2"' }, 'quotation marks'],
    ['MAIL_PASS', { ...qd, MAIL_PASS: 'other' }, 'MAIL_PASSWORD and MAIL_PASS are both set'],
    ['MAIL_SMTP', { ...qd, MAIL_URL: 'smtp://h.example' }, 'MAIL_URL and MAIL_SMTP are both set'],
    ['SMTP_URL', { SMTP_URL: 'smtp://user:hun/ter2@h.example' }, 'of SMTP_URL'],
    [
      'MAIL_HOST',
      { MAIL_USER: 'me' },
      'MAIL_USER is set, but the server is not: set MAIL_HOST or MAIL_SMTP or MAIL_SERVER',
    ],
    ['env', {}, 'no mail server is named'],
  ])('%s: %#', (field, env, words) => {
    const error = refusal(env);
    expect(error.field).toBe(field);
    expect(error.message).toContain(words);
    expect(JSON.stringify(error)).not.toMatch(/hunter2|hun\/|ter2/);
  });

  it.each<[string, Env]>([
    ['MAIL_USER', { ...qd, MAIL_USER: '' }],
    ['SMTP_PASS', { SMTP_HOST: 'h.example', SMTP_USER: 'u', SMTP_PASS: 'undefined' }],
  ])('%s missing: %#', (field, env) => {
    expect(refusal(env)).toMatchObject({ code: 'CREDENTIALS_MISSING', field });
  });

  it('a user without a password, unless a token takes its place', async () => {
    const env = { SMTP_HOST: 'h.example', SMTP_USER: 'u' };
    expect(() => generic.fromEnv(env)).toThrowError(
      expect.objectContaining({ code: 'CREDENTIALS_MISSING', field: 'SMTP_PASS' }),
    );
    await using transport = generic.fromEnv(env, { auth: () => 'token' });
    expect(transport.warnings).toEqual([]);
    await using other = generic.fromEnv({ ...env, SMTP_PASS: 'hunter2' }, { auth: () => 'token' });
    expect(other.warnings).toEqual([]);
  });

  it('a secret in no warning', async () => {
    await using transport = generic.fromEnv({ ...qd, MAIL_PORT: '587', MAIL_SSL: '1', MAIL_STARTTLS: '1' });
    expect(transport.warnings).toHaveLength(1);
    expect(JSON.stringify(transport.warnings)).not.toContain('hunter2');
  });
});
