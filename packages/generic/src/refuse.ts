import { type Cause, causes as coreCauses, MailError } from '@ehlo/core';
import { causes, type GenericCauseCode } from './causes.js';

type CoreCauseCode = keyof typeof coreCauses;

/**
 * The error for settings that cannot be used. `field` is the option, the variable or the URL's name; `detail` is a
 * sentence of its own. Neither ever holds a value that was read: a password may stand in any of them.
 */
export function refuse(
  code: CoreCauseCode | GenericCauseCode,
  field: string,
  detail: string,
  notes?: readonly string[],
): MailError {
  const known: Readonly<Record<string, Cause>> = { ...coreCauses, ...causes };
  return new MailError({ code, means: known[code] as Cause, phase: 'settings', field, detail, notes });
}
