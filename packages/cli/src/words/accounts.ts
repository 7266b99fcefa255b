import type { Language } from '@ehlo/core';

interface AccountsWords {
  readonly none: string;
  since(date: string): string;
  renewed(times: number): string;
  /** The access token at hand is good until then; a new one comes by itself. */
  until(date: string): string;
  readonly ended: string;
  readonly missing: string;
  readonly unreadable: string;
  readonly road: string;
  readonly state: string;
  readonly token: string;
  readonly app: string;
  removed(address: string): string;
  stays(provider: string, page: string): string;
}

export const accountsWords: Readonly<Record<Language, AccountsWords>> = {
  en: {
    none: 'Nobody is signed in. Begin with "ehlo login microsoft" or "ehlo login google".',
    since: (date) => `signed in since ${date}`,
    renewed: (times) => (times === 0 ? 'not renewed yet' : times === 1 ? 'renewed once' : `renewed ${times} times`),
    until: (date) => `good until ${date}, then renewed`,
    ended: 'the sign-in has ended: sign in again',
    missing: 'the sign-in is gone: sign in again',
    unreadable: 'the sign-in cannot be read',
    road: 'road',
    state: 'state',
    token: 'token',
    app: 'client ID',
    removed: (address) => `${address} is signed out on this machine`,
    stays: (provider, page) => `At ${provider} the consent stays until it is taken back there: ${page}`,
  },
  'zh-CN': {
    none: '尚未登录任何账户。请先执行 "ehlo login microsoft" 或 "ehlo login google"。',
    since: (date) => `登录于 ${date}`,
    renewed: (times) => (times === 0 ? '尚未续期' : `已续期 ${times} 次`),
    until: (date) => `${date} 前有效，到期自动续期`,
    ended: '登录已失效：请重新登录',
    missing: '登录信息已不存在：请重新登录',
    unreadable: '无法读取登录信息',
    road: '途径',
    state: '状态',
    token: '令牌',
    app: '客户端 ID',
    removed: (address) => `已在本机退出 ${address}`,
    stays: (provider, page) => `在 ${provider} 的授权仍然有效，直到您在那里撤销：${page}`,
  },
};
