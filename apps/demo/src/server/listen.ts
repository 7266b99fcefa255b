import { once } from 'node:events';
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';

/** Binds to 127.0.0.1 and nothing else. Where the port is taken it tells so and takes a free one. */
export async function listen(server: Server, port: number, taken: (port: number) => void): Promise<number> {
  try {
    return await bind(server, port);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EADDRINUSE') throw error;
    taken(port);
    return bind(server, 0);
  }
}

async function bind(server: Server, port: number): Promise<number> {
  server.listen(port, '127.0.0.1');
  await once(server, 'listening'); // rejects with the error of a failed bind
  return (server.address() as AddressInfo).port;
}
