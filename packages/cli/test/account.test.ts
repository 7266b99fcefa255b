import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PassThrough } from 'node:stream';
import { describe, expect, test } from 'vitest';
import { type AccountFlags, type OpenAccount, openAccount } from '../src/account/open.js';
import { type KeptAccount, Register } from '../src/account/register.js';
import { Session } from '../src/session.js';

const folder = () => mkdtempSync(join(tmpdir(), 'ehlo-account-'));

async function opened(flags: AccountFlags, env: Record<string, string> = {}, kept: KeptAccount[] = []) {
  const terminal = {
    input: Object.assign(new PassThrough(), { isTTY: false }),
    output: new PassThrough(),
    errors: new PassThrough(),
    env: { EHLO_HOME: folder(), LANG: 'en_GB.UTF-8', ...env },
    folder: folder(),
    signal: new AbortController().signal,
  };
  const register = new Register(terminal);
  for (const account of kept) await register.keep(account);
  return openAccount(new Session(terminal), flags);
}

const contoso: KeptAccount = { address: 'me@contoso.com', provider: 'microsoft', clientId: 'app', via: 'smtp' };
const gmail: KeptAccount = { address: 'me@gmail.com', provider: 'google', clientId: 'desk', via: 'smtp' };
const host = { SMTP_HOST: 'smtp.example.com', SMTP_USER: 'robot', SMTP_PASS: 'kettle' };
const secret = { EHLO_PASSWORD: 'kettle' };

describe('the account that a command line means', () => {
  test.each<[string, AccountFlags, Record<string, string>, KeptAccount[], transport: string, how: RegExp]>([
    [
      'the one that is named',
      { account: 'ME@gmail.com' },
      host,
      [contoso, gmail],
      'smtp:gmail',
      /me@gmail.com, signed/,
    ],
    ['the one kept', {}, {}, [contoso], 'smtp:microsoft365', /me@contoso.com, signed in at Microsoft, over SMTP/],
    [
      'the sender, where it is kept',
      { from: 'Me <me@contoso.com>' },
      host,
      [contoso, gmail],
      'smtp:microsoft365',
      /^me@c/,
    ],
    [
      'a server that is named',
      { host: 'smtp.example.org' },
      host,
      [contoso],
      'smtp:generic',
      /^smtp.example.org, without/,
    ],
    ['variables before the only one kept', {}, host, [contoso], 'smtp:generic', /robot @ .* \(from environment\)/],
    [
      'the provider of the sender',
      { from: 'you@gmail.com' },
      secret,
      [contoso],
      'smtp:gmail',
      /you@gmail.com, with a pass/,
    ],
    ['a preset by its name', { provider: 'qq', user: '1@qq.com' }, secret, [], 'smtp:qq', /1@qq.com, with a password/],
    [
      'a host that a package knows',
      { host: 'smtp.gmail.com', user: 'me@x.org' },
      secret,
      [],
      'smtp:google-workspace',
      /me@x/,
    ],
    [
      'another road',
      { account: 'me@gmail.com', via: 'gmail-api' },
      {},
      [gmail],
      'gmail-api:gmail',
      /over the Gmail API/,
    ],
  ])('%s', async (_, flags, env, kept, transport, how) => {
    const account = await opened(flags, env, kept);
    expect(account.transport.id).toBe(transport);
    expect(account.how.en).toMatch(how);
    expect(account.how['zh-CN']).not.toBe('');
  });

  test.each<[string, AccountFlags, Record<string, string>, KeptAccount[], RegExp]>([
    ['nothing at all', {}, {}, [], /Sign in once .* or name a server/],
    ['one of several', {}, {}, [contoso, gmail], /\(me@contoso.com, me@gmail.com\): say which with --account/],
    [
      'who has not signed in',
      { account: 'you@x.org' },
      {},
      [gmail],
      /nobody has signed in to you@x.org here, but to me@g/,
    ],
    [
      'a road without consent',
      { account: 'me@contoso.com', via: 'graph' },
      {},
      [contoso],
      /microsoft me@contoso.com --via graph$/,
    ],
    ['a road of the other provider', { account: 'me@gmail.com', via: 'graph' }, {}, [gmail], /no road of Google/],
    [
      'two logins',
      { account: 'me@gmail.com', passwordFile: 'p' },
      {},
      [gmail],
      /--account and --password-file exclude/,
    ],
    ['no password', { from: 'me@163.com' }, {}, [], /how me@163.com logs in: set EHLO_PASSWORD/],
    ['a password for Outlook.com', { from: 'me@outlook.com' }, {}, [], /no passwords for me@outlook.com: sign in once/],
    ['a domain that nobody knows', { from: 'me@x.org' }, secret, [], /ehlo discover me@x.org/],
  ])('is asked for: %s', async (_, flags, env, kept, words) => {
    await expect(opened(flags, env, kept)).rejects.toMatchObject({
      exit: 64,
      words: { en: expect.stringMatching(words) },
    });
  });

  test('tells where mail will go, and from whom', async () => {
    const ports = ({ roads }: OpenAccount) => roads.map((road) => (road.kind === 'smtp' ? road.port : road.url));
    expect(ports(await opened({ from: 'me@gmail.com' }, secret))).toEqual([465, 587]);
    const auto = await opened({ account: 'me@contoso.com' }, {}, [{ ...contoso, via: 'auto' }]);
    expect(ports(auto)).toEqual([587, 'https://graph.microsoft.com']);
    expect((await opened({}, { ...host, SMTP_FROM: 'Robot <r@example.com>' })).from).toBe('Robot <r@example.com>');
  });

  test('refuses a register that it did not write', async () => {
    const EHLO_HOME = folder();
    writeFileSync(join(EHLO_HOME, 'accounts.json'), '{"version":1,"accounts":[{}]}');
    await expect(opened({}, { EHLO_HOME })).rejects.toMatchObject({
      message: expect.stringMatching(/accounts.json is not/),
    });
  });
});
