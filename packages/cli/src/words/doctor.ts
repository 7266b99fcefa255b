import type { Language } from '@ehlo/core';
import type { StageName } from '@ehlo/doctor';

interface DoctorWords {
  readonly stages: Readonly<Record<StageName, string>>;
  readonly notReached: (stages: readonly string[]) => string;
  readonly again: string;
  /** Heading of what was tried beside a place that failed, and what is said while that goes on. */
  readonly beside: string;
  readonly trying: string;
  /** How TLS comes up there. */
  readonly ways: Readonly<Record<'implicit' | 'starttls' | 'none', string>>;
  readonly setting: string;
  readonly client: string;
  readonly server: string;
  readonly conversation: string;
  readonly emptyLine: string;
  readonly certificateOf: string;
  readonly issuedBy: string;
  readonly octets: (count: number) => string;
  readonly closedBy: Readonly<Record<'client' | 'server' | 'error', string>>;
  readonly settingsFrom: (where: string) => string;
  readonly signIn: (provider: string, address: string) => string;
}

export const doctorWords: Readonly<Record<Language, DoctorWords>> = {
  en: {
    stages: {
      settings: 'settings',
      dns: 'DNS',
      tcp: 'TCP',
      token: 'access token',
      greeting: 'greeting',
      ehlo: 'EHLO',
      tls: 'TLS',
      'ehlo-tls': 'EHLO over TLS',
      auth: 'AUTH',
      mail: 'MAIL FROM',
      rset: 'RSET',
      message: 'message',
      quit: 'QUIT',
    },
    notReached: (stages) => `not reached: ${stages.join(', ')}`,
    again: 'once more, with what the server has shown',
    beside: 'Tried beside it, without credentials:',
    trying: 'other ports, hosts and ways to TLS',
    ways: { implicit: 'TLS', starttls: 'STARTTLS', none: 'in clear' },
    setting: 'setting',
    client: 'client',
    server: 'server',
    conversation: 'The conversation',
    emptyLine: '(an empty line)',
    certificateOf: 'certificate of',
    issuedBy: 'issued by',
    octets: (count) => `(${count} octets of message)`,
    closedBy: { client: 'closed by the client', server: 'closed by the server', error: 'broken off' },
    settingsFrom: (where) => `Settings from: ${where}`,
    signIn: (provider, address) => `To try the login too, sign in once: ehlo login ${provider} ${address}`,
  },
  'zh-CN': {
    stages: {
      settings: '设置',
      dns: 'DNS 解析',
      tcp: 'TCP 连接',
      token: '访问令牌',
      greeting: '服务器问候',
      ehlo: 'EHLO',
      tls: 'TLS',
      'ehlo-tls': 'EHLO（加密后）',
      auth: '登录 AUTH',
      mail: 'MAIL FROM',
      rset: 'RSET',
      message: '邮件',
      quit: 'QUIT',
    },
    notReached: (stages) => `未进行到：${stages.join('、')}`,
    again: '根据服务器的表现，重新握手',
    beside: '另外试过（不带登录信息）：',
    trying: '其他端口、主机和 TLS 方式',
    ways: { implicit: 'TLS', starttls: 'STARTTLS', none: '明文' },
    setting: '设置项',
    client: '客户端',
    server: '服务器',
    conversation: '会话过程',
    emptyLine: '（空行）',
    certificateOf: '证书属于',
    issuedBy: '签发者',
    octets: (count) => `（邮件内容，${count} 字节）`,
    closedBy: { client: '客户端关闭连接', server: '服务器关闭连接', error: '连接中断' },
    settingsFrom: (where) => `设置来自：${where === 'environment' ? '环境变量' : where}`,
    signIn: (provider, address) => `若要连登录一起测试，请先登录一次：ehlo login ${provider} ${address}`,
  },
};
