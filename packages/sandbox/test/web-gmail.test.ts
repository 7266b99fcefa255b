import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { sandbox, type WebSandbox } from '../src/index.js';
import { type Answer, type Asked, calm, createFetch } from './fetch.js';

const SEND = 'https://www.googleapis.com/auth/gmail.send';
const KILOBYTE = 1024;
const MIME = 'From: someone@gmail.com\r\nTo: you@example.net\r\nSubject: Hello\r\n\r\nHello\r\n';

let web: WebSandbox;
let fetch: ReturnType<typeof createFetch>;
let bearer: string;

beforeAll(async () => {
  web = await sandbox.web();
  fetch = createFetch(web.ca);
});
beforeEach(() => {
  bearer = mint(SEND);
});
afterEach(() => calm(web));
afterAll(() => web.close());

const mint = (scope: string): string => web.mint({ provider: 'google', user: 'someone@gmail.com', scope }).accessToken;
const gmail = (path: string, { headers, ...asked }: Asked, token = bearer): Promise<Answer> =>
  fetch(`${web.urls['gmail.googleapis.com']}${path}`, {
    ...asked,
    headers: { authorization: `Bearer ${token}`, ...headers },
  });
const raw = (text: string, token?: string, user = 'me'): Promise<Answer> =>
  gmail(
    `/gmail/v1/users/${user}/messages/send`,
    { body: JSON.stringify({ raw: Buffer.from(text).toString('base64url') }) },
    token,
  );
const upload = (type: string, asked: Asked): Promise<Answer> =>
  gmail(`/upload/gmail/v1/users/me/messages/send?uploadType=${type}`, asked);
const said = ({ status, json }: Answer): unknown[] => [status, json.error.errors[0].reason, json.error.message];
const resource = { id: expect.any(String), threadId: expect.any(String), labelIds: ['SENT'] };
const taken = async (): Promise<string> => Buffer.from((await web.nextMail()).raw).toString('latin1');

describe('messages/send', () => {
  it.each<[string, () => Promise<Answer>, said: unknown[]]>([
    ['no token', () => raw(MIME, ''), [401, 'authError', 'Invalid Credentials']],
    [
      'one whose time is over',
      () => {
        web.expire('access');
        return raw(MIME);
      },
      [401, 'authError', 'Invalid Credentials'],
    ],
    [
      'one for something else',
      () => raw(MIME, mint('https://www.googleapis.com/auth/gmail.readonly')),
      [403, 'insufficientPermissions', 'Request had insufficient authentication scopes.'],
    ],
    [
      'another user',
      () => raw(MIME, bearer, 'you@gmail.com'),
      [403, 'forbidden', 'Delegation denied for someone@gmail.com'],
    ],
    ['no recipient', () => raw('Subject: Hello\r\n\r\n'), [400, 'invalidArgument', 'Recipient address required']],
    [
      'no raw',
      () => gmail('/gmail/v1/users/me/messages/send', { body: '{}' }),
      [400, 'invalidArgument', "Invalid value for ByteString: 'raw'"],
    ],
    [
      'no JSON',
      () => gmail('/gmail/v1/users/me/messages/send', { body: 'nonsense' }),
      [400, 'badRequest', 'Bad Request'],
    ],
    [
      'JSON of more than 5 MB',
      () => raw('x'.repeat(4_000_000)),
      [413, 'uploadTooLarge', 'Media data exceeds the maximum upload size.'],
    ],
  ])('refuses %s', async (_name, ask, expected) => {
    expect(said(await ask())).toEqual(expected);
    expect(web.inbox).toEqual([]);
  });

  it('takes the address of the account for me, and all scopes that send', async () => {
    expect((await raw(MIME, bearer, 'someone%40gmail.com')).json).toEqual(resource);
    for (const scope of ['https://mail.google.com/', 'https://www.googleapis.com/auth/gmail.compose']) {
      expect((await raw(MIME, mint(scope))).status).toBe(200);
    }
  });

  it('keeps to the units of a minute', async () => {
    web.set({ gmailUnits: 200 });
    expect([(await raw(MIME)).status, (await raw(MIME)).status]).toEqual([200, 200]);
    const [status, reason, message] = said(await raw(MIME));
    expect([status, reason]).toEqual([429, 'userRateLimitExceeded']);
    expect(message).toMatch(/^User-rate limit exceeded\. {2}Retry after \d{4}-\d\d-\d\dT[\d:.]+Z$/);
    web.clock.advance(60_000);
    expect((await raw(MIME)).status).toBe(200);
  });
});

