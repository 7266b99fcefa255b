import { describe, expect, test, vi } from 'vitest';
import { canary, leaks } from '../../core/test/canary.js';
import { boxed, fileOf } from './boxes.js';
import { ehlo, flat } from './terminal.js';
import { atHome } from './web-box.js';

/** Names that DNS was asked for. It knows none. */
const asked = vi.hoisted(() => [] as string[]);
vi.mock('node:dns/promises', async (original) => ({
  ...(await original<object>()),
  lookup: async (host: string) => {
    asked.push(host);
    throw Object.assign(new Error(), { code: 'ENOTFOUND' });
  },
}));

type Around = Parameters<typeof ehlo>[1];

/** `ehlo doctor` at an emulated server, with its password. */
async function examined(
  provider: Parameters<typeof boxed>[0],
  options: Parameters<typeof boxed>[1],
  flags: readonly string[] = [],
  around?: Around,
) {
  const { box, file } = await boxed(provider, options);
  const login = ['--password-file', fileOf('password', box.password)];
  return { box, ...(await ehlo(['doctor', '--sandbox', file, '--within', '10', ...login, ...flags], around)) };
}

describe('ehlo doctor', () => {
  test('shows every stage with its milliseconds and what was seen, and the answer', async () => {
    const { box, exit, output, errors } = await examined('generic', {});
    const stages = output.split('\n').filter((line) => line.startsWith('✓ ') && / \d+ ms/.test(line));
    expect(stages.map((line) => line.slice(2, 15).trim())).toEqual(
      'settings,DNS,TCP,greeting,EHLO,TLS,EHLO over TLS,AUTH,MAIL FROM,RSET,QUIT'.split(','),
    );
    expect(flat(output)).toMatch(/settings \d+ ms SMTP server, login of someone@example\.com by password/);
    expect(flat(output)).toMatch(/TLS \d+ ms TLSv1\.3, mail\.example\.com, issued by Ehlo sandbox authority/);
    expect(flat(output)).toMatch(/EHLO over TLS \d+ ms AUTH PLAIN LOGIN/);
    expect(output).toMatch(
      new RegExp(`\n\n✓ 127\\.0\\.0\\.1:${box.port} is ready for mail: the login succeeded\\.\n$`),
    );
    expect({ exit, errors }).toEqual({ exit: 0, errors: '' });
  });

  test.each([
    ['microsoft365', { smtpAuth: 'disabled-for-tenant' }, [], 'AUTH', '登录 AUTH', 'MS_SMTP_AUTH_DISABLED', 77],
    ['outlook', {}, [], 'settings', '设置', 'MS_BASIC_AUTH_DISABLED_CONSUMER', 77],
    ['gmail', {}, ['--user', 'nobody@gmail.com'], 'AUTH', '登录 AUTH', 'GMAIL_PASSWORD_NOT_ACCEPTED', 77],
    ['generic', { fault: { name: 'wrong-certificate', kind: 'expired' } }, [], 'TLS', 'TLS', 'TLS_CERT_EXPIRED', 69],
    ['generic', { fault: 'starttls-stripped' }, [], 'TLS', 'TLS', 'STARTTLS_UNAVAILABLE', 69],
    ['generic', { fault: 'not-smtp' }, [], 'greeting', '服务器问候', 'WRONG_HOST_OR_PORT', 68],
    [
      'generic',
      { fault: { name: 'cut', at: 'MAIL' } },
      [],
      'MAIL FROM',
      'MAIL FROM',
      'CONNECTION_STALLED_OR_DROPPED',
      75,
    ],
    ['generic', {}, ['--port', '99999'], 'settings', '设置', 'CONFIG_VALUE_INVALID', 78],
    ['generic', {}, ['--port', '1'], 'TCP', 'TCP 连接', 'HOST_MISSING_LOCALHOST', 68],
  ] as const)(
    '%s %j %j fails at %s / %s by %s, and exits with %i',
    async (provider, options, flags, at, ort, code, exit) => {
      const english = await examined(provider, options, flags);
      expect(english.output).toMatch(new RegExp(`^✗ ${at} +\\d+ ms`, 'm'));
      expect(english.output).toMatch(/^– not reached: .*QUIT$/ms);
      expect(english.output).toMatch(
        new RegExp(`\n\n${code}\n(  .*\n)*  who  .*\n  fix  (.*\n)*  more  .*/${code}\\.md\n`),
      );
      expect(english.exit).toBe(exit);
      const chinese = await examined(provider, options, [...flags, '--lang', 'zh-CN']);
      expect(chinese.output).toMatch(new RegExp(`^✗ ${ort} +\\d+ ms`, 'm'));
      expect(chinese.output).toMatch(
        new RegExp(`\n\n${code}\n(  .*\n)*  谁来处理  .*\n  怎么办  (.*\n)*  详情  .*/${code}\\.md\n`),
      );
      expect(chinese.exit).toBe(exit);
    },
  );

  test('tells the reply of a refusal on one line of its stage, and whole with the cause', async () => {
    const { output } = await examined('gmail', {}, ['--user', 'nobody@gmail.com']);
    expect(output).toMatch(/^✗ AUTH +\d+ ms {2}535 5\.7\.8 Username and Password not accepted\. For more .*…$/m);
    expect(flat(output)).toMatch(/server 535 5\.7\.8 Username and Password not accepted.*BadCredentials/);
  });

  test('shows the neighbours under the stage that failed, and what works from here in the answer', async () => {
    const { box, output, exit } = await examined('generic', {}, ['--security', 'implicit']);
    const [failed, heading, ...tried] = output.slice(output.indexOf('✗ TLS')).split('\n');
    expect(failed).toMatch(/^✗ TLS/);
    expect(heading).toBe('    Tried beside it, without credentials:');
    expect(tried.slice(0, 6).join('\n')).toMatch(
      new RegExp(`^ {4}✓ 127\\.0\\.0\\.1:${box.port} STARTTLS +\\d+ ms {2}the other way to TLS$`, 'm'),
    );
    expect(flat(output)).toContain(`127.0.0.1 port ${box.port} with STARTTLS works from here.`);
    expect(box.counters.logins).toBe(0);
    expect(exit).toBe(78);
  });

  test('logs in by token, which in a sandbox is known', async () => {
    const { box, file } = await boxed('outlook');
    const byToken = /Outlook\.com, login of someone@outlook\.com by token.*access token \d+ ms/;
    const token = fileOf('token', `${box.accessToken}\n`);
    for (const flags of [['--token-file', token], []]) {
      const { exit, output } = await ehlo(['doctor', '--sandbox', file, ...flags]);
      expect(flat(output)).toMatch(byToken);
      expect(exit).toBe(0);
    }
  });

  test('logs in with the sign-in that is kept for the address, or the only one, and says when it has ended', async () => {
    const home = await atHome('microsoft365');
    await home.login(['microsoft', home.box.user]);
    for (const named of [[home.box.user], []]) {
      const { exit, output } = await home.run(['doctor', ...named]);
      expect(flat(output)).toContain(`Microsoft 365, login of ${home.box.user} by token`);
      expect(exit).toBe(0);
    }
    home.web.expire('access');
    home.web.revoke();
    const { exit, output } = await home.run(['doctor', home.box.user]);
    expect(output).toMatch(/^✗ AUTH +\d+ ms {2}535 5\.7\.3 /m);
    expect(output).toMatch(/^OAUTH_GRANT_REVOKED$/m);
    expect(exit).toBe(77);
  });

  test('tries the sender that is wanted, and sends a message only where one is asked for', async () => {
    const { box, output } = await examined('generic', {}, ['--from', 'shop@example.com', '--verbose']);
    expect(output).toContain('MAIL FROM:<shop@example.com>');
    expect(box.inbox).toHaveLength(0);
    const sent = await examined('generic', {}, ['--send-to', 'you@example.net']);
    expect(sent.output).toMatch(/^✓ message +\d+ ms {2}250 /m);
    expect(sent.output).toMatch(/took the test message\.\n$/);
    expect(sent.box.inbox.map(({ envelope }) => envelope.to)).toEqual([['you@example.net']]);
  });

  test('leaves the login out where there is none, and says so', async () => {
    const { box } = await boxed('generic');
    const ca = fileOf('ca.pem', box.ca);
    const { exit, output } = await ehlo(['doctor', `127.0.0.1:${box.port}`, '--ca', ca]);
    expect(output).toMatch(/^– AUTH +no credentials were given$/m);
    expect(output).not.toContain('ehlo login');
    expect(output).toMatch(/^– MAIL FROM +no sender is known: give --from$/m);
    expect(exit).toBe(0);
  });
});

