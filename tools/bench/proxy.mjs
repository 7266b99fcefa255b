/**
 * A longer line: hands octets on in both directions after half the time of a round trip, in order, and as many as
 * come. It counts round trips too: how often a client that had spoken, or had just dialled, was answered.
 */
import { connect, createServer } from 'node:net';
import { serve } from './serve.mjs';

/** By port. */
const lines = new Map();

class Line {
  turns = 0;
  #target;
  #half;

  constructor({ target, delay }) {
    this.#target = target;
    this.#half = delay / 2;
  }

  async listen() {
    const server = createServer({ noDelay: true, allowHalfOpen: true }, (client) => this.#join(client));
    await new Promise((resolve, reject) => server.once('error', reject).listen(0, '127.0.0.1', resolve));
    return server.address().port;
  }

  #join(client) {
    const server = connect({ port: this.#target, host: '127.0.0.1', noDelay: true, allowHalfOpen: true });
    let waiting = true;
    this.#pass(client, server, () => {});
    this.#pass(server, client, () => {
      if (waiting) this.turns += 1;
      waiting = false;
    });
    client.on('data', () => {
      waiting = true;
    });
    for (const [one, other] of [
      [client, server],
      [server, client],
    ]) {
      one.on('error', () => other.destroy());
    }
  }

  /** `onArrival` is told when octets are handed on. */
  #pass(from, to, onArrival) {
    /** @type {{ due: number, piece?: Buffer }[]} What is under way; without a piece it is the end. */
    const queue = [];
    const arrive = () => {
      const now = performance.now();
      while (queue.length > 0 && queue[0].due <= now) {
        const { piece } = queue.shift();
        onArrival();
        if (piece === undefined) to.end();
        else to.write(piece);
      }
      if (queue.length > 0) setTimeout(arrive, Math.max(0, queue[0].due - now));
    };
    const depart = (piece) => {
      queue.push({ due: performance.now() + this.#half, piece });
      // Node's timers are late by up to a millisecond, never early by more than that.
      if (queue.length === 1) setTimeout(arrive, this.#half);
    };
    from.on('data', depart);
    from.on('end', () => depart(undefined));
  }
}

serve({
  /** A port that leads to the port `target` over a round trip of `delay` milliseconds. */
  async open(way) {
    const line = new Line(way);
    const port = await line.listen();
    lines.set(port, line);
    return port;
  },
  turns: ({ port }) => lines.get(port).turns,
});
