import { once } from 'node:events';
import { connect, createServer, type Server, type Socket } from 'node:net';
import { records } from './tls-reading.js';

export type Direction = 'to server' | 'to client';
export const directions = ['to server', 'to client'] as const satisfies readonly Direction[];

/** `close`: both sides see the end. `reset`: both see ECONNRESET. `stall`: nothing passes any more, either way. */
export type Way = 'close' | 'reset' | 'stall';
export const ways = ['close', 'reset', 'stall'] as const satisfies readonly Way[];

/** Where a connection comes to its end, and how. */
export interface Cut {
  readonly way: Way;
  readonly direction: Direction;
  /** Octets of that direction that pass before. Within a record of TLS where one is named; from its end if negative. */
  readonly after: number;
  /** Which record of that direction, counted from 0. */
  readonly record?: number;
  /** Which connection, counted from 1. `all`: the octets are counted over all of them, and all end at once. */
  readonly of: number | 'all';
  /** What becomes of connections that are made after the cut: they get through, or end in the same way at once. */
  readonly afterwards: 'heals' | 'dead';
}

/** One connection through the proxy. */
export interface Line {
  readonly number: number;
  readonly client: Socket;
  readonly server: Socket;
  /** All that came from either side, whether or not it passed. */
  readonly came: Record<Direction, Buffer[]>;
  /** How many octets of it passed. */
  readonly passed: Record<Direction, number>;
  cut: boolean;
}

/** A loopback proxy that lets a given number of octets pass and then cuts the line. It keeps what it saw. */
export class CuttingProxy implements AsyncDisposable {
  readonly #server: Server;
  readonly #target: number;
  readonly #sockets = new Set<Socket>();
  #cut: Cut | undefined;
  /** Those that were made since the last `arm`. */
  lines: Line[] = [];
  /** When the cut came, by performance.now(). */
  cutAt: number | undefined;
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

  /** Ends what is open. The next connections are cut so, or let through whole. */
  arm(cut?: Cut): void {
    this.#cut = cut;
    this.lines = [];
    this.cutAt = undefined;
    this.hangUp();
  }

  /** Ends all connections. */
  hangUp(): void {
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
    const line: Line = {
      number: this.lines.length + 1,
      client,
      server,
      came: { 'to server': [], 'to client': [] },
      passed: { 'to server': 0, 'to client': 0 },
      cut: false,
    };
    this.lines.push(line);
    for (const socket of [client, server]) {
      this.#sockets.add(socket);
      socket.setNoDelay(true);
      socket.on('error', () => undefined).on('close', () => this.#sockets.delete(socket));
    }
    client.on('data', (bytes) => this.#pass(line, 'to server', server, bytes)).on('close', () => server.destroy());
    server.on('data', (bytes) => this.#pass(line, 'to client', client, bytes)).on('close', () => client.destroy());
    const cut = this.#cut;
    if (cut === undefined) return;
    const late = this.cutAt !== undefined && cut.afterwards === 'dead';
    const atOnce = this.cutAt === undefined && cut.after === 0 && this.#concerns(cut, line);
    if (late || atOnce) this.#strike(cut, [line]);
  }

  #pass(line: Line, direction: Direction, to: Socket, bytes: Buffer): void {
    line.came[direction].push(bytes);
    if (line.cut) return;
    const cut = this.#cut;
    const left = cut === undefined ? Number.POSITIVE_INFINITY : this.#left(cut, line, direction);
    const passing = bytes.subarray(0, Math.min(bytes.length, left));
    line.passed[direction] += passing.length;
    if (passing.length > 0) to.write(passing);
    if (cut !== undefined && bytes.length >= left) this.#strike(cut, cut.of === 'all' ? this.lines : [line]);
  }

  /** How many more octets pass before the cut. */
  #left(cut: Cut, line: Line, direction: Direction): number {
    if (this.cutAt !== undefined || direction !== cut.direction || !this.#concerns(cut, line))
      return Number.POSITIVE_INFINITY;
    const passed = line.passed[direction];
    if (cut.of === 'all') return cut.after - this.lines.reduce((sum, each) => sum + each.passed[direction], 0);
    if (cut.record === undefined) return cut.after - passed;
    const record = records(Buffer.concat(line.came[direction]))[cut.record];
    if (record === undefined || (cut.after < 0 && record.size === undefined)) return Number.POSITIVE_INFINITY;
    return record.start + cut.after + (cut.after < 0 ? (record.size as number) : 0) - passed;
  }

  #concerns(cut: Cut, line: Line): boolean {
    return cut.of === 'all' || cut.of === line.number;
  }

  #strike(cut: Cut, lines: readonly Line[]): void {
    this.cutAt ??= performance.now();
    for (const line of lines) line.cut = true;
    const sockets = lines.flatMap(({ client, server }) => [client, server]);
    if (cut.way === 'close') for (const socket of sockets) socket.end();
    // What passed must arrive before the end does, else an earlier cut is measured than the one that was asked for.
    if (cut.way === 'reset') setImmediate(() => sockets.forEach((socket) => void socket.resetAndDestroy()));
  }
}
