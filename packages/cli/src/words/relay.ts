import type { Language } from '@ehlo/core';

interface RelayWords {
  readonly sendsBy: string;
  readonly may: string;
  readonly listensOn: string;
  readonly tls: Readonly<Record<'none' | 'starttls' | 'implicit', string>>;
  readonly login: string;
  readonly noLogin: string;
  /** The password stands behind it. */
  readonly newPassword: string;
  readonly passwordIn: (file: string) => string;
  readonly onlyHash: string;
  readonly set: string;
  readonly ready: string;
  readonly notReady: string;
  readonly stopping: string;
  readonly stopped: (mails: number) => string;
  readonly forgotten: (id: string) => string;
  readonly notRemembered: (id: string) => string;
}

export const relayWords: Readonly<Record<Language, RelayWords>> = {
  en: {
    sendsBy: 'sends by',
    may: 'sender',
    listensOn: 'listens',
    tls: { none: 'in clear, for this machine', starttls: 'STARTTLS', implicit: 'TLS from the first octet' },
    login: 'login',
    noLogin: 'none: every program of this machine may send',
    newPassword: 'password',
    passwordIn: (file) => `in ${file}, which only you can read`,
    onlyHash: 'as it was made at the first start; --new-password makes another',
    set: 'Set in your program: host, port, user and password as here.',
    ready: 'the account is ready',
    notReady: 'the account is not ready, and mail will be answered so:',
    stopping: 'stops when what it took is finished; once more Ctrl-C ends it at once',
    stopped: (mails) => `stopped; ${mails} finished on the way out`,
    forgotten: (id) => `${id} is forgotten: when it comes again, it is sent`,
    notRemembered: (id) => `${id} is not remembered`,
  },
  'zh-CN': {
    sendsBy: '发信账户',
    may: '发件人',
    listensOn: '监听',
    tls: { none: '明文，仅限本机', starttls: 'STARTTLS', implicit: '从第一个字节起使用 TLS' },
    login: '登录名',
    noLogin: '无需登录：本机任何程序都可以发信',
    newPassword: '密码',
    passwordIn: (file) => `见 ${file}，只有您能读取`,
    onlyHash: '首次启动时生成；用 --new-password 可重新生成',
    set: '请在您的程序中填写：此处的主机、端口、用户名和密码。',
    ready: '账户可用',
    notReady: '账户尚不可用，邮件会得到如下答复：',
    stopping: '处理完已接收的邮件后停止；再按一次 Ctrl-C 立即结束',
    stopped: (mails) => `已停止；退出前处理了 ${mails} 封邮件`,
    forgotten: (id) => `已忘记 ${id}：再次收到时会发送`,
    notRemembered: (id) => `没有记住 ${id}`,
  },
};
