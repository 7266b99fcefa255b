import { randomBytes } from 'node:crypto';
import { mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileStore, type TokenStore } from '@ehlo/oauth';
import { exit } from '../exit.js';
import type { Terminal } from '../terminal.js';
import { FileTrouble } from '../trouble.js';
import { keptFolder } from './folder.js';

/** The road that mail takes. `auto`: SMTP, and the provider's API where SMTP proves closed to the account. */
export type Via = 'smtp' | 'graph' | 'gmail-api' | 'auto';

export const vias: readonly Via[] = ['smtp', 'graph', 'gmail-api', 'auto'];

/** Microsoft's national clouds that have mailboxes: that of the US government, and the one that 21Vianet runs in China. */
export type Cloud = 'gcc-high' | '21vianet';

export const clouds: readonly Cloud[] = ['gcc-high', '21vianet'];

/** An account that somebody signed in to, as far as it is no secret. */
export interface KeptAccount {
  /** The mail address, under which the grant is kept too. */
  readonly address: string;
  readonly provider: 'microsoft' | 'google';
  readonly clientId: string;
  /** Of Microsoft, where it is not the one that follows from the address. */
  readonly tenant?: string;
  /** Of Microsoft, where it is a national cloud: no address tells. */
  readonly cloud?: Cloud;
  /** What consent was given for. */
  readonly via: Via;
}

const FILE = 'accounts.json';

/**
 * The accounts that `ehlo login` keeps: a list without secrets in accounts.json, and in the same folder the grants and
 * client secrets, sealed. Any number of processes may use it.
 */
export class Register {
  readonly store: TokenStore;
  readonly #folder: string;

  constructor(terminal: Terminal) {
    this.#folder = keptFolder(terminal);
    this.store = fileStore({ folder: this.#folder });
  }

  /** By address. */
  async list(): Promise<readonly KeptAccount[]> {
    const text = await this.#read();
    if (text === undefined) return [];
    try {
      const { version, accounts } = JSON.parse(text) as { version: number; accounts: KeptAccount[] };
      if (version === 1 && accounts.every(isAccount)) return accounts;
    } catch {
      // Said below.
    }
    throw trouble(
      'is not what ehlo wrote there: move it away, and sign in again',
      '不是 ehlo 写入的内容：请移走它并重新登录',
    );
  }

  async find(address: string): Promise<KeptAccount | undefined> {
    return (await this.list()).find((one) => isSame(one.address, address));
  }

  /** Adds an account, in place of one with the same address. */
  keep(account: KeptAccount): Promise<void> {
    return this.#change((others) => [...others, account], account.address);
  }

  /** The grant is another thing: `signOut` forgets that. */
  remove(address: string): Promise<void> {
    return this.#change((others) => others, address);
  }

  /** The secret of an app that has one, as desktop clients of Google have; undefined where none is kept. */
  async clientSecret(clientId: string): Promise<string | undefined> {
    return (await this.store.read(drawer(clientId)))?.refreshToken;
  }

  /** Sealed as grants are, in a grant that holds nothing else. */
  async keepClientSecret(clientId: string, secret: string): Promise<void> {
    const sheet = { version: 1, issuer: 'ehlo', clientId, refreshToken: secret, tokens: {}, renewals: 0 } as const;
    const name = drawer(clientId);
    await this.store.lock(name, () => this.store.write(name, { ...sheet, signedInAt: Date.now() }));
  }

  async #read(): Promise<string | undefined> {
    try {
      return await readFile(join(this.#folder, FILE), 'utf8');
    } catch (error) {
      const { code = '' } = error as NodeJS.ErrnoException;
      if (code === 'ENOENT') return undefined;
      throw trouble(`cannot be read: ${code}`, `无法读取：${code}`);
    }
  }

  /** One process at a time; the file is whole or not there. */
  #change(next: (others: readonly KeptAccount[]) => readonly KeptAccount[], address: string): Promise<void> {
    return this.store.lock(FILE, async () => {
      const others = (await this.list()).filter((one) => !isSame(one.address, address));
      const accounts = [...next(others)].sort((a, b) => (a.address < b.address ? -1 : 1));
      const draft = join(this.#folder, `${FILE}.${randomBytes(6).toString('hex')}.draft`);
      try {
        await mkdir(this.#folder, { recursive: true, mode: 0o700 });
        await writeFile(draft, `${JSON.stringify({ version: 1, accounts }, null, 2)}\n`, { mode: 0o600, flag: 'wx' });
        await rename(draft, join(this.#folder, FILE));
      } catch (error) {
        await rm(draft, { force: true });
        const { code = '' } = error as NodeJS.ErrnoException;
        throw trouble(`cannot be written: ${code}`, `无法写入：${code}`, 'cannotCreate');
      }
    });
  }
}

/** Domains know no case, and no provider of mailboxes tells apart what stands before the @ by it. */
export function isSame(one: string, other: string): boolean {
  return one.toLowerCase() === other.toLowerCase();
}

function isAccount({ address, provider, clientId, via, cloud }: Partial<KeptAccount>): boolean {
  const named = [address, clientId].every((text) => typeof text === 'string');
  const placed = cloud === undefined || clouds.includes(cloud);
  return named && placed && (provider === 'microsoft' || provider === 'google') && vias.includes(via as Via);
}

function drawer(clientId: string): string {
  return `client ${clientId}`;
}

function trouble(en: string, zh: string, kind: 'noInput' | 'cannotCreate' = 'noInput'): FileTrouble {
  return new FileTrouble({ en: `${FILE} ${en}`, 'zh-CN': `${FILE} ${zh}` }, exit[kind]);
}
