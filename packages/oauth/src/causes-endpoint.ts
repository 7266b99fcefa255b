import type { Causes } from '@ehlo/core';

/** What happens between here, the token endpoint and the store. */
export const endpointCauses = {
  OAUTH_TEMPORARY_ERROR: {
    who: 'nobody',
    outcome: 'deferred',
    words: {
      en: {
        what: 'The token endpoint of the provider is out of order for the moment.',
        fix: 'Wait and try again. It was tried several times already.',
      },
      'zh-CN': {
        what: '服务商的令牌端点暂时不可用。',
        fix: '请稍后重试。已经自动重试过数次。',
      },
    },
  },
  OAUTH_RATE_LIMITED: {
    who: 'developer',
    outcome: 'deferred',
    words: {
      en: {
        what: 'The token endpoint was asked too often.',
        fix: 'Wait some minutes. Keep tokens in one store for all processes rather than asking for each mail.',
      },
      'zh-CN': {
        what: '向令牌端点请求过于频繁。',
        fix: '请等待几分钟。请让所有进程共用一个 store 保存令牌，而不是每封邮件都申请一次。',
      },
    },
  },
  OAUTH_ENDPOINT_UNREACHABLE: {
    who: 'network',
    outcome: 'deferred',
    words: {
      en: {
        what: 'The token endpoint of the provider cannot be reached.',
        fix: 'Check DNS, firewall and proxy for HTTPS to the host that is named.',
      },
      'zh-CN': {
        what: '无法连接服务商的令牌端点。',
        fix: '请检查到所示主机的 DNS、防火墙和 HTTPS 代理。',
      },
    },
  },
  OAUTH_ENDPOINT_UNTRUSTED: {
    who: 'network',
    outcome: 'rejected',
    words: {
      en: {
        what: 'The certificate of the token endpoint cannot be verified, so nothing was sent to it.',
        fix: 'Look who answers there. Where a proxy of the company opens TLS, add its authority: NODE_EXTRA_CA_CERTS, or fetchTrusting(ca) as fetch.',
      },
      'zh-CN': {
        what: '无法验证令牌端点的证书，因此没有发送任何内容。',
        fix: '请查明实际应答者。若公司代理会解开 TLS，请添加其证书颁发机构：NODE_EXTRA_CA_CERTS，或以 fetchTrusting(ca) 作为 fetch。',
      },
    },
  },
  OAUTH_RESPONSE_INVALID: {
    who: 'server owner',
    outcome: 'rejected',
    words: {
      en: {
        what: 'What answered is no token endpoint, or its answer breaks the rules of OAuth and was not believed.',
        fix: 'Check the preset or the issuer. A proxy or login page on the way answers like this too.',
      },
      'zh-CN': {
        what: '应答者不是令牌端点，或其应答违反 OAuth 规则而不可信。',
        fix: '请检查预设或 issuer。途中的代理或登录页面也会这样应答。',
      },
    },
  },
  OAUTH_STORE_UNREADABLE: {
    who: 'developer',
    outcome: 'rejected',
    words: {
      en: {
        what: 'The token store holds something for this account that cannot be opened.',
        fix: 'Use the key that it was sealed with, and keep the key file private (mode 600). If the key is lost, delete the entry and sign in again.',
      },
      'zh-CN': {
        what: '令牌存储中此帐号的内容无法打开。',
        fix: '请使用当初加密的密钥，并保证密钥文件私有（权限 600）。若密钥已丢失，请删除该条目并重新登录授权。',
      },
    },
  },
  OAUTH_STORE_FAILED: {
    who: 'developer',
    outcome: 'deferred',
    words: {
      en: {
        what: 'The token store could not be read or written.',
        fix: 'Check that the folder or the database of the store can be written and has room.',
      },
      'zh-CN': {
        what: '无法读取或写入令牌存储。',
        fix: '请检查存储所在的文件夹或数据库可写且有空间。',
      },
    },
  },
  OAUTH_STORE_LOCKED: {
    who: 'nobody',
    outcome: 'deferred',
    words: {
      en: {
        what: 'Another process kept the token store locked for too long.',
        fix: 'Try again. If it lasts, look for a process that hangs in the middle of a renewal.',
      },
      'zh-CN': {
        what: '另一个进程锁定令牌存储过久。',
        fix: '请重试。若持续如此，请查找卡在续期途中的进程。',
      },
    },
  },
} as const satisfies Causes;
