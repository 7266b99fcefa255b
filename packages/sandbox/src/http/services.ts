import { entra } from './entra.js';
import { gmailApi } from './gmail-api.js';
import { google } from './google.js';
import { graph } from './graph.js';
import { readAddress, webHosts } from './places.js';
import { createService } from './serve.js';
import type { World } from './world.js';

type Fetch = ReturnType<typeof createService>['fetch'];

/** All services: a request goes to that of its host, and where it names none to whichever knows its path. */
export function createServices(world: World): Fetch {
  const services = { microsoft: entra(world), google: google(world), graph: graph(world), gmail: gmailApi(world) };
  const all = createService();
  for (const service of Object.values(services)) all.route('/', service);
  for (const app of [...Object.values(services), all]) {
    // A request that the client or the end of this web has broken off, or a fault of ours: it is not printed.
    app.onError((error, ask) => ask.text(`the sandbox failed: ${error.message}`, 500));
    app.notFound((ask) => {
      const { method, path } = ask.req;
      const authorized = ask.req.header('authorization') !== undefined;
      world.record({ method, path, authorized }).status = 404;
      return ask.json({ error: { code: 404, message: `nothing is emulated at ${method} ${path}` } }, 404);
    });
  }
  return async (request, ...rest) => {
    const { host } = readAddress(request.url);
    const answer = await (host === undefined ? all : services[webHosts[host]]).fetch(request, ...rest);
    // By the clock of this web, as all its times.
    answer.headers.set('date', new Date(world.clock.now()).toUTCString());
    return answer;
  };
}
