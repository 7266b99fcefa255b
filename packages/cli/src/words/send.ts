import type { Language, Outcome } from '@ehlo/core';

interface SendWords {
  readonly from: string;
  readonly to: string;
  readonly subject: string;
  readonly text: string;
  readonly noAddress: string;
  dialling(place: string): string;
  secured(protocol: string, subject: string): string;
  loggingIn(mechanism: string): string;
  sending(octets: number): string;
  /** The word of the outcome, and what is true of the mail. */
  readonly outcomes: Readonly<Record<Outcome, readonly [word: string, truth: string]>>;
  /** Some recipients were refused. */
  partly(taken: number, all: number): string;
  notBefore(time: string): string;
  readonly server: string;
  readonly recipients: string;
  readonly id: string;
  readonly road: string;
  readonly next: string;
  readonly warning: string;
  /** Ctrl-C, before the end of the message left. */
  readonly calledOff: string;
  readonly conversation: string;
  readonly dryRun: string;
  readonly account: string;
  readonly plan: string;
  readonly planLater: string;
  readonly planApi: string;
  readonly envelope: string;
  readonly message: string;
  readonly after: Readonly<Record<'unreachable' | 'wrong mode' | 'closed', string>>;
}

export const sendWords: Readonly<Record<Language, SendWords>> = {
  en: {
    from: 'From',
    to: 'To (several parted by commas)',
    subject: 'Subject',
    text: 'Text (Enter twice ends it)',
    noAddress: 'That is no mail address.',
    dialling: (place) => `dialling ${place}`,
    secured: (protocol, subject) => `${protocol}, certificate of ${subject}`,
    loggingIn: (mechanism) => `logging in by ${mechanism}`,
    sending: (octets) => `${octets} octets are under way`,
    outcomes: {
      accepted: ['accepted', 'the server took it'],
      rejected: ['rejected', 'nothing was sent, and the same again would be refused again'],
      deferred: ['deferred', 'nothing was sent; the same may be accepted later'],
      unknown: [
        'unknown',
        'all of it left, and no answer came. It may have arrived: it was not sent again, and should not be before you have looked',
      ],
    },
    partly: (taken, all) => `the server took it for ${taken} of ${all} recipients`,
    notBefore: (time) => `not before ${time}`,
    server: 'server',
    recipients: 'to',
    id: 'id',
    road: 'road',
    next: 'next',
    warning: 'warning',
    calledOff: 'Called off before the whole mail had left: nothing was sent.',
    conversation: 'The conversation',
    dryRun: 'Nothing is dialled and nothing is sent.',
    account: 'account',
    plan: 'plan',
    planLater: 'login and transfer are chosen when the server has said what it offers',
    planApi: 'one HTTPS request with the whole message; a large one in several',
    envelope: 'envelope',
    message: 'message',
    after: {
      unreachable: 'where that cannot be reached',
      'wrong mode': 'where the port speaks the other mode',
      closed: 'where SMTP is closed to the account',
    },
  },
  'zh-CN': {
    from: '发件人',
    to: '收件人（多个用逗号分隔）',
    subject: '主题',
    text: '正文（连按两次回车结束）',
    noAddress: '这不是邮件地址。',
    dialling: (place) => `正在连接 ${place}`,
    secured: (protocol, subject) => `${protocol}，证书属于 ${subject}`,
    loggingIn: (mechanism) => `正在用 ${mechanism} 登录`,
    sending: (octets) => `正在发送 ${octets} 字节`,
    outcomes: {
      accepted: ['已接受', '服务器已收下'],
      rejected: ['被拒绝', '没有发出任何内容，原样再发仍会被拒绝'],
      deferred: ['暂缓', '没有发出任何内容，稍后原样再发可能成功'],
      unknown: ['结果未知', '邮件已全部送出，但没有收到答复，可能已经送达：没有重发，在您核实之前也不应重发'],
    },
    partly: (taken, all) => `服务器为 ${all} 个收件人中的 ${taken} 个收下了`,
    notBefore: (time) => `请勿早于 ${time}`,
    server: '服务器',
    recipients: '收件人',
    id: '邮件 ID',
    road: '途径',
    next: '下一步',
    warning: '注意',
    calledOff: '在邮件全部送出之前已取消：没有发出任何内容。',
    conversation: '会话过程',
    dryRun: '不连接任何服务器，也不发送。',
    account: '账户',
    plan: '方案',
    planLater: '登录和传输方式在服务器说明其能力之后选定',
    planApi: '用一次 HTTPS 请求发送整封邮件，大邮件分多次',
    envelope: '信封',
    message: '邮件',
    after: {
      unreachable: '若前者无法连接',
      'wrong mode': '若端口使用另一种加密方式',
      closed: '若该账户不能使用 SMTP',
    },
  },
};
