import { contentOf, type Part, readPart } from './mime.js';

/** A file that goes up by itself. */
export interface Attachment {
  readonly name: string;
  readonly type: string;
  readonly content: Buffer;
  readonly contentId?: string;
  readonly inline: boolean;
}

/** A message without its largest files, and those files. Undefined where that does not make it small enough. */
export interface Cut {
  readonly rest: Buffer;
  readonly files: readonly Attachment[];
}

/** Takes as many files out of a message, the largest first, as it needs to have no more than `most` octets. */
export function cutFiles(message: Uint8Array, most: number): Cut | undefined {
  const octets = Buffer.from(message.buffer, message.byteOffset, message.length);
  const root = readPart(octets);
  // The whole message is one file: what is left is its header and no text.
  if (root.parts.length === 0)
    return isFile(root) ? { rest: headerAlone(root), files: [fileOf(octets, root)] } : undefined;
  const largest = filesIn(root).sort((one, other) => other.to - other.from - (one.to - one.from));
  const chosen: Piece[] = [];
  let left = octets.length;
  for (const piece of largest) {
    if (left <= most) break;
    chosen.push(piece);
    left -= piece.to - piece.from - piece.instead.length;
  }
  if (left > most) return undefined;
  const inOrder = chosen.sort((one, other) => one.from - other.from);
  return { rest: without(octets, inOrder), files: inOrder.map(({ part }) => fileOf(octets, part)) };
}

interface Piece {
  readonly part: Part;
  readonly from: number;
  readonly to: number;
  /** What takes its place, where nothing might be left around it: a multipart has a part (RFC 2046 5.1.1). */
  readonly instead: string;
}

const EMPTY = 'Content-Type: text/plain; charset=us-ascii\r\n\r\n\r\n';

/** Files that may be taken out: not what a signature is over (RFC 1847), and not one of several forms of one text. */
function filesIn(root: Part): Piece[] {
  if (/^multipart\/(?:signed|encrypted|report)$/.test(root.type)) return [];
  const alone = root.parts.every(({ part }) => isFile(part));
  return root.parts.flatMap(({ part, from, to }, at) => {
    if (part.parts.length > 0) return filesIn(part);
    if (root.type === 'multipart/alternative' || !isFile(part)) return [];
    return [{ part, from, to, instead: alone && at === 0 ? `--${root.parameters.boundary}\r\n${EMPTY}` : '' }];
  });
}

function isFile({ disposition, name, contentId, type }: Part): boolean {
  // One that has no parts is a damaged message.
  if (type.startsWith('multipart/')) return false;
  return disposition === 'attachment' || (!type.startsWith('text/') && (name !== undefined || contentId !== undefined));
}

function without(octets: Buffer, pieces: readonly Piece[]): Buffer {
  const kept: Buffer[] = [];
  let at = 0;
  for (const { from, to, instead } of pieces) {
    kept.push(octets.subarray(at, from), Buffer.from(instead));
    at = to;
  }
  return Buffer.concat([...kept, octets.subarray(at)]);
}

function headerAlone({ fields }: Part): Buffer {
  const kept = fields.filter(({ name }) => !name.startsWith('content-'));
  return Buffer.concat([...kept.map((field) => field.octets), Buffer.from(EMPTY)]);
}

export function fileOf(octets: Buffer, part: Part): Attachment {
  const { name, type, contentId, disposition } = part;
  return {
    name: name ?? 'attachment',
    type,
    content: contentOf(octets, part),
    ...(contentId !== undefined && { contentId }),
    inline: disposition !== 'attachment' && contentId !== undefined,
  };
}
