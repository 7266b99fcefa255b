import type { Causes } from '@ehlo/core';

/** Causes that only servers of these providers bring about. All others are core's. */
export const causes = {
  SES_CREDENTIALS_INVALID: {
    who: 'developer',
    outcome: 'rejected',
    words: {
      en: {
        what: 'Amazon SES does not know these SMTP credentials in this region.',
        fix: 'Create SMTP credentials in the SES console of the region that the host names. An IAM access key and its secret are not SMTP credentials, and those of another region do not count.',
      },
      'zh-CN': {
        what: 'Amazon SES 在该区域不认识这组 SMTP 凭证。',
        fix: '请在主机名所指区域的 SES 控制台创建 SMTP 凭证。IAM 访问密钥及其私有密钥不是 SMTP 凭证，其他区域的凭证也无效。',
      },
    },
  },
  PROVIDER_HAS_NO_SMTP: {
    who: 'developer',
    outcome: 'rejected',
    words: {
      en: {
        what: 'This mailbox provider gives mail programs no SMTP access.',
        fix: 'Send from a mailbox of another provider, or give the host of a gateway or bridge with the host option.',
      },
      'zh-CN': {
        what: '该邮箱服务商不向邮件程序开放 SMTP。',
        fix: '请改用其他服务商的邮箱发信，或用 host 选项指定网关或桥接程序的主机。',
      },
    },
  },
  PROVIDER_HAS_ITS_OWN_PACKAGE: {
    who: 'developer',
    outcome: 'rejected',
    words: {
      en: {
        what: 'This mailbox belongs to a provider that has a package of its own, which knows its sign-in.',
        fix: 'Use the package that is named. To reach the server by plain SMTP settings all the same, give the host option.',
      },
      'zh-CN': {
        what: '该邮箱的服务商有专门的包，其中包含它的登录方式。',
        fix: '请使用所指出的包。若仍要用普通 SMTP 设置连接该服务器，请提供 host 选项。',
      },
    },
  },
  PROVIDER_UNKNOWN: {
    who: 'developer',
    outcome: 'rejected',
    words: {
      en: {
        what: 'No preset is known for this address or name.',
        fix: 'Ask the provider for its SMTP server (often smtp.<domain>, port 465 or 587) and give it as the host option; presets lists what is known.',
      },
      'zh-CN': {
        what: '没有与该地址或名称对应的预设。',
        fix: '请向服务商查询 SMTP 服务器（通常为 smtp.<域名>，端口 465 或 587），并用 host 选项给出；presets 列出了已知的服务商。',
      },
    },
  },
} as const satisfies Causes;

export type GenericCauseCode = keyof typeof causes;
