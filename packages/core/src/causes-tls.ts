import type { Causes } from './cause.js';

/** What keeps TLS from coming up, or makes it worth nothing. */
export const tlsCauses = {
  TLS_IMPLICIT_ON_STARTTLS_PORT: {
    who: 'developer',
    outcome: 'rejected',
    words: {
      en: {
        what: 'TLS was begun at once, but this port begins in clear and turns to TLS by STARTTLS.',
        fix: "Set security to 'starttls' for port 587, or port to 465 with security 'implicit'.",
      },
      'zh-CN': {
        what: '一连接就开始了 TLS，而该端口先以明文开始，再用 STARTTLS 转为 TLS。',
        fix: "587 端口请把 security 设为 'starttls'；或把 port 设为 465，security 设为 'implicit'。",
      },
    },
  },
  TLS_PLAIN_ON_IMPLICIT_PORT: {
    who: 'developer',
    outcome: 'rejected',
    words: {
      en: {
        what: 'The server waits for TLS from the first byte, but a greeting in clear was waited for.',
        fix: "Set security to 'implicit' for port 465, or port to 587 with security 'starttls'.",
      },
      'zh-CN': {
        what: '服务器从第一个字节起就等待 TLS，而客户端在等明文问候。',
        fix: "465 端口请把 security 设为 'implicit'；或把 port 设为 587，security 设为 'starttls'。",
      },
    },
  },
  TLS_CERT_HOSTNAME_MISMATCH: {
    who: 'developer',
    outcome: 'rejected',
    words: {
      en: {
        what: 'The certificate of the server is for another name than the one dialled.',
        fix: 'Set host to a name that is in the certificate. If host has to stay, for instance an IP address, set tls.servername to that name.',
      },
      'zh-CN': {
        what: '服务器证书上的名称与所连接的名称不符。',
        fix: '请把 host 设为证书中的名称。若 host 不能改（例如是 IP 地址），请把 tls.servername 设为该名称。',
      },
    },
  },
  TLS_CERT_UNTRUSTED: {
    who: 'server owner',
    outcome: 'rejected',
    words: {
      en: {
        what: 'The certificate of the server is not signed by an authority that is trusted here.',
        fix: 'The server should send a certificate of a public authority with its whole chain. For a private server set tls.ca to the PEM of its authority.',
      },
      'zh-CN': {
        what: '服务器证书不是由这里信任的机构签发的。',
        fix: '服务器应使用公共机构签发的证书，并发送完整证书链。私有服务器请把 tls.ca 设为其签发机构的 PEM。',
      },
    },
  },
  TLS_INTERCEPTED: {
    who: 'network',
    outcome: 'rejected',
    words: {
      en: {
        what: 'Someone in between, most often a virus scanner or a company proxy, answers with a certificate of its own.',
        fix: 'Turn off mail scanning in that program. If the interception is wanted, set tls.ca to the PEM of its authority.',
      },
      'zh-CN': {
        what: '中间有程序（多为杀毒软件或公司代理）用自己的证书冒充服务器应答。',
        fix: '请在该程序中关闭邮件扫描。若确需经过它，请把 tls.ca 设为其签发机构的 PEM。',
      },
    },
  },
  TLS_CERT_EXPIRED: {
    who: 'server owner',
    outcome: 'rejected',
    words: {
      en: {
        what: 'The certificate of the server, or one it rests on, has expired or is not valid yet.',
        fix: 'The owner of the server renews the certificate and reloads the mail server. Check the clock of this machine too, and the authorities in tls.ca.',
      },
      'zh-CN': {
        what: '服务器证书或其上级证书已过期，或尚未生效。',
        fix: '请服务器管理员更新证书并重新加载邮件服务。也请检查本机时钟以及 tls.ca 中的证书。',
      },
    },
  },
  TLS_PROTOCOL_TOO_OLD: {
    who: 'server owner',
    outcome: 'rejected',
    words: {
      en: {
        what: 'Client and server have no version or cipher of TLS in common that is still safe.',
        fix: "The older side needs TLS 1.2 or newer. If tls.minVersion is 'TLSv1.3', try 'TLSv1.2'.",
      },
      'zh-CN': {
        what: '客户端与服务器没有共同且仍然安全的 TLS 版本或加密套件。',
        fix: "较旧的一方需升级到 TLS 1.2 或更高。若 tls.minVersion 为 'TLSv1.3'，可改为 'TLSv1.2'。",
      },
    },
  },
  TLS_HANDSHAKE_FAILED: {
    who: 'server owner',
    outcome: 'rejected',
    words: {
      en: {
        what: 'The TLS handshake failed.',
        fix: 'Check host, port and security. If the server asks for a client certificate, set tls.cert and tls.key. The error underneath says more.',
      },
      'zh-CN': {
        what: 'TLS 握手失败。',
        fix: '请检查 host、port 和 security。若服务器要求客户端证书，请设置 tls.cert 和 tls.key。底层错误中有更多信息。',
      },
    },
  },
  STARTTLS_REQUIRED: {
    who: 'developer',
    outcome: 'rejected',
    words: {
      en: {
        what: 'The server wants TLS before it goes on, and the connection is in clear.',
        fix: "Set security to 'starttls', or to 'implicit' for port 465.",
      },
      'zh-CN': {
        what: '服务器要求先启用 TLS，而当前连接是明文。',
        fix: "请把 security 设为 'starttls'；465 端口设为 'implicit'。",
      },
    },
  },
  STARTTLS_UNAVAILABLE: {
    who: 'server owner',
    outcome: 'rejected',
    words: {
      en: {
        what: 'The server does not start TLS, so nothing was sent. Login and message never go in clear.',
        fix: "Try port 465 with security 'implicit'. Otherwise the server needs TLS set up, or a firewall in between must stop changing SMTP.",
      },
      'zh-CN': {
        what: '服务器无法启用 TLS，因此什么也没有发送。登录信息和邮件绝不以明文传输。',
        fix: "可试用 465 端口，并把 security 设为 'implicit'。否则需在服务器上配置 TLS，或让途中的防火墙停止改动 SMTP。",
      },
    },
  },
  STARTTLS_INJECTION: {
    who: 'network',
    outcome: 'rejected',
    words: {
      en: {
        what: 'Bytes in clear stood behind the answer to STARTTLS. Someone may be trying to slip in answers, so the connection was ended.',
        fix: "Do not send over this network before it is explained. Port 465 with security 'implicit' has no such gap.",
      },
      'zh-CN': {
        what: 'STARTTLS 的应答之后还有明文数据，可能有人试图插入伪造的应答，连接已终止。',
        fix: "查明原因之前请勿在此网络发信。465 端口配合 security 'implicit' 没有这种漏洞。",
      },
    },
  },
  REQUIRETLS_NOT_OFFERED: {
    who: 'developer',
    outcome: 'rejected',
    words: {
      en: {
        what: 'The message asks for verified TLS on every hop, and the server does not promise that (REQUIRETLS).',
        fix: 'Send without requireTls, or through a server that offers REQUIRETLS.',
      },
      'zh-CN': {
        what: '邮件要求每一段都使用经验证的 TLS，而服务器不作此保证（REQUIRETLS）。',
        fix: '请去掉 requireTls，或改用提供 REQUIRETLS 的服务器。',
      },
    },
  },
} as const satisfies Causes;
