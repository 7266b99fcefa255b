import { type CauseCode, causes } from './causes.js';
import { MailError } from './error.js';

/**
 * The error for what the caller did wrong. `field` is the option or mail field as the caller writes it, such as
 * `attachments[0].filename`; `detail` continues it to a sentence, and must hold no secret.
 */
export function misuse(code: CauseCode, field: string, detail: string): MailError {
  return new MailError({ code, means: causes[code], phase: 'settings', field, detail: `${field} ${detail}` });
}

const SHOWN_LENGTH = 80;

/** A value of the caller's for a `detail`: one line, everything that is not printable ASCII escaped, shortened. */
export function shown(value: unknown): string {
  if (typeof value !== 'string') return value === null ? 'null' : typeof value;
  const text = value.length > SHOWN_LENGTH ? `${value.slice(0, SHOWN_LENGTH)}...` : value;
  return JSON.stringify(text).replace(/[^ -~]/g, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`);
}

// C0, DEL, C1 (with NEL), LINE SEPARATOR, PARAGRAPH SEPARATOR: what some reader on the way may take for the end of a line or of the text.
const CONTROL = /[\u0000-\u001f\u007f-\u009f\u2028\u2029]/;

/** Whether a text holds a control character or a line break of any kind. None is ever stripped or repaired. */
export function hasControl(text: string): boolean {
  return CONTROL.test(text);
}
