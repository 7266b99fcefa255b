import { expect, test } from 'vitest';
import { pair } from './pair.js';

/** What was said behind the login. */
const behindLogin = (trace: { toString(): string }): string[] =>
  String(trace)
    .split('\n')
    .filter((line) => /^C: (?:MAIL|RSET|RCPT|DATA|QUIT)/.test(line));

test('a sender is tried by MAIL and taken back by RSET, and nothing is sent', async () => {
  await using it = await pair();
  const report = await it.transport.check({ from: 'Some One <someone@example.com>' });
  expect(report).toMatchObject({ ok: true, sender: 'someone@example.com' });
  expect(behindLogin(report.trace)).toEqual(['C: MAIL FROM:<someone@example.com>', 'C: RSET', 'C: QUIT']);
  expect(it.box.inbox).toEqual([]);
});

test('without a sender nothing is tried', async () => {
  await using it = await pair();
  const report = await it.transport.check();
  expect(report.sender).toBeUndefined();
  expect(behindLogin(report.trace)).toEqual(['C: QUIT']);
});

test('a refusal is judged as in a transaction, and the handshake before it is told all the same', async () => {
  await using it = await pair({
    replies: [{ command: 'MAIL', reply: '553 5.7.1 Sender address rejected: not owned by user' }],
  });
  const report = await it.transport.check({ from: 'else@example.com' });
  expect(report).toMatchObject({ ok: false, error: { code: 'SENDER_NOT_OWNED', phase: 'envelope' } });
  expect(report.sender).toBeUndefined();
  expect(report.mechanism).toBeDefined();
  expect(behindLogin(report.trace)).toEqual(['C: MAIL FROM:<else@example.com>', 'C: QUIT']);
});

test.each(['MAIL', 'RSET'] as const)('a connection that is cut at %s is told', async (at) => {
  await using it = await pair({ fault: { name: 'cut', at } });
  const report = await it.transport.check({ from: it.box.user });
  expect(report).toMatchObject({ ok: false, error: { code: 'CONNECTION_STALLED_OR_DROPPED', phase: 'envelope' } });
});

test('an address beyond ASCII goes with SMTPUTF8, or not at all', async () => {
  await using able = await pair();
  const report = await able.transport.check({ from: 'jörg@example.com' });
  expect(behindLogin(report.trace)[0]).toBe('C: MAIL FROM:<jörg@example.com> SMTPUTF8');
  await using unable = await pair({ extensions: { SMTPUTF8: false } });
  const refused = await unable.transport.check({ from: 'jörg@example.com' });
  expect(refused).toMatchObject({ ok: false, error: { code: 'SMTPUTF8_NOT_OFFERED' } });
  expect(behindLogin(refused.trace)).toEqual(['C: QUIT']);
});

test.each(['', 'no address', 'a@example.com, b@example.com', 'a@example.com>\r\nRCPT TO:<b@example.com'])(
  'what is not one address throws before anything is dialled: %j',
  async (from) => {
    await using it = await pair();
    await expect(it.transport.check({ from })).rejects.toMatchObject({ code: 'ENVELOPE_INVALID' });
    expect(it.box.counters.connections).toBe(0);
  },
);

test('an abort ends it at once', async () => {
  await using it = await pair({ fault: { name: 'stall', at: 'MAIL' } });
  const abort = new AbortController();
  const observe = (event: { kind: string; line?: string }): void => {
    if (event.line?.startsWith('MAIL')) abort.abort();
  };
  const checking = it.transport.check({ from: it.box.user, signal: abort.signal, observe });
  await expect(checking).rejects.toMatchObject({ name: 'AbortError' });
});

test('the names and the issuers of a certificate stand in the trace', async () => {
  await using it = await pair({ security: 'implicit' });
  const { trace } = await it.transport.check();
  expect(trace.events.find((event) => event.kind === 'secured')).toMatchObject({
    names: expect.arrayContaining(['mail.example.com', 'localhost', '127.0.0.1']),
    chain: ['Ehlo sandbox authority'],
  });
});
