/**
 * 50 connections with 25 MB each, at once, to a transport that takes three at a time:
 *
 *     node tools/run.mjs packages/relay/test/load/main.ts
 *
 * The clients are processes of curl, so that the memory of this one is the relay's. Exits with 1 where a message did not
 * arrive as it was, where something is left in the folder for temporary files, or where the relay took 400 MB or more.
 */
import { spawn } from 'node:child_process';
import { createHash, randomBytes } from 'node:crypto';
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { RawMessage, Receipt, Transport } from '@ehlo/core';
import { startRelay } from '../../src/index.js';

const CONNECTIONS = 50;
const OCTETS = 25_000_000;
const MOST = 400_000_000;
const from = 'me@example.com';

const folder = mkdtempSync(join(tmpdir(), 'ehlo-load-'));
const path = join(folder, 'message');
const body = `${randomBytes(54).toString('base64')}\r\n`.repeat(Math.ceil(OCTETS / 74));
// Without a Message-ID: to other recipients each, since the same message to the same ones waits for the first.
const message = Buffer.from(`From: ${from}\r\nSubject: large\r\n\r\n${body}`);
writeFileSync(path, message);
const expected = createHash('sha256').update(message).digest('hex');

const taken: string[] = [];
let count = 0;
const lanes: Promise<unknown>[] = [Promise.resolve(), Promise.resolve(), Promise.resolve()];
const transport = { send: inTurn } as unknown as Transport;

function inTurn(mail: RawMessage): Promise<Receipt> {
  const lane = count++ % lanes.length;
  const sent = (lanes[lane] as Promise<unknown>).then(() => take(mail));
  lanes[lane] = sent;
  return sent;
}

async function take({ envelope, raw }: RawMessage): Promise<Receipt> {
  const hash = createHash('sha256');
  for await (const piece of raw as AsyncIterable<Uint8Array>) hash.update(piece);
  taken.push(hash.digest('hex'));
  return { outcome: 'accepted', envelope, refused: [], reply: { code: 250, lines: ['OK'] } } as unknown as Receipt;
}

const relay = await startRelay({ transport, from: [from], users: 'none', port: 0 });
let peak = 0;
const watch = setInterval(() => {
  peak = Math.max(peak, process.memoryUsage().rss);
}, 20);
const before = process.memoryUsage().rss;
const begun = performance.now();
const statuses = await Promise.all(Array.from({ length: CONNECTIONS }, (_, at) => curl(`you${at}@example.net`)));
const seconds = (performance.now() - begun) / 1_000;
clearInterval(watch);
await relay.close();
rmSync(folder, { recursive: true });

const left = readdirSync(tmpdir()).filter((name) => /^ehlo-relay-[0-9a-f-]{36}$/.test(name));
const right = taken.filter((hash) => hash === expected).length;
const report = {
  connections: CONNECTIONS,
  octets: message.length,
  arrived: right,
  left: left.length,
  seconds,
  before,
  peak,
};
process.stdout.write(`${JSON.stringify(report)}\n`);
const good = right === CONNECTIONS && left.length === 0 && peak < MOST && statuses.every((status) => status === 0);
process.exit(good ? 0 : 1);

function curl(to: string): Promise<number | null> {
  const args = ['--silent', '--show-error', '--mail-from', from, '--mail-rcpt', to, '--upload-file', path];
  const child = spawn('curl', [...args, `smtp://127.0.0.1:${relay.port}`], { stdio: ['ignore', 'ignore', 'inherit'] });
  return new Promise((resolve) => child.once('close', resolve));
}
