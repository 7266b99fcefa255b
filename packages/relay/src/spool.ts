import { isAscii as hasAscii } from 'node:buffer';
import { createHash, randomUUID } from 'node:crypto';
import { type FileHandle, open, unlink } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** Up to here a message stays in memory; what is larger goes to a temporary file. */
const IN_MEMORY = 1_048_576;
/** A header section that is larger is none. */
const HEADER = 262_144;
const PIECE = 65_536;

/** A message that was received whole. */
export interface Spooled {
  readonly octets: number;
  /** The header section with its empty line; undefined where it is too large. */
  readonly header: Uint8Array | undefined;
  /** SHA-256 of the octets, in hexadecimal. */
  readonly hash: string;
  /** Every CR stands before an LF, and every LF behind a CR. */
  readonly lines: 'crlf' | 'bare';
  /** What MAIL has to say of it (RFC 6152 2). */
  readonly body: '7bit' | '8bitmime';
  /** The octets as they came. Can be read again. */
  readonly raw: Uint8Array | AsyncIterable<Uint8Array>;
  discard(): Promise<void>;
}

/** Why a message was not kept, though it was read to its end. */
export type Unkept = { readonly why: 'too-large' } | { readonly why: 'disk'; readonly error: unknown };

/**
 * Receives a message to its end, in memory or in a temporary file that has lost its name before anything is in it, so
 * that nothing is left of it whatever happens to this process. What is not kept is read all the same, since the answer
 * stands behind its end (RFC 5321 4.1.1.4). Rejects where the client left before the end.
 */
export async function spool(source: AsyncIterable<Buffer>, most: number): Promise<Spooled | Unkept> {
  const store = new Store();
  const lines = new Lines();
  let isAscii = true;
  const hash = createHash('sha256');
  let octets = 0;
  let unkept: Unkept | undefined;
  try {
    for await (const piece of source) {
      octets += piece.length;
      if (unkept !== undefined) continue;
      if (octets > most) unkept = { why: 'too-large' };
      else {
        lines.read(piece);
        isAscii &&= hasAscii(piece);
        hash.update(piece);
        await store.write(piece).catch((error: unknown) => {
          unkept = { why: 'disk', error };
        });
      }
    }
  } catch (error) {
    await store.discard();
    throw error;
  }
  if (unkept !== undefined) {
    await store.discard();
    return unkept;
  }
  return {
    octets,
    header: store.header(),
    hash: hash.digest('hex'),
    lines: lines.bare ? 'bare' : 'crlf',
    body: isAscii ? '7bit' : '8bitmime',
    raw: store.raw(),
    discard: () => store.discard(),
  };
}

class Store {
  /** What is in memory, copied together: a client may send octet by octet, and each piece of a socket has its cost. */
  #blocks: Buffer[] = [];
  #size = 0;
  /** Where a header section may end, of a message in a file. */
  #beginning: Buffer | undefined;
  #file: FileHandle | undefined;

  async write(piece: Buffer): Promise<void> {
    if (this.#file !== undefined) await writeAll(this.#file, piece);
    else this.#hold(piece);
    this.#size += piece.length;
    if (this.#file !== undefined || this.#size <= IN_MEMORY) return;
    const held = this.#held();
    this.#blocks = [];
    this.#beginning = Buffer.from(held.subarray(0, HEADER));
    this.#file = await temporary();
    await writeAll(this.#file, held);
  }

  header(): Uint8Array | undefined {
    const beginning = this.#beginning ?? this.#held().subarray(0, HEADER);
    const end = beginning.indexOf('\r\n\r\n');
    if (end !== -1) return beginning.subarray(0, end + 4);
    return this.#size > beginning.length ? undefined : beginning;
  }

  raw(): Uint8Array | AsyncIterable<Uint8Array> {
    const [file, size] = [this.#file, this.#size];
    return file === undefined ? this.#held() : { [Symbol.asyncIterator]: () => read(file, size) };
  }

  async discard(): Promise<void> {
    this.#blocks = [];
    const file = this.#file;
    this.#file = undefined;
    await file?.close();
  }

  #hold(piece: Buffer): void {
    for (let from = 0; from < piece.length; ) {
      const at = (this.#size + from) % PIECE;
      if (at === 0) this.#blocks.push(Buffer.allocUnsafeSlow(PIECE));
      from += piece.copy(this.#blocks.at(-1) as Buffer, at, from);
    }
  }

  #held(): Buffer {
    return Buffer.concat(this.#blocks, this.#size);
  }
}

async function temporary(): Promise<FileHandle> {
  const path = join(tmpdir(), `ehlo-relay-${randomUUID()}`);
  const file = await open(path, 'wx+', 0o600);
  await unlink(path);
  return file;
}

async function writeAll(file: FileHandle, octets: Buffer): Promise<void> {
  for (let from = 0; from < octets.length; ) from += (await file.write(octets, from)).bytesWritten;
}

async function* read(file: FileHandle, size: number): AsyncGenerator<Uint8Array> {
  for (let at = 0; at < size; ) {
    const { bytesRead, buffer } = await file.read(Buffer.allocUnsafe(PIECE), 0, PIECE, at);
    if (bytesRead === 0) throw new Error('the temporary file of the message is shorter than the message');
    at += bytesRead;
    yield buffer.subarray(0, bytesRead);
  }
}

/** Finds a CR or an LF that stands alone, at whatever point the pieces are cut. */
class Lines {
  bare = false;
  #afterCr = false;

  read(piece: Buffer): void {
    for (let at = 0; at < piece.length && !this.bare; at++) {
      const octet = piece[at];
      if ((octet === LF) !== this.#afterCr) this.bare = true;
      this.#afterCr = octet === CR;
    }
  }
}

const CR = 13;
const LF = 10;
