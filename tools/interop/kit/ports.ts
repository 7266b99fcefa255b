import { once } from 'node:events';
import { connect, createServer } from 'node:net';
import { setTimeout as wait } from 'node:timers/promises';

// Below the range of which the kernel takes ports for outgoing connections and for port 0 (32768 and up, ip(7)):
// between finding a port and the server's bind, only another server that names its port can take it.
const LOWEST = 20_000;
const HIGHEST = 32_767;

/** A free port of 127.0.0.1 for each name, all different, for servers that cannot take port 0. */
export async function portsFor<Name extends string>(names: readonly Name[]): Promise<Record<Name, number>> {
  const numbers = await freePorts(names.length);
  return Object.fromEntries(names.map((name, at) => [name, numbers[at]])) as Record<Name, number>;
}

/** Resolves when something accepts connections; rejects when `alive` says no or time is up. */
export async function listening(where: number | string, alive: () => boolean, deadline = 15_000): Promise<void> {
  const end = Date.now() + deadline;
  while (!(await accepts(where))) {
    if (!alive()) throw new Error('The process ended before it listened.');
    if (Date.now() > end) throw new Error(`Nothing listens after ${deadline} ms.`);
    await wait(20);
  }
}

async function freePorts(count: number): Promise<number[]> {
  const held: Array<{ port: number; free(): Promise<void> }> = [];
  while (held.length < count) {
    const port = LOWEST + Math.floor(Math.random() * (HIGHEST - LOWEST + 1));
    const server = createServer().listen(port, '127.0.0.1');
    const taken = await once(server, 'listening').then(
      () => false,
      () => true,
    );
    // All are held until the last is found, so that none is found twice.
    if (!taken) held.push({ port, free: () => new Promise((done) => server.close(() => done())) });
  }
  await Promise.all(held.map(({ free }) => free()));
  return held.map(({ port }) => port);
}

async function accepts(where: number | string): Promise<boolean> {
  const socket = typeof where === 'number' ? connect(where, '127.0.0.1') : connect(where);
  try {
    await once(socket, 'connect');
    return true;
  } catch {
    return false;
  } finally {
    socket.destroy();
  }
}
