import { describe, expect, it } from 'vitest';
import { type Microsoft365Options, sandbox } from '../src/index.js';
import { base64, Client, xoauth2 } from './client.js';

/** The reply that ends a login by password or token. */
async function loginReply(options: Microsoft365Options, kind: 'password' | 'token'): Promise<string> {
  await using box = await sandbox.microsoft365({ basicAuth: 'enabled', ...options });
  const client = await Client.ready(box);
  if (kind === 'token') {
    await client.say('AUTH XOAUTH2');
    return await client.say(xoauth2(box.user, box.accessToken));
  }
  await client.say('AUTH LOGIN');
  await client.say(base64(box.user));
  return await client.say(base64(box.password));
}

const ok = '235 2.7.0 Authentication successful';
const refused = (why: string): string => `535 5.7.139 Authentication unsuccessful, ${why} [`;
const badToken = '535 5.7.3 Authentication unsuccessful [';
const disabled = (where: string): string =>
  refused(
    `SmtpClientAuthentication is disabled for the ${where}. Visit https://aka.ms/smtp_auth_disabled for more information.`,
  );

describe('switches that decide over a login', () => {
  it.each<[Microsoft365Options, password: string, token: string]>([
    [{}, ok, ok],
    [{ basicAuth: 'disabled' }, refused('basic authentication is disabled.'), ok],
    [{ basicAuth: 'removed' }, '550 5.7.30 Basic authentication is not supported for Client Submission.', ok],
    [{ smtpAuth: 'disabled-for-tenant' }, disabled('Tenant'), disabled('Tenant')],
    [{ smtpAuth: 'disabled-for-mailbox' }, disabled('Mailbox'), disabled('Mailbox')],
    [
      { securityDefaults: 'on' },
      refused("user is locked by your organization's security defaults policy. Contact your administrator."),
      ok,
    ],
    [
      { conditionalAccess: 'blocks' },
      refused('the request did not meet the criteria to be authenticated successfully. Contact your administrator.'),
      refused('the request did not meet the criteria to be authenticated successfully. Contact your administrator.'),
    ],
    [{ account: 'locked' }, refused('account locked'), refused('account locked')],
    [{ token: 'expired' }, ok, badToken],
    [{ token: 'wrong-audience' }, ok, badToken],
    [{ token: 'scope-missing' }, ok, badToken],
    [{ token: 'other-user' }, ok, badToken],
  ])('%o', async (options, password, token) => {
    expect((await loginReply(options, 'password')).startsWith(password)).toBe(true);
    expect((await loginReply(options, 'token')).startsWith(token)).toBe(true);
  });

  it('refuses a wrong password, a wrong user and a token of somebody else', async () => {
    await using box = await sandbox.microsoft365({ basicAuth: 'enabled' });
    const client = await Client.ready(box);
    await client.say(`AUTH LOGIN ${base64(box.user)}`);
    expect(await client.say(base64('wrong'))).toContain('the user credentials were incorrect.');
    await client.say(`AUTH LOGIN ${base64('nobody@contoso.com')}`);
    expect(await client.say(base64(box.password))).toContain('the user credentials were incorrect.');
    expect(await client.say(`AUTH XOAUTH2 ${xoauth2('other@contoso.com', box.accessToken)}`)).toContain(badToken);
    expect(box.counters.logins).toBe(0);
  });
});

describe('switches that decide over a message', () => {
  const hostname = String.raw` \[Hostname=[A-Z0-9]+\.EURP\d+\.PROD\.OUTLOOK\.COM\]$`;

  it.each<[Microsoft365Options, reply: string]>([
    [{}, '^250 2\\.0\\.0 OK <'],
    [
      { sendAs: 'denied' },
      '^554 5\\.2\\.252 SendAsDenied; someone@contoso\\.com not allowed to send as someone@contoso\\.com; STOREDRV\\.Submission\\.Exception:SendAsDeniedException\\.MapiExceptionSendAsDenied; Failed to process message due to a permanent exception with message \\[BeginDiagnosticData\\]',
    ],
    [{ mailbox: 'logon-failure' }, `^430 4\\.2\\.0 STOREDRV; mailbox logon failure; .*${hostname}`],
    [
      { outboundSpam: 'blocked' },
      `^554 5\\.2\\.0 STOREDRV\\.Submission\\.Exception:OutboundSpamException; .*WASCL UserAction verdict is not None\\. Actual verdict is RefuseQuota.*${hostname}`,
    ],
    [{ quota: 'exceeded' }, '^554 5\\.2\\.0 STOREDRV\\.Submission\\.Exception:SubmissionQuotaExceededException'],
    [{ account: 'blocked' }, '^550 5\\.1\\.8 Access denied, bad outbound sender'],
    [
      { concurrency: 0 },
      `^432 4\\.3\\.2 Concurrent connections limit exceeded\\. Visit https://aka\\.ms/concurrent_sending for more information\\.${hostname}`,
    ],
  ])('%o', async (options, reply) => {
    await using box = await sandbox.microsoft365(options);
    const client = await Client.loggedIn(box);
    expect(await client.deliver(box)).toMatch(new RegExp(reply));
    expect(box.inbox.length).toBe(reply.startsWith('^250') ? 1 : 0);
  });

  it('lets an account send as itself only, where it is told so', async () => {
    await using box = await sandbox.outlook({ sendAs: 'own-address-only' });
    const client = await Client.loggedIn(box);
    expect(await client.deliver(box)).toMatch(/^250 /);
    await client.say('MAIL FROM:<boss@outlook.com>');
    await client.say('RCPT TO:<to@example.net>');
    await client.say('DATA');
    expect(await client.say('hello\r\n.')).toContain('someone@outlook.com not allowed to send as boss@outlook.com');
  });

  it('refuses the fourth connection at the end of its message, and takes it when one has left', async () => {
    await using box = await sandbox.microsoft365();
    const clients = [];
    for (let count = 0; count < 4; count += 1) clients.push(await Client.loggedIn(box));
    const [first, second, third, fourth] = clients as [Client, Client, Client, Client];
    for (const client of [first, second, third]) expect(await client.deliver(box)).toMatch(/^250 /);
    expect(await fourth.deliver(box)).toMatch(/^432 4\.3\.2 Concurrent connections limit exceeded/);
    await first.say('QUIT');
    await first.rest();
    expect(await fourth.deliver(box)).toMatch(/^250 /);
  });

  it('delays what goes beyond the messages of a minute, and refuses none', async () => {
    await using box = await sandbox.microsoft365({ messagesPerMinute: 2, minute: 150 });
    const client = await Client.loggedIn(box);
    const begun = performance.now();
    for (let count = 0; count < 5; count += 1) expect(await client.deliver(box)).toMatch(/^250 /);
    expect(performance.now() - begun).toBeGreaterThan(250);
    expect(box.inbox.length).toBe(5);
  });
});

