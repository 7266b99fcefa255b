import { inLanguage } from '@ehlo/doctor';
import type { Said } from '../api.js';

/** What Ehlo says in English, in both languages, so that the page can change between them. */
export const said = (sentence: string): Said => ({ en: sentence, 'zh-CN': inLanguage(sentence, 'zh-CN') });
