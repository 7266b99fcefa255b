import { describe, expect, it } from 'vitest';
import { sandbox } from '../src/index.js';
import { base64, Client, xoauth2 } from './client.js';

const TRAIL = String.raw`\[AM0P\d+CA00\d+\.EURP\d+\.PROD\.OUTLOOK\.COM \d{4}-\d\d-\d\dT[\d:.]+Z 08DE[0-9A-F]{12}\]`;
const SID = String.raw`[0-9a-f]{13}-[0-9a-f]{7}sm\d+b3a\.\d\d - gsmtp`;

const exact = (text: string): RegExp => new RegExp(`^${text}$`);

describe('Microsoft 365, word for word', () => {
  it('greets, offers AUTH only over TLS, and takes a message', async () => {
    await using box = await sandbox.microsoft365({ basicAuth: 'enabled' });
    const client = await Client.open(box);
    expect(await client.reply()).toMatch(
      exact(
        String.raw`220 \S+\.outlook\.office365\.com Microsoft ESMTP MAIL Service ready at \w{3}, [1-9]\d? \w{3} \d{4} [\d:]{8} \+0000 \[08DE[0-9A-F]{12}\]`,
      ),
    );
    const keywords = (reply: string): string[] => reply.split('\n').slice(1);
    expect(keywords(await client.say('EHLO client.example'))).toEqual([
      '250-SIZE 157286400',
      '250-PIPELINING',
      '250-DSN',
      '250-ENHANCEDSTATUSCODES',
      '250-STARTTLS',
      '250-8BITMIME',
      '250-BINARYMIME',
      '250-CHUNKING',
      '250 SMTPUTF8',
    ]);
    expect(await client.say('STARTTLS')).toBe('220 2.0.0 SMTP server ready');
    await client.startTls(box);
    const hello = await client.say('EHLO client.example');
    expect(hello.split('\n')[0]).toMatch(/^250-AM0P\d+CA00\d+\.outlook\.office365\.com Hello \[127\.0\.0\.1\]$/);
    expect(keywords(hello)).toEqual([
      '250-SIZE 157286400',
      '250-PIPELINING',
      '250-DSN',
      '250-ENHANCEDSTATUSCODES',
      '250-AUTH LOGIN XOAUTH2',
      '250-8BITMIME',
      '250-BINARYMIME',
      '250-CHUNKING',
      '250 SMTPUTF8',
    ]);
    expect(await client.say('AUTH LOGIN')).toBe('334 VXNlcm5hbWU6');
    expect(await client.say(base64(box.user))).toBe('334 UGFzc3dvcmQ6');
    expect(await client.say(base64(box.password))).toBe('235 2.7.0 Authentication successful');
    expect(await client.say(`MAIL FROM:<${box.user}> SIZE=30`)).toBe('250 2.1.0 Sender OK');
    expect(await client.say('RCPT TO:<to@example.net>')).toBe('250 2.1.5 Recipient OK');
    expect(await client.say('DATA')).toBe('354 Start mail input; end with <CRLF>.<CRLF>');
    expect(await client.say('Message-ID: <a@b.example>\r\n\r\nhello\r\n.')).toMatch(
      /^250 2\.0\.0 OK <a@b\.example> \[Hostname=AM0P\d+MB\d+\.EURP\d+\.PROD\.OUTLOOK\.COM\]$/,
    );
    expect(await client.say('RSET')).toBe('250 2.0.0 Resetting');
    expect(await client.say('NOOP')).toBe('250 2.0.0 OK');
    expect(await client.say('VRFY <x@example.net>')).toBe('252 2.5.2 Cannot VRFY user');
    expect(await client.say('HELP')).toBe(
      '214-This server supports the following commands:\n214 HELO EHLO STARTTLS RCPT DATA RSET MAIL QUIT HELP AUTH BDAT',
    );
    expect(await client.say('Length: 2')).toMatch(exact(`500 5\\.3\\.3 Unrecognized command 'Length:' ${TRAIL}`));
    expect(await client.say('QUIT')).toBe('221 2.0.0 Service closing transmission channel');
    expect(await client.rest()).toBe('');
  });

  it.each([
    ['MAIL FROM:<a@example.com>', '451 5\\.7\\.3 STARTTLS is required to send mail '],
    ['AUTH LOGIN', '504 5\\.7\\.4 Unrecognized authentication type '],
    ['AUTH XOAUTH2', '504 5\\.7\\.4 Unrecognized authentication type '],
    ['EHLO bad name', '501 5\\.5\\.4 Invalid domain name '],
  ])('in clear: %s', async (command, reply) => {
    await using box = await sandbox.microsoft365();
    const client = await Client.open(box);
    await client.reply();
    await client.say('EHLO client.example');
    expect(await client.say(command)).toMatch(exact(reply + TRAIL));
  });

  it.each([
    ['MAIL FROM:<a@example.com>', '530 5\\.7\\.57 Client not authenticated to send mail\\. '],
    ['AUTH PLAIN', '504 5\\.7\\.4 Unrecognized authentication type '],
    ['RCPT TO:<a@example.com>', '503 5\\.5\\.2 Need mail command '],
    ['DATA', '503 5\\.5\\.2 Need mail command '],
    ['STARTTLS', '503 5\\.5\\.2 Only one STARTTLS command can be issued per session '],
  ])('over TLS and without a login: %s', async (command, reply) => {
    await using box = await sandbox.microsoft365();
    const client = await Client.ready(box);
    expect(await client.say(command)).toMatch(exact(reply + TRAIL));
  });

  it('wants EHLO first, and again after STARTTLS', async () => {
    await using box = await sandbox.microsoft365();
    const client = await Client.open(box);
    await client.reply();
    expect(await client.say('MAIL FROM:<a@example.com>')).toMatch(/^503 5\.5\.2 Send hello first \[/);
    await client.say('EHLO client.example');
    await client.say('STARTTLS');
    await client.startTls(box);
    expect(await client.say('AUTH XOAUTH2')).toMatch(/^503 5\.5\.2 Send hello first \[/);
  });

  it('tells at MAIL why the login before was refused', async () => {
    await using box = await sandbox.microsoft365();
    const client = await Client.ready(box);
    await client.say('AUTH LOGIN');
    await client.say(base64(box.user));
    await client.say(base64(box.password));
    expect(await client.say('MAIL FROM:<a@example.com>')).toMatch(
      exact(
        `530 5\\.7\\.57 Client not authenticated to send mail\\. Error: 535 5\\.7\\.139 Authentication unsuccessful, basic authentication is disabled\\. ${TRAIL}`,
      ),
    );
  });
});

describe('Outlook.com, word for word', () => {
  it('offers LOGIN and refuses every password', async () => {
    await using box = await sandbox.outlook();
    const client = await Client.ready(box);
    expect(await client.say('EHLO client.example')).toContain('250-AUTH LOGIN XOAUTH2\n');
    await client.say('AUTH LOGIN');
    await client.say(base64(box.user));
    expect(await client.say(base64(box.password))).toMatch(
      exact(`535 5\\.7\\.139 Authentication unsuccessful, basic authentication is disabled\\. ${TRAIL}`),
    );
  });

  it('takes a token in two steps, and refuses a wrong one at once', async () => {
    await using box = await sandbox.outlook();
    const client = await Client.ready(box);
    expect(await client.say('AUTH XOAUTH2')).toBe('334');
    expect(await client.say(xoauth2(box.user, 'wrong'))).toMatch(
      exact(`535 5\\.7\\.3 Authentication unsuccessful ${TRAIL}`),
    );
    expect(await client.say('AUTH XOAUTH2')).toBe('334');
    expect(await client.say(xoauth2(box.user, box.accessToken))).toBe('235 2.7.0 Authentication successful');
    expect(await client.deliver(box)).toMatch(/^250 2\.0\.0 OK </);
  });

  it('has tokens that do not fit the AUTH line of RFC 4954', async () => {
    await using box = await sandbox.outlook();
    expect(xoauth2(box.user, box.accessToken).length).toBeGreaterThan(512);
  });
});

describe('Gmail, word for word', () => {
  it('holds the recorded session of port 465', async () => {
    await using box = await sandbox.gmail();
    const client = await Client.open(box);
    expect(await client.reply()).toMatch(exact(`220 smtp\\.gmail\\.com ESMTP ${SID}`));
    expect(await client.say('NOOP')).toMatch(exact(`250 2\\.0\\.0 OK ${SID}`));
    expect(await client.say('EHLO sending-server')).toBe(
      [
        '250-smtp.gmail.com at your service, [127.0.0.1]',
        '250-SIZE 35882577',
        '250-8BITMIME',
        '250-AUTH LOGIN PLAIN XOAUTH2 PLAIN-CLIENTTOKEN OAUTHBEARER XOAUTH',
        '250-ENHANCEDSTATUSCODES',
        '250-PIPELINING',
        '250-CHUNKING',
        '250 SMTPUTF8',
      ].join('\n'),
    );
    expect(await client.say('AUTH LOGIN')).toBe('334 VXNlcm5hbWU6');
    expect(await client.say(base64(box.user))).toBe('334 UGFzc3dvcmQ6');
    expect(await client.say(base64(box.password))).toBe('235 2.7.0 Accepted');
    expect(await client.say(`MAIL FROM:<${box.user}>`)).toMatch(exact(`250 2\\.1\\.0 OK ${SID}`));
    expect(await client.say('RCPT TO:<to@example.net>')).toMatch(exact(`250 2\\.1\\.5 OK ${SID}`));
    expect(await client.say('DATA')).toMatch(exact(`354 Go ahead ${SID}`));
    expect(await client.say('Subject: x\r\n\r\nhello\r\n.')).toMatch(exact(`250 2\\.0\\.0 OK {2}\\d{10} ${SID}`));
    expect(await client.say('RSET')).toMatch(exact(`250 2\\.1\\.5 Flushed ${SID}`));
    expect(await client.say('FOO')).toMatch(exact(`502 5\\.5\\.1 Unrecognized command\\. ${SID}`));
    expect(await client.say('QUIT')).toMatch(exact(`221 2\\.0\\.0 closing connection ${SID}`));
    expect(await client.rest()).toBe('');
    expect(box.password).toMatch(/^[a-z]{16}$/);
  });

  it('on port 587 has STARTTLS in the place of AUTH', async () => {
    await using box = await sandbox.gmail({ security: 'starttls' });
    const client = await Client.open(box);
    await client.reply();
    const clear = await client.say('EHLO client.example');
    expect(clear).toContain('250-8BITMIME\n250-STARTTLS\n250-ENHANCEDSTATUSCODES');
    expect(clear).not.toContain('AUTH');
    expect(await client.say(`AUTH XOAUTH2`)).toMatch(/^530 5\.7\.0 Must issue a STARTTLS command first\./);
    expect(await client.say(`MAIL FROM:<${box.user}>`)).toMatch(/^530 5\.7\.0 Must issue a STARTTLS command first\./);
    expect(await client.say('STARTTLS')).toBe('220 2.0.0 Ready to start TLS');
    await client.startTls(box);
    expect(await client.say('EHLO client.example')).toContain('250-8BITMIME\n250-AUTH LOGIN PLAIN');
  });

  it.each([
    ['AUTH XOAUTH eHk=', /^504 5\.7\.4 XOAUTH is no longer supported\./],
    ['AUTH CRAM-MD5', /^504 5\.7\.4 Unrecognized Authentication Type\./],
    ['AUTH LOGIN c29tZW9uZQ==', /^535 5\.5\.4 Optional Argument not permitted for that AUTH mode\./],
    ['AUTH XOAUTH2 not-base64', /^501 5\.5\.2 Cannot Decode response /],
    [
      'MAIL FROM:<a@example.com>',
      /^530-5\.7\.0 Authentication Required\. For more information, go to\n530 5\.7\.0 {2}https:\/\/support\.google\.com\/mail\/\?p=WantAuthError /,
    ],
    ['MAIL FROM:a@example.com', /^530-5\.7\.0/],
    ['RCPT TO:<a@example.com>', /^503 5\.5\.1 MAIL first\./],
  ])('%s', async (command, reply) => {
    await using box = await sandbox.gmail();
    const client = await Client.ready(box);
    expect(await client.say(command)).toMatch(reply);
  });
});

describe('Workspace relay', () => {
  it('greets by its own name and relays after a login', async () => {
    await using box = await sandbox.workspaceRelay();
    const client = await Client.open(box);
    expect(await client.reply()).toMatch(exact(`220 smtp-relay\\.gmail\\.com ESMTP ${SID}`));
    expect(await client.say('EHLO contoso.com')).toMatch(/^250-smtp-relay\.gmail\.com at your service/);
    expect(await client.deliver(box)).toMatch(
      /^550-5\.7\.0 Mail relay denied \[127\.0\.0\.1\]\. Invalid credentials for relay/,
    );
    client.close();
    expect(await (await Client.loggedIn(box)).deliver(box)).toMatch(/^250 2\.0\.0 OK {2}/);
  });

  it.each(['localhost', '[127.0.0.1]', 'laptop', 'laptop.localdomain'])('refuses EHLO %s and closes', async (name) => {
    await using box = await sandbox.workspaceRelay();
    const client = await Client.open(box);
    await client.reply();
    expect(await client.say(`EHLO ${name}`)).toMatch(
      /^421-4\.7\.0 Try again later, closing connection\. \(EHLO\)\n421-4\.7\.0 For more information, go to\n421 4\.7\.0 About SMTP/,
    );
    expect(await client.rest()).toBe('');
  });
});
