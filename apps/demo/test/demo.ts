import type { Server } from 'node:http';
import { createAdaptorServer } from '@hono/node-server';
import type { RunEvent, RunRequest } from '../src/api.js';
import type { DoctorEvent, DoctorTarget } from '../src/api-doctor.js';
import { createApp } from '../src/server/app.js';
import { listen } from '../src/server/listen.js';
import type { PageFile } from '../src/server/page.js';
import { Runs } from '../src/server/runs.js';
import { openStage } from '../src/server/stage.js';

const EMPTY_PAGE = new Map<string, PageFile>([
  ['/', { type: 'text/html', body: new TextEncoder().encode('<!doctype html>') }],
]);

/** The demo as main.ts serves it, on a free port, over real servers of the sandbox. */
export async function openDemo(page: ReadonlyMap<string, PageFile> = EMPTY_PAGE) {
  const stage = await openStage();
  const faults: unknown[] = [];
  const runs = new Runs<RunEvent>((error) => faults.push(error));
  const probes = new Runs<DoctorEvent>((error) => faults.push(error));
  let port = 0;
  const app = createApp({ stage, runs, probes, page, port: () => port });
  const server = createAdaptorServer({ fetch: app.fetch }) as Server;
  port = await listen(server, 0, () => {});
  const origin = `http://127.0.0.1:${port}`;

  const post = (path: string, body: unknown, headers: Record<string, string> = {}): Promise<Response> =>
    fetch(`${origin}${path}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', origin, ...headers },
      body: typeof body === 'string' ? body : JSON.stringify(body),
    });

  /** Begins at this path and hears to the end; gives all events, and the octets of the stream. */
  const follow = async <Event>(path: string, request: unknown): Promise<{ events: Event[]; text: string }> => {
    const begun = await post(path, request);
    if (begun.status !== 201) throw new Error(`HTTP ${begun.status}: ${await begun.text()}`);
    const { id } = (await begun.json()) as { id: string };
    const text = await (await fetch(`${origin}${path}/${id}/events`)).text();
    return { text, events: [...text.matchAll(/^data: (.*)$/gm)].map(([, json]) => JSON.parse(json!) as Event) };
  };

  return {
    stage,
    runs,
    origin,
    port,
    /** What runs should never have thrown. */
    faults,
    post,
    run: (request: RunRequest) => follow<RunEvent>('/api/runs', request),
    probe: (target: DoctorTarget) => follow<DoctorEvent>('/api/doctor', target),
    get: (path: string, headers: Record<string, string> = {}) => fetch(`${origin}${path}`, { headers }),
    async [Symbol.asyncDispose]() {
      runs.abortAll();
      probes.abortAll();
      server.closeAllConnections();
      server.close();
      await stage[Symbol.asyncDispose]();
    },
  };
}

export type Demo = Awaited<ReturnType<typeof openDemo>>;

export const endingOf = (events: readonly RunEvent[]) => events.find((event) => event.kind === 'ended')?.ending;

export const linesOf = (events: readonly RunEvent[], lane: 'ehlo' | 'naive'): string[] =>
  events.flatMap((item) => {
    if (item.kind !== 'trace' || item.lane !== lane) return [];
    const { event } = item;
    if (event.kind === 'client') return [`C: ${event.line}`];
    if (event.kind === 'server') return [`S: ${event.line}`];
    return event.kind === 'secured' ? ['= tls'] : [];
  });
