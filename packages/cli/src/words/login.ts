import type { Language } from '@ehlo/core';

interface LoginWords {
  signIn(provider: string): string;
  readonly open: string;
  readonly type: string;
  /** `time` is when the code ends. */
  waiting(time: string): string;
  readonly opened: string;
  readonly openIt: string;
  /** Where the browser is on another machine than this. */
  readonly remote: string;
  readonly signedIn: string;
  readonly kept: string;
  readonly keptHow: string;
  readonly road: string;
  readonly next: string;
}

export const loginWords: Readonly<Record<Language, LoginWords>> = {
  en: {
    signIn: (provider) => `Sign in to ${provider}, on this or any other device:`,
    open: 'open',
    type: 'type',
    waiting: (time) => `Good until ${time}. Waiting for you; Ctrl-C calls it off.`,
    opened: 'The page is open in your browser. If it is not, open this yourself:',
    openIt: 'Open this page in a browser of this machine:',
    remote:
      'If the browser is on another machine, it ends at a page that it cannot reach. Copy the address of that page (http://127.0.0.1:... or http://localhost:...) and run here, in a second terminal: curl "<address>"',
    signedIn: 'Signed in: ',
    kept: 'kept',
    keptHow: 'sealed, on this machine; it renews itself',
    road: 'road',
    next: 'next',
  },
  'zh-CN': {
    signIn: (provider) => `请在本机或任何其他设备上登录 ${provider}：`,
    open: '打开',
    type: '输入',
    waiting: (time) => `${time} 前有效。正在等待您登录；按 Ctrl-C 取消。`,
    opened: '已在浏览器中打开登录页面。若没有打开，请自行打开：',
    openIt: '请在本机的浏览器中打开此页面：',
    remote:
      '若浏览器在另一台机器上，最后会停在一个打不开的页面。请复制该页面的地址（http://127.0.0.1:... 或 http://localhost:...），在此处的另一个终端中执行：curl "<地址>"',
    signedIn: '登录成功：',
    kept: '保存',
    keptHow: '已加密保存在本机，会自动续期',
    road: '途径',
    next: '下一步',
  },
};
