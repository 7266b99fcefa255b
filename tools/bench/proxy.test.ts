import { once } from 'node:events';
import { connect, createServer, type Socket } from 'node:net';
import { afterAll, expect, test } from 'vitest';
import { Worker } from './worker.js';

const DELAY = 20;
const proxy = new Worker('./proxy.mjs');
/** Greets, then answers each line with the same line. */
let answering: Socket;
const server = createServer((socket) => {
  answering = socket;
  socket.write('220\n');
  socket.on('data', (piece) => socket.write(piece));
  socket.on('end', () => socket.end());
});
await once(server.listen(0, '127.0.0.1'), 'listening');
const { port: target } = server.address() as { port: number };
afterAll(async () => {
  await proxy[Symbol.asyncDispose]();
  server.close();
});

test('octets take half a round trip each way, in order, and a turn is counted once', async () => {
  const port = await proxy.call<number>('open', { target, delay: DELAY });
  const socket = connect({ port, host: '127.0.0.1', noDelay: true });
  let heard = '';
  socket.on('data', (piece) => {
    heard += piece;
  });
  const until = async (text: string) => {
    while (!heard.endsWith(text)) await once(socket, 'data');
  };
  await until('220\n');
  const begun = performance.now();
  for (let n = 0; n < 100; n++) await new Promise((done) => socket.write(`${n}\n`, done));
  await until('99\n');
  expect(performance.now() - begun).toBeGreaterThanOrEqual(DELAY - 2);
  expect(heard).toBe(`220\n${Array.from({ length: 100 }, (_, n) => `${n}\n`).join('')}`);
  // The greeting, and at least one for the lines, which may have taken longer to say than a round trip.
  const turns = await proxy.call<number>('turns', { port });
  expect(turns).toBeGreaterThanOrEqual(2);
  for (let n = 1; n <= 3; n++) {
    socket.write(`again ${n}\n`);
    await until(`again ${n}\n`);
    expect(await proxy.call('turns', { port })).toBe(turns + n);
  }
  // What is said unasked is no turn of the client's.
  for (let n = 1; n <= 2; n++) {
    answering.write(`unasked ${n}\n`);
    await until(`unasked ${n}\n`);
  }
  expect(await proxy.call('turns', { port })).toBe(turns + 3);
  socket.end();
  await once(socket, 'end');
});
