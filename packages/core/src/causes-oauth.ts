import type { Causes } from './cause.js';

/** What keeps an access token from being had. The server that sends mail was not asked yet. */
export const oauthCauses = {
  OAUTH_SCOPE_INVALID: {
    who: 'developer',
    outcome: 'rejected',
    words: {
      en: {
        what: 'The token request asks for a scope that does not exist, or for scopes that do not go together.',
        fix: 'Ask for the mail scopes of one service only, spelled exactly, with blanks between them (no commas, no line breaks). An app without a user asks for <resource>/.default. Send the scope with a refresh too.',
      },
      'zh-CN': {
        what: '令牌请求中的 scope 不存在，或这些 scope 不能同时申请。',
        fix: '请只申请同一服务的邮件 scope，拼写准确，以空格分隔（不用逗号，不换行）。没有用户参与的应用请申请 <resource>/.default。刷新令牌时也要带上 scope。',
      },
    },
  },
  OAUTH_CLIENT_SECRET_INVALID: {
    who: 'developer',
    outcome: 'rejected',
    words: {
      en: {
        what: 'The client secret of the app is wrong or has expired.',
        fix: 'Make a new client secret in the app registration, copy its value (not its ID) whole and at once, store it, and write down the day on which it ends.',
      },
      'zh-CN': {
        what: '应用的客户端密码（client secret）错误或已过期。',
        fix: '请在应用注册中新建客户端密码，当场完整复制其“值”（不是 ID）并保存，同时记下到期日。',
      },
    },
  },
  OAUTH_CLIENT_TYPE_MISMATCH: {
    who: 'developer',
    outcome: 'rejected',
    words: {
      en: {
        what: 'The app is registered as one kind of client (public or confidential) and signs in as the other.',
        fix: 'A desktop or command line app sends no secret and has public client flows allowed; a web app sends its secret. Register the redirect URI under the matching platform.',
      },
      'zh-CN': {
        what: '应用注册的客户端类型（公共或机密）与登录方式不符。',
        fix: '桌面或命令行应用不发送密码，并须允许公共客户端流；网站应用须发送密码。请把重定向 URI 登记在对应的平台类型下。',
      },
    },
  },
  OAUTH_CLIENT_UNKNOWN: {
    who: 'developer',
    outcome: 'rejected',
    words: {
      en: {
        what: 'The sign-in service does not know this client ID, or not in this organisation.',
        fix: 'Copy the client ID of the app registration again, without quotes or blanks, and check that it is not a mail address or the ID of something else. Use the client that the refresh token was made with.',
      },
      'zh-CN': {
        what: '登录服务不认识该客户端 ID，或该组织中没有此应用。',
        fix: '请从应用注册中重新复制客户端 ID，不带引号和空格，并确认它不是邮箱地址或其他对象的 ID。刷新令牌须用签发它的同一客户端。',
      },
    },
  },
  OAUTH_CONSENT_REQUIRED: {
    who: 'tenant admin',
    outcome: 'rejected',
    words: {
      en: {
        what: 'Nobody has allowed this app to send mail for the account.',
        fix: 'Sign in again and consent to exactly the scopes asked for. Where only an administrator may consent, let one do it for the organisation, and take prompt=consent out of the request.',
      },
      'zh-CN': {
        what: '尚未有人允许该应用以此帐号发送邮件。',
        fix: '请重新登录，并同意所申请的全部 scope。若只有管理员可以同意，请管理员代表组织同意，并从请求中去掉 prompt=consent。',
      },
    },
  },
  OAUTH_MFA_REQUIRED: {
    who: 'developer',
    outcome: 'rejected',
    words: {
      en: {
        what: 'The account wants a second factor, which a token request with user name and password cannot give.',
        fix: 'Let the user sign in in a browser (authorization code, or device code). A program without a user takes client credentials.',
      },
      'zh-CN': {
        what: '该帐号要求第二重验证，而用用户名和密码申请令牌无法提供。',
        fix: '请让用户在浏览器中登录（授权码或设备码流程）。没有用户参与的程序请用客户端凭证流程。',
      },
    },
  },
  OAUTH_REFRESH_TOKEN_EXPIRED: {
    who: 'mailbox owner',
    outcome: 'rejected',
    words: {
      en: {
        what: 'The sign-in has ended: the refresh token expired or was revoked.',
        fix: 'Sign in again. If it ends after a week, take the app out of testing; if at random, store each new refresh token that a refresh returns.',
      },
      'zh-CN': {
        what: '登录授权已失效：刷新令牌已过期或被撤销。',
        fix: '请重新登录授权。若总在一周后失效，请把应用从测试状态改为正式发布；若不定期失效，请保存每次刷新返回的新刷新令牌。',
      },
    },
  },
  OAUTH_GRANT_MALFORMED: {
    who: 'developer',
    outcome: 'rejected',
    words: {
      en: {
        what: 'The token request is damaged: a parameter is missing, or the code or refresh token is not the one that was issued.',
        fix: 'Send the refresh token whole (a column of 255 characters cuts it), form-encoded, with grant_type and client_id, and use an authorization code once only. Print error_description, which names the parameter.',
      },
      'zh-CN': {
        what: '令牌请求有误：缺少参数，或授权码、刷新令牌与签发的不一致。',
        fix: '请完整发送刷新令牌（255 字符的数据库列会将其截断），使用表单编码，并带上 grant_type 和 client_id；授权码只能用一次。请输出 error_description，其中会指出有误的参数。',
      },
    },
  },
  OAUTH_WRONG_AUTHORITY: {
    who: 'developer',
    outcome: 'rejected',
    words: {
      en: {
        what: 'The sign-in went to the address of the wrong organisation, or of the wrong kind of account.',
        fix: 'Put the ID of your organisation into the authority URL in place of common or of a placeholder; for personal accounts the address for consumers; for national clouds the host of that cloud.',
      },
      'zh-CN': {
        what: '登录请求发往了错误的组织地址，或不适用于该类帐号的地址。',
        fix: '请在登录地址（authority）中填写组织 ID，不要用 common 或占位符；个人帐号请用 consumers 地址；国家云请用该云的主机。',
      },
    },
  },
  OAUTH_REDIRECT_MISMATCH: {
    who: 'developer',
    outcome: 'rejected',
    words: {
      en: {
        what: 'The redirect URI of the sign-in is not registered for this app, or is of a kind that is no longer allowed.',
        fix: 'Register exactly the URI that is sent: scheme, host, port, path and final slash. In place of copy and paste (urn:ietf:wg:oauth:2.0:oob) use a loopback address such as http://127.0.0.1:<port>.',
      },
      'zh-CN': {
        what: '登录所用的重定向 URI 未在应用中登记，或属于已停用的类型。',
        fix: '请登记与发送的完全一致的 URI，包括协议、主机、端口、路径和末尾斜杠。请用回环地址（如 http://127.0.0.1:<port>）代替复制粘贴方式（urn:ietf:wg:oauth:2.0:oob）。',
      },
    },
  },
} as const satisfies Causes;
