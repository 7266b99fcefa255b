import { Transform, type TransformCallback } from 'node:stream';

// RFC 5322 sets no length for a header section; servers take some tens of kilobytes.
const HEADER_SECTION = 65_536;

/** The Message-ID of composed octets, with its angle brackets; empty where there is none, or where `raw` is yet to be read. */
export function messageIdOf(raw: unknown): string {
  if (typeof raw !== 'string' && !(raw instanceof Uint8Array)) return '';
  const start =
    typeof raw === 'string'
      ? raw.slice(0, HEADER_SECTION)
      : Buffer.from(raw.buffer, raw.byteOffset, Math.min(raw.byteLength, HEADER_SECTION)).toString('utf8');
  const end = /\r?\n\r?\n/.exec(start)?.index ?? start.length;
  // Found before the end of the headers, or not at all; the value may stand on a continuation line.
  const found = /(?:^|\n)message-id[ \t]*:[ \t]*(?:\r?\n[ \t]+)?(<[^<>\s]+>)/i.exec(start);
  return found && found.index < end ? found[1]! : '';
}

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
