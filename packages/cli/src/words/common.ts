import type { Language, Who } from '@ehlo/core';

interface CommonWords {
  readonly server: string;
  readonly detail: string;
  readonly who: string;
  readonly fix: string;
  readonly note: string;
  readonly more: string;
  /** Who can mend it. */
  readonly people: Readonly<Record<Who, string>>;
}

export const common: Readonly<Record<Language, CommonWords>> = {
  en: {
    server: 'server',
    detail: 'seen',
    who: 'who',
    fix: 'fix',
    note: 'note',
    more: 'more',
    people: {
      developer: 'whoever sets up the program',
      'mailbox owner': 'the owner of the mailbox',
      'tenant admin': 'an administrator of the organisation',
      'server owner': 'whoever runs the server',
      network: 'whoever runs the network',
      nobody: 'nobody: it passes with time',
    },
  },
  'zh-CN': {
    server: '服务器',
    detail: '现象',
    who: '谁来处理',
    fix: '怎么办',
    note: '备注',
    more: '详情',
    people: {
      developer: '配置程序的人',
      'mailbox owner': '邮箱的主人',
      'tenant admin': '组织的管理员',
      'server owner': '服务器的管理者',
      network: '网络的管理者',
      nobody: '无需处理：等一等就好',
    },
  },
};
