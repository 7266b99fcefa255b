import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { catalogue, type ProviderName, type Sandbox } from '@ehlo/sandbox';
import { onTestFinished } from 'vitest';

/** An emulated server, and the file that `--sandbox` takes. Both go when the test has ended. */
export async function boxed(
  provider: ProviderName,
  options: Readonly<Record<string, unknown>> = {},
): Promise<{ readonly box: Sandbox; readonly file: string }> {
  const box = await catalogue[provider].start(options);
  onTestFinished(() => box.close());
  const { host, port, security, ca, user, password, accessToken } = box;
  const description = { provider, host, port, security, ca, user, password, accessToken };
  return { box, file: fileOf('box.json', JSON.stringify(description)) };
}

/** A file with this text, in a folder of its own. */
export function fileOf(name: string, text: string): string {
  const folder = mkdtempSync(join(tmpdir(), 'ehlo-cli-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  writeFileSync(join(folder, name), text);
  return join(folder, name);
}
