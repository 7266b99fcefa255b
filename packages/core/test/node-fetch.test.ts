import { execFile } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { sandbox } from '@ehlo/sandbox';
import { expect, test } from 'vitest';

const run = promisify(execFile);
const root = new URL('../../../', import.meta.url).pathname;

// Node.js takes an authority for its fetch from the environment, when it starts.
test('every form of message goes over the fetch of Node.js', async () => {
  await using web = await sandbox.web({ maxMessageSize: 50_000_000, gmailUnits: 1_000_000 });
  const folder = await mkdtemp(join(tmpdir(), 'ehlo-fetch-'));
  try {
    await writeFile(join(folder, 'ca.pem'), web.ca);
    const graphScope = 'https://graph.microsoft.com/Mail.Send https://graph.microsoft.com/Mail.ReadWrite';
    const microsoft = { user: 'someone@contoso.com', scope: graphScope };
    const google = { user: 'someone@gmail.com', scope: 'https://mail.google.com/' };
    const work = {
      graph: {
        url: web.urls['graph.microsoft.com'],
        user: microsoft.user,
        token: web.mint({ provider: 'microsoft', ...microsoft }).accessToken,
      },
      gmail: {
        url: web.urls['gmail.googleapis.com'],
        user: google.user,
        token: web.mint({ provider: 'google', ...google }).accessToken,
      },
    };
    const child = ['tools/run.mjs', 'packages/core/test/node-fetch/child.ts', JSON.stringify(work)];
    const env = { ...process.env, NODE_EXTRA_CA_CERTS: join(folder, 'ca.pem') };
    const { stdout } = await run(process.execPath, child, { cwd: root, env });
    expect(JSON.parse(stdout)).toEqual(Array(6).fill('accepted'));
    expect(web.inbox.map(({ form }) => form)).toEqual([
      'graph-mime',
      'graph-draft',
      'graph-draft',
      'gmail-raw',
      'gmail-resumable',
      'gmail-resumable',
    ]);
  } finally {
    await rm(folder, { recursive: true });
  }
}, 180_000);
