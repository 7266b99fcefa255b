import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { sandbox, type WebSandbox } from '../src/index.js';
import { type Answer, type Asked, calm, createFetch } from './fetch.js';

const MEGABYTE = 1024 * 1024;
const SCOPE = 'https://graph.microsoft.com/Mail.Send https://graph.microsoft.com/Mail.ReadWrite';
const MIME = 'From: someone@contoso.com\r\nTo: you@example.net\r\nX-Order: 7\r\nSubject: Hello\r\n\r\nHello\r\n';

let web: WebSandbox;
let fetch: ReturnType<typeof createFetch>;
let bearer: string;

beforeAll(async () => {
  web = await sandbox.web();
  fetch = createFetch(web.ca);
});
beforeEach(() => {
  bearer = mint(SCOPE);
});
afterEach(() => calm(web));
afterAll(() => web.close());

const mint = (scope: string, user: string | undefined = 'someone@contoso.com'): string =>
  web.mint({ provider: 'microsoft', user, scope }).accessToken;
const appOnly = (): string =>
  web.mint({ provider: 'microsoft', scope: 'https://graph.microsoft.com/.default' }).accessToken;

const graph = (path: string, { headers, ...asked }: Asked = {}, token = bearer): Promise<Answer> =>
  fetch(`${web.urls['graph.microsoft.com']}/v1.0${path}`, {
    ...asked,
    headers: { authorization: `Bearer ${token}`, ...headers },
  });
const json = (path: string, body: unknown, token?: string, method?: string): Promise<Answer> =>
  graph(path, { method, headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) }, token);
const mime = (path: string, text: string, token?: string): Promise<Answer> =>
  graph(path, { headers: { 'content-type': 'text/plain' }, body: Buffer.from(text).toString('base64') }, token);
const to = (...addresses: string[]) => addresses.map((address) => ({ emailAddress: { address } }));
const message = (change: object = {}): object => ({ subject: 'Hello', toRecipients: to('you@example.net'), ...change });
const send = (change: object = {}, token?: string, mailbox = '/me'): Promise<Answer> =>
  json(`${mailbox}/sendMail`, { message: message(change) }, token);
const said = ({ status, json }: Answer): unknown[] => [status, json.error.code, json.error.message];

describe('a token', () => {
  it.each<[string, () => string | undefined, text: string]>([
    ['none', () => '', 'Access token is empty.'],
    ['nonsense', () => 'nonsense', 'CompactToken parsing failed.'],
    [
      'one for SMTP',
      () => mint('https://outlook.office.com/SMTP.Send'),
      'Access token validation failure. Invalid audience.',
    ],
    [
      'one whose time is over',
      () => {
        web.expire('access');
        return undefined;
      },
      'Lifetime validation failed, the token is expired.',
    ],
  ])('%s is refused', async (_name, token, text) => {
    const answer = await send({}, token());
    expect(said(answer)).toEqual([401, 'InvalidAuthenticationToken', text]);
    expect(answer.headers['www-authenticate']).toMatch(/^Bearer /);
    expect(web.inbox).toEqual([]);
  });

  it('without the permission is denied', async () => {
    const denied = [403, 'ErrorAccessDenied', 'Access is denied. Check credentials and try again.'];
    expect(said(await send({}, mint('Mail.ReadWrite')))).toEqual(denied);
    expect(said(await json('/me/messages', message(), mint('Mail.Send')))).toEqual(denied);
    expect(said(await send({}, undefined, '/users/someone@outlook.com'))).toEqual(denied);
    expect((await send({}, mint('Mail.Send.Shared'), '/users/someone@outlook.com')).status).toBe(202);
  });

  it('of an app has no me, and may send for the mailboxes that it was given', async () => {
    expect(said(await send({}, appOnly()))).toEqual([
      400,
      'BadRequest',
      '/me request is only valid with delegated authentication flow.',
    ]);
    expect((await send({}, appOnly(), '/users/someone@contoso.com')).status).toBe(202);
    const { id } = web.accounts[0]!;
    expect((await send({}, appOnly(), `/users/${id}`)).status).toBe(202);
    expect(said(await send({}, appOnly(), '/users/nobody@contoso.com')).slice(0, 2)).toEqual([404, 'ResourceNotFound']);
    expect((await send({}, appOnly(), '/users/someone@outlook.com')).status).toBe(403);
  });
});

