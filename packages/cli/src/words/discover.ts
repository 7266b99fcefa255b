import type { Language } from '@ehlo/core';
import type { StepName } from '@ehlo/doctor';

interface DiscoverWords {
  readonly looking: string;
  readonly steps: Readonly<Record<StepName, string>>;
  readonly columns: {
    readonly server: string;
    readonly security: string;
    readonly user: string;
    readonly from: string;
  };
  readonly security: Readonly<Record<'implicit' | 'starttls', string>>;
  readonly confirm: string;
  readonly nothing: (domain: string) => string;
  readonly next: (address: string) => string;
}

export const discoverWords: Readonly<Record<Language, DiscoverWords>> = {
  en: {
    looking: 'looking',
    steps: {
      preset: 'known to ehlo',
      autoconfig: 'autoconfig',
      'well-known': 'well-known',
      ispdb: 'Mozilla ISPDB',
      srv: 'SRV',
      mx: 'MX',
    },
    columns: { server: 'server', security: 'security', user: 'user', from: 'from' },
    security: { implicit: 'TLS at once', starttls: 'STARTTLS' },
    confirm: 'Look at this host before a password goes there',
    nothing: (domain) =>
      `${domain} tells of no submission server. Ask whoever runs the mail of ${domain} for its host and port.`,
    next: (address) => `Whether it works from here: ehlo doctor ${address}`,
  },
  'zh-CN': {
    looking: '正在查找',
    steps: {
      preset: '内置资料',
      autoconfig: 'autoconfig',
      'well-known': 'well-known',
      ispdb: 'Mozilla ISPDB',
      srv: 'SRV 记录',
      mx: 'MX 记录',
    },
    columns: { server: '服务器', security: '加密方式', user: '用户名', from: '来源' },
    security: { implicit: '直接 TLS', starttls: 'STARTTLS' },
    confirm: '发送密码之前请先核对这台主机',
    nothing: (domain) => `${domain} 没有给出发信服务器。请向 ${domain} 邮箱的管理者询问主机和端口。`,
    next: (address) => `看它从这里能否使用：ehlo doctor ${address}`,
  },
};
