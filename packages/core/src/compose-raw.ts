import { Transform, type TransformCallback } from 'node:stream';

// RFC 5322 sets no length for a header section; servers take some tens of kilobytes.
const HEADER_SECTION = 65_536;

/** The Message-ID of composed octets, with its angle brackets; empty where there is none, or where `raw` is yet to be read. */
export function messageIdOf(raw: unknown): string {
  if (typeof raw === 'string') return messageIdOf(Buffer.from(raw.slice(0, HEADER_SECTION)));
  if (!(raw instanceof Uint8Array)) return '';
  const section = Buffer.from(raw.buffer, raw.byteOffset, endOfHeader(raw)).toString('utf8');
  // The value may stand on a continuation line.
  return /(?:^|\n)message-id[ \t]*:[ \t]*(?:\r?\n[ \t]+)?(<[^<>\s]+>)/i.exec(section)?.[1] ?? '';
}

/** Where the empty line begins that ends the header section, whatever the line ends are. */
function endOfHeader(bytes: Uint8Array): number {
  const most = Math.min(bytes.length, HEADER_SECTION);
  for (let at = 0; at < most; at++) {
    if (bytes[at] !== LF) continue;
    if (bytes[at + 1] === LF || (bytes[at + 1] === CR && bytes[at + 2] === LF)) return at;
  }
  return most;
}

const CR = 0x0d;
const LF = 0x0a;

/** Makes CRLF of every line end, a lone CR or LF included, at whatever point the pieces are cut. */
export class CanonicalLines extends Transform {
  #afterCr = false;

  override _transform(chunk: Buffer, _encoding: BufferEncoding, done: TransformCallback): void {
    let from = 0;
    for (let i = 0; i < chunk.length; i++) {
      const octet = chunk[i];
      if (this.#afterCr) {
        this.#afterCr = false;
        // The pair was written when its CR came.
        if (octet === 0x0a) {
          from = i + 1;
          continue;
        }
      }
      if (octet !== 0x0d && octet !== 0x0a) continue;
      if (octet === 0x0d && chunk[i + 1] === 0x0a) {
        i++;
        continue;
      }
      if (i > from) this.push(chunk.subarray(from, i));
      this.push(CRLF);
      from = i + 1;
      this.#afterCr = octet === 0x0d;
    }
    if (from < chunk.length) this.push(chunk.subarray(from));
    done();
  }
}

const CRLF = Buffer.from('\r\n');
