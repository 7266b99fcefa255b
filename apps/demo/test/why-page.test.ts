import type { Request } from 'playwright-core';
import { describe, expect, test } from 'vitest';
import { DICTIONARIES } from '../src/web/words/index.js';
import { BROWSER, WHERE } from './browser.js';
import { inChromium } from './chromium.js';

describe.skipIf(BROWSER === undefined)(`“What went wrong?”, ${WHERE}`, () => {
  const chromium = inChromium('/why');
  const { page, open, shoot, noSidewaysScrolling, tabTo } = chromium;
  const { en, 'zh-CN': zh } = DICTIONARIES;

  const area = () => page.getByRole('textbox', { name: en.why.text });
  const first = (code: string) => page.locator(`.is-first[data-code="${code}"]`);
  const example = (id: keyof typeof en.why.examples.items, words = en) =>
    page.getByRole('button', { name: words.why.examples.items[id].title }).click();
  const marks = () => page.getByTestId('reading').locator('mark').allTextContents();
  /** Paths that are asked for from now on. */
  const asked = (): string[] => {
    const paths: string[] = [];
    page.on('request', (request: Request) => paths.push(new URL(request.url()).pathname));
    return paths;
  };

  test('an example: who, what, fix, the setting in the words of the program, and the evidence marked', async () => {
    await shoot('why-1-empty');
    await example('qd');
    await first('STARTTLS_REQUIRED').waitFor();
    const text = await first('STARTTLS_REQUIRED').textContent();
    expect(text).toContain(en.ending.whos.developer);
    expect(text).toContain('QD: MAIL_PORT=587, MAIL_STARTTLS=True, MAIL_SSL=False');
    expect(await marks()).toEqual(['AUTH extension not supported']);
    expect(await first('STARTTLS_REQUIRED').getByRole('link').getAttribute('href')).toMatch(/STARTTLS_REQUIRED/);
    expect(await page.getByRole('status').textContent()).toContain('The likeliest: The server wants TLS');
    await shoot('why-2-qd');
    await page.emulateMedia({ colorScheme: 'dark' });
    await shoot('why-2-qd-dark');
  });

  test('another cause is opened, and what speaks for it is marked in its place', async () => {
    await area().fill('535 5.7.139 Authentication unsuccessful, basic authentication is disabled.');
    await first('MS_BASIC_AUTH_DISABLED_TENANT').waitFor();
    const before = await marks();
    const other = page.locator('.others .cause').first();
    expect(await other.getByRole('button').getAttribute('aria-expanded')).toBe('false');
    await other.getByRole('button').click();
    await other.getByText(en.ending.fix, { exact: true }).waitFor();
    expect(await other.getByRole('button').getAttribute('aria-expanded')).toBe('true');
    expect(await marks()).not.toEqual(before);
    await page.locator('.apart').waitFor();
  });

  test('answers while it is typed, once there is a pause', async () => {
    await page.clock.install();
    await page.clock.pauseAt(Date.now() + 60_000);
    const paths = asked();
    await area().pressSequentially('AADSTS700082: The refresh token');
    await page.clock.runFor(150);
    expect(paths).toEqual([]);
    await page.clock.runFor(50);
    await first('OAUTH_REFRESH_TOKEN_EXPIRED').waitFor();
    expect(paths).toEqual(['/api/explain']);
    await page.getByRole('button', { name: en.why.clear }).click();
    await page.getByText(en.why.empty).waitFor();
    expect(await area().inputValue()).toBe('');
    expect(await page.getByRole('button', { name: en.why.clear }).count()).toBe(0);
    expect((await chromium.focused()).name).toBe(en.why.text);
  });

  test('what is known beside the words counts', async () => {
    await area().fill('Connection unexpectedly closed');
    await page.getByText(en.why.known).click();
    await page.getByLabel(en.why.port).fill('465');
    await page.getByLabel(en.why.tls).selectOption('none');
    await page.getByLabel(en.why.client).fill('aiosmtplib');
    await first('TLS_PLAIN_ON_IMPLICIT_PORT').waitFor();
    await page.getByText('aiosmtplib: SMTP(hostname=host, port=465, use_tls=True)').waitFor();
  });

  test('the language changes at once, and nobody is asked again', async () => {
    await example('qq');
    await first('APP_PASSWORD_REQUIRED').waitFor();
    const paths = asked();
    await page.getByRole('radio', { name: '简体中文' }).check();
    await page.getByRole('heading', { name: zh.why.seen }).waitFor();
    const chinese = /\p{Script=Han}{4}/u;
    expect(await first('APP_PASSWORD_REQUIRED').locator('.is-strong dd').textContent()).toMatch(chinese);
    expect(await page.locator('.cause-what').textContent()).toMatch(chinese);
    for (const because of await page.locator('.is-first .evidence li').allTextContents())
      expect(because).toMatch(chinese);
    expect(await page.locator('.is-first .state').allTextContents()).toContain('登录（AUTH）阶段');
    expect(await marks()).not.toEqual([]);
    await shoot('why-3-zh-cn');
    expect(paths).toEqual([]);
  });

  test('a pasted secret is shown to nobody, and kept nowhere', async () => {
    await example('log');
    await first('GMAIL_PASSWORD_NOT_ACCEPTED').waitFor();
    expect(await page.getByTestId('reading').locator('.pill').count()).toBeGreaterThan(0);
    await area().press('End');
    await area().pressSequentially(' MAIL_PASSWORD=canary-5512');
    await page.getByTestId('reading').getByText('MAIL_PASSWORD=').waitFor();
    await chromium.keepsNothingOf(/canary|Y29ycmVjdC1ob3JzZQ/);
    await shoot('why-4-secrets');
  });

  test('says when it does not know, and leads to the doctor and back', async () => {
    await area().fill('it does not work');
    await page.getByRole('heading', { name: en.why.nothing }).waitFor();
    await page.getByRole('link', { name: en.why.toDoctor }).click();
    await page.getByRole('heading', { name: en.doctor.stages }).waitFor();
    expect(new URL(page.url()).pathname).toBe('/doctor');
    expect(await page.title()).toBe('Doctor · Ehlo');
    expect(await page.evaluate(() => document.activeElement?.tagName)).toBe('MAIN');
    await page.goBack();
    await page.getByRole('heading', { name: en.why.nothing }).waitFor();
    expect(await area().inputValue()).toBe('it does not work');
    const current = page.locator('nav [aria-current="page"]');
    expect(await current.allTextContents()).toEqual([en.pages.why.name]);
  });

  test('by keyboard alone, and sound for a screen reader', async () => {
    expect(await tabTo(en.pages.why.skip)).toHaveLength(1);
    await tabTo(en.pages.doctor.name);
    await tabTo(en.why.examples.items.tenant.title);
    await page.keyboard.press('Enter');
    await first('MS_BASIC_AUTH_DISABLED_TENANT').waitFor();
    await chromium.soundForScreenReaders();
    await tabTo(en.why.text);
    await page.keyboard.press('Control+A');
    await page.keyboard.type('550 5.7.60 SMTP; Client does not have permissions to send as this sender');
    await first('SENDER_NOT_OWNED').waitFor();
    await tabTo(en.why.more);
  });

  test('a phone of 360 px, dark', async () => {
    await open({ viewport: { width: 360, height: 740 }, deviceScaleFactor: 2, hasTouch: true, colorScheme: 'dark' });
    await noSidewaysScrolling();
    await example('mode');
    await first('TLS_IMPLICIT_ON_STARTTLS_PORT').waitFor();
    await noSidewaysScrolling();
    await chromium.nothingTooSmall();
    await shoot('why-5-phone-dark');
  });

  test('says so when its server is gone', async () => {
    await page.route('**/api/explain', (route) => route.abort());
    await area().fill('535');
    await page.getByText(en.ending.failed).waitFor();
    chromium.forgive('net::ERR_FAILED');
  });
});
