import { once } from 'node:events';
import { type AddressInfo, createServer, type Server, type Socket } from 'node:net';
import { createServer as createTlsServer } from 'node:tls';
import { misuse } from '@ehlo/core';
import { networkOf } from './network.js';
import type { RelayTls } from './options.js';
import type { Settings } from './settings.js';

/** Accepts connections, has the TLS handshake of those that begin with one, and hands on who can speak. */
export class Door {
  readonly #settings: Settings;
  readonly #server: Server;
  /** TCP connections whose handshake is under way. */
  readonly #handshakes = new Map<string, Socket>();

  constructor(settings: Settings, enter: (socket: Socket) => void) {
    this.#settings = settings;
    this.#server = settings.tls?.implicit === true ? this.#overTls(settings.tls, enter) : createServer(enter);
    // smtp-server says 421 to those above maxConnections; beyond that, and in the midst of handshakes, they are cut off.
    this.#server.maxConnections = 2 * settings.maxConnections;
  }

  get isOpen(): boolean {
    return this.#server.listening;
  }

  /** Rejects with a MailError that names host or port where it cannot be listened there. */
  async open(): Promise<AddressInfo> {
    const { host, port } = this.#settings;
    this.#server.listen(port, host);
    try {
      await once(this.#server, 'listening');
    } catch (error) {
      const code = (error as NodeJS.ErrnoException).code ?? 'unknown';
      const field = code === 'EADDRINUSE' || code === 'EACCES' ? 'port' : 'host';
      throw misuse('CONFIG_VALUE_INVALID', field, `cannot be listened on: ${code} for ${host} port ${port}`);
    }
    return this.#server.address() as AddressInfo;
  }

  /** Lets nobody in any more. Resolves when all who came in are gone; who has not finished the handshake is sent away. */
  close(): Promise<void> {
    const gone = new Promise<void>((resolve) => this.#server.close(() => resolve()));
    for (const socket of this.#handshakes.values()) socket.destroy();
    return gone;
  }

  #overTls(tls: RelayTls, enter: (socket: Socket) => void): Server {
    const options = { ...tlsOf(tls), handshakeTimeout: this.#settings.timeouts.login };
    const server = createTlsServer(options, (socket) => {
      this.#handshakes.delete(otherSide(socket));
      enter(socket);
    });
    server.on('connection', (socket: Socket) => {
      // One address must not keep the others out by handshakes that it does not finish.
      const network = networkOf(socket.remoteAddress ?? '');
      const own = [...this.#handshakes.values()].filter((each) => networkOf(each.remoteAddress ?? '') === network);
      if (own.length >= this.#settings.maxConnectionsPerAddress) return void socket.destroy();
      const key = otherSide(socket);
      this.#handshakes.set(key, socket);
      socket.once('close', () => this.#handshakes.delete(key));
    });
    // Node.js tells that the time is over, and leaves the socket open.
    server.on('tlsClientError', (_error: Error, socket: Socket) => socket.destroy());
    return server;
  }
}

export function tlsOf({
  cert,
  key,
  minVersion = 'TLSv1.2',
}: RelayTls): Pick<Required<RelayTls>, 'cert' | 'key' | 'minVersion'> {
  return { cert, key, minVersion };
}

/** The same of a TCP connection and of the TLS above it. */
function otherSide({ remoteAddress, remotePort }: Socket): string {
  return `${remoteAddress} ${remotePort}`;
}
