import type { Language } from '@ehlo/core';

/** The time of day of a moment, milliseconds since 1970. */
export function clockTime(at: number, language: Language): string {
  return new Date(at).toLocaleTimeString(language, { hour: '2-digit', minute: '2-digit', hourCycle: 'h23' });
}
