import { once } from 'node:events';
import { createServer, type Socket } from 'node:net';
import { type AccountOptions, isMailError, type MailError } from '@ehlo/core';

/** The three ways to a server: what the sandbox is, and what the account says. */
export const channels = [
  { channel: 'implicit TLS', server: 'implicit', security: 'implicit' },
  { channel: 'STARTTLS', server: 'starttls', security: 'starttls' },
  { channel: 'clear loopback', server: 'none', security: 'none-on-loopback' },
] as const;

export const overTls = channels.slice(0, 2);

/** Milliseconds for every phase, for servers that are not to be waited for. */
export const impatient = Object.fromEntries(
  ['connect', 'greeting', 'hello', 'tls', 'auth', 'envelope', 'data', 'sent'].map((phase) => [phase, 300]),
) as NonNullable<AccountOptions['timeouts']>;

/** The MailError that it throws; undefined where it throws nothing. */
export async function refusal(act: () => unknown): Promise<MailError | undefined> {
  try {
    await act();
    return undefined;
  } catch (error) {
    if (isMailError(error)) return error;
    throw error;
  }
}

/** A server in clear whose every octet is in the test's hands. */
export interface Scripted extends AsyncDisposable {
  readonly account: { readonly host: string; readonly port: number; readonly security: 'none-on-loopback' };
  /** Lines of the client on all connections, those of messages excepted. */
  readonly lines: readonly string[];
  /** What stood between 354 and the line with the dot, and that line, as it came. */
  readonly messages: readonly Buffer[];
  readonly connections: number;
}

type Answer = (line: string, socket: Socket) => string | Buffer | undefined;

/** `answer` gives the octets of a reply, or undefined for the usual one. */
export async function scripted(answer: Answer = () => undefined): Promise<Scripted> {
  const lines: string[] = [];
  const messages: Buffer[] = [];
  const sockets = new Set<Socket>();
  let connections = 0;
  const server = createServer((socket) => {
    let held = Buffer.alloc(0);
    let inMessage = false;
    connections += 1;
    sockets.add(socket);
    const say = (line: string): void => {
      const octets = answer(line, socket) ?? usual[/^[A-Z]+|^\.$|^$/.exec(line)?.[0] ?? 'other'] ?? '250 OK\r\n';
      if (line === 'DATA') inMessage = octets.toString().startsWith('354');
      if (socket.writable && octets.length > 0) socket.write(octets);
    };
    socket.on('error', () => undefined).on('close', () => sockets.delete(socket));
    socket.on('data', (bytes) => {
      held = Buffer.concat([held, bytes]);
      for (;;) {
        const end = inMessage ? endOfMessage(held) : held.indexOf('\r\n') + 2;
        if (end < 2) return;
        const taken = held.subarray(0, end);
        held = held.subarray(end);
        if (inMessage) {
          messages.push(Buffer.from(taken));
          inMessage = false;
          say('.');
        } else {
          const line = taken.toString('utf8').slice(0, -2);
          lines.push(line);
          say(line);
        }
      }
    });
    say('');
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    account: { host: '127.0.0.1', port: (server.address() as { port: number }).port, security: 'none-on-loopback' },
    lines,
    messages,
    get connections() {
      return connections;
    },
    async [Symbol.asyncDispose]() {
      for (const socket of sockets) socket.destroy();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

const usual: Readonly<Record<string, string>> = {
  '': '220 mx.example ESMTP\r\n',
  EHLO: '250-mx.example\r\n250-PIPELINING\r\n250-AUTH PLAIN\r\n250 8BITMIME\r\n',
  AUTH: '235 2.7.0 OK\r\n',
  DATA: '354 Go\r\n',
  '.': '250 2.0.0 Taken\r\n',
  QUIT: '221 Bye\r\n',
};

function endOfMessage(held: Buffer): number {
  if (held.subarray(0, 3).toString('latin1') === '.\r\n') return 3;
  const at = held.indexOf('\r\n.\r\n');
  return at === -1 ? -1 : at + 5;
}

/** Milliseconds of CPU of this process: what others do on the machine does not count. */
export async function cpu(act: () => unknown): Promise<number> {
  const begun = process.cpuUsage();
  await act();
  const { user, system } = process.cpuUsage(begun);
  return (user + system) / 1_000;
}

/**
 * How much longer twice as much takes: 2 is linear, 4 is quadratic. Medians, after a warm-up; the better of two, since
 * garbage can spoil a measurement and cannot mend one.
 */
export async function growth(size: number, act: (size: number) => unknown): Promise<number> {
  await act(size);
  const first = await ratio(size, act);
  return first < 2.3 ? first : Math.min(first, await ratio(size, act));
}

async function ratio(size: number, act: (size: number) => unknown): Promise<number> {
  const [once, twice]: [number[], number[]] = [[], []];
  for (let round = 0; round < 5; round++) {
    once.push(await cpu(() => act(size)));
    twice.push(await cpu(() => act(2 * size)));
  }
  const median = (values: number[]): number => values.sort((a, b) => a - b)[2]!;
  return median(twice) / Math.max(1, median(once));
}
