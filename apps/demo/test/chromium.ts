import type { Browser, BrowserContextOptions, Locator, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, expect } from 'vitest';
import { type Address, PROVIDERS } from '../src/api.js';
import { launch, SCREENSHOTS } from './browser.js';
import { builtPage } from './built-page.js';
import { type Demo, openDemo } from './demo.js';

/**
 * The demo in Chromium, for a suite: a server and a browser for all of its tests, and for each test the page of this
 * address, freshly loaded, before a sandbox that is as it was at the start. A test fails where the page complains on
 * its console, or asks anybody but its own server for anything.
 */
export function inChromium(address: Address) {
  let demo: Demo;
  let browser: Browser;
  let page: Page;
  let complaints: string[];

  beforeAll(async () => {
    demo = await openDemo(await builtPage());
    browser = await launch();
  });
  afterAll(async () => {
    await browser?.close();
    await demo?.[Symbol.asyncDispose]();
  });
  beforeEach(async () => {
    for (const provider of PROVIDERS) await demo.post(`/api/sandbox/${provider}`, { reset: true });
    await open();
  });
  afterEach(async () => {
    expect(complaints).toEqual([]);
    await page.context().close();
  });

  /** Opens the page anew, with another language, size or light. */
  async function open(options: BrowserContextOptions = {}): Promise<void> {
    await page?.context().close();
    complaints = [];
    const context = await browser.newContext({
      viewport: { width: 1280, height: 900 },
      reducedMotion: 'reduce',
      locale: 'en-US',
      timezoneId: 'UTC',
      ...options,
    });
    page = await context.newPage();
    page.setDefaultTimeout(10_000);
    page.on('console', (message) => complaints.push(`${message.type()}: ${message.text()}`));
    page.on('pageerror', (error) => complaints.push(`${error}`));
    page.on('request', (request) => {
      if (new URL(request.url()).origin !== demo.origin) complaints.push(`asked for ${request.url()}`);
    });
    await page.goto(`${demo.origin}${address}`);
    // The frame is there at once, what is in it when it has come.
    await page.locator('main h2').first().waitFor();
  }

  return {
    demo: standIn(() => demo),
    page: standIn(() => page),
    open,
    /** Takes what a test provoked out of the complaints. */
    forgive: (words: string): void => {
      complaints = complaints.filter((line) => !line.includes(words));
    },
    /** Puts a picture of the whole page, or of a part of it, into the folder of screenshots. */
    shoot: (name: string, part?: Locator) => {
      const path = `${SCREENSHOTS}${name}.png`;
      return part ? part.screenshot({ path }) : page.screenshot({ path, fullPage: true });
    },
    /** Neither the document nor the browser holds this: no storage, no cookie, no address, no title. */
    keepsNothingOf: async (secret: RegExp): Promise<void> => {
      const kept = await page.evaluate(() =>
        JSON.stringify([{ ...localStorage }, { ...sessionStorage }, document.cookie, location.href, document.title]),
      );
      expect(`${kept} ${await page.content()}`).not.toMatch(secret);
    },
    /** The page scrolls in one direction only. */
    noSidewaysScrolling: async (): Promise<void> =>
      expect(await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth)).toBeLessThanOrEqual(
        0,
      ),
    /** What is there to be touched is large enough for a finger. */
    nothingTooSmall: async (): Promise<void> => {
      const small = await page.evaluate(() =>
        [
          ...document.querySelectorAll(
            'button, select, summary.stage-line, input:not([type=radio]), .choice-option, nav a',
          ),
        ]
          .map((element) => [element.getBoundingClientRect().height, element.outerHTML.slice(0, 80)] as const)
          .filter(([height]) => height > 0 && height < 32),
      );
      expect(small).toEqual([]);
    },
    /** Every field has a label, every button a name, every id is there once, and what is described is described by something. */
    soundForScreenReaders: async (): Promise<void> => {
      const faults = await page.evaluate(() => {
        const all = (selector: string) => [...document.querySelectorAll<HTMLInputElement>(selector)];
        const nameless = all('input, select, textarea, button')
          .filter((field) => !(field.labels?.[0] ?? field).textContent?.trim())
          .map((field) => field.outerHTML);
        const ids = all('[id]').map(({ id }) => id);
        const twice = ids.filter((id, at) => ids.indexOf(id) !== at);
        const dangling = all('[aria-describedby], [aria-labelledby], [aria-controls]').flatMap((element) =>
          ['aria-describedby', 'aria-labelledby', 'aria-controls']
            .map((name) => element.getAttribute(name))
            .filter((id) => id !== null && document.getElementById(id) === null),
        );
        return { nameless, twice, dangling };
      });
      expect(faults).toEqual({ nameless: [], twice: [], dangling: [] });
    },
    /** Goes on by Tab until the focus stands on this name, sees each time that it can be seen, and gives the names on the way. */
    tabTo: async (name: string): Promise<string[]> => {
      const seen: string[] = [];
      for (let presses = 0; presses < 70; presses += 1) {
        await page.keyboard.press('Tab');
        const now = await page.evaluate(focused);
        expect(now, 'the focus must be visible').toMatchObject({ ring: true });
        seen.push(now.name);
        if (now.name.includes(name)) return seen;
      }
      throw new Error(`Tab does not come to ${name}: ${seen.join(' | ')}`);
    },
    focused: () => page.evaluate(focused),
  };
}

/** Runs in the page: what has the focus, and whether that can be seen. */
function focused(): { name: string; ring: boolean } {
  const element = document.activeElement!;
  const face = element.matches('input[type=radio]') ? element.nextElementSibling! : element;
  const { outlineStyle, outlineWidth } = getComputedStyle(face);
  const name = element.getAttribute('aria-label') ?? (element as HTMLInputElement).labels?.[0]?.textContent;
  return { name: name ?? element.textContent ?? '', ring: outlineStyle !== 'none' && outlineWidth !== '0px' };
}

/** What comes into being with each test, under a name that a suite can have from the start. */
function standIn<T extends object>(now: () => T): T {
  return new Proxy({} as T, {
    get: (_, name) => {
      const value: unknown = Reflect.get(now(), name);
      return typeof value === 'function' ? value.bind(now()) : value;
    },
  });
}
