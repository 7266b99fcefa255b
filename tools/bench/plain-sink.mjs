/** The plain sink: takes mail as fast as Node.js can, and keeps none. */
import { createServer } from 'node:net';
import { createSecureContext, TLSSocket } from 'node:tls';
import { serve } from './serve.mjs';
import { Dialogue, GREETING } from './sink-dialogue.mjs';

/** Since `expect`. `seen` has a count for each serial number that is expected. */
let seen = new Uint8Array(0);
let tally = zero();
let cpu = process.cpuUsage();

function zero() {
  return { messages: 0, recipients: 0, octets: 0, others: 0 };
}

function take(serial, recipients) {
  tally.messages += 1;
  tally.recipients += recipients;
  if (serial > 0 && serial < seen.length) seen[serial] += 1;
  else tally.others += 1;
}

/** With `secure` it offers STARTTLS. */
function converse(plain, secure) {
  let socket = plain;
  const startTls = () => {
    socket.removeAllListeners('data');
    // After the answer has been written.
    queueMicrotask(() => {
      socket = new TLSSocket(plain, { isServer: true, secureContext: secure });
      listen();
    });
  };
  const dialogue = new Dialogue({ take, startTls: secure && startTls });
  const listen = () => {
    socket.on('error', () => socket.destroy());
    socket.on('data', (piece) => {
      const before = dialogue.octets;
      const answer = dialogue.hear(piece);
      tally.octets += dialogue.octets - before;
      if (answer !== '') socket.write(answer, 'latin1');
      if (dialogue.over) socket.end();
    });
  };
  listen();
  socket.write(GREETING);
}

async function serverOf(onSocket) {
  const server = createServer({ noDelay: true }, onSocket);
  await new Promise((resolve, reject) => server.once('error', reject).listen(0, '127.0.0.1', resolve));
  return server.address().port;
}

serve({
  /** Ports by how the channel is made; without a certificate only the clear one. */
  async start({ cert, key }) {
    const none = await serverOf((socket) => converse(socket));
    if (cert === undefined) return { none };
    const secure = createSecureContext({ cert, key });
    return {
      none,
      implicit: await serverOf((socket) => converse(new TLSSocket(socket, { isServer: true, secureContext: secure }))),
      starttls: await serverOf((socket) => converse(socket, secure)),
    };
  },
  /** From now on the messages 1 to `count` are expected, once each; what comes beside them is counted as others. */
  expect({ count }) {
    seen = new Uint8Array(count + 1);
    tally = zero();
    cpu = process.cpuUsage();
  },
  tally() {
    const { user, system } = process.cpuUsage(cpu);
    const missing = seen.subarray(1).filter((times) => times === 0).length;
    const twice = seen.filter((times) => times > 1).length;
    return { ...tally, missing, twice, cpu: (user + system) / 1000 };
  },
});
