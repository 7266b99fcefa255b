import { describe, expect, it } from 'vitest';
import { type GmailOptions, sandbox, type WorkspaceRelayOptions } from '../src/index.js';
import { base64, Client, plain, xoauth2 } from './client.js';

const JSON_CHALLENGE =
  '334 eyJzdGF0dXMiOiI0MDAiLCJzY2hlbWVzIjoiQmVhcmVyIiwic2NvcGUiOiJodHRwczovL21haWwuZ29vZ2xlLmNvbS8ifQ==';
const badCredentials =
  /^535-5\.7\.8 Username and Password not accepted\. For more information, go to\n535 5\.7\.8 {2}https:\/\/support\.google\.com\/mail\/\?p=BadCredentials .* - gsmtp$/;

describe('passwords', () => {
  it.each<[GmailOptions, reply: RegExp]>([
    [{}, /^235 2\.7\.0 Accepted$/],
    [{ appPassword: 'wrong' }, badCredentials],
    [
      { appPassword: 'required' },
      /^534-5\.7\.9 Application-specific password required\. For more information, go to\n534 5\.7\.9 {2}https:\/\/support\.google\.com\/mail\/\?p=InvalidSecondFactor .* - gsmtp$/,
    ],
    [
      { appPassword: 'web-login-required' },
      /^534-5\.7\.9 Please log in with your web browser and then try again\. For more\n534-5\.7\.9 information, go to\n534 5\.7\.9 {2}https:\/\/support\.google\.com\/mail\/\?p=WebLoginRequired .* - gsmtp$/,
    ],
    [{ logins: 'too-many' }, /^454 4\.7\.0 Too many login attempts, please try again later\. .* - gsmtp$/],
    [{ logins: 'temporary-problem' }, /^454 4\.7\.0 Cannot authenticate due to temporary system problem\./],
  ])('%o', async (options, reply) => {
    await using box = await sandbox.gmail(options);
    const client = await Client.ready(box);
    expect(await client.say(`AUTH PLAIN ${plain(box.user, box.password)}`)).toMatch(reply);
  });

  it('takes the app password without its blanks only', async () => {
    await using box = await sandbox.gmail({ password: 'abcdefghijklmnop' });
    const client = await Client.ready(box);
    expect(await client.say(`AUTH PLAIN ${plain(box.user, 'abcd efgh ijkl mnop')}`)).toMatch(badCredentials);
    expect(await client.say(`AUTH PLAIN ${plain(box.user, 'abcdefghijklmnop')}`)).toBe('235 2.7.0 Accepted');
    expect(await client.say(`AUTH PLAIN ${plain(box.user, 'abcdefghijklmnop')}`)).toMatch(
      /^503 5\.7\.0 No identity changes permitted\./,
    );
  });
});

describe('tokens', () => {
  it.each(['expired', 'wrong-audience', 'scope-missing', 'other-user'] as const)(
    'XOAUTH2, %s: JSON, an empty line, 535',
    async (token) => {
      await using box = await sandbox.gmail({ token });
      const client = await Client.ready(box);
      expect(await client.say(`AUTH XOAUTH2 ${xoauth2(box.user, box.accessToken)}`)).toBe(JSON_CHALLENGE);
      expect(await client.say('')).toMatch(badCredentials);
    },
  );

  it('OAUTHBEARER: JSON, one ^A, 535; anything else is no answer', async () => {
    await using box = await sandbox.gmail();
    const client = await Client.ready(box);
    const bearer = (token: string): string =>
      base64(`n,a=${box.user},\x01host=smtp.gmail.com\x01port=465\x01auth=Bearer ${token}\x01\x01`);
    expect(await client.say(`AUTH OAUTHBEARER ${bearer('wrong')}`)).toBe(JSON_CHALLENGE);
    expect(await client.say('AQ==')).toMatch(badCredentials);
    expect(await client.say(`AUTH OAUTHBEARER ${bearer('wrong')}`)).toBe(JSON_CHALLENGE);
    expect(await client.say('')).toMatch(/^501 5\.5\.2 Cannot Decode response/);
    expect(await client.say(`AUTH OAUTHBEARER ${bearer(box.accessToken)}`)).toBe('235 2.7.0 Accepted');
  });
});

