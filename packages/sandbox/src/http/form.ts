import type { Ask } from './serve.js';

/** The fields of a token request, and of HTTP Basic where the client names itself so (RFC 6749 2.3.1). */
export async function readForm(ask: Ask): Promise<URLSearchParams> {
  const isForm = /^application\/x-www-form-urlencoded\b/i.test(ask.req.header('content-type') ?? '');
  const form = new URLSearchParams(isForm ? await ask.req.text() : '');
  const [, basic] = /^Basic ([A-Za-z0-9+/=]+)$/i.exec(ask.req.header('authorization') ?? '') ?? [];
  if (basic === undefined) return form;
  const [user = '', password = ''] = Buffer.from(basic, 'base64').toString('utf8').split(':');
  form.set('client_id', decodeURIComponent(user));
  form.set('client_secret', decodeURIComponent(password));
  return form;
}

/** Answers of token endpoints must not be kept (RFC 6749 5.1). */
export const noStore = { 'cache-control': 'no-store', pragma: 'no-cache' } as const;
