import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { fileOf } from './boxes.js';
import { ehlo, flat } from './terminal.js';
import { atHome, type Home } from './web-box.js';

const mail = ['--to', 'you@example.net', '--text', 'Hello'];
const send = (home: Home, ...more: string[]) => home.run(['send', '--account', home.box.user, ...mail, ...more]);
const registered = ({ folder }: Home) => JSON.parse(readFileSync(join(folder, 'accounts.json'), 'utf8'));

describe('ehlo login microsoft', () => {
  test('by code, keeps the account; it sends, is renewed, and says when it was revoked', async () => {
    const home = await atHome('microsoft365');
    const { web, box } = home;
    const { exit, output, errors } = await home.login(['microsoft', 'someone@contoso.com']);
    expect(flat(errors)).toMatch(/Sign in to Microsoft.* open https:\/\/\S+ ╭─+╮ type │ [A-Z0-9]{9} │ ╰─+╯ Good until/);
    expect(flat(output)).toMatch(
      /^✓ Signed in: someone@contoso.com, Microsoft road over SMTP kept sealed.* next ehlo send/,
    );
    expect(exit).toBe(0);

    expect((await send(home)).exit).toBe(0);
    web.expire('access');
    const second = await send(home);
    expect(flat(second.output)).toMatch(/^✓ accepted: the server took it to you@example.net server 250 2.0.0 OK/);
    expect([box.inbox.length, web.grants[0]?.refreshes]).toEqual([2, 1]);
    expect(flat((await home.run(['accounts'])).output)).toMatch(
      /^✓ someone@contoso.com Microsoft state .*renewed once/,
    );

    web.expire('access');
    web.revoke();
    const last = await send(home);
    expect(flat(last.output)).toMatch(
      /^✗ rejected: nothing was sent.* ✗ OAUTH_GRANT_REVOKED .* who the owner of the mailbox fix .* next ehlo login microsoft someone@contoso.com $/,
    );
    expect(last.exit).toBe(77);
    expect(flat((await home.run(['accounts'])).output)).toContain(
      '✗ someone@contoso.com Microsoft state the sign-in has ended: sign in again: ehlo login microsoft someone@contoso.com',
    );
    expect(box.inbox.length).toBe(2);
  });

  test('for Graph, and the mail goes there', async () => {
    const home = await atHome('microsoft365');
    expect((await home.login(['microsoft', home.box.user, '--via', 'graph'])).exit).toBe(0);
    const { output, exit } = await send(home, '--json');
    expect(JSON.parse(output)).toMatchObject({ outcome: 'accepted', transport: 'graph:microsoft365' });
    expect([exit, home.web.inbox.length, home.box.inbox.length]).toEqual([0, 1, 0]);
    const closed = await send(home, '--via', 'smtp');
    expect(closed.errors).toContain('signed in for --via graph; for smtp sign in again: ehlo login microsoft');
    expect(closed.exit).toBe(64);
  });

  test('in the browser for both roads, and SMTP that is closed gives way to Graph', async () => {
    const home = await atHome('microsoft365');
    expect((await home.login(['microsoft', home.box.user, '--via', 'auto', '--browser', '--no-open'])).exit).toBe(0);
    home.box.set({ smtpAuth: 'disabled-for-tenant' } as never);
    const { output, errors } = await send(home);
    expect(flat(output)).toContain('road graph:microsoft365');
    expect(flat(errors)).toContain('MS_SMTP_AUTH_DISABLED');
    expect(home.web.inbox.length).toBe(1);
  });

  test('without an address keeps whoever signed in, as the only account', async () => {
    const home = await atHome('outlook');
    const { exit, output } = await home.login(['microsoft', '--json']);
    expect(exit).toBe(0);
    const [prompt, done] = output
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line));
    expect(prompt.prompt).toMatchObject({ userCode: expect.any(String), verificationUri: expect.any(String) });
    expect(done.account).toMatchObject({ address: 'someone@outlook.com', provider: 'microsoft', tenant: 'common' });
    expect((await home.run(['send', '--account', 'Someone@Outlook.com', ...mail])).exit).toBe(0);
    expect(home.box.inbox[0]?.envelope.from).toBe('someone@outlook.com');
  });

  test('in a national cloud asks that cloud, and mail goes to its server', async () => {
    const home = await atHome('microsoft365', { owner: 'me@contoso.cn' });
    expect((await home.login(['microsoft', 'me@contoso.cn', '--cloud', '21vianet'])).exit).toBe(0);
    expect(home.web.grants[0]?.scopes).toContain('https://partner.outlook.cn/SMTP.Send');
    expect(registered(home).accounts).toMatchObject([{ address: 'me@contoso.cn', cloud: '21vianet' }]);
    const where = await ehlo(['send', ...mail, '--dry-run', '--json'], { env: { EHLO_HOME: home.folder } });
    expect(where.json()).toMatchObject([{ roads: [{ host: 'smtp.partner.outlook.cn', port: 587 }] }]);
    expect((await home.run(['accounts', 'remove', 'me@contoso.cn'])).output).toContain('https://portal.azure.cn');
  });

  test('keeps nothing where somebody else signed in, unless it is an alias', async () => {
    const home = await atHome('microsoft365');
    const other = await home.login(['microsoft', 'shared@contoso.com', '--browser', '--no-open']);
    expect(other.errors).toContain('someone@contoso.com signed in, not shared@contoso.com, so nothing was kept');
    expect(other.exit).toBe(64);
    expect((await home.run(['accounts'])).output).toContain('Nobody is signed in');
    expect((await home.login(['microsoft', 'shared@contoso.com', '--alias', '--browser', '--no-open'])).exit).toBe(0);
    expect(registered(home).accounts).toMatchObject([{ address: 'shared@contoso.com', via: 'smtp' }]);
  });

  test('tells why a sign-in was refused, in either language', async () => {
    const home = await atHome('microsoft365', { signIn: 'denied' });
    const { errors, exit } = await home.run(['login', 'microsoft', home.box.user, '--lang', 'zh-CN']);
    expect(errors).toMatch(/OAUTH_\w+ .*谁来处理/s);
    expect(errors).toContain('请在本机或任何其他设备上登录 Microsoft');
    expect(exit).toBe(77);
  });

  test('is called off by Ctrl-C', async () => {
    const home = await atHome('microsoft365');
    const stop = new AbortController();
    const watchErrors = (piece: string) => piece.includes('Ctrl-C') && stop.abort();
    const { exit } = await home.run(['login', 'microsoft', home.box.user], { signal: stop.signal, watchErrors });
    expect(exit).toBe(130);
    expect(home.web.grants).toEqual([]);
  });
});

