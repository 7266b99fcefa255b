import { isMailError } from '@ehlo/core';
import { describe, expect, test } from 'vitest';
import { readHeader } from './header.js';

const me = 'me@example.com';

async function authors(...lines: readonly string[]): Promise<readonly string[] | string> {
  const header = await readHeader(Buffer.from(`${lines.join('\r\n')}\r\n\r\n`));
  return isMailError(header) ? `${header.code} ${header.detail}` : header.authors;
}

describe('what programs write is read', () => {
  test.each([
    [`From: ${me}`],
    [`from:${me}`],
    [`FROM:   <${me}>  `],
    [`From: Me <${me}>`],
    [`From: "Doe, John" <${me}>`],
    [`From: "${me}" <${me}>`],
    [`From: ${me} <${me}>`],
    [`From: ${me} (John, of Example)`],
    [`From: =?utf-8?B?R3LDvMOfZQ==?= <${me}>`],
    ['From: =?utf-8?Q?A?=', ` =?utf-8?Q?B?= <${me}>`],
    ['From:', `\t<${me}>`],
    [`From: Gr\u00fc\u00dfe <${me}>`],
    [`From: ${me},`],
    [`From: ${me}`, 'Subject : in the old form'],
    [`From: "${'x'.repeat(8_000)}" <${me}>`],
    [`Sender: ${me}`, `From: ${me}`, 'X-Empty:', 'Subject: a: b <c@d>'],
  ])('%s', async (...lines) => {
    expect(await authors(...lines)).toEqual([me]);
  });

  test('of several, all', async () => {
    expect(await authors(`From: A <${me}>, b@example.net`, 'Sender: c@example.org')).toEqual([
      me,
      'b@example.net',
      'c@example.org',
    ]);
    expect(await authors(`From: us: A <${me}>, b@example.net;`)).toEqual([me, 'b@example.net']);
  });
});

describe('what one could show to somebody counts too', () => {
  test.each([
    [`From: ceo@example.com <${me}>`, 'ceo@example.com'],
    [`From: <${me}> ceo@example.com`, 'ceo@example.com'],
    [`From: =?utf-8?q?ceo@example.com?= <${me}>`, '=?utf-8?q?ceo@example.com?='],
  ])('%s', async (line, shown) => {
    expect(await authors(line)).toEqual([me, shown]);
  });
});

test.each([
  [['Subject: x'], 'it has no From field'],
  [[`From: ${me}`, `from: ${me}`], 'it has several From fields'],
  [[`From: ${me}`, `Sender: ${me}`, `Sender: ${me}`], 'it has several Sender fields'],
  [['From: Me'], 'the addresses of its From or Sender field do not parse'],
  [['From: undisclosed:;'], 'the addresses of its From or Sender field do not parse'],
  [[`From: "${me}"@example.net`], 'the addresses of its From or Sender field do not parse'],
  [[`From: <@evil.example:${me}>`], 'the addresses of its From or Sender field do not parse'],
  [[`From: ${me} (a (b) ceo@example.com)`], 'the addresses of its From or Sender field do not parse'],
  [[`From: "${'x'.repeat(8_200)}" <${me}>`], 'the addresses of its From or Sender field do not parse'],
  [[`From: ${me}\0`], 'the addresses of its From or Sender field do not parse'],
  [['From me Mon Nov 23 2026', `From: ${me}`], 'a line of it is no header field'],
  [[`From: ${me}`, 'garbage'], 'a line of it is no header field'],
  [[`From: ${me}`, 'A B: c'], 'a line of it is no header field'],
])('%j is refused: %s', async (lines, why) => {
  expect(await authors(...lines)).toBe(`RELAY_HEADER_INVALID ${why}`);
});

test.each([
  ['Message-ID: <a@b>', '<a@b>'],
  ['message-id:\r\n <a@b>', '<a@b>'],
  ['Message-ID: <a b@c>', undefined],
  ['Message-ID: a@b', undefined],
  ['Message-ID: <a@b>\r\nMessage-ID: <c@d>', undefined],
  ['X-Message-ID: <a@b>', undefined],
  [`Message-ID: <${'x'.repeat(900)}>`, `<${'x'.repeat(900)}>`],
  [`Message-ID: <${'x'.repeat(901)}>`, undefined],
])('%j: the Message-ID is %s', async (line, id) => {
  expect(await readHeader(Buffer.from(`From: ${me}\r\n${line}\r\n\r\n`))).toMatchObject({ messageId: id });
});

const tiresome = ['((', '"', '\\"', 'a@b ', 'x', '<', ',', '@', '=?utf-8?q?', '"\\', ':;'];
// Other work on the machine may spoil a measurement; a pattern that is not linear spoils each of them.
test.each(tiresome)('250 KB of %j are read in no time', { retry: 2 }, async (part) => {
  const begun = process.cpuUsage().user;
  const value = part.repeat(250_000 / part.length);
  for (const line of [`From: "${value}`, `From: (${value}`, `From: ${value}`, `From: ${value.slice(0, 8_000)}`])
    await authors(line, `Sender: ${me}`);
  expect(process.cpuUsage().user - begun).toBeLessThan(3_000_000);
});
