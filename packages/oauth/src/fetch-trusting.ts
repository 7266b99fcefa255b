import { request } from 'node:https';
import { Readable } from 'node:stream';

/**
 * A `fetch` that trusts the given authorities (PEM) in place of the public ones: for a company's own authorization
 * server, a proxy that opens TLS, or a test server. Certificates are verified as ever; https only. It follows no
 * redirect, whatever `redirect` says, and leaves bodies as they come.
 */
export function fetchTrusting(ca: string | readonly string[]): typeof fetch {
  return (input, init) =>
    new Promise((resolve, reject) => {
      const asked = new Request(input, init);
      const outgoing = request(
        asked.url,
        {
          ca: typeof ca === 'string' ? ca : [...ca],
          method: asked.method,
          headers: Object.fromEntries(asked.headers),
          signal: asked.signal,
          // No connection outlives its answer: a source that is asked once an hour has no use for it.
          agent: false,
        },
        (incoming) => {
          const headers = new Headers();
          for (let at = 0; at < incoming.rawHeaders.length; at += 2) {
            headers.append(incoming.rawHeaders[at] as string, incoming.rawHeaders[at + 1] as string);
          }
          const status = incoming.statusCode ?? 0;
          const bodiless = [204, 205, 304].includes(status);
          resolve(
            new Response(bodiless ? null : (Readable.toWeb(incoming) as ReadableStream<Uint8Array>), {
              status,
              headers,
            }),
          );
        },
      );
      outgoing.on('error', (error) => reject(asked.signal.aborted ? asked.signal.reason : error));
      asked.arrayBuffer().then((body) => outgoing.end(Buffer.from(body)), reject);
    });
}
