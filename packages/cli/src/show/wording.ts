import type { Language } from '@ehlo/core';

/** The language of the reader, and in it what the packages say in English: details, notes, warnings, reasons. */
export interface Wording {
  readonly language: Language;
  said(sentence: string): string;
}

/** The tables of another language are loaded only for who reads it. */
export async function wordingIn(language: Language): Promise<Wording> {
  if (language === 'en') return { language, said: (sentence) => sentence };
  const { inLanguage } = await import('./in-language.js');
  return { language, said: (sentence) => inLanguage(sentence, language) };
}
