import stringWidth from 'fast-string-width';

/** What would move the cursor, colour the screen or turn the direction of writing: C0, C1, separators, bidi controls. */
const UNPRINTABLE = /[\p{Cc}\u2028\u2029\u200e\u200f\u202a-\u202e\u2066-\u2069]/gu;

/** Text from outside, a certificate or DNS, that can do no more to a terminal than stand there. */
export function plain(text: string): string {
  return text.replace(UNPRINTABLE, '�');
}

/** As much of it as fits into so many columns; three dots stand for the rest. */
export function cut(text: string, columns: number): string {
  if (stringWidth(text) <= columns) return text;
  let kept = '';
  for (const character of text) {
    if (stringWidth(kept + character) > columns - 1) break;
    kept += character;
  }
  return `${kept.trimEnd()}…`;
}
