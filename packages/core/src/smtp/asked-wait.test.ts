import { expect, test } from 'vitest';
import { askedWait } from './asked-wait.js';

const reply = (text: string, code = 451) => ({ code, lines: [text] });

test.each([
  ['4.7.1 Greylisted, please try again in 300 seconds', 300_000],
  ['4.2.0 <a@example.net>: Recipient address rejected: Greylisted for 5 minutes', 300_000],
  ['4.7.1 Greylisting in action, please come back in 00:04:59', 299_000],
  ['4.7.0 Too many messages, retry after 90s', 90_000],
  ['4.7.0 Please wait 1 minute', 60_000],
  ['4.7.0 Try again in about 2 hours.', 7_200_000],
])('%s', (text, milliseconds) => {
  expect(askedWait(reply(text))).toBe(milliseconds);
});

test.each([
  '4.7.1 Try again later',
  '4.7.0 You may send 100 messages in 60 minutes',
  '4.3.2 Try again. Session lasted 20 minutes',
  '4.7.0 retry, see https://example.com/421-4-7-0',
])('names no time to wait: %s', (text) => {
  expect(askedWait(reply(text))).toBeUndefined();
});

test('a reply that does not refuse asks for nothing, and neither does none', () => {
  expect(askedWait(reply('2.0.0 queued, come back in 5 minutes', 250))).toBeUndefined();
  expect(askedWait(undefined)).toBeUndefined();
});

// Other work on the machine may spoil a measurement; a pattern that is not linear spoils each of them.
test('a text made to be slow is read in no time', { retry: 2 }, () => {
  const begun = performance.now();
  askedWait(reply(`${'again '.repeat(20_000)}${'1'.repeat(20_000)}`));
  expect(performance.now() - begun).toBeLessThan(500);
});
