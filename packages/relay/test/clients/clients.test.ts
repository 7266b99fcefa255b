import { createHash, randomBytes } from 'node:crypto';
import { copyFileSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Transport } from '@ehlo/core';
import { gmail } from '@ehlo/gmail';
import { type ReceivedMail, sandbox } from '@ehlo/sandbox';
import { createTransport } from 'nodemailer';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { certificate, password, users, watching } from '../kit.js';
import { type Errand, programs, type Security } from './programs.js';

let box: Awaited<ReturnType<typeof sandbox.gmail>>;
let transport: Transport;
let folder: string;
const relays = new Map<Security, Awaited<ReturnType<typeof watching>>>();

beforeAll(async () => {
  box = await sandbox.gmail();
  transport = gmail({ ...box.transportOptions, partial: 'refuse' });
  const tls = await certificate();
  folder = mkdtempSync(join(tmpdir(), 'ehlo-relay-clients-'));
  writeFileSync(join(folder, 'ca.pem'), tls.ca);
  const [hashed] = users();
  // A user for each program: wrong passwords are counted by name.
  const names = [...programs.map(({ name }) => name), 'many'].map((name) => ({ ...hashed!, name: nameOf(name) }));
  const options = { transport, from: [box.user], users: names };
  relays.set('none', await watching(options));
  relays.set('starttls', await watching({ ...options, tls }));
  relays.set('implicit', await watching({ ...options, tls: { ...tls, implicit: true } }));
});

afterAll(async () => {
  for (const { relay } of relays.values()) await relay.close({ timeout: 0 });
  await transport?.close();
  await box?.close();
  rmSync(folder, { recursive: true, force: true });
});

function nameOf(program: string): string {
  return program.replace(/\W+/g, '-');
}

function errand(program: string, security: Security, more: Partial<Errand> = {}): Errand {
  const from = more.from ?? box.user;
  const octets = more.octets ?? mail(from);
  const to = `${randomBytes(6).toString('hex')}@example.net`;
  const own = mkdtempSync(join(folder, 'errand-'));
  writeFileSync(join(own, 'message'), octets);
  copyFileSync(join(folder, 'ca.pem'), join(own, 'ca.pem'));
  const port = relays.get(security)!.relay.port;
  return { port, security, user: nameOf(program), password, from, to, folder: own, octets, ...more };
}

function sentTo(recipient: string): readonly ReceivedMail[] {
  return box.inbox.filter(({ envelope }) => envelope.to.includes(recipient));
}

function mail(from: string, body = 'Grüße\r\n.\r\n..two\r\n\r\nbye\r\n'): Buffer {
  const id = randomBytes(8).toString('hex');
  const header = [
    `From: Me <${from}>`,
    'To: you@example.net',
    `Subject: ${id}`,
    `Date: Mon, 23 Nov 2026 10:00:00 +0000`,
  ];
  const mime = ['MIME-Version: 1.0', 'Content-Type: text/plain; charset=utf-8', 'Content-Transfer-Encoding: 8bit'];
  return Buffer.from([...header, `Message-ID: <${id}@client.example>`, ...mime, '', body].join('\r\n'));
}

function sha256(octets: Uint8Array): string {
  return createHash('sha256').update(octets).digest('hex');
}

for (const program of programs) {
  const { name, missing, exact } = program;
  const title = missing === undefined ? name : `${name} (skipped: apt-get install -y ${missing})`;
  describe.skipIf(missing !== undefined)(title, { concurrent: true }, () => {
    test.for(['none', 'starttls', 'implicit'] as const)('sends, security %s', async (security, { expect }) => {
      const given = errand(name, security);
      expect(await program.send(given)).toMatchObject({ sent: true });
      const [received, ...others] = sentTo(given.to);
      expect([received?.envelope.from, others]).toEqual([box.user, []]);
      const raw = Buffer.from(received?.raw ?? []);
      if (exact) expect(raw.toString()).toBe(given.octets.toString());
      else expect(raw.toString()).not.toMatch(/^Received:/im);
    });

    test('hears that the password is wrong', async ({ expect }) => {
      const { sent, said } = await program.send(errand(name, 'starttls', { password: 'guess' }));
      expect(sent).toBe(false);
      // git's own words hide those of the server.
      expect(said).toMatch(/535|RELAY_LOGIN_REFUSED|[Aa]uthentication/);
      expect(said).not.toContain(password);
    });

    test('hears that it may not send as somebody else', async ({ expect }) => {
      const given = errand(name, 'none', { from: 'ceo@gmail.com' });
      const { sent, said } = await program.send(given);
      expect(sent).toBe(false);
      expect(said).toMatch(/5\.7\.1 RELAY_SENDER_NOT_ALLOWED/);
      expect(sentTo(given.to)).toEqual([]);
    });
  });
}

const large = programs.filter(({ name, missing }) => /sendmail|curl|nodemailer/.test(name) && missing === undefined);
test.each(large)(
  '25 MB arrive unchanged: $name',
  async ({ name, send }) => {
    box.clear();
    const lines = `${randomBytes(54).toString('base64')}\r\n`.repeat(Math.ceil(25_000_000 / 74));
    const given = errand(name, name === 'curl' ? 'implicit' : 'none', { octets: mail(box.user, lines) });
    expect(await send(given)).toMatchObject({ sent: true });
    expect(box.inbox.map(({ raw }) => sha256(raw))).toEqual([sha256(given.octets)]);
    box.clear();
  },
  60_000,
);

test('50 connections at once: each message arrives, and once', async () => {
  const to = 'many@example.net';
  const mails = Array.from({ length: 50 }, () => mail(box.user));
  const { port } = relays.get('none')!.relay;
  const send = async (raw: Buffer): Promise<string> => {
    const mailer = createTransport({ host: '127.0.0.1', port, auth: { user: 'many', pass: password } });
    const { response } = await mailer.sendMail({ envelope: { from: box.user, to }, raw });
    return response.slice(0, 3);
  };
  expect(await Promise.all(mails.map(send))).toEqual(Array(50).fill('250'));
  expect(
    sentTo(to)
      .map(({ raw }) => sha256(raw))
      .sort(),
  ).toEqual(mails.map(sha256).sort());
  expect(relays.get('none')!.relay.remembered).toEqual([]);
}, 60_000);
