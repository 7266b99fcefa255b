/** A header field (RFC 5322 2.2). */
export interface Field {
  /** In lower case. */
  readonly name: string;
  /** Unfolded, without blanks around it. */
  readonly value: string;
  /** As it stands, with its CRLF. */
  readonly octets: Uint8Array;
}

/** The octets of the header section; all of them where there is no empty line. Lines must end with CRLF. */
export function headerOf(octets: Uint8Array): Uint8Array {
  if (octets[0] === 0x0d && octets[1] === 0x0a) return octets.subarray(0, 0);
  const end = Buffer.from(octets.buffer, octets.byteOffset, octets.length).indexOf('\r\n\r\n');
  return end === -1 ? octets : octets.subarray(0, end + 2);
}

/** The header fields in their order. A line that is none goes with the field before it. */
export function fieldsOf(octets: Uint8Array): Field[] {
  const header = Buffer.from(headerOf(octets));
  const starts: number[] = [];
  for (let at = 0; at < header.length; ) {
    const end = header.indexOf('\r\n', at);
    const next = end === -1 ? header.length : end + 2;
    if (/^[!-9;-~]+[ \t]*:/.test(header.toString('latin1', at, Math.min(next, at + 200)))) starts.push(at);
    at = next;
  }
  return starts.map((start, index) => {
    const field = header.subarray(index === 0 ? 0 : start, starts[index + 1] ?? header.length);
    const text = field.toString('utf8');
    const colon = text.indexOf(':');
    return {
      name: text.slice(0, colon).trim().toLowerCase(),
      value: text
        .slice(colon + 1)
        .replace(/\r\n(?=[ \t])/g, '')
        .trim(),
      octets: field,
    };
  });
}
