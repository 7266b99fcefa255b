import type { Causes } from './cause.js';

/** What keeps a login from succeeding. */
export const loginCauses = {
  AUTH_NOT_OFFERED: {
    who: 'developer',
    outcome: 'rejected',
    words: {
      en: {
        what: 'The server offers no login here, neither before nor after TLS.',
        fix: 'Set port to 587 or 465: port 25 often has no login. A server that trusts this address needs none: leave out user and password.',
      },
      'zh-CN': {
        what: '服务器在此不提供登录，启用 TLS 前后都没有。',
        fix: '请把 port 设为 587 或 465：25 端口往往不能登录。若服务器信任本机地址而无需登录，请去掉 user 和 password。',
      },
    },
  },
  AUTH_MECHANISM_MISMATCH: {
    who: 'developer',
    outcome: 'rejected',
    words: {
      en: {
        what: 'Server and client have no way to log in that both accept for this kind of login.',
        fix: 'Take mechanisms out of the options, or name one that the server offers. If it offers only OAuth, give auth in place of password; if only passwords, give password.',
      },
      'zh-CN': {
        what: '对于这类登录，服务器与客户端没有双方都接受的方式。',
        fix: '请去掉 mechanisms 选项，或填写服务器提供的方式。若只提供 OAuth，请用 auth 代替 password；若只提供密码登录，请用 password。',
      },
    },
  },
  AUTH_LINE_TOO_LONG: {
    who: 'developer',
    outcome: 'rejected',
    words: {
      en: {
        what: 'The login line, most often a long access token, is longer than the server accepts.',
        fix: 'Ask for a token with fewer scopes and claims, so that it is shorter. Check that auth gives the bare access token and nothing around it.',
      },
      'zh-CN': {
        what: '登录行超出服务器允许的长度，多因访问令牌过长。',
        fix: '请减少申请的 scope 和声明以缩短令牌。请确认 auth 返回的只是访问令牌本身，没有多余内容。',
      },
    },
  },
  AUTH_SERVER_UNPROVEN: {
    who: 'network',
    outcome: 'rejected',
    words: {
      en: {
        what: 'The server could not prove that it knows the password, so it may be a false one. The password itself was not given away.',
        fix: 'Check host, and who answers there. Do not go over to a simpler mechanism before this is explained.',
      },
      'zh-CN': {
        what: '服务器未能证明它知道密码，可能是冒充的。密码本身没有泄露。',
        fix: '请检查 host 以及实际应答者。查明原因之前，不要改用更简单的登录方式。',
      },
    },
  },
  LOGIN_IN_CLEAR_REFUSED: {
    who: 'developer',
    outcome: 'rejected',
    words: {
      en: {
        what: 'The login would have travelled in clear, so it was not sent.',
        fix: "Set security to 'starttls' or 'implicit'.",
      },
      'zh-CN': {
        what: '登录信息将以明文传输，因此没有发送。',
        fix: "请把 security 设为 'starttls' 或 'implicit'。",
      },
    },
  },
  CREDENTIALS_MISSING: {
    who: 'developer',
    outcome: 'rejected',
    words: {
      en: {
        what: 'The server wants a login, and none or an empty one was given.',
        fix: 'Set user and password, or user and auth. Check that the environment variables they come from are set.',
      },
      'zh-CN': {
        what: '服务器要求登录，而没有提供登录信息或内容为空。',
        fix: '请设置 user 和 password，或 user 和 auth，并确认它们所取的环境变量已设置。',
      },
    },
  },
  CREDENTIALS_REJECTED: {
    who: 'mailbox owner',
    outcome: 'rejected',
    words: {
      en: {
        what: 'The server refused user name or password.',
        fix: 'Log in to the web mail with the same user and password. Many providers want a password of its own for mail programs: make one and set it as password.',
      },
      'zh-CN': {
        what: '服务器拒绝了用户名或密码。',
        fix: '请用相同的 user 和 password 登录网页邮箱核对。许多服务商要求使用专用密码或授权码：请生成后填入 password。',
      },
    },
  },
  CREDENTIALS_ENCODING: {
    who: 'developer',
    outcome: 'rejected',
    words: {
      en: {
        what: 'User name or password was changed on its way here, or holds characters that the server does not take.',
        fix: 'Compare the length of password with the real one: no trimming, no escaping, UTF-8. A password of ASCII letters and digits works everywhere.',
      },
      'zh-CN': {
        what: '用户名或密码在传入途中被改动，或含有服务器不接受的字符。',
        fix: '请核对 password 的长度与真实密码是否一致：不要裁剪或转义，使用 UTF-8。只含英文字母和数字的密码处处可用。',
      },
    },
  },
  CREDENTIALS_USERNAME_FORM: {
    who: 'developer',
    outcome: 'rejected',
    words: {
      en: {
        what: 'The user name does not have the form that this server wants.',
        fix: 'Set user to the main account name, most often the whole mail address and not an alias; some services want a fixed word. The sender goes in the from field of the message.',
      },
      'zh-CN': {
        what: '用户名的形式不符合该服务器的要求。',
        fix: '请把 user 设为主帐号名，多为完整邮箱地址而不是别名；有些服务要求固定的词。发件人写在邮件的 from 字段。',
      },
    },
  },
  APP_PASSWORD_REQUIRED: {
    who: 'mailbox owner',
    outcome: 'rejected',
    words: {
      en: {
        what: 'The account wants a password made for mail programs, not the one of the web login.',
        fix: 'Make an app password (also called authorization code or SMTP token) in the settings of the account and set it as password.',
      },
      'zh-CN': {
        what: '该帐号要求使用邮件程序专用的密码，而不是网页登录密码。',
        fix: '请在帐号设置中生成应用专用密码（又称授权码或 SMTP 令牌），并填入 password。',
      },
    },
  },
  LOGIN_RATE_LIMITED: {
    who: 'developer',
    outcome: 'deferred',
    slows: 'connections',
    words: {
      en: {
        what: 'There were too many logins in a short time. The password is not at fault.',
        fix: 'Wait some minutes. Use one transport for all messages, so that it logs in once.',
      },
      'zh-CN': {
        what: '短时间内登录次数过多，与密码无关。',
        fix: '请等待几分钟。所有邮件共用一个传输对象，这样只需登录一次。',
      },
    },
  },
  ACCOUNT_NOT_READY: {
    who: 'mailbox owner',
    outcome: 'rejected',
    words: {
      en: {
        what: 'The account may not send by SMTP yet: it waits for activation or for a setting.',
        fix: 'Log in on the web, finish what is asked there, and allow access by mail programs (SMTP). If nothing is asked, write to the provider.',
      },
      'zh-CN': {
        what: '该帐号还不能用 SMTP 发信：尚待激活或需要开启某项设置。',
        fix: '请登录网页，完成其中要求的步骤，并开启邮件客户端（SMTP）访问。若无任何提示，请联系服务商。',
      },
    },
  },
  ACCOUNT_SENDING_BLOCKED: {
    who: 'mailbox owner',
    outcome: 'rejected',
    words: {
      en: {
        what: 'The provider has stopped this account from sending, most often on suspicion of spam.',
        fix: 'Log in on the web and pass the check there, or ask the administrator to unblock the account. Send fewer messages afterwards.',
      },
      'zh-CN': {
        what: '服务商已停止该帐号发信，多因怀疑发送垃圾邮件。',
        fix: '请登录网页完成验证，或请管理员解除封锁。之后请减少发信量。',
      },
    },
  },
  TOKEN_SOURCE_FAILED: {
    who: 'developer',
    outcome: 'deferred',
    words: {
      en: {
        what: 'No access token could be had: the function given as auth failed.',
        fix: 'Look at the error underneath. It comes from auth, before the server was asked for a login.',
      },
      'zh-CN': {
        what: '未能取得访问令牌：auth 所给的函数出错。',
        fix: '请查看底层错误。它来自 auth，此时尚未向服务器请求登录。',
      },
    },
  },
  XOAUTH2_TOKEN_REJECTED: {
    who: 'developer',
    outcome: 'deferred',
    words: {
      en: {
        what: 'The server refused the access token: it has expired, was revoked, or is for another account.',
        fix: 'Let auth give a fresh access token (not the refresh token or the ID token), and set user to the account it was made for. If a fresh one fails too, sign in again.',
      },
      'zh-CN': {
        what: '服务器拒绝了访问令牌：已过期、已撤销，或属于其他帐号。',
        fix: '请让 auth 返回新的访问令牌（不是刷新令牌或 ID 令牌），并把 user 设为令牌所属帐号。若新令牌也被拒绝，请重新登录授权。',
      },
    },
  },
  XOAUTH2_WRONG_AUDIENCE: {
    who: 'developer',
    outcome: 'rejected',
    words: {
      en: {
        what: 'The access token was made for another service than mail.',
        fix: 'Ask for the token with the scope that the provider names for SMTP, and let auth give that one.',
      },
      'zh-CN': {
        what: '该访问令牌是为邮件以外的服务签发的。',
        fix: '请用服务商为 SMTP 规定的 scope 申请令牌，并由 auth 返回该令牌。',
      },
    },
  },
  XOAUTH2_SCOPE_MISSING: {
    who: 'developer',
    outcome: 'rejected',
    words: {
      en: {
        what: 'The access token does not permit sending mail.',
        fix: 'Add the mail scope of the provider, let the user consent again, and let auth give the new token.',
      },
      'zh-CN': {
        what: '该访问令牌没有发送邮件的权限。',
        fix: '请加上服务商的邮件 scope，让用户重新同意授权，并由 auth 返回新令牌。',
      },
    },
  },
  XOAUTH2_IDENTITY_MISMATCH: {
    who: 'developer',
    outcome: 'rejected',
    words: {
      en: {
        what: 'The user name is not the account that the access token belongs to.',
        fix: 'Set user to the account that signed in. To send for a shared mailbox, put its address in the from field of the message.',
      },
      'zh-CN': {
        what: '用户名与访问令牌所属的帐号不一致。',
        fix: '请把 user 设为登录授权的帐号。若代共享邮箱发信，请把共享邮箱地址写在邮件的 from 字段。',
      },
    },
  },
} as const satisfies Causes;
