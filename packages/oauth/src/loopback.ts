import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** A server on this machine that waits for one browser to come back. */
export interface Loopback {
  /** Without a path, as it is registered. */
  readonly redirectUri: string;
  /** The parameters of the first answer that knows the state. */
  readonly answer: Promise<URLSearchParams>;
  close(): void;
}

/**
 * Listens on a free port of the loopback interface (RFC 8252 7.3). Answers to nothing but a request for its own host
 * that knows the state: pages of other sites, and other programs, may knock.
 */
export async function listen(host: 'localhost' | '127.0.0.1', state: string): Promise<Loopback> {
  let arrived!: (parameters: URLSearchParams) => void;
  const answer = new Promise<URLSearchParams>((resolve) => {
    arrived = resolve;
  });
  const visit = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const received = await receive(request, `${host}:${port}`, state);
    if (typeof received === 'number') return show(response, received, pages.nothing);
    show(response, 200, received.has('error') ? pages.refused : pages.done);
    arrived(received);
  };
  const first = await open(visit, '127.0.0.1', 0);
  const { port } = first.address() as AddressInfo;
  const servers = [first];
  // Browsers may take localhost for ::1 first. Where there is no IPv6, or the port is taken, they go on to 127.0.0.1.
  if (host === 'localhost')
    await open(visit, '::1', port).then(
      (server) => servers.push(server),
      () => undefined,
    );
  return {
    redirectUri: `http://${host}:${port}`,
    answer,
    close: () => {
      for (const server of servers) {
        server.close();
        server.closeIdleConnections();
      }
    },
  };
}

function open(visit: (request: IncomingMessage, response: ServerResponse) => void, host: string, port: number) {
  return new Promise<Server>((resolve, reject) => {
    const server = createServer({ requestTimeout: 10_000, keepAliveTimeout: 1 }, visit);
    server.once('error', reject).listen(port, host, () => resolve(server));
  });
}

const MOST_OCTETS = 1 << 16;

/** The parameters of a visit, or the HTTP status for one that is none of ours. */
async function receive(request: IncomingMessage, authority: string, state: string): Promise<URLSearchParams | number> {
  // A page that was led here under another name (DNS rebinding) says that name.
  if (request.headers.host !== authority) return 421;
  const url = new URL(request.url ?? '/', `http://${authority}`);
  if (url.pathname !== '/') return 404;
  if (request.method !== 'GET' && request.method !== 'POST') return 405;
  const parameters = request.method === 'POST' ? await form(request) : url.searchParams;
  if (typeof parameters === 'number') return parameters;
  return parameters.get('state') === state ? parameters : 400;
}

/** OAuth 2.0 Form Post Response Mode. */
async function form(request: IncomingMessage): Promise<URLSearchParams | number> {
  if (!/^application\/x-www-form-urlencoded\b/.test(request.headers['content-type'] ?? '')) return 415;
  const pieces: Buffer[] = [];
  let octets = 0;
  try {
    for await (const piece of request as AsyncIterable<Buffer>) {
      octets += piece.length;
      // Read to the end all the same: who is cut off does not hear why.
      if (octets <= MOST_OCTETS) pieces.push(piece);
    }
  } catch {
    // The visitor left in the middle.
    return 400;
  }
  return octets > MOST_OCTETS ? 413 : new URLSearchParams(Buffer.concat(pieces).toString('utf8'));
}

const pages = {
  done: ['Signed in', 'You may close this page and go back to the program.'],
  refused: ['Not signed in', 'You may close this page. The program says why.'],
  nothing: ['Nothing here', 'This page is for one sign-in only.'],
} as const;

/** Nothing of the request comes back in the page, and nothing of the page goes anywhere. */
function show(response: ServerResponse, status: number, [title, text]: readonly [string, string]): void {
  response.writeHead(status, {
    'content-type': 'text/html; charset=utf-8',
    'cache-control': 'no-store',
    'content-security-policy': "default-src 'none'; frame-ancestors 'none'",
    'referrer-policy': 'no-referrer',
    connection: 'close',
  });
  response.end(
    `<!doctype html><html lang="en"><meta charset="utf-8"><title>${title}</title><h1>${title}</h1><p>${text}</p></html>`,
  );
}
