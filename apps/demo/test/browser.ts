import { existsSync, mkdirSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type Browser, chromium } from 'playwright-core';

/** Chromium, where there is one. */
export const BROWSER = ['chromium', 'chromium-browser', 'google-chrome']
  .flatMap((name) => (process.env.PATH ?? '').split(delimiter).map((folder) => join(folder, name)))
  .find(existsSync);
const ARGUMENTS = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];
/** Git ignores it. */
export const SCREENSHOTS = fileURLToPath(new URL('../screenshots/', import.meta.url));

/** For the names of suites: says why they are skipped. */
export const WHERE = BROWSER ? 'in Chromium' : 'skipped: no Chromium here; `apt-get install -y chromium` brings it';

export function launch(): Promise<Browser> {
  mkdirSync(SCREENSHOTS, { recursive: true });
  return chromium.launch({ executablePath: BROWSER!, args: ARGUMENTS });
}
