import type { Server as HttpServer } from 'node:http';
import { type AddressInfo, createServer, type Server, type Socket } from 'node:net';
import { createSecureContext, TLSSocket } from 'node:tls';
import { createAdaptorServer } from '@hono/node-server';
import type { Authority } from '../certificates.js';
import type { WebFaults, WrongCertificate } from './web-faults.js';

const HOST = '127.0.0.1';

/** Listens, brings up TLS, and knows which connection is which beneath it. */
export class Door {
  port = 0;
  readonly #authority: Authority;
  readonly #faults: WebFaults;
  readonly #http: HttpServer;
  readonly #listener: Server;
  readonly #sockets = new Set<Socket>();
  readonly #beneath = new WeakMap<object, Socket>();

  constructor(authority: Authority, faults: WebFaults, fetch: Parameters<typeof createAdaptorServer>[0]['fetch']) {
    this.#authority = authority;
    this.#faults = faults;
    // TLS is brought up here, connection by connection, so that a fault can choose its certificate.
    this.#http = createAdaptorServer({ fetch, overrideGlobalObjects: false }) as HttpServer;
    this.#listener = createServer((socket) => void this.#open(socket));
  }

  listen(port: number): Promise<void> {
    return new Promise((resolve, reject) => {
      this.#listener.once('error', (error: NodeJS.ErrnoException) => {
        reject(error.code === 'EADDRINUSE' ? new Error(`port ${port} of ${HOST} is taken`, { cause: error }) : error);
      });
      this.#listener.listen(port, HOST, () => {
        this.port = (this.#listener.address() as AddressInfo).port;
        resolve();
      });
    });
  }

  /** Resets the connection that this socket speaks over (RFC 9293 3.10.4), without the goodbye of TLS. */
  reset(socket: object): void {
    this.#beneath.get(socket)?.resetAndDestroy();
  }

  async close(): Promise<void> {
    for (const socket of this.#sockets) socket.destroy();
    if (this.#listener.listening) await new Promise((resolve) => this.#listener.close(resolve));
  }

  async #open(socket: Socket): Promise<void> {
    this.#sockets.add(socket);
    socket.once('close', () => this.#sockets.delete(socket));
    // Ends are seen by those who wait for an answer; nobody else has to know.
    socket.on('error', () => {});
    const wrong = this.#faults.take('wrong-certificate')?.kind as WrongCertificate | undefined;
    const secureContext = createSecureContext({ ...(await this.#authority.server(wrong)), minVersion: 'TLSv1.2' });
    // TLS over a socket that has ended waits for ever; the client may leave while a certificate is being made.
    if (socket.destroyed || socket.readableEnded) return;
    const tls = new TLSSocket(socket, { isServer: true, secureContext });
    tls.on('error', () => socket.destroy());
    this.#beneath.set(tls, socket);
    tls.once('secure', () => this.#http.emit('connection', tls));
  }
}