test('what is meant for a sandbox asks nobody else, and what is not does', async () => {
  const { output } = await examined('microsoft365', { fault: { name: 'wrong-certificate', kind: 'expired' } });
  expect(output).toMatch(/^ {4}✗ smtp\.office365\.com:587 STARTTLS /m);
  expect(asked).toEqual([]);
  const { exit } = await ehlo(['doctor', 'mail.example.com']);
  expect(asked).toContain('mail.example.com');
  expect(exit).toBe(68);
});

test('says how the login is tried too, where the provider takes a sign-in', async () => {
  const { box } = await boxed('outlook');
  const at = ['--host', '127.0.0.1', '--port', String(box.port), '--ca', fileOf('ca.pem', box.ca)];
  const { output } = await ehlo(['doctor', 'someone@outlook.com', ...at]);
  expect(flat(output)).toMatch(/answers as it should.* To .*: ehlo login microsoft someone@outlook\.com $/);
  const chinese = await ehlo(['doctor', 'someone@outlook.com', ...at, '--lang', 'zh-CN']);
  expect(chinese.output).toMatch(/请先登录一次：ehlo login microsoft someone@outlook\.com\n$/);
});

describe('ehlo doctor for programs', () => {
  test('answers with one line, the trace only with --verbose', async () => {
    const { box, file } = await boxed('microsoft365', { smtpAuth: 'disabled-for-tenant' });
    const short = await ehlo(['doctor', '--sandbox', file, '--json']);
    expect(short.json()).toEqual([
      expect.objectContaining({
        ok: false,
        failedAt: 'auth',
        endpoint: { host: '127.0.0.1', port: box.port, tls: 'starttls' },
        cause: expect.objectContaining({ code: 'MS_SMTP_AUTH_DISABLED', who: 'tenant admin' }),
      }),
    ]);
    expect(short.json()[0]).not.toHaveProperty('trace');
    expect(short).toMatchObject({ exit: 77, errors: '' });
    const whole = await ehlo(['doctor', '--sandbox', file, '--json', '--verbose', '--lang', 'zh-CN']);
    const [{ answer, trace }] = whole.json() as [{ answer: string; trace: Array<{ kind: string }> }];
    expect(trace.filter(({ kind }) => kind === 'client').length).toBeGreaterThan(4);
    expect(answer).toContain('失败');
  });

  test('settings that cannot be used are a finding as well', async () => {
    const { json, exit } = await examined('generic', {}, ['--json', '--security', 'auto', '--port', '0']);
    expect(json()).toMatchObject([{ failedAt: 'settings', cause: { code: 'CONFIG_VALUE_INVALID', field: 'port' } }]);
    expect(exit).toBe(78);
  });

  test('Ctrl-C ends it', async () => {
    const stop = new AbortController();
    stop.abort();
    expect(await examined('generic', {}, [], { signal: stop.signal })).toMatchObject({ exit: 130 });
  });
});

