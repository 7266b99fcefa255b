import { type ChildProcessWithoutNullStreams, spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { PassThrough } from 'node:stream';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { sandboxCommand } from '../src/cli-command.js';
import type { Sandbox } from '../src/index.js';
import { Client } from './client.js';
import { createFetch, form } from './fetch.js';

const cli = fileURLToPath(new URL('../src/cli.ts', import.meta.url));

function start(...args: string[]): ChildProcessWithoutNullStreams {
  return spawn(process.execPath, ['--import', 'tsx', cli, ...args]);
}

/** What it printed, and its exit code. */
async function finish(child: ChildProcessWithoutNullStreams): Promise<{ output: string; code: number | null }> {
  let output = '';
  child.stdout.on('data', (data) => (output += data));
  child.stderr.on('data', (data) => (output += data));
  const code = await new Promise<number | null>((resolve) => child.once('close', resolve));
  return { output, code };
}

/** The same without a process of its own. */
async function command(args: readonly string[]): Promise<{ output: string; errors: string; code: number }> {
  const [output, errors] = [new PassThrough(), new PassThrough()];
  const code = await sandboxCommand(args, { output, errors, env: {}, signal: AbortSignal.abort() });
  return { output: String(output.read() ?? ''), errors: String(errors.read() ?? ''), code };
}

// A process is compiled and started each time, which others on the machine can make slow.
describe('the program', { timeout: 120_000 }, () => {
  it('prints one line of JSON, serves, and stops at SIGTERM', async () => {
    const child = start(
      'microsoft365',
      '--port',
      '0',
      '--json',
      '--user',
      'me@contoso.com',
      '--set',
      'smtpAuth=disabled-for-tenant',
      '--set',
      'maxRecipients=7',
      '--fault',
      'unasked-reply@NOOP',
    );
    const lines = createInterface(child.stdout)[Symbol.asyncIterator]();
    const given = JSON.parse((await lines.next()).value);
    expect(Object.keys(given)).toEqual([
      'provider',
      'host',
      'port',
      'security',
      'ca',
      'user',
      'password',
      'accessToken',
      'switches',
    ]);
    expect(given).toMatchObject({
      provider: 'microsoft365',
      host: '127.0.0.1',
      security: 'starttls',
      user: 'me@contoso.com',
      switches: { smtpAuth: 'disabled-for-tenant', maxRecipients: 7 },
    });
    const client = await Client.ready(given as Sandbox);
    const login = Buffer.from(`user=${given.user}\x01auth=Bearer ${given.accessToken}\x01\x01`).toString('base64');
    expect(await client.say(`AUTH XOAUTH2 ${login}`)).toContain('SmtpClientAuthentication is disabled for the Tenant.');
    expect(await client.say('NOOP')).toBe('250 2.0.0 OK');
    expect(await client.reply()).toBe('250 2.0.0 Nobody asked for this');
    child.kill('SIGTERM');
    expect(await lines.next()).toMatchObject({ done: true });
    expect((await finish(child)).code).toBe(0);
  });

  it('shows the conversation as it happens, without secrets', async () => {
    const child = start('generic', '--security', 'none', '--password', 'canary-password');
    const lines = createInterface(child.stdout)[Symbol.asyncIterator]();
    const first = (await lines.next()).value as string;
    const [, port] = /generic on 127\.0\.0\.1:(\d+), security none/.exec(first)!;
    const summary = [first];
    while (!summary.at(-1)!.includes('Stop with')) summary.push((await lines.next()).value);
    expect(summary.join('\n')).toContain('canary-password');
    const box = { host: '127.0.0.1', port: Number(port), security: 'none' } as Sandbox;
    const client = await Client.ready(box);
    await client.say(`AUTH PLAIN ${Buffer.from('\0someone@example.com\0canary-password').toString('base64')}`);
    const log: string[] = [];
    while (!log.at(-1)?.includes('235')) log.push((await lines.next()).value);
    expect(log.join('\n')).toMatch(/clear S: 220 [\s\S]*C: EHLO client\.example[\s\S]*C: AUTH PLAIN \[secret\]/);
    child.kill('SIGINT');
    expect((await finish(child)).code).toBe(0);
  });

  it('serves the web, alone and with a provider that honours its tokens', async () => {
    const both = start(
      'microsoft365',
      '--web',
      '--json',
      '--set',
      'web.signIn=approved',
      '--refuse',
      'microsoft:50076',
      '--user',
      'me@fabrikam.com',
    );
    const given = JSON.parse((await createInterface(both.stdout)[Symbol.asyncIterator]().next()).value);
    expect(Object.keys(given).at(-1)).toBe('web');
    expect(given.web).toMatchObject({
      url: `https://127.0.0.1:${given.web.port}`,
      ca: given.ca,
      switches: { signIn: 'approved' },
      accounts: expect.arrayContaining([{ provider: 'microsoft', user: 'me@fabrikam.com' }]),
    });
    const fetch = createFetch(given.web.ca);
    const post = (path: string, fields: Record<string, string>) =>
      fetch(`${given.web.urls['login.microsoftonline.com']}/common/oauth2/v2.0/${path}`, {
        body: form({ client_id: given.web.microsoft.clientId, ...fields }),
      });
    expect((await post('token', { grant_type: 'refresh_token' })).json.error_codes).toEqual([50076]);
    expect(
      (await post('devicecode', { scope: 'https://outlook.office.com/SMTP.Send' })).json.device_code,
    ).toBeDefined();
    both.kill('SIGTERM');
    expect((await finish(both)).code).toBe(0);

    const alone = start('web', '--user', 'me@contoso.com', '--fault', 'server-error:502@graph/send');
    const lines = createInterface(alone.stdout)[Symbol.asyncIterator]();
    const shown: string[] = [];
    while (!shown.at(-1)?.includes('Stop with')) shown.push((await lines.next()).value);
    expect(shown.join('\n')).toMatch(/^graph\.microsoft\.com +https:\/\/127\.0\.0\.1:\d+\/graph\.microsoft\.com$/m);
    expect(shown.join('\n')).toContain('me@contoso.com (microsoft), me@contoso.com (google)');
    alone.kill('SIGINT');
    expect((await finish(alone)).code).toBe(0);
  });

  it.each([
    [['web', '--set', 'sign=page'], 'unknown switch of web "sign"; known are signIn'],
    [['web', '--refuse', 'microsoft:1'], 'unknown error of microsoft "1"; known are 28000'],
    [['gmail', '--web', '--fault', 'web.slow@nowhere'], 'unknown place "nowhere"; known are microsoft/discovery'],
    [['gmail', '--web', '--fault', 'stal'], 'unknown fault "stal"; known are stall, cut'],
    [['generic', '--web'], 'generic honours no token of the web'],
    [['gmial'], 'unknown provider "gmial"; known are outlook, microsoft365, gmail, workspace-relay, generic'],
    [['gmail', '--set', 'smtpAuth=enabled'], 'unknown switch of gmail "smtpAuth"; known are token, appPassword'],
    [['gmail', '--set', 'maxRecipients=many'], 'maxRecipients wants a number, not "many"'],
    [['gmail', '--fault', 'stal'], 'unknown fault "stal"; known are stall, cut'],
    [['gmail', '--security', 'none'], 'unknown security of gmail "none"; known are implicit, starttls'],
    [['gmail', '--port', '70000'], '--port wants 0 to 65535, not "70000"'],
    [['gmail', '--colour'], "Unknown option '--colour'"],
    [[], 'ehlo-sandbox <provider> [options]'],
  ])('%j is refused', async (args, message) => {
    const { output, errors, code } = await command(args);
    expect(errors).toContain(message);
    expect(errors).not.toMatch(/\n\s+at /);
    expect([output, code]).toEqual(['', 2]);
  });

  it('says so and ends with 2 as a process, too', async () => {
    const { output, code } = await finish(start('gmial'));
    expect(output).toContain('unknown provider "gmial"');
    expect(code).toBe(2);
  });

  it('helps, with the switches of a provider', async () => {
    const { output, code } = await command(['--help', 'microsoft365']);
    expect(output).toContain(
      'smtpAuth            enabled | disabled-for-tenant | disabled-for-mailbox  (default enabled)',
    );
    expect(output).toContain('lost-final-reply');
    expect(code).toBe(0);
  });
});
