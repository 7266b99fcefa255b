import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { sandbox, type WebSandbox } from '../src/index.js';
import { Client, xoauth2 } from './client.js';
import { calm, createFetch, form } from './fetch.js';

const SMTP = 'https://outlook.office.com/SMTP.Send';
const GRAPH = 'https://graph.microsoft.com/Mail.Send';
const GMAIL = 'https://mail.google.com/';
const HOUR = 3_600_000;

let web: WebSandbox;
let fetch: ReturnType<typeof createFetch>;

beforeAll(async () => {
  const limited = { clientId: 'limited', name: 'Limited', publicClient: false, clientSecret: 'x' };
  const roles = ['SMTP.SendAsApp', 'Mail.Send'];
  web = await sandbox.web({ apps: { microsoft: [{ ...limited, roles, mailboxes: ['Other@contoso.com'] }] } });
  fetch = createFetch(web.ca);
});
afterEach(() => calm(web));
afterAll(() => web.close());

const microsoft = (scope: string, user: string | undefined = 'someone@contoso.com'): string =>
  web.mint({ provider: 'microsoft', user, scope }).accessToken;
const google = (scope: string, user = 'someone@gmail.com'): string =>
  web.mint({ provider: 'google', user, scope }).accessToken;

const ok = '235 2.7.0 Authentication successful';
const refused = '535 5.7.3 Authentication unsuccessful';

describe('tokens at the mail servers', () => {
  it.each<[string, () => string, expected: string]>([
    ['the right one', () => microsoft(SMTP), ok],
    ['of the other name of the resource', () => microsoft('https://outlook.office365.com/SMTP.Send'), ok],
    ['for Graph', () => microsoft(GRAPH), refused],
    ['for Graph, of the same scope', () => microsoft('https://graph.microsoft.com/SMTP.Send'), refused],
    ['for IMAP', () => microsoft('https://outlook.office.com/IMAP.AccessAsUser.All'), refused],
    ['of somebody else', () => microsoft(SMTP, 'someone@outlook.com'), refused],
    ['of Google', () => google(GMAIL), refused],
    [
      'of the app itself',
      () => web.mint({ provider: 'microsoft', scope: 'https://outlook.office365.com/.default' }).accessToken,
      ok,
    ],
    ['one that was changed', () => microsoft(SMTP).replace(/.$/, '!'), refused],
  ])('Microsoft 365, %s', async (_name, mint, expected) => {
    await using box = await sandbox.microsoft365({ web });
    const client = await Client.ready(box, { ca: web.ca });
    await client.say('AUTH XOAUTH2');
    expect(await client.say(xoauth2(box.user, mint()))).toContain(expected);
  });

  it('Outlook.com takes the opaque token of its account, until its time is over', async () => {
    await using box = await sandbox.outlook({ web });
    const token = microsoft(SMTP, box.user);
    expect(token).toMatch(/^EwB/);
    const login = async (): Promise<string> => {
      const client = await Client.ready(box);
      await client.say('AUTH XOAUTH2');
      return await client.say(xoauth2(box.user, token));
    };
    expect(await login()).toContain(ok);
    web.clock.advance(1.5 * HOUR);
    expect(await login()).toContain(refused);
  });

  it.each([
    [GMAIL, '235 2.7.0 Accepted'],
    ['https://www.googleapis.com/auth/gmail.send', '334 '],
  ])('Gmail, a token of %s', async (scope, expected) => {
    await using box = await sandbox.gmail({ web });
    const client = await Client.ready(box);
    expect(await client.say(`AUTH XOAUTH2 ${xoauth2(box.user, google(scope))}`)).toContain(expected);
  });
});

describe('an app without a right on the mailbox', () => {
  const mint = (scope: string): string =>
    web.mint({ provider: 'microsoft', clientId: 'limited', scope: `${scope}/.default` }).accessToken;

  it('logs in over SMTP, and its message is answered with a logon failure', async () => {
    for (const [user, reply] of [
      ['someone@contoso.com', /^430 4\.2\.0 STOREDRV; mailbox logon failure;/],
      ['other@contoso.com', /^250 2\.0\.0 OK/],
    ] as const) {
      await using box = await sandbox.microsoft365({ web, user });
      const client = await Client.ready(box);
      await client.say('AUTH XOAUTH2');
      expect(await client.say(xoauth2(user, mint('https://outlook.office365.com')))).toContain(ok);
      expect(await client.deliver(box)).toMatch(reply);
    }
  });

  it('is denied by Graph', async () => {
    for (const [user, status] of [
      ['someone@contoso.com', 403],
      ['other@contoso.com', 400],
    ] as const) {
      const headers = { authorization: `Bearer ${mint('https://graph.microsoft.com')}` };
      expect((await fetch(`${web.url}/v1.0/users/${user}/sendMail`, { headers, body: '{}' })).status).toBe(status);
    }
  });
});