describe('the settings of ehlo doctor', () => {
  const nothing = 'nothing to look at';

  test('without any there is nothing to do', async () => {
    const folder = fileOf('other', '').replace(/other$/, '');
    expect(await ehlo(['doctor'], { folder })).toMatchObject({
      exit: 64,
      output: '',
      errors: expect.stringContaining(nothing),
    });
    expect((await ehlo(['doctor', '--lang', 'zh-CN'], { folder })).errors).toContain('没有诊断对象');
  });

  test('come from the environment, else from .env', async () => {
    const env = { SMTP_HOST: '127.0.0.1', SMTP_PORT: '1' };
    const file = fileOf('.env', 'SMTP_HOST=127.0.0.1\nSMTP_PORT=2\n');
    const folder = file.replace(/\.env$/, '');
    const told = await ehlo(['doctor'], { env, folder });
    expect(told.output).toMatch(/^Settings from: environment\n(.*\n)*✗ TCP .*127\.0\.0\.1:1 ECONNREFUSED/);
    expect((await ehlo(['doctor'], { folder })).output).toMatch(
      /^Settings from: \.env\n(.*\n)*✗ TCP .*127\.0\.0\.1:2 /,
    );
  });

  test.each([['0'], ['31'], ['soon']])('--within %s is refused', async (within) => {
    expect(await ehlo(['doctor', '127.0.0.1', '--within', within])).toMatchObject({ exit: 64, output: '' });
  });

  test.each([
    ['smtp://127.0.0.1:1', 'ECONNREFUSED'],
    ['127.0.0.1:1', 'ECONNREFUSED'],
    ['::1', 'ECONNREFUSED|EADDRNOTAVAIL|ENETUNREACH'],
  ])('%s is where it goes', async (target, seen) => {
    const { output } = await ehlo(['doctor', target, '--provider', 'generic']);
    expect(output).toMatch(new RegExp(`^✗ TCP .*(${seen})`, 'm'));
  });
});

