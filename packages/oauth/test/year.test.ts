import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fetchTrusting, fileStore, google, microsoft, type OAuthEvent, type SignedIn, signIn } from '@ehlo/oauth';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { simulatedClock, TokenServer } from './token-server.js';

const HOUR = 3_600_000;

let server: TokenServer;
let folder: string;
beforeAll(async () => {
  server = await TokenServer.start();
  folder = mkdtempSync(join(tmpdir(), 'ehlo-year-'));
});
afterAll(async () => {
  await server.close();
  rmSync(folder, { recursive: true, force: true });
});

// `npm run year` lives through a whole one, in processes of their own.
test('a month of mail from two stores that are opened anew: one renewal a day, no sign-in, no reuse', async () => {
  const clock = simulatedClock();
  const events: OAuthEvent[] = [];
  const begin = (refreshToken?: string): SignedIn =>
    signIn({
      provider: server.as(google()),
      clientId: 'client',
      account: 'me@example.com',
      store: fileStore({ folder, key: 'key-file' }),
      ...(refreshToken !== undefined && { refreshToken }),
      fetch: fetchTrusting(server.ca),
      now: clock.now,
      sleep: clock.sleep,
      observe: (event) => events.push(event),
    });
  let processes = [begin(server.mint()), begin()];
  await processes[0]!();
  for (let day = 1; day <= 30; day++) {
    clock.advance(24 * HOUR);
    if (day % 7 === 0) processes = [begin(), begin()];
    // The provider has a bad quarter of an hour now and then.
    if (day % 14 === 0) server.next.push({ status: 503 }, { status: 429, headers: { 'retry-after': '5' } });
    const [one, two] = await Promise.all(processes.map((auth) => auth()));
    expect(two).toEqual(one);
  }
  expect(server.reused).toBe(0);
  expect(events.filter(({ kind }) => kind === 'sign-in-needed')).toEqual([]);
  expect(events.filter(({ kind }) => kind === 'renewed')).toHaveLength(31);
  expect(await processes[0]!.status()).toMatchObject({ renewals: 31, renewable: true });
}, 120_000);

test('days of an app that never rests: one renewal for each life of a token, for each service', async () => {
  const clock = simulatedClock();
  server.requests.length = 0;
  const auth = signIn({
    provider: server.as(microsoft()),
    clientId: 'client',
    account: 'busy@example.com',
    store: fileStore({ folder, key: 'key-file' }),
    refreshToken: server.mint(),
    fetch: fetchTrusting(server.ca),
    now: clock.now,
    sleep: clock.sleep,
  });
  const graph = auth.road('graph');
  const days = 5;
  for (let minute = 0; minute < days * 24 * 60; minute += 10, clock.advance(10 * 60_000)) {
    await auth();
    if (minute % 720 === 0) await graph({});
  }
  const asked = server.posted().map(({ scope }) => (scope?.includes('graph') ? 'graph' : 'smtp'));
  // A token of sixty minutes is renewed after forty-five to fifty.
  expect(asked.filter((road) => road === 'smtp').length).toBeLessThanOrEqual(Math.ceil((days * 24 * 60) / 45));
  expect(asked.filter((road) => road === 'graph')).toHaveLength(days * 2);
  expect(server.reused).toBe(0);
}, 120_000);
