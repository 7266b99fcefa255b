import type { MiddlewareHandler } from 'hono';
import { bodyLimit } from 'hono/body-limit';
import { createMiddleware } from 'hono/factory';

/** Octets of a request's body at most: a letter and its settings. */
export const BODY_LIMIT = 256 * 1024;

/**
 * The page loads from its own origin and from nowhere else, shows in no frame, and sends no form.
 * `style-src` needs no 'unsafe-inline': React sets styles through the CSSOM, and the page has none inline.
 */
const CONTENT_SECURITY_POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "img-src 'self'",
  "connect-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join('; ');

/**
 * What stands between this page and the other pages in the same browser. All of them can reach
 * 127.0.0.1, so being on loopback protects nothing by itself:
 * a foreign name in Host is DNS rebinding; a foreign Origin, or a body that is not JSON (which a
 * form can send without a preflight), is cross-site request forgery.
 */
export function guard(port: () => number): readonly MiddlewareHandler[] {
  const hosts = (): readonly string[] => [`127.0.0.1:${port()}`, `localhost:${port()}`];
  const origins = (): readonly string[] => hosts().map((host) => `http://${host}`);
  return [
    headers,
    createMiddleware(async (c, next) => {
      if (!hosts().includes(c.req.header('host') ?? '')) return c.json({ error: 'this host name is not served' }, 421);
      const origin = c.req.header('origin');
      const reads = c.req.method === 'GET' || c.req.method === 'HEAD';
      if (origin === undefined ? !reads : !origins().includes(origin)) {
        return c.json({ error: 'requests come from this page only' }, 403);
      }
      // Fetch Metadata: a browser says where a request comes from, also where it sends no Origin.
      const site = c.req.header('sec-fetch-site');
      if (c.req.path.startsWith('/api/') && site !== undefined && site !== 'same-origin' && site !== 'none') {
        return c.json({ error: 'requests come from this page only' }, 403);
      }
      if (!reads && !/^application\/json(?:;|$)/i.test(c.req.header('content-type') ?? '')) {
        return c.json({ error: 'the body is application/json' }, 415);
      }
      await next();
    }),
    bodyLimit({ maxSize: BODY_LIMIT, onError: (c) => c.json({ error: 'the body is too large' }, 413) }),
  ];
}

const headers = createMiddleware(async (c, next) => {
  await next();
  c.header('Content-Security-Policy', CONTENT_SECURITY_POLICY);
  c.header('X-Content-Type-Options', 'nosniff');
  c.header('Referrer-Policy', 'no-referrer');
  c.header('Cross-Origin-Opener-Policy', 'same-origin');
  c.header('Cross-Origin-Resource-Policy', 'same-origin');
  if (c.req.path.startsWith('/api/')) c.header('Cache-Control', 'no-store');
});
