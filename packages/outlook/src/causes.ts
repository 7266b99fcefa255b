import type { Causes } from '@ehlo/core';

/** What only Microsoft's servers can bring about. */
export const causes = {
  MS_SMTP_AUTH_DISABLED: {
    who: 'tenant admin',
    outcome: 'rejected',
    words: {
      en: {
        what: 'SMTP AUTH is switched off in Exchange Online, for the organisation or for this mailbox. OAuth needs it too.',
        fix: "An Exchange admin runs: Set-CASMailbox -Identity user@contoso.com -SmtpClientAuthenticationDisabled $false. Or Microsoft 365 admin center > Users > Active users > the user > Mail > Manage email apps. For all: Set-TransportConfig -SmtpClientAuthenticationDisabled $false. Or set via: 'graph'.",
      },
      'zh-CN': {
        what: 'Exchange Online 已关闭 SMTP AUTH（整个组织或此邮箱）。OAuth 同样需要它。',
        fix: "请 Exchange 管理员运行：Set-CASMailbox -Identity user@contoso.com -SmtpClientAuthenticationDisabled $false。或在 Microsoft 365 管理中心 > 用户 > 活动用户 > 该用户 > 邮件 > 管理电子邮件应用 中勾选“经过身份验证的 SMTP”。对所有邮箱：Set-TransportConfig -SmtpClientAuthenticationDisabled $false。或者设置 via: 'graph'。",
      },
    },
  },
  MS_BASIC_AUTH_DISABLED_CONSUMER: {
    who: 'developer',
    outcome: 'rejected',
    words: {
      en: {
        what: 'Outlook.com, Hotmail and Live accounts cannot log in with a password since 16 September 2024. App passwords are refused too.',
        fix: 'Give auth in place of password: outlook({ user, auth: signIn({ clientId, store }) }), with signIn of @ehlo/outlook, a store such as fileStore() of @ehlo/oauth, and the clientId of an app open to personal Microsoft accounts. For a program that knows passwords only: ehlo login microsoft, then ehlo relay.',
      },
      'zh-CN': {
        what: '自 2024 年 9 月 16 日起，Outlook.com、Hotmail 和 Live 帐号不能再用密码登录，应用密码同样无效。',
        fix: '请用 auth 代替 password：outlook({ user, auth: signIn({ clientId, store }) })。signIn 由 @ehlo/outlook 提供，store（如 fileStore()）由 @ehlo/oauth 提供，clientId 来自允许个人 Microsoft 帐号的应用注册。只会用密码登录的程序可以经本机的中继发信：先执行 ehlo login microsoft，再执行 ehlo relay。',
      },
    },
  },
  MS_BASIC_AUTH_DISABLED_TENANT: {
    who: 'tenant admin',
    outcome: 'rejected',
    words: {
      en: {
        what: 'The organisation refuses logins by password (basic authentication) for SMTP.',
        fix: "Give auth in place of password: outlook({ user, auth: signIn({ clientId, store }) }), or send through ehlo relay. Until passwords are gone for good, an admin can allow them: New-AuthenticationPolicy -Name 'Allow SMTP' -AllowBasicAuthSmtp, then Set-User -Identity user@contoso.com -AuthenticationPolicy 'Allow SMTP'.",
      },
      'zh-CN': {
        what: '该组织不允许用密码登录 SMTP（基本身份验证）。',
        fix: "请用 auth 代替 password：outlook({ user, auth: signIn({ clientId, store }) })，signIn 由 @ehlo/outlook 提供；或经 ehlo relay 发信。在密码登录彻底取消之前，管理员可以放行：New-AuthenticationPolicy -Name 'Allow SMTP' -AllowBasicAuthSmtp，然后 Set-User -Identity user@contoso.com -AuthenticationPolicy 'Allow SMTP'。",
      },
    },
  },
  MS_SECURITY_DEFAULTS: {
    who: 'tenant admin',
    outcome: 'rejected',
    words: {
      en: {
        what: 'The security defaults of the organisation block logins by password.',
        fix: 'Give auth in place of password: outlook({ user, auth: signIn({ clientId, store }) }). If passwords must stay, an admin puts conditional access policies in the place of the defaults: Microsoft Entra admin center > Overview > Properties > Manage security defaults.',
      },
      'zh-CN': {
        what: '该组织启用了安全默认值，禁止用密码登录。',
        fix: '请用 auth 代替 password：outlook({ user, auth: signIn({ clientId, store }) })。若必须保留密码，请管理员以条件访问策略取代安全默认值：Microsoft Entra 管理中心 > 概述 > 属性 > 管理安全默认值。',
      },
    },
  },
  MS_CONDITIONAL_ACCESS: {
    who: 'tenant admin',
    outcome: 'rejected',
    words: {
      en: {
        what: 'A policy of the organisation refused the sign-in, most often one that blocks legacy authentication. The password may be right.',
        fix: 'An admin looks the sign-in up: Microsoft Entra admin center > Sign-in logs, client app "Authenticated SMTP", tab Conditional Access. Then excludes this mailbox from that policy. Or give auth (OAuth) in place of password.',
      },
      'zh-CN': {
        what: '该组织的策略拒绝了此次登录，多为阻止旧式身份验证的策略。密码可能是正确的。',
        fix: '请管理员在 Microsoft Entra 管理中心 > 登录日志 中查找此次登录（客户端应用为“Authenticated SMTP”，查看“条件访问”页），并将此邮箱从该策略中排除。或者用 auth（OAuth）代替 password。',
      },
    },
  },
  MS_APP_NOT_AUTHORIZED_IN_EXCHANGE: {
    who: 'tenant admin',
    outcome: 'rejected',
    words: {
      en: {
        what: 'The app has a token, but no right on this mailbox in Exchange Online.',
        fix: 'An admin consents to SMTP.SendAsApp, then runs: New-ServicePrincipal -AppId <client ID> -ObjectId <object ID of the enterprise application>; Add-MailboxPermission -Identity user@contoso.com -User <that object ID> -AccessRights FullAccess. It takes up to an hour.',
      },
      'zh-CN': {
        what: '该应用已有令牌，但在 Exchange Online 中没有此邮箱的权限。',
        fix: '请管理员同意应用程序权限 SMTP.SendAsApp，然后运行：New-ServicePrincipal -AppId <客户端 ID> -ObjectId <企业应用程序的对象 ID>；Add-MailboxPermission -Identity user@contoso.com -User <该对象 ID> -AccessRights FullAccess。最长约一小时生效。',
      },
    },
  },
  MS_GRAPH_ACCESS_DENIED: {
    who: 'tenant admin',
    outcome: 'rejected',
    words: {
      en: {
        what: 'Microsoft Graph does not let this app send from this mailbox.',
        fix: 'Ask for Mail.Send (Mail.ReadWrite too for messages over 3 MB, Mail.Send.Shared for a mailbox of others) and sign in again, or have an admin consent. If the app has them, an admin looks for a policy: Get-ApplicationAccessPolicy. A change takes up to two hours.',
      },
      'zh-CN': {
        what: 'Microsoft Graph 不允许此应用从该邮箱发信。',
        fix: '请申请 Mail.Send（超过 3 MB 的邮件还需 Mail.ReadWrite，他人邮箱需 Mail.Send.Shared）并重新登录，或请管理员同意。若权限已具备，请管理员用 Get-ApplicationAccessPolicy 检查策略。更改最长两小时后生效。',
      },
    },
  },
  MS_MAILBOX_NOT_IN_EXCHANGE_ONLINE: {
    who: 'tenant admin',
    outcome: 'rejected',
    words: {
      en: {
        what: 'There is no mailbox in Exchange Online behind this account: it has no licence, is still on a server of the organisation, or is not known.',
        fix: 'Check the address. An admin assigns a licence with Exchange Online or moves the mailbox there; a new mailbox takes up to a day.',
      },
      'zh-CN': {
        what: '该帐号在 Exchange Online 中没有邮箱：没有许可证、邮箱仍在组织自己的服务器上，或帐号不存在。',
        fix: '请核对地址。请管理员分配包含 Exchange Online 的许可证，或将邮箱迁移过去；新邮箱最长一天后可用。',
      },
    },
  },
  MS_FEDERATION_FAILED: {
    who: 'tenant admin',
    outcome: 'deferred',
    words: {
      en: {
        what: 'The organisation checks passwords on a server of its own (AD FS or the like), and Microsoft could not use it.',
        fix: 'An admin checks that the federation server can be reached from outside over HTTPS: Get-MgDomainFederationConfiguration -DomainId contoso.com shows its address.',
      },
      'zh-CN': {
        what: '该组织在自己的服务器（如 AD FS）上验证密码，而 Microsoft 无法使用该服务器。',
        fix: '请管理员确认联合身份验证服务器可从外部通过 HTTPS 访问：Get-MgDomainFederationConfiguration -DomainId contoso.com 可显示其地址。',
      },
    },
  },
  MS_MAILBOX_FULL: {
    who: 'mailbox owner',
    outcome: 'rejected',
    words: {
      en: {
        what: 'The mailbox that sends is full, and a full mailbox may not send.',
        fix: 'Empty Sent Items, where each mail sent by SMTP is kept, or set a retention policy on it.',
      },
      'zh-CN': {
        what: '发信邮箱已满，因此不能发信。',
        fix: '请清空“已发送邮件”（通过 SMTP 发出的每封邮件都会保存在那里），或为其设置保留策略。',
      },
    },
  },
} as const satisfies Causes;
