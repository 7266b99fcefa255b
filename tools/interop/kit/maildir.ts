import { open, readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';

const HEAD = 4_096;

/**
 * Reads mails back from a Maildir that holds those of all recipients. A mail is in `new` only when it is whole:
 * delivery writes to `tmp` and renames.
 */
export class Maildir {
  readonly #folder: string;
  readonly #recipientField: string;
  readonly #stored: 'lf' | 'crlf';
  readonly #files = new Map<string, string>();

  /** `recipientField`: the header field in which the server notes for whom a copy is, with its colon. `stored`: its line ends. */
  constructor(folder: string, recipientField: string, stored: 'lf' | 'crlf' = 'lf') {
    this.#stored = stored;
    this.#folder = join(folder, 'new');
    this.#recipientField = recipientField.toLowerCase();
  }

  /** The mails for an address once there are `count`; line ends become CRLF, since most keep LF. */
  async read(address: string, count: number, signal: AbortSignal): Promise<Buffer[]> {
    for (;;) {
      await this.#look();
      const mine = [...this.#files].filter(([, recipient]) => recipient === address);
      if (mine.length >= count)
        return Promise.all(
          mine.map(async ([file]) => (this.#stored === 'crlf' ? this.#bytes(file) : crlf(await this.#bytes(file)))),
        );
      await wait(10, undefined, { signal });
    }
  }

  async #look(): Promise<void> {
    const files = await readdir(this.#folder).catch(() => []);
    for (const file of files) if (!this.#files.has(file)) this.#files.set(file, await this.#recipient(file));
  }

  async #recipient(file: string): Promise<string> {
    await using handle = await open(join(this.#folder, file));
    const { buffer, bytesRead } = await handle.read(Buffer.alloc(HEAD), 0, HEAD, 0);
    const lines = buffer.toString('utf8', 0, bytesRead).split('\n');
    const line = lines.find((text) => text.toLowerCase().startsWith(this.#recipientField)) ?? '';
    return line.slice(this.#recipientField.length).trim();
  }

  #bytes(file: string): Promise<Buffer> {
    return readFile(join(this.#folder, file));
  }
}

function crlf(stored: Buffer): Buffer {
  const pieces: Buffer[] = [];
  let from = 0;
  for (let at = stored.indexOf(0x0a); at !== -1; at = stored.indexOf(0x0a, from)) {
    pieces.push(stored.subarray(from, at), CRLF);
    from = at + 1;
  }
  pieces.push(stored.subarray(from));
  return Buffer.concat(pieces);
}

const CRLF = Buffer.from('\r\n');
