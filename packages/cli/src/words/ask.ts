import type { Language } from '@ehlo/core';

interface AskWords {
  passwordOf(user: string): string;
  /** Where Enter alone leaves the login out. */
  passwordOrNone(user: string): string;
  readonly empty: string;
}

export const askWords: Readonly<Record<Language, AskWords>> = {
  en: {
    passwordOf: (user) => `Password of ${user}`,
    passwordOrNone: (user) => `Password of ${user} (Enter alone: without login)`,
    empty: 'It is empty.',
  },
  'zh-CN': {
    passwordOf: (user) => `${user} 的密码`,
    passwordOrNone: (user) => `${user} 的密码（直接回车：不登录）`,
    empty: '不能为空。',
  },
};
