import { causes, MailError } from '@ehlo/core';
import { expect, test } from 'vitest';
import type { RelayEvent } from './event.js';
import { relayLine } from './line.js';
import { refusal } from './refusal.js';

const at = new Date(Date.UTC(2026, 10, 23, 10));
const reply = { code: 250, text: '2.0.0 Accepted' };
const mail = {
  ...({
    kind: 'mail',
    at,
    outcome: 'accepted',
    sent: true,
    reply,
    refused: [],
    id: '<1@a>',
    from: 'a@example.com',
  } as const),
  ...{
    to: ['b@example.net', 'c@example.net'],
    octets: 512,
    milliseconds: 90,
    user: 'qd',
    client: '127.0.0.1',
    unheard: false,
  },
};
const error = new MailError({
  code: 'QUOTA_EXHAUSTED',
  means: causes.QUOTA_EXHAUSTED,
  phase: 'sent',
  detail: 'said: no',
});
const told: ReadonlyArray<readonly [RelayEvent, string, string]> = [
  [
    mail,
    'accepted <1@a> from=<a@example.com> to=<b@example.net>,<c@example.net> client=127.0.0.1 user=qd octets=512 ms=90 250 2.0.0 Accepted',
    '已接受 <1@a> from=<a@example.com> to=<b@example.net>,<c@example.net> client=127.0.0.1 user=qd octets=512 ms=90 250 2.0.0 Accepted',
  ],
  [
    { ...mail, outcome: 'deferred', reply: { code: 451, text: '4.3.0 x' }, error },
    `deferred <1@a> from=<a@example.com> to=<b@example.net>,<c@example.net> client=127.0.0.1 user=qd octets=512 ms=90 451. QUOTA_EXHAUSTED (mailbox owner): ${error.words('en').what} (said: no) ${error.words('en').fix}`,
    `已推迟 <1@a> from=<a@example.com> to=<b@example.net>,<c@example.net> client=127.0.0.1 user=qd octets=512 ms=90 451. QUOTA_EXHAUSTED (邮箱所有者): ${error.words('zh-CN').what} (said: no) ${error.words('zh-CN').fix}`,
  ],
  [
    {
      kind: 'refused',
      at,
      command: 'RCPT',
      reply: { code: 550, text: '' },
      error: refusal('RELAY_LOGIN_NEEDED', 'auth'),
      client: '::1',
      address: 'b@example.net',
    },
    `refused RCPT <b@example.net> client=::1 550. RELAY_LOGIN_NEEDED (developer): ${refusal('RELAY_LOGIN_NEEDED', 'auth').words('en').what} ${refusal('RELAY_LOGIN_NEEDED', 'auth').words('en').fix}`,
    `已拒绝 RCPT <b@example.net> client=::1 550. RELAY_LOGIN_NEEDED (开发者): ${refusal('RELAY_LOGIN_NEEDED', 'auth').words('zh-CN').what} ${refusal('RELAY_LOGIN_NEEDED', 'auth').words('zh-CN').fix}`,
  ],
  [{ kind: 'connected', at, client: '::1', tls: true }, 'connected client=::1 tls=yes', '已连接 client=::1 tls=yes'],
  [
    { kind: 'closed', at, client: '::1', tls: false, user: 'qd' },
    'closed client=::1 user=qd tls=no',
    '已断开 client=::1 user=qd tls=no',
  ],
  [{ kind: 'login', at, client: '::1', user: 'qd' }, 'logged in client=::1 user=qd', '已登录 client=::1 user=qd'],
  [
    { kind: 'recovered', at, ids: ['<1@a>', '<2@a>'] },
    'the relay ended without a stop; these may have arrived and are not sent again: <1@a> <2@a>',
    '中继上次未正常停止；以下邮件可能已送达，不再重发： <1@a> <2@a>',
  ],
  [{ kind: 'listening', at, host: '::1', port: 2525 }, 'listening on ::1 2525', '正在监听 ::1 2525'],
];

test.each(told)('one line for %j', (event, en, zh) => {
  expect(relayLine(event)).toBe(`2026-11-23T10:00:00.000Z ${en}`);
  expect(relayLine(event, 'zh-CN')).toBe(`2026-11-23T10:00:00.000Z ${zh}`);
});

test('what may have arrived, or was refused in part, stands out', () => {
  const line = relayLine({
    ...mail,
    outcome: 'unknown',
    sent: false,
    unheard: true,
    warning: 'may-have-arrived',
    error,
  });
  expect(line).toContain('[warning] unknown <1@a>');
  expect(line).toContain('(not sent this time) (the client had gone)');
  const refused = [{ recipient: 'c@example.net', error }];
  expect(relayLine({ ...mail, refused, warning: 'partly-refused' })).toMatch(
    /^\S+ \[warning\] accepted .* refused: <c@example\.net>: said: no$/,
  );
});

test('nothing that a client named makes a line of its own, or moves the cursor', () => {
  const id = '<1@a>\r\n2026 accepted\x1b[2J\u2028\x85';
  expect(relayLine({ ...mail, id })).not.toMatch(/[\0-\x1f\x7f-\x9f\u2028]/);
});
