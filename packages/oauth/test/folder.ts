import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Grant } from '@ehlo/oauth';
import { afterEach, beforeEach } from 'vitest';

/** A folder of its own for each test; gives its path. */
export function folders(): () => string {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'ehlo-store-'));
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));
  return () => folder;
}

/** A grant whose secrets hold the word hush. */
export const grant = (refreshToken = 'refresh-hush'): Grant => ({
  version: 1,
  issuer: 'https://issuer.example',
  clientId: 'client',
  refreshToken,
  tokens: { mail: { accessToken: 'access-hush', scope: 'mail', renewAt: 1 } },
  signedInAt: 0,
  renewals: 0,
});
