import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Diagnosis } from '@ehlo/doctor';
import { type Sandbox, sandbox } from '@ehlo/sandbox';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { homeFor, type RunningRelay, startRelayCommand } from '../../packages/cli/test/running-relay.js';
import { ehlo } from '../../packages/cli/test/terminal.js';
import { createAuthority } from '../../packages/sandbox/src/certificates.js';
import { environmentBlock, playQd, type QdResult, type QdSettings } from './qd.js';

/**
 * QD through the relay, for every combination of its switches and every way in which the relay may listen: what is sent
 * by `ehlo relay` as it starts by default, and what the doctor says of the rest.
 */
const rows = [
  // the relay's TLS, MAIL_SSL, MAIL_STARTTLS, sent in the old and in the new form, what the doctor finds of the block
  ['none', false, false, true, true, 'ok'],
  ['none', false, true, false, true, 'STARTTLS_UNAVAILABLE'],
  ['none', true, false, false, false, 'TLS_IMPLICIT_ON_STARTTLS_PORT'],
  ['none', true, true, false, false, 'STARTTLS_UNAVAILABLE'],
  ['starttls', false, false, true, true, 'ok'],
  ['starttls', false, true, true, true, 'ok'],
  ['starttls', true, false, false, false, 'TLS_IMPLICIT_ON_STARTTLS_PORT'],
  ['starttls', true, true, true, true, 'ok'],
  ['implicit', false, false, false, false, 'TLS_PLAIN_ON_IMPLICIT_PORT'],
  ['implicit', false, true, false, false, 'TLS_PLAIN_ON_IMPLICIT_PORT'],
  ['implicit', true, false, true, true, 'ok'],
  ['implicit', true, true, false, false, 'TLS_PLAIN_ON_IMPLICIT_PORT'],
] as const;

type Listening = 'none' | 'starttls' | 'implicit';

const relays = new Map<Listening, RunningRelay & { readonly close: () => Promise<void> }>();
let box: Sandbox;
let ca: string;
let played: Map<string, QdResult>;
let examined: Map<string, { readonly diagnosis: Diagnosis; readonly exit: number }>;

beforeAll(async () => {
  box = await sandbox.outlook();
  const authority = await createAuthority('127.0.0.1', 'localhost');
  ca = authority.ca;
  const { cert, key } = await authority.server();
  for (const listening of ['none', 'starttls', 'implicit'] as const) {
    const home = await homeFor(box);
    await writeFile(join(home.home, 'cert.pem'), cert);
    await writeFile(join(home.home, 'key.pem'), key);
    const files = ['--tls-cert', join(home.home, 'cert.pem'), '--tls-key', join(home.home, 'key.pem')];
    const args = { none: [], starttls: files, implicit: [...files, '--tls-implicit'] }[listening];
    const relay = await startRelayCommand(home, ['--no-check', ...args]);
    relays.set(listening, {
      ...relay,
      close: async () => {
        await relay.stop();
        await home[Symbol.asyncDispose]();
      },
    });
  }
  const all = rows.flatMap((row) => (['old', 'new'] as const).map((form) => settingsOf(row, form)));
  // Side by side: where both sides wait for the other to begin, nothing happens until one gives up.
  const results = (await Promise.all(all.map((settings) => playQd([settings])))).flat();
  examined = new Map(await Promise.all(rows.map(async (row) => [row.join(' '), await examine(row)] as const)));
  played = new Map(all.map((settings, index) => [nameOf(settings), results[index]!]));
}, 60_000);

afterAll(async () => {
  for (const { close } of relays.values()) await close();
  await box.close();
});

function settingsOf(
  [listening, ssl, starttls]: readonly [Listening, boolean, boolean, ...unknown[]],
  form: QdSettings['form'],
): QdSettings {
  const { port, user, password } = relays.get(listening)!;
  // QD takes MAIL_USER for the sender where MAIL_FROM is not set; the relay's user is no address.
  const account = { user, password, sender: box.user, to: 'someone@qq.com' };
  const waits = listening === 'implicit' && (starttls || !ssl);
  return { form, host: '127.0.0.1', port, ssl, starttls, ...account, ...(waits && { seconds: 1 }) };
}

/** `ehlo doctor` with the environment block of QD. */
async function examine(row: (typeof rows)[number]): Promise<{ diagnosis: Diagnosis; exit: number }> {
  const settings = settingsOf(row, 'new');
  const folder = relays.get(row[0])!.home;
  const file = `${row.join('-')}.env`;
  await writeFile(join(folder, file), `${environmentBlock(settings)}MAIL_FROM=${box.user}\n`);
  await writeFile(join(folder, 'ca.pem'), ca);
  const args = ['doctor', '--env-file', file, '--ca', 'ca.pem', '--within', '8', '--json'];
  const { json, exit } = await ehlo(args, { folder });
  return { diagnosis: json()[0] as Diagnosis, exit };
}

const nameOf = (settings: QdSettings): string => JSON.stringify(settings);

describe.each(rows)('QD through a relay with TLS %s, MAIL_SSL=%s MAIL_STARTTLS=%s', (...row) => {
  const [, , , sentByOld, sentByNew, finding] = row;

  test.each([
    ['old', sentByOld],
    ['new', sentByNew],
  ] as const)(`the %s form: sent %s`, (form, sent) => {
    const { error, logged } = played.get(nameOf(settingsOf(row, form)))!;
    expect({ sent: error === null, said: [...logged, error] }).toEqual({ sent, said: expect.anything() });
  });

  test(`the doctor says ${finding}, and what works`, () => {
    const { diagnosis, exit } = examined.get(row.join(' '))!;
    expect(diagnosis.cause?.code ?? 'ok').toBe(finding);
    expect(exit === 0).toBe(finding === 'ok');
    if (finding !== 'ok') expect(diagnosis.works).toMatchObject({ port: relays.get(row[0])!.port, tls: row[0] });
  });
});

test('what was sent arrived once each, as QD wrote it', () => {
  const sent = rows.reduce((sum, [, , , old, now]) => sum + Number(old) + Number(now), 0);
  expect(box.inbox).toHaveLength(sent);
  for (const { raw } of box.inbox) expect(raw.toString()).toContain('Subject: QD');
});
