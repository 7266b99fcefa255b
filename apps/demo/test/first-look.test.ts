import { describe, expect, test } from 'vitest';
import { DICTIONARIES } from '../src/web/words/index.js';
import { BROWSER, WHERE } from './browser.js';
import { inChromium } from './chromium.js';

/** The main path of each page, as a stranger would take it. `npm run pages` has the rest. */
describe.skipIf(BROWSER === undefined)(`the pages at first sight, ${WHERE}`, () => {
  const { page } = inChromium('/');
  const { en } = DICTIONARIES;
  const to = (name: string) => page.getByRole('navigation').getByRole('link', { name }).click();

  test('a handshake is drawn, a pasted failure explained, a server examined', async () => {
    await page.getByRole('button', { name: 'Run the handshake' }).click();
    await page.getByTestId('outcome').locator('[data-word="ready"]').waitFor();
    expect(await page.locator('.plan').textContent()).toContain('XOAUTH2');

    await to(en.pages.why.name);
    await page
      .getByRole('textbox', { name: en.why.text })
      .fill('535 5.7.139 Authentication unsuccessful, SmtpClientAuthentication is disabled for the Tenant.');
    await page.locator('.is-first[data-code="MS_SMTP_AUTH_DISABLED"]').waitFor();

    await to(en.pages.doctor.name);
    await page.getByRole('button', { name: en.doctor.examine, exact: true }).click();
    await page.getByTestId('diagnosis').locator('[data-word="well"]').waitFor();
  });
});
