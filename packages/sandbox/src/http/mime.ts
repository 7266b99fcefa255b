import { randomBytes } from 'node:crypto';

export interface Part {
  readonly type: string;
  readonly content: Buffer;
  readonly name?: string;
  readonly contentId?: string;
  readonly inline?: boolean;
}

/** Writes a message (RFC 5322, RFC 2045): everything in base64, which is true for every content. */
export function writeMessage(
  headers: readonly (readonly [name: string, value: string | undefined])[],
  text: Part,
  attachments: readonly Part[],
): Buffer {
  const head = headers.flatMap(([name, value]) => (value === undefined ? [] : [`${name}: ${encodeWords(value)}`]));
  head.push('MIME-Version: 1.0', '');
  if (attachments.length === 0) return Buffer.concat([Buffer.from(head.join('\r\n')), ...writePart(text)]);
  const boundary = `_000_${randomBytes(12).toString('hex')}_`;
  head.splice(-1, 0, `Content-Type: multipart/mixed; boundary="${boundary}"`);
  const parts = [text, ...attachments].flatMap((part) => [Buffer.from(`\r\n--${boundary}\r\n`), ...writePart(part)]);
  return Buffer.concat([Buffer.from(head.join('\r\n')), ...parts, Buffer.from(`\r\n--${boundary}--\r\n`)]);
}

function writePart({ type, content, name, contentId, inline }: Part): Buffer[] {
  const named = name === undefined ? '' : `; filename="${encodeWords(name).replace(/["\\]/g, '\\$&')}"`;
  const head = [
    `Content-Type: ${type}`,
    'Content-Transfer-Encoding: base64',
    ...(name === undefined ? [] : [`Content-Disposition: ${inline ? 'inline' : 'attachment'}${named}`]),
    ...(contentId === undefined ? [] : [`Content-ID: <${contentId}>`]),
    '\r\n',
  ];
  return [Buffer.from(head.join('\r\n')), ...writeBase64(content)];
}

/** In lines of 76 characters, which 57 octets make, and in pieces: an attachment may have 150 MB. */
function writeBase64(content: Buffer): Buffer[] {
  const piece = 57 * 4096;
  return Array.from({ length: Math.ceil(content.length / piece) }, (_none, at) => {
    const text = content.toString('base64', at * piece, (at + 1) * piece);
    return Buffer.from(text.replace(/.{1,76}/g, '$&\r\n'));
  });
}

/** Words beyond ASCII as RFC 2047 has them. */
function encodeWords(value: string): string {
  return value.replace(/[\r\n]+\s*/g, ' ').replace(/[^\x00-\x7f](?:[^<>",;]*[^\x00-\x7f])?/g, (words) =>
    // An encoded word holds at most 75 characters; a letter of four octets must not be cut.
    (words.match(/.{1,10}/gsu) ?? []).map((piece) => `=?utf-8?B?${Buffer.from(piece).toString('base64')}?=`).join(' '),
  );
}
