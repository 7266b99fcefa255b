import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { WebSandbox } from '@ehlo/sandbox';

/** The pages that a person signs in on, and nothing else of the web. */
const PAGES =
  /^\/login\.microsoftonline\.com\/(?:devicelogin|[\w.-]+\/oauth2\/v2\.0\/authorize)$|^\/accounts\.google\.com\/o\/oauth2\/v2\/auth$/;
const MOST_OCTETS = 1 << 16;

/**
 * Shows the sign-in pages of the sandbox's web to a browser, on a port of their own: the web speaks TLS with a
 * certificate that no browser knows. Tokens never come this way; programs ask for them over TLS.
 */
export interface Door extends AsyncDisposable {
  /** Where the browser finds a page of the web. */
  to(address: string): string;
}

export async function openDoor(web: WebSandbox): Promise<Door> {
  const server = createServer((request, response) => {
    pass(web, request, response, hosts()).catch(() => response.writeHead(502).end());
  });
  await new Promise<void>((resolve, reject) => server.once('error', reject).listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  const hosts = (): readonly string[] => [`127.0.0.1:${port}`, `localhost:${port}`];
  return {
    to: (address) => {
      // What the web names itself stands under its own address already.
      const here = address.startsWith(`${web.url}/`) ? address : web.here(address);
      return `http://127.0.0.1:${port}${here.slice(web.url.length)}`;
    },
    [Symbol.asyncDispose]: () => close(server),
  };
}

async function pass(
  web: WebSandbox,
  request: IncomingMessage,
  response: ServerResponse,
  hosts: readonly string[],
): Promise<void> {
  const { pathname, search } = new URL(request.url ?? '/', 'http://127.0.0.1');
  const { method = 'GET', headers } = request;
  // Another name in Host is DNS rebinding; an Origin that is not this one is a form of another page.
  const foreign = headers.origin !== undefined && !hosts.some((host) => headers.origin === `http://${host}`);
  if (!hosts.includes(headers.host ?? '')) return void response.writeHead(421).end();
  if (!PAGES.test(pathname)) return void response.writeHead(404).end();
  if (foreign || (method !== 'GET' && method !== 'POST')) return void response.writeHead(403).end();
  const answer = await web.fetch(`${web.url}${pathname}${search}`, {
    method,
    redirect: 'manual',
    ...(method === 'POST' && {
      headers: { 'content-type': headers['content-type'] ?? '' },
      body: Buffer.from(await octetsOf(request)),
    }),
  });
  const location = answer.headers.get('location');
  response.writeHead(answer.status, {
    'content-type': answer.headers.get('content-type') ?? 'text/html',
    'cache-control': 'no-store',
    'content-security-policy': "default-src 'none'; frame-ancestors 'none'",
    // With no-referrer a browser would not say where its form comes from (Origin: null).
    'referrer-policy': 'same-origin',
    ...(location !== null && { location }),
  });
  response.end(Buffer.from(await answer.arrayBuffer()));
}

async function octetsOf(request: IncomingMessage): Promise<Uint8Array> {
  const pieces: Buffer[] = [];
  let octets = 0;
  for await (const piece of request as AsyncIterable<Buffer>) {
    octets += piece.length;
    if (octets > MOST_OCTETS) throw new Error('the form is too large');
    pieces.push(piece);
  }
  return Buffer.concat(pieces);
}

function close(server: Server): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => resolve());
    server.closeAllConnections();
  });
}
