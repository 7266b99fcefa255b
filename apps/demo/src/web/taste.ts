import type { Language } from '@ehlo/core';
import { useEffect, useState } from 'react';

export type Theme = 'system' | 'light' | 'dark';

/** The two things that the page remembers between visits. Nothing else is ever put into storage. */
const LANGUAGE_KEY = 'ehlo.language';
const THEME_KEY = 'ehlo.theme';

export function useLanguageChoice(): [Language, (language: Language) => void] {
  const [language, setLanguage] = useState<Language>(() => recall(LANGUAGE_KEY, ['en', 'zh-CN']) ?? spoken());
  useEffect(() => {
    document.documentElement.lang = language;
    remember(LANGUAGE_KEY, language);
  }, [language]);
  return [language, setLanguage];
}

/** `system` leaves it to prefers-color-scheme. */
export function useTheme(): [Theme, (theme: Theme) => void] {
  const [theme, setTheme] = useState<Theme>(() => recall(THEME_KEY, ['light', 'dark']) ?? 'system');
  useEffect(() => {
    if (theme === 'system') delete document.documentElement.dataset.theme;
    else document.documentElement.dataset.theme = theme;
    remember(THEME_KEY, theme);
  }, [theme]);
  return [theme, setTheme];
}

const spoken = (): Language => (navigator.language.toLowerCase().startsWith('zh') ? 'zh-CN' : 'en');

function recall<T extends string>(key: string, known: readonly T[]): T | undefined {
  try {
    return known.find((value) => value === localStorage.getItem(key));
  } catch {
    return undefined; // storage is switched off
  }
}

function remember(key: string, value: string): void {
  try {
    localStorage.setItem(key, value);
  } catch {
    // Storage is switched off: the choice lasts as long as the page.
  }
}
