import type { Causes } from './cause.js';

/** What keeps a connection from coming up, staying up, or being understood. */
export const connectionCauses = {
  DNS_RESOLVER_UNAVAILABLE: {
    who: 'network',
    outcome: 'deferred',
    words: {
      en: {
        what: 'The name of the server could not be looked up, since DNS itself does not answer.',
        fix: 'Send again later. If it stays so, repair the DNS settings of this machine or container.',
      },
      'zh-CN': {
        what: 'DNS 本身没有应答，无法解析服务器名称。',
        fix: '请稍后重试。若一直如此，请修复本机或容器的 DNS 设置。',
      },
    },
  },
  CONNECT_PORT_BLOCKED: {
    who: 'network',
    outcome: 'deferred',
    words: {
      en: {
        what: 'No connection came about in time. Most often a firewall or the hosting company blocks this port.',
        fix: 'Set port to another one of the server (587, 465 or 2525), or ask the network or hosting company to open it. On a slow line raise timeouts.connect.',
      },
      'zh-CN': {
        what: '连接超时。多数情况是防火墙或主机商封锁了该端口。',
        fix: '请把 port 改为服务器的其他端口（587、465 或 2525），或请网络管理方、主机商放行。线路慢时可调大 timeouts.connect。',
      },
    },
  },
  CONNECT_ADDRESS_FAMILY: {
    who: 'network',
    outcome: 'deferred',
    words: {
      en: {
        what: 'There is no way from this machine to the address of the server (IPv4 or IPv6).',
        fix: 'Check the network of this machine, IPv6 above all. If one family does not work, set host to the address of the other and tls.servername to the name of the server.',
      },
      'zh-CN': {
        what: '本机到服务器地址没有可用的网络路径（IPv4 或 IPv6）。',
        fix: '请检查本机网络，尤其是 IPv6。若其中一种不可用，可把 host 设为另一种的地址，并把 tls.servername 设为服务器名称。',
      },
    },
  },
  CONNECTION_STALLED_OR_DROPPED: {
    who: 'network',
    outcome: 'deferred',
    words: {
      en: {
        what: 'The connection was cut, refused or fell silent before the message was handed over.',
        fix: 'Send again later. If it comes often, look for a firewall, proxy or mail filter in between; for a slow server raise timeouts (timeouts.greeting for a late greeting).',
      },
      'zh-CN': {
        what: '邮件交出之前，连接被切断、被拒绝或不再有回应。',
        fix: '请稍后重试。若经常发生，请检查途中的防火墙、代理或邮件过滤；服务器较慢时可调大 timeouts（问候迟到用 timeouts.greeting）。',
      },
    },
  },
  TOO_MANY_CONNECTIONS: {
    who: 'developer',
    outcome: 'deferred',
    slows: 'connections',
    words: {
      en: {
        what: 'The server has too many connections from this account or address.',
        fix: 'Use one transport for all messages, set connections lower, and send again in some minutes.',
      },
      'zh-CN': {
        what: '此帐号或地址与服务器的连接数过多。',
        fix: '请让所有邮件共用一个传输对象，调小 connections，几分钟后再发。',
      },
    },
  },
  SENDING_IP_REJECTED: {
    who: 'network',
    outcome: 'rejected',
    words: {
      en: {
        what: 'The server refuses the IP address of this machine, most often because of a blocklist.',
        fix: 'Send with user and password (or auth) through a provider on port 587 or 465, or have the address delisted and give it a reverse DNS name.',
      },
      'zh-CN': {
        what: '服务器拒绝本机的 IP 地址，多数情况是该地址在黑名单中。',
        fix: '请用 user 和 password（或 auth）登录服务商，经 587 或 465 端口发信；或申请移出黑名单，并为该地址配置反向解析。',
      },
    },
  },
  EHLO_NAME_REJECTED: {
    who: 'developer',
    outcome: 'rejected',
    words: {
      en: {
        what: 'The server does not accept the name with which this machine introduces itself.',
        fix: 'Set helloName to a real, fully qualified domain name such as mail.example.com, or to an address literal such as [192.0.2.1].',
      },
      'zh-CN': {
        what: '服务器不接受本机自报的名称。',
        fix: '请把 helloName 设为真实完整的域名（如 mail.example.com），或地址形式（如 [192.0.2.1]）。',
      },
    },
  },
  SERVER_PROTOCOL_VIOLATION: {
    who: 'server owner',
    outcome: 'deferred',
    words: {
      en: {
        what: 'The server, or something in between, said what SMTP does not allow: a reply nobody asked for, or one that cannot be read.',
        fix: 'Check that host and port are those of an SMTP server and that no filter changes the traffic, then send again. The trace shows what was said.',
      },
      'zh-CN': {
        what: '服务器或中间设备的应答不符合 SMTP：无人请求的应答，或无法读懂的应答。',
        fix: '请确认 host 和 port 指向 SMTP 服务器，且途中没有过滤设备改动数据，然后重试。trace 中可看到对话内容。',
      },
    },
  },
  API_ANSWER_INVALID: {
    who: 'server owner',
    outcome: 'deferred',
    words: {
      en: {
        what: 'The HTTP API, or something in between, gave an answer that is not part of it: a redirect, a page, or nothing that can be read.',
        fix: 'Check that no proxy or filter answers in place of the API, and that its address is not changed by an option. The trace shows what was asked and answered.',
      },
      'zh-CN': {
        what: 'HTTP API 或中间设备的应答不属于该 API：重定向、网页，或无法读懂的内容。',
        fix: '请确认没有代理或过滤设备代替 API 应答，且选项中没有改动其地址。trace 中可看到请求与应答。',
      },
    },
  },
  CLIENT_REPLY_DESYNC: {
    who: 'developer',
    outcome: 'rejected',
    words: {
      en: {
        what: 'The server found the commands in the wrong order: client and server no longer agree where they stand.',
        fix: "Set pipelining to 'none'. If it stays so, report it with the trace of this receipt; the first refusal in the trace is the one that counts.",
      },
      'zh-CN': {
        what: '服务器认为命令顺序有误：双方对当前步骤的认识已不一致。',
        fix: "请把 pipelining 设为 'none'。若仍如此，请附上本次回执的 trace 反馈问题；以 trace 中第一条拒绝为准。",
      },
    },
  },
  REPLY_LOST: {
    who: 'nobody',
    outcome: 'deferred',
    words: {
      en: {
        what: 'The whole message was sent, but no answer came. It may have been delivered, or not.',
        fix: 'Do not simply send it again: the recipients may get it twice. Look in the sent folder or ask a recipient first. If the server is slow, raise timeouts.sent.',
      },
      'zh-CN': {
        what: '邮件已全部发出，但没有收到应答。邮件可能已送达，也可能没有。',
        fix: '请勿直接重发，否则收件人可能收到两封。请先查看已发送文件夹或询问收件人。服务器较慢时可调大 timeouts.sent。',
      },
    },
  },
} as const satisfies Causes;
