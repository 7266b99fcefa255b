import { describe, expect, test } from 'vitest';
import { DICTIONARIES } from '../src/web/words/index.js';
import { BROWSER, SCREENSHOTS, WHERE } from './browser.js';
import { inChromium } from './chromium.js';

describe.skipIf(BROWSER === undefined)(`the page, ${WHERE}`, () => {
  const chromium = inChromium('/');
  const { page, open, shoot, noSidewaysScrolling, tabTo } = chromium;

  const outcome = () => page.getByTestId('outcome');
  const story = (title: string) => page.getByRole('button', { name: title }).click();
  const ended = (word: string) => outcome().locator(`[data-word="${word}"]`).waitFor();
  const run = () => page.getByRole('button', { name: 'Run the handshake' }).click();

  test('the main path: a handshake, then a mail that can be read', async () => {
    await shoot('1-idle');
    await run();
    await ended('ready');
    const ladder = page.getByRole('list', { name: 'Handshake' });
    expect(await ladder.getByRole('listitem').allTextContents()).toEqual(
      expect.arrayContaining([expect.stringContaining('STARTTLS'), expect.stringContaining('TLSv1.3')]),
    );
    expect(await ladder.locator('.band').count()).toBe(1);
    expect(await page.locator('.offer-clear [data-mark="gone"]').textContent()).toContain('STARTTLS');
    expect(await page.locator('.offer-secure [data-mark="added"]').textContent()).toContain('AUTH LOGIN XOAUTH2');
    expect(await page.locator('.plan').textContent()).toContain('XOAUTH2');
    await shoot('2-ready');

    await page.getByLabel('Subject').fill('Is anybody there?');
    await page.getByRole('button', { name: 'Send', exact: true }).click();
    await ended('accepted');
    const mail = page.getByRole('article', { name: 'Is anybody there?' });
    await mail.waitFor();
    expect(await mail.textContent()).toContain('friend@example.net');
    await mail.getByRole('radio', { name: 'As received' }).check();
    expect(await mail.locator('pre').textContent()).toContain('Subject: Is anybody there?');
    await shoot('3-accepted');
  });

  test('the QD fault, provoked and cured by hand', async () => {
    await page.getByRole('radio', { name: 'Paste' }).check();
    await page.getByRole('button', { name: 'Insert the QD block' }).click();
    await page.getByLabel('A naive client beside it').selectOption('connect-again');
    await run();
    await ended('stopped');
    expect(await page.locator('.naive-ending').textContent()).toContain('SMTP AUTH extension not supported by server.');
    expect(await outcome().textContent()).toContain('basic authentication');
    expect(await page.locator('.stage').textContent()).toMatch(
      /smtp\.office365\.com:587 is played by the sandbox at 127\.0\.0\.1:\d+/,
    );

    // Ehlo's own obstacle goes away when the mailbox takes passwords; the naive client's does not.
    await page.getByLabel('Password logins').selectOption('enabled');
    await run();
    await ended('ready');
    expect(await page.locator('.naive-ending').textContent()).toContain('SMTP AUTH extension not supported by server.');
    expect(await outcome().locator('.warnings').textContent()).toContain('exclude each other');
    expect(await page.locator('.lane-naive .band').count()).toBe(1);
    await shoot('4-qd-fault');

    await page.getByLabel('A naive client beside it').selectOption('login-after-tls');
    await run();
    await page.locator('.naive-ending.tone-good').waitFor();
    await shoot('5-qd-cured');
  });

  test('the sequence that logs in before TLS fails in the same words', async () => {
    await story('“SMTP AUTH extension not supported”');
    await ended('ready');
    await page.getByLabel('A naive client beside it').selectOption('login-before-tls');
    await run();
    await page.locator('.naive-ending').waitFor();
    await ended('ready');
    expect(await page.locator('.naive-ending').textContent()).toContain('SMTP AUTH extension not supported by server.');
    expect(await page.locator('.lane-naive .band').count()).toBe(0);
  });

  test.each([
    ['A first mail', 'accepted', '250 2.0.0 OK'],
    ['Switched off by the admin', 'stopped', 'MS_SMTP_AUTH_DISABLED'],
    ['Outlook.com with a password', 'stopped', 'MS_BASIC_AUTH_DISABLED_CONSUMER'],
    ['Gmail, the everyday password', 'stopped', 'APP_PASSWORD_REQUIRED'],
    ['No answer at the end', 'unknown', 'REPLY_LOST'],
  ])('the story “%s” ends as %s with %s', async (title, word, text) => {
    await story(title);
    await ended(word);
    expect(await outcome().textContent()).toContain(text);
    await shoot(`story-${text.toLowerCase().replace(/\W+/g, '-')}`);
  });

  test('a fault is switched on and off again', async () => {
    await page.getByRole('radio', { name: 'Any SMTP server' }).check();
    await page.getByLabel('Fault on the line').selectOption('wrong-certificate');
    await run();
    await ended('stopped');
    await page.getByRole('button', { name: 'Back to normal' }).click();
    await run();
    await ended('ready');
  });

  test('the ladder grows line by line, slowly enough to be watched', async () => {
    await open({ reducedMotion: 'no-preference' });
    const heights: number[] = [];
    await page.exposeFunction('saw', (rungs: number) => heights.push(rungs));
    await page.evaluate(() => {
      const see = () =>
        (window as unknown as { saw(rungs: number): void }).saw(document.querySelectorAll('.rung').length);
      new MutationObserver(see).observe(document.querySelector('.conversation')!, { childList: true, subtree: true });
    });
    await run();
    await page.getByText('The conversation is running.').waitFor();
    await ended('ready');
    const rungs = await page.locator('.rung').count();
    expect(new Set(heights).size).toBeGreaterThan(rungs / 2);
    expect(heights).toEqual([...heights].sort((one, other) => one - other));
  });

  test('a conversation that hangs can be stopped', async () => {
    await page.getByLabel('Fault on the line').selectOption('silent');
    await run();
    await page.getByRole('button', { name: 'Stop' }).click();
    await ended('aborted');
  });

  test('what is typed as a secret goes nowhere but into one request', async () => {
    const bodies: string[] = [];
    page.on('request', (request) => {
      expect(request.url()).not.toContain('canary');
      if (request.postData()?.includes('canary')) bodies.push(new URL(request.url()).pathname);
    });
    await page.getByRole('radio', { name: 'Any SMTP server' }).check();
    await page.getByRole('radio', { name: 'Password' }).check();
    await page.locator('input[type=password]').fill('canary-5512');
    await run();
    await ended('stopped');
    expect(bodies).toEqual(['/api/runs']);
    await chromium.keepsNothingOf(/canary/);
  });

  test('Simplified Chinese, chosen by the browser, kept when chosen by hand', async () => {
    await open({ locale: 'zh-CN' });
    expect(await page.locator('html').getAttribute('lang')).toBe('zh-CN');
    expect(await page.title()).toContain(DICTIONARIES['zh-CN'].tagline);
    await story(DICTIONARIES['zh-CN'].stories.tenant.title);
    await ended('stopped');
    expect(await outcome().textContent()).toContain(DICTIONARIES['zh-CN'].ending.whos['tenant admin']);
    await shoot('6-zh-cn');
    await page.getByRole('radio', { name: 'English' }).check();
    await page.getByRole('heading', { name: 'Account' }).waitFor();
    expect(await outcome().textContent()).toContain('The administrator of the organisation');
    await page.reload();
    await page.getByRole('heading', { name: 'Account' }).waitFor();
  });

  test('dark where the system is dark, and where the switch says so', async () => {
    const paper = () => page.evaluate(() => getComputedStyle(document.documentElement).backgroundColor);
    const light = await paper();
    await page.getByRole('radio', { name: 'Dark' }).check();
    const dark = await paper();
    expect(dark).not.toBe(light);
    await open({ colorScheme: 'dark' });
    expect(await paper()).toBe(dark);
    await story('“SMTP AUTH extension not supported”');
    await ended('ready');
    await shoot('7-dark');
    await page.getByRole('radio', { name: 'Light' }).check();
    expect(await paper()).toBe(light);
  });

  test.each([
    ['en-US', 'light', '8-phone'],
    ['zh-CN', 'dark', '9-phone-zh-cn-dark'],
  ] as const)('a phone of 360 px scrolls in one direction only (%s)', async (locale, colorScheme, name) => {
    await open({ viewport: { width: 360, height: 740 }, locale, colorScheme, deviceScaleFactor: 2, hasTouch: true });
    const words = DICTIONARIES[locale === 'zh-CN' ? 'zh-CN' : 'en'];
    await noSidewaysScrolling();
    await story(words.stories.qd.title);
    await ended('ready');
    await noSidewaysScrolling();
    await page.screenshot({ path: `${SCREENSHOTS}${name}-first-screen.png` });
    await story(words.stories.first.title);
    await ended('accepted');
    await noSidewaysScrolling();
    await shoot(name);
    await chromium.nothingTooSmall();
  });

  test('everything can be done by keyboard, and where the focus is can be seen', async () => {
    expect(await tabTo('Skip')).toHaveLength(1);
    const way = await tabTo('Microsoft 365work or school');
    expect(way.indexOf('English')).toBeLessThan(way.findIndex((name) => name.includes('A first mail')));
    await page.keyboard.press('ArrowDown');
    expect((await chromium.focused()).name).toContain('Gmail');
    await tabTo('Run the handshake');
    await page.keyboard.press('Enter');
    await ended('ready');
    expect(await page.getByText('smtp.gmail.com:465').count()).toBe(1);
    await tabTo('Subject');
    await page.keyboard.press('Control+A');
    await page.keyboard.type('By keyboard');
    await tabTo('Send');
    await page.keyboard.press('Space');
    await ended('accepted');
    await page.getByRole('article', { name: 'By keyboard' }).waitFor();
  });

  test('the outcome is announced, every field has a label, every button a name', async () => {
    expect(await outcome().getAttribute('aria-live')).toBe('polite');
    await run();
    await ended('ready');
    await chromium.soundForScreenReaders();
  });

  test('says so when its server is gone', async () => {
    await page.route('**/api/runs', (route) => route.abort());
    await run();
    await outcome().getByText('could not reach its own server').waitFor();
    chromium.forgive('net::ERR_FAILED');
  });
});
