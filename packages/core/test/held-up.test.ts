import { once } from 'node:events';
import { Worker } from 'node:worker_threads';
import { generic } from '@ehlo/generic';
import { expect, test } from 'vitest';

/** A server with a thread of its own, which answers whatever this one does. */
const SERVER = `
  const { parentPort } = require('node:worker_threads');
  const replies = { EHLO: '250 mx', QUIT: '221 bye' };
  const server = require('node:net').createServer((socket) => {
    socket.on('error', () => undefined).on('data', (bytes) => socket.write(replies[bytes.toString().slice(0, 4)] + '\\r\\n'));
    socket.write('220 mx\\r\\n');
  });
  server.listen(0, '127.0.0.1', () => parentPort.postMessage(server.address().port));`;

const sleep = (milliseconds: number) => Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, milliseconds);

test.each(['greeting', 'hello'] as const)(
  'an answer that came in time is heard, however late this process gets to it: %s',
  async (phase) => {
    const server = new Worker(SERVER, { eval: true });
    try {
      const [port] = (await once(server, 'message')) as [number];
      const mark = phase === 'greeting' ? 'connected' : 'client';
      let slept = false;
      await using transport = generic({
        ...{ host: '127.0.0.1', port, security: 'none-on-loopback', timeouts: { [phase]: 200 } },
        observe: ({ kind }) => {
          if (kind !== mark || slept) return;
          slept = true;
          // When the time of the phase has begun.
          setImmediate(() => sleep(600));
        },
      });
      expect((await transport.check()).error).toBeUndefined();
      expect(slept).toBe(true);
    } finally {
      await server.terminate();
    }
  },
);
