const LABEL = '[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?';
const PLAIN = new RegExp(`^(?=[^@]{1,64}@)[\\w+-]+(?:\\.[\\w+-]+)*@${LABEL}(?:\\.${LABEL})*$`);

/**
 * Whether an address is of the kind that nearly all are: a dot-string of letters, digits and `_+-`, and a domain of ASCII
 * labels in lower case, within the lengths of RFC 5321 4.5.3.1. Such a one is its own wire form and needs no more looking at.
 */
export function isPlainAddress(text: string): boolean {
  return text.length <= 254 && PLAIN.test(text);
}