describe('ehlo login google', () => {
  test('by the browser, keeps the client secret sealed too, and both roads are open', async () => {
    const home = await atHome('gmail');
    const { exit, errors, output } = await home.login(['google', home.box.user, '--no-open']);
    expect(flat(errors)).toMatch(
      /Google: Open this page in a browser of this machine: https:\/\/\S+ If the browser is on/,
    );
    expect(flat(output)).toMatch(/^✓ Signed in: someone@gmail.com, Google/);
    expect(exit).toBe(0);
    home.web.expire('access');
    expect((await send(home)).exit).toBe(0);
    expect(flat((await send(home, '--via', 'gmail-api')).output)).toContain('road gmail-api:gmail');
    expect([home.box.inbox.length, home.web.inbox.length]).toEqual([1, 1]);
  });

  test('takes the JSON of the console', async () => {
    const home = await atHome('gmail');
    const { clientId: client_id, clientSecret: client_secret } = home.web.google;
    const file = fileOf('client.json', JSON.stringify({ installed: { client_id, client_secret } }));
    const given = ['--client-id', client_id, '--client-secret-file', file, '--via', 'gmail-api'];
    expect((await home.login(['google', home.box.user, ...given])).exit).toBe(0);
    expect(registered(home).accounts).toMatchObject([{ clientId: client_id, via: 'gmail-api' }]);
  });
});

