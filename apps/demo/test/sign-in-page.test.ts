import type { Page } from 'playwright-core';
import { beforeEach, describe, expect, test } from 'vitest';
import { SIGN_IN_PROVIDERS } from '../src/api.js';
import { DICTIONARIES } from '../src/web/words/index.js';
import { BROWSER, SCREENSHOTS, WHERE } from './browser.js';
import { inChromium } from './chromium.js';

describe.skipIf(BROWSER === undefined)(`signing in on the page, ${WHERE}`, () => {
  const { demo, page, open, shoot, noSidewaysScrolling } = inChromium('/');

  beforeEach(async () => {
    for (const provider of SIGN_IN_PROVIDERS) await demo.post(`/api/sign-in/${provider}`, { do: 'sign-out' });
  });

  const card = () => page.locator('#sign-in');
  const choose = async (provider: RegExp): Promise<void> => {
    await page.getByRole('radio', { name: provider }).check();
    await page.getByRole('radio', { name: 'Sign-in' }).check();
    await card().waitFor();
  };
  const button = (name: string) => card().getByRole('button', { name });
  const road = (name: string) => page.getByRole('radio', { name, exact: true }).check();
  const signedIn = () => card().getByText('Signed in. Mail goes out without a person.').waitFor();
  /** A card that was not there when the last mail was sent: a second one may end as the first did. */
  const ended = (word: string) =>
    page.locator(`[data-testid="outcome"] [data-word="${word}"]:not([data-seen])`).waitFor();
  const send = async (subject: string, word = 'accepted'): Promise<void> => {
    await page.getByLabel('Subject').fill(subject);
    await page.evaluate(() => document.querySelector('[data-word]')?.setAttribute('data-seen', ''));
    await page.getByRole('button', { name: 'Send', exact: true }).click();
    await ended(word);
    if (word === 'accepted') await page.getByRole('article', { name: subject }).waitFor();
  };

  /** The page that the link opens, in a tab of its own. */
  async function theirPage(): Promise<Page> {
    const opened = page.context().waitForEvent('page');
    await card().getByRole('link', { name: 'Open the sign-in page' }).click();
    const theirs = await opened;
    theirs.setDefaultTimeout(10_000);
    await theirs.waitForLoadState();
    return theirs;
  }

  test('with a code that is typed on another page', async () => {
    await choose(/Outlook\.com/);
    await card().getByText('Nobody has signed in yet.').waitFor();
    await button('With a code').click();
    const code = await card().locator('.user-code').textContent();
    expect(code).toMatch(/^[A-Z0-9]{9}$/);
    await shoot('sign-in-1-code');
    const theirs = await theirPage();
    await theirs.locator('#user-code').fill(code!);
    await theirs.locator('#user').selectOption('someone@outlook.com');
    await theirs.locator('#sign-in').click();
    await theirs.getByText('You have signed in on your device.').waitFor();
    await signedIn();
    expect(await card().textContent()).toContain('opaque: only the provider can read it');
    await send('By code');
  });

  test('in the browser, which comes back by itself', async () => {
    await choose(/Microsoft 365/);
    await button('In the browser').click();
    const theirs = await theirPage();
    expect(await theirs.textContent('body')).toContain('someone@contoso.com');
    await theirs.screenshot({ path: `${SCREENSHOTS}sign-in-2-their-page.png` });
    await theirs.locator('#sign-in').click();
    await theirs.getByText('You may close this page').waitFor();
    expect(new URL(theirs.url()).hostname).toBe('localhost');
    await signedIn();
    const token = card().getByRole('article', { name: 'Access token' });
    const said = await token.textContent();
    expect(said).toContain('https://outlook.office.com/SMTP.Send');
    expect(said).toMatch(/Ends\d\d:\d\d, in (?:59|60) min/);
    expect(said).toMatch(/Next renewal\d\d:\d\d, in 4\d min|Next renewal\d\d:\d\d, in 50 min/);
    expect(await card().getByTestId('renewals').textContent()).toBe('0');
    await shoot('sign-in-3-signed-in');
    expect(await page.content()).not.toMatch(/eyJ[\w-]+\.eyJ|EwB[\w+/]{20}/);
  });

  test('declined on the page of the provider, and called off on this one', async () => {
    await choose(/Gmail/);
    expect(await card().textContent()).toContain('Google gives no code for mail');
    await button('In the browser').click();
    const theirs = await theirPage();
    await theirs.locator('#deny').click();
    await theirs.getByText('You may close this page').waitFor();
    await card().getByText('OAUTH_CONSENT_REQUIRED').waitFor();
    await button('In the browser').click();
    await button('Cancel').click();
    await card().getByText('Nobody has signed in yet.').waitFor();
    expect(await card().getByRole('link').count()).toBe(0);
  });

  /** As the page does it, in one order. */
  const enter = async (provider: 'outlook' | 'microsoft365' | 'gmail', name: RegExp): Promise<void> => {
    await demo.post(`/api/sign-in/${provider}`, { do: 'begin', flow: 'browser', approve: true });
    await choose(name);
    await signedIn();
  };

  test('an hour passes, and the token is renewed with the next mail', async () => {
    await enter('microsoft365', /Microsoft 365/);
    await button('An hour passes').click();
    await card().getByText('with the next mail').waitFor();
    await send('An hour later');
    await card().getByText('Renewed, with a new refresh token').waitFor();
    expect(await card().getByTestId('renewals').textContent()).toBe('1');
    expect(await page.locator('.ladder .tone-no').count()).toBe(0);
  });

  test('a token that ended early is refused, renewed, and the mail goes out on a second connection', async () => {
    await enter('outlook', /Outlook\.com/);
    await button('The access token ends').click();
    await send('Renewed in the middle');
    const ladder = page.getByRole('list', { name: 'Handshake' });
    expect(await ladder.textContent()).toContain('535 5.7.3');
    await ladder.getByText('Connection 2').waitFor();
    await card().getByText('Renewed, with a new refresh token').waitFor();
    await shoot('sign-in-4-renewed');
  });

  test('revoked: the card says who must sign in, and leads there', async () => {
    await enter('microsoft365', /Microsoft 365/);
    await button('The owner revokes it').click();
    await button('An hour passes').click();
    await send('Too late', 'rejected');
    await card().getByText('The sign-in has ended.').waitFor();
    expect(await card().locator('.needed').textContent()).toContain('The owner of the mailbox');
    expect(await card().locator('.news').textContent()).toContain('A sign-in is needed');
    await shoot('sign-in-5-needed');
    await page.getByRole('link', { name: 'To the sign-in' }).click();
    expect(await page.evaluate(() => document.activeElement?.id)).toBe('sign-in');
    await button('In the browser').click();
    const theirs = await theirPage();
    await theirs.locator('#sign-in').click();
    await signedIn();
    expect(await card().locator('.needed').count()).toBe(0);
    await send('Signed in again');
  });

  test.each([
    ['microsoft365', /Microsoft 365/, 'POST https://graph.microsoft.com/v1.0/me/sendMail', 'Graph, as MIME'],
    ['gmail', /Gmail/, 'POST https://gmail.googleapis.com/gmail/v1/users/me/messages/send', 'Gmail API, raw'],
  ] as const)('%s, over both roads', async (provider, name, line, by) => {
    await enter(provider, name);
    await send('The first road');
    expect(await page.getByRole('article', { name: 'The first road' }).textContent()).toContain('Came bySMTP');
    await road('HTTP API');
    await send('The second road');
    expect(await page.getByRole('article', { name: 'The second road' }).textContent()).toContain(`Came by${by}`);
    const ladder = page.getByRole('list', { name: 'Handshake' });
    expect(await ladder.textContent()).toContain(line);
    expect(await ladder.locator('.rung:not(.is-secured)').count()).toBe(0);
    await shoot(`sign-in-6-${provider}-api`);
  });

  test('auto goes round where SMTP is closed, and says why', async () => {
    await enter('microsoft365', /Microsoft 365/);
    await road('auto');
    await send('As long as SMTP is open');
    expect(await page.locator('.roundabout').count()).toBe(0);
    await page.getByLabel('SMTP AUTH').selectOption('disabled-for-tenant');
    await send('By the other road');
    const why = await page.locator('.roundabout').textContent();
    expect(why).toContain('SMTP is closed to this account');
    expect(why).toContain('MS_SMTP_AUTH_DISABLED');
    const ladder = await page.getByRole('list', { name: 'Handshake' }).textContent();
    expect(ladder).toMatch(/5\.7\.139.*HTTPS.*202/s);
    await shoot('sign-in-7-auto');
  });

  test.each([
    ['revoked', 'rejected'],
    ['roads', 'accepted'],
  ] as const)('the story “%s” ends as %s, in both languages and both lights', async (id, word) => {
    for (const [locale, colorScheme] of [
      ['en-US', 'dark'],
      ['zh-CN', 'light'],
    ] as const) {
      await open({ locale, colorScheme });
      const words = DICTIONARIES[locale === 'zh-CN' ? 'zh-CN' : 'en'];
      await page.getByRole('button', { name: words.stories[id].title }).click();
      await ended(word);
      await page.getByRole('heading', { name: words.signIn.title, exact: true }).waitFor();
      await shoot(`sign-in-story-${id}-${colorScheme}`);
    }
  });

  test('a phone of 360 px scrolls in one direction only', async () => {
    await open({ viewport: { width: 360, height: 740 }, deviceScaleFactor: 2, hasTouch: true, colorScheme: 'dark' });
    await page.getByRole('button', { name: DICTIONARIES.en.stories.revoked.title }).click();
    await ended('rejected');
    await noSidewaysScrolling();
    await button('With a code').click();
    await card().locator('.user-code').waitFor();
    await noSidewaysScrolling();
    await shoot('sign-in-8-phone', card());
  });
});