describe('messages', () => {
  it('daily limit', async () => {
    await using box = await sandbox.gmail({ dailyLimit: 'exceeded' });
    expect(await (await Client.loggedIn(box)).deliver(box)).toMatch(
      /^550-5\.4\.5 Daily user sending limit exceeded\. For more information on Gmail\n550-5\.4\.5 sending limits go to\n550 5\.4\.5 https:\/\/support\.google\.com\/a\/answer\/166852 /,
    );
    expect(box.inbox.length).toBe(0);
  });

  it('size', async () => {
    await using box = await sandbox.gmail({ maxMessageSize: 50 });
    const client = await Client.loggedIn(box);
    const reply = /^552-5\.3\.4 Your message exceeded Google's message size limits\./;
    expect(await client.say(`MAIL FROM:<${box.user}> SIZE=51`)).toMatch(reply);
    expect(await client.deliver(box, `${'x'.repeat(60)}\r\n`)).toMatch(reply);
  });

  it('recipients', async () => {
    await using box = await sandbox.gmail();
    const client = await Client.loggedIn(box);
    const commands = Array.from({ length: 101 }, (_, at) => `RCPT TO:<a${at}@example.net>\r\n`);
    client.send(`MAIL FROM:<${box.user}>\r\n${commands.join('')}`);
    for (let count = 0; count < 101; count += 1) expect(await client.reply()).toMatch(/^250 /);
    expect(await client.reply()).toMatch(/^452 4\.5\.3 Your message has too many recipients\./);
  });

  it('chunks', async () => {
    await using box = await sandbox.gmail();
    const client = await Client.loggedIn(box);
    client.send(`MAIL FROM:<${box.user}>\r\nRCPT TO:<a@example.net>\r\nBDAT 7\r\nhello\r\nBDAT 6 LAST\r\n.you\r\n`);
    for (const reply of [/^250 2\.1\.0 OK/, /^250 2\.1\.5 OK/, /^250 2\.0\.0 OK/, /^250 2\.0\.0 OK {2}/]) {
      expect(await client.reply()).toMatch(reply);
    }
    expect(Buffer.from(box.inbox[0]!.raw).toString()).toBe('hello\r\n.you\r\n');
    await client.say(`MAIL FROM:<${box.user}>`);
    await client.say('RCPT TO:<a@example.net>');
    await client.say('BDAT 0');
    expect(await client.say('DATA')).toMatch(/^503 5\.5\.1 No DATA after BDAT\./);
  });

  it('idle time', async () => {
    await using box = await sandbox.gmail({ idleSeconds: 0.05 });
    const client = await Client.ready(box);
    expect(await client.reply()).toMatch(/^451 4\.4\.2 Timeout - closing connection\. .* - gsmtp$/);
    expect(await client.rest()).toBe('');
  });

  it('service', async () => {
    await using box = await sandbox.gmail({ service: 'busy' });
    expect(await (await Client.open(box)).reply()).toMatch(/^421 4\.3\.0 Temporary System Problem\. Try again later/);
  });
});

describe('relay', () => {
  it.each<[WorkspaceRelayOptions, reply: RegExp]>([
    [{ relay: 'denied' }, /^550-5\.7\.0 Mail relay denied \[127\.0\.0\.1\]/],
    [{ relayLimit: 'exceeded-for-user' }, /^550 5\.4\.5 Daily SMTP relay limit exceeded for user\./],
    [{ relayLimit: 'exceeded-for-customer' }, /^550 5\.7\.1 Daily SMTP relay limit exceeded for customer\./],
    [{ relayLimit: 'peak' }, /^450 4\.2\.1 Peak SMTP relay limit exceeded for customer\./],
  ])('%o', async (options, reply) => {
    await using box = await sandbox.workspaceRelay(options);
    expect(await (await Client.loggedIn(box)).deliver(box)).toMatch(reply);
  });

  it('takes mail from a registered address without a login', async () => {
    await using box = await sandbox.workspaceRelay({ relay: 'ip-registered' });
    expect(await (await Client.ready(box)).deliver(box)).toMatch(/^250 /);
  });

  it('wants TLS or a registered address', async () => {
    await using box = await sandbox.workspaceRelay({ security: 'starttls' });
    const client = await Client.open(box);
    await client.reply();
    await client.say('EHLO contoso.com');
    expect(await client.say(`MAIL FROM:<${box.user}>`)).toMatch(/^530 5\.7\.0 Must issue a STARTTLS command first\./);
  });
});
