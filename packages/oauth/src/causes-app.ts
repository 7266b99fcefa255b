import type { Causes } from '@ehlo/core';

/** What is wrong with the app: how it was registered, how it proves who it is, or what it asks for. */
export const appCauses = {
  OAUTH_SCOPE_INVALID: {
    who: 'developer',
    outcome: 'rejected',
    words: {
      en: {
        what: 'The scope that was asked for does not exist, or belongs to several services at once.',
        fix: 'Leave scope out to take the one of the preset. Else one service a request, scopes parted by one blank, spelled as the provider documents them; <service>/.default for client credentials.',
      },
      'zh-CN': {
        what: '所申请的 scope 不存在，或同时属于多个服务。',
        fix: '请去掉 scope 以使用预设值。否则每次只申请一个服务，各 scope 以一个空格分隔，拼写与服务商文档一致；客户端凭据请用 <服务>/.default。',
      },
    },
  },
  OAUTH_CLIENT_UNKNOWN: {
    who: 'developer',
    outcome: 'rejected',
    words: {
      en: {
        what: 'The provider does not know this client ID, or not in this tenant, or the token was made for another client.',
        fix: 'Copy clientId from the app registration, without quotes. Renew with the client that signed in. A single-tenant app needs its own tenant in the preset.',
      },
      'zh-CN': {
        what: '服务商不认识此客户端 ID，或在此租户中不存在，或令牌属于另一个客户端。',
        fix: '请从应用注册处复制 clientId，不带引号。续期须使用当初登录的客户端。单租户应用须在预设中填写自己的租户。',
      },
    },
  },
  OAUTH_CLIENT_SECRET_INVALID: {
    who: 'developer',
    outcome: 'rejected',
    words: {
      en: {
        what: 'The client secret is wrong or has expired.',
        fix: 'Make a new secret in the app registration and set its value, not its ID, as clientSecret. Note its end date.',
      },
      'zh-CN': {
        what: '客户端密钥错误或已过期。',
        fix: '请在应用注册中新建密钥，并把它的“值”（不是 ID）填入 clientSecret。请记下到期日。',
      },
    },
  },
  OAUTH_CLIENT_ASSERTION_INVALID: {
    who: 'developer',
    outcome: 'rejected',
    words: {
      en: {
        what: 'The signed assertion that stands for the client secret was refused: another key or certificate, another subject, or a wrong clock.',
        fix: 'Upload the certificate that belongs to the key to the app registration, or for a service account use its newest key file. Check the clock of this machine.',
      },
      'zh-CN': {
        what: '代替客户端密钥的签名断言被拒绝：密钥或证书不符、主体不符，或时钟有误。',
        fix: '请把与该私钥对应的证书上传到应用注册；服务帐号请使用最新的密钥文件。请检查本机时钟。',
      },
    },
  },
  OAUTH_CLIENT_TYPE_MISMATCH: {
    who: 'developer',
    outcome: 'rejected',
    words: {
      en: {
        what: 'The app is registered as public and sent a secret, or it is registered as confidential and sent none.',
        fix: 'For a desktop or command-line app leave out clientSecret and allow public client flows in the registration. For a web app or a service give clientSecret or clientCertificate.',
      },
      'zh-CN': {
        what: '应用注册为公共客户端却发送了密钥，或注册为机密客户端却没有发送。',
        fix: '桌面或命令行应用请去掉 clientSecret，并在注册中允许公共客户端流。Web 应用或服务请提供 clientSecret 或 clientCertificate。',
      },
    },
  },
  OAUTH_APP_DISABLED: {
    who: 'developer',
    outcome: 'rejected',
    words: {
      en: {
        what: 'The app was disabled or deleted.',
        fix: 'Enable it again in the app registration, or register a new one and sign in with that.',
      },
      'zh-CN': {
        what: '该应用已被停用或删除。',
        fix: '请在应用注册中重新启用，或注册新应用并用它登录授权。',
      },
    },
  },
  OAUTH_APP_NOT_CONFIGURED: {
    who: 'developer',
    outcome: 'rejected',
    words: {
      en: {
        what: 'The app registration does not list the permission that is asked for.',
        fix: 'Add the mail permission of the preset under API permissions of the app registration, then consent to it.',
      },
      'zh-CN': {
        what: '应用注册中没有列出所申请的权限。',
        fix: '请在应用注册的“API 权限”中添加预设所需的邮件权限，然后授予同意。',
      },
    },
  },
  OAUTH_SERVICE_NOT_IN_TENANT: {
    who: 'tenant admin',
    outcome: 'rejected',
    words: {
      en: {
        what: 'The organisation does not have the service that the token is for.',
        fix: 'An administrator checks that the organisation subscribes to the mail service, and that it is enabled there.',
      },
      'zh-CN': {
        what: '该组织没有令牌所对应的服务。',
        fix: '请管理员确认组织已订阅并启用该邮件服务。',
      },
    },
  },
  OAUTH_REDIRECT_MISMATCH: {
    who: 'developer',
    outcome: 'rejected',
    words: {
      en: {
        what: 'The address that the browser comes back to is not registered for this app.',
        fix: 'Register the loopback address that the preset uses as a redirect URI for desktop apps; the port does not matter.',
      },
      'zh-CN': {
        what: '浏览器返回的地址没有为此应用注册。',
        fix: '请把预设所用的本机回环地址注册为桌面应用的重定向 URI，端口无关紧要。',
      },
    },
  },
  OAUTH_WRONG_AUTHORITY: {
    who: 'developer',
    outcome: 'rejected',
    words: {
      en: {
        what: 'The request went to the wrong tenant, to the wrong cloud, or to the endpoint for another kind of account.',
        fix: 'Set tenant (and cloud) of the preset: the ID of the tenant for one organisation and for client credentials, organizations for work accounts, consumers for personal ones, common for both.',
      },
      'zh-CN': {
        what: '请求发往了错误的租户、错误的云，或另一类帐号的端点。',
        fix: '请设置预设的 tenant（及 cloud）：单个组织或客户端凭据用租户 ID，工作帐号用 organizations，个人帐号用 consumers，两者皆可用 common。',
      },
    },
  },
  OAUTH_GRANT_NOT_ALLOWED: {
    who: 'developer',
    outcome: 'rejected',
    words: {
      en: {
        what: 'The app may not get tokens in this way here.',
        fix: 'Allow the flow in the app registration, or use another one: authorization code with a browser works nearly everywhere.',
      },
      'zh-CN': {
        what: '该应用不能在此以这种方式取得令牌。',
        fix: '请在应用注册中允许该流程，或改用其他流程：带浏览器的授权码流程几乎处处可用。',
      },
    },
  },
  OAUTH_GRANT_MALFORMED: {
    who: 'developer',
    outcome: 'rejected',
    words: {
      en: {
        what: 'The request for a token, or the refresh token in it, does not have the form that the provider expects.',
        fix: 'If the refresh token came from elsewhere, see that it was stored whole and belongs to this client and tenant. Else sign in again.',
      },
      'zh-CN': {
        what: '令牌请求或其中的刷新令牌不符合服务商要求的形式。',
        fix: '若刷新令牌来自别处，请确认保存完整，且属于此客户端和租户；否则请重新登录授权。',
      },
    },
  },
  OAUTH_CODE_SPENT: {
    who: 'developer',
    outcome: 'rejected',
    words: {
      en: {
        what: 'The code of this sign-in was used before, or is too old.',
        fix: 'Begin the sign-in again. A code works once and for some minutes.',
      },
      'zh-CN': {
        what: '此次登录的代码已被使用过，或已过期。',
        fix: '请重新开始登录。代码只能使用一次，有效期为几分钟。',
      },
    },
  },
  OAUTH_PKCE_FAILED: {
    who: 'developer',
    outcome: 'rejected',
    words: {
      en: {
        what: 'The code verifier does not fit the code challenge: two sign-ins got mixed up, or something on the way changed the request.',
        fix: 'Begin the sign-in again, one at a time, and finish it with the program that began it.',
      },
      'zh-CN': {
        what: 'code verifier 与 code challenge 不符：两次登录相互混淆，或请求在途中被改动。',
        fix: '请重新开始登录，一次只进行一个，并由发起登录的程序完成。',
      },
    },
  },
  OAUTH_REQUEST_LOOP: {
    who: 'developer',
    outcome: 'rejected',
    words: {
      en: {
        what: 'The provider saw the same request too often in a short time and takes it for a loop.',
        fix: 'Stop, and wait some minutes. Keep tokens in one store for all processes rather than asking for each mail.',
      },
      'zh-CN': {
        what: '服务商在短时间内多次收到相同请求，视为循环。',
        fix: '请停止并等待几分钟。请让所有进程共用一个 store 保存令牌，而不是每封邮件都申请一次。',
      },
    },
  },
  OAUTH_REFUSED: {
    who: 'developer',
    outcome: 'rejected',
    words: {
      en: {
        what: 'The provider refused to give a token, in words that are not known here.',
        fix: 'Look at what it said. The trace ID, where there is one, lets its support find the request.',
      },
      'zh-CN': {
        what: '服务商拒绝签发令牌，其说法未收录于此。',
        fix: '请查看它的原话。若有 trace ID，服务商支持人员可据此查找该请求。',
      },
    },
  },
  GOOGLE_DELEGATION_MISSING: {
    who: 'tenant admin',
    outcome: 'rejected',
    words: {
      en: {
        what: 'The service account may not act for this mailbox. It never can for an @gmail.com account.',
        fix: 'A super administrator opens Google Admin console > Security > Access and data control > API controls > Manage domain-wide delegation, and adds the numeric client ID of the service account with the scope https://mail.google.com/. For @gmail.com, let the owner sign in (OAuth), or use an app password.',
      },
      'zh-CN': {
        what: '该服务帐号无权代表此邮箱。对 @gmail.com 帐号永远不行。',
        fix: '请超级管理员打开 Google 管理控制台 > 安全性 > 访问权限和数据控件 > API 控件 > 管理全网域授权，添加服务帐号的数字客户端 ID，scope 为 https://mail.google.com/。对 @gmail.com，请让帐号本人登录授权（OAuth），或使用应用专用密码。',
      },
    },
  },
} as const satisfies Causes;