describe('sendMail', () => {
  it.each<[string, () => Promise<Answer>, status: number, code: string]>([
    ['no recipient', () => send({ toRecipients: [] }), 400, 'ErrorInvalidRecipients'],
    ['a recipient that is no address', () => send({ ccRecipients: to('nobody') }), 400, 'ErrorInvalidRecipients'],
    [
      'a header of the standard',
      () => send({ internetMessageHeaders: [{ name: 'List-Id', value: 'x' }] }),
      400,
      'InvalidInternetMessageHeader',
    ],
    [
      'content that is no base64',
      () => send({ attachments: [{ name: 'a', contentBytes: '!' }] }),
      400,
      'ErrorInvalidParameter',
    ],
    ['no message', () => json('/me/sendMail', {}), 400, 'ErrorInvalidParameter'],
    ['no JSON', () => graph('/me/sendMail', { body: 'nonsense' }), 400, 'RequestBodyRead'],
    [
      'MIME that is no base64',
      () => graph('/me/sendMail', { headers: { 'content-type': 'text/plain' }, body: '!' }),
      400,
      'ErrorMimeContentInvalidBase64String',
    ],
    [
      'MIME without a recipient',
      () => mime('/me/sendMail', 'Subject: Hello\r\n\r\nHello'),
      400,
      'ErrorInvalidRecipients',
    ],
    ['4 MB and an octet', () => send({ subject: 'x'.repeat(4 * MEGABYTE) }), 413, 'RequestEntityTooLarge'],
  ])('refuses %s', async (_name, ask, status, code) => {
    expect(said(await ask()).slice(0, 2)).toEqual([status, code]);
    expect(web.inbox).toEqual([]);
  });

  it('refuses another sender where the mailbox has no right to it', async () => {
    web.set({ sendAs: 'own-address-only' });
    const from = { emailAddress: { address: 'shared@contoso.com' } };
    expect(said(await send({ from }))).toEqual([
      403,
      'ErrorSendAsDenied',
      'The user account which was used to submit this request does not have the right to send mail on behalf of the specified sending account., Cannot submit message.',
    ]);
    expect((await mime('/me/sendMail', MIME.replace('someone@', 'shared@'))).status).toBe(403);
    web.set({ sendAs: 'allowed' });
    await send({ from });
    expect((await web.nextMail()).envelope.from).toBe('shared@contoso.com');
  });
});

describe('throttling', () => {
  const throttled = [429, 'ApplicationThrottled', 'Application is over its MailboxConcurrency limit.'];

  it('takes four requests of an app for a mailbox at a time', async () => {
    web.fault('slow', { at: 'graph/send', delay: 1200 });
    const answers = await Promise.all(Array.from({ length: 6 }, () => send()));
    const over = answers.filter(({ status }) => status === 429);
    expect(over.map(said)).toEqual([throttled, throttled]);
    expect(over[0]!.headers['retry-after']).toBe('1');
    web.fault(null);
    expect((await send()).status).toBe(202);
    expect(web.inbox).toHaveLength(5);
  });

  it('counts requests over ten minutes', async () => {
    web.set({ graphRequests: 2 });
    await send();
    web.clock.advance(60_000);
    await send();
    const answer = await send();
    expect([answer.status, answer.headers['retry-after']]).toEqual([429, '540']);
    web.clock.advance(540_000);
    expect((await send()).status).toBe(202);
  });
});

