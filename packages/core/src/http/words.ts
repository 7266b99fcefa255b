/** A header value as people read it: encoded words (RFC 2047) decoded. What cannot be decoded stays as it is. */
export function decodedWords(value: string): string {
  // RFC 2047 6.2: white space between two encoded words is no part of the text.
  const joined = value.replace(/(=\?[^?\s]+\?[BQbq]\?[^?\s]*\?=)\s+(?==\?[^?\s]+\?[BQbq]\?[^?\s]*\?=)/g, '$1');
  // A character may be cut between two words of one charset, so that their octets are decoded together.
  return joined.replace(/(?:=\?[^?\s]+\?[BQbq]\?[^?\s]*\?=)+/g, (run) => {
    const words = [...run.matchAll(/=\?([^?\s*]+)(?:\*[^?\s]*)?\?([BQbq])\?([^?\s]*)\?=/g)];
    const charset = words[0]?.[1] ?? 'utf-8';
    if (words.some(([, other]) => other?.toLowerCase() !== charset.toLowerCase())) {
      return words.map(([word, one = '', form = '', text = '']) => textOf(octetsOf(form, text), one) ?? word).join('');
    }
    return textOf(Buffer.concat(words.map(([, , form = '', text = '']) => octetsOf(form, text))), charset) ?? run;
  });
}

/** Undefined for a charset that is not known here. */
export function textOf(octets: Uint8Array, charset: string): string | undefined {
  try {
    return new TextDecoder(charset).decode(octets);
  } catch {
    return undefined;
  }
}

function octetsOf(form: string, text: string): Buffer {
  if (form.toUpperCase() === 'B') return Buffer.from(text, 'base64');
  const plain = text.replaceAll('_', ' ');
  return Buffer.from(
    plain.replace(/=([0-9A-Fa-f]{2})/g, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16))),
    'latin1',
  );
}
