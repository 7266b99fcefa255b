/** A peer that sends one long message at a time, which is made while it is read; tells by how much the process grew. */
import { Readable } from 'node:stream';
import { serve } from './serve.mjs';

/** Milliseconds between two looks at the memory. */
const LOOK = 2;
const PIECE = Buffer.from(
  'The quick brown fox jumps over the lazy dog, and then it does so once again.\r\n'.repeat(840),
);
const HEAD = Buffer.from('From: sender@sender.example\r\nTo: 1m@sink.example\r\nSubject: A long one\r\n\r\n');

let peer;
let mail;

serve({
  async open({ peer: name, form, account, length }) {
    const { open } = await import(`./peers/${name}.mjs`);
    peer = await open(account, { connections: 1, depth: 1, form: 'composed' });
    const base = { from: 'sender@sender.example', to: ['1m@sink.example'] };
    mail = () =>
      form === 'raw'
        ? { ...base, raw: octets(length, HEAD) }
        : { ...base, subject: 'A long one', text: 'It is attached.', file: octets(length, Buffer.alloc(0)) };
  },
  async send() {
    globalThis.gc();
    const before = process.memoryUsage.rss();
    let peak = before;
    const look = () => {
      peak = Math.max(peak, process.memoryUsage.rss());
    };
    const timer = setInterval(look, LOOK);
    const begun = performance.now();
    await peer.sendAll([mail()][Symbol.iterator]());
    const wall = performance.now() - begun;
    clearInterval(timer);
    look();
    return { wall, growth: peak - before };
  },
});

function octets(length, head) {
  return Readable.from(pieces(length, head), { objectMode: false });
}

async function* pieces(length, head) {
  if (head.length > 0) yield head;
  for (let left = length; left > 0; left -= PIECE.length) yield left < PIECE.length ? PIECE.subarray(0, left) : PIECE;
}