describe('uploads', () => {
  const headers = { 'content-type': 'message/rfc822' };

  it('media', async () => {
    expect((await upload('media', { headers, body: MIME })).json).toEqual(resource);
    expect(await taken()).toBe(MIME);
    expect(said(await upload('media', { headers: { 'content-type': 'text/plain' }, body: MIME })).slice(0, 2)).toEqual([
      400,
      'invalidArgument',
    ]);
    expect((await upload('nonsense', { headers, body: MIME })).status).toBe(400);
  });

  it('multipart, octet by octet', async () => {
    const content = `${MIME}\xff\x00 --not-the-boundary\r\n`;
    const body = [
      '--the-boundary\r\nContent-Type: application/json\r\n\r\n{"threadId":"7"}',
      `\r\n--the-boundary\r\nContent-Type: message/rfc822\r\n\r\n${content}`,
      '\r\n--the-boundary--\r\n',
    ];
    const answer = await upload('multipart', {
      headers: { 'content-type': 'multipart/related; boundary="the-boundary"' },
      body: Buffer.from(body.join(''), 'latin1'),
    });
    expect(answer.json).toEqual({ ...resource, threadId: '7' });
    expect(await taken()).toBe(content);
    const broken = await upload('multipart', { headers: { 'content-type': 'multipart/related' }, body: body.join('') });
    expect(broken.status).toBe(400);
  });

  describe('resumable', () => {
    const content = Buffer.from(`${MIME}${'x'.repeat(600 * KILOBYTE)}`);
    const open = async (length?: number): Promise<string> => {
      const size: Record<string, string> = length === undefined ? {} : { 'x-upload-content-length': String(length) };
      const { status, headers, text } = await upload('resumable', {
        headers: { ...size, 'x-upload-content-type': 'message/rfc822' },
        body: '',
      });
      expect([status, text]).toEqual([200, '']);
      return headers.location!;
    };
    /** Without a token: the address is all the right there is. */
    const put = (url: string, range: string | undefined, body: Uint8Array = Buffer.alloc(0)): Promise<Answer> =>
      fetch(url, { method: 'PUT', headers: range === undefined ? {} : { 'content-range': `bytes ${range}` }, body });
    const piece = (url: string, from: number, to: number, total: number | '*' = content.length): Promise<Answer> =>
      put(url, `${from}-${to - 1}/${total}`, content.subarray(from, to));
    const grain = 256 * KILOBYTE;

    it('in pieces, asked after, and with a piece that comes twice', async () => {
      const url = await open(content.length);
      expect(url).toMatch(new RegExp(`^${web.urls['gmail.googleapis.com']}/upload/.*[?&]upload_id=`));
      expect((await put(url, `*/${content.length}`)).headers.range).toBeUndefined();
      const first = await piece(url, 0, grain);
      expect([first.status, first.headers.range]).toEqual([308, `bytes=0-${grain - 1}`]);
      await piece(url, 0, grain);
      const asked = await put(url, `*/${content.length}`);
      expect([asked.status, asked.headers.range]).toEqual([308, `bytes=0-${grain - 1}`]);
      // A gap: what is here counts.
      expect((await piece(url, 2 * grain, content.length)).headers.range).toBe(`bytes=0-${grain - 1}`);
      await piece(url, grain, 2 * grain);
      const last = await piece(url, 2 * grain, content.length);
      expect([last.status, last.json]).toEqual([200, resource]);
      expect(Buffer.from((await web.nextMail()).raw).equals(content)).toBe(true);
      // The answer was lost, say: it is given again, and the message is not taken again.
      expect((await put(url, `*/${content.length}`)).json).toEqual(last.json);
      expect(web.inbox).toHaveLength(1);
    });

    it('whole, or without a length until the end', async () => {
      expect((await put(await open(), undefined, content)).json).toEqual(resource);
      const url = await open();
      expect((await piece(url, 0, grain, '*')).status).toBe(308);
      expect((await piece(url, grain, content.length)).json).toEqual(resource);
      expect(web.inbox).toHaveLength(2);
    });

    it('refuses crooked pieces, another length, too much, and addresses that are over', async () => {
      const url = await open(content.length);
      expect(said(await piece(url, 0, 1000))[2]).toBe('Pieces must be multiples of 262144 octets.');
      expect((await piece(url, 0, grain, content.length + 1)).status).toBe(400);
      expect((await put(url, '0-99/100', Buffer.alloc(7))).status).toBe(400);
      expect((await put(url, 'nonsense', Buffer.alloc(7))).status).toBe(400);
      const tooLong = { 'x-upload-content-length': '36700161' };
      expect((await upload('resumable', { headers: tooLong, body: '' })).status).toBe(413);
      web.clock.advance(7 * 86_400_000);
      expect(said(await piece(url, 0, grain)).slice(0, 2)).toEqual([404, 'notFound']);
      expect(JSON.stringify(web.requests)).not.toContain(new URL(url).searchParams.get('upload_id'));
    });
  });
});
