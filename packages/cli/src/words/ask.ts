import type { Language } from '@ehlo/core';

interface AskWords {
  passwordOf(user: string): string;
  readonly empty: string;
}

export const askWords: Readonly<Record<Language, AskWords>> = {
  en: { passwordOf: (user) => `Password of ${user}`, empty: 'It is empty.' },
  'zh-CN': { passwordOf: (user) => `${user} 的密码`, empty: '不能为空。' },
};
