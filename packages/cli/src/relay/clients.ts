import { chmod, mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { hashPassword, newPassword, type RelayUser } from '@ehlo/relay';
import { exit } from '../exit.js';
import { FileTrouble } from '../trouble.js';

const NAME = 'ehlo';

/** What a new password is handed over by: it is shown at a terminal, and else stands in a file for its owner. */
export interface NewLogin {
  readonly name: string;
  readonly password: string;
}

/**
 * The user that programs log in as at the relay, as `clients.json` in its folder has it. Made at the first start, and
 * again where `renew` says so; `made` is there only then, since the file holds the hash alone.
 */
export async function clientsOf(
  folder: string,
  renew: boolean,
): Promise<{ readonly users: readonly RelayUser[]; readonly made?: NewLogin }> {
  const path = join(folder, 'clients.json');
  const kept = renew ? undefined : await readClients(path);
  if (kept !== undefined) return { users: kept };
  const made = { name: NAME, password: newPassword() };
  const users = [{ name: NAME, passwordHash: await hashPassword(made.password) }];
  await written(path, `${JSON.stringify(users, null, 2)}\n`);
  return { users, made };
}

/** Readable by its owner only. Gives the path. */
export async function passwordFile(folder: string, { password }: NewLogin): Promise<string> {
  const path = join(folder, 'password');
  await written(path, `${password}\n`);
  return path;
}

/** A folder that only its owner can look into: made where there is none, and closed where others could. */
export async function folderAt(path: string): Promise<void> {
  try {
    await mkdir(path, { recursive: true, mode: 0o700 });
    await chmod(path, 0o700);
  } catch (error) {
    throw trouble(path, (error as NodeJS.ErrnoException).code ?? 'unwritable', exit.cannotCreate);
  }
}

async function readClients(path: string): Promise<readonly RelayUser[] | undefined> {
  const text = await readFile(path, 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return undefined;
    throw trouble(path, error.code ?? 'unreadable', exit.noInput);
  });
  if (text === undefined) return undefined;
  try {
    const users = JSON.parse(text) as readonly RelayUser[];
    if (users.length > 0 && users.every((user) => typeof user.name === 'string')) return users;
  } catch {
    // Said below.
  }
  throw trouble(path, 'no users in it; --new-password makes one', exit.config);
}

async function written(path: string, text: string): Promise<void> {
  try {
    // The mode holds for new files only: one that others can read, or a link to elsewhere, is not written into.
    await rm(path, { force: true });
    await writeFile(path, text, { mode: 0o600, flag: 'wx' });
  } catch (error) {
    throw trouble(path, (error as NodeJS.ErrnoException).code ?? 'unwritable', exit.cannotCreate);
  }
}

function trouble(path: string, why: string, code: FileTrouble['exit']): FileTrouble {
  return new FileTrouble({ en: `${path}: ${why}`, 'zh-CN': `${path}：${why}` }, code);
}