describe('drafts', () => {
  const create = async (change: object = {}): Promise<string> => (await json('/me/messages', message(change))).json.id;

  it('are made, read, changed, sent and gone', async () => {
    const made = await json('/me/messages', message());
    expect([made.status, made.json]).toEqual([
      201,
      { id: expect.any(String), isDraft: true, hasAttachments: false, ...message() },
    ]);
    const { id } = made.json;
    expect((await graph(`/me/messages/${id}`)).json).toEqual(made.json);
    await json(`/me/messages/${id}`, { bccRecipients: to('them@example.net') }, undefined, 'PATCH');
    expect((await graph(`/me/messages/${id}/send`, { method: 'POST' })).status).toBe(202);
    expect(said(await graph(`/me/messages/${id}`)).slice(0, 2)).toEqual([404, 'ErrorItemNotFound']);
    expect((await graph(`/me/messages/${id}/send`, { method: 'POST' })).status).toBe(404);
    const mail = await web.nextMail();
    expect(mail).toMatchObject({ form: 'graph-draft', envelope: { to: ['you@example.net', 'them@example.net'] } });
  });

  it('are of their mailbox, and removed', async () => {
    const id = await create();
    const other = mint(SCOPE, 'someone@outlook.com');
    expect((await graph(`/me/messages/${id}`, {}, other)).status).toBe(404);
    expect((await graph(`/me/messages/${id}/send`, { method: 'POST' }, other)).status).toBe(404);
    expect(said(await graph('/me/messages/short')).slice(0, 2)).toEqual([400, 'ErrorInvalidIdMalformed']);
    expect((await graph(`/me/messages/${id}`, { method: 'DELETE' })).status).toBe(204);
    expect((await graph(`/me/messages/${id}`)).status).toBe(404);
  });

  it('of MIME are sent octet by octet, and written anew with an attachment', async () => {
    const { json: made } = await mime('/me/messages', MIME);
    await graph(`/me/messages/${made.id}/send`, { method: 'POST' });
    expect(Buffer.from((await web.nextMail()).raw).toString()).toBe(MIME);

    const { id } = (await mime('/me/messages', MIME)).json;
    const attachment = { name: 'a.txt', contentType: 'text/plain', contentBytes: 'SGVsbG8=' };
    expect((await json(`/me/messages/${id}/attachments`, attachment)).status).toBe(201);
    await graph(`/me/messages/${id}/send`, { method: 'POST' });
    const parsed = await (await web.nextMail()).parsed();
    expect(parsed.headers).toContainEqual(expect.objectContaining({ key: 'x-order', value: '7' }));
    expect(parsed).toMatchObject({ subject: 'Hello', text: 'Hello\n', attachments: [{ filename: 'a.txt' }] });
  });
});

