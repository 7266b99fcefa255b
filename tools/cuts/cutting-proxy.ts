import { once } from 'node:events';
import { connect, createServer, type Server, type Socket } from 'node:net';

export type Direction = 'to server' | 'to client';

/** How a connection comes to its end after so many octets of one direction. */
export interface Cut {
  readonly direction: Direction;
  readonly after: number;
  /** `close`: both sides see the end. `reset`: both see ECONNRESET. `stall`: nothing passes any more, either way. */
  readonly way: 'close' | 'reset' | 'stall';
}

/** A loopback proxy that lets a given number of octets pass and then cuts the line. */
export class CuttingProxy implements AsyncDisposable {
  readonly #server: Server;
  readonly #sockets = new Set<Socket>();
  readonly #target: number;
  /** Octets that passed since the last `arm`. */
  passed: Record<Direction, number> = { 'to server': 0, 'to client': 0 };
  #cut: Cut | undefined;
  port = 0;

  private constructor(target: number) {
    this.#target = target;
    this.#server = createServer((client) => this.#join(client));
  }

  static async start(target: number): Promise<CuttingProxy> {
    const proxy = new CuttingProxy(target);
    proxy.#server.listen(0, '127.0.0.1');
    await once(proxy.#server, 'listening');
    proxy.port = (proxy.#server.address() as { port: number }).port;
    return proxy;
  }

  /** The next connections are cut so, or let through whole. */
  arm(cut?: Cut): void {
    this.#cut = cut;
    this.passed = { 'to server': 0, 'to client': 0 };
    for (const socket of this.#sockets) socket.destroy();
  }

  /** Connections that are open on either side. */
  get open(): number {
    return this.#sockets.size;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.arm();
    this.#server.close();
    await once(this.#server, 'close');
  }

  #join(client: Socket): void {
    const server = connect(this.#target, '127.0.0.1');
    for (const socket of [client, server]) {
      this.#sockets.add(socket);
      socket.setNoDelay(true);
      socket.on('error', () => undefined).on('close', () => this.#sockets.delete(socket));
    }
    const pair = { client, server, stalled: false };
    client.on('data', (bytes) => this.#pass(bytes, 'to server', server, pair)).on('close', () => server.destroy());
    server.on('data', (bytes) => this.#pass(bytes, 'to client', client, pair)).on('close', () => client.destroy());
  }

  #pass(
    bytes: Buffer,
    direction: Direction,
    to: Socket,
    pair: { client: Socket; server: Socket; stalled: boolean },
  ): void {
    if (pair.stalled) return;
    const cut = this.#cut?.direction === direction ? this.#cut : undefined;
    const left = cut === undefined ? bytes.length : Math.min(bytes.length, cut.after - this.passed[direction]);
    this.passed[direction] += left;
    if (left > 0) to.write(bytes.subarray(0, left));
    if (cut === undefined || this.passed[direction] < cut.after) return;
    pair.stalled = true;
    if (cut.way === 'stall') return;
    // What passed must arrive before the end does, else an earlier cut is measured than the one that was asked for.
    if (cut.way === 'reset')
      setImmediate(() => [pair.client, pair.server].forEach((socket) => void socket.resetAndDestroy()));
    else for (const socket of [pair.client, pair.server]) socket.end();
  }
}