describe('what is kept', () => {
  test('is readable by its owner only, and holds no secret in clear', async () => {
    const home = await atHome('gmail');
    const outputs = [await home.login(['google', home.box.user, '--no-open']), await send(home, '--verbose')];
    outputs.push(await home.run(['accounts', '--json']), await send(home, '--json', '--verbose'));
    const [grant] = home.web.grants;
    const secrets = [grant?.refreshToken, home.web.google.clientSecret, home.box.password].map(String);
    const all = `${home.kept()}\n${JSON.stringify(outputs)}`;
    for (const secret of secrets) expect(all).not.toContain(secret);
    expect(all).not.toMatch(/ya29\.|[?&]code=/);
    expect(statSync(join(home.folder, 'accounts.json')).mode & 0o777).toBe(0o600);
    expect(registered(home)).toEqual({
      version: 1,
      accounts: [{ address: 'someone@gmail.com', provider: 'google', clientId: expect.any(String), via: 'smtp' }],
    });
  });

  test('is listed, and removed', async () => {
    const home = await atHome('microsoft365');
    await home.login(['microsoft', home.box.user, '--browser', '--no-open']);
    const [listed] = (await home.run(['accounts', '--json'])).json();
    expect(listed).toMatchObject({ address: home.box.user, state: 'signed-in', renewals: 0, via: 'smtp' });
    const removed = await home.run(['accounts', 'remove', home.box.user.toUpperCase()]);
    expect(removed.output).toMatch(/signed out on this machine\nAt Microsoft the consent stays until .* https:/);
    expect((await home.run(['accounts', '--json'])).output).toBe('');
    expect(readdirSync(home.folder).filter((file) => file.endsWith('.grant'))).toEqual([]);
    expect((await send(home)).exit).toBe(64);
    expect((await home.run(['accounts', 'remove', home.box.user])).errors).toContain('nobody is signed in to');
  });

  test('an account whose sign-in is gone from the folder says so', async () => {
    const home = await atHome('microsoft365');
    await home.login(['microsoft', home.box.user, '--browser', '--no-open']);
    const EHLO_STORE_KEY = Buffer.alloc(32, 7).toString('base64');
    expect((await home.run(['accounts', '--json'])).json()).toMatchObject([{ state: 'signed-in' }]);
    process.env.EHLO_STORE_KEY = EHLO_STORE_KEY;
    try {
      expect((await home.run(['accounts', '--json'])).json()).toMatchObject([{ state: 'unreadable' }]);
    } finally {
      delete process.env.EHLO_STORE_KEY;
    }
  });
});

test.each([
  [['microsoft', 'me@outlook.com'], /no client ID: .*register-app-microsoft.md\). Then set EHLO_MICROSOFT_CLIENT_ID/],
  [['google', 'me@gmail.com', '--client-id', 'x'], /no client secret: .*register-app-google.md/],
  [['microsoft', 'me@contoso.com', '--via', 'auto'], /add --browser/],
  [['google', 'me@gmail.com', '--via', 'graph'], /Google has no --via graph, but smtp, gmail-api, auto/],
  [['google', '--tenant', 'common'], /--tenant belongs to Microsoft/],
  [['google', '--cloud', '21vianet'], /--cloud belongs to Microsoft/],
  [['microsoft', '--cloud', '21vianet', '--tenant', 'consumers'], /personal accounts are not in a national cloud/],
  [['microsoft', '--cloud', 'moon'], /Allowed choices are gcc-high, 21vianet/],
  [['microsoft', 'me'], /me is no mail address/],
  [['smtp', 'me@example.com'], /Allowed choices are microsoft, google/],
])('ehlo login %j is refused', async (args, words) => {
  const { exit, errors } = await ehlo(['login', ...args], { env: { EHLO_HOME: '/nonexistent/ehlo' } });
  expect(flat(errors)).toMatch(words);
  expect(exit).toBe(64);
});