describe("QD's variables", () => {
  /** QD's block for a server that wants STARTTLS, as most people have it. */
  async function withQd(ssl: string, starttls: string, flags: readonly string[] = []) {
    const { box } = await boxed('generic');
    const lines = { MAIL_SMTP: '127.0.0.1', MAIL_PORT: box.port, MAIL_SSL: ssl, MAIL_STARTTLS: starttls };
    const login = { MAIL_USER: box.user, MAIL_PASSWORD: box.password };
    const text = Object.entries({ ...lines, ...login }).map(([name, value]) => `${name}=${value}`);
    const files = ['--env-file', fileOf('qd.env', text.join('\n')), '--ca', fileOf('ca.pem', box.ca)];
    return { box, ...(await ehlo(['doctor', ...files, ...flags])) };
  }

  test('both switches on: STARTTLS is followed, and the contradiction is told', async () => {
    const { output, exit } = await withQd('True', 'True');
    expect(flat(output)).toContain('MAIL_SSL and MAIL_STARTTLS are both on.');
    expect(flat(output)).toContain('(SETTINGS_CONTRADICT, MAIL_STARTTLS)');
    expect(output).toMatch(/the login succeeded\.\n$/);
    expect(exit).toBe(0);
  });

  test('TLS at once at a port that begins in clear: what works is named', async () => {
    const { box, output, exit } = await withQd('True', 'False');
    expect(output).toMatch(/^TLS_IMPLICIT_ON_STARTTLS_PORT$/m);
    expect(flat(output)).toContain(`127.0.0.1 port ${box.port} with STARTTLS works from here.`);
    expect(exit).toBe(78);
  });

  test('both switches off: nothing goes in clear, and STARTTLS is what is missing', async () => {
    const { box, output } = await withQd('False', 'False');
    expect(output).toMatch(/^STARTTLS_REQUIRED$/m);
    expect(box.counters.logins).toBe(0);
  });

  test('with --verbose the names of the variables are told, and no value', async () => {
    const { box, output } = await withQd('False', 'True', ['--verbose']);
    expect(flat(output)).toContain('read from MAIL_PORT, MAIL_SMTP, MAIL_SSL');
    expect(output).not.toContain(box.password);
  });
});

describe('no secret is shown', () => {
  const secrets = { password: canary(), accessToken: canary() };

  test.each([
    ['to a person', []],
    ['with --verbose', ['--verbose']],
    ['with --json', ['--json', '--verbose']],
  ])('%s', async (_, flags) => {
    for (const options of [{}, { mechanisms: ['PLAIN'], fault: 'echo' }, { mechanisms: ['LOGIN'], fault: 'echo' }]) {
      const { output, errors } = await examined('generic', { ...options, password: secrets.password }, flags);
      expect(output).toContain('AUTH');
      expect(leaks([output, errors], [secrets.password])).toEqual([]);
    }
    const { box, file } = await boxed('outlook', { accessToken: secrets.accessToken });
    const env = { EHLO_TOKEN: box.accessToken };
    const { output, errors } = await ehlo(['doctor', '--sandbox', file, ...flags], { env });
    expect(leaks([output, errors], [secrets.accessToken])).toEqual([]);
    const url = `smtp://me:${encodeURIComponent(secrets.password)}@127.0.0.1:1`;
    const told = await ehlo(['doctor', url, ...flags]);
    expect(leaks([told.output, told.errors], [secrets.password])).toEqual([]);
  });
});
