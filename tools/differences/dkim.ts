import { createHash, type KeyObject, verify } from 'node:crypto';

/** RFC 6376 with relaxed/relaxed: whether headers and body are what was signed. By the letter, and by nobody's library. */
export function isSigned(octets: string, publicKey: KeyObject): boolean {
  const end = octets.indexOf('\r\n\r\n');
  const fields = octets.slice(0, end).split(/\r\n(?![ \t])/);
  const signature = fields.find((field) => /^dkim-signature:/i.test(field));
  if (signature === undefined) return false;
  const tags = new Map(
    relaxed(signature)
      .slice('dkim-signature:'.length)
      .split(';')
      .map((tag) => tag.trim().split(/=(.*)/s) as [string, string]),
  );
  const body = `${octets
    .slice(end + 4)
    .replace(/[ \t]+/g, ' ')
    .replace(/ (?=\r\n)/g, '')
    .replace(/(?:\r\n)+$/, '')}\r\n`;
  if (createHash('sha256').update(body, 'latin1').digest('base64') !== tags.get('bh')?.replaceAll(' ', ''))
    return false;
  const signed = (tags.get('h') ?? '').split(':').flatMap((name) => {
    const field = fields.findLast((one) => one.toLowerCase().startsWith(`${name.trim().toLowerCase()}:`));
    return field === undefined ? [] : [relaxed(field)];
  });
  // RFC 6376 3.7: the signature itself comes last, with an empty b=.
  const input = [
    ...signed,
    relaxed(signature)
      .replace(/([; ]b=)[^;]*/, '$1')
      .trimEnd(),
  ].join('\r\n');
  const given = Buffer.from(tags.get('b')?.replaceAll(' ', '') ?? '', 'base64');
  return verify('rsa-sha256', Buffer.from(input, 'latin1'), publicKey, given);
}

/** RFC 6376 3.4.2. */
function relaxed(field: string): string {
  return field
    .replace(/\r\n/g, '')
    .replace(/[ \t]+/g, ' ')
    .replace(/^([^:]*?) ?: ?/, (_all, name: string) => `${name.toLowerCase()}:`)
    .trimEnd();
}
