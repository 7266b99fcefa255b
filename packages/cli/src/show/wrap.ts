import stringWidth from 'fast-string-width';

/**
 * What stays together in a line: a word with its punctuation, or one character of Chinese with what must not begin the
 * next line, or end this one (https://www.w3.org/TR/clreq/#prohibition_rules_for_line_start_end).
 */
const PIECE = /\s+|[（“《「]*[\p{sc=Han}][，。、：；！？）”》」…]*|[^\s\p{sc=Han}]+/gu;

/** Text in lines of so many columns at most; a word that is longer, such as a URL, has a line of its own. */
export function linesOf(text: string, columns: number): string[] {
  return text.split('\n').flatMap((paragraph) => filled(paragraph.match(PIECE) ?? [''], columns));
}

function filled(pieces: readonly string[], columns: number): string[] {
  const done: string[] = [];
  let line = '';
  for (const piece of pieces) {
    if (line.trim() !== '' && stringWidth(line + piece.trimEnd()) > columns) {
      done.push(line.trimEnd());
      line = piece.trimStart();
    } else line += piece;
  }
  return [...done, line.trimEnd()];
}
