import type { Causes } from './cause.js';

/** What is wrong before a byte travels: settings, and calls that cannot be served. */
export const settingsCauses = {
  CONFIG_VALUE_INVALID: {
    who: 'developer',
    outcome: 'rejected',
    words: {
      en: {
        what: 'A setting has a value that cannot be used.',
        fix: 'Correct the setting that is named: host is a bare name without scheme, port, quotes or blanks; port is 1 to 65535; words such as security are spelled exactly.',
      },
      'zh-CN': {
        what: '某项设置的值无法使用。',
        fix: '请改正所指出的设置：host 只写主机名，不带协议、端口、引号或空格；port 为 1 到 65535；security 等选项的取值须拼写准确。',
      },
    },
  },
  CONFIG_URL_NOT_ENCODED: {
    who: 'developer',
    outcome: 'rejected',
    words: {
      en: {
        what: 'The user name or password in the URL holds characters that break the URL (@ : / # % +).',
        fix: 'Pass both through encodeURIComponent, or give user and password as options of their own in place of a URL.',
      },
      'zh-CN': {
        what: 'URL 中的用户名或密码含有会破坏 URL 的字符（@ : / # % +）。',
        fix: '请用 encodeURIComponent 对两者编码，或不用 URL，改用 user 和 password 选项。',
      },
    },
  },
  HOST_MISSING_LOCALHOST: {
    who: 'developer',
    outcome: 'rejected',
    words: {
      en: {
        what: 'This machine itself was dialled, and no mail server listens there.',
        fix: 'Set host to the mail server of your account. If a local server is meant, start it, and check port.',
      },
      'zh-CN': {
        what: '连接的是本机，而本机没有邮件服务器在监听。',
        fix: '请把 host 设为您邮箱的发信服务器。若确实要用本机服务器，请先启动它，并核对 port。',
      },
    },
  },
  WRONG_HOST_OR_PORT: {
    who: 'developer',
    outcome: 'rejected',
    words: {
      en: {
        what: 'No mail submission server answers at this host and port.',
        fix: 'Set host and port to those that your provider names for sending (SMTP submission: 587 or 465), not those of IMAP, POP, web mail or MX.',
      },
      'zh-CN': {
        what: '该主机和端口上没有发信服务器。',
        fix: '请把 host 和 port 设为服务商公布的发信（SMTP）地址，端口为 587 或 465；不要用 IMAP、POP、网页邮箱或 MX 的地址。',
      },
    },
  },
  SECURITY_NOT_LOOPBACK: {
    who: 'developer',
    outcome: 'rejected',
    words: {
      en: {
        what: 'Mail without TLS was asked for, but the server is not on this machine.',
        fix: "Set security to 'starttls', 'implicit' or 'auto'. 'none-on-loopback' serves 127.0.0.1 and ::1 only.",
      },
      'zh-CN': {
        what: '要求不用 TLS 发信，但服务器不在本机。',
        fix: "请把 security 设为 'starttls'、'implicit' 或 'auto'。'none-on-loopback' 只适用于 127.0.0.1 和 ::1。",
      },
    },
  },
  MESSAGE_INVALID: {
    who: 'developer',
    outcome: 'rejected',
    words: {
      en: {
        what: 'A field of the message holds something that no mail may hold, or that is not permitted here.',
        fix: 'Correct the field that is named: no line breaks or control characters in addresses, names and headers; attachments by URL only with allowUrlAttachments, by path only with allowFileAttachments.',
      },
      'zh-CN': {
        what: '邮件的某个字段含有邮件中不允许出现、或此处未获许可的内容。',
        fix: '请改正所指出的字段：地址、名称和邮件头中不得有换行或控制字符；以 URL 添加附件需开启 allowUrlAttachments，以路径添加需开启 allowFileAttachments。',
      },
    },
  },
  MESSAGE_SOURCE_FAILED: {
    who: 'developer',
    outcome: 'deferred',
    words: {
      en: {
        what: 'A file or stream of the message failed while it was read. The server took nothing.',
        fix: 'Check that the attachment or stream can be read to its end, then send again. A stream can be read once: make a new one.',
      },
      'zh-CN': {
        what: '读取邮件的文件或数据流时出错，服务器没有收下任何内容。',
        fix: '请确认附件或数据流能完整读取，然后重新发送。数据流只能读一次，请重新创建。',
      },
    },
  },
  TRANSPORT_CLOSED: {
    who: 'developer',
    outcome: 'rejected',
    words: {
      en: {
        what: 'The transport was closed and takes no more messages.',
        fix: 'Call close() after the last message only, or make a new transport.',
      },
      'zh-CN': {
        what: '传输对象已关闭，不再接受邮件。',
        fix: '请在最后一封邮件之后才调用 close()，或新建一个传输对象。',
      },
    },
  },
  SEND_ABORTED: {
    who: 'developer',
    outcome: 'deferred',
    words: {
      en: {
        what: 'Sending was aborted by the caller before the server had taken anything.',
        fix: 'Nothing is wrong with the message: send it again when wanted. If the abort came from a timer, allow more time.',
      },
      'zh-CN': {
        what: '调用方中止了发送，服务器尚未收下任何内容。',
        fix: '邮件本身没有问题，需要时可再次发送。若由定时器中止，请放宽时限。',
      },
    },
  },
} as const satisfies Causes;
