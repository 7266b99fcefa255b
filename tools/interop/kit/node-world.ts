import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { accounts, domain, GREY, recipients, tokens } from '../world.js';

/** Makes the Maildir of a server on Node.js, and the environment by which it finds that and knows the world. */
export async function nodeWorld(folder: string): Promise<{ maildir: string; env: Record<string, string> }> {
  const maildir = join(folder, 'mail');
  for (const name of ['tmp', 'new']) await mkdir(join(maildir, name), { recursive: true });
  const world = { folder: maildir, domain, recipients, grey: GREY, accounts, tokens };
  return { maildir, env: { EHLO_INTEROP: JSON.stringify(world) } };
}
