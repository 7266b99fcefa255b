import type { Language } from '@ehlo/core';
import { createContext, useContext } from 'react';
import { en, type Words } from './en/index.js';
import { zhCN } from './zh-CN/index.js';

export type { Words };

export const DICTIONARIES: Readonly<Record<Language, Words>> = { en, 'zh-CN': zhCN };

/** Each language by its own name, as it stands in the choice of languages. */
export const LANGUAGE_NAMES: Readonly<Record<Language, string>> = { en: 'English', 'zh-CN': '简体中文' };

interface Spoken {
  readonly language: Language;
  readonly words: Words;
}

export const SpokenContext = createContext<Spoken>({ language: 'en', words: en });

export const useWords = (): Words => useContext(SpokenContext).words;
export const useLanguage = (): Language => useContext(SpokenContext).language;

/** Puts values into a sentence: `{octets}` and the like. */
export function fill(sentence: string, values: Readonly<Record<string, string | number>>): string {
  return sentence.replace(/\{(\w+)\}/g, (whole, name: string) => String(values[name] ?? whole));
}
