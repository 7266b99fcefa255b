import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

/** What an authorization server knows of an access token. */
export interface KnownToken {
  readonly active: boolean;
  readonly user: string;
}

/** A token introspection endpoint (RFC 7662) on loopback: POST with `token=`, JSON with `active` and `username`. */
export async function introspection(
  tokens: ReadonlyMap<string, KnownToken>,
): Promise<{ url: string; stop(): Promise<void> }> {
  const server = createServer(async (request, response) => {
    let body = '';
    for await (const chunk of request.setEncoding('utf8')) body += chunk;
    const known = tokens.get(new URLSearchParams(body).get('token') ?? '');
    // RFC 7662 2.2: of a token that is not in force nothing but that is told.
    const answer = known?.active ? { active: true, username: known.user, token_type: 'Bearer' } : { active: false };
    response.setHeader('content-type', 'application/json').end(JSON.stringify(answer));
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/introspect`,
    stop: () =>
      new Promise((done) => {
        server.close(() => done());
        server.closeAllConnections();
      }),
  };
}
