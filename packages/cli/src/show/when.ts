import type { Language } from '@ehlo/core';

/** British dates: the day before the month, and 24 hours, as in most of the world. */
const locales: Readonly<Record<Language, string>> = { en: 'en-GB', 'zh-CN': 'zh-CN' };

/** Hours and minutes. `at` is milliseconds since 1970, or a Date. */
export function timeText(at: number | Date, language: Language): string {
  return new Intl.DateTimeFormat(locales[language], { timeStyle: 'short' }).format(at);
}

/** Day, hours and minutes. */
export function dateText(at: number | Date, language: Language): string {
  return new Intl.DateTimeFormat(locales[language], { dateStyle: 'medium', timeStyle: 'short' }).format(at);
}
