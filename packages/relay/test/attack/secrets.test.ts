import { randomBytes } from 'node:crypto';
import { readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { inspect } from 'node:util';
import { expect, test } from 'vitest';
import { fileMemory, relayLine } from '../../src/index.js';
import { cheapHash, message, plain, running, Wire } from '../kit.js';

test('T35 and T36: no secret of a program or of the mailbox is in an event, a line, a reply or the memory', async () => {
  const [right, wrong] = [`right-${randomBytes(9).toString('hex')}`, `wrong-${randomBytes(9).toString('hex')}`];
  const passwordHash = cheapHash(right);
  const path = join(tmpdir(), `ehlo-relay-canary-${randomBytes(6).toString('hex')}`);
  const replies: string[] = [];
  let seen = '';
  try {
    await using it = await running({
      box: { fault: [{ name: 'echo', times: 1 }] },
      relay: { users: [{ name: 'program', passwordHash }], memory: fileMemory(path) },
    });
    await using wire = await Wire.open(it.relay);
    const say = async (line: string): Promise<void> => void replies.push(await wire.ask(line));
    await say(`AUTH PLAIN ${plain('program', wrong)}`);
    // The password in the place of the name.
    await say(`AUTH PLAIN ${plain(right, wrong)}`);
    await say(`AUTH LOGIN ${Buffer.from('program').toString('base64')}`);
    await say(Buffer.from(wrong).toString('base64'));
    await say(`AUTH PLAIN ${plain('program', right)}`);
    expect(replies.at(-1)).toMatch(/^235 /);
    // The mailbox's server sends back the login that it was given.
    replies.push(await wire.send(it.box.user, ['you@example.net'], message(it.box.user)));
    it.box.fault('lost-final-reply', { times: 1 });
    replies.push(await wire.send(it.box.user, ['you@example.net'], message(it.box.user)));
    expect(replies.slice(-2).map((reply) => reply.slice(0, 3))).toEqual(['451', '451']);
    const lines = it.events.flatMap((event) => [relayLine(event), relayLine(event, 'zh-CN'), JSON.stringify(event)]);
    seen = [
      ...replies,
      ...lines,
      inspect(it.events, { depth: 20 }),
      inspect(it.relay, { depth: 20, showHidden: true }),
    ].join();
    seen += await readFile(path, 'utf8');
    for (const secret of [right, wrong, it.box.accessToken, passwordHash]) {
      expect(seen).not.toContain(secret);
      expect(seen).not.toContain(Buffer.from(secret).toString('base64').replace(/=+$/, ''));
    }
    expect(seen).not.toContain(plain('program', wrong));
  } finally {
    await rm(path, { force: true });
  }
});
