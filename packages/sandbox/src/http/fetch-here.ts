import type { IncomingMessage } from 'node:http';
import { Agent, request } from 'node:https';
import { Readable } from 'node:stream';
import { webHosts } from './places.js';

const HOPS = 5;

/**
 * A `fetch` for programs whose hosts are fixed: what is meant for one of the emulated hosts goes to this port, under
 * its real name, and what is for this port itself goes there too. Any other host is refused, so that a test never
 * leaves the machine. Redirects are followed unless `redirect` says otherwise, as by every `fetch`.
 */
export function createFetchHere(port: () => number, ca: string): typeof fetch {
  // No connection outlives its answer: nothing keeps a test from ending.
  const agent = new Agent({ keepAlive: false, ca });

  const once = (asked: Request, body: Uint8Array): Promise<Response> =>
    new Promise((resolve, reject) => {
      const { hostname, pathname, search, host } = new URL(asked.url);
      const outgoing = request({
        agent,
        host: '127.0.0.1',
        port: port(),
        servername: hostname === '127.0.0.1' ? undefined : hostname,
        path: `${pathname}${search}`,
        method: asked.method,
        headers: { ...Object.fromEntries(asked.headers), host, 'content-length': body.length },
        signal: asked.signal,
      });
      const fail = (cause: unknown): void =>
        reject(asked.signal.aborted ? asked.signal.reason : new TypeError('fetch failed', { cause }));
      outgoing.on('error', fail);
      outgoing.on('response', (incoming) => resolve(responseOf(incoming)));
      outgoing.end(body);
    });

  return async (input, init) => {
    let asked = new Request(input, init);
    for (let hop = 0; hop <= HOPS; hop += 1) {
      asked.signal.throwIfAborted();
      const body = new Uint8Array(await asked.arrayBuffer());
      if (!isHere(asked.url, port())) throw refused(`nothing is emulated at ${new URL(asked.url).origin}`);
      const answer = await once(asked, body);
      const location = answer.headers.get('location');
      // 308 without an address is the Gmail API's word for an upload that goes on.
      const redirected = answer.status >= 301 && answer.status <= 308 && answer.status !== 304 && location !== null;
      if (!redirected || asked.redirect === 'manual') return answer;
      if (asked.redirect === 'error') throw refused('unexpected redirect');
      asked = next(asked, new URL(location, asked.url), answer.status, body);
    }
    throw refused('redirect count exceeded');
  };
}

function isHere(address: string, port: number): boolean {
  const { protocol, hostname, port: named } = new URL(address);
  if (protocol !== 'https:') return false;
  return Object.hasOwn(webHosts, hostname) || (/^(127\.0\.0\.1|localhost)$/.test(hostname) && named === String(port));
}

/** The request that follows a redirect: 307 and 308 keep method and body, the others ask for the new place. */
function next(asked: Request, url: URL, status: number, body: Uint8Array): Request {
  const { headers, redirect, signal } = asked;
  const onward = new Headers(headers);
  // As undici and browsers do: the right goes to the origin that it was meant for.
  if (url.origin !== new URL(asked.url).origin) onward.delete('authorization');
  if (status !== 307 && status !== 308) return new Request(url, { headers: onward, redirect, signal });
  const content = body.length > 0 ? Buffer.from(body) : undefined;
  return new Request(url, { method: asked.method, headers: onward, body: content, redirect, signal });
}

function responseOf(incoming: IncomingMessage): Response {
  const headers = new Headers();
  for (let at = 0; at < incoming.rawHeaders.length; at += 2) {
    headers.append(incoming.rawHeaders[at]!, incoming.rawHeaders[at + 1]!);
  }
  const status = incoming.statusCode ?? 0;
  const bodiless = status === 204 || status === 205 || status === 304;
  if (bodiless) incoming.resume();
  return new Response(bodiless ? null : (Readable.toWeb(incoming) as ReadableStream<Uint8Array>), { status, headers });
}

function refused(why: string): TypeError {
  return new TypeError('fetch failed', { cause: new Error(why) });
}