describe('an upload session', () => {
  const open = async (size: number, name = 'large.bin'): Promise<{ id: string; answer: Answer }> => {
    const { id } = (await json('/me/messages', message())).json;
    const AttachmentItem = { attachmentType: 'file', name, size };
    return { id, answer: await json(`/me/messages/${id}/attachments/createUploadSession`, { AttachmentItem }) };
  };
  /** Without a token: the address is all the right there is. */
  const put = (url: string, octets: Buffer, from: number, total: number): Promise<Answer> =>
    fetch(url, {
      method: 'PUT',
      headers: { 'content-range': `bytes ${from}-${from + octets.length - 1}/${total}` },
      body: octets,
    });

  it('takes an attachment in pieces, and the draft is sent with it', async () => {
    const total = 9 * MEGABYTE + 1;
    const content = Buffer.alloc(total, Buffer.from(Array.from({ length: 251 }, (_none, at) => at)));
    const { id, answer } = await open(total, 'größe.bin');
    expect([answer.status, answer.json]).toEqual([
      201,
      {
        '@odata.context': expect.any(String),
        uploadUrl: expect.stringContaining(`${web.urls['outlook.office.com']}/api/`),
        expirationDateTime: expect.any(String),
        nextExpectedRanges: ['0-'],
      },
    ]);
    const { uploadUrl } = answer.json;
    const first = await put(uploadUrl, content.subarray(0, 4 * MEGABYTE), 0, total);
    expect([first.status, first.json.nextExpectedRanges]).toEqual([200, [`${4 * MEGABYTE}-`]]);
    expect((await fetch(uploadUrl)).json.nextExpectedRanges).toEqual([`${4 * MEGABYTE}-`]);
    await put(uploadUrl, content.subarray(4 * MEGABYTE, 8 * MEGABYTE), 4 * MEGABYTE, total);
    const last = await put(uploadUrl, content.subarray(8 * MEGABYTE), 8 * MEGABYTE, total);
    expect([last.status, last.text]).toEqual([201, '']);
    expect(last.headers.location).toContain('/attachments(');
    expect((await graph(`/me/messages/${id}`)).json.hasAttachments).toBe(true);
    expect((await graph(`/me/messages/${id}/send`, { method: 'POST' })).status).toBe(202);
    const [attachment] = (await (await web.nextMail()).parsed()).attachments;
    expect(attachment!.filename).toBe('größe.bin');
    expect(Buffer.from(attachment!.content as ArrayBuffer).equals(content)).toBe(true);
    // The address holds the right to upload, and no record holds the address.
    expect(JSON.stringify(web.requests)).not.toContain(new URL(uploadUrl).searchParams.get('authtoken'));
  });

  it('refuses what is not next, too much at a time, and what does not fit', async () => {
    const total = 6 * MEGABYTE;
    const { uploadUrl } = (await open(total)).answer.json;
    const piece = Buffer.alloc(MEGABYTE);
    expect(said(await put(uploadUrl, piece, MEGABYTE, total)).slice(0, 2)).toEqual([416, 'InvalidRange']);
    expect((await put(uploadUrl, piece, 0, total + 1)).status).toBe(416);
    expect((await put(uploadUrl, Buffer.alloc(4 * MEGABYTE + 1), 0, total)).status).toBe(413);
    expect((await put(uploadUrl, piece, 0, total)).status).toBe(200);
    expect((await put(uploadUrl, piece, 0, total)).status).toBe(416);
    expect((await fetch(uploadUrl, { method: 'DELETE' })).status).toBe(204);
    expect((await put(uploadUrl, piece, MEGABYTE, total)).status).toBe(404);
  });

  it('is for 3 to 150 MB, of a mailbox that takes it, and ends after a week', async () => {
    expect(said((await open(3 * MEGABYTE - 1)).answer).slice(0, 2)).toEqual([
      400,
      'ErrorAttachmentSizeShouldNotBeLessThanMinimumSize',
    ]);
    expect((await open(150 * MEGABYTE + 1)).answer.status).toBe(413);
    const { uploadUrl } = (await open(6 * MEGABYTE)).answer.json;
    web.set({ graphUpload: MEGABYTE });
    const answer = await put(uploadUrl, Buffer.alloc(2 * MEGABYTE), 0, 6 * MEGABYTE);
    expect([answer.status, answer.json.error.message]).toEqual([429, 'Application is over its upload limit.']);
    web.clock.advance(7 * 86_400_000);
    expect((await fetch(uploadUrl)).status).toBe(404);
  });

  it('does not lift the limit of the mailbox', async () => {
    web.set({ maxMessageSize: 3 * MEGABYTE });
    const { id, answer } = await open(3 * MEGABYTE);
    await put(answer.json.uploadUrl, Buffer.alloc(3 * MEGABYTE), 0, 3 * MEGABYTE);
    expect(said(await graph(`/me/messages/${id}/send`, { method: 'POST' })).slice(0, 2)).toEqual([
      413,
      'ErrorMessageSizeExceeded',
    ]);
    expect((await graph(`/me/messages/${id}`)).status).toBe(200);
  });
});
