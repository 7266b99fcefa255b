import type { Evidence } from '@ehlo/doctor';

/** What evidence names: words as they stood in the text, or a state. */
export interface Sight {
  readonly words: string;
  readonly isQuoted: boolean;
}

/** A run of the text. */
export interface Piece {
  readonly text: string;
  readonly isMarked: boolean;
}

/**
 * Reads `"wrong version number", port 587`, in either language. Quotes and commas may stand within the quoted words,
 * which end where no quote follows or one that begins others; commas in parentheses within a state.
 */
export function sights(saw: string): readonly Sight[] {
  const found = saw.matchAll(SIGHT);
  return [...found].map(([, quoted, state]) => ({ words: quoted ?? state ?? '', isQuoted: quoted !== undefined }));
}

const SIGHT =
  /"(.+?)"(?=$|(?:, |，)[^"]*$|(?:, |，)(?:[^"]*(?:, |，))?")|([^"\s,，](?:[^,，(]|\([^)]*\))*)(?=, |，|$)/gs;

/** The text in pieces, marked where the evidence stands. */
export function marked(text: string, evidence: readonly Evidence[]): readonly Piece[] {
  const spans = evidence
    .flatMap(({ saw }) => sights(saw).flatMap(patterns))
    .flatMap((pattern) => {
      const found = pattern.exec(text);
      return found === null ? [] : [{ from: found.index, to: found.index + found[0].length }];
    })
    .sort((one, other) => one.from - other.from);
  const pieces: Piece[] = [];
  let at = 0;
  for (const { from, to } of spans) {
    if (to <= at) continue;
    if (from > at) pieces.push({ text: text.slice(at, from), isMarked: false });
    const last = pieces.at(-1);
    const words = text.slice(Math.max(from, at), to);
    if (last?.isMarked) pieces[pieces.length - 1] = { text: last.text + words, isMarked: true };
    else pieces.push({ text: words, isMarked: true });
    at = to;
  }
  if (at < text.length) pieces.push({ text: text.slice(at), isMarked: false });
  return pieces;
}

/** Between two words of evidence: blanks, also as Python prints them, and the code of a further line of the reply. */
const GAP = String.raw`(?:\s|\\[rn])+(?:\d{3}[ -](?:\d\.\d{1,3}\.\d{1,3}\s+)?)?`;

function patterns({ words, isQuoted }: Sight): RegExp[] {
  if (isQuoted) return [new RegExp(words.replace(/…$/, '').trim().split(' ').map(literally).join(GAP))];
  // Of states those that may stand in the text too: codes of a reply, a port, a host.
  const [, values = ''] = /^(?:reply|enhanced code|port|host) (.+)$/.exec(words) ?? [];
  return values
    .split(' ')
    .filter((value) => value !== '')
    .map((value) => new RegExp(String.raw`(?<![\w.])${literally(value)}(?![\w.]*\w)`));
}

const literally = (words: string): string => words.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&');
