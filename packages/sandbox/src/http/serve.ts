import type { HttpBindings } from '@hono/node-server';
import { type Context, Hono } from 'hono';
import { type EntraCode, entraBody, entraErrors } from './entra-errors.js';
import { type GmailCode, gmailBody, gmailErrors } from './gmail-errors.js';
import { type GoogleCode, googleBody, googleErrors } from './google-errors.js';
import { type GraphCode, type GraphError, graphBody, graphErrors } from './graph-errors.js';
import { ALREADY_SENT, interfere, spoil } from './interference.js';
import { messagePage } from './pages.js';
import { readAddress, serviceOf, type WebPlace } from './places.js';
import type { WebRequest, World } from './world.js';

export type Env = { Bindings: HttpBindings; Variables: { record: WebRequest } };
export type Ask = Context<Env>;

/** An answer that ends the handling of a request, with the name that it goes on record by. */
export class Refusal extends Error {
  readonly code: string;
  readonly status: number;
  readonly body: object;
  readonly headers: Readonly<Record<string, string>>;

  constructor(code: string, status: number, body: object, headers: Readonly<Record<string, string>> = {}) {
    super(code);
    this.code = code;
    this.status = status;
    this.body = body;
    this.headers = headers;
  }
}

type Names = Readonly<Record<string, string | undefined>>;

/** The errors of the four services, each in its own form. */
export const refusal = {
  microsoft: (world: World, code: EntraCode, names: Names = {}): Refusal =>
    new Refusal(code, entraErrors[code].status, entraBody(code, names, world.clock.now())),

  google: (_world: World, code: GoogleCode, names: Names = {}): Refusal =>
    new Refusal(code, googleErrors[code].status, googleBody(code, names)),

  graph: (world: World, code: GraphCode, names: Names = {}): Refusal => {
    const { status, retryAfter }: GraphError = graphErrors[code];
    const wait = names.retryAfter ?? retryAfter?.toString();
    const headers = { ...challenge(status), ...(wait ? { 'retry-after': wait } : {}) };
    return new Refusal(code, status, graphBody(code, names, world.clock.now()), headers);
  },

  gmail: (world: World, code: GmailCode, names: Names = {}): Refusal => {
    const retry = new Date(world.clock.now() + 60_000).toISOString();
    const { status } = gmailErrors[code];
    return new Refusal(code, status, gmailBody(code, { retry, ...names }), challenge(status));
  },
};

/** RFC 6750 3. */
function challenge(status: number): Record<string, string> {
  return status === 401 ? { 'www-authenticate': 'Bearer realm="", error="invalid_token"' } : {};
}

/** A service: its paths count without what names its host. */
export function createService(): Hono<Env> {
  return new Hono<Env>({ getPath: (request) => readAddress(request.url).path });
}

type Handler = (ask: Ask, world: World) => Response | Promise<Response>;

/** A handler with everything that happens around one: the record, the faults, and the errors that were asked for. */
export function at(world: World, place: WebPlace, handler: Handler) {
  return async (ask: Ask): Promise<Response> => {
    const record = world.record({
      place,
      method: ask.req.method,
      path: ask.req.path,
      authorized: ask.req.header('authorization') !== undefined,
    });
    ask.set('record', record);
    const instead = await interfere(world, place, ask);
    const answer = instead ?? (await spoil(world, place, ask, await handle(world, place, ask, handler)));
    if (!answer.headers.has(ALREADY_SENT)) record.status = answer.status;
    world.answered(record);
    return answer;
  };
}

async function handle(world: World, place: WebPlace, ask: Ask, handler: Handler): Promise<Response> {
  try {
    // Where a person signs in the error comes behind the page, so that the handler asks for it itself.
    const asked = isPage(place) ? undefined : world.refusals.take(place);
    if (asked !== undefined) throw refusal[serviceOf(place)](world, asked as never, await namesIn(ask));
    return await handler(ask, world);
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    ask.get('record').error = error.code;
    if (isPage(place)) return ask.html(messagePage('Sign in', descriptionOf(error)), error.status as never);
    return ask.json(error.body, error.status as never, error.headers as Record<string, string>);
  }
}

/** Whether a browser is to show what is said there. */
function isPage(place: WebPlace): boolean {
  return place === 'microsoft/authorize' || place === 'google/authorize';
}

function descriptionOf({ body }: Refusal): string {
  const { error, error_description } = body as { readonly error?: string; readonly error_description?: string };
  return error_description ?? error ?? '';
}

/** What the words of an error that was asked for can name. */
async function namesIn(ask: Ask): Promise<Names> {
  const form = /urlencoded/.test(ask.req.header('content-type') ?? '') ? await ask.req.text() : '';
  const fields = new URLSearchParams(form || new URL(ask.req.url).search);
  ask.get('record').grant = fields.get('grant_type') ?? undefined;
  return {
    clientId: fields.get('client_id') ?? '',
    scope: fields.get('scope') ?? '',
    tenant: ask.req.path.split('/')[1],
    grantType: fields.get('grant_type') ?? '',
    redirectUri: fields.get('redirect_uri') ?? '',
    app: 'Sandbox app',
    user: 'someone',
    resource: 'https://outlook.office.com',
    state: 'unregistered',
    issued: new Date(0).toISOString(),
  };
}
