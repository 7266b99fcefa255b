import type { Language } from '@ehlo/core';
import type { Neighbour } from './neighbours.js';
import type { Finding, StageName } from './report.js';

/** The stages as a person calls them. */
const STAGES: Readonly<Record<StageName, Readonly<Record<Language, string>>>> = {
  settings: { en: 'The settings', 'zh-CN': '设置' },
  dns: { en: 'DNS', 'zh-CN': 'DNS 解析' },
  tcp: { en: 'TCP', 'zh-CN': 'TCP 连接' },
  token: { en: 'The access token', 'zh-CN': '访问令牌' },
  greeting: { en: 'The greeting', 'zh-CN': '服务器问候' },
  ehlo: { en: 'EHLO', 'zh-CN': 'EHLO' },
  tls: { en: 'TLS', 'zh-CN': 'TLS' },
  'ehlo-tls': { en: 'EHLO over TLS', 'zh-CN': 'TLS 之后的 EHLO' },
  auth: { en: 'AUTH', 'zh-CN': '登录（AUTH）' },
  mail: { en: 'MAIL FROM', 'zh-CN': '发件人（MAIL FROM）' },
  rset: { en: 'RSET', 'zh-CN': 'RSET' },
  message: { en: 'The message', 'zh-CN': '邮件' },
  quit: { en: 'QUIT', 'zh-CN': 'QUIT' },
};

export interface Outcome {
  readonly failedAt?: StageName;
  readonly cause?: Finding;
  readonly works?: Neighbour;
  /** Host and port that were probed. */
  readonly where?: string;
  readonly hasLogin: boolean;
  readonly sent: boolean;
}

/** The whole in a sentence or two. */
export function answerOf({ failedAt, cause, works, where = '', hasLogin, sent }: Outcome, language: Language): string {
  const chinese = language === 'zh-CN';
  if (failedAt === undefined || cause === undefined) {
    if (sent) return chinese ? `${where} 收下了测试邮件。` : `${where} took the test message.`;
    if (hasLogin) return chinese ? `${where} 可以发信：登录成功。` : `${where} is ready for mail: the login succeeded.`;
    return chinese
      ? `${where} 一切正常，但没有提供登录信息，因此未测试登录。`
      : `${where} answers as it should. The login was not tried, since no credentials were given.`;
  }
  const stage = STAGES[failedAt][language];
  const failed = chinese ? `${stage}失败：${cause.what}` : `${stage} failed: ${cause.what}`;
  return works === undefined ? failed : `${failed}${chinese ? '' : ' '}${worksWords(works, language)}`;
}

function worksWords({ host, port, tls, address }: Neighbour, language: Language): string {
  const way = WAYS[tls][language];
  const at = address === undefined ? host : `${host} (${address})`;
  return language === 'zh-CN'
    ? `从这里可用：${at} 端口 ${port}，${way}。`
    : `${at} port ${port} ${way} works from here.`;
}

const WAYS: Readonly<Record<Neighbour['tls'], Readonly<Record<Language, string>>>> = {
  starttls: { en: 'with STARTTLS', 'zh-CN': 'STARTTLS' },
  implicit: { en: 'with TLS from the first byte', 'zh-CN': '直接 TLS' },
  none: { en: 'without TLS, as it is this machine itself,', 'zh-CN': '不用 TLS（就在本机）' },
};
