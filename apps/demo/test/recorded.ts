import type { TraceEvent } from '@ehlo/core';
import type { RunEvent } from '../src/api.js';

/** Conversations as the engine tells them, for tests of the page that need no server. */

type Bare = TraceEvent extends infer E ? (E extends unknown ? Omit<E, 'at' | 'connection'> : never) : never;

const events = (connection: number, list: readonly Bare[]): TraceEvent[] =>
  list.map((event, index) => ({ at: index * 3, connection, ...event }) as TraceEvent);

const BEFORE = [
  'SIZE 157286400',
  'PIPELINING',
  'DSN',
  'ENHANCEDSTATUSCODES',
  'STARTTLS',
  '8BITMIME',
  'CHUNKING',
  'SMTPUTF8',
];
const AFTER = BEFORE.map((line) => (line === 'STARTTLS' ? 'AUTH LOGIN XOAUTH2' : line));

function reply(phase: TraceEvent['phase'], first: string, lines: readonly string[]): Bare[] {
  return [first, ...lines].map((line, index, all) => ({
    phase,
    kind: 'server' as const,
    line: `250${index === all.length - 1 ? ' ' : '-'}${line}`,
  }));
}

const HELLO = 'SY5P282CA0097.outlook.office365.com Hello [127.0.0.1]';

const UNTIL_LOGIN: readonly Bare[] = [
  {
    phase: 'connect',
    kind: 'route',
    host: 'smtp.office365.com',
    port: 587,
    tls: 'starttls',
    why: ['the profile names it'],
  },
  { phase: 'connect', kind: 'connected', address: '127.0.0.1', port: 40587 },
  {
    phase: 'greeting',
    kind: 'server',
    line: '220 SY5P282CA0097.outlook.office365.com Microsoft ESMTP MAIL Service ready at Mon, 23 Nov 2026 10:09:41 +0000 [08DDD30471EE4ED5]',
  },
  { phase: 'hello', kind: 'client', line: 'EHLO [127.0.0.1]' },
  ...reply('hello', HELLO, BEFORE),
  { phase: 'hello', kind: 'offer', secure: false, keywords: BEFORE },
  { phase: 'tls', kind: 'client', line: 'STARTTLS' },
  { phase: 'tls', kind: 'server', line: '220 2.0.0 SMTP server ready' },
  {
    phase: 'tls',
    kind: 'secured',
    protocol: 'TLSv1.3',
    cipher: 'TLS_AES_256_GCM_SHA384',
    subject: 'smtp.office365.com',
    issuer: 'Ehlo sandbox',
    validTo: '2026-12-23T00:00:00.000Z',
  },
  { phase: 'hello', kind: 'client', line: 'EHLO [127.0.0.1]' },
  ...reply('hello', HELLO, AFTER),
  { phase: 'hello', kind: 'offer', secure: true, keywords: AFTER },
];

/** A handshake with a token, as it should be. */
export const GOOD: readonly TraceEvent[] = events(1, [
  ...UNTIL_LOGIN,
  { phase: 'auth', kind: 'plan', mechanism: 'XOAUTH2', why: ['a token is given', 'the server offers XOAUTH2'] },
  { phase: 'auth', kind: 'client', line: 'AUTH XOAUTH2' },
  { phase: 'auth', kind: 'server', line: '334 ' },
  { phase: 'auth', kind: 'client', line: '[secret]' },
  { phase: 'auth', kind: 'server', line: '235 2.7.0 Authentication successful' },
]);

/** What a program does that logs in on a second connection. */
export const NAIVE: readonly TraceEvent[] = [
  ...events(1, [...UNTIL_LOGIN.slice(1, -13), { phase: 'tls', kind: 'closed', by: 'client', reason: '' }]),
  ...events(2, UNTIL_LOGIN.slice(1, 13)),
];

const traces = (lane: 'ehlo' | 'naive', list: readonly TraceEvent[]): RunEvent[] =>
  list.map((event) => ({ kind: 'trace', lane, event }));

export const STAGE: RunEvent = {
  kind: 'stage',
  provider: 'microsoft365',
  meant: 'smtp.office365.com:587',
  played: '127.0.0.1:40587',
  known: true,
};

export const GOOD_RUN: readonly RunEvent[] = [
  STAGE,
  ...traces('ehlo', GOOD),
  { kind: 'ended', ending: { word: 'ready', mechanism: 'XOAUTH2', refused: [], warnings: [] } },
  { kind: 'done' },
];

export const QD_RUN: readonly RunEvent[] = [
  {
    ...STAGE,
    names: ['MAIL_SMTP', 'MAIL_PORT', 'MAIL_SSL', 'MAIL_STARTTLS', 'MAIL_USER', 'MAIL_PASSWORD', 'MAIL_FROM'],
  },
  ...traces('naive', NAIVE),
  { kind: 'naive-ended', error: 'SMTP AUTH extension not supported by server.' },
  ...traces('ehlo', GOOD),
  {
    kind: 'ended',
    ending: {
      word: 'ready',
      mechanism: 'LOGIN',
      refused: [],
      warnings: [
        {
          code: 'SSL_AND_STARTTLS',
          message: {
            en: 'SSL and STARTTLS are both on. Port 587 speaks STARTTLS, so SSL is left out.',
            'zh-CN': 'SSL 和 STARTTLS 都已打开。端口 587 使用 STARTTLS，因此不用 SSL。',
          },
        },
      ],
    },
  },
  { kind: 'done' },
];

export const REFUSED_RUN: readonly RunEvent[] = [
  STAGE,
  ...traces('ehlo', GOOD.slice(0, -1)),
  {
    kind: 'trace',
    lane: 'ehlo',
    event: {
      at: 90,
      connection: 1,
      phase: 'auth',
      kind: 'server',
      line: '535 5.7.139 Authentication unsuccessful, SmtpClientAuthentication is disabled for the Tenant. Visit https://aka.ms/smtp_auth_disabled for more information. [SY5P282CA0097.AUSP282.PROD.OUTLOOK.COM]',
    },
  },
  { kind: 'trace', lane: 'ehlo', event: { at: 91, connection: 1, phase: 'quit', kind: 'client', line: 'QUIT' } },
  {
    kind: 'trace',
    lane: 'ehlo',
    event: { at: 91, connection: 1, phase: 'quit', kind: 'closed', by: 'client', reason: 'login refused' },
  },
  {
    kind: 'ended',
    ending: {
      word: 'stopped',
      refused: [],
      warnings: [],
      fault: {
        code: 'MS_SMTP_AUTH_DISABLED',
        phase: 'auth',
        who: 'tenant admin',
        words: {
          en: {
            what: 'SMTP AUTH is switched off for this mailbox or for the whole organisation.',
            fix: 'The administrator enables it for the mailbox: Set-CASMailbox -SmtpClientAuthenticationDisabled $false.',
          },
          'zh-CN': {
            what: '此邮箱或整个组织已关闭 SMTP AUTH。',
            fix: '请管理员为该邮箱启用：Set-CASMailbox -SmtpClientAuthenticationDisabled $false。',
          },
        },
        reply: '535 5.7.139 Authentication unsuccessful, SmtpClientAuthentication is disabled for the Tenant.',
        rule: {
          because: {
            en: 'The words after the comma tell which switch it is.',
            'zh-CN': '逗号之后的文字说明是哪一个开关。',
          },
          source: 'https://aka.ms/smtp_auth_disabled',
        },
        notes: [],
      },
    },
  },
  { kind: 'done' },
];
