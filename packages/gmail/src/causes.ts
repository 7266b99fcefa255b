import type { Causes } from '@ehlo/core';
import { causes as oauth } from '@ehlo/oauth';

/** What only Google's servers can bring about. */
export const causes = {
  GMAIL_PASSWORD_NOT_ACCEPTED: {
    who: 'mailbox owner',
    outcome: 'rejected',
    words: {
      en: {
        what: 'Google takes no account password for SMTP. It wants an app password (sixteen letters) or OAuth.',
        fix: 'Turn on 2-Step Verification, make an app password at https://myaccount.google.com/apppasswords and set it as password, with the whole address as user. Where app passwords are forbidden: gmail({ user, auth: signIn({ clientId, clientSecret, store }) }).',
      },
      'zh-CN': {
        what: 'Google 的 SMTP 不接受帐号密码，只接受应用专用密码（16 个字母）或 OAuth。',
        fix: '请先开启两步验证，在 https://myaccount.google.com/apppasswords 生成应用专用密码并填入 password，user 填完整邮箱地址。若管理员禁用了应用专用密码，请改用 gmail({ user, auth: signIn({ clientId, clientSecret, store }) })。',
      },
    },
  },
  GMAIL_WEB_LOGIN_REQUIRED: {
    who: 'mailbox owner',
    outcome: 'rejected',
    words: {
      en: {
        what: 'Google holds this sign-in for suspicious and wants to see the owner in a browser first.',
        fix: 'Sign in at https://mail.google.com, best from the same network, and confirm the security alert; or open https://accounts.google.com/DisplayUnlockCaptcha and try again within ten minutes. Then use an app password or OAuth.',
      },
      'zh-CN': {
        what: 'Google 认为此次登录可疑，要求帐号本人先在浏览器中登录。',
        fix: '请登录 https://mail.google.com（最好在同一网络）并确认安全提醒；或打开 https://accounts.google.com/DisplayUnlockCaptcha，然后在十分钟内重试。之后请使用应用专用密码或 OAuth。',
      },
    },
  },
  GOOGLE_RELAY_NOT_REGISTERED: {
    who: 'tenant admin',
    outcome: 'rejected',
    words: {
      en: {
        what: 'The SMTP relay of Google Workspace knows neither this sender nor this address. It serves no @gmail.com accounts.',
        fix: "For a mailbox, leave out service: 'workspace-relay'. For the relay, an administrator opens Google Admin console > Apps > Google Workspace > Gmail > Routing > SMTP relay service, and adds the address of this machine or ticks Require SMTP Authentication; sender and EHLO name belong to a domain of the organisation.",
      },
      'zh-CN': {
        what: 'Google Workspace 的 SMTP 中继不认识此发件人和此地址。它不服务 @gmail.com 帐号。',
        fix: "若使用普通邮箱，请去掉 service: 'workspace-relay'。若使用中继，请管理员打开 Google 管理控制台 > 应用 > Google Workspace > Gmail > 路由 > SMTP 中继服务，添加本机地址或勾选“要求 SMTP 身份验证”；发件人和 EHLO 名称须属于该组织的域名。",
      },
    },
  },
  GMAIL_API_NOT_ENABLED: {
    who: 'developer',
    outcome: 'rejected',
    words: {
      en: {
        what: 'The Gmail API is not enabled in the Google Cloud project of this client ID.',
        fix: 'Open Google Cloud console > APIs and services > Library > Gmail API in that project and enable it. It takes some minutes.',
      },
      'zh-CN': {
        what: '此客户端 ID 所属的 Google Cloud 项目没有启用 Gmail API。',
        fix: '请在该项目中打开 Google Cloud 控制台 > API 和服务 > 库 > Gmail API 并启用，几分钟后生效。',
      },
    },
  },
  GMAIL_BLOCKED_BY_DOMAIN: {
    who: 'tenant admin',
    outcome: 'rejected',
    words: {
      en: {
        what: 'The administrators of the organisation do not let this app use Gmail.',
        fix: 'An administrator opens Google Admin console > Security > Access and data control > API controls and trusts the client ID of the app.',
      },
      'zh-CN': {
        what: '该组织的管理员不允许此应用使用 Gmail。',
        fix: '请管理员打开 Google 管理控制台 > 安全性 > 访问权限和数据控件 > API 控件，并信任该应用的客户端 ID。',
      },
    },
  },
  GMAIL_MAILBOX_MISSING: {
    who: 'tenant admin',
    outcome: 'rejected',
    words: {
      en: {
        what: 'There is no Gmail mailbox behind this account.',
        fix: 'An administrator turns Gmail on for the user, or gives a licence. A service account has no mailbox of its own: let it stand in for a user (subject), with domain-wide delegation.',
      },
      'zh-CN': {
        what: '该帐号没有 Gmail 邮箱。',
        fix: '请管理员为该用户开启 Gmail 或分配许可证。服务帐号自身没有邮箱：请启用全网域授权，并让它代表某个用户（subject）。',
      },
    },
  },
  // The token endpoint says it too, in its own words.
  GOOGLE_DELEGATION_MISSING: oauth.GOOGLE_DELEGATION_MISSING,
} as const satisfies Causes;
