import type { Language } from '@ehlo/core';

interface ApartRow {
  /** Two of these stand at the head of the ranking. */
  readonly among: readonly string[];
  readonly ask: Readonly<Record<Language, string>>;
}

/** What to look at when the same words have several causes. The first row that fits is the closest. */
const rows: readonly ApartRow[] = [
  {
    among: ['MS_BASIC_AUTH_DISABLED_CONSUMER', 'MS_BASIC_AUTH_DISABLED_TENANT'],
    ask: {
      en: 'Is the mailbox a personal one (outlook.com, hotmail.com, live.com) or one of an organisation?',
      'zh-CN': '该邮箱是个人邮箱（outlook.com、hotmail.com、live.com）还是组织的邮箱？',
    },
  },
  {
    among: [
      'XOAUTH2_WRONG_AUDIENCE',
      'XOAUTH2_SCOPE_MISSING',
      'XOAUTH2_IDENTITY_MISMATCH',
      'XOAUTH2_TOKEN_REJECTED',
      'MS_APP_NOT_AUTHORIZED_IN_EXCHANGE',
    ],
    ask: {
      en: 'Decode the access token: aud (which service), scp or roles (which rights), upn (whose), exp (until when). Compare upn with the user name.',
      'zh-CN':
        '请解码访问令牌：aud（哪项服务）、scp 或 roles（哪些权限）、upn（属于谁）、exp（到期时间），并将 upn 与用户名比较。',
    },
  },
  {
    among: ['CREDENTIALS_MISSING', 'MS_CONDITIONAL_ACCESS', 'MS_SMTP_AUTH_DISABLED', 'CREDENTIALS_REJECTED'],
    ask: {
      en: 'Is there an AUTH in the log before the refusal, and what was the answer to it? For Microsoft 365, the sign-in log names the policy.',
      'zh-CN': '日志中拒绝之前有没有 AUTH，服务器对它的应答是什么？对于 Microsoft 365，登录日志会写明是哪条策略。',
    },
  },
  {
    among: ['STARTTLS_REQUIRED', 'AUTH_NOT_OFFERED', 'AUTH_MECHANISM_MISMATCH', 'WRONG_HOST_OR_PORT'],
    ask: {
      en: 'What does EHLO list before TLS, and what after? STARTTLS without AUTH means TLS first; AUTH with other names means another mechanism.',
      'zh-CN':
        'TLS 之前和之后的 EHLO 各列出了什么？有 STARTTLS 而无 AUTH，说明须先启用 TLS；有 AUTH 但机制不同，说明须换登录机制。',
    },
  },
  {
    among: [
      'TLS_PLAIN_ON_IMPLICIT_PORT',
      'TLS_IMPLICIT_ON_STARTTLS_PORT',
      'CONNECTION_STALLED_OR_DROPPED',
      'WRONG_HOST_OR_PORT',
      'CONNECT_PORT_BLOCKED',
    ],
    ask: {
      en: 'Which port, and is TLS from the first byte on? Does the other mode or the other port (465, 587) answer from the same machine?',
      'zh-CN': '端口是多少，是否从第一个字节起启用 TLS？在同一台机器上换另一种模式或另一个端口（465、587）是否有应答？',
    },
  },
  {
    among: [
      'TLS_CERT_UNTRUSTED',
      'TLS_INTERCEPTED',
      'TLS_CERT_EXPIRED',
      'TLS_CERT_HOSTNAME_MISMATCH',
      'STARTTLS_UNAVAILABLE',
      'TLS_PROTOCOL_TOO_OLD',
    ],
    ask: {
      en: 'Who issued the certificate, for which names, until when? openssl s_client -starttls smtp -connect host:587 shows it.',
      'zh-CN': '证书由谁签发、对应哪些名称、何时到期？可用 openssl s_client -starttls smtp -connect host:587 查看。',
    },
  },
  {
    among: [
      'CREDENTIALS_REJECTED',
      'APP_PASSWORD_REQUIRED',
      'GMAIL_PASSWORD_NOT_ACCEPTED',
      'CREDENTIALS_USERNAME_FORM',
      'CREDENTIALS_ENCODING',
      'AUTH_MECHANISM_MISMATCH',
      'SES_CREDENTIALS_INVALID',
      'CONFIG_URL_NOT_ENCODED',
      'ACCOUNT_NOT_READY',
    ],
    ask: {
      en: 'Does the same user and password work in web mail? Is it an app password? Is its length in the program that of the real one? Which mechanism was used?',
      'zh-CN':
        '相同的用户名和密码能否登录网页邮箱？它是不是专用密码或授权码？程序中的长度与真实密码是否一致？使用的是哪种登录机制？',
    },
  },
  {
    among: [
      'DNS_RESOLVER_UNAVAILABLE',
      'WRONG_HOST_OR_PORT',
      'CONFIG_VALUE_INVALID',
      'CONFIG_URL_NOT_ENCODED',
      'HOST_MISSING_LOCALHOST',
    ],
    ask: {
      en: 'Which name was looked up, letter by letter, and do other names resolve on the same machine?',
      'zh-CN': '逐字核对解析的是哪个名称；同一台机器上其他名称能否解析？',
    },
  },
  {
    among: [
      'CONNECT_PORT_BLOCKED',
      'CONNECT_ADDRESS_FAMILY',
      'CONNECTION_STALLED_OR_DROPPED',
      'HOST_MISSING_LOCALHOST',
      'WRONG_HOST_OR_PORT',
    ],
    ask: {
      en: 'Does port 443 of another host answer from the same machine? Is the address that failed IPv4 or IPv6?',
      'zh-CN': '同一台机器能否连接其他主机的 443 端口？失败的地址是 IPv4 还是 IPv6？',
    },
  },
  {
    among: [
      'OAUTH_REFRESH_TOKEN_EXPIRED',
      'OAUTH_GRANT_MALFORMED',
      'OAUTH_CLIENT_UNKNOWN',
      'OAUTH_CLIENT_SECRET_INVALID',
      'OAUTH_CONSENT_REQUIRED',
      'OAUTH_SCOPE_INVALID',
      'OAUTH_CLIENT_TYPE_MISMATCH',
      'OAUTH_WRONG_AUTHORITY',
      'GOOGLE_DELEGATION_MISSING',
    ],
    ask: {
      en: 'What do error and error_description of the token response say? Many programs drop them.',
      'zh-CN': '令牌响应中的 error 和 error_description 是什么？许多程序会丢弃它们。',
    },
  },
  {
    among: [
      'RELAY_DENIED',
      'SENDER_NOT_OWNED',
      'CREDENTIALS_MISSING',
      'SENDING_IP_REJECTED',
      'ENVELOPE_INVALID',
      'RECIPIENT_UNKNOWN',
      'SENDER_IDENTITY_NOT_VERIFIED',
      'MESSAGE_CONTENT_REJECTED',
      'DOMAIN_AUTH_FAILED',
      'REFUSED_BY_SERVER',
    ],
    ask: {
      en: 'Which command was refused (MAIL, RCPT or the end of DATA), was there a login before it, and is From the address that logged in?',
      'zh-CN': '被拒绝的是哪条命令（MAIL、RCPT 还是 DATA 结束）？之前是否登录？From 是否为登录的地址？',
    },
  },
  {
    among: [
      'RATE_LIMITED',
      'QUOTA_EXHAUSTED',
      'TOO_MANY_CONNECTIONS',
      'LOGIN_RATE_LIMITED',
      'GREYLISTED',
      'TEMPORARY_SERVER_ERROR',
      'TOO_MANY_RECIPIENTS',
      'ACCOUNT_SENDING_BLOCKED',
      'EHLO_NAME_REJECTED',
    ],
    ask: {
      en: 'Does it pass after minutes, after a day, or never? How many messages, recipients and connections were there?',
      'zh-CN': '几分钟后、一天后能否恢复，还是一直不行？当时有多少邮件、收件人和连接？',
    },
  },
];

/** What would tell the likeliest causes apart, in one sentence; undefined where nobody wrote it. */
export function whatTellsApart(codes: readonly string[], language: Language): string | undefined {
  const [first, ...others] = codes.slice(0, 3);
  const row = rows.find(
    ({ among }) => first !== undefined && among.includes(first) && others.some((one) => among.includes(one)),
  );
  return row?.ask[language];
}
