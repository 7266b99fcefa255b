import { type CauseCode, causes, MailError, type Receipt, type Reply } from '@ehlo/core';
import { describe, expect, test } from 'vitest';
import { answerAtRcpt, answerTo, replyOf } from './answer.js';

type Phase = MailError['phase'];

function error(code: CauseCode, phase: Phase, said?: readonly [number, string?]): MailError {
  const reply: Reply | undefined = said && { code: said[0], enhanced: said[1], lines: ['words'] };
  return new MailError({ code, means: causes[code], phase, ...(reply && { reply }) });
}

function receipt(outcome: Receipt['outcome'], why: MailError, more: object = {}): Receipt {
  return { outcome, error: why, refused: [], envelope: { from: '', to: ['a', 'b'] }, ...more } as unknown as Receipt;
}

describe('the code of the server is handed on where it may stand behind a message, and says the same', () => {
  const later = 'TEMPORARY_SERVER_ERROR';
  const never = 'MESSAGE_CONTENT_REJECTED';
  test.each<[Receipt['outcome'], CauseCode, Phase, readonly [number, string?] | undefined, string]>([
    ['deferred', later, 'sent', [451, '4.7.1'], '451 4.7.1'],
    ['deferred', later, 'sent', [450], '450 4.3.0'],
    // 421 would say that the relay closes the connection, and a login's codes that the program's own failed.
    ['deferred', later, 'sent', [421, '4.3.2'], '451 4.3.2'],
    ['deferred', later, 'auth', [454, '4.7.0'], '451 4.7.0'],
    ['deferred', later, 'auth', [450, '4.7.0'], '451 4.7.0'],
    ['deferred', later, 'connect', undefined, '451 4.4.1'],
    // The first digit lies: Google's daily limit is over tomorrow.
    ['deferred', 'QUOTA_EXHAUSTED', 'sent', [550, '5.4.5'], '451 4.3.0'],
    ['rejected', never, 'sent', [552, '5.7.0'], '552 5.7.0'],
    ['rejected', never, 'sent', [571, '5.7.1'], '554 5.7.1'],
    ['rejected', never, 'sent', [451, '4.6.0'], '554 5.0.0'],
    ['rejected', never, 'hello', [550, '5.7.1'], '554 5.7.1'],
    ['rejected', 'CREDENTIALS_REJECTED', 'auth', [535], '554 5.7.0'],
    ['unknown', 'REPLY_LOST', 'sent', undefined, '451 4.4.2'],
  ])('%s, %s, %s, %j: %s', (outcome, code, phase, said, expected) => {
    const answer = answerTo(receipt(outcome, error(code, phase, said)));
    expect(answer.outcome).toBe(outcome);
    expect(`${answer.reply.code} ${answer.reply.text.split(' ')[0]}`).toBe(expected);
    expect(answer.warning).toBe(outcome === 'unknown' ? 'may-have-arrived' : undefined);
  });
});

test('when it may be sent again is said', () => {
  const notBefore = new Date(Date.UTC(2026, 10, 24));
  const { reply } = answerTo(receipt('deferred', error('RATE_LIMITED', 'sent'), { notBefore }));
  expect(reply.text).toContain(' Not before 2026-11-24T00:00:00.000Z. ');
});

test('a recipient that was refused for now is refused for now at RCPT, whatever its code', () => {
  const refused = (why: MailError) => answerAtRcpt({ recipient: 'a', error: why }).reply.code;
  expect(refused(error('GREYLISTED', 'envelope', [450, '4.7.1']))).toBe(450);
  expect(refused(error('QUOTA_EXHAUSTED', 'envelope', [550, '5.4.5']))).toBe(450);
  expect(refused(error('RECIPIENT_UNKNOWN', 'envelope', [550, '5.1.1']))).toBe(550);
  expect(refused(error('RECIPIENT_UNKNOWN', 'envelope', [553, '5.1.3']))).toBe(553);
});

test.each([
  ['Gr\u00fc\u00dfe \u{1f600}', 'Gr??e ?'],
  ['a\r\n250 b\tc\0', 'a 250 b c'],
  ['x'.repeat(600), `${'x'.repeat(497)}...`],
])('a reply is one line of ASCII that fits: %j', (words, text) => {
  const reply = replyOf(550, '5.0.0', words);
  expect(reply.text).toBe(`5.0.0 ${text}`);
  expect(`550 ${reply.text}\r\n`.length).toBeLessThanOrEqual(512);
});