describe('limits', () => {
  it('recipients, at RCPT', async () => {
    await using box = await sandbox.microsoft365({ maxRecipients: 1 });
    const client = await Client.loggedIn(box);
    await client.say(`MAIL FROM:<${box.user}>`);
    expect(await client.say('RCPT TO:<a@example.net>')).toMatch(/^250 /);
    expect(await client.say('RCPT TO:<b@example.net>')).toMatch(/^452 4\.5\.3 Too many recipients \[/);
  });

  it('size, as announced and as it comes', async () => {
    await using box = await sandbox.microsoft365({ maxMessageSize: 100 });
    const client = await Client.loggedIn(box);
    expect(await client.say('EHLO client.example')).toContain('250-SIZE 100\n');
    const tooBig = /^552 5\.3\.4 Message size exceeds fixed maximum message size \[/;
    expect(await client.say(`MAIL FROM:<${box.user}> SIZE=101`)).toMatch(tooBig);
    expect(await client.deliver(box, `Subject: x\r\n\r\n${'x'.repeat(100)}\r\n`)).toMatch(tooBig);
    expect(await client.deliver(box)).toMatch(/^250 /);
    expect(box.inbox.length).toBe(1);
  });

  it('idle time', async () => {
    await using box = await sandbox.microsoft365({ idleSeconds: 0.05 });
    const client = await Client.open(box);
    await client.reply();
    expect(await client.reply()).toMatch(
      /^421 4\.4\.1 Connection timed out\. Total session duration: 00:00:00\.\d{7}$/,
    );
    expect(await client.rest()).toBe('');
  });

  it('service', async () => {
    await using box = await sandbox.outlook({ service: 'busy' });
    const client = await Client.open(box);
    expect(await client.reply()).toBe('421 4.3.2 Service not available');
    expect(await client.rest()).toBe('');
  });
});

describe('legacy TLS', () => {
  const old = { minVersion: 'TLSv1', maxVersion: 'TLSv1.1', ciphers: 'DEFAULT@SECLEVEL=0' } as const;
  const words =
    /^421 4\.7\.66 TLS 1\.0 and 1\.1 are not supported\. Please upgrade\/update your client to support TLS 1\.2\. Visit https:\/\/aka\.ms\/smtp_auth_tls\. \[/;

  async function helloOverTls(options: Microsoft365Options, tls: object): Promise<string> {
    await using box = await sandbox.microsoft365(options);
    const client = await Client.open(box);
    await client.reply();
    await client.say('EHLO client.example');
    await client.say('STARTTLS');
    await client.startTls(box, tls);
    return await client.say('EHLO client.example');
  }

  it('is refused behind the handshake', async () => {
    expect(await helloOverTls({}, old)).toMatch(words);
    expect(await helloOverTls({}, {})).toMatch(/^250-/);
  });

  it('is taken where it is allowed, and refused to all where that is said', async () => {
    expect(await helloOverTls({ legacyTls: 'allowed' }, old)).toMatch(/^250-/);
    expect(await helloOverTls({ legacyTls: 'refused-to-all' }, {})).toMatch(words);
  });
});

describe('set', () => {
  it('changes a running server', async () => {
    await using box = await sandbox.microsoft365();
    const client = await Client.loggedIn(box);
    box.set({ mailbox: 'logon-failure' });
    expect(await client.deliver(box)).toMatch(/^430 /);
    box.set({ mailbox: 'ready' });
    expect(await client.deliver(box)).toMatch(/^250 /);
    expect(box.switches.mailbox).toBe('ready');
  });

  it('refuses what it does not know, and says what it knows', async () => {
    await using box = await sandbox.microsoft365();
    expect(() => box.set({ smtpauth: 'enabled' } as object)).toThrow(
      /unknown switch "smtpauth"; known are token, .*smtpAuth/,
    );
    expect(() => box.set({ smtpAuth: 'off' } as object)).toThrow(
      'unknown value of smtpAuth "off"; known are enabled, disabled-for-tenant, disabled-for-mailbox',
    );
    expect(() => box.set({ concurrency: '3' } as object)).toThrow('concurrency is a number, 0 or more');
    await expect(sandbox.microsoft365({ smtpAuth: 'off' } as object)).rejects.toThrow('unknown value of smtpAuth');
  });
});