describe('mail over HTTP', () => {
  const mime =
    'From: someone@contoso.com\r\nTo: you@example.net\r\nBcc: them@example.net\r\nSubject: Hello\r\n\r\nHello\r\n';

  it('Graph takes JSON', async () => {
    const message = {
      subject: 'Grüße',
      body: { contentType: 'HTML', content: '<p>Hello</p>' },
      toRecipients: [{ emailAddress: { name: 'You', address: 'you@example.net' } }],
      bccRecipients: [{ emailAddress: { address: 'them@example.net' } }],
      internetMessageHeaders: [{ name: 'X-Order', value: '7' }],
      attachments: [
        {
          '@odata.type': '#microsoft.graph.fileAttachment',
          name: 'a.txt',
          contentType: 'text/plain',
          contentBytes: 'SGVsbG8=',
        },
      ],
    };
    const { status, text } = await fetch(`${web.urls['graph.microsoft.com']}/v1.0/me/sendMail`, {
      headers: { authorization: `Bearer ${microsoft(GRAPH)}`, 'content-type': 'application/json' },
      body: JSON.stringify({ message, saveToSentItems: false }),
    });
    expect([status, text]).toEqual([202, '']);
    const mail = await web.nextMail();
    expect(mail).toMatchObject({
      form: 'graph-json',
      user: 'someone@contoso.com',
      saved: false,
      envelope: { from: 'someone@contoso.com', to: ['you@example.net', 'them@example.net'] },
    });
    const parsed = await mail.parsed();
    expect(parsed).toMatchObject({
      subject: 'Grüße',
      html: '<p>Hello</p>',
      to: [{ name: 'You', address: 'you@example.net' }],
    });
    expect(parsed.bcc).toBeUndefined();
    expect(parsed.headers).toContainEqual(expect.objectContaining({ key: 'x-order', value: '7' }));
    expect(parsed.attachments[0]).toMatchObject({ filename: 'a.txt', mimeType: 'text/plain' });
  });

  it('Graph takes MIME, octet by octet', async () => {
    const { status } = await fetch(`${web.url}/v1.0/users/someone@contoso.com/sendMail`, {
      headers: { authorization: `Bearer ${microsoft(GRAPH)}`, 'content-type': 'text/plain' },
      body: Buffer.from(mime).toString('base64'),
    });
    expect(status).toBe(202);
    const mail = await web.nextMail();
    expect(Buffer.from(mail.raw).toString()).toBe(mime);
    expect(mail.envelope.to).toEqual(['you@example.net', 'them@example.net']);
  });

  it('Gmail takes raw, octet by octet', async () => {
    const { status, json } = await fetch(`${web.urls['gmail.googleapis.com']}/gmail/v1/users/me/messages/send`, {
      headers: { authorization: `Bearer ${google('https://www.googleapis.com/auth/gmail.send')}` },
      body: JSON.stringify({ raw: Buffer.from(mime).toString('base64url') }),
    });
    expect([status, json]).toEqual([200, { id: expect.any(String), threadId: expect.any(String), labelIds: ['SENT'] }]);
    const mail = await web.nextMail();
    expect(Buffer.from(mail.raw).toString()).toBe(mime);
    expect(mail).toMatchObject({
      form: 'gmail-raw',
      user: 'someone@gmail.com',
      envelope: { from: 'someone@gmail.com' },
    });
  });

  it('and what they took is told to a watcher, with the request', async () => {
    const seen: string[] = [];
    web.watch((event) =>
      seen.push(event.kind === 'mail' ? event.mail.form : `${event.request.place} ${event.request.status}`),
    );
    await fetch(`${web.url}/gmail/v1/users/me/messages/send`, { body: '{}' });
    await fetch(`${web.url}/gmail/v1/users/me/messages/send`, {
      headers: { authorization: `Bearer ${google(GMAIL)}` },
      body: JSON.stringify({ raw: Buffer.from(mime).toString('base64url') }),
    });
    expect(seen).toEqual(['gmail/send 401', 'gmail-raw', 'gmail/send 200']);
  });
});

describe('Google refreshes', () => {
  const refresh = (refresh_token: string) =>
    fetch(`${web.urls['oauth2.googleapis.com']}/token`, {
      body: form({
        grant_type: 'refresh_token',
        refresh_token,
        client_id: web.google.clientId,
        client_secret: web.google.clientSecret,
      }),
    });

  it('with the same token again and again', async () => {
    const { refreshToken } = web.mint({ provider: 'google', user: 'someone@gmail.com', scope: GMAIL });
    for (let month = 0; month < 12; month += 1) {
      web.clock.advance(30 * 24 * HOUR);
      const { status, json } = await refresh(refreshToken!);
      expect([status, json]).toEqual([
        200,
        { access_token: expect.stringMatching(/^ya29\./), expires_in: 3599, scope: GMAIL, token_type: 'Bearer' },
      ]);
    }
    web.revoke({ user: 'someone@gmail.com' });
    const { status, json } = await refresh(refreshToken!);
    expect([status, json]).toEqual([
      400,
      { error: 'invalid_grant', error_description: 'Token has been expired or revoked.' },
    ]);
  });
});
