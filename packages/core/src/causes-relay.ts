import type { Causes } from './cause.js';

/** Why a relay by @ehlo/relay itself refuses, or will not start. What the mailbox's server refuses has its own causes. */
export const relayCauses = {
  RELAY_NOT_PROTECTED: {
    who: 'developer',
    outcome: 'rejected',
    words: {
      en: {
        what: 'The relay would listen beyond this machine without TLS and without a login: an open relay.',
        fix: "Leave host out, so that it listens on 127.0.0.1, or give tls (cert and key) and users. users: 'none' is for loopback only.",
      },
      'zh-CN': {
        what: '中继将在本机以外监听，却没有 TLS 和登录保护，会成为开放中继。',
        fix: "请不设 host（仅监听 127.0.0.1），或同时给出 tls（cert 和 key）和 users。users: 'none' 只能用于本机回环地址。",
      },
    },
  },
  RELAY_LOGIN_NEEDED: {
    who: 'developer',
    outcome: 'rejected',
    words: {
      en: {
        what: 'The relay takes mail from logged-in programs only.',
        fix: 'Set the user and password of the relay in the program (not those of the mailbox), and STARTTLS where the relay is on another machine.',
      },
      'zh-CN': {
        what: '中继只接受已登录程序的邮件。',
        fix: '请在程序中填写中继的用户名和密码（不是邮箱的）；若中继在另一台机器上，还需启用 STARTTLS。',
      },
    },
  },
  RELAY_LOGIN_REFUSED: {
    who: 'developer',
    outcome: 'rejected',
    words: {
      en: {
        what: 'The relay does not know this user and password.',
        fix: 'Use the user and password that were made for the relay, not those of the mailbox. A lost password is replaced by a new one.',
      },
      'zh-CN': {
        what: '中继的用户名或密码不正确。',
        fix: '请使用为中继生成的用户名和密码，而不是邮箱的。密码遗失时请重新生成。',
      },
    },
  },
  RELAY_LOGIN_PAUSED: {
    who: 'developer',
    outcome: 'deferred',
    words: {
      en: {
        what: 'Too many wrong passwords came for this user; the relay looks at no more for a minute.',
        fix: 'Correct the password in the program, and wait a minute.',
      },
      'zh-CN': {
        what: '该用户的错误密码过多，中继一分钟内不再验证。',
        fix: '请更正程序中的密码，并等待一分钟。',
      },
    },
  },
  RELAY_SENDER_NOT_ALLOWED: {
    who: 'developer',
    outcome: 'rejected',
    words: {
      en: {
        what: 'The relay does not send as this address for this user.',
        fix: 'Set the sender of the program (From and envelope) to an address of the mailbox, or add the address to from of the relay.',
      },
      'zh-CN': {
        what: '中继不允许该用户以此地址发信。',
        fix: '请把程序的发件人（From 和信封）设为邮箱的地址，或把该地址加入中继的 from。',
      },
    },
  },
  RELAY_PARAMETER_NOT_OFFERED: {
    who: 'developer',
    outcome: 'rejected',
    words: {
      en: {
        what: 'The command has a parameter, or an address a form, of an extension that the relay does not offer or that was not asked for.',
        fix: 'Switch off delivery notifications (DSN) and REQUIRETLS in the program. Addresses beyond ASCII need SMTPUTF8 with MAIL.',
      },
      'zh-CN': {
        what: '命令带有中继未提供的扩展参数，或地址形式需要未声明的扩展。',
        fix: '请在程序中关闭送达通知（DSN）和 REQUIRETLS；非 ASCII 地址需在 MAIL 命令中声明 SMTPUTF8。',
      },
    },
  },
  RELAY_RECIPIENT_REFUSED: {
    who: 'mailbox owner',
    outcome: 'rejected',
    words: {
      en: {
        what: 'The server of the mailbox refused this recipient a short while ago.',
        fix: 'Correct the address of the recipient, or leave it out: the others are served without it.',
      },
      'zh-CN': {
        what: '邮箱的服务器刚刚拒绝过该收件人。',
        fix: '请更正该收件人地址或将其去掉，其余收件人不受影响。',
      },
    },
  },
  RELAY_PARTLY_REFUSED: {
    who: 'mailbox owner',
    outcome: 'deferred',
    words: {
      en: {
        what: 'Some of the recipients were refused, so the message was sent to nobody.',
        fix: 'Send the same message again: the refused ones are then refused by name, and the others are served.',
      },
      'zh-CN': {
        what: '部分收件人被拒绝，邮件没有发给任何人。',
        fix: '请重发同一封邮件：届时会逐一指明被拒绝的收件人，其余收件人正常发送。',
      },
    },
  },
  RELAY_HEADER_INVALID: {
    who: 'developer',
    outcome: 'rejected',
    words: {
      en: {
        what: 'The header of the message cannot be read in one way only, so that its sender cannot be held against the list of those allowed.',
        fix: 'Write one From field with plain addresses, at most one Sender field, and no line without a field name.',
      },
      'zh-CN': {
        what: '邮件头的读法不唯一，无法核对发件人是否被允许。',
        fix: '请只写一个地址明确的 From 字段，最多一个 Sender 字段，且每行都有字段名。',
      },
    },
  },
  RELAY_BARE_LINE_END: {
    who: 'developer',
    outcome: 'rejected',
    words: {
      en: {
        what: 'The message has a CR or an LF that stands alone. Servers read such lines differently, and mail has been smuggled that way.',
        fix: 'End every line with CRLF (RFC 5321 2.3.8): for curl the option --crlf, for others convert the file with unix2dos.',
      },
      'zh-CN': {
        what: '邮件中有单独的 CR 或 LF。各服务器对此读法不一，曾被用于夹带邮件。',
        fix: '每行请以 CRLF 结尾（RFC 5321 2.3.8）：curl 加 --crlf，其他程序可先用 unix2dos 转换文件。',
      },
    },
  },
  RELAY_MESSAGE_REMEMBERED: {
    who: 'mailbox owner',
    outcome: 'deferred',
    words: {
      en: {
        what: 'This message was sent before and no answer came: it may have arrived, and is not sent again.',
        fix: 'Look whether it arrived. If so, take it out of the program; if not, have the relay forget it.',
      },
      'zh-CN': {
        what: '该邮件此前已发送但未得到答复，可能已送达。中继不会重复发送。',
        fix: '请查看是否已送达（询问收件人或查看已发送邮件）。已送达则从程序中移除；未送达则让中继忘记其 Message-ID。',
      },
    },
  },
  RELAY_STORE_FAILED: {
    who: 'server owner',
    outcome: 'deferred',
    words: {
      en: {
        what: 'The relay could not write to its disk, and so sent nothing.',
        fix: 'Make room on the disk, and give the relay the right to write to its memory file and to the folder for temporary files.',
      },
      'zh-CN': {
        what: '中继无法写入磁盘，因此没有发送。',
        fix: '请腾出磁盘空间，并确保中继有权写入其记录文件和临时目录。',
      },
    },
  },
  RELAY_NOT_SMTP: {
    who: 'developer',
    outcome: 'rejected',
    words: {
      en: {
        what: 'What came first is no SMTP: a browser, or a program with TLS where none is, dialled the relay.',
        fix: 'Set the program to SMTP with the host and port of the relay, and to TLS only where the relay has it.',
      },
      'zh-CN': {
        what: '最先收到的内容不是 SMTP：浏览器或误用 TLS 的程序连接了中继。',
        fix: '请把程序设为 SMTP 并使用中继的主机和端口；仅在中继启用 TLS 时才用 TLS。',
      },
    },
  },
  RELAY_TOO_MANY_CONNECTIONS: {
    who: 'developer',
    outcome: 'deferred',
    words: {
      en: {
        what: 'This address has as many connections to the relay as it may have.',
        fix: 'Close connections that are done, or raise maxConnectionsPerAddress.',
      },
      'zh-CN': {
        what: '该地址到中继的连接数已达上限。',
        fix: '请关闭用完的连接，或调大 maxConnectionsPerAddress。',
      },
    },
  },
  RELAY_TOO_SLOW: {
    who: 'developer',
    outcome: 'deferred',
    words: {
      en: {
        what: 'The program did not go on in time, so the relay closed the connection. Nothing was sent.',
        fix: 'Have the program log in and send without pauses, or raise timeouts of the relay.',
      },
      'zh-CN': {
        what: '程序未及时继续，中继关闭了连接，没有发送。',
        fix: '请让程序连续完成登录和发送，或调大中继的 timeouts。',
      },
    },
  },
  RELAY_STOPPING: {
    who: 'nobody',
    outcome: 'deferred',
    words: {
      en: {
        what: 'The relay is being stopped. Nothing was sent.',
        fix: 'Send again when it runs.',
      },
      'zh-CN': {
        what: '中继正在停止，没有发送。',
        fix: '请在中继恢复运行后重发。',
      },
    },
  },
  RELAY_CLIENT_GONE: {
    who: 'developer',
    outcome: 'deferred',
    words: {
      en: {
        what: 'The program closed its connection before the mailbox had taken anything. Nothing was sent.',
        fix: 'Let the program wait longer for the answer: an account that is paced makes it wait for minutes.',
      },
      'zh-CN': {
        what: '程序在邮箱收下任何内容之前关闭了连接，没有发送。',
        fix: '请让程序等待更久：受限速的帐号可能需要等待数分钟。',
      },
    },
  },
} as const satisfies Causes;
