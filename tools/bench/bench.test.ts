import { afterAll, beforeAll, expect, test } from 'vitest';
import { build } from './build.js';
import { report } from './report.js';
import { measure } from './run.js';
import { type Workload, workloads } from './workloads.js';
import { World } from './world.js';

const world = new World();
afterAll(() => world[Symbol.asyncDispose]());
beforeAll(build);

const settings = { rounds: 2, lasting: 10, warming: 0 };
const tiny = (id: string, more: Partial<Workload> = {}): Workload => {
  const workload = workloads.find((each) => each.id === id)!;
  const entries = workload.entries.filter(({ peer }) => peer === 'ehlo' || peer === 'nodemailer' || peer === 'upyo');
  return { ...workload, entries, first: 12, ...more };
};

test.each(['composed', 'raw', 'one-text', 'tls', 'recipients-100'])(
  '%s: every peer has figures, round by round',
  async (id) => {
    const { figures } = await measure(tiny(id), world, settings);
    expect(figures.length).toBeGreaterThan(1);
    for (const { rounds, rate, cpu } of figures) {
      expect(rounds).toHaveLength(settings.rounds);
      expect(rate).toBeGreaterThan(0);
      expect(cpu).toBeGreaterThan(0);
    }
  },
);

test('through a longer line no message of a connection is faster than the line', async () => {
  const { figures } = await measure(tiny('delay-10', { connections: 1, depth: 1 }), world, settings);
  // Two round trips a message for who waits for each answer, one over BDAT.
  for (const { name, rate } of figures) expect(rate, name).toBeLessThan(name === 'Ehlo, BDAT' ? 105 : 55);
});

test.each([
  { missing: 1, twice: 0 },
  { missing: 0, twice: 1 },
])('Ehlo’s part ends the run where %j', async (tally) => {
  const sink = { ...(await world.sink('plain')), tally: async () => tally };
  const places = {
    obstacle: () => undefined,
    sink: async () => sink,
    port: () => world.port('plain', 'none', 0),
  };
  const only = (peer: string) => tiny('raw', { entries: tiny('raw').entries.filter((entry) => entry.peer === peer) });
  await expect(measure(only('ehlo'), places, settings)).rejects.toThrow('raw, Ehlo: of 12 messages');
  // What another library does wrong is told, and ends nothing.
  const { figures, failures } = await measure(only('nodemailer'), places, settings);
  expect(figures).toEqual([]);
  expect(failures).toEqual([expect.stringContaining('raw, nodemailer: of 12 messages')]);
});

test('what cannot be run here says why', async () => {
  const places = { obstacle: () => 'apt-get install postfix', sink: world.sink, port: world.port };
  expect(await measure(tiny('postfix'), places, settings)).toMatchObject({
    figures: [],
    obstacle: 'apt-get install postfix',
  });
});

test('a report has what a run was asked for, and where it ran', async () => {
  const told: string[] = [];
  const found = await report({ short: true, only: 'start', tell: (line) => told.push(line), settings });
  expect(told).toEqual(['start ...']);
  expect(found).toMatchObject({ rounds: 2, workloads: [], roundTrips: [], streams: [], sizes: [] });
  expect(found.machine.versions).toHaveProperty('nodemailer');
  expect(found.starts.map(({ name }) => name)).toEqual(['Ehlo', 'nodemailer', '@upyo/smtp', 'emailjs']);
  for (const { imported, ready, sent } of found.starts)
    expect([imported, ready, sent]).toEqual([imported, ready, sent].sort((a, b) => a - b));
});
