import type { page as english } from '../en/page.js';

/** 每一页都有的文字。 */
export const page: typeof english = {
  title: 'Ehlo',
  language: '语言',
  theme: { label: '外观', system: '跟随系统', light: '浅色', dark: '深色' },
};
