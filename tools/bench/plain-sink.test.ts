import { once } from 'node:events';
import { connect } from 'node:net';
import { afterAll, expect, test } from 'vitest';
import { plainSink, type Sink } from './sinks.js';

const sink = await plainSink();
afterAll(() => sink[Symbol.asyncDispose]());

const data = (serial: number) => `MAIL FROM:<a@b.example>\r\nRCPT TO:<${serial}m@c.example>\r\nDATA\r\nx\r\n.\r\n`;

test('what is missing, came twice or was not expected is told', async () => {
  await sink.expect(2);
  await say(sink, `EHLO client.example\r\n${data(1)}${data(1)}${data(3)}QUIT\r\n`);
  expect(await sink.tally(2)).toMatchObject({
    messages: 3,
    recipients: 3,
    octets: 18,
    missing: 1,
    twice: 1,
    others: 1,
  });
});

test('and each count begins anew', async () => {
  await sink.expect(1);
  await say(sink, `EHLO client.example\r\n${data(1)}QUIT\r\n`);
  expect(await sink.tally(1)).toMatchObject({ messages: 1, missing: 0, twice: 0, others: 0 });
});

/** Resolves when the sink has closed the connection. */
async function say({ ports }: Sink, text: string): Promise<void> {
  const socket = connect({ port: ports.none!, host: '127.0.0.1' });
  socket.resume();
  await once(socket, 'connect');
  socket.write(text, 'latin1');
  await once(socket, 'end');
  socket.destroy();
}
