import type { Language } from '@ehlo/core';

export const languages: readonly Language[] = ['en', 'zh-CN'];

/** The language of the locale, in the order in which POSIX has the variables count. Anything but Chinese is English. */
export function languageOf(env: Readonly<Record<string, string | undefined>>): Language {
  const locale = [env.LC_ALL, env.LC_MESSAGES, env.LANG].find((value) => value !== undefined && value !== '');
  return /^zh/i.test(locale ?? Intl.DateTimeFormat().resolvedOptions().locale) ? 'zh-CN' : 'en';
}
