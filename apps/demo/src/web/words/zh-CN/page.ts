import type { page as english } from '../en/page.js';

/** 每一页都有的文字。 */
export const page: typeof english = {
  title: 'Ehlo',
  tagline: '看清邮件卡在哪一步，以及为什么。',
  language: '语言',
  theme: { label: '外观', system: '跟随系统', light: '浅色', dark: '深色' },
  pagesLabel: '页面',
  pages: {
    handshake: {
      name: '握手',
      intro:
        '选择邮箱服务商，运行一次握手，逐行观看客户端与服务器的对话。一切都在本机进行：服务器由沙箱扮演，邮件不会离开这台电脑。',
      skip: '跳到握手过程',
    },
    why: {
      name: '错在哪里？',
      intro:
        '粘贴任何邮件程序的错误或日志，就能看到它的含义、谁能解决、怎么解决。粘贴的内容只在本机读取，不作任何保存；显示出来的部分不含机密。',
      skip: '跳到原因',
    },
    doctor: {
      name: '诊断',
      intro: '沿着通往邮件服务器的路逐段检查：在哪里失败、为什么，以及什么方式可用。不发送任何邮件，登录最多尝试一次。',
      skip: '跳到各个阶段',
    },
  },
};
