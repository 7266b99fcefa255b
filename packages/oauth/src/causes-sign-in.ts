import type { Causes } from '@ehlo/core';

/** What a sign-in mends: somebody has to stand before the sign-in page of the provider. */
export const signInCauses = {
  SIGN_IN_NEEDED: {
    who: 'mailbox owner',
    outcome: 'rejected',
    words: {
      en: {
        what: 'The owner of the mailbox has to sign in: nothing usable is stored for this account.',
        fix: 'Call signIn() of the token source once, with a flow, while the owner of the mailbox is there. It is remembered in the store from then on.',
      },
      'zh-CN': {
        what: '需要邮箱所有者登录授权：store 中没有此帐号可用的授权。',
        fix: '请在邮箱所有者在场时，用某个 flow 调用一次令牌来源的 signIn()。之后授权会保存在 store 中。',
      },
    },
  },
  OAUTH_REFRESH_TOKEN_EXPIRED: {
    who: 'mailbox owner',
    outcome: 'rejected',
    words: {
      en: {
        what: 'The sign-in has ended: the refresh token has expired or was not used for too long.',
        fix: 'Sign in again. If it keeps happening, see that one store is used by all processes, so that each new refresh token is kept.',
      },
      'zh-CN': {
        what: '登录授权已结束：刷新令牌已过期，或太久没有使用。',
        fix: '请重新登录授权。若反复发生，请确认所有进程共用一个 store，使每个新的刷新令牌都被保存。',
      },
    },
  },
  OAUTH_GRANT_REVOKED: {
    who: 'mailbox owner',
    outcome: 'rejected',
    words: {
      en: {
        what: 'The sign-in was revoked: the password was changed, the sessions were ended, or access was taken back.',
        fix: 'Sign in again.',
      },
      'zh-CN': {
        what: '登录授权已被撤销：密码已更改、会话已终止，或授权被收回。',
        fix: '请重新登录授权。',
      },
    },
  },
  OAUTH_MFA_REQUIRED: {
    who: 'mailbox owner',
    outcome: 'rejected',
    words: {
      en: {
        what: 'The account needs multi-factor authentication, and that only works on the sign-in page.',
        fix: 'Sign in again with the browser or by device code, and set up the second factor where the page asks for it.',
      },
      'zh-CN': {
        what: '该帐号需要多重身份验证，只能在登录页面上完成。',
        fix: '请用浏览器或设备代码重新登录授权，并按页面要求设置第二重验证。',
      },
    },
  },
  OAUTH_CONSENT_REQUIRED: {
    who: 'mailbox owner',
    outcome: 'rejected',
    words: {
      en: {
        what: 'Nobody has consented to what this app asks for, or not to all of it.',
        fix: 'Sign in again and consent on the page. In an organisation an administrator may have to consent for all: grant admin consent in the app registration.',
      },
      'zh-CN': {
        what: '尚未同意此应用所申请的权限，或只同意了一部分。',
        fix: '请重新登录授权并在页面上同意。在组织中可能需要管理员代表所有人同意：请在应用注册中授予管理员同意。',
      },
    },
  },
  OAUTH_ADMIN_CONSENT_REQUIRED: {
    who: 'tenant admin',
    outcome: 'rejected',
    words: {
      en: {
        what: 'In this organisation only an administrator may consent to this app.',
        fix: 'An administrator grants consent to the app for the organisation; then sign in again.',
      },
      'zh-CN': {
        what: '在该组织中，只有管理员可以同意此应用。',
        fix: '请管理员为整个组织授予此应用同意，然后重新登录授权。',
      },
    },
  },
  OAUTH_CONSENT_DECLINED: {
    who: 'mailbox owner',
    outcome: 'rejected',
    words: {
      en: {
        what: 'The sign-in was cancelled, or consent was declined on the page.',
        fix: 'Sign in again and consent. Where the page says that the app is blocked, an administrator has to allow it.',
      },
      'zh-CN': {
        what: '登录被取消，或在页面上拒绝了授权。',
        fix: '请重新登录并同意授权。若页面提示应用被阻止，需要管理员放行。',
      },
    },
  },
  OAUTH_SIGN_IN_EXPIRED: {
    who: 'mailbox owner',
    outcome: 'rejected',
    words: {
      en: {
        what: 'The sign-in was not finished in time.',
        fix: 'Begin again, and finish on the page before the time runs out.',
      },
      'zh-CN': {
        what: '登录没有在规定时间内完成。',
        fix: '请重新开始，并在时限内于页面上完成登录。',
      },
    },
  },
  OAUTH_ACCOUNT_UNKNOWN: {
    who: 'mailbox owner',
    outcome: 'rejected',
    words: {
      en: {
        what: 'The account does not exist where it was looked for.',
        fix: 'Check the address. For a work account give its own tenant; for a personal account the one for consumers.',
      },
      'zh-CN': {
        what: '在所查询的位置不存在该帐号。',
        fix: '请核对地址。工作帐号请填写其所属租户；个人帐号请使用面向消费者的租户。',
      },
    },
  },
  OAUTH_ACCOUNT_BLOCKED: {
    who: 'tenant admin',
    outcome: 'rejected',
    words: {
      en: {
        what: 'The account is locked or disabled, or the provider holds the sign-in for an attack.',
        fix: 'Wait some minutes if there were many wrong passwords. Else an administrator unlocks or enables the account.',
      },
      'zh-CN': {
        what: '该帐号已被锁定或停用，或服务商将此次登录视为攻击。',
        fix: '若曾多次输错密码，请等待几分钟；否则请管理员解锁或启用该帐号。',
      },
    },
  },
  OAUTH_CREDENTIALS_REJECTED: {
    who: 'mailbox owner',
    outcome: 'rejected',
    words: {
      en: {
        what: 'The sign-in page refused user name or password, or the password has expired.',
        fix: 'Sign in on the web, set a new password where asked, then sign in here again.',
      },
      'zh-CN': {
        what: '登录页面拒绝了用户名或密码，或密码已过期。',
        fix: '请先在网页上登录，按提示设置新密码，然后在此重新登录授权。',
      },
    },
  },
  OAUTH_BLOCKED_BY_POLICY: {
    who: 'tenant admin',
    outcome: 'rejected',
    words: {
      en: {
        what: 'A policy of the organisation refused the sign-in: it asks for another device, place, app or way to sign in.',
        fix: 'An administrator looks the sign-in up in the log of the organisation, which names the policy, and lets this app pass. Where it asks for a managed device, sign in by browser on one.',
      },
      'zh-CN': {
        what: '组织的策略拒绝了此次登录：对设备、地点、应用或登录方式另有要求。',
        fix: '请管理员在组织的登录日志中查找此次登录（其中注明策略），并放行此应用。若要求受管理的设备，请在该设备上用浏览器登录。',
      },
    },
  },
  OAUTH_USER_NOT_ASSIGNED: {
    who: 'tenant admin',
    outcome: 'rejected',
    words: {
      en: {
        what: 'The app is only for users who were assigned to it, and this one was not.',
        fix: 'An administrator assigns the user, or a group, to the enterprise application, or turns off that assignment is required.',
      },
      'zh-CN': {
        what: '该应用只供已分配的用户使用，而此用户未被分配。',
        fix: '请管理员将该用户或其所在组分配到企业应用程序，或关闭“需要分配”。',
      },
    },
  },
} as const satisfies Causes;
