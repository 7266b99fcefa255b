import { Agent, request } from 'node:https';
import { type WebSandbox, webDefaults } from '../src/index.js';

export interface Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | undefined>>;
  readonly text: string;
  /** The body read as JSON. */
  // biome-ignore lint/suspicious/noExplicitAny: tests look into answers of every form.
  readonly json: any;
}

export interface Asked {
  readonly method?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string | Uint8Array | URLSearchParams;
}

/** An HTTPS client that trusts one authority and follows no redirect: `node:https`, no code of the sandbox. */
export function createFetch(ca: string, agent = new Agent({ ca })): (url: string, asked?: Asked) => Promise<Answer> {
  return (url, { method, headers = {}, body } = {}) =>
    new Promise((resolve, reject) => {
      const isForm = body instanceof URLSearchParams;
      const type = isForm ? { 'content-type': 'application/x-www-form-urlencoded' } : {};
      const octets = body === undefined ? undefined : Buffer.from(isForm ? body.toString() : body);
      const length = octets === undefined ? {} : { 'content-length': String(octets.length) };
      const outgoing = request(url, {
        agent,
        method: method ?? (body === undefined ? 'GET' : 'POST'),
        headers: { ...type, ...length, ...headers },
      });
      outgoing.on('error', reject);
      outgoing.on('response', (incoming) => {
        const pieces: Buffer[] = [];
        incoming.on('data', (piece: Buffer) => pieces.push(piece));
        incoming.on('error', reject);
        incoming.on('end', () => {
          const text = Buffer.concat(pieces).toString('utf8');
          const { statusCode = 0, headers: got } = incoming;
          resolve({
            status: statusCode,
            headers: got as Answer['headers'],
            text,
            get json() {
              return JSON.parse(text);
            },
          });
        });
      });
      outgoing.end(octets);
    });
}

/** A body of form fields; those without a value are left out. */
export function form(fields: Readonly<Record<string, string | undefined>>): URLSearchParams {
  return new URLSearchParams(
    Object.entries(fields).filter((entry): entry is [string, string] => entry[1] !== undefined),
  );
}

/** As it was at the start, but for the time, which has left all limits behind, and for who has signed in. */
export function calm(web: WebSandbox): void {
  web.clock.advance(15 * 60_000);
  web.set(webDefaults);
  web.fault(null);
  web.refuse(null);
  web.clear();
}
