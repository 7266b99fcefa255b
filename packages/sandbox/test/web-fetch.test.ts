import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { sandbox, type WebSandbox } from '../src/index.js';
import { calm, createFetch, form } from './fetch.js';

let web: WebSandbox;

beforeAll(async () => {
  web = await sandbox.web();
});
afterEach(() => calm(web));
afterAll(() => web.close());

const SCOPE = 'https://graph.microsoft.com/Mail.Send https://graph.microsoft.com/Mail.ReadWrite';
const token = (): string => web.mint({ provider: 'microsoft', user: 'someone@contoso.com', scope: SCOPE }).accessToken;
const message = { subject: 'Hello', toRecipients: [{ emailAddress: { address: 'you@example.net' } }] };

/** The reason of the TypeError that a fetch ends with. */
const reason = (answer: Promise<Response>): Promise<string> =>
  answer.then(
    () => 'no failure',
    (error: TypeError) => `${error.message}: ${(error.cause as Error).message}`,
  );

describe('fetch', () => {
  const graph = (path: string, init: RequestInit = {}): Promise<Response> =>
    web.fetch(`https://graph.microsoft.com/v1.0${path}`, {
      ...init,
      headers: { authorization: `Bearer ${token()}`, 'content-type': 'application/json' },
    });

  it('brings what is meant for the real hosts here, under their names', async () => {
    const answer = await graph('/me/sendMail', { method: 'POST', body: JSON.stringify({ message }) });
    expect([answer.status, await answer.text()]).toEqual([202, '']);
    expect((await web.nextMail()).envelope.to).toEqual(['you@example.net']);

    const metadata = await web.fetch('https://login.microsoftonline.com/common/v2.0/.well-known/openid-configuration');
    expect(await metadata.json()).toMatchObject({
      issuer: 'https://login.microsoftonline.com/{tenantid}/v2.0',
      token_endpoint: 'https://login.microsoftonline.com/common/oauth2/v2.0/token',
    });
  });

  it('goes through an upload session at the host of its own, and to this port by its address', async () => {
    const { id } = (await (await graph('/me/messages', { method: 'POST', body: JSON.stringify(message) })).json()) as {
      id: string;
    };
    const total = 3 * 1024 * 1024;
    const body = JSON.stringify({ AttachmentItem: { attachmentType: 'file', name: 'a', size: total } });
    const opened = await graph(`/me/messages/${id}/attachments/createUploadSession`, { method: 'POST', body });
    const { uploadUrl } = (await opened.json()) as { uploadUrl: string };
    expect(uploadUrl).toMatch(/^https:\/\/outlook\.office\.com\/api\//);
    const headers = { 'content-range': `bytes 0-${total - 1}/${total}` };
    expect((await web.fetch(uploadUrl, { method: 'PUT', headers, body: Buffer.alloc(total) })).status).toBe(201);
    const read = await web.fetch(`${web.url}/v1.0/me/messages/${id}`, {
      headers: { authorization: `Bearer ${token()}` },
    });
    expect(await read.json()).toMatchObject({ hasAttachments: true });
  });

  it('shows a person pages that a browser finds', async () => {
    const fields = { client_id: web.microsoft.clientId, scope: 'Mail.Send' };
    const answer = await web.fetch('https://login.microsoftonline.us/common/oauth2/v2.0/devicecode', {
      method: 'POST',
      body: form({ ...fields, scope: 'https://graph.microsoft.us/Mail.Send' }),
    });
    const { verification_uri } = (await answer.json()) as { verification_uri: string };
    expect(verification_uri).toBe(`${web.url}/login.microsoftonline.us/devicelogin`);
    expect((await createFetch(web.ca)(verification_uri)).status).toBe(200);
    expect(web.here('https://accounts.google.com/o/oauth2/v2/auth?a=b#c')).toBe(
      `${web.url}/accounts.google.com/o/oauth2/v2/auth?a=b#c`,
    );
    expect(() => web.here('https://example.net/')).toThrow(
      'unknown host "example.net"; known are login.microsoftonline.com',
    );
  });

  it('leaves the machine for nobody', async () => {
    expect(await reason(web.fetch('https://example.net/'))).toBe(
      'fetch failed: nothing is emulated at https://example.net',
    );
    expect(await reason(web.fetch('http://graph.microsoft.com/'))).toContain('nothing is emulated at http://');
    expect(await reason(web.fetch('https://127.0.0.1:1/'))).toContain('nothing is emulated at');
  });

  it('follows redirects unless it is told not to, without taking the right along', async () => {
    web.fault('redirect', { at: 'graph/send' });
    const post = (redirect?: RequestRedirect): Promise<Response> =>
      graph('/me/sendMail', { method: 'POST', body: '{}', ...(redirect ? { redirect } : {}) });
    expect(await reason(post('error'))).toBe('fetch failed: unexpected redirect');
    expect((await post('manual')).status).toBe(307);
    web.clear();
    expect((await post()).status).toBe(404);
    expect(web.requests).toMatchObject([
      { path: '/v1.0/me/sendMail', authorized: true, status: 307 },
      { path: '/elsewhere', method: 'POST', authorized: false, status: 404 },
    ]);
    web.fault('redirect', { kind: 'same-origin' });
    await post();
    expect(web.requests.at(-1)).toMatchObject({ path: '/elsewhere', authorized: true });
    web.fault('redirect', { kind: 'clear-text' });
    expect(await reason(post())).toContain('nothing is emulated at http://graph.microsoft.com');
  });

  it('ends with its signal, and when the connection does', async () => {
    web.fault('stall', { times: 1 });
    const controller = new AbortController();
    const pending = graph('/me/sendMail', { method: 'POST', body: '{}', signal: controller.signal });
    while (web.requests.length === 0) await new Promise(setImmediate);
    controller.abort(new Error('enough'));
    await expect(pending).rejects.toThrow('enough');
    web.fault('reset', { times: 1 });
    expect(await reason(graph('/me/sendMail', { method: 'POST', body: '{}' }))).toContain('ECONNRESET');
  });
});
