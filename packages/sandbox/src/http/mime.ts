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
  head.push('MIME-Version: 1.0');
  if (attachments.length === 0) return Buffer.from([...head, ...writePart(text)].join('\r\n'));
  const boundary = `_000_${randomBytes(12).toString('hex')}_`;
  const parts = [text, ...attachments].flatMap((part) => [`--${boundary}`, ...writePart(part)]);
  head.push(`Content-Type: multipart/mixed; boundary="${boundary}"`, '');
  return Buffer.from([...head, ...parts, `--${boundary}--`, ''].join('\r\n'));
}

function writePart({ type, content, name, contentId, inline }: Part): string[] {
  const named = name === undefined ? '' : `; filename="${encodeWords(name).replace(/["\\]/g, '\\$&')}"`;
  return [
    `Content-Type: ${type}`,
    'Content-Transfer-Encoding: base64',
    ...(name === undefined ? [] : [`Content-Disposition: ${inline ? 'inline' : 'attachment'}${named}`]),
    ...(contentId === undefined ? [] : [`Content-ID: <${contentId}>`]),
    '',
    ...(content.toString('base64').match(/.{1,76}/g) ?? []),
    '',
  ];
}

/** Words beyond ASCII as RFC 2047 has them. */
function encodeWords(value: string): string {
  return value.replace(/[\r\n]+\s*/g, ' ').replace(/[^\x00-\x7f](?:[^<>",;]*[^\x00-\x7f])?/g, (words) =>
    // An encoded word holds at most 75 characters; a letter of four octets must not be cut.
    (words.match(/.{1,10}/gsu) ?? []).map((piece) => `=?utf-8?B?${Buffer.from(piece).toString('base64')}?=`).join(' '),
  );
}
