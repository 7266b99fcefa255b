import type { Language, MailError } from '@ehlo/core';
import type { RelayEvent, RelayedMail } from './event.js';

/**
 * One line of a log for an event: when, what, whose, and where something was not accepted, the cause, what happened and
 * how it is mended, in the language asked for. Holds no secret and no control character.
 */
export function relayLine(event: RelayEvent, language: Language = 'en'): string {
  const line = `${event.at.toISOString()} ${said(event, language)}`;
  return line.replace(/[\0-\x1f\x7f-\x9f\u2028\u2029]+/g, ' ').trimEnd();
}

function said(event: RelayEvent, language: Language): string {
  const word = words[language];
  switch (event.kind) {
    case 'mail':
      return mail(event, language);
    case 'refused': {
      const whom = event.address === undefined ? '' : ` <${event.address}>`;
      return `${word.refused} ${event.command}${whom} ${whose(event)} ${event.reply.code}. ${why(event.error, language)}`;
    }
    case 'connected':
    case 'closed':
      return `${word[event.kind]} ${whose(event)} tls=${event.tls ? 'yes' : 'no'}`;
    case 'login':
      return `${word.login} ${whose(event)}`;
    case 'listening':
      return `${word.listening} ${event.host} ${event.port}`;
    case 'recovered':
      return `${word.recovered} ${event.ids.join(' ')}`;
    default:
      return event satisfies never;
  }
}

function mail(event: RelayedMail, language: Language): string {
  const word = words[language];
  const { outcome, warning, error, refused } = event;
  return [
    warning === undefined ? '' : `[${word.warning}]`,
    word[outcome],
    event.id,
    `from=<${event.from}>`,
    `to=${event.to.map((recipient) => `<${recipient}>`).join(',')}`,
    whose(event),
    `octets=${event.octets}`,
    `ms=${event.milliseconds}`,
    ...(event.sent ? [] : [word.notSent]),
    ...(event.unheard ? [word.unheard] : []),
    error === undefined ? `${event.reply.code} ${event.reply.text}` : `${event.reply.code}. ${why(error, language)}`,
    ...refused.map(
      (each) => `${word.refusedRecipient} <${each.recipient}>: ${each.error.detail ?? why(each.error, language)}`,
    ),
  ]
    .filter((part) => part !== '')
    .join(' ');
}

function whose({ client, user }: { readonly client: string; readonly user?: string }): string {
  return user === undefined ? `client=${client}` : `client=${client} user=${user}`;
}

function why(error: MailError, language: Language): string {
  const { what, fix } = error.words(language);
  const seen = error.detail === undefined ? '' : ` (${error.detail})`;
  return `${error.code} (${words[language].who[error.who]}): ${what}${seen} ${fix}`;
}

const words = {
  en: {
    accepted: 'accepted',
    rejected: 'rejected',
    deferred: 'deferred',
    unknown: 'unknown',
    refused: 'refused',
    connected: 'connected',
    closed: 'closed',
    login: 'logged in',
    listening: 'listening on',
    recovered: 'the relay ended without a stop; these may have arrived and are not sent again:',
    warning: 'warning',
    notSent: '(not sent this time)',
    unheard: '(the client had gone)',
    refusedRecipient: 'refused:',
    who: {
      developer: 'developer',
      'mailbox owner': 'mailbox owner',
      'tenant admin': 'tenant admin',
      'server owner': 'server owner',
      network: 'network',
      nobody: 'nobody: wait',
    },
  },
  'zh-CN': {
    accepted: '已接受',
    rejected: '已拒绝',
    deferred: '已推迟',
    unknown: '结果未知',
    refused: '已拒绝',
    connected: '已连接',
    closed: '已断开',
    login: '已登录',
    listening: '正在监听',
    recovered: '中继上次未正常停止；以下邮件可能已送达，不再重发：',
    warning: '警告',
    notSent: '（本次未发送）',
    unheard: '（客户端已离开）',
    refusedRecipient: '被拒绝：',
    who: {
      developer: '开发者',
      'mailbox owner': '邮箱所有者',
      'tenant admin': '租户管理员',
      'server owner': '服务器管理员',
      network: '网络',
      nobody: '无需处理，等待即可',
    },
  },
} as const;
