import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { deviceCode, fileStore, microsoft, signIn } from '@ehlo/oauth';
import { sandbox } from '@ehlo/sandbox';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Done } from './child.js';
import { bundle, Program } from './program.js';

const DAY = 24 * 3_600_000;
const DAYS = 365;

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'ehlo-year-of-mail-'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

test('a year of mail from two processes: signed in once, no mail lost, one refresh for each token that ended', async () => {
  // Who spends a refresh token twice loses the grant, and with it the year (RFC 9700 4.14.2).
  await using web = await sandbox.web({ oldRefreshTokens: 'revoke-the-grant', interval: 1 });
  await using box = await sandbox.microsoft365({ web });
  const { user, port } = box;
  const { clientId } = web.microsoft;
  const store = join(folder, 'store');
  await signIn({
    provider: microsoft({ tenant: 'organizations' }),
    clientId,
    account: user,
    store: fileStore({ folder: store, key: 'key-file' }),
    fetch: web.fetch,
    now: () => web.clock.now(),
    sleep: () => Promise.resolve(),
  }).signIn({ flow: deviceCode({ show: ({ userCode }) => void web.approve(userCode, user) }) });

  const child = await bundle(folder);
  const surroundings = { user, port, clientId, folder: store, web: web.url, ca: web.ca };
  const programs = [new Program(child, surroundings), new Program(child, surroundings)];
  const outcomes: Done[] = [];
  try {
    for (let day = 1; day <= DAYS; day++) {
      web.clock.advance(DAY);
      // Now and then a machine is restarted, and the endpoint has a bad moment.
      if (day % 30 === 1) await Promise.all(programs.map((program) => program.restart()));
      else if (day % 30 === 16) await programs[day % 2]!.restart();
      if (day % 45 === 0) web.fault('server-error', { at: 'microsoft/token', times: 2 });
      const ahead = web.clock.now() - Date.now();
      // Both at once: each finds that the token has ended.
      outcomes.push(
        ...(await Promise.all(
          programs.map((program, at) => program.send({ ahead, subject: `day ${day}, ${at + 1}` })),
        )),
      );
    }
  } finally {
    await Promise.all(programs.map((program) => program.stop()));
  }

  expect(outcomes.filter(({ outcome }) => outcome !== 'accepted')).toEqual([]);
  const subjects = await Promise.all(box.inbox.map(async (mail) => (await mail.parsed()).subject));
  expect(subjects.sort()).toEqual(outcomes.map(({ subject }) => subject).sort());
  expect(subjects).toHaveLength(2 * DAYS);
  // One sign-in, and as many refreshes as tokens ended; what the sandbox counted, not what we believe.
  expect(web.grants).toMatchObject([{ user, refreshes: DAYS, revoked: false }]);
  const refreshes = web.requests.filter(({ grant, status }) => grant === 'refresh_token' && status === 200);
  expect(refreshes).toHaveLength(DAYS);
}, 120_000);
