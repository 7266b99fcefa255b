import type { Request } from 'playwright-core';
import { describe, expect, test } from 'vitest';
import { DICTIONARIES } from '../src/web/words/index.js';
import { BROWSER, WHERE } from './browser.js';
import { inChromium } from './chromium.js';

describe.skipIf(BROWSER === undefined)(`the doctor, ${WHERE}`, () => {
  const chromium = inChromium('/doctor');
  const { demo, page, open, shoot, noSidewaysScrolling, tabTo } = chromium;
  const { en, 'zh-CN': zh } = DICTIONARIES;

  const patient = (id: keyof typeof en.doctor.examples.items, words = en) =>
    page.getByRole('button', { name: words.doctor.examples.items[id].title }).click();
  const examine = () => page.getByRole('button', { name: en.doctor.examine, exact: true }).click();
  /** The answer, by the stage that failed or by `well`. */
  const answer = (word: string) => page.getByTestId('diagnosis').locator(`[data-word="${word}"]`);
  const fixOf = (at: string) => answer(at).locator('.is-strong dd').textContent();
  const stage = (name: string) => page.locator(`[data-stage="${name}"]`);
  const stages = () => page.locator('.stages > li').evaluateAll((rows) => rows.map((row) => row.className));

  test('the stages tick one after the other', async () => {
    await open({ reducedMotion: 'no-preference' });
    await shoot('doctor-1-empty');
    const seen: string[][] = [];
    await page.exposeFunction('saw', (rows: string[]) => seen.push(rows));
    await page.evaluate(() => {
      const see = () => {
        const rows = [...document.querySelectorAll('.stages > li')].map((row) => row.className);
        (window as unknown as { saw(rows: string[]): void }).saw(rows);
      };
      const card = document.querySelector('#stages')!;
      new MutationObserver(see).observe(card, { childList: true, subtree: true, attributes: true });
    });
    await patient('well');
    await answer('well').waitFor();
    const well = seen.map((rows) => rows.filter((row) => row === 'is-ok').length);
    expect(well).toEqual([...well].sort((one, other) => one - other));
    expect(new Set(well).size).toBeGreaterThan(6);
    expect(seen.some((rows) => rows.includes('is-running') && rows.includes('is-waiting'))).toBe(true);
    expect(new Set(await stages())).toEqual(new Set(['is-ok']));
    expect(await stage('auth').textContent()).toMatch(/\d+ ms/);
    expect(demo.stage.box('gmail').inbox).toEqual([]);
    await shoot('doctor-2-well');
  });

  test.each([
    ['closed', 'auth', 'MS_SMTP_AUTH_DISABLED', 'tenant admin'],
    ['certificate', 'tls', 'TLS_CERT_UNTRUSTED', 'server owner'],
    ['stripped', 'tls', 'STARTTLS_UNAVAILABLE', 'server owner'],
  ] as const)('the patient “%s” fails at %s with %s', async (id, at, code, who) => {
    await patient(id);
    await answer(at).waitFor();
    expect(await answer(at).textContent()).toContain(code);
    expect(await answer(at).textContent()).toContain(en.ending.whos[who]);
    expect(await page.locator('.is-failed .stage-cause').textContent()).toContain((await fixOf(at))!);
    const rows = await stages();
    expect(rows.slice(rows.indexOf('is-failed') + 1).every((row) => row === 'is-not-reached')).toBe(true);
    await shoot(`doctor-3-${id}`);
  });
  test('what works beside it is the answer, and can be examined', async () => {
    await patient('mode');
    await answer('tls').waitFor();
    const { port } = demo.stage.box('microsoft365');
    expect(await page.locator('.works').textContent()).toContain(`127.0.0.1:${port}, STARTTLS`);
    await page.getByText(en.doctor.neighbours).click();
    expect(await page.locator('.neighbours li').first().textContent()).toContain(en.doctor.neighbourWorks);
    await shoot('doctor-4-works');
    await page.emulateMedia({ colorScheme: 'dark' });
    await shoot('doctor-4-works-dark');
    await page.getByRole('button', { name: en.doctor.tryThat }).click();
    await answer('well').waitFor();
    const conversation = page.getByRole('list', { name: en.doctor.conversation });
    expect(await conversation.locator('.band').count()).toBe(1);
  });

  test('a state of the sandbox is chosen and examined, and the other page knows of it', async () => {
    const go = (name: string) => page.getByRole('link', { name }).click();
    const inView = page.locator('main > div:not([hidden])');
    const gmail = () => inView.getByRole('radio', { name: /^Gmail/ }).check();
    const appPassword = inView.getByLabel(en.switches.names.appPassword!);
    await go(en.pages.handshake.name);
    await gmail();
    expect(await appPassword.inputValue()).toBe('accepted');
    await go(en.pages.doctor.name);
    await gmail();
    await appPassword.selectOption('required');
    await examine();
    await answer('auth').getByText('APP_PASSWORD_REQUIRED').waitFor();
    await go(en.pages.handshake.name);
    await inView.locator('select.is-changed').waitFor();
    expect(await appPassword.inputValue()).toBe('required');
    await go(en.pages.doctor.name);
    await answer('auth').waitFor();
  });

  test('one’s own server is dialled, and what is typed as a secret comes back from nowhere', async () => {
    const bodies: string[] = [];
    page.on('request', (request: Request) => {
      expect(request.url()).not.toContain('canary');
      if (request.postData()?.includes('canary')) bodies.push(new URL(request.url()).pathname);
    });
    await page.getByRole('radio', { name: en.doctor.kinds.own }).check();
    await page.getByText(en.doctor.dials).waitFor();
    await page.getByLabel(en.doctor.host).fill('127.0.0.1');
    await page.getByLabel(en.doctor.port).fill(`${demo.stage.box('generic').port}`);
    await page.getByRole('radio', { name: en.doctor.logins.password }).check();
    await page.getByLabel(en.doctor.user).fill('me@example.com');
    await page.locator('input[type=password]').fill('canary-5512');
    await examine();
    await answer('tls')
      .getByText(/TLS_CERT_/)
      .waitFor();
    expect(bodies).toEqual(['/api/doctor']);
    await chromium.keepsNothingOf(/canary/);
    await shoot('doctor-5-own');
  });

  test('a probe that hangs is stopped', async () => {
    await patient('silent');
    await stage('greeting').and(page.locator('.is-running')).waitFor();
    await page.getByRole('button', { name: en.settings.stop }).click();
    await page.getByText(en.doctor.aborted).waitFor();
  });

  test('the language changes at once, and nobody is asked again', async () => {
    await patient('closed');
    await answer('auth').waitFor();
    const paths: string[] = [];
    page.on('request', (request: Request) => paths.push(request.url()));
    await page.getByRole('radio', { name: '简体中文' }).check();
    await page.getByRole('heading', { name: zh.doctor.stages }).waitFor();
    expect(await fixOf('auth')).toMatch(/\p{Script=Han}{4}/u);
    expect(await stage('settings').locator('.stage-seen li').allTextContents()).toContain('服务商：Microsoft 365');
    await shoot('doctor-6-zh-cn');
    expect(paths).toEqual([]);
  });

  test('by keyboard alone, and sound for a screen reader', async () => {
    expect(await tabTo(en.pages.doctor.skip)).toHaveLength(1);
    await tabTo(en.doctor.examine);
    await page.keyboard.press('Enter');
    await answer('well').waitFor();
    await tabTo(en.doctor.names.settings);
    await page.keyboard.press('Enter');
    await page.getByText('taken for Microsoft 365').waitFor();
    await chromium.soundForScreenReaders();
    expect(await page.getByTestId('diagnosis').getAttribute('aria-live')).toBe('polite');
  });

  test('a phone of 360 px, dark, in Chinese', async () => {
    const phone = { viewport: { width: 360, height: 740 }, deviceScaleFactor: 2, hasTouch: true } as const;
    await open({ ...phone, locale: 'zh-CN', colorScheme: 'dark' });
    await noSidewaysScrolling();
    await patient('closed', zh);
    await answer('auth').waitFor();
    await noSidewaysScrolling();
    await chromium.nothingTooSmall();
    await shoot('doctor-7-phone-zh-cn-dark');
    await page.getByRole('radio', { name: zh.doctor.kinds.own }).check();
    await noSidewaysScrolling();
  });
});
