import { chmodSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test, vi } from 'vitest';
import { openInBrowser } from '../src/browser.js';

const onLinux = process.platform === 'linux';

/** A desktop whose browser writes down what it was given. */
function desktop(): { readonly asked: () => string } {
  const folder = mkdtempSync(join(tmpdir(), 'ehlo-desktop-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const note = join(folder, 'asked');
  writeFileSync(
    join(folder, 'xdg-open'),
    `#!/bin/sh\nprintf '%s|' "$@" > '${note}.draft'\nmv '${note}.draft' '${note}'\n`,
  );
  chmodSync(join(folder, 'xdg-open'), 0o755);
  vi.stubEnv('PATH', `${folder}:${process.env.PATH}`);
  onTestFinished(() => void vi.unstubAllEnvs());
  return { asked: () => (existsSync(note) ? readFileSync(note, 'utf8') : '') };
}

test.runIf(onLinux)('a page is opened by the program of the desktop, and no shell reads its address', async () => {
  const { asked } = desktop();
  const url = 'https://login.example/?state=$(id)&scope=a;b|c';
  expect(await openInBrowser(url, { env: { DISPLAY: ':0' } })).toBe(true);
  await vi.waitFor(() => expect(asked()).toBe(`${url}|`));
});

test.runIf(onLinux).each([
  ['there is no desktop', {}],
  ['the desktop is elsewhere', { DISPLAY: ':0', SSH_CONNECTION: '192.0.2.1 1 192.0.2.2 22' }],
  ['nobody looks on', { DISPLAY: ':0', CI: 'true' }],
])('nothing is opened where %s', async (_, env) => {
  const { asked } = desktop();
  expect(await openInBrowser('https://login.example/', { env })).toBe(false);
  expect(asked()).toBe('');
});

test.runIf(onLinux)('a desktop without the program is none', async () => {
  vi.stubEnv('PATH', '/nonexistent');
  onTestFinished(() => void vi.unstubAllEnvs());
  expect(await openInBrowser('https://login.example/', { env: { WAYLAND_DISPLAY: 'wayland-0' } })).toBe(false);
});
