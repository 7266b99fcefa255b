import { isAscii } from 'node:buffer';
import type MimeNode from 'nodemailer/lib/mime-node';
import { quotedPrintable } from './compose-qp.js';

/** A message in one piece, and what its octets ask of the server. */
export interface Serialised {
  readonly bytes: Uint8Array;
  /** Some octet is over 127: BODY=8BITMIME. */
  readonly eightBit: boolean;
  /** Some header holds UTF-8 (RFC 6532): SMTPUTF8. */
  readonly utf8Headers: boolean;
}

/**
 * The octets of a compiled message, the very ones that nodemailer's `build()` gives, without its stream pipeline.
 * Undefined where the tree holds what must be loaded or transformed: streams, files, DKIM, `newline`.
 */
export function serialise(root: MimeNode): Serialised | undefined {
  const node = inner(root);
  if (node._transforms.length > 0 || node._processFuncs.length > 0 || node.newline || !isAtHand(node)) return undefined;
  const out = new Pieces();
  write(node, out);
  return out.end();
}

/** What can be told of a message before it is streamed. */
export function foretell(root: MimeNode): { eightBit: boolean | 'unknown'; utf8Headers: boolean } {
  let eightBit: boolean | 'unknown' = inner(root)._transforms.length > 0 ? 'unknown' : false;
  let utf8Headers = false;
  const rest = [inner(root)];
  for (let node = rest.pop(); node !== undefined; node = rest.pop()) {
    rest.push(...node.childNodes);
    const content = node._raw || node.content;
    const encoding = node._raw ? false : node.getTransferEncoding();
    if (!node._raw && !isAsciiText(node.buildHeaders())) eightBit = utf8Headers = true;
    if (!content || encoding === 'base64' || encoding === 'quoted-printable' || eightBit === true) continue;
    if (!isBytes(content)) eightBit = 'unknown';
    else if (!isAsciiText(content)) eightBit = true;
  }
  return { eightBit, utf8Headers };
}

/** Fields of MimeNode that its types leave out; nodemailer's version is pinned. */
type Inner = Omit<MimeNode, 'content' | 'childNodes'> & {
  readonly _raw: unknown;
  readonly _transforms: readonly unknown[];
  readonly _processFuncs: readonly unknown[];
  readonly newline?: unknown;
  readonly content?: unknown;
  readonly childNodes: readonly Inner[];
};

function inner(node: MimeNode): Inner {
  return node as unknown as Inner;
}

function isBytes(content: unknown): content is string | Uint8Array {
  return typeof content === 'string' || content instanceof Uint8Array;
}

function isAsciiText(text: string | Uint8Array): boolean {
  return typeof text === 'string' ? !/[^\0-\x7f]/.test(text) : isAscii(text);
}

function isAtHand(node: Inner): boolean {
  const content = node._raw || node.content;
  return (!content || isBytes(content)) && node.childNodes.every(isAtHand);
}

/** Follows MimeNode.stream() step by step. */
function write(node: Inner, out: Pieces): void {
  if (node._raw) {
    out.add(node._raw as string | Uint8Array);
    return;
  }
  out.header(`${node.buildHeaders()}\r\n\r\n`);
  const content = node.content as string | Uint8Array | undefined;
  if (content) {
    // What getTransferEncoding() found, which reads the content through; buildHeaders() has just asked it.
    const encoding = String(node.getHeader('Content-Transfer-Encoding') ?? '');
    if (encoding === 'base64') out.encoded(base64Lines(asBuffer(content)));
    else if (encoding === 'quoted-printable')
      for (const piece of quotedPrintable(asBuffer(content), isText(node))) out.encoded(piece);
    else out.add(content);
  }
  if (!node.multipart) return;
  node.childNodes.forEach((child, i) => {
    out.header(`${i > 0 ? '\r\n' : ''}--${node.boundary}\r\n`);
    write(child, out);
  });
  out.header(`\r\n--${node.boundary}--\r\n`);
}

function isText(node: Inner): boolean {
  return /^text\//i.test(node.contentType || '');
}

function asBuffer(content: string | Uint8Array): Buffer {
  if (typeof content === 'string') return Buffer.from(content);
  return Buffer.isBuffer(content) ? content : Buffer.from(content.buffer, content.byteOffset, content.byteLength);
}

const LINE = 76;

/** Base64 in lines of 76 characters, no line break behind the last (RFC 2045 6.8). */
function base64Lines(bytes: Buffer): Buffer {
  const length = Math.ceil(bytes.length / 3) * 4;
  const breaks = Math.max(Math.ceil(length / LINE) - 1, 0) * 2;
  const out = Buffer.allocUnsafe(length + breaks);
  // Written to the end of the buffer, then moved up line by line: a line never overtakes what is still to be moved.
  out.write(bytes.toString('base64'), breaks, 'latin1');
  for (let from = breaks, to = 0; from > to; from += LINE, to += LINE + 2) {
    out.copyWithin(to, from, from + LINE);
    out[to + LINE] = 0x0d;
    out[to + LINE + 1] = 0x0a;
  }
  return out;
}

/** Collects the octets; short texts are joined before they are turned to bytes. */
class Pieces {
  #text = '';
  #length = 0;
  #eightBit = false;
  #utf8Headers = false;
  readonly #pieces: Uint8Array[] = [];

  header(text: string): void {
    if (!isAsciiText(text)) this.#eightBit = this.#utf8Headers = true;
    this.#text += text;
  }

  add(content: string | Uint8Array): void {
    if (!isAsciiText(content)) this.#eightBit = true;
    this.encoded(content);
  }

  encoded(content: string | Uint8Array): void {
    if (typeof content === 'string') {
      this.#text += content;
    } else {
      this.#flush();
      this.#push(content);
    }
  }

  end(): Serialised {
    // As nodemailer's last transform: a message ends with a line break.
    const last = this.#text === '' ? this.#pieces.at(-1)?.at(-1) : this.#text.charCodeAt(this.#text.length - 1);
    if (last !== 0x0a) this.#text += last === 0x0d ? '\n' : '\r\n';
    this.#flush();
    const bytes = this.#pieces.length === 1 ? this.#pieces[0]! : Buffer.concat(this.#pieces, this.#length);
    return { bytes, eightBit: this.#eightBit, utf8Headers: this.#utf8Headers };
  }

  #flush(): void {
    if (this.#text === '') return;
    this.#push(Buffer.from(this.#text));
    this.#text = '';
  }

  #push(piece: Uint8Array): void {
    if (piece.length === 0) return;
    this.#pieces.push(piece);
    this.#length += piece.length;
  }
}
