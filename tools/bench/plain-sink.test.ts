import { once } from 'node:events';
import { connect } from 'node:net';
import { afterAll, beforeEach, expect, test } from 'vitest';
import { plainSink, type Sink } from './sinks.js';

const sink = await plainSink();
afterAll(() => sink[Symbol.asyncDispose]());
beforeEach(() => sink.expect(2));

// What comes near the end of a message and is none: a stuffed dot, a dot before a letter, a bare LF and a bare CR.
const BODY = 'Subject: x\r\n\r\n..\r\n.x\r\n\n.\n\r.\r\r\n\r\n';
const opening = 'EHLO client.example\r\n';
const envelope = (serial: number) => `MAIL FROM:<a@b.example>\r\nRCPT TO:<${serial}m@c.example>\r\n`;
const data = (serial: number) => `${envelope(serial)}DATA\r\n${BODY}.\r\n`;
const bdat = (serial: number) => `${envelope(serial)}BDAT 3\r\nSubBDAT ${BODY.length} LAST\r\n${BODY}`;
const QUIT = 'QUIT\r\n';

test('a message is taken once, by DATA and by BDAT', async () => {
  await say(sink, [opening, data(1), bdat(2), QUIT]);
  expect(await sink.tally(2)).toMatchObject({ messages: 2, recipients: 2, missing: 0, twice: 0, others: 0 });
});

test('wherever the octets are cut', async () => {
  const whole = opening + data(1) + bdat(2) + QUIT;
  for (let at = 1; at < whole.length; at += 1) {
    await sink.expect(2);
    await say(sink, [whole.slice(0, at), whole.slice(at)]);
    expect(await sink.tally(2), `cut at ${at}`).toMatchObject({ messages: 2, missing: 0, twice: 0 });
  }
});

test('and octet by octet', async () => {
  await say(sink, [...(opening + data(1) + bdat(2) + QUIT)]);
  expect(await sink.tally(2)).toMatchObject({ messages: 2, missing: 0, twice: 0, octets: BODY.length * 2 + 6 });
});

test('an empty message ends at once', async () => {
  await say(sink, [opening, `${envelope(1)}DATA\r\n.\r\n`, `${envelope(2)}BDAT 0 LAST\r\n`, QUIT]);
  expect(await sink.tally(2)).toMatchObject({ messages: 2, missing: 0, twice: 0 });
});

test('what is missing, came twice or was not expected is told', async () => {
  await say(sink, [opening, data(1), data(1), data(3), QUIT]);
  expect(await sink.tally(2)).toMatchObject({ messages: 3, missing: 1, twice: 1, others: 1 });
});

/** Resolves when the sink has closed the connection. */
async function say({ ports }: Sink, pieces: readonly string[]): Promise<void> {
  const socket = connect({ port: ports.none!, host: '127.0.0.1', noDelay: true });
  socket.resume();
  await once(socket, 'connect');
  // Each piece goes to the system by itself.
  for (const piece of pieces) await new Promise((done) => socket.write(piece, 'latin1', done));
  await once(socket, 'end');
  socket.destroy();
}
