import stringWidth from 'fast-string-width';
import type { Paint } from '../session.js';
import { linesOf } from './wrap.js';

/** Columns that the names at the left take; Chinese counts two a character. */
const LEFT = 12;

/** A name in dim letters and its text beside it, in lines that fit. */
export function row(name: string, text: string, paint: Paint, columns = 100): string {
  return `  ${paint('dim', padded(name, LEFT - 2))}${wrapped(text, columns, LEFT)}`;
}

/** Text in lines that fit, all but the first indented. */
export function wrapped(text: string, columns: number, indent: number): string {
  const room = Math.max(30, Math.min(columns, 110) - indent);
  return linesOf(text, room).join(`\n${' '.repeat(indent)}`);
}

/** Filled with blanks up to a width in columns. */
export function padded(text: string, width: number): string {
  return text + ' '.repeat(Math.max(0, width - stringWidth(text)));
}
