import type { Causes } from './cause.js';

/** What keeps a server from taking this message, from this sender, for these recipients, at this time. */
export const messageCauses = {
  SENDER_NOT_OWNED: {
    who: 'developer',
    outcome: 'rejected',
    words: {
      en: {
        what: 'This account may not send with the sender address of the message.',
        fix: 'Set from to the address of user or an alias of it, or have the right to send as the other address granted.',
      },
      'zh-CN': {
        what: '该帐号无权使用邮件中的发件人地址。',
        fix: '请把 from 设为 user 的地址或其别名，或申请代该地址发信的权限。',
      },
    },
  },
  SENDER_IDENTITY_NOT_VERIFIED: {
    who: 'developer',
    outcome: 'rejected',
    words: {
      en: {
        what: 'The service does not know an address of this message as verified.',
        fix: 'Verify the sender address or its domain at the service. If the named address is a recipient, the account is in a test mode: have it opened for sending.',
      },
      'zh-CN': {
        what: '邮件中有地址未在该服务中通过验证。',
        fix: '请在服务中验证发件地址或其域名。若所指的是收件人，说明帐号处于测试模式，请申请正式发信。',
      },
    },
  },
  DOMAIN_AUTH_FAILED: {
    who: 'mailbox owner',
    outcome: 'rejected',
    words: {
      en: {
        what: 'The mail does not prove that it comes from the domain of its sender (SPF, DKIM, DMARC). The password is not at fault.',
        fix: 'Publish SPF and DKIM records in the DNS of the domain of from, or send through the server that this domain names.',
      },
      'zh-CN': {
        what: '邮件无法证明来自发件人的域名（SPF、DKIM、DMARC），与密码无关。',
        fix: '请在 from 所属域名的 DNS 中发布 SPF 和 DKIM 记录，或通过该域名指定的服务器发信。',
      },
    },
  },
  ENVELOPE_INVALID: {
    who: 'developer',
    outcome: 'rejected',
    words: {
      en: {
        what: 'A sender or recipient address is missing or cannot be used.',
        fix: 'Use bare, complete addresses such as name@example.com in the envelope, and at least one recipient. Check the address that is named.',
      },
      'zh-CN': {
        what: '发件人或收件人地址缺失或无法使用。',
        fix: '信封中请使用完整的纯地址，如 name@example.com，且至少有一个收件人。请检查所指出的地址。',
      },
    },
  },
  RELAY_DENIED: {
    who: 'developer',
    outcome: 'rejected',
    words: {
      en: {
        what: 'The server does not carry mail to this recipient for this sender.',
        fix: 'Log in with user and password (or auth) on port 587 or 465, or have the address of this machine allowed on the server.',
      },
      'zh-CN': {
        what: '服务器不为该发件人向此收件人转发邮件。',
        fix: '请在 587 或 465 端口用 user 和 password（或 auth）登录，或让服务器允许本机地址。',
      },
    },
  },
  RECIPIENT_UNKNOWN: {
    who: 'mailbox owner',
    outcome: 'rejected',
    words: {
      en: {
        what: 'The recipient does not exist.',
        fix: 'Correct the address of the recipient, and do not send to this one again.',
      },
      'zh-CN': {
        what: '收件人不存在。',
        fix: '请更正收件人地址，不要再向此地址发送。',
      },
    },
  },
  RECIPIENT_UNAVAILABLE: {
    who: 'mailbox owner',
    outcome: 'rejected',
    words: {
      en: {
        what: 'The mailbox of the recipient exists but takes no mail: it is full, disabled or closed to this sender.',
        fix: 'Reach the recipient another way and ask to have the mailbox cleared or opened.',
      },
      'zh-CN': {
        what: '收件人邮箱存在但不收信：已满、已停用或不接受此发件人。',
        fix: '请用其他方式联系收件人，请其清理或开放邮箱。',
      },
    },
  },
  GREYLISTED: {
    who: 'nobody',
    outcome: 'deferred',
    words: {
      en: {
        what: 'The server puts off senders that it does not know yet.',
        fix: 'Send the same message again in 5 to 15 minutes.',
      },
      'zh-CN': {
        what: '服务器对尚不认识的发件人先行推迟（灰名单）。',
        fix: '请在 5 到 15 分钟后重发同一封邮件。',
      },
    },
  },
  TOO_MANY_RECIPIENTS: {
    who: 'developer',
    outcome: 'deferred',
    words: {
      en: {
        what: 'The message has more recipients than the server takes at once.',
        fix: "Send the message again to those who are named in refused. With partial: 'refuse', split the recipients over several messages.",
      },
      'zh-CN': {
        what: '收件人数量超过服务器一次允许的上限。',
        fix: "请向 refused 中列出的收件人再发一次。若 partial 为 'refuse'，请把收件人分到几封邮件中。",
      },
    },
  },
  RATE_LIMITED: {
    who: 'developer',
    outcome: 'deferred',
    slows: 'messages',
    words: {
      en: {
        what: 'Messages are coming faster than the server allows.',
        fix: 'Wait some minutes and send more slowly; set connections lower.',
      },
      'zh-CN': {
        what: '发信速度超过服务器允许的范围。',
        fix: '请等待几分钟，放慢发送，并调小 connections。',
      },
    },
  },
  QUOTA_EXHAUSTED: {
    who: 'mailbox owner',
    outcome: 'deferred',
    words: {
      en: {
        what: 'The account has used up what it may send for now.',
        fix: 'Wait until the quota renews, most often within 24 hours, or move to a larger plan.',
      },
      'zh-CN': {
        what: '该帐号目前的发信额度已用完。',
        fix: '请等待额度恢复（通常 24 小时内），或升级套餐。',
      },
    },
  },
  MESSAGE_TOO_LARGE: {
    who: 'developer',
    outcome: 'rejected',
    words: {
      en: {
        what: 'The message is larger than the server takes.',
        fix: 'Send fewer or smaller attachments, or links in their place. Encoded attachments are a third larger than the files.',
      },
      'zh-CN': {
        what: '邮件超过服务器允许的大小。',
        fix: '请减少或缩小附件，或改用链接。附件编码后比原文件大三分之一。',
      },
    },
  },
  MESSAGE_CONTENT_REJECTED: {
    who: 'developer',
    outcome: 'rejected',
    words: {
      en: {
        what: 'The server refused the content or the form of the message.',
        fix: 'Read the reply of the server. Common reasons: a forbidden type of attachment, suspicion of spam, a header that is missing or doubled, lines of over 998 octets.',
      },
      'zh-CN': {
        what: '服务器拒绝了邮件的内容或格式。',
        fix: '请阅读服务器的应答。常见原因：附件类型被禁止、疑似垃圾邮件、邮件头缺失或重复、单行超过 998 字节。',
      },
    },
  },
  SMTPUTF8_NOT_OFFERED: {
    who: 'server owner',
    outcome: 'rejected',
    words: {
      en: {
        what: 'An address or header needs SMTPUTF8, and the server does not offer it.',
        fix: 'Use ASCII in the part before the @ of all addresses, or a server that offers SMTPUTF8.',
      },
      'zh-CN': {
        what: '某个地址或邮件头需要 SMTPUTF8，而服务器不提供。',
        fix: '请让所有地址 @ 之前的部分只用 ASCII，或改用提供 SMTPUTF8 的服务器。',
      },
    },
  },
  EIGHTBITMIME_NOT_OFFERED: {
    who: 'developer',
    outcome: 'rejected',
    words: {
      en: {
        what: 'The message has octets above 127, and the server takes 7-bit messages only (no 8BITMIME).',
        fix: 'Compose the message with quoted-printable or base64; messages that are not given as raw are composed so.',
      },
      'zh-CN': {
        what: '邮件含有大于 127 的字节，而服务器只收 7 位邮件（无 8BITMIME）。',
        fix: '请用 quoted-printable 或 base64 编写邮件；不以 raw 给出的邮件会自动如此编码。',
      },
    },
  },
  TEMPORARY_SERVER_ERROR: {
    who: 'nobody',
    outcome: 'deferred',
    words: {
      en: {
        what: 'The server cannot do it at the moment and asks to come back later.',
        fix: 'Send again later, waiting longer each time. Nothing has to be changed.',
      },
      'zh-CN': {
        what: '服务器暂时无法处理，请求稍后再来。',
        fix: '请稍后重发，每次等待更久一些。无需修改任何内容。',
      },
    },
  },
  REFUSED_BY_SERVER: {
    who: 'server owner',
    outcome: 'rejected',
    words: {
      en: {
        what: 'The server refused for good, and gave a reason that is not known here.',
        fix: 'Read the reply of the server; its text is all there is. Ask the owner of the server or the provider with that reply in hand.',
      },
      'zh-CN': {
        what: '服务器永久拒绝，所给原因未被识别。',
        fix: '请阅读服务器的应答原文，并带着它询问服务器管理员或服务商。',
      },
    },
  },
} as const satisfies Causes;
