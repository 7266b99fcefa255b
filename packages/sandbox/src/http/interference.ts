import type { WebPlace } from './places.js';
import type { Ask } from './serve.js';
import type { World } from './world.js';

/** How @hono/node-server is told that there is nothing left to answer. */
export const ALREADY_SENT = 'x-hono-already-sent';

/** What a fault says in place of handling the request; undefined where none is on. */
export async function interfere(world: World, place: WebPlace, ask: Ask): Promise<Response | undefined> {
  const { faults } = world;
  if (faults.take('reset', place)) {
    world.reset(ask.env.incoming.socket);
    return gone();
  }
  if (faults.take('stall', place)) {
    await closed(ask);
    return gone();
  }
  const error = faults.take('server-error', place);
  if (error !== undefined) {
    const headers: Record<string, string> = { 'content-type': 'text/html' };
    if (error.retryAfter !== undefined) headers['retry-after'] = String(error.retryAfter);
    return new Response(page(error.kind), { status: Number(error.kind), headers });
  }
  const redirect = faults.take('redirect', place);
  return redirect && new Response(null, { status: 307, headers: { location: target(world, redirect.kind, ask) } });
}

/** What a fault makes of the answer. */
export async function spoil(world: World, place: WebPlace, ask: Ask, answer: Response): Promise<Response> {
  const { faults } = world;
  const slow = faults.take('slow', place);
  if (slow !== undefined) await world.pause(slow.delay ?? 1000);
  if (faults.take('lost-answer', place)) {
    ask.env.incoming.socket.destroy();
    return gone();
  }
  if (faults.take('half-answer', place)) return await half(ask, answer);
  const wrong = faults.take('wrong-json', place);
  return wrong ? await disfigured(wrong.kind, answer) : answer;
}

function target(world: World, kind: string, ask: Ask): string {
  const url = new URL(kind === 'elsewhere' ? world.here('https://accounts.google.com/') : ask.req.url);
  // The certificate is good for both names, so that only the client's own care keeps it from going there.
  if (kind === 'elsewhere' && new URL(ask.req.url).hostname !== 'localhost') url.hostname = 'localhost';
  if (kind === 'clear-text') url.protocol = 'http:';
  url.pathname = '/elsewhere';
  url.search = '';
  return url.href;
}

async function half(ask: Ask, answer: Response): Promise<Response> {
  const body = Buffer.from(await answer.arrayBuffer());
  const { outgoing, incoming } = ask.env;
  outgoing.writeHead(answer.status, { ...Object.fromEntries(answer.headers), 'content-length': body.length + 1 });
  await new Promise((resolve) => outgoing.write(body.subarray(0, Math.floor(body.length / 2)), resolve));
  incoming.socket.destroy();
  return gone();
}

async function disfigured(kind: string, answer: Response): Promise<Response> {
  const text = await answer.text();
  const forms: Readonly<Record<string, string>> = {
    html: page(String(answer.status)),
    truncated: text.slice(0, Math.floor(text.length / 2)),
    empty: '',
    array: '[]',
  };
  const type = kind === 'html' ? 'text/html' : 'application/json';
  return new Response(forms[kind], { status: answer.status, headers: { 'content-type': type } });
}

/** The connection has ended, and nothing can be answered on it. */
function gone(): Response {
  return new Response(null, { headers: { [ALREADY_SENT]: 'true' } });
}

function closed(ask: Ask): Promise<void> {
  return new Promise((resolve) => ask.env.incoming.socket.once('close', () => resolve()));
}

function page(status: string): string {
  return `<html><head><title>${status}</title></head><body><h1>${status}</h1></body></html>\n`;
}
