import type { RawMessage } from '@ehlo/core';
import { createSmtpTransport } from '@ehlo/core';
import { describe, expect, test } from 'vitest';
import { limited, type Pair, pair, said, verdict } from './pair.js';

const envelope = { from: 'me@example.com', to: ['you@example.net'] };
const HEAD = 'Subject: Hello\r\n\r\n';

/** Tells whether it was read at all. */
function source(text: string): { readonly raw: AsyncIterable<Uint8Array>; readonly read: () => boolean } {
  let begun = false;
  async function* pieces() {
    begun = true;
    const bytes = Buffer.from(text, 'latin1');
    for (let at = 0; at < bytes.length; at += 7) yield bytes.subarray(at, at + 7);
  }
  return { raw: pieces(), read: () => begun };
}

async function sent(it: Pair, text: string, declared: Pick<RawMessage, 'octets' | 'body'>) {
  const { raw, read } = source(text);
  const receipt = await it.transport.send({ envelope, raw, ...declared });
  const mail = said(receipt).find((line) => line.startsWith('MAIL'));
  return {
    verdict: verdict(receipt),
    mail,
    read: read(),
    error: receipt.outcome === 'accepted' ? '' : receipt.error.message,
  };
}

/** Over DATA, and over BDAT in chunks. */
describe.each([false, true])('a streamed message (CHUNKING %s)', (CHUNKING) => {
  const server = (more: Record<string, unknown> = {}) => ({ extensions: { CHUNKING, ...more } });
  const TEXT = `${HEAD}Hello.\r\n`;

  test('of which nothing is said announces no SIZE', async () => {
    await using it = await pair(server());
    expect(await sent(it, TEXT, {})).toMatchObject({
      verdict: 'accepted',
      mail: 'MAIL FROM:<me@example.com> BODY=8BITMIME',
    });
  });

  test('announces the SIZE that was said, and arrives', async () => {
    await using it = await pair(server());
    expect(await sent(it, TEXT, { octets: TEXT.length, body: '7bit' })).toMatchObject({
      verdict: 'accepted',
      mail: `MAIL FROM:<me@example.com> SIZE=${TEXT.length}`,
    });
    expect(Buffer.from(it.box.inbox[0]?.raw ?? '').toString()).toContain('Hello.');
  });

  test('beyond the SIZE of the server is refused before MAIL, and its source is not read', async () => {
    await using it = await pair(server({ SIZE: 1_000 }));
    expect(await sent(it, TEXT, { octets: 1_001 })).toMatchObject({
      verdict: 'rejected MESSAGE_TOO_LARGE at envelope',
      mail: undefined,
      read: false,
    });
    expect(it.box.counters.commands.MAIL ?? 0).toBe(0);
  });

  test.each([
    [
      'fewer octets, as of a file that was cut off',
      TEXT,
      { octets: TEXT.length + 100 },
      /octets is 126, and there are 26 in all/,
    ],
    ['more octets', `${TEXT}And more.\r\n`, { octets: TEXT.length }, /octets is 26, and there are \d+ or more/],
    [
      'line ends that become longer',
      TEXT.replaceAll('\r\n', '\n'),
      { octets: TEXT.length - 3 },
      /octets is 23, and there are 26/,
    ],
    ['an octet above 127', `${HEAD}Gr\xfc\xdfe\r\n`, { body: '7bit' as const }, /body is '7bit'/],
  ])('%s than was said: nothing is taken, and the next one goes through', async (_what, text, declared, words) => {
    await using it = await pair(server());
    const { verdict: outcome, error } = await sent(it, text, declared);
    expect(outcome).toBe('deferred MESSAGE_SOURCE_FAILED at data');
    expect(error).toMatch(words);
    expect(it.box.inbox).toHaveLength(0);
    expect(verdict(await it.transport.send(it.mail()))).toBe('accepted');
    expect(it.box.inbox).toHaveLength(1);
  });

  test('with octets above 127 is refused before MAIL by a server without 8BITMIME', async () => {
    await using it = await pair(server({ '8BITMIME': false }));
    expect(await sent(it, `${HEAD}Gr\xfc\xdfe\r\n`, { body: '8bitmime' })).toMatchObject({
      verdict: 'rejected EIGHTBITMIME_NOT_OFFERED at envelope',
      mail: undefined,
      read: false,
    });
  });

  test('of which nothing is said takes none to such a server', async () => {
    await using it = await pair(server({ '8BITMIME': false }));
    expect((await sent(it, TEXT, {})).verdict).toBe('accepted');
    expect((await sent(it, `${HEAD}Gr\xfc\xdfe\r\n`, {})).verdict).toBe('rejected EIGHTBITMIME_NOT_OFFERED at data');
    expect(it.box.inbox).toHaveLength(1);
    expect(it.box.inbox[0]?.raw.every((octet) => octet < 128)).toBe(true);
  });
});

test('beyond the limit of the provider nothing is dialled', async () => {
  await using it = await pair();
  const options = { ...it.box.transportOptions, host: '127.0.0.1' };
  await using transport = createSmtpTransport(limited({ 'message-octets': 1_000 }), options);
  const { raw, read } = source(HEAD);
  expect(verdict(await transport.send({ envelope, raw, octets: 1_001 }))).toBe(
    'rejected MESSAGE_TOO_LARGE at envelope',
  );
  expect([read(), it.box.counters.connections]).toEqual([false, 0]);
});

test.each([
  ['of octets that are here, and are others', { envelope, raw: 'abc', octets: 4 }, 'octets'],
  ['of a composed mail', { from: 'me@example.com', to: 'you@example.net', text: 'Hello.', octets: 4 }, 'octets'],
  ['in other words', { envelope, raw: 'abc', body: '8BITMIME' }, 'body'],
])('what is said %s is refused by its field', async (_what, message, field) => {
  await using it = await pair();
  await expect(it.transport.send(message as RawMessage)).rejects.toMatchObject({ code: 'MESSAGE_INVALID', field });
});
