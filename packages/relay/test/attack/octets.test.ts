import { once } from 'node:events';
import { describe, expect, test } from 'vitest';
import { certificate, message, running, user, users, Wire } from '../kit.js';

const you = 'you@example.net';
const MEGABYTE = Buffer.alloc(1_048_576, 'A');

/** Writes without end until the other side closes, as fast as it reads. Gives how much went out. */
async function flood(wire: Wire, most: number): Promise<number> {
  let sent = 0;
  const closed = once(wire.socket, 'close').catch(() => undefined);
  while (!wire.socket.destroyed && sent < most) {
    sent += MEGABYTE.length;
    if (!wire.socket.write(MEGABYTE)) await Promise.race([once(wire.socket, 'drain').catch(() => undefined), closed]);
  }
  return sent;
}

// Garbage of something else may spoil a measurement; memory that is kept spoils each of them.
describe('T40: 1 GB without a line end closes the connection, and memory stays flat', { retry: 2 }, () => {
  const places = [
    ['a command', async () => undefined],
    ['an AUTH line', async (wire: Wire) => wire.say('AUTH PLAIN ')],
    ['the answer to a challenge', async (wire: Wire) => void (await wire.ask('AUTH LOGIN'))],
  ] as const;
  test.each(places)('%s', async (_place, lead) => {
    await using it = await running({ relay: { users: users() } });
    await using wire = await Wire.open(it.relay);
    await lead(wire);
    const before = process.memoryUsage().rss;
    expect(await flood(wire, 1_073_741_824)).toBeLessThan(100_000_000);
    expect(process.memoryUsage().rss - before).toBeLessThan(100_000_000);
  });

  test('a line of more than 4 KiB is refused, one of less is read', async () => {
    await using it = await running();
    await using wire = await Wire.open(it.relay);
    expect(await wire.ask(`NOOP ${'x'.repeat(4_000)}`)).toMatch(/^250 /);
    expect(await wire.ask(`NOOP ${'x'.repeat(4_200)}`)).toMatch(/^421 /);
    await wire.rest();
  });

  test('a message that is larger than SIZE is not kept', async () => {
    await using it = await running({ relay: { maxSize: 100_000 } });
    await using wire = await Wire.open(it.relay);
    for (const line of [`MAIL FROM:<${it.box.user}>`, `RCPT TO:<${you}>`, 'DATA']) await wire.ask(line);
    const before = process.memoryUsage().rss;
    await flood(wire, 100 * MEGABYTE.length);
    expect(await wire.ask('\r\n.')).toMatch(/^552 5\.3\.4 /);
    expect(process.memoryUsage().rss - before).toBeLessThan(100_000_000);
  }, 30_000);
});

describe('T41: what stands behind STARTTLS in clear is dropped', () => {
  test('commands in the same segment have no effect over TLS', async () => {
    const tls = await certificate();
    await using it = await running({ relay: { tls, users: users() } });
    await using wire = await Wire.open(it.relay);
    wire.say(`STARTTLS\r\nEHLO evil.example\r\nMAIL FROM:<${it.box.user}>\r\nRCPT TO:<${you}>\r\n`);
    expect(await wire.reply()).toMatch(/^220 /);
    // Whatever comes of the handshake, nothing of it was heard.
    await wire.upgrade().catch(() => undefined);
    wire.say('NOOP\r\n');
    expect(await wire.reply()).toMatch(/^(250 OK)?$/);
    expect(it.events.map(({ kind }) => kind)).not.toContain('refused');
    expect(it.box.counters.connections).toBe(0);
  });

  test('a login and a sender from before are forgotten', async () => {
    const tls = await certificate();
    await using it = await running({ relay: { tls, users: users() } });
    await using wire = await Wire.open(it.relay, user);
    expect(await wire.ask(`MAIL FROM:<${it.box.user}>`)).toMatch(/^250 /);
    await wire.ask('STARTTLS');
    await wire.upgrade();
    expect(await wire.ask(`RCPT TO:<${you}>`)).toMatch(/^503 /);
    await wire.ask('EHLO client.example');
    expect(await wire.ask(`MAIL FROM:<${it.box.user}>`)).toMatch(/^530 5\.7\.0 RELAY_LOGIN_NEEDED/);
  });

  test('without a certificate there is no STARTTLS', async () => {
    await using it = await running();
    await using wire = await Wire.open(it.relay);
    expect(await wire.ask('EHLO client.example')).not.toContain('STARTTLS');
    expect(await wire.ask('STARTTLS')).toMatch(/^500 /);
  });
});

describe('T30: no line end but CRLF ends a message, and none but CRLF gets through', () => {
  const ends = ['\n.\n', '\r.\r', '\n.\r\n', '\r\n.\n', '\r\n.\r', '\r.\r\n', '\n.\r', '\0\r\n.\n'];
  test.each(ends)('%j does not make two messages', async (end) => {
    await using it = await running();
    await using wire = await Wire.open(it.relay);
    const second = `MAIL FROM:<${it.box.user}>\r\nRCPT TO:<${you}>\r\nDATA\r\n${message(it.box.user, 'smuggled')}`;
    const reply = await wire.send(it.box.user, [you], `${message(it.box.user).slice(0, -2)}${end}${second}`);
    expect(reply).toMatch(/^550 5\.6\.11 RELAY_BARE_LINE_END/);
    expect(await wire.ask('NOOP')).toMatch(/^250 OK/);
    expect(it.box.counters.connections).toBe(0);
  });

  test('wherever the octets are cut', async () => {
    await using it = await running();
    await using wire = await Wire.open(it.relay);
    const mail = message(it.box.user, 'one\r\n..two\r\nthree\r\n....');
    for (const line of [`MAIL FROM:<${it.box.user}>`, `RCPT TO:<${you}>`, 'DATA']) await wire.ask(line);
    wire.socket.setNoDelay(true);
    for (const octet of Buffer.from(mail)) {
      wire.say(Buffer.of(octet));
      await new Promise(setImmediate);
    }
    expect(await wire.ask('.')).toMatch(/^250 /);
    expect(Buffer.from(it.box.inbox[0]?.raw ?? []).toString()).toBe(mail.replaceAll('\r\n..', '\r\n.'));
  });
});
