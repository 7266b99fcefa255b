import { Hono } from 'hono';
import { streamSSE } from 'hono/streaming';
import { ADDRESSES, type RunEvent } from '../api.js';
import type { DoctorEvent } from '../api-doctor.js';
import { BadRequest } from './body.js';
import { examine } from './examine.js';
import { explained, readExplainRequest } from './explained.js';
import { guard } from './guard.js';
import type { PageFile } from './page.js';
import { perform } from './perform.js';
import { readChange, readOrder, readProvider, readRunRequest, readSignInProvider } from './requests.js';
import type { Play, Runs } from './runs.js';
import type { Stage } from './stage.js';
import { readTarget } from './targets.js';

interface Parts {
  readonly stage: Stage;
  readonly runs: Runs<RunEvent>;
  readonly probes: Runs<DoctorEvent>;
  readonly page: ReadonlyMap<string, PageFile>;
  /** The port that is served, once it is known. */
  readonly port: () => number;
}

/**
 * The pages and their API. No request is logged. A secret comes in the body of POST /api/runs and /api/doctor, or in a
 * text that is pasted for /api/explain, and stands in no answer.
 */
export function createApp({ stage, runs, probes, page, port }: Parts): Hono {
  const app = new Hono();
  app.use(...guard(port));

  app.get('/api/sandbox', (c) => c.json(stage.state()));

  app.post('/api/sandbox/:provider', async (c) => {
    await stage.change(readProvider(c.req.param('provider')), readChange(await c.req.json()));
    return c.json(stage.state());
  });

  app.get('/api/inbox/:provider', async (c) => c.json(await stage.inbox(readProvider(c.req.param('provider')))));

  app.get('/api/sign-in/:provider', async (c) =>
    c.json(await stage.signIn(readSignInProvider(c.req.param('provider'))).state()),
  );

  app.post('/api/sign-in/:provider', async (c) => {
    const signIn = stage.signIn(readSignInProvider(c.req.param('provider')));
    await signIn.follow(readOrder(await c.req.json()));
    return c.json(await signIn.state());
  });

  app.post('/api/explain', async (c) => c.json(explained(readExplainRequest(await c.req.json()))));

  serve(app, '/api/runs', runs, (body) => {
    const request = readRunRequest(body);
    return (tell, signal) => perform(request, stage, tell, signal);
  });

  serve(app, '/api/doctor', probes, (body) => {
    const target = readTarget(body);
    return (tell, signal) => examine(target, stage, tell, signal);
  });

  app.get('*', (c) => {
    const isAddress = ADDRESSES.some((address) => address === c.req.path);
    const file = page.get(isAddress ? '/' : c.req.path);
    return file ? c.body(file.body, 200, { 'content-type': file.type }) : c.notFound();
  });

  app.onError((error, c) => {
    if (error instanceof BadRequest) return c.json({ error: error.message }, 400);
    // JSON.parse quotes what it could not read, and that may be a secret: it is not passed on.
    if (error instanceof SyntaxError) return c.json({ error: 'the body is not JSON' }, 400);
    return c.json({ error: 'the demo failed' }, 500);
  });
  return app;
}

/** Runs of one kind: begun by a POST, followed over server-sent events, and ended before their time by another POST. */
function serve<Event>(app: Hono, path: string, runs: Runs<Event>, read: (body: unknown) => Play<Event>): void {
  app.post(path, async (c) => {
    const id = runs.begin(read(await c.req.json()));
    return id === undefined ? c.json({ error: 'too many runs at once' }, 429) : c.json({ id }, 201);
  });

  app.post(`${path}/:id/abort`, (c) =>
    runs.abort(c.req.param('id')) ? c.json({}) : c.json({ error: 'no such run' }, 404),
  );

  app.get(`${path}/:id/events`, (c) => {
    const events = runs.events(c.req.param('id'));
    if (events === undefined) return c.json({ error: 'no such run' }, 404);
    return streamSSE(c, async (stream) => {
      for await (const event of events) {
        if (stream.aborted) return;
        await stream.writeSSE({ data: JSON.stringify(event) });
      }
    });
  });
}
