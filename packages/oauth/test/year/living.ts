import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { deviceCode, fileStore, microsoft, signIn } from '@ehlo/oauth';
import { sandbox, type WebGrant } from '@ehlo/sandbox';
import type { Done } from './child.js';
import { bundle, Program } from './program.js';

/** What came of it, as the sandbox counted it and not as we believe. */
export interface Tally {
  readonly sent: readonly Done[];
  /** Of the mails that arrived. */
  readonly subjects: readonly (string | undefined)[];
  /** One for each sign-in. */
  readonly grants: ReadonlyArray<Pick<WebGrant, 'refreshes' | 'revoked'>>;
  /** Requests with a refresh token that were answered with a new one. */
  readonly refreshed: number;
  /** What else the token endpoint was asked: the code of the sign-in, and what a bad moment left without a token. */
  readonly others: number;
}

const DAY = 24 * 3_600_000;

/**
 * Signs in once and lets days pass, by the clock of the sandbox. On each of them two processes that share a file store
 * send a mail at the same moment, over SMTP. Now and then they are killed and started anew, and now and then the token
 * endpoint has a bad moment.
 */
export async function live(days: number): Promise<Tally> {
  const folder = mkdtempSync(join(tmpdir(), 'ehlo-year-'));
  try {
    return await liveIn(folder, days);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

async function liveIn(folder: string, days: number): Promise<Tally> {
  // Who spends a refresh token twice loses the grant, and with it the year (RFC 9700 4.14.2).
  await using web = await sandbox.web({ oldRefreshTokens: 'revoke-the-grant', interval: 1 });
  // Its minutes are real ones, of which these days have none to give: they do not count here.
  await using box = await sandbox.microsoft365({ web, messagesPerMinute: 1_000_000 });
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
  const sent: Done[] = [];
  try {
    for (let day = 1; day <= days; day++) {
      web.clock.advance(DAY);
      if (day % 30 === 1) await Promise.all(programs.map((program) => program.restart()));
      else if (day % 30 === 16) await programs[day % 2]!.restart();
      if (day % 45 === 0) web.fault('server-error', { at: 'microsoft/token', times: 2 });
      const ahead = web.clock.now() - Date.now();
      const sending = programs.map((program, at) => program.send({ ahead, subject: `day ${day}, ${at + 1}` }));
      sent.push(...(await Promise.all(sending)));
    }
  } finally {
    await Promise.all(programs.map((program) => program.stop()));
  }
  const asked = web.requests.filter(({ place }) => place === 'microsoft/token');
  const refreshed = asked.filter(({ grant, status }) => grant === 'refresh_token' && status === 200).length;
  return {
    sent,
    subjects: await Promise.all(box.inbox.map(async (mail) => (await mail.parsed()).subject)),
    grants: web.grants.map(({ refreshes, revoked }) => ({ refreshes, revoked })),
    refreshed,
    others: asked.length - refreshed,
  };
}
