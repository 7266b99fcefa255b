import { existsSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { delimiter, join } from 'node:path';
import { type Browser, chromium, type Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { sandbox, type WebSandbox } from '../src/index.js';
import { calm, createFetch, form } from './fetch.js';

const BROWSER = ['chromium', 'chromium-browser', 'google-chrome']
  .flatMap((name) => (process.env.PATH ?? '').split(delimiter).map((folder) => join(folder, name)))
  .find(existsSync);
const WHERE = BROWSER ? 'in Chromium' : 'skipped: no Chromium here; `apt-get install -y chromium` brings it';

describe.skipIf(BROWSER === undefined)(`pages, ${WHERE}`, () => {
  let web: WebSandbox;
  let browser: Browser;
  let page: Page;

  beforeAll(async () => {
    web = await sandbox.web();
    browser = await chromium.launch({ executablePath: BROWSER!, args: ['--no-sandbox', '--disable-gpu'] });
  });
  afterAll(async () => {
    await browser?.close();
    await web?.close();
  });
  beforeEach(async () => {
    page = await browser.newPage({ ignoreHTTPSErrors: true });
  });
  afterEach(async () => {
    await page.close();
    calm(web);
  });

  /** An address on this machine, and what comes back to it. */
  async function listen(): Promise<
    { readonly port: number; readonly answer: Promise<URLSearchParams> } & AsyncDisposable
  > {
    let tell: (answer: URLSearchParams) => void;
    const answer = new Promise<URLSearchParams>((resolve) => (tell = resolve));
    const server = createServer((request, response) => {
      let body = '';
      request.on('data', (piece) => (body += piece));
      request.on('end', () => {
        response.end('You may close this.');
        const { pathname, searchParams } = new URL(request.url!, 'http://localhost');
        if (pathname === '/') tell(request.method === 'POST' ? new URLSearchParams(body) : searchParams);
      });
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const { port } = server.address() as AddressInfo;
    return { port, answer, [Symbol.asyncDispose]: async () => void server.close() };
  }

  const authorize = (port: number, fields: Record<string, string> = {}): string =>
    web.here(
      `https://login.microsoftonline.com/common/oauth2/v2.0/authorize?${form({
        client_id: web.microsoft.clientId,
        response_type: 'code',
        redirect_uri: `http://localhost:${port}`,
        scope: 'https://outlook.office.com/SMTP.Send',
        state: 'a state with "quotes" & <angles>',
        ...fields,
      })}`,
    );

  it.each(['query', 'form_post'])('somebody signs in, and is brought back by %s', async (response_mode) => {
    await using place = await listen();
    await page.goto(authorize(place.port, { response_mode }));
    await page.getByLabel('someone@outlook.com').check();
    await page.click('#sign-in');
    const answer = await place.answer;
    expect(answer.get('code')).toMatch(/^1\.A/);
    expect(answer.get('state')).toBe('a state with "quotes" & <angles>');
  });

  it('somebody denies', async () => {
    await using place = await listen();
    await page.goto(authorize(place.port));
    await page.click('#deny');
    expect((await place.answer).get('error')).toBe('access_denied');
  });

  it('somebody types the code of a device', async () => {
    const fetch = createFetch(web.ca);
    const fields = { client_id: web.microsoft.clientId, scope: 'Mail.Send' };
    const { json } = await fetch(`${web.url}/common/oauth2/v2.0/devicecode`, { body: form(fields) });
    await page.goto(json.verification_uri);
    await page.fill('#user-code', json.user_code);
    await page.selectOption('#user', 'someone@outlook.com');
    await page.click('#sign-in');
    expect(await page.textContent('#message')).toContain('You may now close this window');
    expect(web.approve(json.user_code)).toBe(false);
  });
});
